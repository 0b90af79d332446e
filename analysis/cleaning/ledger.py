"""The ledger: what each step did, in rows, in cells and in money, with examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import Field

from analysis.cleaning.counting import Count, Segment, Sums
from analysis.cleaning.examples import Example, examples
from analysis.cleaning.money import in_several_currencies, money_of
from analysis.cleaning.plan import Stage, lay_out
from analysis.cleaning.step import Step
from analysis.progress import Progress, silent
from analysis.rows import Rows
from analysis.settings import Summary

UNSUMMED = "money is in several currencies, which are not added up"

MOST_NAMED = 3
"""So many columns are named of those by which a step leaves nothing."""


class RuleLine(Summary):
    """What one rule of a step dropped; a row that several rules match belongs to the first."""

    rule: str
    rows: int
    amount: float | None = None


class LedgerLine(Summary):
    """What one step did to one source. Amounts are sums of the rows' money, rounded to cents; None without money,
    and where it is in several currencies.

    ``position`` is the step's place among the steps that were given, ``changes`` column → cells changed in it.
    """

    step: str
    source: str
    position: int
    title: str = ""
    rows_before: int
    rows_after: int
    cells_changed: int = 0
    amount_before: float | None = None
    amount_after: float | None = None
    reason: str = ""
    rules: tuple[RuleLine, ...] = ()
    changes: dict[str, int] = Field(default_factory=dict)
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


class Total(NamedTuple):
    """How many rows there are and how much money is in them."""

    rows: int
    amount: float | None


class Left(NamedTuple):
    """How many rows are left, and the money in them as a whole number of its smallest unit."""

    rows: int
    amount: int

    def total(self, rows: Rows) -> Total:
        """Return what is left of ``rows`` in units of currency."""
        money = money_of(rows)
        return Total(self.rows, money.cents(self.amount) if money else None)

    def after(self, stage: Stage, sums: Sums) -> Left:
        """Return what is left after a stage: what its rules did not drop."""
        rules = [f"{stage.position}_rule_{number}" for number in range(len(stage.action.drop))]
        rows = self.rows - sum(sums[rule] or 0 for rule in rules)
        if (name := f"{stage.position}_amount") in sums:
            return Left(rows, sums[name] or 0)
        return Left(rows, self.amount - sum(sums.get(f"{rule}_amount") or 0 for rule in rules))


def ledger(rows: Rows, steps: Sequence[Step], progress: Progress = silent) -> tuple[LedgerLine, ...]:
    """Return a line for each step that is on and meant for this source.

    Row-by-row steps are counted together, in one pass. Raises AnalysisError where a step leaves nothing of some rows.
    """
    lines: list[LedgerLine] = []
    before: Total | None = None
    segments = cut(rows, lay_out(rows, steps))
    for number, segment in enumerate(segments):
        progress(number, len(segments), "counting what cleaning does")
        found, before = counted(segment, before)
        lines += found
    progress(len(segments), len(segments), "counting what cleaning does")
    return tuple(map(without_sums, lines) if lines and in_several_currencies(rows) else lines)


def without_sums(line: LedgerLine) -> LedgerLine:
    """Return the line without money, which is in several currencies: no sum of it means anything."""
    reason = "; ".join(part for part in (line.reason, UNSUMMED) if part)
    rules = tuple(rule.model_copy(update={"amount": None}) for rule in line.rules)
    return line.model_copy(update={"amount_before": None, "amount_after": None, "rules": rules, "reason": reason})


def cut(rows: Rows, stages: Sequence[Stage]) -> list[Segment]:
    """Cut the stages before each one that needs the rows themselves, not flags on them."""
    if not stages:
        return []
    starts = [number for number, stage in enumerate(stages) if stage.action.fresh]
    first = Segment(rows, tuple(stages[: starts[0]] if starts else stages))
    ends = [*starts[1:], len(stages)]
    others = [
        Segment(stages[start].action.rows, tuple(stages[start:end])) for start, end in zip(starts, ends, strict=False)
    ]
    return [first, *others]


def counted(segment: Segment, before: Total | None) -> tuple[list[LedgerLine], Total]:
    """Return the lines of a segment that starts from ``before``, and what is left at its end."""
    count = Count(segment.rows)
    for stage in segment.stages:
        count.add(stage)
    sums = count.taken()
    shown = examples(segment, sums)
    left = Left(sums["start_rows"] or 0, sums.get("start_amount") or 0)
    total = before or left.total(segment.rows)
    lines: list[LedgerLine] = []
    for stage in segment.stages:
        left = left.after(stage, sums)
        after = left.total(stage.action.done())
        lines.append(line_of(stage, sums, (total, after), shown[stage.position]))
        total = after
    return lines, total


def line_of(stage: Stage, sums: Sums, totals: tuple[Total, Total], shown: tuple[Example, ...]) -> LedgerLine:
    """Return the line of a stage; AnalysisError where it leaves nothing."""
    step, action, (before, after) = stage.step, stage.action, totals
    if before.rows and not after.rows:
        named = ", ".join(step.reads(stage.before)[:MOST_NAMED])
        what = f"it leaves none of the {before.rows} rows of {stage.before.name}"
        step.refuse(what, column=named, remedy="loosen it or switch it off")
    changes = {
        column: cells
        for number, column in enumerate(action.values)
        if (cells := sums.get(f"{stage.position}_change_{number}"))
    }
    had, has = [[column.name for column in rows.columns] for rows in (stage.before, action.done())]
    return LedgerLine(
        step=step.step,
        source=stage.before.name,
        position=stage.position,
        title=step.title,
        rows_before=before.rows,
        rows_after=after.rows,
        cells_changed=sum(changes.values()),
        amount_before=before.amount,
        amount_after=after.amount,
        reason="; ".join(part for part in (action.reason, action.report() if action.report else "") if part),
        rules=rules_of(stage, sums),
        changes=changes,
        columns_added=tuple(name for name in has if name not in had),
        columns_removed=tuple(name for name in had if name not in has),
        examples=shown,
    )


def rules_of(stage: Stage, sums: Sums) -> tuple[RuleLine, ...]:
    """Return what each rule of a stage dropped; rules that matched nothing are left out."""
    money = money_of(stage.action.rows)
    names = [f"{stage.position}_rule_{number}" for number in range(len(stage.action.drop))]
    return tuple(
        RuleLine(rule=rule, rows=sums[name] or 0, amount=money.cents(sums[f"{name}_amount"]) if money else None)
        for rule, name in zip(stage.action.drop, names, strict=True)
        if sums[name]
    )
