"""From the customer table to the matrix that is segmented: choose, encode, transform, scale, extract."""

from __future__ import annotations

from analysis.features.choices import Features
from analysis.features.choose import Excluded
from analysis.features.matrix import FeatureColumn, Matrix, NothingToTellApartError, build_matrix, empty_matrix
from analysis.features.model import FeatureModel

__all__ = [
    "Excluded",
    "FeatureColumn",
    "FeatureModel",
    "Features",
    "Matrix",
    "NothingToTellApartError",
    "build_matrix",
    "empty_matrix",
]
