"""The customer table from all sources: orders first, then what the customers file and the events add to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers import behaviour, events
from analysis.customers.attributes import attributes_of
from analysis.customers.belonging import Belonging, belonging
from analysis.customers.currency import currencies_met, currency_of
from analysis.customers.joins import COUNT, KEY, free_name, met, refuse_repeated, with_products
from analysis.customers.lines import AMOUNT, LATE, MOMENT, UNITS, Lines, order_lines
from analysis.customers.lookups import with_lookups
from analysis.customers.orders import Orders, orders_of
from analysis.customers.people import CUSTOMER_ID, People, people_of
from analysis.customers.several_currencies import amounts_by_currency, in_currency, kept_apart
from analysis.customers.table import CustomerChoices, Customers, Measure, Unmatched
from analysis.errors import AnalysisError
from analysis.progress import Progress, silent
from analysis.rows import Rows
from analysis.sources.table import Kind
from analysis.wording import counted

MOST_ORDERS = 2_000_000
"""With more orders than this their days are kept only where a method asks for them."""

VISITS = ("visits", "total_visit")
"""Roles or names of columns that count visits."""


@dataclass(frozen=True)
class Draft:
    """A customer table in the making; ``name`` is what its customers were found in."""

    name: str
    frame: pl.DataFrame
    measures: tuple[Measure, ...]
    as_of: date | None
    warnings: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()


def customer_table(sources: Sequence[Rows], choices: CustomerChoices, progress: Progress = silent) -> Customers:
    """Return one row per customer from all sources, each reduced in one pass on its own engine.

    With order lines, the customers are those who ordered; a customers file and events add columns to them, and who is
    only in those is counted in ``unmatched``. AnalysisError where no source says who the customers are.
    """
    steps = 3
    owned = in_one_currency(with_lookups(belonging(sources)), choices.currency)
    sources = owned.rows
    transactions, customers = of_kind(sources, "transactions"), of_kind(sources, "customers")
    progress(0, steps, "orders")
    orders = orders_of_all(transactions, of_kind(sources, "products"), choices.as_of) if transactions else None
    draft = draft_of_orders(*orders) if orders else draft_of_people(customers, sources, choices.as_of)
    if len(transactions) == 1:
        draft = with_columns_of(draft, attributes_of(transactions[0], draft.as_of))
    progress(1, steps, "customers files")
    for rows in customers if orders else customers[1:]:
        draft = with_people(draft, people_of(rows, draft.as_of))
    progress(2, steps, "events")
    for rows in of_kind(sources, "events"):
        draft = with_events(draft, rows)
    draft = with_conversion(draft)
    progress(steps, steps, "customers")
    kind: Literal["orders", "customers"] = "orders" if orders else "customers"
    found = orders[0] if orders else None
    currencies = currencies_met(choices, found, transactions or customers)
    made = Customers(
        frame=draft.frame,
        measures=draft.measures,
        as_of=draft.as_of,
        revenue=revenue_of(found) if found else None,
        kind=kind,
        currency=currency_of(choices, currencies, found),
        currencies=currencies,
        warnings=(*owned.warnings, *draft.warnings, *money_warnings(found)),
        unmatched=(*owned.unmatched, *draft.unmatched),
        amounts=amounts_by_currency(found) if found else None,
        order_days=behaviour.purchase_days(found) if found and keeps_days(found, choices) else None,
    )
    return kept_apart(made)


def in_one_currency(owned: Belonging, currency: str | None) -> Belonging:
    """Return the sources with the money in the chosen currency alone: the orders, else what a customers file tells."""
    counts = "transactions" if of_kind(owned.rows, "transactions") else "customers"
    rows, warnings = [], list(owned.warnings)
    for source in owned.rows:
        kept, said = in_currency(source, currency) if source.kind == counts else (source, ())
        rows.append(kept)
        warnings += said
    return replace(owned, rows=tuple(rows), warnings=tuple(warnings))


def of_kind(sources: Sequence[Rows], kind: Kind) -> list[Rows]:
    """Return the sources that hold ``kind``."""
    return [rows for rows in sources if rows.kind == kind]


def orders_of_all(
    transactions: Sequence[Rows], products: Sequence[Rows], as_of: date | None
) -> tuple[Orders, tuple[Unmatched, ...]]:
    """Return the orders of all sources of order lines, joined with the products, and how they met."""
    lines, how = [], []
    for rows in transactions:
        for catalogue in products:
            rows, found = with_products(rows, catalogue)
            how += [found] if found else []
        # Codes of several sources do not stand for the same text.
        lines.append(order_lines(rows if len(transactions) == 1 else replace(rows, codes={}), as_of))
    return orders_of(together(lines), as_of), tuple(how)


def together(lines: Sequence[Lines]) -> Lines:
    """Return the lines of several sources as one, with the columns that all of them have."""
    if len(lines) == 1:
        return lines[0]
    has = frozenset.intersection(*(each.has for each in lines))
    money, units = max(each.money_scale for each in lines), max(each.units_scale for each in lines)
    return Lines(
        frame=nw.concat([alike(each, sorted(has), money, units) for each in lines]),
        has=has,
        money_scale=money,
        units_scale=units,
        has_time=all(each.has_time for each in lines),
        clock_apart=any(each.clock_apart for each in lines),
        warnings=tuple(warning for each in lines for warning in each.warnings),
    )


def alike(lines: Lines, names: Sequence[str], money: int, units: int) -> nw.LazyFrame[Any]:
    """Return the named columns of ``lines`` in the types and scales that the lines of several sources share."""
    raised = {AMOUNT: 10 ** (money - lines.money_scale), UNITS: 10 ** (units - lines.units_scale)}
    types = {MOMENT: nw.Datetime("us"), LATE: nw.Boolean()}
    return lines.frame.select(
        *(
            nw.col(name) * raised[name] if name in raised else nw.col(name).cast(types.get(name, nw.String()))
            for name in names
        )
    )


def draft_of_orders(orders: Orders, how: tuple[Unmatched, ...]) -> Draft:
    """Return the customers who ordered, with what their orders say."""
    frame = behaviour.per_customer(orders)
    if len(orders.currencies) < 2 and "currency" in frame.columns:
        frame = frame.drop("currency")
    measures = tuple(
        Measure(name=name, title=title, unit=unit, kind=kind_of(unit), origin="orders")
        for name, (title, unit) in behaviour.COLUMNS.items()
        if name in frame.columns
    )
    return Draft("orders", frame, measures, orders.as_of, orders.warnings, how)


def kind_of(unit: str) -> Literal["numeric", "category", "date"]:
    """Return the kind of a column made from orders."""
    return "date" if unit == "date" else "category" if unit == "text" else "numeric"


def draft_of_people(customers: Sequence[Rows], sources: Sequence[Rows], as_of: date | None) -> Draft:
    """Return the customers of a customers file, or of the events where there is nothing else."""
    if customers:
        people = people_of(customers[0], as_of)
        return Draft(people.name, people.frame, people.measures, as_of, people.warnings)
    happened = of_kind(sources, "events")
    if not happened:
        kinds = ", ".join(sorted({rows.kind for rows in sources})) or "nothing"
        raise AnalysisError(
            f"no source says who the customers are (there is: {kinds})",
            where="sources",
            remedy='add a source of kind "transactions" or "customers", or correct the kind of one',
        )
    ids = [events.events_of(rows, as_of).frame.select(CUSTOMER_ID) for rows in happened]
    return Draft("events", pl.concat(ids).unique().sort(CUSTOMER_ID), (), as_of)


def with_people(draft: Draft, people: People) -> Draft:
    """Add the columns of a customers file to the customers; who is in the file only is counted and left out.

    A file that knows none of the customers is left out.
    """
    refuse_repeated(people.frame[CUSTOMER_ID], people.name, CUSTOMER_ID, "leave one row for each customer")
    counted = draft.frame.select(pl.col(CUSTOMER_ID).alias(KEY), pl.lit(1).alias(COUNT))
    how = met((draft.name, counted), (people.name, people.frame[CUSTOMER_ID]), CUSTOMER_ID)
    if not how.matched:
        return replace(draft, warnings=(*draft.warnings, strangers(how)), unmatched=(*draft.unmatched, how))
    joined = with_columns_of(draft, people)
    return replace(joined, warnings=(*joined.warnings, *unmatched_warnings(how)), unmatched=(*draft.unmatched, how))


def with_columns_of(draft: Draft, people: People | None) -> Draft:
    """Add what is known of people to the customers; a name that is taken gets the source's name behind it."""
    if people is None:
        return draft
    names = {measure.name: free_name(measure.name, draft.frame.columns, people.name) for measure in people.measures}
    measures = (measure.model_copy(update={"name": names[measure.name]}) for measure in people.measures)
    return replace(
        draft,
        frame=draft.frame.join(people.frame.rename(names), on=CUSTOMER_ID, how="left", maintain_order="left"),
        measures=(*draft.measures, *measures),
        warnings=(*draft.warnings, *people.warnings),
    )


