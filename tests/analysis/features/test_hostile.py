"""Any table gives a finite matrix or a clear refusal, and the same one whatever order its rows came in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.customers import CustomerChoices, customer_table
from analysis.errors import AnalysisError
from analysis.features import FeatureModel, Features, build_matrix
from analysis.rows import Rows
from analysis.sources.table import LINE, Column

CELLS = {
    "id": st.none() | st.sampled_from([str(n) for n in range(30)]),
    "number": st.none() | st.floats() | st.sampled_from([0.0, 1.0, 2.5]),
    "count": st.none() | st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3),
    "flag": st.none() | st.booleans(),
    "kind": st.none() | st.sampled_from(["a", "b", "(missing)", "(other)", ""]) | st.text(max_size=3),
    "day": st.none() | st.dates(),
}
SCHEMA = {
    "id": pl.String,
    "number": pl.Float64,
    "count": pl.Int64,
    "flag": pl.Boolean,
    "kind": pl.String,
    "day": pl.Date,
}
TYPES = {"id": "text", "number": "decimal", "count": "integer", "flag": "boolean", "kind": "text", "day": "date"}
CHOICES = st.builds(
    Features,
    use=st.just("auto") | st.lists(st.sampled_from([*SCHEMA][1:]), min_size=1).map(tuple),
    transform=st.sampled_from(["auto", "none", "log1p", "yeo_johnson"]),
    scale=st.sampled_from(["standard", "minmax", "robust", "none"]),
    encode=st.sampled_from(["one_hot", "ordinal"]),
    missing_flag_share=st.sampled_from([0.1, 1.0]),
    pca=st.sampled_from([0, 2]),
    rare_level_share=st.sampled_from([0.0, 0.3]),
)


def table(rows):
    frame = pl.DataFrame(rows, schema=SCHEMA).with_row_index(LINE, offset=1)
    columns = tuple(
        Column(name=name, type=kind, role="customer_id" if name == "id" else None) for name, kind in TYPES.items()
    )
    return customer_table([Rows("crm", "customers", nw.from_native(frame.lazy()), columns)], CustomerChoices())


@settings(max_examples=80, deadline=None)
@given(st.lists(st.fixed_dictionaries(CELLS), max_size=25), CHOICES, st.randoms())
def test_any_table_gives_a_finite_matrix_or_a_clear_refusal(rows, choices, random):
    try:
        customers = table(rows)
        matrix = build_matrix(customers, choices, 0)
    except AnalysisError as refusal:
        assert str(refusal)
        return
    assert np.isfinite(matrix.values).all()
    assert matrix.values.shape == (customers.frame.height, len(matrix.columns))
    model = FeatureModel.model_validate_json(matrix.model.model_dump_json())
    assert (model.apply(customers.frame) == matrix.values).all()
    random.shuffle(rows)
    again = build_matrix(table(rows), choices, 0)
    assert (again.values == matrix.values).all() and again.columns == matrix.columns


MEASURE = """
import numpy as np, polars as pl
from analysis.customers import Customers, Measure
from analysis.features import Features, build_matrix
import scipy.stats
size = 1_000_000
random = np.random.default_rng(0)
frame = pl.DataFrame({"customer_id": pl.int_range(size, eager=True).cast(pl.String).sort()})
frame = frame.with_columns(pl.Series(f"c{n}", random.lognormal(size=size) * (1 if n % 2 else -1)) for n in range(20))
measures = tuple(Measure(name=name, title=name, unit="number", kind="numeric") for name in frame.columns[1:])
customers = Customers(frame, measures, None, None, "customers")
def status(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
before = status("VmRSS")
matrix = build_matrix(customers, Features(), 0)
print((status("VmHWM") - before) / matrix.values.nbytes)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_a_million_customers_take_at_most_two_and_a_half_times_their_matrix():
    root = Path(__file__).resolve().parents[3]
    told = subprocess.run([sys.executable, "-c", MEASURE], cwd=root, capture_output=True, text=True, check=True)
    assert float(told.stdout) <= 2.5
