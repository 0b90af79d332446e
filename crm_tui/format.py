"""Numbers, money, shares, dates and sizes as people read them; text cut and padded to a width in cells."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from rich.cells import cell_len, set_cell_size

from crm_tui.inert import inert

Align = Literal["left", "right", "center"]
Number = int | float | Decimal

MISSING = "–"
"""What stands for a number that is not there."""
CURRENCY_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "CNY": "¥", "JPY": "¥", "INR": "₹", "KRW": "₩", "BRL": "R$"}
"""Currencies written with a sign in front; any other code is written behind the number."""
WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND", "CLP"})
LEAST_SHORTENED = 999.5
"""Money from here on is shortened where there is little room."""
_COMPACT_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_STEPS = {sign: step for step, sign in _COMPACT_STEPS} | {"%": 0.01}
_WRITTEN = re.compile(r"(?P<minus>-)?[^\d\s-]{0,3}(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<step>[kMBT%](?![a-zA-Z]))?")
_SIZE_STEPS = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "kB"))


def is_missing(value: object) -> bool:
    """Say whether the value is None or a number that is not one (NaN)."""
    return value is None or (isinstance(value, (float, Decimal)) and math.isnan(value))


def count(value: Number | None) -> str:
    """Return a whole number with thousands separators: ``541,909``."""
    return number(value, 0)


def counted(value: Number | None, what: str, one: str = "", more: str = "") -> str:
    """Return how many of something there are, in words that fit: ``1 row``, ``541,909 rows``.

    ``one`` and ``more`` are what these do, where a sentence goes on with that: ``1 row holds``, ``2 rows hold``.
    """
    alone = value == 1
    return f"{count(value)} {what}{'' if alone else 's'} {one if alone else more}".rstrip()


def number(value: Number | None, decimals: int | None = None) -> str:
    """Return a number with thousands separators.

    ``decimals`` left out: whole numbers get none, others so many that four digits are significant.
    """
    if value is None or is_missing(value):
        return MISSING
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if decimals is None:
        if value and not isinstance(value, int) and not 1e-4 <= abs(float(value)) < 1e15:
            return f"{value:.4g}"
        decimals = _decimals_of(float(value))
    text = f"{value:,.{decimals}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def _decimals_of(value: float) -> int:
    """Return how many decimals show four significant digits; six at most."""
    if value == int(value):
        return 0
    magnitude = math.floor(math.log10(abs(value)))
    return min(max(3 - magnitude, 0), 6) if magnitude < 3 else 1 if magnitude < 6 else 0


def number_in(text: str) -> float | None:
    """Return the number that a text written by this module begins with, whatever its sign and currency; else None."""
    found = _WRITTEN.search(text)
    if found is None:
        return None
    value = float(found["digits"].replace(",", "")) * _STEPS.get(found["step"] or "", 1.0)
    return -value if found["minus"] else value


def compact(value: Number | None) -> str:
    """Return a number in at most six cells or so: ``8.91M``, ``12.3k``, ``0.25``."""
    if value is None or is_missing(value) or math.isinf(value):
        return number(value)
    exact = float(value)
    for step, sign in _COMPACT_STEPS:
        if abs(exact) >= step * 0.9995:
            scaled = exact / step
            return f"{scaled:.{2 if abs(scaled) < 9.995 else 1 if abs(scaled) < 99.95 else 0}f}{sign}"
    return number(exact, 0 if exact.is_integer() else 2 if abs(exact) < 100 else 1)


def money(value: Number | None, currency: str | None = None, *, short: bool = False) -> str:
    """Return an amount with its currency where known: ``£8,911,407.90``, ``1,200.00 CHF``; ``short``: ``£8.91M``."""
    if value is None or is_missing(value):
        return MISSING
    code = (currency or "").upper()
    size_of = -value if value < 0 else value
    whole = not short or size_of < LEAST_SHORTENED
    amount = number(size_of, 0 if code in WITHOUT_CENTS else 2) if whole else compact(size_of)
    minus = "-" if value < 0 and amount.strip("0.,") else ""
    if code in CURRENCY_SIGNS:
        return f"{minus}{CURRENCY_SIGNS[code]}{amount}"
    return f"{minus}{amount} {inert(currency, 8)}" if currency else f"{minus}{amount}"


def share(value: Number | None, decimals: int = 1) -> str:
    """Return a share of one as percent: ``0.2345`` is ``23.4%``; what is not zero is never shown as ``0.0%``."""
    if value is None or is_missing(value):
        return MISSING
    least = 10.0**-decimals
    percent = float(value) * 100
    if 0 < percent < least / 2:
        return f"<{least:.{decimals}f}%"
    return f"{percent:.{decimals}f}%"


def day(value: date | datetime | None) -> str:
    """Return a date as ``2011-12-09``."""
    return MISSING if value is None else f"{value:%Y-%m-%d}" if value.year >= 1000 else value.isoformat()[:10]


def moment(value: datetime | None) -> str:
    """Return a point in time as ``2011-12-09 12:50``, with seconds only where they are not zero."""
    if value is None:
        return MISSING
    return f"{day(value)} {value:%H:%M:%S}" if value.second else f"{day(value)} {value:%H:%M}"


def duration(seconds: float | timedelta | None) -> str:
    """Return how long something took: ``0.4 s``, ``12 s``, ``3 min 20 s``, ``2 h 5 min``, ``3 d 4 h``."""
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    if seconds is None or is_missing(seconds) or math.isinf(seconds):
        return MISSING
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for size, name, smaller, smaller_name in ((86400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // smaller
            return f"{whole // size} {name} {rest} {smaller_name}" if rest else f"{whole // size} {name}"
    return f"{whole} s"


def size(octets: int | None) -> str:
    """Return a number of bytes as ``45.6 MB`` (steps of 1024)."""
    if octets is None:
        return MISSING
    for step, name in _SIZE_STEPS:
        if octets >= step:
            return f"{octets / step:.1f} {name}"
    return f"{octets} bytes" if octets != 1 else "1 byte"


def plain_value(value: object, limit: int = 200) -> str:
    """Return a cell's value as one inert line, numbers as they are read and written (no thousands separators)."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, float):
        return number(value).replace(",", "") if math.isfinite(value) else str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return inert(value, limit)


def fit(text: str, width: int, align: Align = "left", ellipsis: str = "…") -> str:
    """Return inert text cut or padded to exactly ``width`` cells; wide characters are never split in two."""
    if width <= 0:
        return ""
    length = cell_len(text)
    if length > width:
        kept = set_cell_size(text, width - 1).rstrip(" ") if width > 1 else ""
        return set_cell_size(kept + ellipsis, width)
    space = width - length
    left = {"left": 0, "right": space, "center": space // 2}[align]
    return " " * left + text + " " * (space - left)


def units_text(what: str, done: int, total: int) -> str:
    """Return in words how many units are finished of how many, where that is known."""
    return f"{what}: {done:,} of {total:,}" if total > 0 else f"{what}: {done:,}" if done else what
