"""Visits, page views and reviews: what the events of a customer say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.amounts import whole
from analysis.customers.lines import DATES, NUMERIC, column_of, customer_column, day_of, raw_id
from analysis.customers.table import Unit
from analysis.engines import collect
from analysis.rows import Rows
from analysis.wording import counted

CUSTOMER, COUNT = "customer", "count"
RATING_SCALE = 6
TITLES: dict[str, tuple[str, Unit]] = {
    "visits": ("Visits", "count"),
    "sessions": ("Sessions", "count"),
    "reviews": ("Reviews", "count"),
    "rating_mean": ("Mean rating", "number"),
}
"""The columns made from events: title and unit of each; one is absent where the events cannot tell."""


@dataclass(frozen=True)
class Events:
    """One row per customer with events: ``customer_id`` and the columns of ``TITLES`` that the events tell."""

    frame: pl.DataFrame
    warnings: tuple[str, ...]


def events_of(rows: Rows, as_of: date | None) -> Events:
    """Return visits, sessions, reviews and their mean rating per customer; later events are left out.

    A visit is an event (or as many as the column ``visits`` says); a session is a session id, else a day with events.
    Where the events are nothing but reviews, they are no visits.
    """
    customer = customer_column(rows)
    day = event_day(rows)
    chosen = {CUSTOMER: raw_id(customer), "session": nw.lit(None, nw.Date) if day is None else day}
    session, rating, visits = column_of(rows, "session_id"), rating_column(rows), column_of(rows, "visits", NUMERIC)
    if session is not None:
        chosen["session"] = raw_id(session)
    chosen["visits"] = nw.lit(1) if visits is None else whole(nw.col(visits.name).cast(nw.Float64), 0)
    chosen["rating"] = (
        nw.lit(None, nw.Int64) if rating is None else whole(nw.col(rating).cast(nw.Float64), RATING_SCALE)
    )
    chosen["late"] = nw.lit(False) if day is None or as_of is None else (day > nw.lit(as_of)).fill_null(False)
    grouped = collect(rows.frame.select(**chosen).group_by(CUSTOMER, "session", "late").agg(*sums()))
    grouped = grouped.with_columns(pl.col("visits", "rating", "rated", COUNT).cast(pl.Int64))
    kept = grouped.filter(~pl.col("late") & (pl.col(CUSTOMER).cast(pl.String).str.strip_chars() != ""))
    late = int(grouped.filter("late")[COUNT].sum())
    nobody = int(grouped[COUNT].sum()) - int(kept[COUNT].sum()) - late
    warnings = [f"{rows.name}: left out: {counted(late, 'event')} after {as_of}"] * bool(late)
    warnings += [f"{rows.name}: left out: {counted(nobody, 'event')} without a customer"] * bool(nobody)
    frame = reduced(kept, rating is not None)
    return Events(frame.drop("visits", "sessions") if are_reviews(rows, kept) else frame, tuple(warnings))


def are_reviews(rows: Rows, sessions: pl.DataFrame) -> bool:
    """Tell whether the events are nothing but reviews: all rated, or ratings beside comments."""
    if rating_column(rows) is None or any(column_of(rows, role) for role in ("visits", "session_id", "event_type")):
        return False
    return column_of(rows, "feedback") is not None or bool(sessions["rated"].sum() == sessions[COUNT].sum())


def sums() -> list[nw.Expr]:
    """Return what is summed over the events of one session."""
    return [
        nw.len().alias(COUNT),
        nw.col("visits").sum(),
        nw.col("rating").sum(),
        (~nw.col("rating").is_null()).sum().alias("rated"),
    ]


def reduced(sessions: pl.DataFrame, rated: bool) -> pl.DataFrame:
    """Return one row per customer from one row per session."""
    told = [
        pl.col("visits").sum(),
        pl.col("session").drop_nulls().n_unique().cast(pl.Int64).alias("sessions"),
    ]
    if rated:
        mean = pl.col("rating").sum() / pl.col("rated").sum() / 10.0**RATING_SCALE
        told += [
            pl.col("rated").sum().alias("reviews"),
            pl.when(pl.col("rated").sum() > 0).then(mean).alias("rating_mean"),
        ]
    return sessions.group_by(pl.col(CUSTOMER).cast(pl.String).alias("customer_id")).agg(told).sort("customer_id")


def event_day(rows: Rows) -> nw.Expr | None:
    """Return the day of an event, None where the events have no date."""
    column = column_of(rows, "event_date", DATES) or column_of(rows, "order_date", DATES)
    return day_of(column) if column else None


def rating_column(rows: Rows) -> str | None:
    """Return the name of the column with the rating of a review, None where there is none."""
    found = (column_of(rows, role) for role in ("rating", "satisfaction"))
    return next((column.name for column in found if column is not None and column.type in NUMERIC), None)
