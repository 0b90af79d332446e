"""What a playbook would do before it is taken: what is wrong with its rules, and how many customers each would get."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.exact import exact_total
from analysis.pipeline import Pipeline
from analysis.sources.table import ValueType
from analysis.strategies import Domain, Playbook, TierNames, lint
from analysis.strategies.matching import match
from analysis.strategies.situation import situation, types_of
from analysis.tiers.scores import spend


def check_playbook(pipeline: Pipeline, playbook: Playbook) -> dict[str, Any]:
    """Return ``findings`` (rule, what, problem) and ``rules``: for each its ``name``, how many customers it ``holds``
    for, how many it ``takes`` because no earlier rule took them, and their ``revenue`` (None where money is not known).

    RecipeError names the rule whose condition cannot be understood.
    """
    recipe, customers, review = pipeline.recipe, pipeline.result("customers"), pipeline.result("review")
    tiers = TierNames(recipe.value.tiers, recipe.loyalty.tiers)
    result = review.result.drop("strategy")
    own: dict[str, ValueType] = types_of(customers.frame)
    findings = lint(playbook, Domain(tiers, _rfm_names(pipeline), own))
    matches = match(playbook, situation(result, customers.frame, tiers, None))
    taken = pl.DataFrame({"rule": matches.first()})
    money = spend(customers)
    if money is not None:
        taken = taken.with_columns(pl.Series("spent", money))
    counts = {
        row["rule"]: row
        for row in taken.group_by("rule")
        .agg(pl.len().alias("takes"), *([exact_total("spent").alias("revenue")] if money is not None else []))
        .iter_rows(named=True)
    }
    rules = [
        {
            "name": rule.name,
            "holds": int(held.sum()),
            "takes": counts.get(number, {}).get("takes", 0),
            "revenue": counts.get(number, {}).get("revenue", 0.0 if money is not None else None),
        }
        for number, ((rule, _), held) in enumerate(zip(matches.rules, matches.held, strict=True))
    ]
    return {"findings": [finding.model_dump(mode="json") for finding in findings], "rules": rules}


def _rfm_names(pipeline: Pipeline) -> tuple[str, ...]:
    scores = pipeline.result("rfm")
    cells = () if scores.unavailable else [cell for row in scores.summary.names.cells for cell in row]
    return tuple(dict.fromkeys(name for cell in cells for name in cell.split(" / ") if name))
