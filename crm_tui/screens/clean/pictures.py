"""A column before and after a cleaning step, drawn for the room there is."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from crm_tui.format import compact, count, counted, fit, number, share
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.bars import bar_text, upright, widened
from crm_tui.widgets.picture import Draw, Line, message_lines

SHORTEST_BAR = 6
QUANTILES = ("0", "0.05", "0.25", "0.5", "0.75", "0.95", "1")
FEW = 12
"""Different numbers up to which each is shown with its bar, in place of a histogram."""


def column_drawing(side: str, told: Mapping[str, Any] | None, other: Mapping[str, Any] | None, column: str) -> Draw:
    """Return a drawing of one side, ``before`` or ``after``: counts, and a histogram or the most frequent values.

    ``other`` is the side to compare the counts with.
    """
    if told is None:
        where = "is not there yet" if side == "before" else "is taken away"
        return message_lines(f"{side}: {inert(column)} {where}")

    def draw(width: int, height: int, glyphs: Glyphs) -> list[Line]:
        lines = _counts(side, told, other, width, glyphs)
        room = max(height - len(lines), 0)
        if told.get("quantiles") and told["distinct"] > FEW:
            lines += _numbers(told, width, room, glyphs)
        else:
            lines += _values(told, width, room, glyphs)
        return lines[:height]

    return draw


def said_drawing(text: str) -> Draw:
    """Return a drawing of a sentence over as many lines as it needs; the text is inert."""

    def draw(width: int, height: int, glyphs: Glyphs) -> list[Line]:  # noqa: ARG001
        return [[(line, "dim")] for line in textwrap.wrap(text, width)[:height]]

    return draw


def _counts(
    side: str, told: Mapping[str, Any], other: Mapping[str, Any] | None, width: int, glyphs: Glyphs
) -> list[Line]:
    def changed(key: str) -> str:
        by = 0 if other is None else int(told[key]) - int(other[key])
        return f" ({by:+,})" if by else ""

    rows = max(int(told["rows"]), 1)
    lines = [
        f"{side}: {inert(told['column'])}",
        f"{counted(told['rows'], 'row')}{changed('rows')}",
        f"{count(told['nulls'])} missing, {share(told['nulls'] / rows)}{changed('nulls')}",
        f"{count(told['distinct'])} different{changed('distinct')}",
    ]
    title: Line = [(fit(lines[0], width, ellipsis=glyphs.ellipsis), "bold")]
    if len(" · ".join(lines[2:])) > width:
        lines[2] = f"{count(told['nulls'])} missing{changed('nulls')}"
    together = " · ".join(lines[1:])
    if len(together) <= width:
        return [title, [(together, "")]]
    rest = " · ".join(lines[2:])
    return [title, *([(fit(line, width, ellipsis=glyphs.ellipsis), "")] for line in (lines[1], rest))]


def _numbers(told: Mapping[str, Any], width: int, room: int, glyphs: Glyphs) -> list[Line]:
    """Return mean and quantiles, and the histogram in what is left of the room; in little room the median alone."""
    if room < 7:
        low, half, high = (compact(told["quantiles"][q]) for q in ("0.05", "0.5", "0.95"))
        said = fit(f"median {half} · 5% {low} · 95% {high}", width, ellipsis=glyphs.ellipsis)
        return [[(said, "dim")], *_histogram(told, width, room - 1, glyphs)]
    deviation = "" if told.get("std") is None else f" · deviation {number(told['std'])}"
    middle = [f"mean {number(told['mean'])}{deviation}"]
    pairs = [(f"{float(q):.0%}", compact(told["quantiles"][q])) for q in QUANTILES]
    cells = [max(len(name), len(value)) for name, value in pairs]
    if sum(cells) + len(cells) <= width:
        middle += [
            " ".join(fit(pair[part], cell, "right") for pair, cell in zip(pairs, cells, strict=True)) for part in (0, 1)
        ]
    else:
        middle.append(" ".join(f"{name} {value}" for name, value in (pairs[0], pairs[3], pairs[6])))
    lines: list[Line] = [[(fit(line, width, ellipsis=glyphs.ellipsis), "dim")] for line in middle]
    return [*lines, *_histogram(told, width, room - len(lines), glyphs)]


def _histogram(told: Mapping[str, Any], width: int, room: int, glyphs: Glyphs) -> list[Line]:
    """Return columns over an axis with its ends, and how many values lie beyond them."""
    if room < 2:
        return []
    spread = widened(told["histogram"], width, 2)
    lines: list[Line] = [[(line, "cyan")] for line in upright(spread, min(room - 1, 8), glyphs)]
    low, top = (compact(edge) for edge in told["edges"])
    axis = low + top.rjust(max(len(spread) - len(low), len(top) + 1))
    below, above = told.get("outside", (0, 0))
    beyond = [f"{count(below)} below" if below else "", f"{count(above)} above" if above else ""]
    said = ", ".join(part for part in beyond if part)
    lines.append([(fit(f"{axis}  {said}".rstrip(), width, ellipsis=glyphs.ellipsis), "dim")])
    return lines


def _values(told: Mapping[str, Any], width: int, room: int, glyphs: Glyphs) -> list[Line]:
    """Return the most frequent values with their bars."""
    rows = max(int(told["rows"]), 1)
    lines: list[Line] = []
    if told.get("minimum") is not None and room > 3:
        span = f"from {inert(told['minimum'], 40)} to {inert(told['maximum'], 40)}"
        lines.append([(fit(span, width, ellipsis=glyphs.ellipsis), "dim")])
    top = told.get("top", [])[: max(room - len(lines), 0)]
    numbers = [f"{count(found)} {share(found / rows):>6}" for _, found in top]
    beside = max((len(text) for text in numbers), default=0)
    name = max(min(max((len(inert(value, 40)) for value, _ in top), default=0), width - beside - SHORTEST_BAR - 2), 6)
    length = max(width - name - beside - 2, 0)
    for (value, found), text in zip(top, numbers, strict=True):
        label = fit(inert(value, 80) or '""', name, ellipsis=glyphs.ellipsis)
        drawn = bar_text(found / rows, length, glyphs) if length else ""
        lines.append([(label + " ", ""), (drawn, "cyan"), (" " + fit(text, beside, "right"), "")])
    return lines
