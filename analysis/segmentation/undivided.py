"""The outcome where there is nothing to tell customers apart by: nobody is in a segment, and the reason is told."""

from __future__ import annotations

import numpy as np

from analysis.segmentation.base import Segments
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.summary import SegmentationSummary, Structure


def undivided(customers: int, method: str, reason: str) -> Segments:
    """Return segments that nobody is in, so that value, loyalty and strategies can still be told; k is 0."""
    summary = SegmentationSummary(
        method=method,
        k=0,
        k_chosen_by="",
        customers=customers,
        noise=customers,
        noise_share=1.0,
        structure=Structure(verdict="none", p_value=None, rows=customers, sentence=f"No segments: {reason}."),
    )
    nobody = np.zeros(customers, dtype=np.int32)
    model = SegmentModel(ModelCard(kind="rules", method=method, columns=()), {})
    return Segments(nobody, np.zeros(customers, dtype=np.float32), nobody.copy(), summary, model)
