"""Made-up order files of any size, the same on every machine: six columns, customers of several habits, some faults."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

ROWS = {"100k": 100_000, "1m": 1_000_000, "10m": 10_000_000, "30m": 30_000_000}
"""Name of a size → order lines; there is one customer to ten lines."""

START = np.datetime64("2022-01-01", "ms")
MINUTES = 1_051_200
BATCH = 1_000_000
HABITS = 5
FAULTS = 0.01


def scratch() -> Path:
    """Return the folder of all made-up files, which stay there for the next run."""
    folder = Path(os.environ.get("TMPDIR") or tempfile.gettempdir()) / "crm-tui-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def order_file(size: str, clean: bool = False) -> Path:
    """Return the CSV file of a size, written if it is not there.

    Unless ``clean``, of every 100 lines one names no customer, one is a return, and one costs nothing.
    """
    parts = (lines(start, ROWS[size], clean) for start in range(0, ROWS[size], BATCH))
    return written(scratch() / f"orders-{size}{'-clean' if clean else ''}.csv", parts)


def customer_file(size: str) -> Path:
    """Return a CSV file of the customers of a size, written if it is not there: one row each, of several habits."""
    count = ROWS[size] // 10
    parts = (people(start, min(BATCH, count - start)) for start in range(0, count, BATCH))
    return written(scratch() / f"customers-{size}.csv", parts)


def written(target: Path, parts: Iterator[pl.DataFrame]) -> Path:
    """Return a file made of the parts, unless it is there already."""
    if not target.exists():
        unfinished = target.with_suffix(".part")
        with unfinished.open("wb") as file:
            for at, part in enumerate(parts):
                part.write_csv(file, include_header=at == 0)
        unfinished.rename(target)
    return target


def people(start: int, count: int) -> pl.DataFrame:
    """Return the customers from ``start`` on."""
    draw = np.random.default_rng([start, count, 2])
    habit = draw.integers(HABITS, size=count)
    orders = 1 + draw.poisson(1.0 + 3.0 * habit)
    spent = orders * np.exp(draw.normal(2.0 + 0.4 * habit, 0.6))
    return pl.DataFrame(
        {
            "customer_id": start + np.arange(count) + 10_000,
            "age": draw.integers(18, 80, size=count),
            "income": np.exp(draw.normal(10.2 + 0.2 * (habit % 3), 0.3)).round(0),
            "total_purchase": spent.round(2),
            "total_order": orders,
            "total_visit": orders * 2 + draw.poisson(4.0, count),
            "tenure_days": draw.integers(30, 1_500, size=count),
            "city": np.array(["Oslo", "Rome", "Lima", "Bonn", "Cork", "Nara"])[draw.integers(6, size=count)],
        }
    )


def lines(start: int, rows: int, clean: bool) -> pl.DataFrame:
    """Return the order lines from ``start`` on; a customer's habit says when, how much and how dear it buys."""
    draw = np.random.default_rng([start, rows])
    count = min(BATCH, rows - start)
    # Two or three lines an order: lines of one order share customer and time.
    order = (start + np.arange(count)) * 2 // 5
    first = np.unique(order, return_inverse=True)[1]
    orders = int(first.max()) + 1
    customer = (rows // 10 * draw.random(orders) ** 1.6).astype(np.int64)
    habit = (customer * 2_654_435_761 >> 7) % HABITS
    when = ((start + draw.random(orders) * count) / rows) ** (0.6 + 0.2 * habit) * MINUTES
    price = np.exp(draw.normal(1.2 + 0.5 * habit[first], 0.8)).round(2) + 0.01
    quantity = 1 + draw.poisson(1.0 + 2.0 * (habit[first] == 1))
    fault = np.full(count, 1.0) if clean else draw.random(count)
    price[(fault > 2 * FAULTS) & (fault < 3 * FAULTS)] = 0
    quantity = np.where((fault > FAULTS) & (fault < 2 * FAULTS), -quantity, quantity)
    frame = pl.DataFrame(
        {
            "order_id": order + 1_000_000,
            "customer_id": customer[first] + 10_000,
            "order_date": START + when[first].astype(np.int64) * np.timedelta64(60_000, "ms"),
            "product": draw.zipf(1.3, count) % 5_000,
            "quantity": quantity,
            "unit_price": price.round(2),
        }
    )
    return frame.with_columns(
        pl.when(pl.Series(fault >= FAULTS)).then("customer_id").alias("customer_id"),
        pl.col("order_date").dt.strftime("%Y-%m-%d %H:%M:%S"),
        product=pl.format("SKU-{}", pl.col("product").cast(pl.String).str.zfill(4)),
    )
