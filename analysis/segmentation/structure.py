"""The structure test as part of a run: kept between runs, and put into words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.segmentation.base import Task
from analysis.segmentation.quality.structure import StructureTest, structure_test
from analysis.segmentation.summary import Structure

FEWEST_ROWS = 20
"""With fewer customers there is nothing to test."""
SENTENCES = {
    "segments": "There are groups in these data: data like them without groups cluster this well {odds}.",
    "unclear": "It is not clear that there are groups: data like these without groups cluster this well {odds}.",
    "none": "No segments here: data like these without groups cluster this well {odds}.",
}


def remembered_structure(task: Task, ks: Sequence[int]) -> StructureTest | None:
    """Run the test once for these features and ks; None with fewer than 20 customers."""
    ks = [k for k in ks if k < min(len(task.values), 1_000) // 2]
    if len(task.values) < FEWEST_ROWS or not ks:
        return None

    def make() -> dict[str, npt.NDArray[np.float64]]:
        test = structure_test(task.values, ks, task.context.seed, task.split_columns, task.context.progress)
        return {
            "ks": np.array(test.ks, dtype=np.float64),
            "silhouettes": np.array(test.silhouettes),
            "means": np.array(test.means),
            "rest": np.array([test.p_value, test.rows, test.references]),
        }

    kept = task.context.remember(f"structure k={ks[0]}-{ks[-1]}x{len(ks)}", make)
    p_value, rows, references = kept["rest"].tolist()
    return StructureTest(
        ks=tuple(int(k) for k in kept["ks"]),
        silhouettes=tuple(kept["silhouettes"].tolist()),
        means=tuple(kept["means"].tolist()),
        p_value=p_value,
        rows=int(rows),
        references=int(references),
    )


def structure_summary(test: StructureTest | None) -> Structure:
    """Put the verdict into words."""
    if test is None:
        return Structure(
            verdict="unclear",
            p_value=None,
            rows=0,
            sentence=f"Fewer than {FEWEST_ROWS} customers: whether there are groups cannot be tested.",
        )
    odds = f"in {test.reached} of {test.references} cases (p = {test.p_value:.3f})"
    return Structure(
        verdict=test.verdict,
        p_value=test.p_value,
        rows=test.rows,
        references=test.references,
        sentence=SENTENCES[test.verdict].format(odds=odds),
    )
