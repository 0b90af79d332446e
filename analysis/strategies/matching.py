"""Which rule of a playbook holds for which customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from analysis.errors import AnalysisError
from analysis.expressions import Condition
from analysis.settings import Summary
from analysis.strategies.playbook import Playbook, Rule
from analysis.strategies.situation import compile_rules, types_of


class PlaybookFinding(Summary):
    """Something about a rule that its author should know; ``problem`` is False for what is merely worth knowing."""

    rule: str
    what: str
    problem: bool = True


@dataclass(frozen=True)
class Matches:
    """Every rule against every row: ``held[i]`` is a Boolean series (never null) of the rows for which rule i holds.

    ``rules`` are the rules with the columns that their conditions name; ``findings`` are rules that could not be tried.
    """

    rules: tuple[tuple[Rule, Condition], ...]
    held: tuple[pl.Series, ...]
    findings: tuple[PlaybookFinding, ...] = ()

    def first(self) -> pl.Series:
        """Return the number of the first rule that holds for each row, counted from 0; null where none does."""
        frame = pl.DataFrame([series.alias(str(number)) for number, series in enumerate(self.held)])
        chosen = pl.coalesce(
            pl.when(pl.col(str(number))).then(pl.lit(number, dtype=pl.Int32)) for number in range(len(self.held))
        )
        return frame.select(chosen.alias("rule")).to_series()


def match(playbook: Playbook, frame: pl.DataFrame) -> Matches:
    """Try every rule on every row of ``frame`` (made by ``situation``); an unknown answer counts as no."""
    rules = compile_rules(playbook, types_of(frame))
    held, findings = [], []
    for rule, condition in rules:
        try:
            held.append(_holds(condition, frame))
        except AnalysisError as error:
            held.append(pl.repeat(False, frame.height, eager=True))
            findings.append(PlaybookFinding(rule=rule.name, what=f"was not tried: {error.what}", problem=False))
    return Matches(rules, tuple(held), tuple(findings))


def _holds(condition: Condition, frame: pl.DataFrame) -> pl.Series:
    rows = nw.from_native(frame.lazy())
    found = rows.select(holds=condition.expr(condition.statistics_of(rows)))
    return found.to_native().collect()["holds"].fill_null(False)


def names_of(rules: Sequence[tuple[Rule, Condition]], chosen: pl.Series) -> pl.Series:
    """Return the names of the chosen rules, a column of few different texts; null where none was."""
    named = [rule.name for rule, _ in rules]
    names = pl.Series(named, dtype=pl.Enum(list(dict.fromkeys(named))))
    return names.gather(chosen.cast(pl.UInt32)).alias("strategy")
