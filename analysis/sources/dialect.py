"""How a text file separates and quotes its cells, told by how consistent its rows become.

Every candidate splits the sampled lines; its score is the share of rows that have the commonest width, times how well typed
the cells are, times how usual the delimiter is (after van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by
detecting row and type patterns", Data Mining and Knowledge Discovery 2019, with own scores). A file of one column is what is left when no candidate is better.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.sources.cells import kind
from analysis.sources.repair import assemble

SPACES = "spaces"
"""The delimiter of columns aligned with runs of spaces."""

PRIORS = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "\x01": 1.0, "\x1f": 1.0, "\x1e": 1.0, SPACES: 0.62, " ": 0.5}
WEAK = ":/-._'+\\()[]{}<>=\"@%，、"
"""Marks that stand inside values: hardly ever delimiters."""

CREDIT = {
    "number": 1.0,
    "date": 1.0,
    "address": 1.0,
    "missing": 1.0,
    "boolean": 1.0,
    "code": 0.9,
    "word": 0.85,
    "empty": 0.6,
    "words": 0.7,
    "other": 0.15,
}
"""How much a cell of each kind speaks for the dialect that cut it out."""

SAMPLED_ROWS = 400


@dataclass(frozen=True)
class Dialect:
    """How cells are cut: ``delimiter`` ("" for a single column, ``SPACES`` for aligned columns), ``quote`` ("" for none),
    ``escape`` ("" where quotes are doubled, else the backslash), ``width`` of most rows, ``padded``: blanks around cells go."""

    delimiter: str
    quote: str = ""
    escape: str = ""
    width: int = 1
    padded: bool = False
    aligned: int = 0

    @property
    def marks(self) -> tuple[str, str]:
        """Delimiter and quote of the canonical text: one character each, or ""."""
        if self.delimiter and (self.delimiter == SPACES or len(self.delimiter.encode()) > 1):
            return "\x1f", self.quote
        return self.delimiter or "\x1f", self.quote

    @property
    def plain(self) -> bool:
        """Whether text is canonical as it is."""
        return not self.escape and not self.padded and self.marks[0] in (self.delimiter or "\x1f")


def canonical(text: str, dialect: Dialect) -> str:
    """The text with a delimiter of one character and doubled quotes, as ``Dialect.marks`` says; lines stay where they are."""
    if dialect.delimiter == SPACES:
        gap = "[ \t]+" if dialect.aligned < 2 else "[ \t]{2,}|\t"
        return re.sub(gap, "\x1f", re.sub(r"(?m)^[ \t]+|[ \t]+$|[ \t]+(?=\r)", "", text))
    if dialect.escape:
        text = re.sub(
            r"\\([\\" + dialect.quote + "])", lambda match: match[1] * (1 + (match[1] == dialect.quote)), text
        )
    if dialect.plain or (not dialect.padded and len(dialect.delimiter.encode()) == 1):
        return text
    mark, quote = dialect.marks
    cut = f" *{re.escape(dialect.delimiter.strip(' '))} *" if dialect.padded else re.escape(dialect.delimiter)
    if not quote or quote not in text:
        return re.sub(cut, mark, text)
    quoted = (
        f"(?:(?<![^\n])|(?<={re.escape(dialect.delimiter)})){quote}(?:[^{quote}]|{quote}{quote})*{quote}(?={cut}|\r?$)"
    )
    return re.sub(f"({quoted})|{cut}", lambda match: match[1] or mark, text, flags=re.MULTILINE)


def detect_dialect(lines: Sequence[str], fixed: Dialect | None = None, delimiter: str | None = None) -> Dialect:
    """The dialect that makes the sampled ``lines`` most consistent; ``delimiter`` or the quote of ``fixed`` if given."""
    filled = [line for line in lines if line.strip()][: SAMPLED_ROWS * 2]
    named = _named_delimiter(filled)
    best, best_score = Dialect("", _quote_of_column(filled)), _single_score(filled)
    candidates = [delimiter] if delimiter is not None else [named] if named else _delimiters(filled)
    for candidate in candidates:
        for dialect in _dialects(candidate, filled, fixed):
            score, width = _score(filled, dialect)
            if score > best_score or (delimiter is not None and best.delimiter != delimiter):
                best, best_score = replace(dialect, width=width), score
    return _padding(filled, best)


def _named_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that a first line ``sep=;`` names (a habit of spreadsheets)."""
    match = re.fullmatch(r'"?sep=(.+?)"?\s*', lines[0], re.IGNORECASE) if lines else None
    return match[1] if match else ""


