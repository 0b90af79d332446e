"""Numbers as people write them: local marks, currencies, percent, accountants' minus.

A *plain* number is one that polars casts by itself; a *dressed* one carries anything else. The decimal mark is a
property of the column; every other mark that may stand between thousands is allowed in the same column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from analysis.sources.currencies import GLUED as LETTERS
from analysis.sources.currencies import pattern_of_all
from analysis.sources.table import ValueType
from analysis.sources.types_digits import western
from analysis.sources.types_sides import Sides

Mark = Literal[".", ","]

_CURRENCY = pattern_of_all()
_THOUSANDS: dict[Mark, str] = {".": "[,'’ ]", ",": "[.'’ ]"}
_MINUS = "[-\u2212\u2013]"
_SIGN = "[-+\u2212\u2013]"

CURRENCY_PATTERN = f"(?i)({_CURRENCY})"
"""Finds the currency in a cell that is a dressed number."""

_POWERS = {r"(?i)\d ?K$": 3, r"(?i)\d ?MM?$": 6, r"(?i)\d ?BN?$": 9}
"""How an amount with a currency before it may be cut short: $30K, €1.5M, $2bn; and by how many digits."""

CUT_SHORT = r"(?i)\d ?(?:K|MM?|BN?)$"
_FRACTION = rf"%|{CUT_SHORT}"
"""What makes a decimal of a number."""

LONG = r"^[+-]?\d{16,}$"
"""More digits than a decimal holds: a code, unless it stands among decimals."""

CODES = rf"^[+-]?0\d+$|{LONG}|^\+\d{{9,}}$"
"""Digits that are a code and no number: with leading zeros, more of them than a decimal holds, or a telephone's."""

GLUED = rf"(?i)^(?:{'|'.join(LETTERS)})\d+$"
"""Letters before digits that are rather a code, such as ``TL100``, than an amount."""

LETTERED = r"^[A-Za-z]{1,4}\d+$"
"""Letters close before digits; a currency, unless it is different ones in every row."""

SURE_DIGITS = 15
"""So many digits every decimal holds."""

EXPONENT = r"\d[eE][+-]?\d"
"""What a plain cast must not see: ``12E4`` is a part number; ``1.2E+05`` and ``1e3`` are read as dressed numbers."""


def _body(mark: Mark) -> str:
    group = _THOUSANDS[mark]
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{2}})*{group}\d{{3}}|\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    point = "\\" + mark if mark == "." else mark
    return rf"(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]\d{{1,3}}|(?-i:e)\d{{1,2}})?"


def _pattern(mark: Mark, short: bool) -> str:
    body = _body(mark)
    dressed = rf"{_SIGN}? ?{_CURRENCY}? ?{_SIGN}? ?{body} ?(?:%|{_CURRENCY})? ?{_SIGN}?"
    cut = rf"|{_SIGN}? ?{_CURRENCY} ?{_SIGN}? ?{body} ?(?:K|MM?|BN?)" if short else ""
    return rf"(?i)^(?:{dressed}{cut}|\( ?{_CURRENCY}? ?{body} ?(?:%|{_CURRENCY})? ?\)|{_CURRENCY} ?\({body}\))$"


_MARKS: tuple[Mark, ...] = (".", ",")
PATTERNS = {(mark, short): _pattern(mark, short) for mark in _MARKS for short in (False, True)}
"""Decimal mark, and whether amounts are cut short → what a whole cell must look like to be a number, after ``tidy``."""

WHOLE = r"(?i)[₫₩]|đ$|원|円|VNĐ|\bRp|\b(?:VND|IDR|KRW|JPY|CLP|PYG)\b"
"""Currencies that have no decimals: what parts their digits parts thousands."""

SHORT = rf"(?i)^{_SIGN}? ?{_CURRENCY}.*\d ?(?:K|MM?|BN?)$"
"""What an amount that is cut short looks like."""


def tidy(column: pl.Expr) -> pl.Expr:
    """Return the text with full-width digits, odd spaces and blanks at the ends brought into one form."""
    return column.str.normalize("NFKC").str.strip_chars()


