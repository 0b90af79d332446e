"""What every step in the table has to keep; a new step is tested by being listed, with an example here."""

from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from pydantic import TypeAdapter

from analysis.cleaning import STEPS, AnyStep, clean, ledger
from analysis.engines import collect
from analysis.sources.table import LINE

EXAMPLES = [
    {"step": "drop_missing", "columns": ["Customer"]},
    {"step": "drop_missing", "columns": ["customer_id", "Country"], "when": "all"},
    {"step": "drop_returns"},
    {"step": "drop_returns", "marks": []},
    {"step": "net_returns"},
    {"step": "drop_prices"},
    {"step": "keep_where", "condition": "Country != 'France' and Units >= p20(Units) or Age is null"},
    {"step": "drop_duplicates"},
    {"step": "drop_duplicates", "columns": ["Customer"]},
    {"step": "drop_duplicates", "columns": ["Customer"], "keep": "first", "order_by": ["When"]},
    {"step": "drop_duplicates", "columns": ["Country", "Customer"], "keep": "last", "order_by": ["Age", "Score"]},
    {"step": "drop_repeated_parts"},
    {"step": "fill_missing", "columns": ["Age", "Score"], "method": "mean"},
    {"step": "fill_missing", "columns": ["Age", "Score"], "method": "median"},
    {"step": "fill_missing", "columns": ["Country", "Age", "Flag", "Born"], "method": "mode"},
    {"step": "fill_missing", "columns": ["Country"], "method": "constant", "value": "unknown"},
    {"step": "fill_missing", "columns": ["Age"], "method": "constant", "value": 0.5},
    {"step": "fill_missing", "columns": ["Born"], "method": "constant", "value": "1970-01-01"},
    {"step": "fill_missing", "columns": ["Score", "Note"], "method": "forward", "order_by": ["When"]},
    {"step": "fill_missing", "columns": ["Age"], "method": "forward", "order_by": ["When"], "by": ["Customer"]},
    {"step": "fill_missing", "columns": ["Age", "Score"], "method": "mean", "by": ["Customer"]},
    {"step": "fill_missing", "columns": ["Score"], "method": "median", "by": ["Country", "Flag"]},
    {"step": "fill_missing", "columns": ["Country", "Flag"], "method": "mode", "by": ["Customer"]},
    {"step": "set_type", "columns": ["Code"], "to": "decimal", "decimal": ","},
    {"step": "set_type", "columns": ["Units", "Price"], "to": "text"},
    {"step": "set_type", "columns": ["Price", "Flag"], "to": "integer"},
    {"step": "set_type", "columns": ["When"], "to": "date"},
    {"step": "tidy_text"},
    {"step": "tidy_text", "columns": ["Country"], "case": "upper", "collapse": False},
    {"step": "unify_spellings", "columns": ["Country"], "mapping": {"U.K.": "United Kingdom"}},
    {"step": "outliers", "columns": ["Units"], "method": "iqr", "action": "clip"},
    {"step": "outliers", "columns": ["Units", "Age"], "method": "z", "factor": 1.0, "action": "drop"},
    {"step": "outliers", "columns": ["Score"], "method": "mad", "action": "null"},
    {"step": "outliers", "columns": ["Age", "Price"], "method": "quantile", "action": "median"},
    {"step": "outliers", "columns": ["Age", "Price"], "method": "z", "action": "mean", "factor": 1.5},
    {"step": "range_rule", "columns": ["Age"], "minimum": 0.0, "maximum": 120.0},
    {"step": "range_rule", "columns": ["Age"], "minimum": 17.5, "action": "clip"},
    {"step": "range_rule", "columns": ["Age"], "maximum": 120.0, "action": "drop"},
    {"step": "range_rule", "columns": ["When"], "minimum": "2011-03-01", "maximum": "2011-06-30", "action": "drop"},
    {"step": "one_hot", "columns": ["Country", "Flag"], "most": 3},
    {"step": "one_hot", "columns": ["Country"], "keep": False},
    {"step": "normalise", "columns": ["Price", "Units"], "method": "minmax"},
    {"step": "normalise", "columns": ["Price"], "method": "z"},
    {"step": "normalise", "columns": ["Units", "Score"], "method": "robust"},
    {"step": "report_duplicates", "columns": ["Customer"]},
]
NOT_TWICE = {"one_hot": "a column that was replaced is not there any more"}


def named(example):
    return " ".join(str(value) for value in example.values())


