"""What all models of buying have in common: parameters, their errors, and the unit of time they are in."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.clv.counted import Counted, check_unit
from analysis.clv.optimum import Optimum, Surface
from analysis.errors import AnalysisError


@dataclass(frozen=True)
class Model:
    """A fitted model: ``params`` and ``standard_errors`` by name in the order of its paper; never changed afterwards.

    ``unit`` is the unit of time of the data that it was fitted to; ``customers`` how many there were.
    """

    params: dict[str, float]
    log_likelihood: float
    standard_errors: dict[str, float]
    unit: str
    customers: int
    warnings: tuple[str, ...] = ()

    @staticmethod
    def surface(rows: Counted) -> Surface:
        """Return the log-likelihood of the parameters."""
        raise NotImplementedError

    def require(self, unit: str) -> None:
        """Refuse a question in another unit of time than the model's."""
        check_unit(unit)
        if unit != self.unit:
            raise AnalysisError(
                f"the model was fitted in {self.unit} and cannot be asked in {unit}",
                where="unit",
                remedy=f"give times in {self.unit} and unit={self.unit!r}, or fit the model in {unit}",
            )


def fields_of(names: tuple[str, ...], found: Optimum) -> tuple[dict[str, float], float, dict[str, float]]:
    """Return the first three fields of a model."""
    params = dict(zip(names, found.params.tolist(), strict=True))
    errors = dict(zip(names, found.standard_errors.tolist(), strict=True))
    return params, found.log_likelihood, errors
