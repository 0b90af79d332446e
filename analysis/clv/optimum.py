"""Maximum likelihood for a few positive parameters: several starts on a sample, then polished on everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.clv.counted import Counted

Floats = NDArray[np.float64]
Function = Callable[[Floats], float]


class Expansion(NamedTuple):
    """A function at one place: its value, its slope and its curvature."""

    value: float
    slope: Floats
    curvature: Floats


@dataclass(frozen=True)
class Surface:
    """A log-likelihood of positive parameters; ``expand`` is left out where the derivatives are too long to write."""

    value: Function
    expand: Callable[[Floats], Expansion] | None = None


Likelihood = Callable[[Counted], Surface]

FLAT, FLAT_ENOUGH = 1e-6, 1e-4
"""The search from a start ends at this slope; where slopes come from differences of costly values, at the second."""

RIDGE = (
    "the data do not tell the model's parameters apart: some are at the edge of what is plausible, and only what they "
    "forecast together means something"
)
SAMPLE = 10_000
FAR = 9.0
"""Parameters stay within a factor of e^9, about 8000, of where the search began: beyond, data tell nothing apart."""


@dataclass(frozen=True)
class Plausible:
    """Where the logarithms of the parameters are looked for: within ``reach`` of ``centre``."""

    centre: Floats
    reach: float = FAR

    def clip(self, place: Floats) -> Floats:
        """Return the nearest plausible place."""
        return np.clip(place, self.centre - self.reach, self.centre + self.reach)

    def at_edge(self, place: Floats, margin: float = 0.0) -> bool:
        """Tell whether any parameter is within ``margin`` of the edge, or beyond it."""
        return bool((np.abs(place - self.centre) >= self.reach - margin).any())


@dataclass(frozen=True)
class Optimum:
    """Where the log-likelihood is largest: the parameters, its value, their standard errors, and what to warn of."""

    params: Floats
    log_likelihood: float
    standard_errors: Floats
    warnings: tuple[str, ...] = ()


def maximise(likelihood: Likelihood, rows: Counted, starts: Sequence[Sequence[float]], seed: int = 0) -> Optimum:
    """Return the largest likelihood found from any of the starts."""
    sample = rows.sample(SAMPLE, np.random.default_rng(seed))
    places = [np.log(np.asarray(start, dtype=np.float64)) for start in starts]
    plausible = Plausible(places[0])
    surface = likelihood(sample)
    downhill = _downhill(surface, sample.customers, plausible).value
    flat = FLAT if surface.expand else FLAT_ENOUGH
    best = min((_descend(downhill, place, flat) for place in places), key=downhill)
    return polish(likelihood, rows, best, plausible)


def polish(likelihood: Likelihood, rows: Counted, start: Floats, plausible: Plausible) -> Optimum:
    """Return the optimum near the log parameters ``start``, by Newton's method on all rows."""
    downhill = _downhill(likelihood(rows), rows.customers, plausible)
    place, found = _walk(downhill, start, 1e-6 / rows.customers)
    covariance, told_apart = _covariance(found.curvature, rows.customers)
    warnings: tuple[str, ...] = ()
    if not told_apart or plausible.at_edge(place, margin=1.0):
        warnings = (RIDGE,)
    params = np.exp(place)
    errors = params * np.sqrt(np.clip(np.diag(covariance), 0.0, np.inf))
    return Optimum(params, -found.value * rows.customers, errors, warnings)


def _downhill(surface: Surface, customers: int, plausible: Plausible) -> Surface:
    """Return minus the mean log-likelihood over log parameters, with a wall around what is plausible."""

    def height(place: Floats) -> float:
        inside = plausible.clip(place)
        value = surface.value(np.exp(inside))
        wall = float(np.sum((place - inside) ** 2))
        return (-value / customers if np.isfinite(value) else 1e6) + wall

    def by_differences(place: Floats) -> Expansion:
        return Expansion(height(place), gradient(height, place), hessian(height, place))

    def by_formula(place: Floats) -> Expansion:
        if surface.expand is None or plausible.at_edge(place):
            return by_differences(place)
        params = np.exp(place)
        found = surface.expand(params)
        slope = params * found.slope
        curvature = np.outer(params, params) * found.curvature + np.diag(slope)
        return Expansion(-found.value / customers, -slope / customers, -curvature / customers)

    return Surface(height, by_formula)


def _descend(downhill: Function, start: Floats, flat: float) -> Floats:
    from scipy import optimize

    minimize: Callable[..., Any] = optimize.minimize
    found = minimize(
        downhill, start, jac=lambda at: gradient(downhill, at), method="BFGS", options={"gtol": flat, "maxiter": 80}
    )
    return np.asarray(found.x, dtype=np.float64)


def _walk(downhill: Surface, start: Floats, least: float, steps: int = 25) -> tuple[Floats, Expansion]:
    """Take Newton steps, each shortened until it goes down, until less than ``least`` is gained."""
    assert downhill.expand is not None
    place, found = start, downhill.expand(start)
    for _ in range(steps):
        step = _newton_step(found)
        if -float(found.slope @ step) < least / 1e4:
            break
        lower = (place + share * step for share in (1.0, 0.5, 0.25, 0.1, 0.01))
        below = next((at for at in lower if downhill.value(at) < found.value), None)
        if below is None:
            break
        place, before = below, found.value
        found = downhill.expand(place)
        if before - found.value < least:
            break
    return place, found


def _newton_step(found: Expansion) -> Floats:
    values, vectors = np.linalg.eigh(found.curvature)
    step = -vectors @ ((vectors.T @ found.slope) / np.maximum(np.abs(values), 1e-7))
    return np.asarray(step * min(1.0, 2.0 / max(float(np.linalg.norm(step)), 1e-300)))


def _covariance(curvature: Floats, customers: int) -> tuple[Floats, bool]:
    """Return the covariance of the log parameters, and whether the likelihood is curved in every direction."""
    values, vectors = np.linalg.eigh(curvature)
    curved = values > 1e-9
    inverse = np.where(curved, 1.0 / np.where(curved, values, 1.0), 1e9)
    return np.asarray(vectors @ np.diag(inverse / customers) @ vectors.T), bool(curved.all())


def gradient(function: Function, at: Floats, width: float = 1e-4) -> Floats:
    """Return the slope of a smooth function by central differences."""
    steps = np.eye(len(at)) * width
    return np.array([(function(at + step) - function(at - step)) / (2 * width) for step in steps])


def hessian(function: Function, at: Floats, width: float = 1e-3) -> Floats:
    """Return the curvature of a smooth function by central differences."""
    steps, middle = np.eye(len(at)) * width, function(at)
    up = [function(at + step) for step in steps]
    down = [function(at - step) for step in steps]
    result = np.empty((len(at), len(at)))
    for i in range(len(at)):
        result[i, i] = (up[i] - 2 * middle + down[i]) / width**2
        for j in range(i):
            both = function(at + steps[i] + steps[j]) + function(at - steps[i] - steps[j])
            result[i, j] = result[j, i] = (both - up[i] - up[j] - down[i] - down[j] + 2 * middle) / (2 * width**2)
    return result
