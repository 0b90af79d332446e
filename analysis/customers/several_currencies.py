"""Money in several currencies: told apart and never added up, or one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.gathered import CURRENCY_HIGH, CURRENCY_LOW
from analysis.customers.lines import AMOUNT, CUSTOMER, column_of
from analysis.customers.orders import Orders
from analysis.customers.table import Customers
from analysis.engines import collect
from analysis.errors import AnalysisError
from analysis.exact import exact_total
from analysis.rows import Rows
from analysis.sources import currencies

MOST_TOLD = 5
KNOWN = frozenset({*currencies.CODES, "$", "¥"})
SPENT_ROLES = ("monetary", "total_purchase")
MADE_OF_MONEY = frozenset({"monetary", "average_order_value", "last_order_amount", "trend"})
"""Columns made from the amounts of orders."""


def code_of(told: str) -> str:
    """Return the code of a currency that is told by its code or its sign, in any case."""
    return currencies.code_of(told).upper()


def in_currency(rows: Rows, currency: str | None) -> tuple[Rows, tuple[str, ...]]:
    """Return the rows in a currency, and how many others are left out; all where no column tells currencies.

    What a column calls all its money, if it is no currency known (such as pounds), is called ``currency`` from then on.
    AnalysisError where no row is in that currency.
    """
    column = column_of(rows, "currency")
    if currency is None or column is None:
        return rows, ()
    told = nw.col(column.name).cast(nw.String)
    lines = collect(rows.frame.select(told.alias("told")).group_by("told").agg(nw.len().alias("lines")))
    found = {str(name): int(many) for name, many in lines.sort("told").drop_nulls().iter_rows()}
    chosen = [name for name in found if code_of(name) == code_of(currency)]
    if not chosen and len(found) < 2 and not KNOWN.intersection(map(code_of, found)):
        return rows, ()
    if not chosen:
        raise AnalysisError(
            f"no row of {rows.name} is in {currency}; the column {column.name!r} tells {listed(list(found))}",
            where="currency",
            remedy="choose one of them, or none",
        )
    if len(chosen) == len(found):
        return rows, ()
    others = listed([f"{many:,} in {name}" for name, many in found.items() if name not in chosen])
    unknown = int(lines["lines"].sum()) - sum(found.values())
    others += f" and {unknown:,} in no currency that is told" if unknown else ""
    kept = replace(rows, frame=rows.frame.filter(told.is_in(chosen).fill_null(False)))
    return kept, (f"{rows.name}: left out, as only {currency} counts: {others}",)


def listed(names: Sequence[str]) -> str:
    """Return the first few names."""
    return ", ".join(names[:MOST_TOLD]) + (" …" if len(names) > MOST_TOLD else "")


def amounts_by_currency(orders: Orders) -> pl.DataFrame | None:
    """Return customer_id, currency and amount of what each customer spent in each; None unless there are several.

    The currency is null for orders that tell none, or several.
    """
    if len(orders.currencies) < 2 or AMOUNT not in orders.lines.has:
        return None
    low, high = (pl.col(name).cast(pl.String) for name in (CURRENCY_LOW, CURRENCY_HIGH))
    told = orders.frame.with_columns(pl.when(low == high).then(low).alias("currency"))
    spent = told.group_by(CUSTOMER, "currency").agg(pl.col(AMOUNT).sum()).sort(CUSTOMER, "currency")
    return pl.DataFrame(
        {
            "customer_id": orders.ids.gather(spent[CUSTOMER]),
            "currency": spent["currency"],
            "amount": spent[AMOUNT].to_numpy() / 10.0**orders.lines.money_scale,
        }
    )


def revenue_by_currency(customers: Customers) -> dict[str, float]:
    """Return currency → money of the customers, exact to the cent; empty unless there are several currencies.

    Orders that tell no currency, or several, are under ``unknown``.
    """
    if not currency_problem(customers):
        return {}
    spent = customers.amounts if customers.amounts is not None else told_amounts(customers)
    if spent is None:
        return {}
    known = spent.join(customers.frame.select("customer_id"), on="customer_id", how="semi")
    currency = pl.col("currency").cast(pl.String).fill_null("unknown")
    sums = known.group_by(currency).agg(exact_total("amount").round(2)).sort("currency")
    return dict(sums.iter_rows())


def told_amounts(customers: Customers) -> pl.DataFrame | None:
    """Return customer_id, currency and amount as a customers file tells them; None where it does not."""
    money = next((name for role in SPENT_ROLES if (name := customers.role(role))), None)
    told = currency_column(customers)
    if money is None or told is None or not customers.frame[money].dtype.is_numeric():
        return None
    return customers.frame.select("customer_id", currency=told, amount=money)


def currency_column(customers: Customers) -> str | None:
    """Return the column that tells the currency of each customer, None where there is none."""
    told = customers.role("currency") or "currency"
    return told if told in customers.frame.columns else None


def currency_problem(customers: Customers) -> str:
    """Say that money cannot be compared where the customers' amounts are in several currencies; empty where it can."""
    found, told = list(customers.currencies), currency_column(customers)
    if len(found) < 2 and told is not None:
        found = sorted(customers.frame[told].drop_nulls().cast(pl.String).unique().to_list())
    if len(found) < 2:
        return ""
    remedy = "set currency to one of them" if told else "load those of one, or set currency to the right one"
    return f"amounts are in several currencies ({listed(found)}) and cannot be compared; {remedy}"


def kept_apart(customers: Customers) -> Customers:
    """Return the customers with money that is in several currencies not added up or compared, and a warning.

    What was spent is empty for who paid in several; no column of money becomes a feature.
    """
    problem = currency_problem(customers)
    if not problem:
        return customers
    frame, told = customers.frame, currency_column(customers)
    if customers.kind == "orders":
        made = [name for name in frame.columns if name in MADE_OF_MONEY]
        frame = frame.with_columns(pl.when(pl.col(told).is_not_null() if told else False).then(pl.col(made)))
    reason = problem.partition(";")[0]
    measures = tuple(
        one.model_copy(update={"left_out": reason}) if one.unit == "money" else one for one in customers.measures
    )
    sums = told_sums(revenue_by_currency(customers))
    said = f"{problem}{': ' if sums else ''}{sums}"
    return replace(customers, frame=frame, measures=measures, revenue=None, warnings=(*customers.warnings, said))


def told_sums(sums: dict[str, float]) -> str:
    """Return sums of money by currency in words."""
    return listed([f"{amount:,.2f} {currency}" for currency, amount in sums.items()])
