"""From data files to a recipe: what was found out becomes explicit choices, the proposed cleaning its steps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.cleaning import propose
from analysis.errors import AnalysisError
from analysis.intake.loading import Loaded, LoadedSource, one_of, sources_told
from analysis.intake.logs import as_orders_and_visits
from analysis.intake.members import parts_of
from analysis.pipeline import Pipeline
from analysis.progress import Progress, between, heard_by, in_phases, listener, silent, tell
from analysis.recipe import Recipe, Source
from analysis.value.formula import ROLES as FORMULA_ROLES
from analysis.workspace import MemoryStore, Store

LOOKING = "looking at what to clean"
READ = 0.85
"""When the files are read, so much of their opening is done."""


@dataclass(frozen=True)
class Opened:
    """The default recipe for data files; ``proposals`` are plain documents: source, step, reason, whether it is on."""

    recipe: Recipe
    proposals: tuple[dict[str, Any], ...]
    loaded: Loaded


def _check_name(path: str) -> None:
    """Refuse a name that no recipe could hold."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        shown = path.encode("utf-8", "replace").decode()
        raise AnalysisError("the name holds bytes that are no UTF-8 text", where=shown, remedy="rename it") from error


def open_files(paths: Sequence[str], store: Store | None = None, progress: Progress = silent) -> Opened:
    """Read the files, find roles and kinds, propose cleaning steps; AnalysisError where a file cannot be used.

    What was read is kept in ``store`` under the key that the recipe's first stage looks for: nothing is read twice.
    """
    with heard_by(in_phases(progress, {LOOKING: (READ, 1.0)})):
        return _opened(paths, store or MemoryStore())


def _opened(paths: Sequence[str], store: Store) -> Opened:
    start = time.perf_counter()
    if not paths:
        raise AnalysisError("no file is named", where="open", remedy="name at least one")
    for path in paths:
        _check_name(path)
    named = [{"name": name, "path": path} for name, path in zip(names_for(paths), paths, strict=True)]
    plain = Recipe.from_document({"sources": named}, where="open")
    opened = _parts_opened(plain, store)
    explicit, sources = (tuple(each) for each in zip(*opened, strict=True))
    document: dict[str, Any] = {"sources": [source.model_dump(mode="json", exclude_none=True) for source in explicit]}
    recipe = Recipe.from_document(document)
    loaded = _kept(recipe, Loaded(sources, time.perf_counter() - start), store)
    tell(LOOKING)
    proposals = proposals_for(loaded)
    document["clean"] = [proposal["step"] for proposal in proposals if proposal["suggested"]]
    if only_total_spend(loaded):
        document["value"] = {"method": "total"}
    return Opened(Recipe.from_document(document), proposals, loaded)


def _parts_opened(plain: Recipe, store: Store) -> list[tuple[Source, LoadedSource]]:
    """Return the sources as read, in the parts that they are made of."""
    opened: list[tuple[Source, LoadedSource]] = []
    with heard_by(between(listener(), 0.0, READ)):
        for place, source in enumerate(plain.sources):
            with one_of(place, len(plain.sources)):
                parts = parts_of(plain, source, store)
            opened += [one for part, found in parts for one in as_orders_and_visits(plain, part, found)]
    return opened


def _kept(recipe: Recipe, loaded: Loaded, store: Store) -> Loaded:
    """Return what was read as it is kept: whoever looks at it next does not parse the file again."""
    key = Pipeline(recipe, store).key("load")
    kept = store.load(key, Loaded)
    if kept is None:
        with sources_told(recipe):
            kept = store.save(key, loaded)
    return kept


def only_total_spend(loaded: Loaded) -> bool:
    """Tell whether the sources know what each customer has spent, but not what the value formula needs beside it."""
    roles = [(source.kind, set(source.findings.roles)) for source in loaded.sources]
    orders = [has for kind, has in roles if kind == "transactions"]
    if orders:
        priced = any(has & {"amount", "unit_price"} for has in orders)
        return priced and not any("order_date" in has for has in orders)
    people = [has for kind, has in roles if kind == "customers"]
    return any("total_purchase" in has and not set(FORMULA_ROLES) <= has for has in people)


def names_for(paths: Sequence[str]) -> list[str]:
    """Return a short distinct name for each path: its stem, numbered where two are alike."""
    names: list[str] = []
    for path in paths:
        stem = Path(path.rstrip("/")).name.split(".")[0] or "data"
        stem = "data" if stem == "-" or any(mark in stem for mark in "*?[") else stem
        names.append(
            stem if stem not in names else next(f"{stem}_{n}" for n in range(2, 999) if f"{stem}_{n}" not in names)
        )
    return names


def proposals_for(loaded: Loaded) -> tuple[dict[str, Any], ...]:
    """Return the proposed steps for every source, each with its reason and whether it is on by default."""
    found: list[dict[str, Any]] = []
    for source in loaded.sources:
        for proposal in propose(source.rows()):
            step = proposal.step.model_dump(mode="json", exclude_none=True) | {"source": source.name}
            found.append(
                {"source": source.name, "step": step, "reason": proposal.reason, "suggested": proposal.suggested}
            )
    return tuple(found)
