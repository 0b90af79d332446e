"""Recency, frequency and money scores: equal customers always get equal scores, whatever the order of the rows.

Hughes, A. M. (1994), "Strategic database marketing". F is the number of orders; the amount of the last order, which
some articles call M, is a feature of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, model_validator

from analysis.settings import Settings, Summary
from analysis.tiers import exact_sum
from analysis.tiers.scores import measured, spend
from analysis.value.rfm_classes import CLASSES, RfmClasses, classify
from analysis.value.rfm_cuts import LETTERS, InnerCuts, find_cuts, nested_scores, rfm_measures, scores_of, shown_cuts
from analysis.value.rfm_names import RfmLint, RfmMap, RfmRule, grid_column, lint_grid, lint_rules, name_map, rule_names

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]


class Rfm(Settings):
    """How recency, frequency and money are scored, weighted and named."""

    bins: int = Field(5, ge=3, le=9, title="Bins", description="Scores run from 1 to this number, the best.")
    score_cut: Literal["quantile", "fixed"] = Field(
        "quantile", title="Score cut", description="quantile: scores of equal size; fixed: at the given cuts."
    )
    nested: bool = Field(
        False,
        title="Nested",
        description="Cut frequency within each recency score, and money within each pair, not over all customers.",
    )
    cuts_r: tuple[float, ...] | None = Field(
        None,
        strict=False,
        title="Recency cuts",
        description="Days, rising: at most this many days is one score better.",
    )
    cuts_f: tuple[float, ...] | None = Field(
        None,
        strict=False,
        title="Frequency cuts",
        description="Orders, rising: at least this many is one score better.",
    )
    cuts_m: tuple[float, ...] | None = Field(
        None, strict=False, title="Money cuts", description="Money, rising: at least this much is one score better."
    )
    weight_r: float = Field(1.0, ge=0, le=1000, title="Weight of R", description="w1 of w1·R + w2·F + w3·M.")
    weight_f: float = Field(1.0, ge=0, le=1000, title="Weight of F", description="w2 of w1·R + w2·F + w3·M.")
    weight_m: float = Field(1.0, ge=0, le=1000, title="Weight of M", description="w3 of w1·R + w2·F + w3·M.")
    rules: tuple[RfmRule, ...] = Field(
        (),
        strict=False,
        title="Rules",
        description="Own names by ranges of scores; the first that matches counts. Empty: the default names.",
    )
    otherwise: str = Field(
        "Other", min_length=1, title="Otherwise", description="The name of customers whom no rule matches."
    )
    lapsed_days: int | None = Field(
        None,
        ge=1,
        le=3650,
        title="Lapsed after days",
        description="No order for longer: lapsed. Empty: twice the usual time between orders, at least 30 days.",
    )

    @model_validator(mode="after")
    def _cuts_fit_bins(self) -> Self:
        cuts = {"cuts_r": self.cuts_r, "cuts_f": self.cuts_f, "cuts_m": self.cuts_m}
        for name, given in cuts.items():
            if self.score_cut == "fixed" and (given is None or len(given) != self.bins - 1):
                raise ValueError(f"{name}: fixed scores from 1 to {self.bins} need {self.bins - 1} cuts")
            if self.score_cut == "quantile" and given is not None:
                raise ValueError(f"{name}: only fixed scores take cuts; add score_cut = fixed or leave {name} out")
            if given and any(low >= high for low, high in pairwise(given)):
                raise ValueError(f"{name}: the cuts must rise")
        if self.nested and self.score_cut == "fixed":
            raise ValueError("nested: fixed cuts are the same for everybody; leave nested out")
        return self


class RfmSegment(Summary):
    """The customers of one RFM name: how many, their orders and their revenue (None where money is not known)."""

    name: str
    size: int
    orders: float
    revenue: float | None


class RfmCell(Summary):
    """The customers with one pair of recency and frequency scores."""

    r: int
    f: int
    size: int
    revenue: float | None


class RfmSummary(Summary):
    """How RFM scores came about. ``cuts`` holds, for each letter, the cuts from score 1 up: r in days, falling.

    ``inner_cuts`` are those of frequency within a recency score and of money within a pair, where they are nested. A
    customer scores above a cut when recency is at most, or orders or money at least, the cut.
    """

    bins: int
    cuts: dict[str, tuple[float, ...]] = Field(default_factory=dict)
    inner_cuts: dict[str, tuple[float, ...]] = Field(default_factory=dict)
    nested: bool = False
    segments: tuple[RfmSegment, ...] = ()
    classes: tuple[RfmSegment, ...] = ()
    lapsed_days: float | None = None
    cells: tuple[RfmCell, ...] = ()
    names: RfmMap
    lint: RfmLint
    notes: tuple[str, ...] = ()
    unavailable: str = ""


@dataclass(frozen=True)
class RfmScores:
    """Scores in the order of the customers' frame: ``r``, ``f``, ``m`` Int8 from 1, null where unknown.

    ``score`` float64, w1·R + w2·F + w3·M over the scores that exist, NaN where none does; ``segment`` and
    ``customer_class`` (new, active, returning, lapsed) String, null where unknown.
    """

    r: pl.Series
    f: pl.Series
    m: pl.Series
    score: Floats
    segment: pl.Series
    customer_class: pl.Series
    summary: RfmSummary

    @property
    def unavailable(self) -> str:
        """Why there are no scores; empty where there are."""
        return self.summary.unavailable


def score_rfm(customers: Customers, choices: Rfm, before: RfmSummary | None = None) -> RfmScores:
    """Score, name and classify the customers; with ``before``, by the cuts of an earlier run."""
    lint = lint_rules(choices.rules, choices.bins) if choices.rules else lint_grid(choices.bins)
    names = name_map(choices.rules, choices.bins, choices.otherwise)
    frame = RfmSummary(bins=choices.bins, nested=choices.nested, names=names, lint=lint)
    measures, reason = rfm_measures(customers)
    if reason:
        return _unavailable(customers.frame.height, frame.model_copy(update={"unavailable": reason}))
    cuts, notes = find_cuts(measures, choices, before)
    scores = {letter: scores_of(measures[letter], cuts[letter]) for letter in LETTERS}
    inner: InnerCuts = {}
    if choices.nested:
        scores, inner = nested_scores(measures, scores, choices.bins, before.inner_cuts if before else None)
    segment = _names(scores, choices)
    classes = classify(customers, choices.lapsed_days, before.lapsed_days if before else None)
    summary = frame.model_copy(
        update={
            "cuts": {letter: shown_cuts(letter, cuts[letter]) for letter in LETTERS},
            "inner_cuts": inner,
            "segments": _by_name(customers, segment, dict.fromkeys(n for row in names.cells for n in row)),
            "classes": _by_name(customers, classes.labels, CLASSES),
            "lapsed_days": classes.lapsed_days,
            "cells": _cells(scores, spend(customers), choices.bins),
            "notes": (*notes, *classes.notes),
        }
    )
    return _result(scores, segment, classes, summary, choices)


def _names(scores: dict[str, Floats], choices: Rfm) -> pl.Series:
    """Name each customer's scores; null where recency or frequency has none (or money, where a rule asks for it)."""
    needed = [scores["r"], scores["f"]]
    if any(rule.m for rule in choices.rules):
        needed.append(scores["m"])
    known = np.isfinite(np.stack(needed)).all(axis=0)
    r, f, m = (np.nan_to_num(scores[letter], nan=1.0).astype(np.int64) for letter in LETTERS)
    names = grid_column(r, f, choices.bins)
    if choices.rules:
        names = pl.Series(rule_names(choices.rules, r, f, m, choices.otherwise), dtype=pl.String)
    return pl.select(pl.when(pl.Series(known)).then(names).alias("rfm_segment")).to_series()


