"""What to propose for order lines, events and products."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import narwhals.stable.v2 as nw
import polars as pl

from analysis.cleaning.cancellations import cancellations, is_cancelled
from analysis.cleaning.drop_duplicates import DropDuplicates
from analysis.cleaning.drop_missing import DropMissing
from analysis.cleaning.drop_prices import DropPrices
from analysis.cleaning.figures import figures
from analysis.cleaning.fill_missing import FillMissing
from analysis.cleaning.net_returns import NetReturns
from analysis.cleaning.plan import clean
from analysis.cleaning.propose_flags import days_of_cancelling, flags
from analysis.cleaning.propose_parts import repeated_parts
from analysis.cleaning.propose_shops import (
    currencies_in_one_case,
    filled_by_order,
    guests,
    mails_in_one_case,
    purchases_only,
    told_partly,
)
from analysis.cleaning.propose_states import status_told_once, taken_back, totals_on_lines, undone
from analysis.cleaning.report_duplicates import repeated
from analysis.cleaning.step import NUMBERS, Step, is_missing
from analysis.engines import collect
from analysis.rows import Rows
from analysis.sources.table import LINE, Column

Proposed = tuple[Step, str, bool]
HABITS: tuple[Callable[[Rows], Iterator[Proposed]], ...] = (
    *(purchases_only, mails_in_one_case, currencies_in_one_case, guests, status_told_once, undone, taken_back),
    *(flags, days_of_cancelling, totals_on_lines),
)
"""What shops do that makes lines of no orders, or tells of them once an order, in the order of the steps."""
MOSTLY = 0.9
FEWEST_NAMED = 3
LEAST_BELOW = 0.3
"""The share of lines without an id from which on they may belong to the customer above them."""
MOST_COMPARED = 5_000_000
"""Above so many rows, rows are not compared only to word a proposal: it takes longer than reading."""


def for_orders(rows: Rows) -> Iterator[Proposed]:
    """Yield: lines without customer or date go, returns are netted, prices of zero or less go; equal lines stay."""
    roles = {column.role: column for column in rows.columns if column.role}
    counts = order_counts(rows, roles)
    total = counts["rows"]
    equal = repeated(rows, []) if total <= MOST_COMPARED else None
    doubled = list(repeated_parts(rows, equal))
    yield from doubled
    yield from without_owner(rows, roles, counts)
    for habit in HABITS:
        yield from habit(rows)
    returned = counts.get("returned", 0)
    if returned > MOSTLY * total:
        reason = f"{share(returned, total)} of lines are below zero: these look like payments written with a minus"
        yield NetReturns(), reason, False
    elif returned:
        reason = f"{share(returned, total)} of lines are returns or cancellations; money is net of them"
        yield NetReturns(), reason, True
    price = roles.get("unit_price")
    if price is not None and counts.get("unit_price"):
        reason = (
            f"{share(counts['unit_price'], total)} of lines have a {price.name} of zero or less: gifts, corrections"
        )
        yield DropPrices(columns=(price.name,)), reason, True
    gone = [step for step, _, on in doubled if on]
    yield from equal_lines(repeated(clean(rows, gone), []) if gone else equal)


def without_owner(rows: Rows, roles: dict[str, Column], counts: dict[str, int]) -> Iterator[Proposed]:
    """Yield: lines without customer or date get what one line alone of their order tells, or the one above; or go."""
    total = counts["rows"]
    if counts.get("customer_id") and named_once(rows, roles, total):
        name = roles["customer_id"].name
        reason = f"{name} is told on the first line of each customer only; the {counts['customer_id']:,} below get it"
        yield FillMissing(columns=(name,), method="forward", order_by=(LINE,)), reason, True
        counts["customer_id"] = 0
    for role in ("customer_id", "order_date"):
        if counts.get(role) and total <= MOST_COMPARED:
            told = told_partly(rows, roles[role])
            if told.habit:
                counts[role] -= told.lines
                yield filled_by_order(rows, roles[role], told.orders)
    for role, said in (("customer_id", "cannot be counted for anybody"), ("order_date", "cannot be placed in time")):
        if counts.get(role):
            reason = f"{share(counts[role], total)} of lines have no {roles[role].name} and {said}"
            yield DropMissing(columns=(roles[role].name,)), reason, True


def named_once(rows: Rows, roles: dict[str, Column], total: int) -> bool:
    """Return whether the lines stand customer by customer, and each is named once.

    No id comes twice; below each, days go one way, and do not go on from customer to customer: a shop that knows some
    of its guests, each for one order, has no such order.
    """
    customer, moment = roles["customer_id"], roles.get("order_date")
    held = total - customer.nulls
    if moment is None or customer.distinct != held or held < FEWEST_NAMED or customer.nulls < LEAST_BELOW * total:
        return False
    lines = rows.frame.select(LINE, moment.name, nw.col(customer.name).is_null().alias("below")).sort(LINE)
    found = collect(lines).select(pl.col(moment.name).cast(pl.Date).alias("day"), "below")
    steps = found.select(step=pl.col("day").diff().dt.total_days(), inside="below").slice(1).drop_nulls("step")
    everywhere, inside = steps["step"], steps.filter("inside")["step"]
    forth = (inside >= 0).all() and not (everywhere >= 0).all()
    back = (inside <= 0).all() and not (everywhere <= 0).all()
    return not found["below"][0] and (forth or back)


def order_counts(rows: Rows, roles: dict[str, Column]) -> dict[str, int]:
    """Return how many lines there are, lack a customer or a date, are returned, cost nothing; one pass, or two."""
    wanted: dict[str, nw.Expr] = {"rows": nw.len()}
    for role in ("customer_id", "order_date"):
        if role in roles:
            wanted[role] = is_missing(roles[role], rows.codes).cast(nw.Int64).sum()
    if "unit_price" in roles and roles["unit_price"].type in NUMBERS:
        wanted["unit_price"] = (nw.col(roles["unit_price"].name) <= 0).cast(nw.Int64).sum()
    measured = [roles[role] for role in ("quantity", "amount") if role in roles and roles[role].type in NUMBERS]
    returned = [nw.col(column.name) < 0 for column in measured]
    marks = cancellations(rows)
    if marks:
        returned.append(is_cancelled(roles["order_id"].name, marks))
    if measured:
        wanted["returned"] = nw.any_horizontal(*returned, ignore_nulls=True).cast(nw.Int64).sum()
    return {name: int(count or 0) for name, count in figures(rows.frame, wanted).items()}


def equal_lines(equal: int | None) -> Iterator[Proposed]:
    """Yield the removal of equal lines, off: the same article twice in one order is often real."""
    if equal:
        said = f"{equal:,} lines are equal to another in all columns; they stay, since an article may be listed twice"
        yield DropDuplicates(), said, False


def for_events(rows: Rows) -> Iterator[Proposed]:
    """Yield: what a later part repeats and events without a customer go."""
    yield from repeated_parts(rows)
    column = next((column for column in rows.columns if column.role == "customer_id"), None)
    if column is None:
        return
    found = figures(rows.frame, {"rows": nw.len(), "missing": is_missing(column, rows.codes).cast(nw.Int64).sum()})
    if found["missing"]:
        reason = f"{share(found['missing'], found['rows'])} of events have no {column.name}"
        yield DropMissing(columns=(column.name,)), reason, True


def for_products(rows: Rows) -> Iterator[Proposed]:
    """Yield: of equal rows one stays; products listed under one id with different cells are left for the analyst."""
    whole = repeated(rows, [])
    if whole:
        yield DropDuplicates(), f"{whole:,} rows are equal to another in all columns", True
    key = rows.role("product_id")
    conflicts = repeated(rows, [key]) - whole if key else 0
    if key and conflicts > 0:
        reason = (
            f"{conflicts:,} rows have the {key} of another and other cells; the first in the order of cells would stay"
        )
        yield DropDuplicates(columns=(key,)), reason, False


def share(part: int, whole: int) -> str:
    """Return a count with its percentage."""
    return f"{part} ({percent(part, whole)})"


def percent(part: int, whole: int) -> str:
    """Return a percentage with one decimal, never a rounded 0 or 100."""
    value = 100 * part / whole if whole else 0.0
    if 0 < value < 0.1:
        return "under 0.1 %"
    return f"{min(value, 99.9) if part < whole else value:.1f} %"
