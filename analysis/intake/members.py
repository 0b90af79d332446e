"""Files that hold several tables: where the largest says nothing of customers, all that play a part are sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError, OtherColumnsError
from analysis.intake.loading import LoadedSource, load_source
from analysis.sources.one_of_several import says_largest_read
from analysis.sources.role_settling import NO_IDS
from analysis.sources.table import Findings
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe, Source

Part = tuple["Source", LoadedSource]

MOST = 40
"""How many members are looked into."""

SEEN = 1_000
"""So many rows of a member show what it holds."""

NO_CUSTOMERS = "it does not have a row for each customer"
NO_IDS_IN_IT = "it has no ids of customers, orders or products"
"""Why a member plays no part."""

OF_LINES = frozenset({"amount", "unit_price", "quantity", "order_date", "product_id", "customer_id"})


def parts_of(recipe: Recipe, source: Source, store: Store) -> list[Part]:
    """Return the source as read, or the tables of its database, workbook, archive or folder that belong together.

    Members of one file count as files that were named together, where the largest alone does not say who the
    customers are. Where it does, tables of the same customers count, too. The first one carries warnings of what is
    left out.
    """
    try:
        found = load_source(recipe, source, store)
    except OtherColumnsError:
        if parts := _in_folder(recipe, source, store):
            return parts
        raise
    if source.member is not None or not found.findings.member:
        return [(source, found)]
    is_a_part = _is_a_part(found.findings)
    others = [one for one in _each_of(source, found.findings) if is_a_part or one.member != found.findings.member]
    looked_at = {
        one.member: _part(recipe, one, store) if is_a_part else _beside(recipe, one, found.findings, store)
        for one in others
    }
    further = [part for part in looked_at.values() if not isinstance(part, str)]
    parts = further if is_a_part else [(source, found), *further]
    told_of = {role for _, each in parts for role in each.findings.roles}
    if not further or "customer_id" not in told_of:
        return [(source, found)]
    return _with_left_out(parts, [f"{member}: {why}" for member, why in looked_at.items() if isinstance(why, str)])


def _each_of(source: Source, findings: Findings) -> list[Source]:
    """Return the members of a file as sources of their own, called as they are."""
    named = _named(findings.members)
    return [source.model_copy(update={"member": member, "name": name}) for member, name in named.items()]


def _named(members: Sequence[str]) -> dict[str, str]:
    """Return member → what it is called: without folder and ending, where that tells it from the others."""
    names = [re.sub(r"\.\w{1,7}$", "", member.rsplit("/", 1)[-1]) or member for member in members]
    return {member: name if names.count(name) == 1 else member for member, name in zip(members, names, strict=True)}


def _in_folder(recipe: Recipe, source: Source, store: Store) -> list[Part]:
    """Return the files of a folder or pattern as sources of their own; [] where they are very many."""
    from analysis.sources.opening import files_of

    files = [str(file) for file in files_of(recipe.path_of(source.path))]
    if len(files) > MOST:
        return []
    parts: list[Part] = []
    left_out: list[str] = []
    for path, name in _named(files).items():
        one = source.model_copy(update={"path": path, "name": name})
        try:
            parts.append((one, load_source(recipe, one, store)))
        except AnalysisError as error:
            left_out.append(str(error))
    return _with_left_out(parts, left_out)


def _with_left_out(parts: list[Part], left_out: Sequence[str]) -> list[Part]:
    """Return the parts with warnings of what is none, at the first; that only the largest was read is no longer so."""
    if not parts:
        return parts
    one, found = parts[0]
    kept = (said for said in found.findings.warnings if not says_largest_read(said))
    warnings = (*kept, *(f"left out: {said}" for said in left_out))
    return [(one, replace(found, findings=found.findings.model_copy(update={"warnings": warnings}))), *parts[1:]]


def _beside(recipe: Recipe, one: Source, orders: Findings, store: Store) -> Part | str:
    """Return a member beside that of the orders where it has a row for each customer, under the name of the same
    column; else why it is left out.
    """
    from analysis.sources import read

    key = orders.roles.get("customer_id")
    if orders.kind != "transactions" or key is None or len(orders.members) > MOST:
        return NO_CUSTOMERS
    try:
        found = read(recipe.path_of(one.path), one.options, head=SEEN).findings
    except AnalysisError as error:
        return error.what
    same = found.kind == "customers" and found.roles.get("customer_id", "").casefold() == key.casefold()
    return _part(recipe, one, store) if same else NO_CUSTOMERS


def findings_of(path: str) -> list[Findings]:
    """Return what is found out about a file, or about each of its tables where one is not enough, as when opened."""
    from analysis.recipe import Recipe, Source
    from analysis.sources import read
    from analysis.workspace import MemoryStore

    try:
        found = read(path).findings
    except OtherColumnsError:
        found = None
    if found is not None and (len(found.members) < 2 or not found.member):
        return [found]
    source = Source(name="inspected", path=path)
    return [part.findings for _, part in parts_of(Recipe(sources=(source,)), source, MemoryStore())]


def _is_a_part(found: Findings) -> bool:
    """Whether a file holds more tables than this one, which does not say who bought what when."""
    says_who = "customer_id" in found.roles and (found.kind != "transactions" or "order_date" in found.roles)
    return bool(found.member) and 1 < len(found.members) <= MOST and not says_who


def _part(recipe: Recipe, one: Source, store: Store) -> Part | str:
    """Return a member as a source of its own; why it is left out, where it is no table or plays no part."""
    try:
        found = load_source(recipe, one, store)
    except AnalysisError as error:
        return error.what
    return (one, found) if _plays(found) else NO_IDS_IN_IT


def _plays(found: LoadedSource) -> bool:
    """Whether a table has customers by their ids, lines of orders, or products."""
    roles = found.findings.roles
    if found.kind == "products":
        return "product_id" in roles
    evidence = {column.role: column.evidence for column in found.findings.columns}
    of_orders = "order_id" in roles and bool(OF_LINES & set(roles))
    return of_orders or ("customer_id" in roles and not evidence["customer_id"].startswith(NO_IDS))
