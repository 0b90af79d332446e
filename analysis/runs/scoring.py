"""New customers into the segments and tiers of an earlier run, with that run's frozen model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl

from analysis import cleaning
from analysis import loyalty as loyalty_methods
from analysis import value as value_methods
from analysis.customers import CustomerChoices, Customers, customer_table
from analysis.errors import AnalysisError
from analysis.recipe import Recipe, Source
from analysis.rows import Rows
from analysis.runs.frozen import FrozenModel, read_model
from analysis.segmentation import SegmentModel
from analysis.sources import read
from analysis.sources.table import Kind, Table
from analysis.strategies import StrategyContext, TierNames, choose, load_playbook
from analysis.value.rfm import score_rfm
from analysis.wording import counted

FACTORS = ("amount", "quantity", "unit_price")
"""Roles that amounts are made of."""


@dataclass(frozen=True)
class Scored:
    """One row per scored customer, and what is to be said about them."""

    customers: pl.DataFrame
    warnings: tuple[str, ...]


def score(run_folder: str | Path, path: str | Path, as_of: date | None = None) -> pl.DataFrame:
    """Score the customers of a file of orders or customers, read and cleaned as the run's own source of that kind was.

    One row per customer in id order: ``customer_id, segment`` (null: none), ``segment_name, segment_confidence,
    unlike_anything_seen``, value, loyalty and RFM with the run's cuts, ``strategy``. ``as_of`` means today; where
    left out that of the run's recipe, else the day after the file's last event. AnalysisError where the file lacks what
    the run was made from.
    """
    return scored(run_folder, path, as_of).customers


def scored(run_folder: str | Path, path: str | Path, as_of: date | None = None) -> Scored:
    """Score the customers of a file, as :func:`score` does; also say what a reader has to know."""
    card, model = read_model(Path(run_folder))
    recipe = Recipe.from_document(card.recipe, where=str(run_folder))
    customers = _customers(recipe.model_copy(update={"as_of": as_of or recipe.as_of}), path)
    return _results(recipe, card, model, customers)


def _customers(recipe: Recipe, path: str | Path) -> Customers:
    """Read and clean the file with the choices of the run's source that it stands for."""
    table = read(path)
    kind: Kind = table.findings.kind or "customers"
    source = next((one for one in recipe.sources if one.kind == kind), None)
    if source is None:
        kinds = ", ".join(str(one.kind) for one in recipe.sources)
        raise AnalysisError(
            f"it holds {kind}, the run was made from {kinds}", where=str(path), remedy="give it the same kind of file"
        )
    names = {column.name for column in table.findings.columns}
    roles = {role: column for role, column in source.columns.items() if column in names}
    table = read(path, source.options, roles=roles or None, kind=kind)
    _refuse_without_money(source, table, path)
    rows = Rows(source.name, kind, nw.from_native(table.frame), table.findings.columns)
    steps = [step for step in recipe.clean if step.enabled and step.source in (None, source.name)]
    choices = CustomerChoices(as_of=recipe.as_of, currency=recipe.currency)
    try:
        return customer_table([cleaning.clean(rows, steps)], choices)
    except AnalysisError:
        # Where a step left nothing, the ledger names it.
        cleaning.ledger(rows, steps)
        raise


def _refuse_without_money(source: Source, table: Table, path: str | Path) -> None:
    """Refuse a file that lacks what the run made amounts of: without quantities, say, all would be far too small."""
    found = table.findings.roles
    lacking = [role for role in FACTORS if role in source.columns and role not in found]
    if lacking and "amount" not in found:
        raise AnalysisError(
            f"no column was found for the role {lacking[0]}, which {source.columns[lacking[0]]!r} played in the run",
            where=str(path),
            remedy=f"call the column {source.columns[lacking[0]]!r} as there",
        )


def _results(recipe: Recipe, card: FrozenModel, model: SegmentModel, customers: Customers) -> Scored:
    frame = customers.frame
    values = card.features.apply(frame) if card.features.names else np.zeros((frame.height, 0), dtype=np.float32)
    assigned = model.assign(values, frame)
    value = value_methods.rescore(customers, recipe.value, card.value)
    loyalty = loyalty_methods.rescore(customers, recipe.loyalty, card.loyalty)
    rfm = score_rfm(customers, recipe.rfm, card.rfm)
    segment = pl.Series("segment", assigned.labels, dtype=pl.Int32).replace(0, None)
    result = pl.DataFrame(
        [
            frame["customer_id"],
            segment,
            segment.replace_strict(card.names, default=None, return_dtype=pl.String).alias("segment_name"),
            pl.Series("segment_confidence", assigned.confidence.astype(np.float64)).round(6),
            pl.Series("unlike_anything_seen", assigned.unlike),
            pl.Series("value", value.values).fill_nan(None),
            value.tiers.labels.alias("value_tier"),
            pl.Series("loyalty", loyalty.values).fill_nan(None),
            loyalty.tiers.labels.alias("loyalty_tier"),
            rfm.r.alias("r"),
            rfm.f.alias("f"),
            rfm.m.alias("m"),
            rfm.segment.alias("rfm_segment"),
        ]
    )
    playbook = load_playbook(recipe.strategies.playbook, recipe.base or ".")
    tiers = TierNames(recipe.value.tiers, recipe.loyalty.tiers)
    trusted = {one: one in card.trusted for one in card.names}
    chosen = choose(result, customers, StrategyContext(playbook, tiers, trusted))
    warnings = [*customers.warnings]
    for name, scores in (("value", value), ("loyalty", loyalty)):
        warnings += [f"{name}: {scores.unavailable}"] if scores.unavailable else []
    unlike = int(assigned.unlike.sum())
    warnings += [f"{counted(unlike, 'customer', 'is', 'are')} unlike any in the run"] if unlike else []
    return Scored(result.with_columns(chosen.strategy.alias("strategy")), tuple(warnings))
