"""Which segment has which colour: a name that stays between runs keeps the colour it had."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence


def colour_places(names: Sequence[str], known: Mapping[str, int]) -> list[int]:
    """Return each segment's place in the row of colours, all different; ``names`` are empty where there is none.

    A name that is ``known`` keeps its place; the others take their own number, or the next that is left.
    """
    kept = {known[name] for name in names if name in known}
    places: list[int] = []
    for own, name in enumerate(names):
        taken = kept.union(places)
        left = itertools.chain((own,), itertools.count())
        places.append(known[name] if name in known else next(place for place in left if place not in taken))
    return places


def colours_after(names: Sequence[str], known: Mapping[str, int]) -> dict[str, int]:
    """Return what is known of colours after a run: name → place."""
    given = zip(names, colour_places(names, known), strict=True)
    return {**known, **{name: place for name, place in given if name}}
