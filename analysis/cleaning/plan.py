"""Steps laid out over a source: each with the rows it meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.cleaning.action import Action
from analysis.cleaning.step import Step
from analysis.rows import Rows


@dataclass(frozen=True)
class Stage:
    """One step that is done: its place among all steps, the rows it meets, and what it does to them."""

    position: int
    step: Step
    before: Rows
    action: Action


def lay_out(rows: Rows, steps: Sequence[Step]) -> tuple[Stage, ...]:
    """Return the stages of the steps that are on and meant for this source.

    A step that needs a figure of whole columns (a median to fill with) reads the rows once, here; nothing else does.
    """
    stages: list[Stage] = []
    for position, step in enumerate(steps):
        if step.enabled and step.source in (None, rows.name):
            stage = Stage(position, step, rows, step.act(rows))
            stages.append(stage)
            rows = stage.action.done()
    return tuple(stages)


def clean(rows: Rows, steps: Sequence[Step]) -> Rows:
    """Return the rows after all steps, as a plan."""
    stages = lay_out(rows, steps)
    return stages[-1].action.done() if stages else rows
