"""Customers who cannot be told apart: no segments and no tiers, one sentence each, and everything else goes on."""

import json
from datetime import date, timedelta

import pytest

import analysis
from analysis.recipe import Recipe

HEADER = "customer_id,order_id,order_date,amount"


def orders(customers, repeats=5):
    return [
        (f"C{customer:03}", f"{customer}-{repeat}", date(2023, 1, 1) + timedelta(days=30 * repeat), "20.00")
        for customer in range(customers)
        for repeat in range(repeats)
    ]


def run_of(tmp_path, rows, **settings):
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([HEADER, *(",".join(map(str, row)) for row in rows)]) + "\n")
    recipe = Recipe.for_files([str(path)])
    for key, value in settings.items():
        recipe = recipe.changed(key.replace("__", "."), value)
    out = tmp_path / "run"
    done = analysis.run(recipe, out)
    assert json.loads((out / "run.json").read_text())["schema"] == 1
    return done, (out / "report.md").read_text(), out


@pytest.mark.parametrize(
    ("customers", "why"), [(1, "there is only one customer, 'C000'"), (60, "every customer has the same recency_days")]
)
def test_nobody_is_in_a_segment_and_the_rest_goes_on(tmp_path, customers, why):
    done, report, out = run_of(tmp_path, orders(customers))
    summary = done.summary
    assert why in summary["segmentation"]["structure"]["sentence"]
    assert summary["segmentation"]["k"] == 0
    assert summary["segmentation"]["segments"] == []
    assert done.customers.height == customers
    assert done.customers["segment"].null_count() == customers
    assert (done.customers["value"] == done.customers["value"][0]).all()
    assert done.customers["value_tier"].null_count() == customers
    assert "so there" in summary["value"]["tier_reason"], "why there are no tiers"
    assert done.customers["strategy"].null_count() == 0
    assert why.replace("_", "\\_") in report
    again = analysis.score(out, out.parent / "orders.csv")
    assert again["value"].to_list() == done.customers["value"].to_list()


def test_rules_still_divide_customers_whom_no_number_tells_apart(tmp_path):
    rules = {"method": "rules", "rules": [{"name": "First", "when": "customer_id == 'C000'"}]}
    done, *_ = run_of(tmp_path, orders(30), segmentation=rules)
    assert done.customers["segment_name"].drop_nulls().to_list() == ["First"]


@pytest.mark.parametrize("marks", [("€", "$", "¥"), ("EUR ", "USD ", "GBP ")])
@pytest.mark.parametrize("chosen", [None, "EUR"])
def test_currencies_mixed_in_one_column_leave_value_out_and_nothing_else(tmp_path, marks, chosen):
    rows = [
        (f"C{n % 40:03}", n, date(2023, 1, 1) + timedelta(days=n * (n % 7 + 1) % 400), f"{marks[n % 3]}{n % 50 + 1}.50")
        for n in range(300)
    ]
    done, report, _ = run_of(tmp_path, rows, **({"currency": chosen} if chosen else {}))
    tiers = {tier["name"]: tier["size"] for tier in done.summary["value"]["tiers"]}
    assert sum(tier["size"] for tier in done.summary["loyalty"]["tiers"]) == 40
    assert done.customers["strategy"].null_count() == 0
    if chosen:
        assert (done.summary["value"]["unavailable"], sum(tiers.values())) == ("", 40)
    else:
        assert "several currencies" in done.summary["value"]["unavailable"]
        assert "several currencies" in report
        assert done.customers["value"].null_count() == 40
        assert all(entry["stake"] is None for entry in done.summary["strategies"])
        assert all(one["revenue"] is None for one in done.summary["rfm"]["segments"])
