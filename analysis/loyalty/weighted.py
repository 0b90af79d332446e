"""Loyalty as a weighted mean of percentile ranks: how often, how lately, since when, and how content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, JsonValue, model_validator

from analysis.loyalty.base import LoyaltyMethod
from analysis.tiers.scores import RawScore, ScoreSummary, column_for, measured, no_score, percentiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.customers import Customers

Floats = NDArray[np.float64]


class Evidence(NamedTuple):
    """A kind of column that speaks for or against loyalty: its roles, best first, and whether more of it is better."""

    roles: tuple[str, ...]
    more_is_better: bool


COMPONENTS: dict[str, tuple[Evidence, ...]] = {
    "frequency": (Evidence(("frequency", "purchase_frequency", "total_order"), True),),
    "recency": (
        Evidence(("recency_days", "recency"), False),
        Evidence(("last_order", "last_order_date"), True),
    ),
    "tenure": (
        Evidence(("tenure_days", "customer_lifetime", "tenure"), True),
        Evidence(("first_order", "signup_date"), False),
    ),
    "feedback": (
        Evidence(("satisfaction",), True),
        Evidence(("rating_mean", "rating"), True),
        Evidence(("feedback",), True),
        Evidence(("complaints",), False),
    ),
}
"""The parts of the score. Of recency and tenure the first evidence that exists counts; of feedback, the mean of all."""

KNOTS = 1001


class LoyaltyScore(LoyaltyMethod):
    """A weighted mean of percentile ranks (0 to 100), over the parts whose columns exist.

    A part that is unknown for a customer is left out and the others' weights are raised in proportion.
    """

    method: Literal["score"] = "score"
    frequency: float = Field(0.4, ge=0, le=1000, title="Weight of frequency", description="How often they buy.")
    recency: float = Field(0.2, ge=0, le=1000, title="Weight of recency", description="How lately they bought.")
    tenure: float = Field(
        0.2, ge=0, le=1000, title="Weight of tenure", description="How long they have been customers."
    )
    feedback: float = Field(
        0.2, ge=0, le=1000, title="Weight of feedback", description="Satisfaction, ratings and, reversed, complaints."
    )

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if not any(self.weights().values()):
            raise ValueError("at least one of the weights frequency, recency, tenure and feedback must be above 0")
        return self

    def weights(self) -> dict[str, float]:
        """Return the weight of each part, as chosen."""
        return {name: getattr(self, name) for name in COMPONENTS}

    def compute(self, customers: Customers) -> RawScore:
        """Return 0 to 100 for each customer, and what each part contributes to it."""
        references: dict[str, JsonValue] = {}

        def rank(name: str, values: Floats) -> Floats:
            ranked = np.asarray(percentiles(values).fill_null(np.nan).to_numpy(), dtype=np.float64)
            references[name] = _reference(values, ranked)
            return ranked

        return self._score(customers, rank, references)

    def compute_as_before(self, customers: Customers, before: ScoreSummary) -> RawScore:
        """Return 0 to 100 for each later customer: its rank among the customers of the earlier run."""
        references = before.details.get("references")
        known = references if isinstance(references, dict) else {}

        def rank(name: str, values: Floats) -> Floats:
            reference = known.get(name)
            if not isinstance(reference, list):
                return np.full(len(values), np.nan)
            points = np.asarray(reference, dtype=np.float64)
            return np.asarray(np.interp(values, points[:, 0], points[:, 1]), dtype=np.float64)

        return self._score(customers, rank, known)

    def _score(
        self, customers: Customers, rank: Callable[[str, Floats], Floats], references: dict[str, JsonValue]
    ) -> RawScore:
        weights = {name: weight for name, weight in self.weights().items() if weight}
        parts: dict[str, Floats] = {}
        columns: dict[str, list[str]] = {}
        for name in weights:
            found = _evidence(customers, name)
            if found:
                columns[name] = [column for column, _ in found]
                parts[name] = _mean([rank(column, values) for column, values in found])
        if not parts:
            wanted = ", ".join(weights)
            reason = f"loyalty needs a column for at least one of {wanted}; name it in the source's columns"
            return no_score(customers, "points", reason)
        contributions, total = _weighted(parts, weights)
        used = {name: weights[name] / sum(weights[part] for part in parts) for name in parts}
        missing = [name for name in weights if name not in parts]
        notes = [f"no column says anything about {' or '.join(missing)}; the other weights are raised"] * bool(missing)
        details: dict[str, JsonValue] = {
            "weights": dict(used),
            "columns": {name: list(found) for name, found in columns.items()},
            "references": references,
        }
        said = " + ".join(f"{share:.2g} {name}" for name, share in used.items())
        formula = f"percentile ranks: {said}"
        return RawScore(total, "points", formula, tuple(notes), drivers=pl.DataFrame(contributions), details=details)


def _evidence(customers: Customers, component: str) -> list[tuple[str, Floats]]:
    """Return the columns that speak for a part, each turned so that more is better."""
    found = []
    for evidence in COMPONENTS[component]:
        name = column_for(customers, *evidence.roles)
        values = measured(customers, *evidence.roles)
        if name is not None and values is not None and np.isfinite(values).any():
            found.append((name, values if evidence.more_is_better else -values))
    return found if component == "feedback" else found[:1]


def _mean(ranked: list[Floats]) -> Floats:
    """Return the mean of what is known of each customer; NaN where nothing is."""
    table = np.stack(ranked)
    known = np.isfinite(table)
    count = known.sum(axis=0)
    total = np.where(known, table, 0.0).sum(axis=0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan), dtype=np.float64)


def _weighted(parts: dict[str, Floats], weights: dict[str, float]) -> tuple[dict[str, Floats], Floats]:
    """Return what each part contributes to each customer's score, and the score."""
    shares = {name: np.where(np.isfinite(part), weights[name], 0.0) for name, part in parts.items()}
    whole = np.sum(list(shares.values()), axis=0)
    scale = np.divide(1.0, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    contributions = {
        name: np.where(np.isfinite(part), part, 0.0) * shares[name] * scale for name, part in parts.items()
    }
    return contributions, np.asarray(np.sum(list(contributions.values()), axis=0))


def _reference(values: Floats, ranked: Floats) -> JsonValue:
    """Return at most ``KNOTS`` pairs of a value and its percentile, rising, between which others are interpolated."""
    known = np.isfinite(values)
    # Equal values have one percentile and larger ones a larger one: sorted, they belong together.
    distinct, at = np.unique(values[known]), np.unique(ranked[known])
    kept = np.unique(np.linspace(0, len(distinct) - 1, min(KNOTS, len(distinct))).round().astype(np.int64))
    return [[float(distinct[place]), float(at[place])] for place in kept]