def _by_name(
    customers: Customers, labels: pl.Series, names: dict[str, None] | tuple[str, ...]
) -> tuple[RfmSegment, ...]:
    """Return customers, orders and exact revenue of each name that occurs, in the order of ``names``."""
    orders, money = measured(customers, "frequency", "purchase_frequency", "total_order"), spend(customers)
    codes = labels.cast(pl.Enum(list(names)), strict=False).to_physical().cast(pl.Int16).fill_null(len(names))
    lines = []
    for name, inside in zip(names, _parted(codes.to_numpy(), len(names)), strict=True):
        if len(inside):
            count = 0.0 if orders is None else float(np.nansum(orders[inside]))
            revenue = None if money is None else exact_sum(money[inside])
            lines.append(RfmSegment(name=name, size=len(inside), orders=count, revenue=revenue))
    return tuple(lines)


def _cells(scores: dict[str, Floats], money: Floats | None, bins: int) -> tuple[RfmCell, ...]:
    pairs = [(r, f) for r in range(bins, 0, -1) for f in range(1, bins + 1)]
    codes = (bins - scores["r"]) * bins + scores["f"] - 1  # the places of the pairs, NaN without one
    customers = _parted(np.nan_to_num(codes, nan=len(pairs)).astype(np.int16), len(pairs))
    return tuple(
        RfmCell(r=r, f=f, size=len(inside), revenue=None if money is None else exact_sum(money[inside]))
        for (r, f), inside in zip(pairs, customers, strict=True)
    )


def _parted(codes: NDArray[np.int16], groups: int) -> list[NDArray[np.intp]]:
    """Return which customers have each code below ``groups``, in their order; small numbers sort in one go."""
    ends = np.cumsum(np.bincount(codes, minlength=groups)[:groups])
    return np.split(np.argsort(codes, kind="stable"), ends)[:groups]


def _result(
    scores: dict[str, Floats], segment: pl.Series, classes: RfmClasses, summary: RfmSummary, choices: Rfm
) -> RfmScores:
    weights = {"r": choices.weight_r, "f": choices.weight_f, "m": choices.weight_m}
    known = {letter: np.isfinite(scores[letter]) for letter in LETTERS}
    total = np.sum([weights[letter] * np.nan_to_num(scores[letter]) for letter in LETTERS], axis=0)
    total = np.where(np.logical_or.reduce(list(known.values())), total, np.nan)
    r, f, m = (pl.Series(letter, scores[letter]).fill_nan(None).cast(pl.Int8) for letter in LETTERS)
    return RfmScores(r, f, m, total, segment, classes.labels, summary)


def _unavailable(rows: int, summary: RfmSummary) -> RfmScores:
    r, f, m = (pl.Series(letter, [None] * rows, dtype=pl.Int8) for letter in LETTERS)
    segment, label = (pl.Series(name, [None] * rows, dtype=pl.String) for name in ("rfm_segment", "customer_class"))
    return RfmScores(r, f, m, np.full(rows, np.nan), segment, label, summary)
