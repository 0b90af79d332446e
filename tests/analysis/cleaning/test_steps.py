"""Each step on data whose answer is known."""

import datetime as dt
import math

import pytest
from pydantic import ValidationError

from analysis.cleaning import STEPS, clean, ledger
from analysis.engines import collect
from analysis.errors import AnalysisError


def column(rows, name, *steps):
    found = collect(clean(rows, steps).frame)
    return found.sort("__line__")[name].to_list()


def step(name, **fields):
    return STEPS[name](**fields)


def test_missing_is_null_empty_and_not_a_number(table):
    rows = table({"t": ["a", "", None, "b"], "x": [1.0, 2.0, 3.0, math.nan]})
    assert column(rows, "t", step("drop_missing", columns=["t", "x"])) == ["a"]
    assert column(rows, "t", step("drop_missing", columns=["t", "x"], when="all")) == ["a", "", None, "b"]


@pytest.mark.parametrize(("method", "filled"), [("mean", 4.0), ("median", 2.0), ("mode", 2.0), ("constant", -5.0)])
def test_fills_with_the_figure_of_what_is_there(table, method, filled):
    rows = table({"x": [2.0, None, 2.0, 8.0, math.nan]})
    fill = step("fill_missing", columns=["x"], method=method, value=-5.0)
    assert column(rows, "x", fill) == [2.0, filled, 2.0, 8.0, filled]


def test_an_integer_column_stays_one_where_the_figure_is_whole(table):
    median = step("fill_missing", columns=["x"], method="median")
    whole = clean(table({"x": [1, 3, None, 2]}), [median])
    split = clean(table({"x": [1, 2, None]}), [median])
    assert [whole.columns[0].type, split.columns[0].type] == ["integer", "decimal"]
    assert collect(split.frame).sort("__line__")["x"].to_list() == [1.0, 2.0, 1.5]


def test_groups_without_a_value_get_the_figure_of_all(table):
    rows = table({"g": ["a", "a", "b", "b", "c", None], "x": [1.0, None, 5.0, 9.0, None, None]})
    filled = column(rows, "x", step("fill_missing", columns=["x"], method="mean", by=["g"]))
    assert filled == [1.0, 1.0, 5.0, 9.0, 5.0, 5.0]


def test_forward_goes_by_its_order_and_leaves_what_nothing_comes_before(table):
    days = [dt.date(2024, 1, day) for day in (3, 1, 2, 4)]
    rows = table({"day": days, "x": [None, None, 7.0, None]})
    assert column(rows, "x", step("fill_missing", columns=["x"], method="forward", order_by=["day"])) == [
        7.0,
        None,
        7.0,
        7.0,
    ]


def test_forward_may_go_by_the_place_in_the_file(table):
    rows = table({"x": [1, None, 3, None], "day": ["2023-01-04", "2023-01-03", "2023-01-02", "2023-01-01"]})
    assert column(rows, "x", step("fill_missing", columns=["x"], method="forward", order_by=["__line__"])) == [
        1,
        1,
        3,
        3,
    ]


def test_first_and_last_go_by_their_order_whatever_the_file_s(table):
    cells = {"id": ["a", "b", "a", "a"], "day": [dt.date(2024, 1, day) for day in (2, 5, 1, 3)], "x": [1, 2, 3, 4]}

    def keep(which):
        return column(table(cells), "x", step("drop_duplicates", columns=["id"], keep=which, order_by=["day"]))

    assert keep("first") == [2, 3]
    assert keep("last") == [2, 4]


