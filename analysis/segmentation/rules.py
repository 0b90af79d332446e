"""Segments by the analyst's own conditions, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

import narwhals.stable.v2 as nw
import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import Field

from analysis.errors import AnalysisError, RecipeError
from analysis.segmentation.base import Extras, Fitted, Segmenter, Task
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.summary import RuleLine, RuleLint
from analysis.settings import Settings

if TYPE_CHECKING:
    from analysis.expressions import Condition, Value
    from analysis.sources.table import ValueType

Answers = npt.NDArray[np.bool_]


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
        conditions = [compiled(rule, types) for rule in self.rules]
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


def value_types(frame: pl.DataFrame) -> dict[str, ValueType]:
    """Return the type of each column as conditions know them."""
    types: dict[str, ValueType] = {}
    for name, kind in frame.schema.items():
        if kind.is_integer():
            types[name] = "integer"
        elif kind.is_float() or kind.is_decimal():
            types[name] = "decimal"
        elif kind == pl.Boolean:
            types[name] = "boolean"
        elif kind == pl.Date:
            types[name] = "date"
        elif kind == pl.Datetime:
            types[name] = "datetime"
        else:
            types[name] = "text"
    return types


def compiled(rule: Rule, types: Mapping[str, ValueType]) -> Condition:
    """Return the condition of a rule; RecipeError names the rule and the place in it."""
    from analysis.customers import SHORT_NAMES
    from analysis.expressions import compile_condition

    try:
        return compile_condition(rule.when, types, SHORT_NAMES)
    except RecipeError as error:
        raise RecipeError(error.what, where=f"segmentation.rules ({rule.name})", remedy=error.remedy) from error


def answers_of(card: ModelCard, frame: pl.DataFrame) -> Answers:
    """Return which customer satisfies which rule (n, rules); an otherwise is a last column, all true."""
    types = value_types(frame)
    answers = np.empty((frame.height, len(card.rules)), dtype=np.bool_)
    for at, (name, when) in enumerate(card.rules):
        if not when:
            answers[:, at] = True
            continue
        condition = compiled(Rule(name=name, when=when), types)
        figures = restored(condition, types, card.figures)
        satisfied = nw.from_native(frame.lazy()).select(condition.expr(figures).alias("satisfied"))
        answers[:, at] = satisfied.to_native().collect()["satisfied"].fill_null(False).to_numpy()
    return answers


def restored(
    condition: Condition, types: Mapping[str, ValueType], figures: Mapping[str, float | int | str | bool | None]
) -> dict[str, Value]:
    """Return the figures a condition needs, those of date columns as dates again."""
    readers = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat}
    known: dict[str, Value] = {}
    for one in condition.statistics:
        figure = figures[one.key]
        read = readers.get(types[one.column])
        known[one.key] = read(figure) if read and isinstance(figure, str) else figure
    return known


def assign_by_rules(
    card: ModelCard, frame: pl.DataFrame
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """Return segment, certainty (1 over the number of rules satisfied) and the segment of the next rule satisfied."""
    answers = answers_of(card, frame)
    ids = np.array([*card.ids, 0], dtype=np.int32)
    first = np.where(answers.any(axis=1), answers.argmax(axis=1), -1)
    later = answers.copy()
    later[np.arange(len(later)), first] = False
    second = np.where(later.any(axis=1), later.argmax(axis=1), -1)
    written = np.array([bool(when) for _, when in card.rules])
    matched = np.maximum(answers[:, written].sum(axis=1), 1)
    return ids[first], np.where(first >= 0, 1 / matched, 0).astype(np.float32), ids[second]


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
