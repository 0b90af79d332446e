"""Files that hold several tables: where the largest says nothing of customers, all that play a part are sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError, OtherColumnsError
from analysis.intake.loading import LoadedSource, load_source
from analysis.sources.role_settling import NO_IDS
from analysis.sources.table import Findings
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe, Source

MOST = 40
"""How many members are looked into."""

SEEN = 1_000
"""So many rows of a member show what it holds."""

OF_LINES = frozenset({"amount", "unit_price", "quantity", "order_date", "product_id", "customer_id"})


def parts_of(recipe: Recipe, source: Source, store: Store) -> list[tuple[Source, LoadedSource]]:
    """Return the source as read, or the tables of its database, workbook, archive or folder that belong together.

    Members of one file count as files that were named together, where the largest alone does not say who the
    customers are. Where it does, tables of the same customers count, too.
    """
    try:
        found = load_source(recipe, source, store)
    except OtherColumnsError:
        if parts := _in_folder(recipe, source, store):
            return parts
        raise
    if source.member is not None or not found.findings.member:
        return [(source, found)]
    ones = _each_of(source, found.findings)
    if not _is_a_part(found.findings):
        beside = [one for one in ones if _tells_of_customers(recipe, one, found.findings)]
        parts = [part for one in beside if (part := _part(recipe, one, store))]
        return [(source, found), *parts]
    parts = [part for one in ones if (part := _part(recipe, one, store))]
    told_of = {role for _, each in parts for role in each.findings.roles}
    return parts if "customer_id" in told_of else [(source, found)]


def _each_of(source: Source, findings: Findings) -> list[Source]:
    """Return the members of a file as sources of their own, called as they are."""
    named = _named(findings.members)
    return [source.model_copy(update={"member": member, "name": name}) for member, name in named.items()]


def _named(members: Sequence[str]) -> dict[str, str]:
    """Return member → what it is called: without folder and ending, where that tells it from the others."""
    names = [re.sub(r"\.\w{1,7}$", "", member.rsplit("/", 1)[-1]) or member for member in members]
    return {member: name if names.count(name) == 1 else member for member, name in zip(members, names, strict=True)}


def _in_folder(recipe: Recipe, source: Source, store: Store) -> list[tuple[Source, LoadedSource]]:
    """Return the files of a folder or pattern as sources of their own; [] where they are very many.

    The first one carries warnings of those that are no tables.
    """
    from analysis.sources.opening import files_of

    files = [str(file) for file in files_of(recipe.path_of(source.path))]
    if len(files) > MOST:
        return []
    parts: list[tuple[Source, LoadedSource]] = []
    said: list[str] = []
    for path, name in _named(files).items():
        one = source.model_copy(update={"path": path, "name": name})
        try:
            parts.append((one, load_source(recipe, one, store)))
        except AnalysisError as error:
            said.append(f"left out: {error}")
    if parts and said:
        one, found = parts[0]
        findings = found.findings.model_copy(update={"warnings": (*found.findings.warnings, *said)})
        parts[0] = (one, replace(found, findings=findings))
    return parts


def _tells_of_customers(recipe: Recipe, one: Source, orders: Findings) -> bool:
    """Whether a member beside that of the orders has a row for each customer, under the name of the same column."""
    from analysis.sources import read

    key = orders.roles.get("customer_id")
    if orders.kind != "transactions" or key is None or one.member == orders.member or len(orders.members) > MOST:
        return False
    try:
        found = read(recipe.path_of(one.path), one.options, head=SEEN).findings
    except AnalysisError:
        return False
    return found.kind == "customers" and found.roles.get("customer_id", "").casefold() == key.casefold()


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


def _part(recipe: Recipe, one: Source, store: Store) -> tuple[Source, LoadedSource] | None:
    """Return a member as a source of its own, None where it is no table or plays no part."""
    try:
        found = load_source(recipe, one, store)
    except AnalysisError:
        return None
    return (one, found) if _plays(found) else None


def _plays(found: LoadedSource) -> bool:
    """Whether a table has customers by their ids, lines of orders, or products."""
    roles = found.findings.roles
    if found.kind == "products":
        return "product_id" in roles
    evidence = {column.role: column.evidence for column in found.findings.columns}
    of_orders = "order_id" in roles and bool(OF_LINES & set(roles))
    return of_orders or ("customer_id" in roles and not evidence["customer_id"].startswith(NO_IDS))
