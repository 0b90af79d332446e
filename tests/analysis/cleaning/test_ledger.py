"""The ledger over real and made-up orders."""

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from analysis.cleaning import STEPS, clean, ledger, propose
from analysis.engines import collect
from analysis.rows import Rows
from analysis.sources import read
from analysis.sources.table import LINE

ONE, TWO = STEPS["drop_missing"](columns=("CustomerID",)), STEPS["drop_returns"]()


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture
def retail(real_data, kept):
    """The invoice lines of Online Retail, read once."""
    path = real_data("online_retail.csv.gz")
    if "rows" not in kept:
        found = read(path)
        frame = nw.from_native(found.frame.collect().lazy())
        kept["rows"] = Rows("orders", "transactions", frame, found.findings.columns)
    return kept["rows"]


def test_each_line_dropped_from_online_retail_has_a_rule_and_its_money(retail):
    missing, returns = ledger(retail, [ONE, TWO])
    assert (missing.rows_before, missing.rows_after, returns.rows_after) == (541_909, 406_829, 397_884)
    assert [(rule.rows, rule.amount) for rule in (*missing.rules, *returns.rules)] == [
        (135_080, 1_447_682.12),
        (8_905, -611_342.09),
        (40, 0.0),
    ]
    assert sum(rule.rows for rule in (*missing.rules, *returns.rules)) == 144_025
    assert (missing.amount_before, missing.amount_after) == (9_747_747.93, 8_300_065.81)
    assert (returns.amount_before, returns.amount_after) == (8_300_065.81, 8_911_407.90)
    customers = collect(clean(retail, [ONE, TWO]).frame.select(nw.col("CustomerID").n_unique()))
    assert customers.item() == 4338


def test_the_proposed_steps_net_returns(retail):
    proposed = propose(retail)
    assert [(one.step.step, one.suggested) for one in proposed] == [
        ("drop_missing", True),
        ("net_returns", True),
        ("drop_prices", True),
        ("drop_duplicates", False),
    ]
    assert "5,268" in proposed[-1].reason
    one = clean(retail, [proposal.step for proposal in proposed]).frame.filter(nw.col("CustomerID") == "16446")
    lines = collect(one).select(amount=(pl.col("Quantity") * pl.col("UnitPrice") * 1000).round().cast(pl.Int64))
    assert lines["amount"].sum() == 2_900
    assert lines.filter(pl.col("amount") > 0)["amount"].sum() == 168_472_500


def test_steps_that_are_off_or_for_another_source_leave_no_line(orders, rows_of):
    steps = [
        STEPS["drop_prices"](enabled=False),
        STEPS["drop_prices"](source="others"),
        STEPS["drop_returns"](source="orders"),
    ]
    assert [(line.step, line.position) for line in ledger(rows_of(orders), steps)] == [("drop_returns", 2)]
    assert ledger(rows_of(orders), steps[:2]) == ()


@pytest.mark.parametrize("on", ["polars", "duckdb"])
def test_lines_follow_from_each_other_through_every_kind_of_step(orders, rows_of, on):
    steps = [
        STEPS["drop_duplicates"](),
        STEPS["drop_returns"](),
        STEPS["fill_missing"](columns=("Age",), method="forward", order_by=("When",)),
        STEPS["drop_missing"](columns=("Customer",)),
        STEPS["drop_duplicates"](columns=("Customer",)),
        STEPS["fill_missing"](columns=("Score",), method="mean", by=("Country",)),
        STEPS["keep_where"](condition="Units < p95(Units)"),
    ]
    rows = rows_of(orders, on)
    lines = ledger(rows, steps)
    # Counted together, or each on what those before it left: the same.
    alone = [ledger(clean(rows, steps[:number]), [step])[0] for number, step in enumerate(steps)]
    assert [line.model_dump(exclude={"position"}) for line in lines] == [
        line.model_dump(exclude={"position"}) for line in alone
    ]
    assert [line.rows_before for line in lines[1:]] == [line.rows_after for line in lines[:-1]]
    assert [line.amount_before for line in lines[1:]] == [line.amount_after for line in lines[:-1]]


def test_money_is_exact_where_floats_are_not(table):
    rows = table(
        {"n": [1, -1, 1, 10**12], "p": [1e12 + 0.01, 1e12, 0.005, 0.001]},
        kind="transactions",
        n="quantity",
        p="unit_price",
    )
    # 0.01 + 0.005 + 1 000 000 000: a sum of doubles loses the cents on the way.
    (line,) = ledger(rows, [STEPS["report_duplicates"]()])
    assert line.amount_before == 1_000_000_000.02


def test_cells_that_are_no_money_are_left_out_of_it(table):
    rows = table({"a": [1.5, float("nan"), float("inf"), None, 1e300]}, kind="transactions", a="amount")
    (line,) = ledger(rows, [STEPS["drop_returns"]()])
    assert line.amount_before == 1.5


def test_examples_show_the_row_before_and_after(table):
    rows = table({"id": ["a", "b", "c"], "x": [1, 999, 3]}, id="customer_id")
    (line,) = ledger(rows, [STEPS["range_rule"](columns=("x",), maximum=120.0)])
    (example,) = line.examples
    assert (example.line, example.before, example.after) == (2, {"id": "b", "x": "999"}, {"x": None})


def test_rows_keep_their_line_numbers(orders, rows_of):
    found = collect(clean(rows_of(orders), [STEPS["drop_returns"]()]).frame)
    assert found.join(orders.rename({"Invoice": "own"}), on=LINE)["own"].eq_missing(found["Invoice"]).all()


def test_money_in_several_currencies_is_not_added_up(table):
    cells = {"who": ["a", "b", None, "b"], "paid": [10.0, 2.0, 7.0, 900.0], "cur": ["EUR", "eur", "EUR", "JPY"]}
    step = STEPS["drop_missing"](columns=("who",))
    (line,) = ledger(table(cells, paid="amount", cur="currency"), [step])
    assert (line.rows_after, line.amount_before, line.amount_after, line.rules[0].amount) == (3, None, None, None)
    assert "several currencies" in line.reason
    (line,) = ledger(table(cells | {"cur": ["EUR", "eur", "EUR", "€"]}, paid="amount", cur="currency"), [step])
    assert (line.amount_before, line.amount_after) == (919.0, 912.0)
