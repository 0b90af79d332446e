"""What segments are made of: the values of categorical columns, the products bought, the months of buying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from analysis.exact import SCALE
from analysis.profiles.bought import SEGMENT
from analysis.profiles.summary import Level, Mix, Month

MOST_LEVELS = 10
MOST_PRODUCTS = 10
LEAST_BUYERS = 3
"""A product bought by fewer customers of a segment says nothing about it."""
POOLED, UNKNOWN = "other", "unknown"
NO_LEVELS = frozenset({POOLED, UNKNOWN})
"""Stand for rare values together, and for none."""
EVERYBODY = -1
"""Stands for all customers together where results are kept by segment id."""


def category_mixes(labels: pl.Series, columns: Sequence[tuple[str, str, pl.Series]]) -> dict[int, tuple[Mix, ...]]:
    """Return the mix of each categorical column, by segment id and for ``EVERYBODY``.

    ``labels`` are the segments of the customers, ``columns`` (name, title, values), aligned with them: a column may be
    called as one of ours, such as ``segment``.
    """
    found: dict[int, list[Mix]] = {}
    for name, title, values in columns:
        for segment, levels in _levels(pl.DataFrame({SEGMENT: labels, "level": values.cast(pl.String)})):
            found.setdefault(segment, []).append(Mix(column=name, title=title, levels=levels))
    return {segment: tuple(mixes) for segment, mixes in found.items()}


def _levels(frame: pl.DataFrame) -> Iterator[tuple[int, tuple[Level, ...]]]:
    counts = frame.group_by(SEGMENT, "level").agg(count=pl.len())
    whole = counts.group_by("level").agg(pl.col("count").sum()).with_columns(segment=pl.lit(EVERYBODY))
    common = whole.drop_nulls("level").sort(["count", "level"], descending=[True, False])["level"][:MOST_LEVELS]
    pooled = (
        pl.when(pl.col("level").is_in(common.implode()) | pl.col("level").is_null())
        .then("level")
        .otherwise(pl.lit(POOLED))
    )
    stacked = pl.concat([counts, whole.select(counts.columns)], how="vertical_relaxed")
    stacked = stacked.group_by(SEGMENT, pooled.alias("level")).agg(pl.col("count").sum())
    shares = stacked.with_columns(share=pl.col("count") / pl.col("count").sum().over(SEGMENT))
    everybody = shares.filter(pl.col(SEGMENT) == EVERYBODY).select("level", usual="share")
    lifted = shares.join(everybody, on="level", how="left", nulls_equal=True)
    lifted = lifted.with_columns(lift=pl.col("share") / pl.col("usual"), level=pl.col("level").fill_null(UNKNOWN))
    for (segment,), part in lifted.sort(["count", "level"], descending=[True, False]).group_by(
        SEGMENT, maintain_order=True
    ):
        rows = part.select("level", "count", "share", "lift").iter_rows()
        yield int(str(segment)), tuple(Level(name=n, count=c, share=s, lift=li) for n, c, s, li in rows)


def top_bought(counts: pl.DataFrame, column: str, labels: pl.DataFrame) -> dict[int, tuple[Level, ...]]:
    """Return the products (or categories) that most customers of a segment bought, by segment id and ``EVERYBODY``.

    ``counts`` are those of :class:`Bought`, ``labels`` has the ``segment`` of every customer. Share: of its customers;
    lift: that over everybody's share.
    """
    if counts.is_empty():
        return {}
    sizes = labels.group_by(SEGMENT).agg(size=pl.len())
    sizes = pl.concat([sizes, pl.DataFrame({SEGMENT: [EVERYBODY], "size": [labels.height]})], how="vertical_relaxed")
    whole = counts.group_by(column).agg(pl.col("count").sum()).with_columns(segment=pl.lit(EVERYBODY))
    usual = whole.select(column, usual=pl.col("count") / max(labels.height, 1))
    stacked = pl.concat([counts, whole.select(counts.columns)], how="vertical_relaxed").join(sizes, on=SEGMENT)
    lifted = stacked.with_columns(share=pl.col("count") / pl.col("size")).join(usual, on=column)
    lifted = lifted.filter(pl.col("count") >= LEAST_BUYERS).with_columns(lift=pl.col("share") / pl.col("usual"))
    ordered = lifted.sort(["count", column], descending=[True, False])
    return {
        int(str(segment)): tuple(
            Level(name=name, count=count, share=share, lift=lift)
            for name, count, share, lift in part.head(MOST_PRODUCTS)
            .select(column, "count", "share", "lift")
            .iter_rows()
        )
        for (segment,), part in ordered.group_by(SEGMENT, maintain_order=True)
    }


def by_month(counted: pl.DataFrame) -> dict[int, tuple[Month, ...]]:
    """Return customers and revenue per month, by segment id and for ``EVERYBODY``, from those of :class:`Bought`."""
    if counted.is_empty():
        return {}
    columns = ("customers", "known", "total")
    whole = counted.group_by("month").agg(pl.col(columns).sum()).with_columns(segment=pl.lit(EVERYBODY))
    counted = pl.concat([counted, whole.select(counted.columns)], how="vertical_relaxed")
    revenue = pl.when(pl.col("known") > 0).then(pl.col("total").cast(pl.Float64) / SCALE)
    counted = counted.select(SEGMENT, "month", "customers", revenue=revenue)
    found: dict[int, list[Month]] = {}
    for segment, month, customers, money in counted.sort(SEGMENT, "month").iter_rows():
        found.setdefault(segment, []).append(Month(month=month, customers=customers, revenue=money))
    return {segment: tuple(lines) for segment, lines in found.items()}
