"""Numbers as people write them: local marks, currencies, percent, accountants' minus.

A *plain* number is one that polars casts by itself; a *dressed* one carries anything else. The decimal mark is a
property of the column; every other mark that may stand between thousands is allowed in the same column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from analysis.sources.table import ValueType
from analysis.sources.types_digits import western
from analysis.sources.types_sides import Sides

Mark = Literal[".", ","]

_SYMBOLS = "$€£¥₹₽₩₺₴฿₫₪₦₱₡₲₸"
_CODES = (
    "USD|EUR|GBP|CNY|RMB|JPY|INR|BRL|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|RUB|UAH|TRY|MXN|ARS|CLP|COP|PEN|ZAR|NGN|KES|"
    "KRW|TWD|NTD|HKD|SGD|THB|VND|IDR|MYR|PHP|AED|SAR|ILS|EGP|PKR|BDT|BGN|HRK|ISK|MAD|TND|KWD|QAR|LKR|GHS"
)
_WORDS = (
    "元|円|圆|圓|원|kr\\.?|zł|Kč|Ft|TL|руб\\.?|р\\.|лв\\.?|грн\\.?|Rs\\.?|Rp\\.?|лей|lei|Lei|RM|S/\\.?"
    "|บาท|đ|VNĐ|тг|тенге|сум|ден|дин\\.?|din\\.?|ريال|ریال|درهم|جنيه|دينار|تومان|ر\\.س\\.?|د\\.إ\\.?|ج\\.م\\.?|د\\.ك\\.?"
)
_CURRENCY = rf"(?:(?:US|A|C|CA|AU|NZ|HK|NT|S|R|MX)?[{_SYMBOLS}]|{_CODES}|{_WORDS})"
_THOUSANDS: dict[Mark, str] = {".": "[,'’ ]", ",": "[.'’ ]"}
_MINUS = "[-\u2212\u2013]"
_SIGN = "[-+\u2212\u2013]"

CURRENCY_PATTERN = f"(?i)({_CURRENCY})"
"""Finds the currency in a cell that is a dressed number."""

CODES = r"^[+-]?0\d+$|^[+-]?\d{16,}$|^\+\d{9,}$"
"""Digits that are a code and no number: with leading zeros, more of them than a decimal holds, or a telephone's."""

GLUED = r"(?i)^(?:RM|TL|Ft|kr)\d+$"
"""Letters before digits that are rather a code, such as ``TL100``, than an amount."""

SURE_DIGITS = 15
"""So many digits every decimal holds."""

EXPONENT = r"\d[eE][+-]?\d"
"""What a plain cast must not see: ``12E4`` is a part number; ``1.2E+05`` is a number, read as a dressed one."""


def _body(mark: Mark) -> str:
    group = _THOUSANDS[mark]
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{2}})*{group}\d{{3}}|\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    point = "\\" + mark if mark == "." else mark
    return rf"(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]\d{{1,3}})?"


def _pattern(mark: Mark) -> str:
    body = _body(mark)
    dressed = rf"{_SIGN}? ?{_CURRENCY}? ?{_SIGN}? ?{body} ?(?:%|{_CURRENCY})? ?{_SIGN}?"
    return rf"(?i)^(?:{dressed}|\( ?{_CURRENCY}? ?{body} ?(?:%|{_CURRENCY})? ?\)|{_CURRENCY} ?\({body}\))$"


PATTERNS: dict[Mark, str] = {".": _pattern("."), ",": _pattern(",")}
"""Decimal mark → what a whole cell must look like to be a number, after ``tidy``."""


def tidy(column: pl.Expr) -> pl.Expr:
    """Return the text with full-width digits, odd spaces and blanks at the ends brought into one form."""
    return column.str.normalize("NFKC").str.strip_chars()


@dataclass(frozen=True)
class NumberReading:
    """Text to Int64 (``integer``) or Float64, plain by a cast, dressed by their marks; misfits become null.

    ``foreign``: there are digits of other scripts; ``sides``: the words for credit and debit after the numbers.
    """

    type: ValueType
    dressed: bool = False
    mark: Mark = "."
    ambiguous: bool = False
    foreign: bool = False
    sides: Sides | None = None

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the numbers; percent are fractions, so that ``45%`` is 0.45."""
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
        fits = text.str.contains(PATTERNS[self.mark])
        if self.type == "integer":
            fits &= text.str.contains("%", literal=True).not_()
        fitting = pl.when(fits).then(text)
        negative = fitting.str.contains(rf"\(|^[^\d]*{_MINUS}|{_MINUS}[^\d]*$")
        # Up to the last digit: the first alternative that matches may stop earlier.
        digits = fitting.str.extract(rf"({_body(self.mark)})[^\d]*$", 1).str.replace_all(_THOUSANDS[self.mark], "")
        if self.mark == ",":
            digits = digits.str.replace(",", ".", literal=True)
        if self.type == "decimal":
            digits = digits + pl.when(fitting.str.contains("%", literal=True)).then(pl.lit("e-2")).otherwise(pl.lit(""))
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
        if self.type == "integer":
            return pl.lit(0, dtype=pl.Int64)
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
        shift = text.str.extract(r"[eE]([+-]\d+)", 1).cast(pl.Int64, strict=False).fill_null(0)
        percent = pl.when(text.str.contains("%", literal=True)).then(2).otherwise(0)
        return (places - shift + percent).clip(0)
