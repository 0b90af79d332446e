"""What to propose for the columns of numbers in a customers file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import narwhals.stable.v2 as nw

from analysis.cleaning.figures import figures
from analysis.cleaning.fill_missing import FillMissing
from analysis.cleaning.outliers import Outliers
from analysis.cleaning.portraits import SCALE_CODES, Portrait
from analysis.cleaning.propose_orders import Proposed, percent
from analysis.cleaning.range_rule import RangeRule
from analysis.cleaning.step import NUMBERS
from analysis.cleaning.treatment import Bounds, inward
from analysis.rows import Rows

IDS = frozenset({"customer_id", "order_id", "product_id", "phone", "postal_code"})
"""Roles of numbers that measure nothing."""
OLDEST = 120.0
SKEWED = 1.0
"""From this skewness on (either sign) the median stands for a column better than the mean."""
MOST_MISSING = 0.4
"""A column with a larger share missing is not filled unless asked for: most of it would be the filling."""
BEST_MARK, SEVERAL = 10.0, 5
"""The best mark of a scale, and how often what is no mark on it must stand among the answers."""
FAR = 3.0
"""How many quartile distances beyond the quartiles Tukey calls far out."""


def measures(seen: Mapping[str, Portrait]) -> Iterator[tuple[str, Portrait]]:
    """Yield the columns of numbers that measure something."""
    for name, one in seen.items():
        distinct = one.column.distinct
        keyed = one.column.type == "integer" and one.present > 20 and distinct is not None and distinct >= one.present
        if one.column.type in NUMBERS and one.column.role not in IDS and one.present and not keyed:
            yield name, one


def impossible_values(seen: Mapping[str, Portrait]) -> Iterator[Proposed]:
    """Yield: ages that nobody has, and codes such as -999 that lie apart from all other values, are emptied."""
    for name, one in measures(seen):
        assert one.smallest is not None and one.largest is not None
        if is_age(one) and (one.smallest < 0 or one.largest > OLDEST):
            reason = f"{name} runs from {one.smallest:g} to {one.largest:g}; nobody is under 0 or over {OLDEST:g}"
            yield RangeRule(columns=(name,), minimum=0.0, maximum=OLDEST), reason, True
            continue
        bounds = own_range(one)
        if bounds != Bounds():
            reason = f"{name}: {codes(one, bounds)} cells hold a code for missing; all others are {bounds.said()}"
            yield RangeRule(columns=(name,), minimum=bounds.low, maximum=bounds.high), reason, True


def is_age(one: Portrait) -> bool:
    """Tell whether a column holds ages in years."""
    return one.column.role == "age" or one.column.name.strip().casefold() == "age"


def own_range(one: Portrait) -> Bounds:
    """Return the bounds of a column without the codes for missing at its ends, none on a side where there is no code.

    Below, -1 or -999 is a code where all else is zero or more; above, 9999 is one where all else is less than a fifth
    of it and the upper quartile of all less than a tenth. So is 99, if it stands several times beside a scale of ten.
    """
    if one.least is None or one.most is None or one.smallest is None or one.largest is None or one.high is None:
        return Bounds()
    low = one.least if one.smallest < 0 <= one.least else None
    apart = (
        one.largest > one.most > 0
        and 5 * one.most < one.largest
        and one.high is not None
        and 10 * one.high < one.largest
    )
    if one.largest in SCALE_CODES:
        apart = 0 < one.most <= BEST_MARK and one.codes_above >= SEVERAL
    return Bounds(low, one.most if apart else None)


def codes(one: Portrait, bounds: Bounds) -> int:
    """Return how many cells hold a code for missing that lies outside the bounds."""
    return (one.codes_below if bounds.low is not None else 0) + (one.codes_above if bounds.high is not None else 0)


def numbers_missing(seen: Mapping[str, Portrait], emptied: Collection[str]) -> Iterator[Proposed]:
    """Yield: missing numbers become the median where the column is skewed, else the mean; 0 and 1 the mode."""
    for name, one in measures(seen):
        missing = one.missing + (codes(one, own_range(one)) if name in emptied else 0)
        if not missing and name not in emptied:
            continue
        said = f"{name}: {percent(missing, one.rows)} missing" if missing else f"{name}: what was emptied"
        if one.column.type == "integer" and one.least == 0 and one.most == 1:
            method, why = "mode", "0 or 1 → the more frequent"
        elif abs(one.skew or 0.0) > SKEWED:
            method, why = "median", f"skewed ({one.skew:.1f}) → median"
        else:
            method, why = "mean", f"not skewed ({one.skew or 0.0:.1f}) → mean"
        fillable = missing <= MOST_MISSING * one.rows
        reason = f"{said}, {why}" + ("" if fillable else "; off, since most of it would be the filling")
        yield FillMissing.model_validate({"columns": (name,), "method": method}), reason, fillable


def far_out(rows: Rows, seen: Mapping[str, Portrait]) -> Iterator[Proposed]:
    """Yield the clipping of values far out, off: they are possible, and the best customers are among them."""
    bounds = {}
    for name, one in measures(seen):
        if one.low is not None and one.high is not None and one.low < one.high:
            margin = FAR * (one.high - one.low)
            bounds[name] = inward(one.column, Bounds(one.low - margin, one.high + margin))
    wanted = {
        name: (found.below(seen[name].column) | found.above(seen[name].column)).cast(nw.Int64).sum()
        for name, found in bounds.items()
    }
    counts = figures(rows.frame, wanted) if wanted else {}
    columns = {name: int(count) for name, count in counts.items() if count}
    if columns:
        said = ", ".join(f"{name}: {count}" for name, count in columns.items())
        reason = f"values far out ({said}); they are possible, so they stay unless you decide otherwise"
        yield Outliers(columns=tuple(columns), method="iqr", factor=FAR, action="clip"), reason, False
