"""Checks a playbook before it meets customers: rules that never hold or never get a turn, and gaps."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import polars as pl

from analysis.sources.table import ValueType
from analysis.strategies.matching import Matches, PlaybookFinding, match
from analysis.strategies.playbook import Playbook
from analysis.strategies.situation import ALWAYS, LEVELS, POLARS, TierNames, compile_rules, complete

MOST_ROWS = 20_000
TEXTS = re.compile(r"'((?:[^']|'')*)'|\"([^\"]*)\"")
NUMBERS = re.compile(r"(?<![\w'.-])-?\d+(?:\.\d+)?")
ORDINARY_NUMBERS = (0.0, 1.0, 10.0, 100.0, 1000.0)


@dataclass(frozen=True)
class Domain:
    """What can occur: the tiers' names, the RFM segments' names, and the types of the data's own columns."""

    tiers: TierNames = field(default_factory=TierNames)
    rfm_segments: tuple[str, ...] = ()
    columns: dict[str, ValueType] = field(default_factory=dict)

    def texts(self) -> dict[str, tuple[str, ...]]:
        """Return the columns whose every value is known."""
        return {
            "value_tier": self.tiers.value,
            "loyalty_tier": self.tiers.loyalty,
            "rfm_segment": self.rfm_segments,
            "value_level": LEVELS["value"],
            "loyalty_level": LEVELS["loyalty"],
        }


def lint(playbook: Playbook, domain: Domain) -> tuple[PlaybookFinding, ...]:
    """Return what is wrong with a playbook, and what is worth knowing about it.

    The rules are tried on made-up customers: every combination of the tiers (none included) and RFM segments, with the
    numbers and texts that the rules name, and numbers around them, in the other columns. A rule that does not hold for
    one of them is reported, one that never gets a turn too, and every combination of tiers that is left without a rule.
    """
    asked = _asked(playbook, domain)
    grid = _grid(playbook, domain, asked)
    matches = match(playbook, grid)
    first = matches.first()
    return (*matches.findings, *_unknown_names(playbook, domain), *_idle(matches, first), *_gaps(grid, first))


def _asked(playbook: Playbook, domain: Domain) -> dict[str, ValueType]:
    """Return the columns that the rules name, with their types."""
    known = domain.columns | ALWAYS
    rules = compile_rules(playbook, known)
    return {name: known[name] for name in dict.fromkeys(name for _, rule in rules for name in rule.columns)}


def _grid(playbook: Playbook, domain: Domain, asked: dict[str, ValueType]) -> pl.DataFrame:
    """Return made-up customers: every combination while they are few, a seeded draw of them where they are many."""
    fixed = {name: [*values, None] for name, values in domain.texts().items() if not name.endswith("_level")}
    values: dict[str, list[object]] = {name: list(options) for name, options in fixed.items()}
    values |= {
        name: _candidates(playbook, kind)
        for name, kind in asked.items()
        if name not in values and not name.endswith("_level")
    }
    combinations = 1
    for options in values.values():
        combinations *= len(options)
    schema = {name: POLARS[asked.get(name, ALWAYS.get(name, "text"))] for name in values}
    if combinations <= MOST_ROWS:
        frame = pl.DataFrame({"_": [0]})
        for name, options in values.items():
            frame = frame.join(pl.DataFrame({name: options}, schema={name: schema[name]}, strict=False), how="cross")
        return complete(frame.drop("_"), domain.tiers)
    random = Random(0)
    drawn = {name: [random.choice(options) for _ in range(MOST_ROWS)] for name, options in values.items()}
    return complete(pl.DataFrame(drawn, schema=schema, strict=False), domain.tiers)


def _candidates(playbook: Playbook, kind: ValueType) -> list[object]:
    """Return values worth trying in a column of one type: what the rules name, and what lies just beside it."""
    rules = [rule.when for rule in playbook.rules]
    texts = list(dict.fromkeys(a or b for rule in rules for a, b in TEXTS.findall(rule)))
    if kind == "text":
        return [*texts, "something else", None]
    if kind == "boolean":
        return [True, False, None]
    if kind in {"date", "datetime"}:
        days = pl.Series(texts, dtype=pl.String).str.to_date(strict=False).drop_nulls().to_list()
        near = [pl.date(day.year, day.month, day.day) + pl.duration(days=shift) for day in days for shift in (-1, 0, 1)]
        return [*(pl.select(day).item() for day in near), None]
    named = {float(number) for rule in rules for number in NUMBERS.findall(TEXTS.sub("", rule))}
    around = {number + shift for number in named for shift in (-1, -0.01, 0, 0.01, 1)}
    numbers = sorted(around | set(ORDINARY_NUMBERS))
    return [*(int(number) if kind == "integer" else number for number in numbers), None]


def _unknown_names(playbook: Playbook, domain: Domain) -> list[PlaybookFinding]:
    """Return rules that compare a tier or RFM segment with a name that cannot occur."""
    known = domain.texts()
    found: list[PlaybookFinding] = []
    for rule, condition in compile_rules(playbook, domain.columns | ALWAYS):
        if all(known.get(column) for column in condition.columns):
            possible = list(dict.fromkeys(name for column in condition.columns for name in known[column]))
            named = dict.fromkeys(a or b for a, b in TEXTS.findall(rule.when))
            found += [_unknown(rule.name, text, possible) for text in named if text not in possible]
    return found


def _unknown(rule: str, text: str, possible: Sequence[str]) -> PlaybookFinding:
    near = difflib.get_close_matches(text, possible, n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(possible)}"
    return PlaybookFinding(rule=rule, what=f"names {text!r}, which never occurs{hint}")


def _idle(matches: Matches, first: pl.Series) -> list[PlaybookFinding]:
    """Return the rules that never hold, and those that others always take the customers of."""
    used = set(first.drop_nulls().unique().to_list())
    found = []
    for number, ((rule, condition), held) in enumerate(zip(matches.rules, matches.held, strict=True)):
        if not held.any():
            # A rule for a level that these tiers do not have is idle, not wrong: levels serve any number of tiers.
            wrong = not any(column.endswith("_level") for column in condition.columns)
            found.append(PlaybookFinding(rule=rule.name, what="can never hold", problem=wrong))
        elif number not in used:
            takers = sorted(set(first.filter(held).to_list()))
            names = ", ".join(repr(matches.rules[taker][0].name) for taker in takers)
            found.append(PlaybookFinding(rule=rule.name, what=f"never gets a turn: {names} always come first"))
    return found


def _gaps(grid: pl.DataFrame, first: pl.Series) -> list[PlaybookFinding]:
    """Return the combinations of value and loyalty tier that can be left without a strategy."""
    without = grid.filter(first.is_null()).select("value_tier", "loyalty_tier").unique().sort(pl.all())
    return [
        PlaybookFinding(rule="", what=f"no rule for value {value or 'unknown'} with loyalty {loyalty or 'unknown'}")
        for value, loyalty in without.iter_rows()
    ]
