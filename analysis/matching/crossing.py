"""Two runs side by side: which segment became which, who moved, and how much revenue moved with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from analysis.errors import AnalysisError
from analysis.exact import exact_total
from analysis.pipeline import Pipeline
from analysis.segmentation.explain import match_by_customers

FORMATS = ("csv", "parquet", "xlsx")
KNOWN = ("customer_id", "segment", "segment_name")


def crossing(pipeline: Pipeline, folder: Path) -> dict[str, Any]:
    """Return how the customers of an earlier run folder are spread over the present segments.

    ``cells``: was, was_name, now, now_name, customers, revenue (of the present run; None where unknown), same (whether
    the two are the same segment, matched by the customers they share); ``gone`` and ``new`` count the customers who are
    in one run only. Segment 0 stands for none. AnalysisError where the folder is not a run, or shares no customer.
    """
    before = customers_of(folder)
    result = pipeline.result("review").result
    after = result.select(
        "customer_id",
        pl.col("segment").fill_null(0).alias("now"),
        pl.col("segment_name").alias("now_name"),
        _money(result).alias("revenue"),
    )
    both = before.join(after, on="customer_id")
    if both.is_empty():
        raise AnalysisError(
            "the two runs have no customer in common",
            where=str(folder),
            remedy="compare runs over the same customers; a masked run has other ids",
        )
    pairs = match_by_customers(
        (before["customer_id"], before["was"].to_numpy()), (after["customer_id"], after["now"].to_numpy())
    )
    return {
        "cells": _cells(both, pairs),
        "customers": both.height,
        "gone": before.height - both.height,
        "new": after.height - both.height,
        "matched": [[now, was] for now, was in sorted(pairs.items())],
    }


def with_earlier(pipeline: Pipeline, folder: Path) -> pl.DataFrame:
    """Return the result of the customers who are in both runs, with ``was``, their segment in the earlier one."""
    result: pl.DataFrame = pipeline.result("review").result
    return result.join(customers_of(folder).select("customer_id", "was"), on="customer_id", maintain_order="left")


def customers_of(folder: Path) -> pl.DataFrame:
    """Return customer_id, was (the segment, 0 = none) and was_name from the customers' file of a run folder."""
    paths = [folder / f"customers.{name}" for name in FORMATS]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise AnalysisError(
            "holds no customers.csv, .parquet or .xlsx", where=str(folder), remedy="name the folder of an earlier run"
        )
    frame = _read(path)
    missing = [name for name in KNOWN if name not in frame.columns]
    if missing:
        raise AnalysisError(f"has no column {missing[0]}", where=str(path), remedy="name a run folder")
    return frame.select(
        pl.col("customer_id").cast(pl.String).str.replace(r"^'([=+\-@\t\r|])", "${1}"),
        pl.col("segment").cast(pl.Int32, strict=False).fill_null(0).alias("was"),
        pl.col("segment_name").cast(pl.String).alias("was_name"),
    )


def _read(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        if path.suffix == ".csv":
            return pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise AnalysisError(
            f"cannot be read ({type(error).__name__})", where=str(path), remedy="export the run again"
        ) from error
    from analysis.sources import read_text

    return read_text(path)


def _money(result: pl.DataFrame) -> pl.Expr:
    return pl.col("monetary").cast(pl.Float64) if "monetary" in result.columns else pl.lit(None, dtype=pl.Float64)


def _cells(both: pl.DataFrame, pairs: dict[int, int]) -> list[dict[str, Any]]:
    counted = both.group_by("was", "now").agg(
        pl.col("was_name").drop_nulls().first(),
        pl.col("now_name").drop_nulls().first(),
        pl.len().alias("customers"),
        pl.when(pl.col("revenue").is_not_null().any()).then(exact_total("revenue")).alias("revenue"),
    )
    ordered = counted.sort(["customers", "was", "now"], descending=[True, False, False])
    cells = ordered.iter_rows(named=True)
    return [{**cell, "same": pairs.get(cell["now"], 0 if not cell["now"] else None) == cell["was"]} for cell in cells]
