"""Putting customers into segments, and saying how far to trust them.

``SEGMENTERS`` lists the methods; adding one is a file and a line here. ``segment`` runs one; ``Segments`` is what comes out.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from analysis.segmentation.base import FitContext, Segmenter, Segments
from analysis.segmentation.kmeans import KMeans
from analysis.segmentation.model import Assignment, ModelCard, SegmentModel
from analysis.segmentation.segmenting import segment
from analysis.segmentation.summary import SegmentationSummary, SegmentLine, Structure, SweepLine, nameable

SEGMENTERS: dict[str, type[Segmenter]] = {"kmeans": KMeans}
"""Name in the recipe → the method's settings."""

AnySegmenter = Annotated[KMeans, Field(description="A segmentation method with its settings.")]
"""The settings of any method, told apart by ``method``."""

__all__ = [
    "SEGMENTERS",
    "AnySegmenter",
    "Assignment",
    "FitContext",
    "KMeans",
    "ModelCard",
    "SegmentLine",
    "SegmentModel",
    "SegmentationSummary",
    "Segmenter",
    "Segments",
    "Structure",
    "SweepLine",
    "nameable",
    "segment",
]