def test_bounds_of_outliers_are_those_of_the_textbook(table):
    values = [float(number) for number in range(1, 12)] + [100.0]
    rows = table({"x": values})
    said = {}
    for method in ("iqr", "z", "mad", "quantile"):
        (line,) = ledger(rows, [step("outliers", columns=["x"], method=method, action="null")])
        said[method] = line.reason
    # quartiles 3.75 and 9.25; mean 13.8333, sd 27.3324; median 6.5, median deviation 3
    assert said["iqr"] == "x kept at -4.5 to 17.5"
    assert (
        said["mad"] == f"x kept at {6.5 - 3.5 * 1.482602218505602 * 3:.9g} to {6.5 + 3.5 * 1.482602218505602 * 3:.9g}"
    )
    mean = sum(values) / 12
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / 11)
    assert said["z"] == f"x kept at {mean - 3 * deviation:.9g} to {mean + 3 * deviation:.9g}"
    assert said["quantile"] == "x kept at 1.11 to 90.21"


@pytest.mark.parametrize(
    ("action", "last"), [("clip", 17.5), ("null", None), ("median", 6.5), ("mean", 166 / 12), ("drop", 11.0)]
)
def test_outliers_become_what_was_asked_for(table, action, last):
    rows = table({"x": [float(number) for number in range(1, 12)] + [100.0]})
    found = column(rows, "x", step("outliers", columns=["x"], action=action))
    assert found[-1] == (pytest.approx(last, rel=1e-8) if last is not None else None)


def test_scales(table):
    rows = table({"x": [1.0, 2.0, 3.0, 4.0, None]})
    assert column(rows, "x", step("normalise", columns=["x"])) == [
        0.0,
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
        1.0,
        None,
    ]
    z = column(rows, "x", step("normalise", columns=["x"], method="z"))
    assert z[0] == pytest.approx(-1.5 / math.sqrt(5 / 3), rel=1e-8)
    robust = column(rows, "x", step("normalise", columns=["x"], method="robust"))
    assert robust[:4] == pytest.approx([-1, -1 / 3, 1 / 3, 1], rel=1e-8)


def test_spellings_follow_the_most_frequent_and_leave_what_means_something_else(table):
    texts = ["New York", "new york", "NEW-YORK", "New York", "A-", "A+", "A", "1.5", "15", "C++", "C", "18-25", "1825"]
    rows = table({"t": texts})
    expected = ["New York"] * 4 + texts[4:]
    assert column(rows, "t", step("unify_spellings", columns=["t"])) == expected


def test_a_mapping_matches_near_spellings_and_beats_frequency(table):
    rows = table({"t": ["U.K.", "uk", "UK", "England", "france"]})
    unify = step("unify_spellings", columns=["t"], mapping={"UK": "United Kingdom", "England": "United Kingdom"})
    assert column(rows, "t", unify) == ["United Kingdom"] * 4 + ["france"]


def test_categories_become_columns_with_the_rare_ones_together(table):
    rows = table({"t": ["a", "a", "b", "b", "c", "d", None]})
    found = clean(rows, [step("one_hot", columns=["t"], most=3)])
    assert [one.name for one in found.columns] == ["t", "t=a", "t=b", "t=(other)"]
    assert collect(found.frame).sort("__line__")["t=(other)"].to_list() == [0, 0, 0, 0, 1, 1, 0]


def test_types_are_read_as_people_write_them(table):
    rows = table({"n": ["1.234,50", "-3", "7 ", "x"], "d": ["13/02/2024", "01/02/2024", "30/02/2024", None]})
    assert column(rows, "n", step("set_type", columns=["n"], to="decimal", decimal=",")) == [1234.5, -3.0, 7.0, None]
    dated = step("set_type", columns=["d"], to="date")
    assert column(rows, "d", dated) == [dt.date(2024, 2, 13), dt.date(2024, 2, 1), None, None]
    (line,) = ledger(rows, [dated])
    assert line.cells_changed == 1


def test_dates_that_can_be_read_two_ways_are_said_to_be(table):
    rows = table({"d": ["03/04/2024", "05/06/2024"]})
    (line,) = ledger(rows, [step("set_type", columns=["d"], to="date")])
    assert "day and month cannot be told apart in d" in line.reason
    month_first = step("set_type", columns=["d"], to="date", date_order="month_first")
    assert column(rows, "d", month_first) == [dt.date(2024, 3, 4), dt.date(2024, 5, 6)]
    assert "told apart" not in ledger(rows, [month_first])[0].reason


