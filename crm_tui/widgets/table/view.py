"""The one table of the app: any number of rows, found, filtered, sorted and described from the keyboard."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import BindingType

from crm_tui.widgets.pages import FramePages, PageSource
from crm_tui.widgets.prompt import Prompt, Question, history
from crm_tui.widgets.table import messages
from crm_tui.widgets.table.grid import ViewState
from crm_tui.widgets.table.layout import GAP, Arrangement
from crm_tui.widgets.table.local import FewRows, lines_of, status_of
from crm_tui.widgets.table.motion import table_bindings
from crm_tui.widgets.table.names import complete_name
from crm_tui.widgets.table.offers import TableOffers

WIDER = 4
MANY_HINT = "quantity > 10 and country = 'France' (tab: names of columns)"
_POSTED = {
    "open": messages.Chosen,
    "mark": messages.Toggled,
    "frequency": messages.FrequencyRequested,
    "describe": messages.DescribeRequested,
    "plot": messages.PlotRequested,
}


class TableView(TableOffers):
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
    _few: FewRows | None = None

    @property
    def status(self) -> str:
        """Rows shown of all, the filter, the sorting and the columns shown: untrusted text, not yet inert."""
        return status_of(self.source, self.view, len(self.plan.shown))

    def set_source(self, source: PageSource, view: ViewState | None = None, *, keep_cursor: bool = False) -> None:
        """Show other rows, see ``TableGrid.set_source``; a few with the same columns stay filtered and sorted."""
        few = FewRows(source) if isinstance(source, FramePages) else None
        if few is not None and self._few is not None and self._few.stay(source) and keep_cursor and view is None:
            self._show_few(replace(self._few, base=few.base))
            return
        self._few = few
        super().set_source(source, view, keep_cursor=keep_cursor)

    def ask(self, message: messages.TableMessage) -> None:
        """Sort, filter or reset a few rows here; have the screen see to it where there are many."""
        if self._few is None:
            self.post_message(message)
            return
        self._show_few(self._few.after(message))
        self.say(self.status)

    def _show_few(self, few: FewRows) -> None:
        """Show what was asked for of a few rows."""
        super().set_source(*few.shown(), keep_cursor=True)
        self._few = few

    def action_post(self, what: str) -> None:
        """Send one of the messages that need nothing but the cursor."""
        if self.source.height:
            self.post_message(_POSTED[what](self))

    def filter_question(self) -> Question:
        """Return what the prompt for a filter asks; a text that is left as it is will not be checked."""
        text = self.view.filter_text
        asked = self._few.question(text) if self._few else Question("rows where", text, MANY_HINT, history("filter"))
        names = {column.name: column.title for column in self.source.columns}
        return replace(asked, complete=partial(complete_name, names))

    def action_filter(self) -> None:
        """Ask which rows to show."""
        question = self.filter_question()
        before, wrong = question.value, question.check

        def check(text: str) -> str:
            return "" if text == before or wrong is None else wrong(text)

        def filter_by(text: str | None) -> None:
            if text is not None:
                self.ask(messages.FilterRequested(self, self.view.filter_text if text == before else text))

        self.app.push_screen(Prompt(replace(question, check=check)), filter_by)

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
            self.post_message(messages.CopyRequested(self, what, partial(lines_of, self, what)))

    def action_back(self) -> None:
        """Stop a search, else clear the filter; with neither, leave the key to the screen."""
        if self.stop_search():
            return
        if not self.view.filter_text:
            raise SkipAction
        self.ask(messages.FilterRequested(self, ""))
