"""Later customers in the segments of an earlier run: what differs from the run's file is met or said, never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import analysis
from analysis.errors import AnalysisError
from analysis.runs.scoring import scored


@pytest.fixture(scope="module")
def orders() -> pl.DataFrame:
    rows = range(600)
    return pl.DataFrame(
        {
            "customer_id": [f"C{n * 7 % 60:03}" for n in rows],
            "order_id": [f"O{n:04}" for n in rows],
            "order_date": [date(2024, 1, 1) + timedelta(days=n * 13 % 200) for n in rows],
            "quantity": [n % 5 + 1 for n in rows],
            "unit_price": [n % 40 + 2.5 for n in rows],
            "country": [("UK", "France")[n % 2] for n in rows],
        }
    )


@pytest.fixture(scope="module")
def run_folder(orders: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("earlier")
    orders.write_csv(folder / "orders.csv")
    recipe = analysis.Recipe.for_files([folder / "orders.csv"])
    analysis.run(recipe.with_steps({"step": "drop_missing", "columns": ["country"]}), folder / "run")
    return folder / "run"


LATER = {
    "other order of columns": lambda frame: frame.select(reversed(frame.columns)),
    "a further column": lambda frame: frame.with_columns(note=pl.lit("x")),
    "days first": lambda frame: frame.with_columns(pl.col("order_date").dt.strftime("%d/%m/%Y")),
    "names in another case": lambda frame: frame.rename({name: name.upper() for name in frame.columns[:5]}),
    "a country never seen": lambda frame: frame.with_columns(country=pl.lit("Mars")),
    "prices with a sign": lambda frame: frame.with_columns(pl.format("€{}", "unit_price").alias("unit_price")),
}


@pytest.mark.parametrize("name", LATER)
def test_what_does_not_change_the_figures_changes_no_segment(
    name: str, orders: pl.DataFrame, run_folder: Path, tmp_path: Path
) -> None:
    orders.write_csv(tmp_path / "same.csv")
    LATER[name](orders).write_csv(tmp_path / "later.csv")
    same, later = (scored(run_folder, tmp_path / f"{one}.csv") for one in ("same", "later"))
    assert later.customers.equals(same.customers)
    assert later.warnings == ()


LACKING = {
    "quantity": r"no column was found for the role quantity, which 'quantity' played in the run",
    "unit_price": r"no column was found for the role unit_price",
    "order_date": r"recency_days",
    "customer_id": r"customer",
}


@pytest.mark.parametrize("name", LACKING)
def test_a_file_without_what_the_run_was_made_from_is_refused(
    name: str, orders: pl.DataFrame, run_folder: Path, tmp_path: Path
) -> None:
    orders.drop(name).write_csv(tmp_path / "later.csv")
    with pytest.raises(AnalysisError, match=LACKING[name]):
        analysis.score(run_folder, tmp_path / "later.csv")


def test_a_step_that_leaves_nothing_is_named(orders: pl.DataFrame, run_folder: Path, tmp_path: Path) -> None:
    orders.with_columns(country=pl.lit("")).write_csv(tmp_path / "later.csv")
    with pytest.raises(AnalysisError, match=r"drop_missing.*none of the 600 rows"):
        analysis.score(run_folder, tmp_path / "later.csv")


def test_orders_after_as_of_are_left_out_and_said(orders: pl.DataFrame, run_folder: Path, tmp_path: Path) -> None:
    orders.write_csv(tmp_path / "later.csv")
    day = date(2024, 3, 1)
    found = scored(run_folder, tmp_path / "later.csv", day)
    after = orders.filter(pl.col("order_date") > day).height
    assert f"{after} order lines dated after 2024-03-01, left out" in found.warnings
    orders.filter(pl.col("order_date") <= day).write_csv(tmp_path / "before.csv")
    assert found.customers.equals(scored(run_folder, tmp_path / "before.csv", day).customers)
