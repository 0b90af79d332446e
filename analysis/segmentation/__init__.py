"""Putting customers into segments, and saying how far to trust them.

``SEGMENTERS`` lists the methods; adding one is a file and a line here. ``segment`` runs one; ``Segments`` is what comes
out.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from analysis.segmentation.agglomerative import Agglomerative
from analysis.segmentation.base import FitContext, Segmenter, Segments
from analysis.segmentation.dbscan import DBSCAN
from analysis.segmentation.decision_tree import DecisionTree
from analysis.segmentation.hdbscan import HDBSCAN
from analysis.segmentation.kmeans import KMeans
from analysis.segmentation.mixture import Mixture
from analysis.segmentation.model import Assignment, ModelCard, SegmentModel
from analysis.segmentation.network import Network
from analysis.segmentation.portable import segment_expression
from analysis.segmentation.rules import Rule, Rules
from analysis.segmentation.segmenting import FEWEST, segment
from analysis.segmentation.spectral import Spectral
from analysis.segmentation.summary import SegmentationSummary, SegmentLine, Structure, SweepLine, nameable
from analysis.segmentation.undivided import undivided
from analysis.segmentation.vector_machine import VectorMachine

SEGMENTERS: dict[str, type[Segmenter]] = {
    "kmeans": KMeans,
    "dbscan": DBSCAN,
    "hdbscan": HDBSCAN,
    "agglomerative": Agglomerative,
    "gaussian_mixture": Mixture,
    "spectral": Spectral,
    "rules": Rules,
    "decision_tree": DecisionTree,
    "svm": VectorMachine,
    "mlp": Network,
}
"""Name in the recipe → the method's settings."""

AnySegmenter = Annotated[
    KMeans | DBSCAN | HDBSCAN | Agglomerative | Mixture | Spectral | Rules | DecisionTree | VectorMachine | Network,
    Field(discriminator="method"),
]
"""The settings of any method, told apart by ``method``."""

__all__ = [
    "DBSCAN",
    "FEWEST",
    "HDBSCAN",
    "SEGMENTERS",
    "Agglomerative",
    "AnySegmenter",
    "Assignment",
    "DecisionTree",
    "FitContext",
    "KMeans",
    "Mixture",
    "ModelCard",
    "Network",
    "Rule",
    "Rules",
    "SegmentLine",
    "SegmentModel",
    "SegmentationSummary",
    "Segmenter",
    "Segments",
    "Spectral",
    "Structure",
    "SweepLine",
    "VectorMachine",
    "nameable",
    "segment",
    "segment_expression",
    "undivided",
]
