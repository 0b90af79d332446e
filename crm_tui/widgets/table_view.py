"""The one table of the app: any number of rows, found, filtered, sorted and described from the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import BindingType

from crm_tui import format as formats
from crm_tui.widgets import table_messages as messages
from crm_tui.widgets.pages import FramePages, PageSource
from crm_tui.widgets.prompt import Prompt, Question, history
from crm_tui.widgets.table_grid import ViewState
from crm_tui.widgets.table_layout import GAP, Arrangement
from crm_tui.widgets.table_local import asked_after, copied_lines, local_view, status_of
from crm_tui.widgets.table_motion import table_bindings
from crm_tui.widgets.table_search import TableSearch

WIDER = 4
_POSTED = {
    "open": messages.Chosen,
    "mark": messages.Toggled,
    "frequency": messages.FrequencyRequested,
    "describe": messages.DescribeRequested,
    "plot": messages.PlotRequested,
}


class TableView(TableSearch):
    """A table with its keys. What needs more than the rows on the screen is asked of the screen by a message.

    A table over ``FramePages`` sorts and filters by itself and sends no message for it. ``status`` is one line for the
    status line.
    """

    BINDINGS: ClassVar[list[BindingType]] = table_bindings(
        (
            ("enter", "post('open')", "Open", "open"),
            ("space", "post('mark')", "Mark", "mark"),
            ("&", "filter", "Filter rows", "filter"),
            ("@", "only", "Only this value", "only"),
            ("*", "names", "Filter columns", "names"),
            ("[", "sort(False)", "Sort up", "sort_up"),
            ("]", "sort(True)", "Sort down", "sort_down"),
            ("!", "column('pin')", "Pin column", "pin"),
            ("x", "column('hide')", "Hide column", "hide"),
            (">", "column('widen')", "Wider column", "wider"),
            ("<", "column('narrow')", "Narrower column", "narrower"),
            ("F", "post('frequency')", "Frequency", "frequency"),
            ("I", "post('describe')", "Describe", "describe"),
            (".", "post('plot')", "Plot", "plot"),
            ("r", "reset", "Reset view", "reset"),
            ("y", "copy(False)", "Copy", "copy"),
            ("Y", "copy(True)", "Copy all", "copy_all"),
            ("escape", "back", "Back", "back"),
        ),
        frozenset({"open", "filter", "sort_down", "only", "frequency", "describe", "reset"}),
    )
    HELP = "A table. The digits at its left are row numbers; a dim sign stands for a missing value."
    DEFAULT_CSS = """
    TableView {
        height: 1fr; width: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0;
        & > .table--header { text-style: bold underline; }
        & > .table--margin, & > .table--quiet { color: $text-muted; }
        & > .table--good { color: $text-success; }
        & > .table--bad { color: $text-error; }
        & > .table--warning { color: $text-warning; }
        & > .table--cursor { text-style: underline; }
        &:focus > .table--cursor { text-style: reverse; }
    }
    """
    _base: FramePages | None = None
    _asked: tuple[messages.TableMessage, ...] = ()

    @property
    def status(self) -> str:
        """Rows shown of all, the filter, the sorting and the columns shown: untrusted text, not yet inert."""
        return status_of(self.source, self.view, len(self.plan.shown))

    def set_source(self, source: PageSource, view: ViewState | None = None, *, keep_cursor: bool = False) -> None:
        """Show other rows, see ``TableGrid.set_source``; a few with the same columns stay filtered and sorted."""
        same = [column.name for column in source.columns] == [column.name for column in self.source.columns]
        if isinstance(source, FramePages) and self._asked and same and keep_cursor and view is None:
            self._show_few(source)
            return
        self._base, self._asked = None, ()
        super().set_source(source, view, keep_cursor=keep_cursor)

    def ask(self, message: messages.TableMessage) -> None:
        """Sort, filter or reset a few rows here; have the screen see to it where there are many."""
        few = self.few
        if few is None:
            self.post_message(message)
            return
        self._asked = asked_after(self._asked, message)
        self._show_few(few)
        self.say(self.status)

    def _show_few(self, base: FramePages) -> None:
        """Show what was asked for of a few rows."""
        source, view = base, ViewState()
        for message in self._asked:
            source, view = local_view(base, source, view, message)
        super().set_source(source, view, keep_cursor=True)
        self._base = base if self._asked else None

    def lines(self, what: str, limit: int) -> Iterator[str]:
        """Yield the ``cell``, the ``row`` or the ``view`` with its header, to be copied."""
        if what != "view":
            columns = (self.cursor_column,) if what == "cell" else self.plan.shown
            yield from copied_lines(self.source, columns, self.row, self.row + 1)
            return
        yield "\t".join(formats.plain_value(self.source.columns[place].name) for place in self.plan.shown)
        yield from copied_lines(self.source, self.plan.shown, 0, min(self.source.height, limit))

    def action_post(self, what: str) -> None:
        """Send one of the messages that need nothing but the cursor."""
        if self.source.height:
            self.post_message(_POSTED[what](self))

    def filter_shown(self) -> str:
        """Return the text of the filter, to be changed."""
        return self.view.filter_text

    def filters_before(self) -> list[str]:
        """Return the filters that were typed, newest last; a list to be added to."""
        return history("filter")

    @property
    def few(self) -> FramePages | None:
        """All rows of a table of a few in memory, whatever its filter; None of any other."""
        shown = self.source
        return self._base or (shown if isinstance(shown, FramePages) else None)

    def check_filter(self, text: str) -> str:
        """Return what is wrong with the text of a filter, or nothing."""
        if self.few is None:
            return ""
        from crm_tui.few_rows import wrong_condition

        return wrong_condition(self.few, text)

    def filter_hint(self) -> str:
        """Return what may be typed as a filter."""
        if self.few is None:
            return "quantity > 10 and country = 'France'"
        from crm_tui.few_rows import example

        return " or ".join(filter(None, (example(self.few), "a text in any column")))

    def action_filter(self) -> None:
        """Ask which rows to show."""
        shown = self.filter_shown()
        question = Question(
            "rows where",
            shown,
            self.filter_hint(),
            self.filters_before(),
            check=lambda text: "" if text == shown else self.check_filter(text),
        )

        def filter_by(text: str | None) -> None:
            if text is not None:
                self.ask(messages.FilterRequested(self, self.view.filter_text if text == shown else text))

        self.app.push_screen(Prompt(question), filter_by)

    def action_only(self) -> None:
        """Show the rows that have the value under the cursor."""
        if self.source.height and self.column_name:
            value = self.source.values(self.cursor_column, self.row, self.row + 1)[0]
            self.ask(messages.OnlyThisValueRequested(self, value))

    def action_names(self) -> None:
        """Ask which columns to show."""

        def show(text: str | None) -> None:
            if text is not None:
                self.set_arrangement(replace(self.plan.arrangement, names=text))
                self.say(self.status)

        question = Question("columns with", self.plan.arrangement.names, "part of a name", history("columns"))
        self.app.push_screen(Prompt(question), show)

    def action_sort(self, descending: bool) -> None:
        """Sort by the column under the cursor."""
        if self.column_name:
            self.ask(messages.SortRequested(self, descending))

    def action_column(self, what: str) -> None:
        """Pin, hide, widen or narrow the column under the cursor."""
        plan, column = self.plan, self.cursor_column
        arrangement = plan.arrangement
        if not plan.shown or (what == "hide" and len(plan.shown) == 1):
            return
        width = plan.width_of(column) - GAP
        changed = {
            "pin": arrangement.with_pin_toggled(column),
            "hide": arrangement.without(column),
            "widen": arrangement.with_width(column, width + WIDER),
            "narrow": arrangement.with_width(column, width - WIDER),
        }
        self.set_arrangement(changed[what])
        self.say(self.status)

    def action_reset(self) -> None:
        """Show all rows and columns in their own order."""
        self.set_arrangement(Arrangement())
        self.ask(messages.ResetRequested(self))

    def action_copy(self, everything: bool) -> None:
        """Copy the cell under the cursor (the row, where the cursor is one), or the whole view."""
        if self.source.height:
            what = "view" if everything else self.cursor_kind
            self.post_message(messages.CopyRequested(self, what, partial(self.lines, what)))

    def action_back(self) -> None:
        """Stop a search, else clear the filter; with neither, leave the key to the screen."""
        if self.stop_search():
            return
        if not self.view.filter_text:
            raise SkipAction
        self.ask(messages.FilterRequested(self, ""))
