"""Names for segments, made from what sets them apart, in plain words and all different."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Place = Literal["adjective", "noun", "after"]
CLEAR = 0.33
"""Cliff's delta from which a measure is worth a word: a medium effect by Romano and others (2006)."""
FAINT = 0.15
NEWEST = -0.8
"""Cliff's delta of tenure from which customers are plainly new, not just newer than the others."""
MOST_WORDS = 4
SENTENCE = 4
"""A title of more words than this is a sentence."""

ORDER_COUNTS = {"frequency", "total_order"}
"""Measures that count orders, one of which makes a one-time buyer; a rate of purchases does not."""


@dataclass(frozen=True)
class Trait:
    """One measure of one segment: ``delta`` -1 to 1 says how surely it is lower or higher here than elsewhere.

    ``delta`` is Cliff's: the chance that a customer of the segment has more than one of the rest, minus the reverse.
    """

    measure: str
    title: str
    delta: float
    formed: bool
    role: str | None = None
    yes_no: bool = False
    at_most: float | None = None
    """What four of five of its customers do not exceed."""
    level: str = ""
    """The value of a category, where the trait is to have it."""


@dataclass(frozen=True)
class Words:
    """The words for less and for more of something, and where in a name they stand."""

    family: str
    low: tuple[str, Place]
    high: tuple[str, Place]


WORDS: dict[str, Words] = {
    name: words
    for names, words in (
        (("frequency", "purchase_frequency", "total_orders", "total_order"),
         Words("frequency", ("occasional", "adjective"), ("frequent", "adjective"))),
        (("monetary", "total_spend", "total_purchase"),
         Words("money", ("small spenders", "noun"), ("big spenders", "noun"))),
        (("average_order_value", "purchase_amount"),
         Words("basket", ("small orders", "after"), ("large orders", "after"))),
        (("recency_days", "recency"), Words("recency", ("recent", "after"), ("not seen lately", "after"))),
        (("tenure_days", "customer_lifetime", "tenure"),
         Words("tenure", ("new", "adjective"), ("long-standing", "after"))),
        (("income",), Words("income", ("low income", "after"), ("high income", "after"))),
        (("age",), Words("age", ("younger", "adjective"), ("older", "adjective"))),
        (("satisfaction", "rating_mean"), Words("content", ("discontent", "adjective"), ("content", "adjective"))),
        (("return_rate",), Words("returns", ("few returns", "after"), ("many returns", "after"))),
        (("conversion_rate",), Words("conversion", ("hard to convince", "after"), ("quick to buy", "after"))),
        (("visits", "total_visit"), Words("visits", ("few visits", "after"), ("many visits", "after"))),
        (("value", "lifetime_value", "clv"), Words("money", ("small spenders", "noun"), ("big spenders", "noun"))),
    )
    for name in names
}  # fmt: skip
"""Words by the name or role of a measure; any other measure is named by its title with high or low before it."""


FAMILIES = list(dict.fromkeys(words.family for words in WORDS.values()))
"""The order in which words of a name stand, so that two names never differ in order alone."""


@dataclass
class _Name:
    traits: list[Trait]
    used: int = 0
    parts: dict[Place, list[str]] = field(default_factory=lambda: {"adjective": [], "noun": [], "after": []})
    families: set[str] = field(default_factory=set)
    order: dict[str, int] = field(default_factory=dict)

    def add_word(self) -> bool:
        """Take the next trait that says something new; False where there is none or the name is long enough."""
        if sum(map(len, self.parts.values())) >= MOST_WORDS:
            return False
        while self.used < len(self.traits):
            trait = self.traits[self.used]
            self.used += 1
            family, word, place = _word(trait)
            if family not in self.families:
                self.families.add(family)
                self.parts[place].append(word)
                self.order[word] = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
                self.parts["after"].sort(key=lambda word: self.order[word])
                return True
        return False

    def whom(self) -> str:
        """Return what the customers are called where no other noun says it."""
        return "buyers" if "frequency" in self.families else "customers"

    def text(self) -> str:
        """Return the name so far."""
        adjectives, nouns, after = self.parts["adjective"], self.parts["noun"], self.parts["after"]
        if not (adjectives or nouns or after):
            return "Middle of the road"
        start = " ".join([*adjectives, *(nouns or ([self.whom()] if adjectives else []))])
        text = ", ".join(([start] if start else []) + after)
        return text[0].upper() + text[1:]


