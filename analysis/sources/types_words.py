"""Words that stand for a missing value, and pairs of words that stand for true and false."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from analysis.sources.table import ValueType

_SPREADSHEET_ERRORS = (
    *("#n/a", "#value!", "#ref!", "#div/0!", "#num!", "#name?", "#null!", "#error!", "#n/a n/a", "#spill!", "#calc!"),
    *("#nv", "#wert!", "#bezug!", "#zahl!", "#n/d", "#nd", "#valeur!", "#¡valor!", "#¡ref!", "#valor!", "#valore!"),
    *("#н/д", "#знач!", "#ссылка!", "#дел/0!", "#adr!", "#arg!", "#брой!"),
)
"""What spreadsheets in several languages write where a formula failed."""

MISSING = frozenset(
    (
        *("", "na", "n/a", "n.a.", "n.a", "<na>", "nan", "nat", "null", "(null)", "[null]", "<null>", "none", "nil"),
        *("\\n", "-", "--", "---", "–", "—", "?", ".", "..", "n/d", "n.d.", "nd", "s/d", "k.a.", "k. a.", "n/k"),
        *("missing", "(missing)", "undefined", "not available", "not applicable", "(blank)", "blank", "(empty)"),
        *(
            "unknown",
            "tbd",
            "无",
            "無",
            "空",
            "空值",
            "缺失",
            "缺省",
            "未知",
            "不详",
            "未填",
            "未填写",
            "暂无",
            "没有",
            "不适用",
        ),
        *("brak", "brak danych", "sin dato", "sin datos", "keine angabe", "unbekannt", "inconnu", "non renseigné"),
        *(
            "desconocido",
            "desconhecido",
            "sconosciuto",
            "onbekend",
            "неизвестно",
            "не указано",
            "미상",
            "모름",
            "해당없음",
        ),
        *("なし", "不明", "없음", "нет данных", "н/д", "...", "…", "*", "**", "***"),
        *("0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "00.00.0000", "0/0/00", "0/0/0000"),
        *_SPREADSHEET_ERRORS,
    )
)
"""Lower-case words that are no value in a column of numbers, dates, booleans or ids."""

_MISSING_IN_TEXT = frozenset(
    (
        *("", "na", "n/a", "n.a.", "<na>", "nan", "nat", "null", "(null)", "[null]", "<null>", "nil", "none", "\\n"),
        *("-", "--", "---", "–", "—", "n/d", "n.d.", "空", "空值", "缺失", "(blank)", "(empty)", "н/д"),
        *_SPREADSHEET_ERRORS,
    )
)


def _spellings(words: frozenset[str]) -> tuple[str, ...]:
    """Every word in the three usual ways of writing it, so that an exact comparison finds it."""
    return tuple(sorted({form for word in words for form in (word, word.upper(), word.capitalize(), word.title())}))


TEXT_SPELLINGS = tuple(sorted({*_spellings(_MISSING_IN_TEXT), "NaN", "NaT", "\\N", " "}))
"""Spellings that are no value in a column of free text, where ``unknown`` or ``?`` may be a category of its own."""

ID_SPELLINGS = tuple(sorted({*_spellings(MISSING), "NaN", "NaT", "\\N", " "}))
"""Spellings that are no id."""

_NONE = frozenset({"none", "None", "NONE"})
_MOST_KINDS, _ROWS_OF_A_KIND = 12, 5
"""At most so many values, each in so many rows on average, are kinds of something."""

_TWO_LETTER_WORDS = frozenset(word for word in TEXT_SPELLINGS if len(word) == 2 and word.isalpha())

PAIRS: tuple[tuple[str, str], ...] = (
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("on", "off"),
    ("是", "否"),
    ("真", "假"),
    ("有", "无"),
    ("对", "错"),
    ("ja", "nein"),
    ("oui", "non"),
    ("sí", "no"),
    ("si", "no"),
    ("sim", "não"),
    ("да", "нет"),
    ("так", "ні"),
    ("tak", "nie"),
    ("ano", "ne"),
    ("áno", "nie"),
    ("igen", "nem"),
    ("da", "nu"),
    ("da", "ne"),
    ("evet", "hayır"),
    ("ja", "nej"),
    ("ja", "nei"),
    ("ja", "nee"),
    ("kyllä", "ei"),
    ("sì", "no"),
    ("ναι", "όχι"),
    ("예", "아니오"),
    ("네", "아니요"),
    ("j", "n"),
    ("o", "n"),
    ("s", "n"),
    ("wahr", "falsch"),
    ("vrai", "faux"),
    ("verdadero", "falso"),
    ("verdadeiro", "falso"),
    ("vero", "falso"),
    ("prawda", "fałsz"),
    ("pravda", "nepravda"),
    ("igaz", "hamis"),
    ("doğru", "yanlış"),
    ("waar", "onwaar"),
    ("истина", "ложь"),
    ("はい", "いいえ"),
)
"""Words for true and false, lower case, that belong together."""

_SURE = frozenset({"true", "false", "yes", "no", "是", "否"})


WITHHELD = frozenset({"x", "(x)", "c", "(d)", "(s)", "(na)", "(z)", "(n)", "(c)", "f", "z"})
"""Lower-case marks that offices put where a number is not told; only among numbers are they none."""


def is_missing(word: str) -> bool:
    """Tell whether a cell is one of the words for a missing value."""
    return word.strip().lower() in MISSING


@dataclass(frozen=True)
class TextReading:
    """Text stays as written; the cells in ``missing`` (exact spellings) become null."""

    missing: tuple[str, ...] = ()
    type: ValueType = "text"

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the column as String."""
        if not self.missing:
            return column
        return pl.when(column.is_in(self.missing).not_()).then(column)


