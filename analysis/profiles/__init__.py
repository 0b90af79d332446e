"""What each segment is: sizes, measures with intervals, what sets it apart, what it buys, and its name."""

from analysis.profiles.bought import Bought, Purchases, labels_of
from analysis.profiles.concentration import concentration
from analysis.profiles.profile import ProfileContext, profile
from analysis.profiles.purchases import purchases_of
from analysis.profiles.shopping import with_purchases
from analysis.profiles.summary import (
    Concentration,
    Difference,
    Estimate,
    Level,
    MeasureStats,
    Mix,
    Month,
    Profiles,
    SegmentProfile,
)

__all__ = [
    "Bought",
    "Concentration",
    "Difference",
    "Estimate",
    "Level",
    "MeasureStats",
    "Mix",
    "Month",
    "ProfileContext",
    "Profiles",
    "Purchases",
    "SegmentProfile",
    "concentration",
    "labels_of",
    "profile",
    "purchases_of",
    "with_purchases",
]
