"""From a column of the customer table to fitted features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.customers import Customers, Measure
from analysis.features import encode
from analysis.features.choices import Features
from analysis.features.choose import Candidate, correlated
from analysis.features.model import FittedColumn, days_before, numbers
from analysis.features.scale import fit_scale
from analysis.features.transform import Floats, fit_transform, skewness, transformed

SAMPLE = 100_000
"""Correlations are looked for among at most so many customers, evenly spaced in id order."""


@dataclass(frozen=True)
class Fitted:
    """A fitted feature, and what is told about it: mean, deviation and skewness before scaling, the share filled in."""

    column: FittedColumn
    scale: str
    mean: float
    std: float
    skew: float
    missing: float


def fit_candidate(candidate: Candidate, customers: Customers, choices: Features) -> list[Fitted]:
    """Return the features made from one column that is no free text."""
    measure, frame = candidate.measure, customers.frame
    if measure.kind in ("category", "identifier") and not frame[measure.name].dtype.is_numeric():
        made = fit_category(measure, frame, choices)
    else:
        made = [fit_number(measure, customers, choices)]
    missing = frame[measure.name].null_count() / frame.height
    if missing >= choices.missing_flag_share and missing < 1:
        made.append(fit_flag(measure, frame, choices))
    return made


def fit_number(measure: Measure, customers: Customers, choices: Features) -> Fitted:
    """Return a number or a date (days before as_of, else before the latest one) as one feature."""
    column = customers.frame[measure.name]
    if measure.kind == "date":
        reference = customers.as_of or column.cast(pl.Date).max()
        raw = FittedColumn.model_validate(
            {"name": measure.name, "source": measure.name, "kind": "date", "reference": reference}
        )
        values = days_before(column, raw)
    else:
        raw = FittedColumn(name=measure.name, source=measure.name, kind="number")
        values = numbers(column)
    return finished(raw, values, measure.name, choices)


def finished(raw: FittedColumn, values: Floats, name: str, choices: Features) -> Fitted:
    """Return a feature with its fill, transform and scale fitted to ``values`` (NaN: unknown)."""
    known = values[np.isfinite(values)]
    fill = float(np.median(known)) if known.size else 0.0
    transform, exponent = fit_transform(known, choices.transform, name)
    straight = transformed(np.where(np.isfinite(values), values, fill), transform, exponent)
    center, spread = fit_scale(straight, choices.scale)
    settled = {"fill": fill, "transform": transform, "exponent": exponent, "center": center, "spread": spread}
    return Fitted(
        column=raw.model_copy(update=settled),
        scale=choices.scale,
        mean=float(straight.mean()),
        std=float(straight.std()),
        skew=skewness(straight),
        missing=1.0 - known.size / max(values.size, 1),
    )


def fit_category(measure: Measure, frame: pl.DataFrame, choices: Features) -> list[Fitted]:
    """Return a category as ranks, or as 0/1 columns that together weigh as much as one number."""
    levels = encode.levels_of(frame[measure.name])
    frequent, pooled = encode.frequent_levels(levels, choices.rare_level_share)
    name = measure.name
    if choices.encode == "ordinal":
        order = encode.ranked(tuple(levels.unique().to_list()))
        raw = FittedColumn(name=name, source=name, kind="rank", levels=order)
        return [finished(raw, encode.ranks(levels, order), name, choices.model_copy(update={"transform": "none"}))]
    shown = frequent if len(frequent) > 2 or pooled else frequent[-1:]
    raws = [FittedColumn(name=f"{name} = {each}", source=name, kind="level", level=each) for each in shown]
    if pooled:
        raws.append(FittedColumn(name=f"{name} = {encode.OTHER}", source=name, kind="other", levels=frequent))
    return together(raws, frame, choices)


def fit_flag(measure: Measure, frame: pl.DataFrame, choices: Features) -> Fitted:
    """Return the 0/1 feature of lacking a value."""
    raw = FittedColumn(name=f"{measure.name} missing", source=measure.name, kind="flag")
    return together([raw], frame, choices)[0]


def together(raws: list[FittedColumn], frame: pl.DataFrame, choices: Features) -> list[Fitted]:
    """Return 0/1 features scaled so that their variances add up to 1: a category weighs as much as a number."""
    shares = [float(raw.filled(frame).mean()) for raw in raws]
    spread = float(np.sqrt(sum(share * (1 - share) for share in shares))) or 1.0
    scaled = choices.scale in ("standard", "robust")
    return [
        Fitted(
            column=raw.model_copy(update={"center": share, "spread": spread}) if scaled else raw,
            scale=choices.scale,
            mean=share,
            std=float(np.sqrt(share * (1 - share))),
            skew=skewness(raw.filled(frame)),
            missing=frame[raw.source].null_count() / frame.height,
        )
        for raw, share in zip(raws, shares, strict=True)
    ]


def twins(candidates: list[Candidate], fitted: list[list[Fitted]], frame: pl.DataFrame, bound: float) -> dict[str, str]:
    """Return which automatic numbers are nearly the same as an earlier feature, with the reason."""
    sample = frame.gather_every(-(-frame.height // SAMPLE) or 1)
    pairs = [
        (candidate.name, made[0].column.values(sample))
        for candidate, made in zip(candidates, fitted, strict=True)
        if candidate.automatic and made[0].column.kind in ("number", "date")
    ]
    return {each.name: each.reason for each in correlated(pairs, bound)}
