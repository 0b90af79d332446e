"""Which k to take, said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from analysis.segmentation.summary import LEAST_SHARE, NEARLY, SOLID_FROM, STABLE_FROM, SweepLine

RULE = f"every segment has bootstrap Jaccard of at least {STABLE_FROM:g} and {LEAST_SHARE:.0%} of the customers"


def qualifies(line: SweepLine) -> bool:
    """Whether every segment of a line is stable and large enough."""
    return (line.weakest or 0) >= STABLE_FROM and (line.smallest_share or 0) >= LEAST_SHARE


def choose_k(lines: list[SweepLine], asked: int | Literal["auto"]) -> tuple[int, str]:
    """Return the k and why; marks the lines that qualify in place.

    The k whose silhouette lies furthest above data without groups, among those where every segment is stable and large
    enough; but the largest k that lies nearly as far above and whose segments are all solid, where there is one: of
    several levels of grouping the silhouette favours the coarsest. Where none qualifies the furthest of all, and the
    sentence says so. Without a test for structure the silhouette itself is compared.

    Of made-up sets of two to eight groups, unequal, correlated, heavy-tailed, amid noise, so many are met: this rule
    83 %, prediction strength 85 %, the largest silhouette 66 %, its distance in deviations of the null 59 %, gap 46 %.
    """
    lines[:] = [line.model_copy(update={"qualifies": qualifies(line)}) for line in lines]
    if asked != "auto":
        return asked, f"k = {asked} was set"
    good = [line for line in lines if line.qualifies]
    best = _furthest(good or lines)
    if len(lines) == 1:
        return best.k, f"k = {best.k}: the only one tried" + ("" if good else f"; it does not hold that {RULE}")
    if not good:
        return best.k, f"k = {best.k}: {_placed(best)} of the {len(lines)} tried; for none of them it holds that {RULE}"
    among = f"among the {len(good)} of {len(lines)} tried where {RULE}"
    finest = max((line for line in good if _solid(line, best)), key=lambda line: line.k, default=best)
    if finest.k != best.k:
        why = f"the most segments that all come back (bootstrap Jaccard of at least {SOLID_FROM:g})"
        return finest.k, (
            f"k = {finest.k}: {why}; its silhouette lies nearly as far above data without groups "
            f"({finest.excess or 0:.3f}) as that of k = {best.k}, the furthest ({best.excess or 0:.3f}) {among}"
        )
    above = _furthest(lines)
    if (best.excess or 0) < 0 < (above.excess or 0):
        among += f"; k = {above.k} lies {above.excess:.3f} above, with segments that do not come back or are small"
    return best.k, f"k = {best.k}: {_placed(best)} {among}"


def _solid(line: SweepLine, best: SweepLine) -> bool:
    """Tell whether a line's segments all come back, and it stands out nearly as far as the best."""
    if line.excess is None or best.excess is None or best.excess <= 0:
        return False
    return (line.weakest or 0) >= SOLID_FROM and line.excess >= NEARLY * best.excess


def _placed(best: SweepLine) -> str:
    """Return in words where the silhouette of the best line lies."""
    if best.excess is None:
        return f"its silhouette is the largest ({best.silhouette or 0:.3f})"
    if best.excess < 0:
        return f"its silhouette lies least below data without groups ({-best.excess:.3f})"
    return f"its silhouette lies furthest above data without groups ({best.excess:.3f})"


def _furthest(lines: Sequence[SweepLine]) -> SweepLine:
    """Return the line with the largest excess, or silhouette where there is none; the smaller k of equals."""
    return max(lines, key=lambda line: (line.excess if line.excess is not None else line.silhouette or -1.0, -line.k))
