"""What one cleaning step does: a column before and after it, and rows that it touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from analysis.cleaning.action import Action, any_rule, differs
from analysis.cleaning.plan import clean
from analysis.cleaning.step import Step
from analysis.column_shapes import describe_column
from analysis.errors import AnalysisError, RecipeError
from analysis.intake.loading import LoadedSource
from analysis.pipeline import Pipeline
from analysis.rows import Rows
from analysis.sources.table import LINE

EXAMPLES = 200
DROPPED = "__dropped__"
TOUCHED = "__touched__"
AFTER = "__after__"
MOST_CELLS = 10_000_000
_HELD: dict[str, Rows] = {}


def effects(pipeline: Pipeline, number: int, column: str | None) -> dict[str, Any]:
    """Return ``before`` and ``after`` (as ``describe`` has them) of a column, and up to 200 rows that a step touches.

    ``column`` left out: the first that the step changes, else the first it reads. ``before`` is None for a column
    that the step adds, ``after`` for one that it takes away; ``columns`` are all that can be asked for. A step that is
    off is looked at as if it were on. A touched row is one that is dropped (``after`` is None) or any cell of which
    changes; rows are lists of text in the order of ``columns``. AnalysisError names the step that cannot be done.
    """
    steps = pipeline.recipe.clean
    if not 0 <= number < len(steps):
        raise RecipeError(f"there is no step {number + 1}", where="clean", remedy=f"there are {len(steps)}")
    source = _source(pipeline, number)
    earlier = [step for step in steps[:number] if step.enabled and step.source in (None, source.name)]
    rows = _held(f"{pipeline.key('load')} {source.name} {earlier!r}", source, lambda: _rows(source, earlier))
    return _Look(rows, steps[number]).told(column)


def _held(key: str, source: LoadedSource, make: Callable[[], Rows]) -> Rows:
    """Keep the rows that a step meets, unless they are many: another column of them is asked for next."""
    if key not in _HELD:
        _HELD.clear()
        rows = make()
        cells = (source.findings.rows or MOST_CELLS) * len(source.findings.columns)
        frame = _native(rows.frame)
        _HELD[key] = rows if cells > MOST_CELLS else replace(rows, frame=nw.from_native(frame.collect().lazy()))
    return _HELD[key]


def _source(pipeline: Pipeline, number: int) -> LoadedSource:
    wanted = pipeline.recipe.clean[number].source
    sources: tuple[LoadedSource, ...] = pipeline.result("load").sources
    return next(source for source in sources if wanted in (None, source.name))


def _rows(source: LoadedSource, earlier: list[Any]) -> Rows:
    try:
        return clean(source.rows(), earlier)
    except AnalysisError as error:
        where = f"a step above this one: {error.where}" if error.where else "a step above this one"
        raise AnalysisError(error.what, where=where, remedy=error.remedy) from error


@dataclass(frozen=True)
class _Look:
    """One step over the rows it meets."""

    rows: Rows
    step: Step

    def told(self, column: str | None) -> dict[str, Any]:
        action = self.step.act(self.rows)
        after = action.done()
        names, names_after = _names(self.rows), _names(after)
        every = list(dict.fromkeys([*names, *names_after]))
        chosen = column if column in every else self._first(action, every)
        before = describe_column(_native(self.rows.frame), chosen) if chosen in names else None
        edges = tuple(before["edges"]) if before and "edges" in before and not self._rescales(action, chosen) else None
        return {
            "column": chosen,
            "columns": every,
            "touched": self._touched(action, every),
            "before": before,
            "after": describe_column(_native(after.frame), chosen, edges) if chosen in names_after else None,
        }

    def _rescales(self, action: Action, column: str) -> bool:
        """Say whether the column has another scale afterwards: a common histogram would be empty on one side."""
        return self.step.step == "normalise" and column in action.values

    def _first(self, action: Action, every: list[str]) -> str:
        money = (self.rows.role(role) for role in ("quantity", "amount"))
        looked_at = [*action.values, *self.step.reads(self.rows), *money]
        return next((name for name in looked_at if name is not None and name in every), every[0])

    def _touched(self, action: Action, every: list[str]) -> list[dict[str, Any]]:
        """Return the first touched rows; flags are worked out row by row, so that the plan stops when it has enough."""
        found = [] if action.removed is None else _gone(_native(action.removed()), every)
        if action.fresh and action.removed is None:
            left = _native(self.rows.frame)
            found = _gone(left.join(_native(action.rows.frame).select(LINE), on=LINE, how="anti"), every)
        return [*found, *_flagged(action, every)][:EXAMPLES]


def _names(rows: Rows) -> list[str]:
    return [column.name for column in rows.columns]


def _native(frame: nw.LazyFrame[Any]) -> pl.LazyFrame:
    plan: pl.LazyFrame = frame.to_native()
    return plan


def _gone(removed: pl.LazyFrame, every: list[str]) -> list[dict[str, Any]]:
    names = [name for name in removed.collect_schema().names() if name in every]
    rows = _first_rows(removed.select(LINE, *names))
    return [_row(cells, every, dropped=True) for cells in rows.iter_rows(named=True)]


def _flagged(action: Action, every: list[str]) -> list[dict[str, Any]]:
    """Return rows that a rule drops or of which a cell of an existing column changes."""
    present = [name for name in _names(action.rows) if name in every]
    changed = {name: value for name, value in action.values.items() if name in present}
    dropped = any_rule(action.drop) if action.drop else nw.lit(value=False)
    flags = [action.changed.get(name, differs(name, value)) for name, value in changed.items()]
    if not action.drop and not flags:
        return []
    touched = nw.any_horizontal(dropped, *flags, ignore_nulls=True)
    added = {DROPPED: dropped, **{AFTER + name: value for name, value in changed.items()}}
    frame = _native(action.rows.frame.with_columns(**added, **{TOUCHED: touched}).filter(nw.col(TOUCHED)))
    shown = [LINE, DROPPED, *present, *(AFTER + name for name in changed)]
    rows = _first_rows(frame.select(shown))
    return [_row(cells, every, dropped=bool(cells[DROPPED])) for cells in rows.iter_rows(named=True)]


def _first_rows(rows: pl.LazyFrame) -> pl.DataFrame:
    """Return the first touched rows by their line, the same whatever order the engine finds them in."""
    return rows.bottom_k(EXAMPLES, by=LINE).collect(engine="streaming").sort(LINE)


def _said(value: object) -> str | None:
    """Return a cell as text."""
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _row(cells: Mapping[str, Any], every: list[str], *, dropped: bool) -> dict[str, Any]:
    before = [_said(cells.get(name)) for name in every]
    after = [_said(cells.get(AFTER + name, cells.get(name))) for name in every]
    return {"line": cells[LINE], "dropped": dropped, "before": before, "after": None if dropped else after}
