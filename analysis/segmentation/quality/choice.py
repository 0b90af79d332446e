"""Which k to take, said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from analysis.segmentation.summary import LEAST_SHARE, STABLE_FROM, SweepLine

RULE = f"every segment has bootstrap Jaccard of at least {STABLE_FROM:g} and {LEAST_SHARE:.0%} of the customers"


def qualifies(line: SweepLine) -> bool:
    """Whether every segment of a line is stable and large enough."""
    return (line.weakest or 0) >= STABLE_FROM and (line.smallest_share or 0) >= LEAST_SHARE


def choose_k(lines: list[SweepLine], asked: int | Literal["auto"]) -> tuple[int, str]:
    """Return the k and why; marks the lines that qualify in place.

    The k whose silhouette lies furthest above data without groups, among those where every segment is stable and large
    enough; where none qualifies the furthest of all, and the sentence says so. Without a test for structure the
    silhouette itself is compared.
    """
    lines[:] = [line.model_copy(update={"qualifies": qualifies(line)}) for line in lines]
    if asked != "auto":
        return asked, f"k = {asked} was set"
    good = [line for line in lines if line.qualifies]
    best = _furthest(good or lines)
    if best.excess is None:
        measure, figure = "is the largest", f"{best.silhouette or 0:.3f}"
    else:
        measure = (
            "lies furthest above data without groups" if best.excess >= 0 else "lies least below data without groups"
        )
        figure = f"{abs(best.excess):.1f} standard deviations"
    if good:
        among = f"among the {len(good)} of {len(lines)} tried where {RULE}"
        above = _furthest(lines)
        if (best.excess or 0) < 0 < (above.excess or 0):
            among += f"; k = {above.k} lies {above.excess:.1f} above, with segments that do not come back or are small"
    else:
        among = f"of the {len(lines)} tried; for none of them it holds that {RULE}"
    return best.k, f"k = {best.k}: its silhouette {measure} ({figure}) {among}"


def _furthest(lines: Sequence[SweepLine]) -> SweepLine:
    """Return the line with the largest excess, or silhouette where there is none; the smaller k of equals."""
    return max(lines, key=lambda line: (line.excess if line.excess is not None else line.silhouette or -1.0, -line.k))
