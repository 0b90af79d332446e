"""The cuts between recency, frequency and money scores, and the scores that they give."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.customers.several_currencies import currency_problem
from analysis.tiers import quantile_cuts
from analysis.tiers.scores import measured, significant, spend

if TYPE_CHECKING:
    from analysis.customers import Customers
    from analysis.value.rfm import Rfm, RfmSummary

Floats = NDArray[np.float64]
InnerCuts = dict[str, tuple[float, ...]]
"""The cuts within a group: of frequency under the recency score (``"5"``), of money under both scores (``"53"``)."""

LETTERS = ("r", "f", "m")
MEANINGS = {"r": "recency", "f": "frequency", "m": "spend"}


def rfm_measures(customers: Customers) -> tuple[dict[str, Floats], str]:
    """Return recency (reversed, so that more is better), frequency and money, or why there are none."""
    recency = measured(customers, "recency_days", "recency")
    frequency = measured(customers, "frequency", "purchase_frequency", "total_order")
    if recency is None:
        last = measured(customers, "last_order", "last_order_date")
        recency = None if last is None else _today(customers, last) - last
    missing = [name for name, found in (("recency", recency), ("frequency", frequency)) if found is None]
    if recency is None or frequency is None:
        named = " and ".join(missing)
        return {}, f"RFM needs {named}, and no column tells it; load orders, or name a column as {named}"
    nothing = np.full(len(recency), np.nan)
    problem = currency_problem(customers)
    money = None if problem else spend(customers)
    return {"r": -recency, "f": frequency, "m": nothing if money is None else significant(money)}, ""


def _today(customers: Customers, last: Floats) -> float:
    """Return the day that recency counts to, in days since 1970: the day after the last order where none is given."""
    if customers.as_of is not None:
        return float((customers.as_of - date(1970, 1, 1)).days)
    return float(np.nanmax(last, initial=-np.inf)) + 1


def find_cuts(
    measures: dict[str, Floats], choices: Rfm, before: RfmSummary | None
) -> tuple[dict[str, Floats], list[str]]:
    """Return the cuts of each measure (recency reversed) and what is to be said about measures that have none."""
    if before is not None:
        return {letter: _signed(letter, before.cuts.get(letter, ())) for letter in LETTERS}, []
    if choices.score_cut == "fixed":
        given = {"r": choices.cuts_r or (), "f": choices.cuts_f or (), "m": choices.cuts_m or ()}
        return {letter: np.sort(_signed(letter, given[letter])) for letter in LETTERS}, []
    cuts, notes = {}, []
    for letter in LETTERS:
        values = measures[letter][np.isfinite(measures[letter])]
        if letter == "f" and (values > 0).any():
            values = values[values > 0]  # who never bought anything scores 1 and moves no cut
        cuts[letter], note = _quantile_cuts(letter, values, choices.bins)
        notes += [note] * bool(note)
    return cuts, notes


def _quantile_cuts(letter: str, values: Floats, bins: int) -> tuple[Floats, str]:
    if not len(values):
        return np.array([]), f"nothing is known about {MEANINGS[letter]}, so there are no {letter.upper()} scores"
    if values.min() < values.max():
        return np.asarray(quantile_cuts(values, [step / bins for step in range(1, bins)])), ""
    if letter == "f" and values[0] == 1:
        return np.full(bins - 1, 2.0), "every customer has ordered once, so F is 1 for all"
    same = f"every customer has the same {MEANINGS[letter]}, so there are no {letter.upper()} scores"
    return np.array([]), same


def _signed(letter: str, cuts: tuple[float, ...]) -> Floats:
    """Turn cuts as shown into cuts of the measure, or back: recency is reversed."""
    return np.array(cuts, dtype=np.float64) * (-1.0 if letter == "r" else 1.0)


def shown_cuts(letter: str, cuts: Floats) -> tuple[float, ...]:
    """Return cuts as they are shown: recency in days, falling."""
    return tuple((_signed(letter, tuple(cuts.tolist())) + 0.0).tolist())


def scores_of(values: Floats, cuts: Floats) -> Floats:
    """Return 1 plus the number of cuts reached; NaN where the value or the cuts are unknown."""
    if not len(cuts):
        return np.full(len(values), np.nan)
    known = np.isfinite(values)
    reached = np.searchsorted(cuts, np.where(known, values, 0.0), side="right") + 1.0
    return np.where(known, reached, np.nan)


def nested_scores(
    measures: dict[str, Floats], scores: dict[str, Floats], bins: int, before: InnerCuts | None = None
) -> tuple[dict[str, Floats], InnerCuts]:
    """Cut frequency within each recency score, then money within each pair of scores; return scores and inner cuts.

    A group whose customers are all equal keeps the scores that they have among all customers; so do, with the inner
    cuts of an earlier run (``before``), the groups that had none in it.
    """
    nested, cuts = dict(scores), dict(before or {})
    group = nested["r"]
    for letter in ("f", "m"):
        found = nested[letter].copy()
        for number in np.unique(group[np.isfinite(group)]):
            inside, key = group == number, f"{number:.0f}"
            known = measures[letter][inside & np.isfinite(measures[letter])]
            if before is None and len(known) and known.min() < known.max():
                cuts[key] = quantile_cuts(known, [step / bins for step in range(1, bins)])
            if key in cuts:
                found[inside] = scores_of(measures[letter][inside], np.asarray(cuts[key]))
        nested[letter] = found
        group = group * 10 + found
    return nested, cuts
