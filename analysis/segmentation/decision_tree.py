"""Decision tree: known segments as a few questions about the features."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.base import Arrays, Floats
from analysis.segmentation.labelled import Frozen, LabelledSegmenter

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier


class DecisionTree(LabelledSegmenter):
    """Questions of the form feature <= value, one after the other (CART: Breiman and others 1984)."""

    title: ClassVar[str] = "Decision tree"
    about: ClassVar[str] = "Learns labelled segments as rules that can be read."

    method: Literal["decision_tree"] = "decision_tree"
    depth: int = Field(6, title="Depth", description="How many questions in a row at most.", ge=1, le=30)
    smallest_leaf: int = Field(5, title="Smallest leaf", description="Customers at least in every answer.", ge=1)

    def learn(self, values: Floats, codes: npt.NDArray[np.intp], seed: int) -> Frozen:
        """Fit the tree."""
        from sklearn.tree import DecisionTreeClassifier

        tree = DecisionTreeClassifier(max_depth=self.depth, min_samples_leaf=self.smallest_leaf, random_state=seed)
        return Frozen("tree", tree_arrays(tree.fit(values, codes)), {})


def tree_arrays(tree: DecisionTreeClassifier) -> Arrays:
    """Return a fitted tree of scikit-learn as arrays by node."""
    nodes = tree.tree_
    chances = nodes.value[:, 0, :]
    return {
        "left": nodes.children_left.astype(np.int32),
        "right": nodes.children_right.astype(np.int32),
        "feature": nodes.feature.astype(np.int32),
        "threshold": nodes.threshold.astype(np.float64),
        "chances": (chances / chances.sum(axis=1, keepdims=True)).astype(np.float64),
    }
