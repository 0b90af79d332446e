"""Segments by the analyst's own conditions, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from pydantic import Field

from analysis.errors import AnalysisError
from analysis.segmentation.base import Extras, Fitted, Segmenter, Task
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.rule_answers import Answers, answers_of, compiled, value_types
from analysis.segmentation.summary import RuleLine, RuleLint
from analysis.settings import Settings


class Rule(Settings):
    """One segment: its name, and the condition its customers satisfy."""

    name: str = Field(title="Name", description="What the segment is called.", min_length=1)
    when: str = Field(
        title="Condition", description="Such as recency_days <= 30 and monetary > p80(monetary).", min_length=1
    )


class Rules(Segmenter):
    """The first rule whose condition a customer satisfies gives the segment; who satisfies none is in no segment."""

    title: ClassVar[str] = "Rules"
    about: ClassVar[str] = "Your own conditions over the columns, in order; nothing is guessed."

    method: Literal["rules"] = "rules"
    rules: tuple[Rule, ...] = Field(
        title="Rules", description="Conditions in order; the first that holds wins.", min_length=1
    )
    otherwise: str = Field(
        "", title="Otherwise", description="Name of the segment for customers that match no rule; empty: no segment."
    )

    @property
    def takes_features(self) -> bool:
        """Rules look at the customer table."""
        return False

    def card(self, frame: pl.DataFrame) -> ModelCard:
        """Return the rules frozen: checked, with the quantiles and means they compare with; RecipeError where wrong."""
        types = value_types(frame)
        conditions = [compiled(rule.name, rule.when, types) for rule in self.rules]
        figures: dict[str, float | int | str | bool | None] = {}
        for condition in conditions:
            found = condition.statistics_of(nw.from_native(frame.lazy()))
            figures |= {key: one.isoformat() if isinstance(one, dt.date) else one for key, one in found.items()}
        pairs = [(rule.name, rule.when) for rule in self.rules]
        if self.otherwise:
            pairs.append((self.otherwise, ""))
        columns = tuple(dict.fromkeys(column for condition in conditions for column in condition.columns))
        return ModelCard(kind="rules", method="rules", columns=columns, rules=tuple(pairs), figures=figures)

    def lint(self, frame: pl.DataFrame) -> RuleLint:
        """Return what the rules do to the customers, without segmenting them."""
        card = self.card(frame)
        return lint_rules(card, answers_of(card, frame))

    def fit(self, task: Task) -> Fitted:
        """Check the rules, take the quantiles and means they compare with, and apply them."""
        card = self.card(task.frame)
        answers = answers_of(card, task.frame)
        lint = lint_rules(card, answers)
        if not answers.any():
            raise AnalysisError(
                "no customer matches any of the rules", where="segmentation.rules", remedy="loosen a condition"
            )
        task.context.progress(1, 1, "rules")
        return Fitted(
            model=SegmentModel(card, {}),
            groups=len(card.rules),
            k_chosen_by=f"k = {len(card.rules)}: the rules written",
            names=tuple(name for name, _ in card.rules),
            extras=Extras(lint=lint, notes=tuple(line.warning for line in lint.rules if line.warning)),
        )


def lint_rules(card: ModelCard, answers: Answers) -> RuleLint:
    """Count what each rule matches and takes, who matches none or several, and name rules that can never win."""
    written = [at for at, (_, when) in enumerate(card.rules) if when]
    own = answers[:, written]
    taken_before = np.zeros(len(answers), dtype=np.bool_)
    lines = []
    for column, at in enumerate(written):
        name, when = card.rules[at]
        matches = own[:, column]
        takes = int((matches & ~taken_before).sum())
        lines.append(
            RuleLine(
                name=name,
                condition=when,
                matches=int(matches.sum()),
                takes=takes,
                warning=rule_warning(name, int(matches.sum()), takes),
            )
        )
        taken_before |= matches
    return RuleLint(
        unmatched=int((~own.any(axis=1)).sum()),
        several=int((own.sum(axis=1) > 1).sum()),
        rules=tuple(lines),
        overlaps=overlaps(card, own, written),
    )


def rule_warning(name: str, matches: int, takes: int) -> str:
    """Say what is wrong with a rule, or nothing."""
    if matches == 0:
        return f"rule {name!r} matches no customer"
    if takes == 0:
        return f"rule {name!r} can never win here: earlier rules take all {matches} customers it matches"
    return ""


def overlaps(card: ModelCard, own: Answers, written: list[int]) -> tuple[tuple[str, str, int], ...]:
    """Return the pairs of rules that share customers, most first, ten at most."""
    counts = own.astype(np.float64).T @ own
    pairs = [
        (card.rules[written[left]][0], card.rules[written[right]][0], int(counts[left, right]))
        for left in range(len(written))
        for right in range(left + 1, len(written))
        if counts[left, right]
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair[2])[:10])
