"""Which columns become features, and why the others do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.customers import SHORT_NAMES, Customers, Measure
from analysis.errors import RecipeError
from analysis.features.choices import Features
from analysis.features.transform import Floats
from analysis.refusals import nearest
from analysis.settings import Summary

FROM_ORDERS = ("recency_days", "frequency", "monetary", "tenure_days")
"""What ``auto`` takes of customers who are known by their orders."""

FEWEST_NUMBERS = 2
"""With fewer automatic numbers than this, categories are taken in too."""

NOT_NAMED = "told of each segment, but not segmented by unless it is named under use"
SAME = "the same for everybody"
SPLITS = "a category would split the customers by itself; it is told of each segment, or name it under use"

OUTCOME_ROLES = frozenset({"churned", "bought", "loyalty", "lifetime_value", "status"})
OUTCOME_WORDS = re.compile(
    r"(?<![a-z])(segments?|segmentation|clusters?|labels?|targets?|churn(ed)?|exited|attrition|lapsed|converted|"
    r"response(?! ?(?:time|rate|hours))|responded|clv|cltv|ltv|predict(ed|ion)?|probability|tiers?|classifier|"
    r"loyalty|loyal)(?![a-z])"
    r"|流失|分群|忠诚|標籤|标签",
    re.IGNORECASE,
)


class Excluded(Summary):
    """A column that is no feature, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """A column that may become features; ``automatic`` ones also have to show that they are of use."""

    measure: Measure
    automatic: bool

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.measure.name


Choice = tuple[list[Candidate], list[Excluded]]


def candidates(customers: Customers, choices: Features) -> Choice:
    """Return the columns to make features of, most wanted first, and those left out, each with the reason.

    RecipeError where ``use``, ``drop`` or ``target`` names what does not exist.
    """
    reasons = {resolve(name, customers, "features.drop").name: "dropped by the recipe" for name in choices.drop}
    if choices.target:
        reasons[resolve(choices.target, customers, "features.target").name] = "the target"
    if choices.use == "auto":
        wanted, excluded = automatic(customers, choices)
    else:
        named = [resolve(name, customers, "features.use") for name in choices.use]
        wanted, excluded = weighed([Candidate(measure, False) for measure in dict.fromkeys(named)], customers, choices)
    left = [Excluded(name=name, reason=reason) for name, reason in reasons.items()]
    left += [each for each in excluded if each.name not in reasons]
    return [candidate for candidate in wanted if candidate.name not in reasons], left


def weighed(wanted: list[Candidate], customers: Customers, choices: Features) -> Choice:
    """Part candidates that can be features from those that cannot."""
    reasons = {each.name: each.measure.left_out or useless(each, customers, choices) for each in wanted}
    excluded = [Excluded(name=name, reason=reason) for name, reason in reasons.items() if reason]
    return [each for each in wanted if not reasons[each.name]], excluded


def resolve(name: str, customers: Customers, where: str) -> Measure:
    """Return the measure that ``name`` means: a column, a short name, a role, or a column in another spelling."""
    found = customers.measure(name)
    if found is None:
        folded = {fold(measure.name): measure for measure in reversed(customers.measures)}
        role = customers.role(name)
        found = folded.get(fold(name)) or folded.get(fold(SHORT_NAMES.get(name, name)))
        found = found or (customers.measure(role) if role else None)
    if found is None:
        known = [measure.name for measure in customers.measures]
        near = nearest(name, [*known, *SHORT_NAMES])
        remedy = f"did you mean {near}?" if near else f"there are: {', '.join(known)}"
        raise RecipeError(f"there is no column or feature {name!r}", where=where, remedy=remedy)
    return found


def fold(name: str) -> str:
    """Return a name without case, spaces and underscores."""
    return re.sub(r"[\s_\-]+", "", name.casefold())


def automatic(customers: Customers, choices: Features) -> Choice:
    """Return the columns that segment customers best when nobody has said which."""
    if customers.kind == "orders":
        names = [name for name in FROM_ORDERS if name in customers.frame.columns]
        reasons = {
            measure.name: measure.left_out or NOT_NAMED for measure in customers.measures if measure.name not in names
        }
    else:
        reasons = {measure.name: reason for measure in customers.measures if (reason := unfit(measure))}
        names = [measure.name for measure in customers.measures if measure.name not in reasons]
    measures = [measure for name in names if (measure := customers.measure(name)) is not None]
    wanted, excluded = weighed([Candidate(measure, True) for measure in measures], customers, choices)
    excluded = [Excluded(name=name, reason=reason) for name, reason in reasons.items()] + excluded
    categories = [each for each in wanted if splits(each.measure, customers)]
    numbers = [each for each in wanted if each not in categories]
    if len(numbers) < FEWEST_NUMBERS:
        return numbers + categories, excluded
    return numbers, excluded + [Excluded(name=candidate.name, reason=SPLITS) for candidate in categories]


def unfit(measure: Measure) -> str:
    """Return why a column of a customers file does not become a feature unless it is named; empty where it may."""
    for applies, reason in UNFIT:
        if applies(measure):
            return reason
    return ""


UNFIT: tuple[tuple[Callable[[Measure], bool], str], ...] = (
    (lambda measure: measure.kind == "identifier", "an identifier"),
    (
        lambda measure: measure.role in OUTCOME_ROLES or bool(OUTCOME_WORDS.search(measure.name.replace("_", " "))),
        "an outcome or an earlier segmentation, which segments should not be made from",
    ),
    (lambda measure: measure.kind == "date", "a date; named under use it becomes the days before as_of"),
    (lambda measure: measure.kind == "text", "free text; named under use it becomes a few numbers"),
)


def splits(measure: Measure, customers: Customers) -> bool:
    """Tell whether a column parts the customers by itself: a category, or a number of a file with two values."""
    two = customers.kind == "customers" and customers.frame[measure.name].drop_nulls().n_unique() <= 2
    return measure.kind == "category" or two


def useless(candidate: Candidate, customers: Customers, choices: Features) -> str:
    """Return why a column cannot be a feature at all, or is not worth being an automatic one; empty where it can."""
    values = customers.frame[candidate.name]
    known = values.drop_nulls()
    if known.is_empty():
        return "empty for everybody"
    if candidate.measure.kind == "identifier" and known.dtype == pl.String:
        return "an identifier: nearly every customer has a value of their own"
    if candidate.measure.kind != "text" and known.n_unique() == 1 and not may_flag(values, choices):
        return f"{SAME}: {known[0]}"
    missing = values.null_count() / values.len()
    if candidate.automatic and missing > choices.most_missing_share:
        return f"{missing:.0%} of the customers have no value"
    return ""


def may_flag(values: pl.Series, choices: Features) -> bool:
    """Tell whether the lack of a value is a feature of its own."""
    return values.null_count() / values.len() >= choices.missing_flag_share


def correlated(columns: Iterable[tuple[str, Floats]], bound: float) -> list[Excluded]:
    """Return which columns are correlated beyond ``bound`` (Pearson, either sign) with an earlier one that stays."""
    kept: list[tuple[str, Floats]] = []
    excluded = []
    for name, values in columns:
        away = values - values.mean()
        norm = float(np.linalg.norm(away))
        away = away / norm if norm else away
        twin = next(((other, float(away @ base)) for other, base in kept if abs(float(away @ base)) > bound), None)
        if twin is None:
            kept.append((name, away))
        else:
            excluded.append(Excluded(name=name, reason=f"nearly the same as {twin[0]} (correlation {twin[1]:.3f})"))
    return excluded
