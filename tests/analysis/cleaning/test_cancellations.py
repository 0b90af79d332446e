"""Which order ids and states mark what came to nothing."""

import pytest

from analysis.cleaning import STEPS, clean, ledger
from analysis.cleaning.cancellations import cancellations
from analysis.engines import collect

USUAL = [str(number) for number in range(536365, 536385)]


@pytest.mark.parametrize(
    ("others", "units", "marks"),
    [
        (["C536379", "C536383"], [-1, -2], ["C"]),
        (["C536379", "c536383"], [1, 2], ["C", "c"]),
        (["536379-RET", "CN 536380"], [1, 1], ["-RET", "CN "]),
        (["R1", "R2"], [-1, -1], ["R"]),
        (["R1", "R2"], [1, 1], []),
        (["A563185", "A563186", "WEB1"], [1, -1, 1], []),
        (["C" + "a1b2"[number % 4 :] for number in range(3)], [1, 1, 1], []),
        (["54C6", "5C"], [1, 1], ["C"]),
    ],
)
def test_a_mark_is_a_word_for_it_added_to_the_usual_form(table, others, units, marks):
    ids = USUAL + others
    rows = table({"id": ids, "n": [1] * len(USUAL) + units}, kind="transactions", id="order_id", n="quantity")
    assert list(cancellations(rows)) == marks


@pytest.mark.parametrize(
    ("ids", "marks"),
    [
        ([f"SO-2011-{number}" for number in range(30)] + ["CSO-2011-31", "SO-2011-5-C"], ["-C", "CSO-2011-"]),
        ([f"A{number}" for number in range(9)] + [f"B{n}" for n in range(9)] + [f"C{n}" for n in range(9)], []),
        ([f"C{number}" for number in range(30)] + ["17"], []),
        ([], []),
    ],
)
def test_what_most_ids_look_like_is_no_mark(table, ids, marks):
    found = list(cancellations(table({"id": [*ids, ""]}, id="order_id")))
    assert [mark for mark in found if mark != "SO-2011-5-C"] == [mark for mark in marks if mark != "-C"]


def test_the_analyst_can_say_the_marks(table):
    rows = table({"id": [*USUAL, "K1"], "n": [1] * 21}, kind="transactions", id="order_id", n="quantity")
    kept = lambda **fields: len(collect(clean(rows, [STEPS["drop_returns"](**fields)]).frame))  # noqa: E731
    assert (kept(), kept(marks=["K"]), kept(marks=[])) == (21, 20, 21)


def test_a_cancelled_order_written_with_positive_quantities_is_netted(table):
    rows = table({"id": [*USUAL, "C1"], "n": [2] * 21}, kind="transactions", id="order_id", n="quantity")
    net = STEPS["net_returns"]()
    found = collect(clean(rows, [net, net]).frame).sort("__line__")["n"].to_list()
    assert found == [2] * 20 + [-2]


@pytest.mark.parametrize(
    ("units", "price", "amount", "netted"),
    [
        (-2, 5.0, 10.0, (-2, -10.0)),
        (2, 5.0, 10.0, (2, 10.0)),
        (-2, 5.0, -10.0, (-2, -10.0)),
        (None, None, -1.0, (None, -1.0)),
    ],
)
def test_an_amount_follows_the_sign_of_its_quantity(table, units, price, amount, netted):
    cells = {"n": [1, units], "p": [1.0, price], "a": [1.0, amount]}
    rows = table(cells, kind="transactions", n="quantity", p="unit_price", a="amount")
    found = collect(clean(rows, [STEPS["net_returns"]()]).frame).sort("__line__").row(1, named=True)
    assert (found["n"], found["a"]) == netted


def test_a_cancelled_line_with_a_negative_price_is_negative_already(table):
    cells = {"id": [*USUAL, "C1"], "n": [2] * 21, "p": [1.5] * 20 + [-1.5]}
    rows = table(cells, kind="transactions", id="order_id", n="quantity", p="unit_price")
    assert ledger(rows, [STEPS["net_returns"]()])[0].amount_after == 57.0


def test_states_that_undo_an_order_are_told_from_those_that_do_not(table):
    states = [
        "Shipped",
        "Cancelled",
        "NOT CANCELLED",
        "Refunded",
        "Partially refunded",
        "return pending",
        "已取消",
        None,
    ]
    rows = table({"n": [1] * 8, "s": states}, kind="transactions", n="quantity", s="status")
    (line,) = ledger(rows, [STEPS["drop_returns"]()])
    assert line.rules[0].rule == "s is Cancelled, Refunded, 已取消"
    assert line.rows_after == 5
