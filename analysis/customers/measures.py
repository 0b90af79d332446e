"""What a column of a file is in the customer table: a number, a category, free text, a date or an identifier."""

from __future__ import annotations

import polars as pl

from analysis.customers.table import Measure, MeasureKind, Unit
from analysis.sources.table import Column

MOST_LEVELS = 50
"""A text column with more different values than this, and more than a twentieth of the rows, is no category."""

NEAR_UNIQUE = 0.9
"""Where more than this share of the values occur once, a column tells customers apart instead of grouping them."""

IDENTIFIERS = frozenset(
    {"customer_id", "order_id", "product_id", "session_id", "phone", "postal_code", "first_name", "last_name", "name"}
    | {"email", "address"}
)
CATEGORIES = frozenset(
    {"gender", "country", "region", "city", "channel", "payment_method", "marital_status", "education", "occupation"}
    | {"category", "status", "currency", "event_type"}
)
"""Roles of texts that group customers, however many different ones there are."""

CODED = frozenset({"gender", "country", "region", "city", "channel", "payment_method"})
"""Roles of which a whole number measures nothing: it is the code of a group."""

MONEY = frozenset(
    {"amount", "income", "purchase_amount", "total_purchase", "total_spend", "lifetime_value", "unit_price", "discount"}
)
COUNTS = frozenset({"visits", "total_visit", "total_order", "purchase_frequency", "complaints", "quantity"})
UNITS: dict[MeasureKind, Unit] = {"category": "text", "text": "text", "identifier": "text", "date": "date"}


def measure_of(column: Column, name: str, frame: pl.DataFrame, origin: str) -> Measure:
    """Return what the column called ``name`` in ``frame`` is, from its type, its role and its values."""
    kind = kind_of(column, frame[name])
    return Measure(name=name, title=name, unit=unit_of(kind, column.role), kind=kind, role=column.role, origin=origin)


def kind_of(column: Column, values: pl.Series) -> MeasureKind:
    """Return what kind of thing a column holds."""
    if column.type in ("date", "datetime"):
        return "date"
    if column.role in IDENTIFIERS:
        return "identifier"
    if column.type == "boolean" or (column.type == "text" and column.role in CATEGORIES):
        return "category"
    if column.type == "integer" and column.role in CODED and values.n_unique() <= MOST_LEVELS:
        return "category"
    if column.type in ("integer", "decimal"):
        return "identifier" if column.type == "integer" and numbered(column.name, values) else "numeric"
    return kind_of_text(values)


def numbered(name: str, values: pl.Series) -> bool:
    """Tell whether whole numbers are row numbers or ids: all different, and ascending without a gap or called an id."""
    known = values.drop_nulls()
    if known.len() < 20 or known.n_unique() < known.len():
        return False
    last = name.casefold().replace("_", " ").replace("-", " ").split()[-1:] or [""]
    called = last[0] in {"id", "no", "number", "index", "code", "key"} or last[0].endswith(("id", "编号", "序号", "号"))
    spread = int(known.max()) - int(known.min()) + 1  # type: ignore[arg-type]
    return called or spread == known.len()


def kind_of_text(values: pl.Series) -> MeasureKind:
    """Return whether texts are categories, identifiers or free text."""
    known = values.drop_nulls()
    distinct = known.n_unique()
    if distinct <= max(2, min(MOST_LEVELS, known.len() // 2)) or distinct <= known.len() / 20:
        return "category"
    words = known.str.strip_chars().str.contains(r"\s|[\p{Han}]{3}").mean()
    long = known.str.len_chars().mean()
    prose = isinstance(words, float) and words > 0.5 and isinstance(long, float) and long > 12
    if prose or distinct < NEAR_UNIQUE * known.len():
        return "text"
    return "identifier"


def unit_of(kind: MeasureKind, role: str | None) -> Unit:
    """Return the unit of a column."""
    if kind in UNITS:
        return UNITS[kind]
    if role in MONEY:
        return "money"
    if role in COUNTS:
        return "count"
    return "share" if role == "conversion_rate" else "number"