@dataclass(frozen=True)
class NumberReading:
    """Text to Int64 (``integer``) or Float64, plain by a cast, dressed by their marks; misfits become null.

    ``foreign``: there are digits of other scripts; ``sides``: the words for credit and debit after the numbers;
    ``short``: some are cut short, as $30K; ``hundredths``: whole numbers of cents.
    """

    type: ValueType
    dressed: bool = False
    mark: Mark = "."
    ambiguous: bool = False
    foreign: bool = False
    sides: Sides | None = None
    short: bool = False
    hundredths: bool = False

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the numbers; percent are fractions, so that ``45%`` is 0.45, and cents are hundredths."""
        if self.hundredths:
            return replace(self, type="integer", hundredths=False).value(column).cast(pl.Float64) / 100
        column = western(column) if self.foreign else column
        if self.dressed:
            return self._undressed(column)
        if self.type == "integer":
            return column.cast(pl.Int64, strict=False)
        number = column.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)

    def _undressed(self, column: pl.Expr) -> pl.Expr:
        whole = tidy(column)
        text = self.sides.off(whole) if self.sides else whole
        fits = text.str.contains(PATTERNS[self.mark, self.short])
        if self.type == "integer":
            fits &= text.str.contains(_FRACTION).not_()
        fitting = pl.when(fits).then(text)
        negative = fitting.str.contains(rf"\(|^[^\d]*{_MINUS}|{_MINUS}[^\d]*$")
        # Up to the last digit: the first alternative that matches may stop earlier.
        digits = fitting.str.extract(rf"({_body(self.mark)})[^\d]*$", 1).str.replace_all(_THOUSANDS[self.mark], "")
        if self.mark == ",":
            digits = digits.str.replace(",", ".", literal=True)
        if self.type == "decimal":
            plain = _scale(fitting, lambda power: f"e{power}", "") if self.short else pl.lit("")
            digits = digits + pl.when(fitting.str.contains("%", literal=True)).then(pl.lit("e-2")).otherwise(plain)
        number = digits.cast(pl.Int64 if self.type == "integer" else pl.Float64, strict=False)
        if self.sides:
            negative |= self.sides.negative(whole)
        return pl.when(negative).then(-number).otherwise(number)

    def doubtful(self, column: pl.Expr) -> pl.Expr:
        """Mark (True) the cells that the reading takes for numbers though they look like codes."""
        column = western(column) if self.foreign else column
        if self.dressed:
            return column.str.contains(CODES)
        if self.type == "decimal":
            return column.str.contains(f"{CODES}|{EXPONENT}")
        zero = column.str.starts_with("0") & (column.str.len_bytes() > 1)
        return (
            zero | column.str.starts_with("-0") | column.str.starts_with("+0") | (column.str.len_bytes() > SURE_DIGITS)
        )

    def decimals(self, column: pl.Expr) -> pl.Expr:
        """Return how many digits follow the decimal mark in each cell (0 where there is none)."""
        if self.type == "integer" or self.hundredths:
            return pl.lit(2 * self.hundredths, dtype=pl.Int64)
        column = western(column) if self.foreign else column
        if not self.dressed:
            return column.str.len_bytes().cast(pl.Int64) - column.str.find(".", literal=True).cast(pl.Int64) - 1
        text = tidy(column)
        text = self.sides.off(text) if self.sides else text
        places = (
            text.str.extract(rf"\{self.mark}(\d+)(?:[^\d{self.mark}][^.,]*)?$", 1)
            .str.len_bytes()
            .cast(pl.Int64)
            .fill_null(0)
        )
        shift = text.str.extract(r"[eE]([+-]?\d+)", 1).cast(pl.Int64, strict=False).fill_null(0)
        plain = _scale(text, lambda power: -power, 0) if self.short else pl.lit(0)
        percent = pl.when(text.str.contains("%", literal=True)).then(2).otherwise(plain)
        return (places - shift + percent).clip(0)


def _scale(text: pl.Expr, power: Callable[[int], object], plain: object) -> pl.Expr:
    """Return for each cell what stands for the digits it was cut short by, or for none."""
    scale = pl.lit(plain)
    for pattern, digits in _POWERS.items():
        scale = pl.when(text.str.contains(pattern)).then(pl.lit(power(digits))).otherwise(scale)
    return scale
