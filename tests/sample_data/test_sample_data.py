"""The sample data: the same bytes from the same seed, clear segments in it, and what makes real files unpleasant."""

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from sample_data.make_sample_data import make

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
TEXT = {"customer_id": pl.String, "order_id": pl.String}


def table(name: str) -> pl.DataFrame:
    return pl.read_csv(SAMPLE / name, schema_overrides=TEXT)


def recovered(columns: pl.DataFrame, truth: pl.Series, scaled: bool) -> float:
    values = columns.cast(pl.Float64).fill_null(strategy="mean").to_numpy()
    if scaled:
        values = StandardScaler().fit_transform(np.log1p(np.clip(values, 0, None)))
    labels = KMeans(5, n_init=10, random_state=0).fit_predict(values)
    return adjusted_rand_score(truth, labels)


@pytest.fixture(scope="module")
def from_orders() -> pl.DataFrame:
    """Recency, frequency, money, average order value and tenure, computed here by hand."""
    lines = table("orders.csv").with_columns(day=pl.col("order_date").str.slice(0, 10).str.to_date())
    lines = lines.filter(pl.col("customer_id").is_not_null(), pl.col("unit_price") > 0)
    bought = pl.col("quantity") > 0
    ago = pl.lit(dt.date(2025, 1, 1)) - pl.col("day").filter(bought)
    customers = lines.group_by("customer_id").agg(
        recency=ago.min().dt.total_days(),
        tenure=ago.max().dt.total_days(),
        frequency=pl.col("order_id").filter(bought).n_unique(),
        monetary=(pl.col("quantity") * pl.col("unit_price")).sum(),
    )
    customers = customers.with_columns(average=pl.col("monetary") / pl.col("frequency"))
    return customers.join(table("truth.csv"), on="customer_id").sort("customer_id")


def test_the_script_makes_the_files_byte_for_byte(tmp_path: Path) -> None:
    make(tmp_path)
    for name in ("customers.csv", "orders.csv", "products.csv", "truth.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name
    make(tmp_path, seed=1)
    assert (tmp_path / "orders.csv").read_bytes() != (SAMPLE / "orders.csv").read_bytes()


def test_orders_hold_the_planted_segments_but_not_in_unscaled_columns(from_orders: pl.DataFrame) -> None:
    columns = from_orders.select("recency", "frequency", "monetary", "average", "tenure")
    assert recovered(columns, from_orders["segment"], scaled=True) >= 0.95
    assert recovered(columns, from_orders["segment"], scaled=False) <= 0.6


def test_the_customer_file_holds_the_planted_segments_but_not_in_unscaled_columns() -> None:
    customers = table("customers.csv").unique(maintain_order=True).join(table("truth.csv"), on="customer_id")
    numbers = customers.select(pl.selectors.numeric())
    assert recovered(numbers, customers["segment"], scaled=True) >= 0.95
    assert recovered(numbers, customers["segment"], scaled=False) <= 0.6


def test_every_planted_customer_has_orders_that_fit_its_row(from_orders: pl.DataFrame) -> None:
    truth = table("truth.csv")
    customers = table("customers.csv").unique()
    assert len(truth) == len(from_orders) == customers["customer_id"].n_unique() == 1988
    assert truth["segment"].n_unique() == 5
    joined = from_orders.join(customers, on="customer_id", validate="1:1")
    assert (joined["frequency"] == joined["purchase_frequency"]).all()
    assert (joined["monetary"] > 0).all()
    assert (
        (joined["monetary"] - joined["purchase_amount"] * joined["frequency"]).abs() < 0.01 * joined["frequency"]
    ).mean() > 0.95


def test_the_files_are_as_unpleasant_as_real_ones() -> None:
    customers, orders, products = table("customers.csv"), table("orders.csv"), table("products.csv")
    assert (len(customers), len(orders)) == (2000, 30_000)
    assert len(customers) - len(customers.unique()) == 12
    assert customers["customer_id"].str.starts_with("0").all()
    assert customers["gender"].n_unique() > 8
    assert {"age", "income", "satisfaction", "feedback"} <= {c.name for c in customers if c.null_count()}
    assert customers["age"].max() > 120
    assert orders["customer_id"].null_count() == 180
    assert (orders["quantity"] < 0).sum() > 300
    assert (orders["unit_price"] == 0).sum() >= 60
    assert orders["order_date"].min() >= "2023-01-01"
    assert orders["order_date"].max() < "2025-01-01"
    assert set(orders["product_id"]) <= set(products["product_id"])
    assert products["product_name"].str.contains(",").any()
    assert products["product_name"].str.contains('"').any()
    with (SAMPLE / "orders.csv").open(encoding="utf-8") as file:
        assert all(len(row["unit_price"].split(".")[1]) == 2 for row in csv.DictReader(file))