def name_segments(traits: Mapping[int, Sequence[Trait]], given: Mapping[int, str]) -> dict[int, str]:
    """Return a name for each segment id; all are different, and those ``given`` are kept as they are.

    Each name takes the two measures in which the segment differs most (those that formed the segments first), and
    further ones only where two names would be the same.
    """
    building = {segment: _begin(found) for segment, found in traits.items() if segment not in given}
    while True:
        names = dict(given) | {segment: name.text() for segment, name in building.items()}
        counts = Counter(names.values())
        longer = [name for segment, name in building.items() if counts[names[segment]] > 1]
        if not sum(name.add_word() for name in longer):
            return _numbered(names, given)


def _begin(traits: Sequence[Trait]) -> _Name:
    clear = _without_echoes([trait for trait in traits if abs(trait.delta) >= CLEAR])
    faint = [trait for trait in traits if FAINT <= abs(trait.delta) < CLEAR]
    name = _Name(sorted(clear, key=_rank) + sorted(faint, key=_rank))
    for _ in range(min(2, len([trait for trait in clear if _in_words(trait)])) or 1):
        name.add_word()
    return name


def _in_words(trait: Trait) -> bool:
    return trait.measure in WORDS or trait.role in WORDS


def _without_echoes(traits: list[Trait]) -> list[Trait]:
    """Leave out the size of orders where what is spent in all says the same."""
    money = {_word(trait)[0]: trait.delta > 0 for trait in traits}.get("money")
    return [trait for trait in traits if _word(trait)[0] != "basket" or (trait.delta > 0) != money]


def _rank(trait: Trait) -> tuple[bool, bool, float, str]:
    """Order traits: first what has words of its own, then what formed the segments, then what differs most."""
    return not _in_words(trait), not trait.formed, -round(abs(trait.delta), 9), trait.measure


def _word(trait: Trait) -> tuple[str, str, Place]:
    """Return the family of a trait, its word and where the word stands."""
    more = trait.delta > 0
    words = WORDS.get(trait.measure) or WORDS.get(trait.role or "")
    if words is None:
        title = spoken(trait.title) or trait.measure
        if trait.level:
            return trait.measure, f"{title} {trait.level}", "after"
        if trait.yes_no:
            return trait.measure, title if more else f"not {title}", "after"
        return trait.measure, f"{'high' if more else 'low'} {title}", "after"
    word, place = words.high if more else words.low
    if not more and trait.at_most is not None and trait.at_most <= 1 and ORDER_COUNTS & {trait.measure, trait.role}:
        word = "one-time"
    if word == "new" and trait.delta > NEWEST:
        word = "fairly new"
    return words.family, word, place


def spoken(title: str) -> str:
    """Return the title of a column as words: ``MonthlyCharges`` and ``monthly_charges (USD)`` are monthly charges.

    A whole sentence, such as the question of a survey, is quoted as it is.
    """
    bare = re.sub(r"\s*\([^)]*\)", "", title).replace("_", " ")
    bare = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", bare).strip()
    return f"“{bare}”" if len(bare.split()) > SENTENCE else bare.lower()


def _numbered(names: dict[int, str], given: Mapping[int, str]) -> dict[int, str]:
    """Tell apart what is still called the same by a number."""
    taken = set(given.values())
    result: dict[int, str] = {}
    for segment in sorted(names):
        name, number = names[segment], 2
        while segment not in given and name in taken:
            name, number = f"{names[segment]} ({number})", number + 1
        taken.add(name)
        result[segment] = name
    return result
