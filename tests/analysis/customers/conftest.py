"""Sources made by hand, and Online Retail as it comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from analysis import engines
from analysis.rows import Rows
from analysis.sources.table import LINE, Column, Kind

TYPES = {
    pl.String: "text",
    pl.Int64: "integer",
    pl.Float64: "decimal",
    pl.Boolean: "boolean",
    pl.Date: "date",
}

MakeRows = Callable[..., Rows]


def column(series: pl.Series, role: str | None) -> Column:
    kind = "datetime" if isinstance(series.dtype, pl.Datetime) else TYPES[type(series.dtype)]
    return Column(name=series.name, type=kind, role=role, nulls=series.null_count())


@pytest.fixture
def make_rows() -> MakeRows:
    """A function from a frame and column → role to a source; ``engine`` duckdb puts it there."""

    def make(
        frame: pl.DataFrame,
        roles: dict[str, str],
        kind: Kind = "transactions",
        name: str = "orders",
        engine: str = "polars",
    ) -> Rows:
        columns = tuple(column(series, roles.get(series.name)) for series in frame)
        numbered = frame.with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))
        if engine == "duckdb":
            pytest.importorskip("duckdb")
            return Rows(name, kind, engines.engine("duckdb").hold(numbered.lazy()), columns)
        return Rows(name, kind, nw.from_native(numbered.lazy()), columns)

    return make


RETAIL_ROLES = {
    "InvoiceNo": "order_id",
    "StockCode": "product_id",
    "Description": "product_name",
    "Quantity": "quantity",
    "InvoiceDate": "order_date",
    "UnitPrice": "unit_price",
    "CustomerID": "customer_id",
    "Country": "country",
}


@pytest.fixture
def online_retail(real_data: Callable[[str], Path]) -> pl.DataFrame:
    """The 541 909 lines of Online Retail, typed."""
    text = pl.read_csv(real_data("online_retail.csv.gz"), infer_schema=False, encoding="utf8-lossy")
    return text.with_columns(
        pl.col("CustomerID").str.strip_suffix(".0"),
        pl.col("Quantity").cast(pl.Int64),
        pl.col("UnitPrice").cast(pl.Float64),
        pl.col("InvoiceDate").str.to_datetime(time_unit="us"),
    )


@pytest.fixture
def retail_roles() -> dict[str, str]:
    return RETAIL_ROLES
