"""Models of how long and how often customers will buy, and what that is worth, by maximum likelihood."""

from analysis.clv.bg_nbd import BgNbd
from analysis.clv.gamma_gamma import GammaGamma, fit_gamma_gamma
from analysis.clv.mbg_nbd import MbgNbd
from analysis.clv.model import Model
from analysis.clv.pareto_nbd import ParetoNbd

fit_bg_nbd, fit_mbg_nbd, fit_pareto_nbd = BgNbd.fit, MbgNbd.fit, ParetoNbd.fit

__all__ = [
    "BgNbd",
    "GammaGamma",
    "MbgNbd",
    "Model",
    "ParetoNbd",
    "fit_bg_nbd",
    "fit_gamma_gamma",
    "fit_mbg_nbd",
    "fit_pareto_nbd",
]
