"""Assignment to centroids as expressions gives what the model gives, on every engine."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from analysis.errors import AnalysisError
from analysis.segmentation import DBSCAN, KMeans, segment_expression

from .conftest import run


@pytest.fixture(autouse=True)
def few_references(monkeypatch):
    """The verdict is not looked at here."""
    monkeypatch.setattr("analysis.segmentation.quality.structure.REFERENCES", 9)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_expressions_assign_as_the_model_does(engine, blobs):
    values = blobs[0].astype(np.float32)
    model = run(values, KMeans(k=5)).model
    new = np.random.default_rng(2).normal(size=(5000, 3)) * 2
    frame = pl.DataFrame(new, schema=list(model.card.columns)).with_row_index("row")
    native = frame.lazy() if engine == "polars" else duckdb.sql("select * from frame")
    answers = nw.from_native(native).with_columns(segment_expression(model).alias("segment")).collect("polars")
    found = answers.to_native().sort("row")["segment"].to_numpy()
    np.testing.assert_array_equal(found, model.assign(new).labels)


def test_a_method_without_centroids_says_that_it_cannot(blobs):
    model = run(blobs[0], DBSCAN(eps=0.6, min_samples=5)).model
    with pytest.raises(AnalysisError, match="dbscan cannot be written as expressions"):
        segment_expression(model)
