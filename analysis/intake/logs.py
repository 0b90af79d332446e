"""Logs of what visitors did, purchases among them: taken twice, as orders and as the visits that led to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.cleaning import logged_purchases
from analysis.intake.loading import LoadedSource, load_source, one_of
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe, Source

Opened = tuple["Source", LoadedSource]
MOMENTS = ("order_date", "event_date")
"""Roles of the moment of a line: of an order in one of the two, of an event in the other."""


def as_orders_and_visits(recipe: Recipe, source: Source, found: LoadedSource) -> list[Opened]:
    """Return one source, or two of one log: its purchases as order lines, and all of it as events.

    The roles are made explicit: in the first the moment of the event is that of the order.
    """
    roles = dict(found.findings.roles)
    explicit = source.model_copy(
        update={"path": str(recipe.path_of(source.path)), "kind": found.kind, "columns": roles}
    )
    moment = roles.get("order_date") or roles.get("event_date")
    if found.kind not in ("events", "transactions") or not moment or not logged_purchases(found.rows()):
        return [(explicit, found)]
    told = {role: name for role, name in roles.items() if role not in MOMENTS}
    bought = explicit.model_copy(
        update={"kind": "transactions", "columns": told | {"order_date": moment, "event_date": ""}}
    )
    visits = explicit.model_copy(
        update={
            "name": f"{source.name}_visits",
            "kind": "events",
            "columns": told | {"event_date": moment, "order_date": ""},
        }
    )
    return [(one, _taken_as(one, found)) for one in (bought, visits)]


def load_sources(recipe: Recipe, store: Store) -> tuple[LoadedSource, ...]:
    """Read every source of a recipe; one log that is taken twice is read once."""
    loaded: list[Opened] = []
    for place, source in enumerate(recipe.sources):
        same = next((found for one, found in loaded if _of_one_log(one, source)), None)
        with one_of(place, len(recipe.sources)):
            loaded.append((source, _taken_as(source, same) if same else load_source(recipe, source, store)))
    return tuple(found for _, found in loaded)


def _of_one_log(one: Source, other: Source) -> bool:
    """Whether two sources differ in nothing but what the moment of their lines is called, so that their rows agree."""
    return {one.kind, other.kind} == {"transactions", "events"} and _read_as(one) == _read_as(other)


def _read_as(source: Source) -> tuple[Source, set[str]]:
    """Return what a source is read by, and its columns of moments: one and an empty name where it is a log."""
    roles = {role: name for role, name in source.columns.items() if role not in MOMENTS}
    moments = {source.columns.get(role, role) for role in MOMENTS}
    return source.model_copy(update={"name": "", "kind": None, "columns": roles}), moments


def _taken_as(source: Source, found: LoadedSource) -> LoadedSource:
    """Return rows that were read as ``source`` has them: under its name, of its kind, with its moments."""
    moments = {source.columns[role]: role for role in MOMENTS if source.columns.get(role)}
    columns = tuple(
        column.model_copy(update={"role": moments.get(column.name)})
        if column.role in MOMENTS or column.name in moments
        else column
        for column in found.findings.columns
    )
    findings = found.findings.model_copy(update={"columns": columns, "kind": source.kind})
    return replace(found, name=source.name, kind=source.kind or found.kind, findings=findings)
