"""What is known of one column of a table: how often each value occurs, or its spread; over the table, until esc."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from crm_tui.format import count, counted, number, share
from crm_tui.glyphs import Glyphs, glyphs_of
from crm_tui.inert import inert
from crm_tui.widgets.bars import bar_text, upright
from crm_tui.widgets.modal import Dialog
from crm_tui.widgets.pages import FramePages, PageColumn, frame_pages
from crm_tui.widgets.table.messages import Chosen
from crm_tui.widgets.table.view import TableView

BAR = 24
HIGH = 6


VALUE = PageColumn("value")


def value_pages(answer: Mapping[str, Any], glyphs: Glyphs, value: PageColumn = VALUE) -> FramePages:
    """Return the values of a column by falling count: value (shown as that column is), rows, share, bar."""
    total = max(int(answer["total"]), 1)
    rows = [(value, found, found / total, bar_text(found / total, BAR, glyphs)) for value, found in answer["values"]]
    columns = [
        value,
        PageColumn("rows", "count"),
        PageColumn("share", "share"),
        PageColumn("bar", title=" "),
    ]
    return frame_pages(columns, rows)


class FrequencyDialog(Dialog[tuple[str | None] | None]):
    """The values of a column by falling count; gives the one that was chosen, in a tuple, or None after ``esc``."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Back")]
    DEFAULT_CSS = """
    FrequencyDialog > Vertical { width: 90%; height: 80%; }
    """

    def __init__(self, column: str, answer: Mapping[str, Any], value: PageColumn = VALUE) -> None:
        super().__init__()
        self.column, self.answer, self.value = column, answer, value

    def compose(self) -> ComposeResult:
        """A heading and the table of values."""
        total = int(self.answer["total"])
        heading = (
            f"{inert(self.column)}: {counted(self.answer['distinct'], 'different value')} in {counted(total, 'row')}"
        )
        with Vertical():
            yield Static(Content(heading + " · enter shows the rows · esc back"), markup=False)
            yield TableView(value_pages(self.answer, glyphs_of(self.app), self.value), cursor="row")

    def on_mount(self) -> None:
        """Begin in the table."""
        self.query_one(TableView).focus()

    @on(Chosen)
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        self.dismiss((message.table.source.values(0, message.row, message.row + 1)[0],))  # type: ignore[arg-type]


class ColumnDialog(Dialog[tuple[str | None] | None]):
    """What was found out about a column, its values, and the cells that did not fit its type, as they are written.

    Gives the value that was chosen, in a tuple, or None after ``esc``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Back")]
    DEFAULT_CSS = """
    ColumnDialog > Vertical { width: 90%; height: 90%; }
    ColumnDialog #facts { height: auto; max-height: 8; }
    ColumnDialog #misfits { border-top: hkey $primary; }
    """

    def __init__(
        self, facts: Sequence[str], answer: Mapping[str, Any], misfits: Sequence[str] = (), value: PageColumn = VALUE
    ) -> None:
        super().__init__()
        self.facts, self.answer, self.misfits, self.value = tuple(facts), answer, tuple(misfits), value

    def compose(self) -> ComposeResult:
        """The facts, the table of values, and below it the cells that do not fit, where there are any."""
        with Vertical():
            yield Static(Content("\n".join([*self.facts, "enter shows the rows with a value · esc back"])), id="facts")
            yield TableView(value_pages(self.answer, glyphs_of(self.app), self.value), cursor="row", id="values")
            if self.misfits:
                columns = [replace(self.value, title="does not fit"), PageColumn("rows", "count")]
                yield TableView(
                    frame_pages(columns, [(cell, None) for cell in self.misfits]),
                    numbers=False,
                    cursor="row",
                    id="misfits",
                )

    def on_mount(self) -> None:
        """Begin in the values."""
        self.query_one("#values").focus()

    def show_misfits(self, answer: Mapping[str, Any]) -> None:
        """Show all cells that do not fit, counted, in the place of the few examples."""
        if self.is_attached and self.misfits and "values" in answer:
            table = self.query_one("#misfits", TableView)
            table.set_source(frame_pages(list(table.source.columns), answer["values"]))

    @on(Chosen, "#values")
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        self.dismiss((message.table.source.values(0, message.row, message.row + 1)[0],))  # type: ignore[arg-type]


class FactsDialog(Dialog[None]):
    """Lines of text over the screen, to be scrolled through."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Back"),
        Binding("j", "by(1)", "Down", show=False),
        Binding("k", "by(-1)", "Up", show=False),
    ]
    DEFAULT_CSS = """
    FactsDialog > VerticalScroll {
        width: 90%; max-width: 110; height: auto; max-height: 90%;
        scrollbar-size-vertical: 1;
    }
    FactsDialog Static { width: 1fr; height: auto; }
    """

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.heading, self.lines = title, tuple(lines)

    def compose(self) -> ComposeResult:
        """The heading and the lines."""
        with VerticalScroll():
            yield Static(Content(f"{self.heading} · esc back"), markup=False)
            yield Static(Content("\n".join(self.lines)), markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def action_by(self, lines: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


class DescribeDialog(Dialog[None]):
    """Count, missing, distinct, spread and histogram of one column."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "leave", "Back")]
    DEFAULT_CSS = """
    DescribeDialog > Vertical {
        width: auto; max-width: 90%; height: auto;
    }
    DescribeDialog Static { width: auto; }
    """

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__()
        self.answer = answer

    def compose(self) -> ComposeResult:
        """The figures, line by line."""
        with Vertical():
            for line in describe_lines(self.answer, glyphs_of(self.app)):
                yield Static(Content(line), markup=False)


def _missing(told: Mapping[str, Any]) -> str:
    return f"{count(told['nulls'])} missing ({share(told['nulls'] / max(int(told['rows']), 1))})"


def describe_lines(told: Mapping[str, Any], glyphs: Glyphs) -> list[str]:
    """Return what is known of a column as lines of text: counts, spread, histogram, the most frequent values."""
    rows = max(int(told["rows"]), 1)
    lines = [
        f"{inert(told['column'])} · esc back",
        f"{counted(told['rows'], 'row')}, {_missing(told)}, {count(told['distinct'])} different",
    ]
    if told.get("quantiles"):
        quantiles = told["quantiles"]
        lines.append(f"mean {number(told['mean'])}, standard deviation {number(told.get('std'))}")
        lines.append("  ".join(f"{float(q):.0%} {number(value)}" for q, value in quantiles.items()))
        lines += upright(told["histogram"], HIGH, glyphs)
        low, high = (number(edge) for edge in told["edges"])
        lines.append(low + high.rjust(max(len(told["histogram"]) - len(low), len(high) + 1)))
        below, above = told.get("outside", (0, 0))
        if below or above:
            lines.append(f"{count(below)} below and {count(above)} above what is drawn")
    elif told.get("minimum") is not None:
        lines.append(f"from {inert(told['minimum'], 40)} to {inert(told['maximum'], 40)}")
    for value, found in told.get("top", [])[:8]:
        lines.append(
            f"{inert(value, 30):<30} {count(found):>10} {share(found / rows):>7} "
            f"{bar_text(found / rows, 16, glyphs).rstrip()}"
        )
    return lines