def test_text_is_tidied_of_all_white_space(table):
    rows = table({"t": ["  a  b ", "\u00a0c\u3000", "\t", None]})
    assert column(rows, "t", step("tidy_text", case="upper")) == ["A B", "C", None, None]


def test_a_range_of_days_takes_in_the_last_day(table):
    moments = [dt.datetime(2024, 1, day, 18) for day in (1, 2, 3)]
    keep = step("range_rule", columns=["t"], maximum="2024-01-02", action="drop")
    assert column(table({"t": moments}), "t", keep) == moments[:2]


@pytest.mark.parametrize(
    ("name", "fields", "says"),
    [
        ("drop_missing", {"columns": ["Kustomer"]}, ["drop_missing", "Kustomer", "did you mean Customer?"]),
        ("fill_missing", {"columns": ["t"], "method": "mean"}, ["fill_missing", "column t", "text", "set_type"]),
        ("fill_missing", {"columns": ["void"], "method": "median"}, ["column void", "no value", "constant"]),
        ("fill_missing", {"columns": ["x"], "method": "constant", "value": "many"}, ["column x", "'many'", "integer"]),
        ("outliers", {"columns": ["same"]}, ["outliers", "column same", "equal", "z or quantile"]),
        ("normalise", {"columns": ["same"]}, ["normalise", "column same", "differ", "leave it out"]),
        ("range_rule", {"columns": ["t"], "minimum": 1.0}, ["range_rule", "column t", "text"]),
        ("range_rule", {"columns": ["x"], "minimum": "soon"}, ["column x", "'soon'", "number"]),
        ("set_type", {"columns": ["t"], "to": "date"}, ["set_type", "column t", "date", "another type"]),
        ("unify_spellings", {"columns": ["x"]}, ["unify_spellings", "column x", "integer"]),
        ("drop_returns", {}, ["drop_returns", "quantities", "role"]),
        ("net_returns", {}, ["net_returns", "quantities", "role"]),
        ("keep_where", {"condition": "y > 1"}, ["keep_where", "character 1", "no column 'y'"]),
        ("keep_where", {"condition": "x > 100"}, ["keep_where", "column x", "none of the 4 rows", "switch it off"]),
        ("drop_missing", {"columns": ["void"]}, ["drop_missing", "column void", "none of the 4 rows", "data"]),
        ("set_type", {"columns": ["half"], "to": "integer"}, ["set_type", "column half", "integer", "another type"]),
        (
            "fill_missing",
            {"columns": ["x"], "method": "constant", "value": 1e30},
            ["fill_missing", "column x", "1e+30"],
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_step_column_and_remedy(table, name, fields, says):
    cells = {"Customer": ["a", "b", "c", "d"], "t": ["a", "b", None, "c"], "x": [1, 2, 3, 4], "same": [7, 7, 7, 7]}
    rows = table(cells | {"void": [None, None, None, math.nan], "half": [0.5, 1.5, None, 2.5]})
    with pytest.raises(AnalysisError) as refused:
        ledger(rows, [step(name, **fields)])
    for part in says:
        assert part in str(refused.value)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("fill_missing", {"columns": ["x"], "method": "forward"}),
        ("fill_missing", {"columns": ["x"], "method": "constant"}),
        ("drop_duplicates", {"keep": "first"}),
        ("range_rule", {"columns": ["x"]}),
        ("range_rule", {"columns": ["x"], "minimum": 2.0, "maximum": 1.0}),
        ("range_rule", {"columns": ["x"], "minimum": math.nan}),
        ("outliers", {"columns": ["x"], "factor": 0.0}),
        ("outliers", {"columns": ["x"], "lower": 0.9, "upper": 0.1}),
        ("drop_missing", {"columns": []}),
        ("keep_where", {"condition": ""}),
    ],
)
def test_settings_that_mean_nothing_are_refused_before_any_row_is_read(name, fields):
    with pytest.raises(ValidationError):
        step(name, **fields)
