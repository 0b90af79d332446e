"""Assignment to centroids as expressions, so that any engine can do it: k linear scores and the smallest of them."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np

from analysis.errors import AnalysisError
from analysis.segmentation.model import SegmentModel


def segment_expression(model: SegmentModel) -> nw.Expr:
    """Return the segment (1…k) of every row of a lazy frame that holds the model's features under their own names.

    The score of a centroid c is |c|² - 2 x·c, the squared distance less what is the same for all of them. Equal scores
    go to the centroid that comes first in the model. Only models of centroids can be said so; AnalysisError for
    others.
    """
    if model.card.kind != "centroids":
        raise AnalysisError(
            f"segments by {model.card.method} cannot be written as expressions",
            where="segmentation.method",
            remedy="assign with the model itself, or use kmeans",
        )
    centroids = model.arrays["centroids"].astype(np.float64)
    scores = [_score(centroid, model.card.columns) for centroid in centroids]
    least = nw.min_horizontal(*scores)
    expression: nw.Expr = nw.lit(model.card.ids[-1])
    for score, segment in list(zip(scores, model.card.ids, strict=True))[-2::-1]:
        expression = nw.when(score == least).then(nw.lit(segment)).otherwise(expression)
    return expression


def _score(centroid: np.ndarray[tuple[int, ...], np.dtype[np.float64]], columns: tuple[str, ...]) -> nw.Expr:
    """Return the score of one centroid."""
    score: nw.Expr = nw.lit(float(centroid @ centroid))
    for name, place in zip(columns, centroid.tolist(), strict=True):
        score = score - nw.col(name) * (2 * place)
    return score