def _delimiters(lines: Sequence[str]) -> list[str]:
    """Candidates: marks, and runs of marks, that stand in at least a third of the lines."""
    found: Counter[str] = Counter()
    for line in lines:
        runs = set(re.findall(r"[^\w\s\"'.-]{2,3}|\t{2,}", line.replace('"', "")))
        found.update(runs | {mark for mark in set(line) if not mark.isalnum() and mark not in "\"'\r\n"})
    needed = max(1, len(lines) // 3)
    usual = [mark for mark, count in found.items() if count >= needed and (len(mark) > 1 or mark not in " ")]
    spaces = [SPACES] if found[" "] >= needed else []
    return sorted(usual, key=lambda mark: (-PRIORS.get(mark, 0.5), mark)) + spaces


def _dialects(delimiter: str, lines: Sequence[str], fixed: Dialect | None) -> Iterable[Dialect]:
    """The dialects to try for one delimiter: with and without quotes, escaped by doubling or by a backslash."""
    if delimiter == SPACES:
        return [Dialect(SPACES, aligned=1), Dialect(SPACES, aligned=2)]
    if delimiter == " ":
        return [Dialect(" ", quote) for quote in ('"', "")]
    if fixed is not None:
        return [Dialect(delimiter, fixed.quote)]
    text = "\n".join(lines)
    tried = [Dialect(delimiter, '"')]
    if re.search(rf"(?:^|{re.escape(delimiter)}) ?'", text, re.MULTILINE) and re.search(
        rf"'(?:$|{re.escape(delimiter)})", text, re.M
    ):
        tried.append(Dialect(delimiter, "'"))
    backslashed = [replace(dialect, escape="\\") for dialect in tried if "\\" + dialect.quote in text]
    return tried + backslashed


def _score(lines: Sequence[str], dialect: Dialect) -> tuple[float, int]:
    """How well a dialect explains the lines (0 … 1), and the commonest width."""
    mark, quote = dialect.marks
    text = canonical("\n".join(lines), dialect).split("\n")
    widths: Counter[int] = Counter()
    rows = [record.cells for record in assemble(text, mark, quote, -1)][:SAMPLED_ROWS]
    widths.update(len(row) for row in rows)
    wide = {width: count * (1 - 1 / (1 + width)) for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 1
    width = max(wide, key=lambda width: (wide[width], width))
    share = widths[width] / len(rows)
    credit = _credit([row for row in rows if len(row) == width])
    prior = PRIORS.get(dialect.delimiter, 0.3 if dialect.delimiter[0] in WEAK else 0.9)
    return share**1.5 * (0.15 + 0.85 * credit) * (1 - 0.8 / (1 + width)) * prior, width


def _credit(rows: Sequence[tuple[str, ...]]) -> float:
    """How well typed the cells are, and how much alike within their columns."""
    total = 0.0
    columns = list(zip(*rows, strict=True))
    for column in columns:
        kinds = Counter(kind(cell) for cell in column)
        credit = sum(CREDIT[name] * count for name, count in kinds.items()) / len(column)
        filled = len(column) - kinds["empty"]
        purity = max((count for name, count in kinds.items() if name != "empty"), default=0) / filled if filled else 0.5
        total += credit * (0.6 + 0.4 * purity)
    return total / len(columns)


def _single_score(lines: Sequence[str]) -> float:
    """How well the lines are explained by being one cell each."""
    return 0.42 * _credit([(line,) for line in lines[:SAMPLED_ROWS]]) if lines else 0.0


def _quote_of_column(lines: Sequence[str]) -> str:
    quoted = sum(len(line) > 1 and line[0] == line.rstrip()[-1] == '"' for line in lines)
    return '"' if quoted > 0.3 * len(lines) and lines else ""


def _padding(lines: Sequence[str], dialect: Dialect) -> Dialect:
    """The dialect with blanks taken into the delimiter where nearly every cell is padded with one."""
    if dialect.delimiter not in (",", ";", "|"):
        return dialect
    before = after = cells = 0
    for record in assemble(lines, dialect.delimiter, dialect.quote, dialect.width):
        line = lines[record.line].split(dialect.delimiter)
        cells += len(line) - 1
        before += sum(cell.startswith(" ") or not cell for cell in line[1:])
        after += sum(cell.endswith(" ") or not cell for cell in line[:-1])
    if not cells or before < 0.98 * cells:
        return dialect
    blank_before = sum(" " in line for line in lines)
    if blank_before < 0.5 * len(lines):
        return dialect
    padded = f" {dialect.delimiter} " if after >= 0.98 * cells else f"{dialect.delimiter} "
    return replace(dialect, delimiter=padded, padded=True)
