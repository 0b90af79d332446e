"""RFM rules as lines of text, as an analyst types them: ``Best: R 4-5, F 5``."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from analysis.value.rfm_names import RfmRule, grid_names

HINT = "name: R 4-5, F 5, M 1-3 (a letter left out: every score)"
RANGE = re.compile(r"\s*([rfm])\s*=?\s*(\d+)\s*(?:(?:-|–|to)\s*(\d+))?\s*(?:[,;]|$|(?=[rfm]))", re.IGNORECASE)


def rule_line(rule: RfmRule) -> str:
    """Return a rule as a line of text, which :func:`parse_rule` reads back."""
    ranges = ((letter.upper(), getattr(rule, letter)) for letter in ("r", "f", "m"))
    shown = [f"{letter} {low}" + (f"-{high}" if high > low else "") for letter, (low, high) in filter(_given, ranges)]
    return f"{rule.name}: {', '.join(shown)}" if shown else f"{rule.name}:"


def _given(part: tuple[str, object]) -> bool:
    return part[1] is not None


def parse_rule(text: str, bins: int) -> RfmRule:
    """Return the rule that a line stands for; ValueError says in one sentence what is wrong with it."""
    name, colon, ranges = text.rpartition(":")
    if not colon or not name.strip():
        raise ValueError(f"write {HINT}")
    found: dict[str, tuple[int, int]] = {}
    place, ranges = 0, ranges.strip()
    while place < len(ranges):
        match = RANGE.match(ranges, place)
        if match is None:
            raise ValueError(f"{ranges[place:].strip()!r} is no range of scores; write {HINT}")
        letter, low = match[1].lower(), int(match[2])
        high = int(match[3] or low)
        if letter in found:
            raise ValueError(f"{letter.upper()} is there twice; name each letter once")
        if not 1 <= low <= high <= bins:
            raise ValueError(f"{match[0].strip(' ,;')}: scores run from 1 to {bins}, the lower one first")
        found[letter], place = (low, high), match.end()
    return RfmRule(name=name.strip(), r=found.get("r"), f=found.get("f"), m=found.get("m"))


def default_rules(bins: int) -> tuple[RfmRule, ...]:
    """Return the default names as rules, one to begin with for each name that occurs with so many bins."""
    scores = np.arange(1, bins + 1)
    r, f = (cells.ravel() for cells in np.meshgrid(scores[::-1], scores, indexing="ij"))
    names = np.array(grid_names(r, f, bins))
    return tuple(
        RfmRule(name=name, r=_ends(r[names == name]), f=_ends(f[names == name]))
        for name in dict.fromkeys(names.tolist())
    )


def _ends(scores: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[int, int]:
    return int(scores.min()), int(scores.max())


def moved(rules: Sequence[RfmRule], place: int, by: int) -> tuple[RfmRule, ...]:
    """Return the rules with one of them moved up or down; the same where it is at the end."""
    order = list(rules)
    if 0 <= place + by < len(order):
        order[place], order[place + by] = order[place + by], order[place]
    return tuple(order)