@pytest.fixture(params=EXAMPLES, ids=named)
def step(request):
    return TypeAdapter(AnyStep).validate_python(request.param)


def done(rows, *steps):
    """The cleaned table in the order of lines, rounded to the digits on which engines agree."""
    found = collect(clean(rows, steps).frame).sort(LINE)
    return found.with_columns(pl.col(pl.Float64).round_sig_figs(9))


def test_every_step_has_an_example():
    assert {example["step"] for example in EXAMPLES} == set(STEPS)


def test_polars_and_duckdb_agree(step, orders, rows_of):
    one, other = done(rows_of(orders), step), done(rows_of(orders, "duckdb"), step)
    assert_frame_equal(one, other, check_dtypes=True)
    lines = [ledger(rows_of(orders, on), [step])[0].model_dump(exclude={"reason"}) for on in ("polars", "duckdb")]
    assert lines[0] == lines[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_matter(step, orders, rows_of, seed):
    shuffled = orders.sample(fraction=1.0, shuffle=True, seed=seed)
    assert_frame_equal(done(rows_of(orders), step), done(rows_of(shuffled), step))
    # A file in another order has other line numbers; the rows that come out are the same all the same.
    again = shuffled.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE))
    one, other = (done(rows_of(frame), step).drop(LINE) for frame in (orders, again))
    assert_frame_equal(one.sort(one.columns), other.sort(one.columns))


def test_doing_it_twice_is_doing_it_once_where_it_says_so(step, orders, rows_of):
    if not step.idempotent or (step.step in NOT_TWICE and not getattr(step, "keep", True)):
        pytest.skip("does not promise it")
    assert_frame_equal(done(rows_of(orders), step), done(rows_of(orders), step, step))


def test_the_ledger_counts_every_row_and_cell(step, orders, rows_of):
    rows = rows_of(orders)
    after = collect(clean(rows, [step]).frame)
    (line,) = ledger(rows, [step])
    assert (line.rows_before, line.rows_after) == (len(orders), len(after))
    if line.rules:
        assert sum(rule.rows for rule in line.rules) == line.rows_before - line.rows_after
    assert set(after[LINE]) <= set(orders[LINE])
    assert after[LINE].is_unique().all()
    if step.step != "set_type":
        assert line.cells_changed == cells_that_differ(orders, after)
    assert bool(line.examples) == (line.rows_after < line.rows_before or line.cells_changed > 0)
    for example in line.examples:
        assert (example.after is None) == (example.line not in set(after[LINE]))


def test_the_ledger_counts_money_exactly(step, orders, rows_of):
    rows = rows_of(orders)
    (line,) = ledger(rows, [step])
    assert line.amount_before == money(orders)
    after = collect(clean(rows, [step]).frame)
    if after["Price"].dtype.is_numeric() and step.step not in {"normalise", "outliers"}:
        price = after["Price"]
        assert line.amount_after == (money(after) if after["Units"].dtype.is_numeric() else cents(price.to_list()))


def test_the_columns_said_are_the_columns_there(step, orders, rows_of):
    rows = clean(rows_of(orders), [step])
    schema = collect(rows.frame.head(1)).schema
    kinds = {
        "text": pl.String,
        "integer": pl.Int64,
        "decimal": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
        "datetime": pl.Datetime("us"),
    }
    assert {column.name: kinds[column.type] for column in rows.columns} == {
        name: dtype for name, dtype in schema.items() if name != LINE
    }
    assert step.apply(rows_of(orders)).columns == rows.columns
    assert set(step.reads(rows_of(orders))) <= set(orders.columns)


def test_a_step_survives_the_recipe(step):
    document = step.model_dump_json(exclude_none=True)
    assert TypeAdapter(AnyStep).validate_json(document) == step


def cells_that_differ(before, after):
    kept = before.join(after.select(LINE), on=LINE, how="semi").sort(LINE)
    after = after.sort(LINE)
    shared = [name for name in kept.columns if name in after.columns and name != LINE]
    return sum(int(kept[name].cast(after[name].dtype).ne_missing(after[name]).sum()) for name in shared)


def money(frame):
    return cents(
        [None if None in pair else Decimal(str(pair[1])) * pair[0] for pair in frame.select("Units", "Price").rows()]
    )


def cents(amounts):
    total = sum((Decimal(str(amount)) for amount in amounts if amount is not None), Decimal(0))
    return float(total.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))
