"""Logs of what visitors did, purchases among them: read twice, as orders and as the visits that led to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.cleaning import logged_purchases
from analysis.loading import LoadedSource, load_source
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe, Source

Opened = tuple["Source", LoadedSource]


def as_orders_and_visits(recipe: Recipe, source: Source, found: LoadedSource, store: Store) -> list[Opened]:
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
    told = {role: name for role, name in roles.items() if role not in ("order_date", "event_date")}
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
    return [(one, load_source(recipe, one, store)) for one in (bought, visits)]
