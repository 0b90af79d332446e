"""What the columns of a file without header are, told by their cells alone: orders, or a log of what people did."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.sources.role_content import ColumnFacts, holds_times

_NUMBERS = ("integer", "decimal")
_DATES = ("date", "datetime")
_DEEDS = frozenset(
    {"pv", "view", "click", "cart", "fav", "buy", "purchase", "addtocart", "add_to_cart", "transaction", "play"}
    | {"like", "search", "login", "visit", "impression", "checkout", "remove_from_cart", "favorite", "share"}
)
"""What logs call the things that people do."""

_STAMPS = (8.5e8, 2e9)
"""Seconds since 1970 of the years from 1997 on; a thousand times as many are milliseconds."""
_BEST = (5.0, 10.0)
"""The best mark of a scale that people rate on."""


def stamps_without_names(columns: Sequence[ColumnFacts]) -> tuple[str, ...]:
    """Return the one column whose whole numbers may be moments, where other columns have no dates and ids repeat."""
    found = [facts for facts in columns if _may_be_stamps(facts)]
    if len(found) != 1 or any(facts.type in _DATES for facts in columns):
        return ()
    return (found[0].name,) if any(facts.distinct_share < 0.95 for facts in columns if facts is not found[0]) else ()


def _may_be_stamps(facts: ColumnFacts) -> bool:
    if facts.type != "integer" or facts.lowest is None or facts.highest is None or facts.nulls or facts.distinct < 20:
        return False
    low, high = _STAMPS
    return any(low * unit <= facts.lowest and facts.highest <= high * unit for unit in (1, 1000))


def roles_without_names(columns: Sequence[ColumnFacts]) -> list[tuple[str, str, str]]:
    """Return (column, role, evidence) for a file without header where the cells show that it holds orders or a log.

    That is: the first column of dates, ids that repeat, small whole numbers, and decimals for money; or words for what
    people do, or marks on a scale, instead of money.
    """
    dates = [facts for facts in columns if facts.type in _DATES and facts.nulls * 2 < facts.rows]
    deeds = [facts for facts in columns if _deeds(facts)]
    if not dates and not deeds:
        return []
    found = [(dates[0].name, "order_date", "its cells are the first dates")] if dates else []
    clocks = [facts for facts in columns if holds_times(facts)]
    if dates and not dates[0].timed and len(clocks) == 1:
        found.append((clocks[0].name, "order_time", "its cells are the only times of day"))
    ids = [facts for facts in columns if _repeating_id(facts) or (deeds and _few_ids(facts))]
    if ids:
        found.append((ids[0].name, "customer_id", f"its cells are ids that repeat: {ids[0].counted}"))
    if deeds:
        return [*found, (deeds[0].name, "event_type", "its cells are words for what people do")]
    marks = [facts for facts in columns if _marks(facts)]
    money = [facts for facts in columns if facts.type == "decimal" and facts.decimals >= 1 and facts not in marks]
    if money:
        last = money[-1]
        found.append((last.name, "amount", f"its cells are decimals with up to {last.decimals} places"))
    elif len(marks) == 1:
        return [*found, (marks[0].name, "rating", f"its cells are marks up to {marks[0].highest:g}, and none is money")]
    taken = {name for name, _, _ in found}
    counts = [
        facts for facts in columns if facts.name not in taken and _small_count(facts) and not _numbers_rows(facts)
    ]
    if len(counts) == 1:
        found.append((counts[0].name, "quantity", "its cells are small whole numbers"))
    return found


def _deeds(facts: ColumnFacts) -> bool:
    words = {each.strip().lower() for each in facts.examples}
    return facts.type == "text" and facts.distinct <= 30 and len(words & _DEEDS) >= 2


def _marks(facts: ColumnFacts) -> bool:
    """Whether the numbers are few, and the highest is the best mark of a usual scale."""
    return facts.type in _NUMBERS and facts.highest in _BEST and (facts.lowest or 0) >= 0 and 3 <= facts.distinct <= 20


def _repeating_id(facts: ColumnFacts) -> bool:
    codes = facts.type == "text" and all(re.fullmatch(r"[A-Za-z]{0,4}[-_]?\d{2,}\w*", each) for each in facts.examples)
    large = facts.type == "integer" and (facts.lowest or 0) >= 0 and facts.distinct > 100 and not _small_count(facts)
    return bool((codes and facts.examples) or large) and 0.001 < facts.distinct_share < 0.95


def _few_ids(facts: ColumnFacts) -> bool:
    """Whether the whole numbers may be the ids of some dozens of people, each of whom does several things."""
    return facts.type == "integer" and facts.distinct >= 20 and facts.distinct_share < 0.5


def _numbers_rows(facts: ColumnFacts) -> bool:
    """Whether each of many rows has a number of its own."""
    return facts.held > 20 and facts.distinct == facts.held


def _small_count(facts: ColumnFacts) -> bool:
    if facts.type != "integer" or facts.highest is None:
        return False
    return facts.highest < 10_000 and 1 < facts.distinct < 500
