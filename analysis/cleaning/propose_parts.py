"""Whether tables that were read one under another hold the same stretch of time twice, as yearly sheets may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw
import polars as pl

from analysis.cleaning.drop_repeated_parts import DropRepeatedParts, number_of
from analysis.cleaning.step import Step
from analysis.engines import collect
from analysis.rows import Rows
from analysis.sources.table import LINE, Column

MOST_PARTS = 400
MOST_COMPARED = 5_000_000
"""More parts, or rows of the same days, are not compared: it takes longer than reading them."""

ENOUGH, NEARLY_ALL = 10, 0.99
"""So many rows of a part, and so much of what it and the earlier ones hold of a stretch, must be in both."""

MOSTLY = 0.9
"""The share of repeated rows that must lie in such stretches for dropping them all."""

DAYS = ("order_date", "event_date")
PART, DAY, ROWS, BEFORE, AFTER = "__part", "__day", "__rows", "__before", "__after"


@dataclass(frozen=True)
class Stretch:
    """So many ``rows`` of a part are in earlier ones, too; ``whole``: these hold nothing else of those days."""

    name: str
    rows: int
    days: str
    whole: bool


def repeated_parts(rows: Rows, equal: int | None = None) -> Iterator[tuple[Step, str, bool]]:
    """Yield: what a later part repeats goes, on where both hold a stretch of time, or the whole part, alike.

    ``equal`` is how many rows are equal to another, where that was counted.
    """
    found = stretches(rows) if equal != 0 and 2 <= len(rows.parts) <= MOST_PARTS else []
    if not found:
        return
    total, sure = sum(each.rows for each in found), [each for each in found if each.whole]
    on = sum(each.rows for each in sure) >= MOSTLY * total
    shown = max(sure if on else found, key=lambda each: (each.rows, each.name))
    said = f"{total:,} lines are in an earlier part, too"
    if on:
        what = f"hold {shown.days} alike" if shown.days else "are alike"
        said += f": “{shown.name}” and what is before it {what}, which would count twice"
    else:
        said += f", most of them of “{shown.name}”; they stay, since the parts differ otherwise"
    yield DropRepeatedParts(), said, on


def stretches(rows: Rows) -> list[Stretch]:
    """Return the parts of which some rows are in an earlier one."""
    day = next((column for role in DAYS for column in rows.columns if column.role == role), None)
    numbered = replace(rows, frame=rows.frame.with_columns(number_of(nw.col(LINE), rows.parts).alias(PART)))
    shared = in_shared_days(numbered, day)
    if shared is None:
        return []
    counted = per_day(shared, day)
    repeated = counted.filter(pl.col(BEFORE) > 0)[PART].unique().sort().to_list()
    return [stretch(rows.parts[part - 1].name, part, counted) for part in repeated]


def day_of(day: Column | None) -> nw.Expr:
    """Return the day of a row; null where no column tells it."""
    if day is None or day.type not in ("date", "datetime"):
        return nw.lit(None, nw.Date)
    return nw.col(day.name).dt.date() if day.type == "datetime" else nw.col(day.name)


def in_shared_days(rows: Rows, day: Column | None) -> Rows | None:
    """Return the rows of the days that several parts reach over; None where there are none, or too many to compare."""
    told = rows.frame.select(PART, day_of(day).alias(DAY))
    spans = collect(told.group_by(PART).agg(nw.len().alias(ROWS), nw.col(DAY).min(), nw.col(DAY).max().alias(AFTER)))
    if spans[DAY].null_count():
        return rows if spans[ROWS].sum() <= MOST_COMPARED else None
    spans = spans.sort(DAY, AFTER)
    shared = spans.with_columns(pl.col(AFTER).cum_max().shift(1).alias(BEFORE)).filter(pl.col(DAY) <= pl.col(BEFORE))
    if shared.is_empty():
        return None
    first, last = shared[DAY].min(), min(shared[BEFORE].max(), spans[AFTER].max())  # type: ignore[type-var]
    kept = replace(rows, frame=rows.frame.filter((day_of(day) >= first) & (day_of(day) <= last)))
    return kept if collect(kept.frame.select(nw.len())).item() <= MOST_COMPARED else None


def per_day(rows: Rows, day: Column | None) -> pl.DataFrame:
    """Return by part and day how many rows there are, and how many an earlier or a later part has, too."""
    names = [column.name for column in rows.columns]
    reach = rows.frame.with_columns(
        nw.col(PART).min().over(*names).alias(BEFORE), nw.col(PART).max().over(*names).alias(AFTER)
    )
    flags = reach.select(
        PART,
        day_of(day).alias(DAY),
        (nw.col(BEFORE) < nw.col(PART)).cast(nw.Int64).alias(BEFORE),
        (nw.col(AFTER) > nw.col(PART)).cast(nw.Int64).alias(AFTER),
    )
    return collect(flags.group_by(PART, DAY).agg(nw.len().alias(ROWS), nw.col(BEFORE).sum(), nw.col(AFTER).sum()))


def stretch(name: str, part: int, counted: pl.DataFrame) -> Stretch:
    """Return what a part repeats; of the first and the last day of it, other rows may be in one part only."""
    own = counted.filter(pl.col(PART) == part)
    rows = int(own[BEFORE].sum())
    again = own.filter(pl.col(BEFORE) > 0)[DAY].drop_nulls()
    if again.is_empty():
        return Stretch(name, rows, "", ENOUGH <= rows == own[ROWS].sum())
    first, last = again.min(), again.max()
    inside = pl.col(DAY).is_between(first, last, closed="none" if again.n_unique() > 3 else "both")
    here, there = own.filter(inside), counted.filter((pl.col(PART) < part) & inside)
    alike = all(
        int(held[both].sum()) >= NEARLY_ALL * int(held[ROWS].sum()) for held, both in ((here, BEFORE), (there, AFTER))
    )
    days = " to ".join(dict.fromkeys(str(each) for each in (first, last)))
    return Stretch(name, rows, days, rows >= ENOUGH and alike)
