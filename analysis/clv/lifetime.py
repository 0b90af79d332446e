"""The models that lifetime value is made of, together, and as plain values that a frozen run can keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import JsonValue

from analysis.clv.bg_nbd import BgNbd
from analysis.clv.buying import BuyingModel
from analysis.clv.gamma_gamma import GammaGamma
from analysis.clv.mbg_nbd import MbgNbd
from analysis.clv.model import Model
from analysis.clv.pareto_nbd import ParetoNbd

AnyModel = TypeVar("AnyModel", bound=Model)
BUYING: dict[str, type[BuyingModel]] = {"bg_nbd": BgNbd, "mbg_nbd": MbgNbd, "pareto_nbd": ParetoNbd}
"""Models of buying by the name that a recipe has for them."""


@dataclass(frozen=True)
class LifetimeModels:
    """Models of buying, of being alive (the same one, except beside BG/NBD, which cannot tell), and of spend.

    ``name`` is that of the model of buying.
    """

    name: str
    buying: BuyingModel
    alive: BuyingModel
    spending: GammaGamma

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was odd about the fits."""
        return tuple(dict.fromkeys((*self.buying.warnings, *self.alive.warnings, *self.spending.warnings)))

    def dump(self) -> dict[str, JsonValue]:
        """Return everything as plain values."""
        parts = {"buying": self.buying, "alive": self.alive, "spending": self.spending}
        return {"model": self.name, **{part: _plain(model) for part, model in parts.items()}}

    @classmethod
    def load(cls, details: Mapping[str, Any]) -> LifetimeModels:
        """Return the models that :meth:`dump` wrote."""
        name = details["model"]
        alive = BUYING["mbg_nbd" if name == "bg_nbd" else name]
        return cls(
            name,
            _model(BUYING[name], details["buying"]),
            _model(alive, details["alive"]),
            _model(GammaGamma, details["spending"]),
        )


def _plain(model: Model) -> JsonValue:
    return {
        "params": dict(model.params),
        "log_likelihood": model.log_likelihood,
        "standard_errors": dict(model.standard_errors),
        "unit": model.unit,
        "customers": model.customers,
        "warnings": list(model.warnings),
    }


def _model(kind: type[AnyModel], values: Mapping[str, Any]) -> AnyModel:
    return kind(**{**values, "warnings": tuple(values["warnings"])})
