"""What was bought, put into the profiles of those who bought it."""

from __future__ import annotations

import polars as pl

from analysis.profiles.bought import Bought
from analysis.profiles.mixes import EVERYBODY, by_month, top_bought
from analysis.profiles.summary import Profiles, SegmentProfile


def with_purchases(profiles: Profiles, bought: Bought, labels: pl.DataFrame) -> Profiles:
    """Return the profiles with products, categories and months; ``labels`` are those that the purchases were counted
    by.
    """
    products = top_bought(bought.products, "product", labels)
    categories = top_bought(bought.categories, "category", labels)
    months = by_month(bought.months)

    def filled(one: SegmentProfile, segment: int) -> SegmentProfile:
        return one.model_copy(
            update={
                "products": products.get(segment, ()),
                "categories": categories.get(segment, ()),
                "months": months.get(segment, ()),
            }
        )

    segments = tuple(filled(one, one.id) for one in profiles.segments)
    return profiles.model_copy(update={"segments": segments, "whole": filled(profiles.whole, EVERYBODY)})