def strangers(how: Unmatched) -> str:
    """Return in words that a file knows none of the customers."""
    ids = counted(how.right_keys, "customer id")
    return f"{how.right}: left out: none of its {ids} is in {how.left}; name the column of the same ids as customer_id"


def unmatched_warnings(how: Unmatched) -> list[str]:
    """Return in words who is in one source only."""
    said = []
    if how.left_keys:
        left = counted(how.left_keys, "customer", "is", "are")
        said.append(f"{left} not in {how.right}, whose columns are empty there")
    if how.right_keys:
        said.append(f"left out: {counted(how.right_keys, 'customer')} of {how.right} without orders that count")
    return said


def with_events(draft: Draft, rows: Rows) -> Draft:
    """Add visits, sessions and reviews to the customers; who has no events has 0 of them."""
    found = events.events_of(rows, draft.as_of)
    counted = draft.frame.select(pl.col(CUSTOMER_ID).alias(KEY), pl.lit(1).alias(COUNT))
    how = met((draft.name, counted), (rows.name, found.frame[CUSTOMER_ID]), CUSTOMER_ID)
    names = {name: free_name(name, draft.frame.columns, rows.name) for name in found.frame.columns[1:]}
    frame = draft.frame.join(found.frame.rename(names), on=CUSTOMER_ID, how="left", maintain_order="left")
    counts = [names[name] for name in ("visits", "sessions", "reviews") if name in names]
    frame = frame.with_columns(pl.col(counts).fill_null(0))
    measures = (
        Measure(name=name, title=events.TITLES[told][0], unit=events.TITLES[told][1], kind="numeric", origin="events")
        for told, name in names.items()
    )
    return replace(
        draft,
        frame=frame,
        measures=(*draft.measures, *measures),
        warnings=(*draft.warnings, *found.warnings),
        unmatched=(*draft.unmatched, how),
    )


