"""A customers file: one row per customer, every column under its own name, with what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.ages import ages_at, ages_by_year
from analysis.customers.answers import with_scores
from analysis.customers.lines import NUMERIC, column_of, text_id
from analysis.customers.measures import measure_of
from analysis.customers.table import Measure
from analysis.engines import collect
from analysis.errors import AnalysisError
from analysis.rows import Rows
from analysis.sources.role_matching import words_of
from analysis.sources.table import LINE, Column
from analysis.wording import counted

CUSTOMER_ID = "customer_id"

PANEL = 3
"""So many different rows a customer, on average, are of one period each."""
PERIODS = frozenset(
    {"year", "month", "quarter", "week", "day", "period", "jahr", "monat", "mois", "mes", "mese", "anno"}
)
"""Words of names of columns that tell the period of a row."""
_MEAN_DECIMALS = 9


@dataclass(frozen=True)
class People:
    """The rows of a customers file: ``frame`` starts with ``customer_id``, ascending and unique."""

    name: str
    frame: pl.DataFrame
    measures: tuple[Measure, ...]
    warnings: tuple[str, ...]


def people_of(rows: Rows, as_of: date | None) -> People:
    """Return one row per customer of a customers file; ages are those at ``as_of``.

    Rows of the same id: the one with the fewest empty cells is kept, of several the one that sorts last. Where there is
    a row for each customer and period, what is measured is the mean of a customer's rows.
    """
    key = column_of(rows, "customer_id")
    others = [column for column in rows.columns if key is None or column.name != key.name]
    names = own_names(others)
    frame = collect(
        rows.frame.select((text_id(key) if key else nw.col(LINE)).alias(CUSTOMER_ID), *taken(others, names))
    )
    measured = [names[column.name] for column in others if is_measured(column)]
    if frame.height:
        frame, warnings = one_row_each(frame, measured) if key else numbered_rows(frame, rows.name)
    else:
        warnings = []
    if frame.is_empty():
        raise AnalysisError("no customer is left", where=rows.name, remedy="look at the cleaning steps")
    people = described(frame, others, names, (rows.name, as_of))
    said = tuple(f"{rows.name}: {warning}" for warning in warnings)
    return replace(people, warnings=(*said, *people.warnings))


def described(
    frame: pl.DataFrame, columns: list[Column], names: dict[str, str], origin: tuple[str, date | None]
) -> People:
    """Return rows with what each of their columns is; ``origin`` is the source's name and the day ages count to."""
    name, as_of = origin
    measures = [measure_of(column, names[column.name], frame, name) for column in columns]
    frame, measures = with_scores(frame, measures, name)
    frame, measures, said = with_ages(frame, measures, as_of, name)
    measures, leaks = without_the_future(frame, measures, as_of, name)
    return People(name, frame, tuple(measures), warnings=(*said, *leaks))


def own_names(columns: list[Column]) -> dict[str, str]:
    """Return the name of every column in the customer table: its own, unless it is that of the ids."""
    taken = {column.name for column in columns}
    other = next(name for name in ("customer_id (2)", "customer_id (3)", "customer_id (4)") if name not in taken)
    return {column.name: other if column.name == CUSTOMER_ID else column.name for column in columns}


def taken(columns: list[Column], names: dict[str, str]) -> list[nw.Expr]:
    """Return the columns under their names in the customer table."""
    return [nw.col(column.name).alias(names[column.name]) for column in columns]


def numbered_rows(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, list[str]]:
    """Return the rows with their numbers in the file as ids, of equal width so that text sorts like numbers."""
    width = len(str(frame.height))
    frame = frame.sort(CUSTOMER_ID).drop(CUSTOMER_ID).with_row_index(CUSTOMER_ID, offset=1)
    number = pl.col(CUSTOMER_ID).cast(pl.String).str.zfill(width)
    del name
    return frame.with_columns(number), ["no column holds customer ids; the number of the row stands for it"]


def is_measured(column: Column) -> bool:
    """Tell whether a column of numbers measures something in each period: no id, no flag, and not the period itself."""
    flag = column.distinct is not None and column.distinct <= 2
    return column.type in NUMERIC and not flag and not PERIODS.intersection(words_of(column.name))


