"""Which k to take, said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from analysis.segmentation.summary import HALF, LEAST_SHARE, SOLID_FROM, STABLE_FROM, SweepLine

RULE = f"every segment has bootstrap Jaccard of at least {STABLE_FROM:g} and {LEAST_SHARE:.0%} of the customers"


def qualifies(line: SweepLine) -> bool:
    """Whether every segment of a line is stable and large enough."""
    return (line.weakest or 0) >= STABLE_FROM and (line.smallest_share or 0) >= LEAST_SHARE


def choose_k(lines: list[SweepLine], asked: int | Literal["auto"]) -> tuple[int, str]:
    """Return the k and why; marks the lines that qualify in place.

    The k whose silhouette lies furthest above data without groups, among those where every segment is stable and large
    enough; but the largest k that lies at least half as far above, whose segments are all solid and whose
    Calinski-Harabasz index is no lower, where there is one: of several levels of grouping the silhouette favours the
    coarsest, while the index falls where one segment is cut in two. Where none qualifies the furthest
    of all, and the sentence says so. Without a test for structure the silhouette itself is compared.

    Of 341 made-up sets of two to eight groups, unequal, correlated, heavy-tailed, stretched, on two levels, amid noise,
    many of them overlapping, so many are met: this rule 52 %, the largest distance alone 40 %; in 3 % it finds more.
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
            f"k = {finest.k}: {why}, with a Calinski-Harabasz index no lower than that of k = {best.k}, "
            f"whose silhouette lies furthest above data without groups ({best.excess or 0:.3f}, "
            f"here {finest.excess or 0:.3f}) {among}"
        )
    above = _furthest(lines)
    if (best.excess or 0) < 0 < (above.excess or 0):
        among += f"; k = {above.k} lies {above.excess:.3f} above, with segments that do not come back or are small"
    return best.k, f"k = {best.k}: {_placed(best)} {among}"


def _solid(line: SweepLine, best: SweepLine) -> bool:
    """Tell whether a line's segments all come back, part the customers as well as the best, and stand out."""
    if line.excess is None or best.excess is None or best.excess <= 0:
        return False
    parts = (line.calinski_harabasz or 0) >= (best.calinski_harabasz or 0)
    return parts and (line.weakest or 0) >= SOLID_FROM and line.excess >= HALF * best.excess


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
