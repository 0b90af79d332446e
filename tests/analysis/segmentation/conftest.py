"""Data whose groups are known, and one memory of finished fits, so that a structure test runs once per data set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from threadpoolctl import threadpool_limits

from analysis.segmentation import FitContext, Segmenter, Segments, segment

FITS: dict[tuple[str, int, str], dict[str, np.ndarray]] = {}


def as_matrix(values: np.ndarray, ids: list[str] | None = None, sources: list[str] | None = None) -> SimpleNamespace:
    """What the features room hands over, as far as segmenting looks at it."""
    names = [f"x{at}" for at in range(values.shape[1])]
    ids = ids or [f"{at:07d}" for at in range(len(values))]
    columns = tuple(
        SimpleNamespace(name=name, source=source) for name, source in zip(names, sources or names, strict=True)
    )
    return SimpleNamespace(
        values=values.astype(np.float32), columns=columns, customer_ids=pl.Series(ids, dtype=pl.String)
    )


def remembering(values: np.ndarray, seed: int = 0) -> FitContext:
    """A context that keeps every fit for the whole session of tests."""
    key = str(hash(values.astype(np.float32).tobytes()))

    def remember(name: str, make: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        place = (key, seed, name)
        if place not in FITS:
            FITS[place] = make()
        return FITS[place]

    return FitContext(seed=seed, remember=remember)


def run(
    values: np.ndarray, choices: Segmenter, frame: pl.DataFrame | None = None, *, context: FitContext | None = None
) -> Segments:
    """Segment ``values`` with finished fits remembered."""
    frame = pl.DataFrame({"customer_id": [f"{at:07d}" for at in range(len(values))]}) if frame is None else frame
    matrix = as_matrix(values, frame["customer_id"].to_list())
    return segment(matrix, SimpleNamespace(frame=frame), choices, context or remembering(values))


def standardised(values: np.ndarray) -> np.ndarray:
    """Each column with mean 0 and standard deviation 1."""
    return (values - values.mean(axis=0)) / values.std(axis=0)


def planted(rows: int = 300, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Three groups of different sizes, far apart in three columns, and which one each row is of (0 the largest)."""
    draw = np.random.default_rng(seed)
    groups = draw.choice(3, rows, p=[0.5, 0.3, 0.2])
    centres = np.array([[0, 0, 0], [6, 6, 0], [6, 0, 6]], dtype=float)
    return standardised(centres[groups] + draw.normal(size=(rows, 3))), groups


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Keep scikit-learn's own threads from fighting over the cores of the test machine."""
    with threadpool_limits(limits=1):
        yield


@pytest.fixture(scope="session")
def blobs() -> tuple[np.ndarray, np.ndarray]:
    """Three planted groups of 300 customers."""
    return planted()


@pytest.fixture
def mall(real_data: Callable[[str], object]) -> np.ndarray:
    """Income and spending of the mall customers, raw."""
    table = pl.read_csv(real_data("Mall_Customers.csv"))
    return table.select("Annual Income (k$)", "Spending Score (1-100)").to_numpy().astype(float)
