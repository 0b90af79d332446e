"""The language of conditions: what it selects, on every engine, and how it refuses what it cannot understand."""

import datetime as dt

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engines import collect, engine
from analysis.errors import AnalysisError, RecipeError
from analysis.expressions import compile_condition

FRAME = pl.DataFrame(
    {
        "line": [1, 2, 3, 4, 5],
        "country": ["UK", "FR", None, "UK", "it's"],
        "money": [1.5, 2.0, None, 10.0, -3.0],
        "units": [0, 1, 2, 3, -1],
        "when": [
            dt.datetime(2011, 12, 9, 10),
            dt.datetime(2011, 12, 8),
            None,
            dt.datetime(2011, 12, 10),
            dt.datetime(2000, 2, 29),
        ],
        "day": [dt.date(2011, 12, day) for day in (1, 2, 3, 4)] + [dt.date(2000, 3, 1)],
        "my col": [True, False, None, True, None],
    }
)
COLUMNS = {
    "country": "text",
    "money": "decimal",
    "units": "integer",
    "when": "datetime",
    "day": "date",
    "my col": "boolean",
}


@pytest.fixture(params=["polars", "duckdb"])
def frame(request):
    return engine(request.param).hold(FRAME.lazy())


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        ("country == 'UK' and money > 2", [4]),
        ("country = \"it's\" or country <> 'UK' and money >= 2", [2, 5]),
        ("country == 'it''s'", [5]),
        ("not country == 'UK'", [2, 5]),
        ("not (country == 'UK' or units < 0)", [2]),
        ("1 < money <= 10 != units", [1, 2, 4]),
        ("country in ['UK', 'FR']", [1, 2, 4]),
        ("country not in ('UK')", [2, 5]),
        ("units in [1, 3.0,]", [2, 4]),
        ("day in ['2011-12-03']", [3]),
        ("money is null", [3]),
        ("money is not null and not money is null", [1, 2, 4, 5]),
        ("money > 100 or units == 2", [3]),
        ("money / units > 1", [2, 4, 5]),
        ("2 * units + 1 == 5 - units / 2 + units * 0.5", [3]),
        ("-money > 2 and - -units < 0", [5]),
        ("log(units) >= 0", [2, 3, 4]),
        ("abs(money) == 3", [5]),
        ("when <= '2011-12-09'", [1, 2, 5]),
        ("when == '2011-12-09'", [1]),
        ("when <= '2011-12-09 09:59'", [2, 5]),
        ("'2011-12-02' <= day < '2011-12-04'", [2, 3]),
        ("when - day == 8", [1]),
        ("day - when == 1", [5]),
        ("year(when) == 2000 and month(day) == 3 and weekday(day) == 3", [5]),
        ("hour(when) == 10", [1]),
        ("`my col`", [1, 4]),
        ("not `my col`", [2]),
        ("`my col` == false or `my col` is null", [2, 3, 5]),
        ("contains(lower(country), 'u') or startswith(country, 'F')", [1, 2, 4]),
        ("endswith(country, '''s') and length(country) == 4", [5]),
        ("contains(country, '.')", []),
        ("money > p50(money)", [2, 4]),
        ("money >= p100(money) or money <= p0(money)", [4, 5]),
        ("units > mean(units) and units < max(units)", [3]),
        ("money > median(money) + std(money)", [4]),
        ("day == min(day) or day == max(day)", [4, 5]),
        ("AMOUNT > 2", [4]),
    ],
)
def test_selects(frame, condition, lines):
    compiled = compile_condition(condition, COLUMNS, {"AMOUNT": "money", "units": "money"})
    found = frame.filter(compiled.expr(compiled.statistics_of(frame)))
    assert sorted(collect(found)["line"].to_list()) == lines


def test_says_what_it_needs(frame):
    compiled = compile_condition(
        "m > p80(m) and `my col` and p99.5(units) > min(day) - max(day)", COLUMNS, {"m": "money"}
    )
    assert compiled.columns == ("money", "my col", "units", "day")
    assert [one.key for one in compiled.statistics] == ["p80(money)", "p99.5(units)", "min(day)", "max(day)"]
    assert compiled.statistics_of(frame)["p80(money)"] == pytest.approx(5.2)


