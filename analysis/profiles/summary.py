"""What is told of segments: who is in them, how they differ from the rest, what they buy and what they bring."""

from __future__ import annotations

from analysis.settings import Summary


class Estimate(Summary):
    """A figure with its 95 % bootstrap interval; None where it cannot be computed."""

    value: float | None
    low: float | None = None
    high: float | None = None


class MeasureStats(Summary):
    """One measure over the customers of a segment (``known``: those who have it), in the unit of the measure."""

    measure: str
    title: str
    unit: str
    known: int
    mean: Estimate
    median: Estimate
    std: Estimate


class Difference(Summary):
    """How far a segment's mean is from the mean of all others, in standard deviations over all customers.

    ``clear`` is False where the 95 % bootstrap interval (``low`` to ``high``) contains 0: shown with ``≈``. ``formed``:
    the segments were made from this measure and differ by construction. ``here`` and ``rest`` are the two means.
    """

    measure: str
    title: str
    unit: str
    difference: float
    low: float
    high: float
    clear: bool
    formed: bool
    here: float
    rest: float


class Level(Summary):
    """One value of a category, or one product: customers who have it, their share, and that over the whole's share."""

    name: str
    count: int
    share: float
    lift: float | None


class Mix(Summary):
    """How a categorical column is spread over a segment; ``levels`` by falling count, the rare ones pooled."""

    column: str
    title: str
    levels: tuple[Level, ...]


class Month(Summary):
    """Revenue of a segment, and how many of its customers bought, in one calendar month (``YYYY-MM``)."""

    month: str
    customers: int
    revenue: float | None


class SegmentProfile(Summary):
    """Everything about one segment; shares are 0 to 1. ``id`` 0 holds the customers who are in no segment.

    ``is_slice``: the segment is not trusted (unstable, or no structure in the data) and keeps its number for a name.
    """

    id: int
    name: str
    is_slice: bool
    size: int
    share: float
    revenue: float | None
    revenue_share: float | None
    measures: tuple[MeasureStats, ...]
    differences: tuple[Difference, ...]
    mixes: tuple[Mix, ...] = ()
    products: tuple[Level, ...] = ()
    categories: tuple[Level, ...] = ()
    months: tuple[Month, ...] = ()


class Concentration(Summary):
    """How unequal revenue is: the best ``top`` share of the customers bring ``brings`` of it.

    ``curve`` is the Lorenz curve: (share of customers, poorest first; share of revenue they bring). Customers whose
    revenue is below 0 count as 0; ``below_zero`` says how many.
    """

    customers: int
    top: float
    brings: float
    gini: float
    curve: tuple[tuple[float, float], ...]
    below_zero: int = 0


class Profiles(Summary):
    """The profiles of all segments by id, and of all customers together.

    ``resamples`` bootstrap resamples give the intervals; where a segment has more than ``groups`` customers they are
    resampled in that many random groups, which gives the same interval.
    """

    segments: tuple[SegmentProfile, ...]
    whole: SegmentProfile
    concentration: Concentration | None
    resamples: int
    groups: int
