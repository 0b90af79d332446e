"""The classic example: value by the formula, thirds, and one strategy a third, from the customers file as it is."""

from pathlib import Path

import polars as pl
import pytest

from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.strategies import load_playbook
from analysis.workspace import MemoryStore

CUSTOMERS = Path(__file__).parents[2] / "sample_data" / "customers.csv"
ACTIONS = {
    "low": "offer discounts",
    "medium": "offer personalized recommendations",
    "high": "offer exclusive benefits",
}


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(Recipe.for_files([str(CUSTOMERS)]), MemoryStore())


def test_the_default_recipe_gives_the_formula_in_thirds(pipeline):
    scores, customers = pipeline.result("value"), pipeline.result("customers").frame
    formula = customers["purchase_amount"] * customers["purchase_frequency"] / customers["customer_lifetime"]
    assert scores.summary.method == "formula"
    assert pl.Series(scores.values).to_list() == pytest.approx(formula.to_list(), rel=1e-11)
    sizes = [tier.size for tier in scores.summary.tiers]
    assert [tier.name for tier in scores.summary.tiers] == list(ACTIONS)
    assert max(sizes) - min(sizes) <= 2


def test_each_third_gets_its_strategy(pipeline):
    actions = {rule.name: rule.action for rule in load_playbook().rules}
    found = pipeline.result("review").result.select("value_tier", "strategy")
    told = {(row["value_tier"], actions[row["strategy"]]) for row in found.iter_rows(named=True)}
    assert told == set(ACTIONS.items())
