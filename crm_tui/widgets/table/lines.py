"""The rows of a table as styled pieces of a line, the cell or the row under the cursor in its own style."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Literal

from rich.segment import Segment
from rich.style import Style

from crm_tui.format import fit
from crm_tui.inert import inert
from crm_tui.widgets.table.layout import Slot, TableLayout

Cursor = int | Literal["row"] | None
"""What of a row the cursor is on: a column, the whole row, nothing."""


def row_segments(
    plan: TableLayout, row: int, slots: Sequence[Slot], cursor: Cursor, style: Callable[[str], Style]
) -> list[Segment]:
    """Return a row, its number before it; ``style`` gives the style of a part of a table by name."""
    whole = style("cursor") if cursor == "row" else None
    margin = plan.number(row)
    if whole and margin:
        margin = plan.glyphs.pointer + margin[1:]
    segments = [Segment(margin, whole or style("margin"))]
    for slot in slots:
        part = "cursor" if cursor == slot.column else plan.cell(slot.column, row).tone or ""
        segments.append(Segment(plan.text(slot, row), whole or style(part)))
    return segments


def header_segments(header: str, marked: Slot | None, plain: Style, cursor: Style) -> list[Segment]:
    """Return the header, the title of one column marked where there is one."""
    if marked is None:
        return [Segment(header, plain)]
    before, rest = Segment(header, plain).split_cells(marked.x)
    title, after = rest.split_cells(marked.width)
    return [before, Segment(title.text, plain + cursor), after]


def said_line(text: str, line: int, width: int) -> str:
    """Return one line of what is said where there are no rows, in as many lines as it takes; the text is data."""
    lines = textwrap.wrap(inert(text), max(width - 2, 1))
    return fit(f" {lines[line]}" if line < len(lines) else "", width)
