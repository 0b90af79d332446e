"""Which place in the row of colours each segment has: that of the segment before whose customers it took over.

A number says nothing from run to run, since segments are numbered by their size. The workspace remembers the places of
its last runs, so that a segment looks the same with another k, on other data, after an undo, and after a restart.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import polars as pl

from analysis.customers import Customers
from analysis.errors import AnalysisError
from analysis.pipeline import Pipeline
from analysis.segmentation import Segments
from analysis.workspace import Workspace

DOCUMENT = "places.json"
REMEMBERED = 20
"""Runs whose places are remembered."""


@dataclass(frozen=True)
class Placed:
    """The places of the segments of one run: segment id → place, and the ids of those that have a name."""

    keys: Mapping[str, str]
    places: Mapping[int, int]
    names: Mapping[str, int]

    def document(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "keys": dict(self.keys),
            "places": [list(pair) for pair in self.places.items()],
            "names": dict(self.names),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return what a document says."""
        return cls(document["keys"], dict(document["places"]), document["names"])


def segment_places(pipeline: Pipeline, workspace: Workspace) -> dict[str, int]:
    """Return segment id → place, all different, and remember them in the workspace."""
    keys = {name: pipeline.key(name) for name in ("segments", "customers")}
    known = _known(workspace)
    present = next((one for one in known if one.keys == keys), None)
    if present is None:
        lines = pipeline.result("segments").summary.segments
        names = {line.name: line.id for line in lines if line.name}
        before = _matched(known[-1], pipeline, names) if known else {}
        present = Placed(keys, places_after([line.id for line in lines], before), names)
    if not known or known[-1] != present:
        runs = [*(one for one in known if one.keys != keys), present][-REMEMBERED:]
        with contextlib.suppress(AnalysisError):  # a full disk costs no more than the colours of the next run
            workspace.write_json(DOCUMENT, [one.document() for one in runs])
    return {str(segment): place for segment, place in present.places.items()}


def places_after(segments: Sequence[int], before: Mapping[int, int]) -> dict[int, int]:
    """Return a place for every segment: the one it had ``before``, else by its number, or the next that is left."""
    places = {segment: before[segment] for segment in segments if segment in before}
    for segment in segments:
        if segment not in places:
            wanted = itertools.chain((segment - 1,), itertools.count())
            places[segment] = next(place for place in wanted if place not in places.values())
    return places


def _known(workspace: Workspace) -> list[Placed]:
    """Return what is remembered, the last run at the end; nothing where the document is not ours."""
    try:
        return [Placed.of(one) for one in workspace.read_json(DOCUMENT) or ()]
    except (KeyError, TypeError, ValueError):
        return []


def _matched(last: Placed, pipeline: Pipeline, names: Mapping[str, int]) -> dict[int, int]:
    """Return the places of the segments that were there before: those of the same name, then by their customers."""
    named = {segment: last.names[name] for name, segment in names.items() if name in last.names}
    pairs = {
        segment: before
        for segment, before in _by_customers(last, pipeline).items()
        if segment not in named and before not in named.values()
    }
    return {segment: last.places[before] for segment, before in (named | pairs).items() if before in last.places}


def _by_customers(last: Placed, pipeline: Pipeline) -> dict[int, int]:
    """Return segment → segment of the run before that shares most of its customers; nothing where that is not kept."""
    from analysis.segmentation.explain import match_by_customers

    segments = pipeline.store.load(last.keys["segments"], Segments)
    present: Segments = pipeline.result("segments")
    if segments is None:
        return {}
    if last.keys["customers"] == pipeline.key("customers"):
        rows = pl.Series("customer_id", range(len(present.labels)))
        return match_by_customers((rows, segments.labels), (rows, present.labels))
    customers = pipeline.store.load(last.keys["customers"], Customers)
    if customers is None:
        return {}
    ids: pl.Series = pipeline.result("customers").frame["customer_id"]
    return match_by_customers((customers.frame["customer_id"], segments.labels), (ids, present.labels))