def one_row_each(frame: pl.DataFrame, measured: Sequence[str] = ()) -> tuple[pl.DataFrame, list[str]]:
    """Return the rows sorted by id, each id once, and what was left out; the order of the rows changes nothing.

    Of the ``measured`` columns the mean is taken where each customer has a row for each of several periods.
    """
    warnings = []
    known = frame.filter(pl.col(CUSTOMER_ID).str.strip_chars() != "")
    if known.height < frame.height:
        warnings.append(f"left out: {counted(frame.height - known.height, 'row')} without a customer id")
    if known[CUSTOMER_ID].is_duplicated().any():
        distinct = known.unique()
        empty = pl.sum_horizontal(pl.all().is_null().cast(pl.Int32)).alias("__empty__")
        ordered = distinct.with_columns(empty).sort(
            [CUSTOMER_ID, "__empty__", *frame.columns[1:]], descending=[False, True] + [False] * (frame.width - 1)
        )
        single = ordered.unique(CUSTOMER_ID, keep="last", maintain_order=True).drop("__empty__")
        if measured and distinct.height >= PANEL * single.height:
            means = [pl.col(name).mean().round(_MEAN_DECIMALS) for name in measured]
            found = ordered.group_by(CUSTOMER_ID, maintain_order=True).agg(means)
            known = single.drop(measured).join(found, on=CUSTOMER_ID, how="left").select(frame.columns)
            warnings.append(of_periods(distinct.height, single.height))
        else:
            warnings.append(repetition(known.height - distinct.height, distinct.height - single.height))
            known = single
    return known.sort(CUSTOMER_ID), warnings


def of_periods(rows: int, customers: int) -> str:
    """Return in words what was made of several rows a customer."""
    told = f"{counted(rows, 'different row')} of {counted(customers, 'customer')}, as of periods"
    return f"{told}: numbers are the mean of a customer's rows, all else is as in the most complete of them"


def repetition(exact: int, conflicting: int) -> str:
    """Return in words how many rows of a customer already met were left out."""
    parts = [f"{counted(exact, 'row', 'that repeats', 'that repeat')} another row"] * bool(exact)
    further = counted(conflicting, "further row")
    parts += [f"{further} of a customer id (the most complete row of each was kept)"] * bool(conflicting)
    return f"left out: {' and '.join(parts)}"


def with_ages(
    frame: pl.DataFrame, measures: list[Measure], as_of: date | None, source: str
) -> tuple[pl.DataFrame, list[Measure], list[str]]:
    """Add ``age`` from a birthday or year of birth where the file has no age; below 0 and over 120 it is unknown."""
    born = next((m for m in measures if is_birth(m)), None)
    if born is None or "age" in frame.columns or any(measure.role == "age" for measure in measures):
        return frame, measures, []
    as_of = as_of or latest_day(frame, measures)
    if as_of is None:
        return frame, measures, [f"{source}: ages need a day to count to; give as_of"]
    by_year = born.role == "birth_year"
    ages = (ages_by_year(frame[born.name], as_of) if by_year else ages_at(frame[born.name], as_of)).alias("age")
    odd = int(frame[born.name].is_not_null().sum()) - int(ages.is_not_null().sum())
    age = Measure(name="age", title="Age", unit="number", kind="numeric", role="age", origin=source)
    birthdays = counted(odd, "birthday", "gives", "give")
    said = [f"{source}: {birthdays} no age from 0 to 120, and none is taken from there"] if odd else []
    return frame.with_columns(ages), [*measures, age], said


def is_birth(measure: Measure) -> bool:
    """Tell whether a column holds birthdays or the years of birth."""
    return (measure.role, measure.kind) in {("birthday", "date"), ("birth_year", "numeric")}


def latest_day(frame: pl.DataFrame, measures: list[Measure]) -> date | None:
    """Return the day after the latest date in the file, birthdays apart; None where there is none."""
    names = [measure.name for measure in measures if measure.kind == "date" and measure.role != "birthday"]
    days = [day for name in names if isinstance(day := frame[name].cast(pl.Date).max(), date)]
    return max(days) + timedelta(days=1) if days else None


def without_the_future(
    frame: pl.DataFrame, measures: list[Measure], as_of: date | None, source: str
) -> tuple[list[Measure], list[str]]:
    """Mark the date columns that know something from after ``as_of``, so that they never become features."""
    if as_of is None:
        return measures, []
    marked, said = [], []
    for measure in measures:
        late = int((frame[measure.name].cast(pl.Date) > as_of).sum()) if measure.kind == "date" else 0
        if late:
            reason = f"{late:,} of its dates are after {as_of}"
            said.append(f"{source}: the column {measure.name!r} is left out of the features: {reason}")
            measure = measure.model_copy(update={"left_out": reason})
        marked.append(measure)
    return marked, said