def with_conversion(draft: Draft) -> Draft:
    """Add orders per visit where the customers' orders and visits are known, and nobody tells the rate itself."""
    roles = {measure.role or measure.name: measure.name for measure in reversed(draft.measures)}
    visits = next((roles[role] for role in VISITS if role in roles), None)
    if visits is None or "frequency" not in draft.frame.columns or "conversion_rate" in {*roles, *draft.frame.columns}:
        return draft
    if not draft.frame[visits].dtype.is_numeric():
        return draft
    rate = pl.when(pl.col(visits) > 0).then(pl.col("frequency") / pl.col(visits))
    told = Measure(name="conversion_rate", title="Orders per visit", unit="share", kind="numeric", origin="events")
    frame = draft.frame.with_columns(rate.alias("conversion_rate"))
    return replace(draft, frame=frame, measures=(*draft.measures, told))


def keeps_days(orders: Orders, choices: CustomerChoices) -> bool:
    """Tell whether the days of purchase are kept: where they are asked for, or not many."""
    return choices.order_days == "always" or orders.frame.height <= MOST_ORDERS


def revenue_of(orders: Orders) -> float | None:
    """Return the sum of all amounts, added as whole numbers, rounded to cents half away from 0; None without money."""
    if AMOUNT not in orders.lines.has:
        return None
    found = orders.frame.lazy().select(pl.col(AMOUNT).cast(pl.Int128).sum()).collect(engine="streaming")
    total, unit = int(found.item()), int(10**orders.lines.money_scale)
    cents: int = (200 * abs(total) + unit) // (2 * unit)
    return (cents if total >= 0 else -cents) / 100


def money_warnings(orders: Orders | None) -> list[str]:
    """Return what is to be said about money that adds up to less than nothing."""
    if orders is None or (revenue_of(orders) or 0) >= 0:
        return []
    return ["the money adds up to less than nothing: the file may write payments with a minus"]