def test_figures_are_taken_of_the_rows_they_are_asked_of(frame):
    compiled = compile_condition("units >= p50(units)", COLUMNS)
    some = frame.filter(nw.col("units") > 0)
    figures = compiled.statistics_of(some)
    assert figures == {"p50(units)": 2.0}
    assert sorted(collect(frame.filter(compiled.expr(figures)))["line"].to_list()) == [3, 4]
    with pytest.raises(AnalysisError, match="too few values"):
        compiled.statistics_of(frame.filter(nw.col("units") > 100))


@pytest.mark.parametrize(
    ("condition", "position", "says"),
    [
        ("country = 5", 11, "write '5' in quotes"),
        ("money > '3'", 9, "write 3 without quotes"),
        ("contry == 'UK'", 1, "did you mean `country`?"),
        ("money >", 8, "something is missing"),
        ("(money > 1", 11, "')' is expected"),
        ("money", 1, "not a condition"),
        ("money > 1 and units", 15, "not a condition"),
        ("money > 1 or or", 14, "`or`"),
        ("money > 1 foo", 11, "and / or"),
        ("p101(money) > 2", 1, "p0 to p100"),
        ("contain(country, 'x')", 1, "did you mean contains()?"),
        ("money == null", 7, "is null"),
        ("when > '2011-13-01'", 8, "2011-12-09"),
        ("country & units", 9, "write and"),
        ("country == 'abc", 12, "not closed"),
        ("money in []", 12, "empty"),
        ("money in [units]", 11, "constants"),
        ("lower(money) == 'x'", 7, "does not take a number"),
        ("contains(country, country)", 19, "'text'"),
        ("mean(3) > 1", 6, "of a column"),
        ("mean(country) > 1", 6, "not taken of text"),
        ("`my col` < true", 1, "cannot be ordered"),
        ("country + 1 > 2", 1, "calculated"),
        ("money is 5", 10, "null"),
        ("(" * 70 + "money", 61, "deeper than 60"),
        ("1" + " + 1" * 150 + " < money", 403, "100 arithmetic signs"),
    ],
)
def test_refuses_with_the_place_and_the_remedy(condition, position, says):
    with pytest.raises(RecipeError) as refused:
        compile_condition(condition, COLUMNS)
    text = str(refused.value)
    assert says in text
    assert f"character {position} " in text or (position > len(condition) and "at its end" in text)


@pytest.mark.parametrize("condition", ["", "  ", "1 == 1", "true", "money > 1 " + "or money > 1 " * 2000])
def test_refuses_what_is_no_condition_on_rows(condition):
    with pytest.raises(RecipeError):
        compile_condition(condition, COLUMNS)


def test_a_long_condition_is_no_deep_one(frame):
    compiled = compile_condition("units == 1" + " or units == 2" * 350, COLUMNS)
    assert len(collect(frame.filter(compiled.expr()))) == 2


WORDS = [
    "money",
    "country",
    "`my col`",
    "when",
    "day",
    "units",
    "'x'",
    "'2011-01-01'",
    "1",
    "2.5",
    "(",
    ")",
    "[",
    "]",
    ",",
    "+",
    "-",
    "*",
    "/",
]
WORDS += ["==", "<", ">=", "and", "or", "not", "in", "is", "null", "true", "p80", "mean", "lower", "contains", "log"]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)))
def test_any_text_is_a_condition_that_runs_or_is_refused(text):
    try:
        compiled = compile_condition(text, COLUMNS)
    except RecipeError:
        return
    frame = engine("polars").hold(FRAME.lazy())
    kept = collect(frame.filter(compiled.expr(compiled.statistics_of(frame))))
    turned = compile_condition(f"not ({text})", COLUMNS)
    others = collect(frame.filter(turned.expr(turned.statistics_of(frame))))
    assert not set(kept["line"]) & set(others["line"])
