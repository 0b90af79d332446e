"""Money in several currencies is told apart; one currency can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import analysis
from analysis.customers import CustomerChoices, customer_table
from analysis.customers.several_currencies import revenue_by_currency
from analysis.errors import AnalysisError
from analysis.rows import Rows

ROLES = {"who": "customer_id", "when": "order_date", "paid": "amount", "order": "order_id", "cur": "currency"}
LINES = pl.DataFrame(
    {
        "who": ["a", "a", "b", "b", "c", "d", "d"],
        "order": ["1", "2", "3", "4", "5", "6", "6"],
        "when": [date(2024, 1, day) for day in (1, 5, 2, 9, 3, 4, 4)],
        "paid": [10.25, 20.5, 1000.0, 5.01, 7.0, 1.0, 2.0],
        "cur": ["EUR", "EUR", "JPY", "EUR", None, "EUR", "JPY"],
    }
)
Maker = Callable[..., Rows]


def test_what_was_spent_is_told_by_currency_and_nothing_is_added_up(make_rows: Maker) -> None:
    customers = customer_table([make_rows(LINES, ROLES)], CustomerChoices())
    assert customers.revenue is None
    assert revenue_by_currency(customers) == {"EUR": 35.76, "JPY": 1000.0, "unknown": 10.0}
    assert customers.frame["monetary"].to_list() == [30.75, None, None, None], "only a paid in one known currency"
    assert all(one.left_out for one in customers.measures if one.unit == "money"), "no features"
    assert "35.76 EUR, 1,000.00 JPY" in " ".join(customers.warnings)
    without_b = replace(customers, frame=customers.frame.filter(pl.col("customer_id") != "b"))
    assert revenue_by_currency(without_b) == {"EUR": 30.75, "unknown": 10.0}


@pytest.mark.parametrize("chosen", ["EUR", "eur", "€"])
def test_a_chosen_currency_is_the_only_one_that_counts(make_rows: Maker, chosen: str) -> None:
    customers = customer_table([make_rows(LINES, ROLES)], CustomerChoices(currency=chosen))
    alone = customer_table([make_rows(LINES.filter(pl.col("cur") == "EUR"), ROLES)], CustomerChoices())
    assert customers.frame.equals(alone.frame)
    assert (customers.revenue, revenue_by_currency(customers)) == (36.76, {})
    assert "2 in JPY and 1 in no currency that is told" in customers.warnings[0]


def test_a_currency_that_is_not_there_is_refused(make_rows: Maker) -> None:
    with pytest.raises(AnalysisError, match=r"no row of .* is in CHF.*EUR, JPY"):
        customer_table([make_rows(LINES, ROLES)], CustomerChoices(currency="CHF"))


def test_where_the_data_tell_one_currency_the_chosen_one_is_its_name(make_rows: Maker) -> None:
    lines = LINES.with_columns(cur=pl.lit("pounds"))
    customers = customer_table([make_rows(lines, ROLES)], CustomerChoices(currency="GBP"))
    assert (customers.currency, customers.revenue) == ("GBP", 1045.76)


@pytest.mark.parametrize("told", ["USD", "$"])
def test_money_that_is_all_in_another_currency_is_not_renamed(make_rows: Maker, told: str) -> None:
    with pytest.raises(AnalysisError, match="is in EUR"):
        customer_table([make_rows(LINES.with_columns(cur=pl.lit(told)), ROLES)], CustomerChoices(currency="EUR"))
    whole = customer_table([make_rows(LINES.with_columns(cur=pl.lit("usd")), ROLES)], CustomerChoices(currency="USD"))
    assert (whole.currency, whole.revenue, whole.warnings) == ("USD", 1045.76, ())


def test_a_run_tells_sums_by_currency_and_the_review_counts_the_chosen_one(tmp_path: Path) -> None:
    rows = [
        f"C{n % 30:02},{n},{date(2023, 1, 1) + timedelta(days=n * 7 % 300)},{n % 50 + 1}.50,{'EUR' if n % 3 else 'USD'}"
        for n in range(300)
    ]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(["customer_id,order_id,order_date,amount,currency", *rows]) + "\n")
    recipe = analysis.Recipe.for_files([path])
    told = analysis.run(recipe, tmp_path / "out").summary["customers"]
    cents = {code: sum(n % 50 + 1.5 for n in range(300) if (n % 3 > 0) == (code == "EUR")) for code in ("EUR", "USD")}
    assert (told["revenue"], told["revenue_by_currency"]) == (None, cents)
    assert f"revenue {cents['EUR']:,.2f} EUR, {cents['USD']:,.2f} USD" in (tmp_path / "out/report.md").read_text()
    chosen = analysis.run(recipe.changed("currency", "EUR"), tmp_path / "one").summary
    assert chosen["customers"]["revenue"] == cents["EUR"]
    assert sum(one["revenue"] for one in chosen["segmentation"]["segments"]) == pytest.approx(cents["EUR"])
    assert "no currency" not in (tmp_path / "one/report.md").read_text()
