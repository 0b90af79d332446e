"""Changes laid over the customer table; the source is never written to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

import polars as pl

from analysis.cleaning import LedgerLine
from analysis.customers import Customers, Measure
from analysis.edits.edit import TITLES, Action, Edit, Value
from analysis.errors import AnalysisError
from analysis.refusals import nearest

ID, TAGS, NOTE, ORIGIN = "customer_id", "tags", "note", "edits"


@dataclass
class Changed:
    """What the changes come to: the last word on every cell, who is added and excluded, tags and notes."""

    added: dict[str, dict[str, Value]] = field(default_factory=dict)
    cells: dict[tuple[str, str], Value] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    tags: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def correct(changed: Changed, edit: Edit) -> None:
    """Take over the new values of a customer."""
    for column, value in edit.values.items():
        changed.cells[edit.customer_id, column] = value


def add(changed: Changed, edit: Edit) -> None:
    """Add a customer; one who was excluded and is added without values is in again."""
    back = edit.customer_id in changed.excluded and not edit.values
    changed.excluded.discard(edit.customer_id)
    if not back:
        changed.added[edit.customer_id] = dict(edit.values)


def exclude(changed: Changed, edit: Edit) -> None:
    """Leave a customer out."""
    changed.excluded.add(edit.customer_id)


def tag(changed: Changed, edit: Edit) -> None:
    """Put a tag on a customer, once."""
    tags = changed.tags.setdefault(edit.customer_id, [])
    if edit.text not in tags:
        tags.append(edit.text)


def untag(changed: Changed, edit: Edit) -> None:
    """Take a tag off a customer."""
    tags = changed.tags.get(edit.customer_id, [])
    if edit.text in tags:
        tags.remove(edit.text)


def note(changed: Changed, edit: Edit) -> None:
    """Write the note of a customer, instead of an earlier one."""
    changed.notes[edit.customer_id] = edit.text


ACTIONS: dict[Action, Callable[[Changed, Edit], None]] = {
    "correct": correct,
    "add": add,
    "exclude": exclude,
    "tag": tag,
    "untag": untag,
    "note": note,
}


def apply_edits(customers: Customers, edits: Sequence[Edit]) -> tuple[Customers, tuple[LedgerLine, ...]]:
    """Return the customers with all changes made, and a ledger line for each kind of change.

    Changes to customers who are not in the table (any more) do nothing and are counted in the reason of their line.
    AnalysisError where a column does not exist or a value does not fit it. Revenue follows the money of the customers.
    """
    if not edits:
        return customers, ()
    changed = Changed()
    lines = []
    for action in TITLES:
        group = [edit for edit in edits if edit.action == action]
        if group:
            lines.append((action, group))
    for edit in edits:
        ACTIONS[edit.action](changed, edit)
    frames = [customers.frame]
    for step in (with_added, with_corrected, without_excluded):
        frames.append(step(frames[-1], changed))
    frame, measures = with_remarks(frames[-1], customers.measures, changed)
    heights = {"add": (0, 1), "correct": (1, 2), "exclude": (2, 3)}
    told = tuple(
        line_of(action, group, [frames[place] for place in heights.get(action, (3, 3))], customers)
        for action, group in lines
    )
    revenue = customers.revenue if frame.height == 0 or customers.revenue is None else revenue_of(frame)
    return replace(customers, frame=frame, measures=measures, revenue=revenue), told


def with_added(frame: pl.DataFrame, changed: Changed) -> pl.DataFrame:
    """Add the customers who were added; one who is there already is refused."""
    if not changed.added:
        return frame
    there = set(frame[ID].filter(frame[ID].is_in(list(changed.added))).to_list())
    if there:
        raise AnalysisError(
            f"the customer {min(there)!r} was added, but is in the data already",
            where="edits",
            remedy="correct the customer instead, or undo the addition",
        )
    rows = []
    for customer_id, values in sorted(changed.added.items()):
        rows.append({ID: customer_id, **{name: fitting(frame, name, value) for name, value in values.items()}})
    return pl.concat([frame, pl.DataFrame(rows, schema=frame.schema)]).sort(ID)


def with_corrected(frame: pl.DataFrame, changed: Changed) -> pl.DataFrame:
    """Put the corrected values in the place of those of the data."""
    places = dict(zip(frame[ID].to_list(), range(frame.height), strict=True)) if changed.cells else {}
    by_column: dict[str, dict[int, object]] = {}
    for (customer_id, name), value in sorted(changed.cells.items()):
        fitted = fitting(frame, name, value)
        if customer_id in places:
            by_column.setdefault(name, {})[places[customer_id]] = fitted
    for name, cells in by_column.items():
        values = pl.Series(name, list(cells.values()), dtype=frame.schema[name])
        frame = frame.with_columns(frame[name].scatter(list(cells), values))
    return frame


def without_excluded(frame: pl.DataFrame, changed: Changed) -> pl.DataFrame:
    """Leave out the customers who were excluded."""
    return frame.filter(~pl.col(ID).is_in(sorted(changed.excluded))) if changed.excluded else frame


def with_remarks(
    frame: pl.DataFrame, measures: tuple[Measure, ...], changed: Changed
) -> tuple[pl.DataFrame, tuple[Measure, ...]]:
    """Add the columns ``tags`` and ``note`` where there are any, named otherwise where the data have such a column."""
    tags = {customer_id: ", ".join(tags) for customer_id, tags in changed.tags.items() if tags}
    for role, texts in ((TAGS, tags), (NOTE, {key: text for key, text in changed.notes.items() if text})):
        if texts:
            name = role if role not in frame.columns else f"{role}_by_hand"
            told = pl.col(ID).replace_strict(texts, default=None, return_dtype=pl.String)
            frame = frame.with_columns(told.alias(name))
            kind = Measure(name=name, title=name.capitalize(), unit="text", kind="text", role=role, origin=ORIGIN)
            measures = (*measures, kind)
    return frame, measures


def fitting(frame: pl.DataFrame, name: str, value: Value) -> object:
    """Return a value as the type of its column; AnalysisError where there is no such column or it does not fit."""
    if name == ID or name not in frame.columns:
        near = nearest(name, frame.columns[1:])
        remedy = f"did you mean {near}?" if near else ""
        raise AnalysisError(f"there is no column {name!r} whose value could be set", where="edits", remedy=remedy)
    kind = frame.schema[name]
    try:
        return None if value is None else converted(value, kind)
    except (ValueError, TypeError) as error:
        raise AnalysisError(
            f"{value!r} does not fit the column {name!r}, which holds {str(kind).lower()} values", where="edits"
        ) from error


def converted(value: str | int | float | bool, kind: pl.DataType) -> object:
    """Return ``value`` in the type of a column; ValueError or TypeError where that would change it."""
    if kind == pl.Date:
        return date.fromisoformat(str(value))
    if isinstance(kind, pl.Datetime):
        return datetime.fromisoformat(str(value))
    if kind == pl.String:
        return str(value)
    if (kind == pl.Boolean) != isinstance(value, bool) or isinstance(value, str):
        raise TypeError
    if kind.is_integer() and value != int(value):
        raise ValueError
    return int(value) if kind.is_integer() else value


def revenue_of(frame: pl.DataFrame) -> float | None:
    """Return the money of all customers, added exactly and rounded to cents."""
    if "monetary" not in frame.columns:
        return None
    total = sum((Decimal(repr(amount)) for amount in frame["monetary"].drop_nulls().to_list()), Decimal(0))
    return float(round(total, 2))


def line_of(action: Action, edits: list[Edit], frames: list[pl.DataFrame], customers: Customers) -> LedgerLine:
    """Return what the changes of one kind did, with the customers they are about who are not in the table."""
    before, after = frames
    known = set(customers.frame[ID].to_list()) | {edit.customer_id for edit in edits if action == "add"}
    lost = sorted({edit.customer_id for edit in edits} - known)
    reason = f"{len(lost):,} of them are not in the data and were passed over" if lost else ""
    columns = sorted({name for edit in edits for name in edit.values if action == "correct"})
    cells = {
        name: len({e.customer_id for e in edits if name in e.values and e.customer_id in known}) for name in columns
    }
    return LedgerLine(
        step=f"edits_{action}",
        source="customers",
        position=list(TITLES).index(action),
        title=f"{len({edit.customer_id for edit in edits}):,} {TITLES[action]}",
        rows_before=before.height,
        rows_after=after.height,
        cells_changed=sum(cells.values()),
        amount_before=revenue_of(before),
        amount_after=revenue_of(after),
        reason=reason,
        changes=cells,
    )