@dataclass(frozen=True)
class BooleanReading:
    """Words for true and false, whatever their case and the blanks around them."""

    yes: str
    no: str
    type: ValueType = "boolean"

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the column as Boolean; what is neither word becomes null."""
        word = column.str.strip_chars().str.to_lowercase()
        return pl.when(word == self.yes).then(True).when(word == self.no).then(False)


def boolean_reading(words: set[str]) -> BooleanReading | None:
    """Return how ``words`` (all distinct values) are read as true and false, or None where they are something else.

    One side alone is believed only for words that mean nothing else: a column of nothing but ``F`` may be a gender.
    """
    lower = {word.strip().lower() for word in words}
    for yes, no in PAIRS:
        seen = lower & {yes, no}
        rest = {word for word in lower - seen if word not in MISSING}
        if not rest and seen and (len(seen) == 2 or seen <= _SURE):
            return BooleanReading(yes, no)
    return None


def text_reading(words: set[str]) -> TextReading:
    """Return how a text column is read in which the exact spellings ``words`` of missing values were met.

    ``NA`` among two-letter codes is Namibia, so callers leave such a word out (see ``text_spellings``).
    """
    return TextReading(tuple(sorted(words & set(TEXT_SPELLINGS))))


def two_letter_codes(words: Collection[str]) -> bool:
    """Tell whether the values are codes of two capital letters, such as countries, besides words for missing."""
    codes = set(words) - set(TEXT_SPELLINGS)
    return len(codes) >= 2 and all(len(code) == 2 and code.isupper() for code in codes)


def few_kinds(cells: Mapping[str, int]) -> bool:
    """Tell whether a column with these values (value → rows) says of which kind a thing is, so that ``none`` is one."""
    kinds = {cell: rows for cell, rows in cells.items() if not is_missing(cell)}
    return 0 < len(kinds) <= _MOST_KINDS and sum(kinds.values()) >= _ROWS_OF_A_KIND * len(kinds)


def text_spellings(cells: Mapping[str, int]) -> tuple[str, ...]:
    """Return the spellings of missing values that apply to a text column with these values (value → rows)."""
    codes = _TWO_LETTER_WORDS if two_letter_codes(cells) else frozenset()
    kinds = _NONE if few_kinds(cells) else frozenset()
    return tuple(word for word in TEXT_SPELLINGS if word not in codes | kinds)
