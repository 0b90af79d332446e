"""What is proposed, and what is left alone."""

import random
from dataclasses import asdict

import polars as pl
import pytest

from analysis.cleaning import ledger, portraits, propose
from analysis.codes import InCodes
from analysis.engines.polars import hold
from analysis.rows import Rows
from analysis.sources.holding import unknown
from analysis.sources.table import LINE, Column


def proposed(rows):
    return [(one.step.step, tuple(getattr(one.step, "columns", ())), one.suggested) for one in propose(rows)]


def test_clean_customers_are_left_alone(table):
    draw = random.Random(3)
    ages = [draw.randint(18, 80) for _ in range(300)]
    spent = [round(draw.uniform(1, 100), 2) for _ in range(300)]
    cells = {
        "id": [f"{number:04d}" for number in range(300)],
        "age": ages,
        "spent": spent,
        "sex": ["f", "m", "d"] * 100,
    }
    assert proposed(table(cells, id="customer_id", age="age", sex="gender")) == []


def test_99_is_no_answer_where_all_answers_are_on_a_scale_and_one_visit_of_99_is_a_visit(table):
    marks = [99 if number % 20 == 0 else number % 5 + 1 for number in range(300)]
    visits = [99 if number == 7 else number % 9 for number in range(300)]
    cells = {"id": [f"{number:04d}" for number in range(300)], "q1": marks, "visits": visits}
    rules = [one.step for one in propose(table(cells, id="customer_id")) if one.step.step == "range_rule"]
    assert [(rule.columns, rule.maximum) for rule in rules] == [(("q1",), 5.0)]


def test_each_trouble_of_a_customers_file_is_proposed_for_with_its_reason(table):
    draw = random.Random(5)
    size = 400
    income = [None if number % 29 == 0 else round(draw.lognormvariate(10, 1), 2) for number in range(size)]
    age = [draw.choice([None, *range(20, 70)]) for _ in range(size)]
    age[7], age[8] = 188, -3
    score = [-999.0 if number % 50 == 0 else float(draw.randint(0, 100)) for number in range(size)]
    cells = {
        "id": [f"{number:04d}" for number in range(size)],
        "income": income,
        "age": age,
        "score": score,
        "city": [draw.choice(["Paris", "paris", "Rome ", "Oslo", None]) for _ in range(size)],
        "mail": [None if number % 9 == 0 else f"p{number}@example.org" for number in range(size)],
        "mostly": [1.5 * number if number % 3 == 0 else None for number in range(size)],
        "bought": [draw.choice([0, 0, 1, None]) for _ in range(size)],
    }
    cells = {name: [*values, *values[:5]] for name, values in cells.items()}
    cells["id"][-1], cells["city"][-1] = "0011", "Bergen"
    rows = table(cells, id="customer_id", mail="email", age="age")
    reasons = {(one.step.step, *getattr(one.step, "columns", ())): one.reason for one in propose(rows)}
    assert proposed(rows) == [
        ("drop_duplicates", (), True),
        ("report_duplicates", ("id",), True),
        ("drop_duplicates", ("id",), False),
        ("tidy_text", ("city",), True),
        ("unify_spellings", ("city",), True),
        ("fill_missing", ("city",), True),
        ("range_rule", ("age",), True),
        ("range_rule", ("score",), True),
        ("fill_missing", ("income",), True),
        ("fill_missing", ("age",), True),
        ("fill_missing", ("score",), True),
        ("fill_missing", ("mostly",), False),
        ("fill_missing", ("bought",), True),
        ("outliers", ("income",), False),
    ]
    missing = 100 * sum(value is None for value in cells["income"]) / len(cells["income"])
    assert reasons["fill_missing", "income"].startswith(f"income: {missing:.1f} % missing, skewed")
    assert reasons["fill_missing", "income"].endswith("→ median")
    assert "188" in reasons["range_rule", "age"]
    assert len(ledger(rows, [one.step for one in propose(rows)])) == sum(one.suggested for one in propose(rows))


def test_proposals_do_not_depend_on_the_order_of_rows_or_the_engine(orders, rows_of):
    shuffled = orders.sample(fraction=1.0, shuffle=True, seed=4)
    assert propose(rows_of(orders)) == propose(rows_of(shuffled)) == propose(rows_of(orders, "duckdb"))


def test_orders_whose_status_undoes_them_are_kept_out_in_plain_sight(table):
    cells = {"n": [1, 2, 3], "my state": ["ok", "Cancelled by 'admin'", None]}
    rows = table(cells, kind="transactions", n="quantity", **{"my state": "status"})
    (one,) = propose(rows)
    assert one.step.condition == "`my state` not in ['Cancelled by ''admin'''] or `my state` is null"
    assert ledger(rows, [one.step])[0].rows_after == 2


@pytest.mark.parametrize(("guest", "lines"), [("0", 300), ("99999", 300), ("99999", 40), ("guest", 300)])
def test_ids_kept_as_numbers_change_no_proposal(guest: str, lines: int) -> None:
    ids = [*(str(number) for number in range(1, 60) for _ in range(10)), *[guest] * lines, None]
    frame = pl.DataFrame(
        {"Customer": ids, "Units": [place % 5 - 2 for place in range(len(ids))], LINE: range(len(ids))}
    )
    columns = (
        Column(name="Customer", type="text", role="customer_id", minimum="0", maximum=max(guest, "59"), distinct=60),
        Column(name="Units", type="integer", role="quantity", minimum="-2", maximum="2"),
    )
    codes = InCodes()
    held = codes(unknown([frame]), frame.clear())
    plain = Rows("orders", "transactions", hold(frame.lazy()), columns)
    assert codes.codes["Customer"].levels == (guest == "guest")
    proposed = propose(plain)
    assert propose(Rows("orders", "transactions", hold(held), columns, codes.codes)) == proposed
    assert any(each.step.step == "keep_where" for each in proposed) == (lines > 5 * 10)


def test_columns_of_a_very_wide_file_are_seen_as_those_of_a_narrow_one(table):
    draw = random.Random(9)
    kinds = (
        lambda: draw.choice([None, 1, 2, 40]),
        lambda: draw.choice([-999.0, float("nan"), 0.25, 7.5]),
        lambda: draw.choice(["a", " b ", "", None]),
        lambda: draw.choice([True, None]),
    )
    cells = {f"c{number}": [kinds[number % 4]() for _ in range(12)] for number in range(portraits.WIDE + 3)}
    seen = portraits.portraits(table(cells))
    for start in range(0, len(cells), 60):
        some = {name: cells[name] for name in list(cells)[start : start + 60]}
        for name, alone in portraits.portraits(table(some)).items():
            figures = {key: value for key, value in asdict(alone).items() if key != "column"}
            assert {key: value for key, value in asdict(seen[name]).items() if key != "column"} == pytest.approx(
                figures
            )
    assert seen["c1"].codes_below > 0
    assert seen["c1"].least == min(value for value in cells["c1"] if value == value and value != -999)
