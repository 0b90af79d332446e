"""A small messy source of orders, on any engine, in any order of rows."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import pytest

from analysis.engines import engine
from analysis.rows import Rows
from analysis.sources.table import LINE, Column

COLUMNS = (
    Column(name="Invoice", type="text", role="order_id"),
    Column(name="Customer", type="text", role="customer_id"),
    Column(name="When", type="datetime", role="order_date"),
    Column(name="Units", type="integer", role="quantity"),
    Column(name="Price", type="decimal", role="unit_price", decimals=3),
    Column(name="Country", type="text", role="country"),
    Column(name="Age", type="integer", role="age"),
    Column(name="Score", type="decimal", decimals=2),
    Column(name="Code", type="text"),
    Column(name="Flag", type="boolean"),
    Column(name="Born", type="date"),
    Column(name="Note", type="text"),
)


def messy_orders() -> pl.DataFrame:
    """240 lines with gaps, returns, cancelled ids, free lines, odd spellings, equal lines, ages that cannot be."""
    draw = random.Random(7)
    rows = []
    for number in range(200):
        cancelled = number % 17 == 0
        rows.append(
            (
                f"{'C' if cancelled else ''}{5000 + number // 3}",
                None if number % 11 == 0 else f"{number % 23:05d}",
                dt.datetime(2011, 1 + number % 12, 1 + number % 28, number % 24, 30),
                -draw.randint(1, 5) if cancelled else draw.choice([1, 1, 2, 6, 12, 144]),
                draw.choice([0.0, 0.425, 2.55, 3.395, 18.0, 650.125]),
                draw.choice(["United Kingdom", "united kingdom", "U.K.", " France", "FRANCE ", "France", None, ""]),
                draw.choice([None, 17, 23, 23, 41, 41, 65, 101, 999, -1]),
                draw.choice([None, 1.0, 1.25, 2.5, 3.75, 90.0]),
                draw.choice(["7", "0012", "1,5", "x", None]),
                draw.choice([True, False, None]),
                draw.choice([dt.date(1980, 2, 29), dt.date(2001, 12, 31), None]),
                draw.choice(["two  words", "ÉTÉ", "tab\tbed", "no\u00a0break ", "", None]),
            )
        )
    rows += rows[:40]
    dtypes = {"text": pl.String, "integer": pl.Int64, "decimal": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}
    schema = {column.name: dtypes.get(column.type, pl.Datetime("us")) for column in COLUMNS}
    return numbered(pl.DataFrame(rows, schema=schema, orient="row"))


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its rows numbered as a reader would."""
    return frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE))


@dataclass(frozen=True)
class Source:
    """Makes Rows of frames."""

    columns: tuple[Column, ...] = COLUMNS

    def rows(self, frame: pl.DataFrame, on: str = "polars", columns: tuple[Column, ...] | None = None) -> Rows:
        return Rows("orders", "transactions", engine(on).hold(frame.lazy()), columns or self.columns)


@pytest.fixture
def orders() -> pl.DataFrame:
    return messy_orders()


@pytest.fixture
def rows_of() -> Callable[..., Rows]:
    """``rows_of(frame, on="polars", columns=None)``."""
    return Source().rows


@pytest.fixture
def table() -> Callable[..., Rows]:
    """Rows of a dict of columns; types are taken from the values, roles are given as column="role"."""

    def make(cells: dict[str, list], on: str = "polars", kind: str = "customers", **roles: str) -> Rows:
        frame = numbered(pl.DataFrame(cells))
        names = {
            pl.String: "text",
            pl.Int64: "integer",
            pl.Float64: "decimal",
            pl.Boolean: "boolean",
            pl.Date: "date",
            pl.Datetime: "datetime",
        }
        columns = tuple(
            Column(name=name, type=names[dtype.base_type()], role=roles.get(name), decimals=3)
            for name, dtype in frame.schema.items()
            if name != LINE
        )
        return Rows("data", kind, engine(on).hold(frame.lazy()), columns)

    return make
