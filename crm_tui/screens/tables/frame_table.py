"""A table over a file of the workspace: what it cannot do by itself it asks of the view child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from crm_tui.masking import masked_columns, masked_said
from crm_tui.messages import Question
from crm_tui.screens.tables.column_looks import ColumnLooks
from crm_tui.screens.tables.frame_view import FrameView, pages_of
from crm_tui.widgets import prompt
from crm_tui.widgets.pages import FramePages, PageColumn, frame_pages
from crm_tui.widgets.table import messages
from crm_tui.widgets.table.grid import ViewState
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.session import Session

GONE = "Gone from the disk: R computes them anew."
FETCHING = "The rows are being fetched."


class FrameTable(TableView):
    """A table over an Arrow or Parquet file: which view of it is ``wanted`` is kept here, its rows are found elsewhere.

    A mistake in a filter is told in the line where it is typed. While the session is masked, private cells are shown
    as hashes. ``total`` is how many rows there are without the reader's own filter, where that is known.
    """

    app: CrmTui
    wanted = FrameView()
    total: int | None = None
    masked = False

    def on_mount(self) -> None:
        """Follow the session: what is private is masked and shown as soon as it is told."""
        self.watch(self.app, "session", self._follow, init=False)

    @property
    def looks(self) -> ColumnLooks:
        """What shows a column of the table in a dialog."""
        return ColumnLooks(self)

    def _follow(self, session: Session) -> None:
        if session.masked == self.masked:
            return
        self.masked = session.masked
        if self.wanted.path is None and self.wanted.columns and isinstance(self.source, FramePages):
            columns = masked_columns(self.wanted.columns, session)
            self.set_source(replace(self.source, columns=columns), self.view, keep_cursor=True)
        else:
            self.show_view(self.wanted)

    def filter_question(self) -> prompt.Question:
        """Return what the prompt for a filter asks; of what was typed before nothing while names are masked."""
        from analysis.workspace.frames import wrong_condition

        question, path, session = super().filter_question(), self.wanted.path, self.app.session
        if path is not None:
            question = replace(question, check=lambda text: wrong_condition(text, path))
        if session.masked:
            question = replace(question, value=masked_said(question.value, session), history=[])
        return question

    def show_rows(self, columns: Sequence[PageColumn], rows: Sequence[Sequence[object]]) -> None:
        """Show a few rows that are in no file yet; the next file is shown whatever it is."""
        self.wanted, self.total, self.masked = FrameView(columns=tuple(columns)), None, self.app.session.masked
        self.set_source(frame_pages(masked_columns(columns, self.app.session), rows), keep_cursor=True)

    def show_file(self, path: str, columns: Sequence[PageColumn], only: str = "") -> None:
        """Show a file's rows for which ``only`` holds; the same file and condition again change nothing."""
        wanted, masked = self.wanted.of_file(Path(path), tuple(columns), only), self.app.session.masked
        if wanted != self.wanted or masked != self.masked:
            self.masked, self.total = masked, None
            self.show_view(wanted)

    def show_view(self, wanted: FrameView) -> None:
        """Show other rows of the file: the file as it is at once, a part of it or another order when they are found."""
        self.wanted = wanted
        if wanted.path is None:
            return
        if wanted.whole:
            self._show_pages(wanted.path, None, ViewState())
            return
        self.instead = "" if self.source.height else FETCHING
        self.say(wanted.task)
        # The app itself is asked: what is posted here while the screen handles a message would end at the screen.
        self.app.post_message(Question(f"view {self.id}", wanted.job, self._show_found))

    def _show_found(self, answer: dict[str, Any]) -> None:
        if "problem" in answer:
            self._show_problem(str(answer["problem"]))
            return
        column, descending = self.wanted.order or (None, False)
        if not self.wanted.condition:
            self.total = int(answer["count"])
        view = ViewState(column, descending, self.wanted.condition, self.total)
        self._show_pages(Path(answer["frame"]), Path(answer["rows"]), view)

    def _show_problem(self, problem: str) -> None:
        """Say why there are no such rows, and want again those that are shown."""
        if self.wanted.path is not None and not self.wanted.path.exists():
            self._show_gone()
            return
        order = (self.view.sort_column, self.view.descending) if self.view.sort_column else None
        self.wanted = replace(self.wanted, condition=self.view.filter_text, order=order)
        self.instead = ""
        self.say(problem)

    def _show_pages(self, path: Path, rows: Path | None, view: ViewState) -> None:
        """Show rows of a file; the remedy, where somebody removed it from the disk."""
        try:
            pages = pages_of(path, masked_columns(self.wanted.columns, self.app.session), rows)
        except OSError:
            self._show_gone()
            return
        self.instead = ""
        self.total = self.total if rows else pages.height
        self.set_source(pages, view, keep_cursor=True)
        self.say(self.status)

    def _show_gone(self) -> None:
        """Show no rows and no filter, and the remedy: what is gone cannot be filtered either."""
        self.instead = GONE
        self.wanted = replace(self.wanted, condition="", order=None)
        self.set_source(FramePages(masked_columns(self.wanted.columns, self.app.session), ()))

    @on(messages.SortRequested)
    @on(messages.FilterRequested)
    @on(messages.OnlyThisValueRequested)
    @on(messages.ResetRequested)
    def _view_otherwise(self, message: messages.TableMessage) -> None:
        message.stop()
        self.show_view(self.wanted.after(message))

    @on(messages.FrequencyRequested)
    @on(messages.DescribeRequested)
    @on(messages.PlotRequested)
    def _look_into(self, message: messages.TableMessage) -> None:
        if self.wanted.path is None:
            return  # a few rows in memory: the app looks into those
        message.stop()
        look = self.looks.frequency if isinstance(message, messages.FrequencyRequested) else self.looks.describe
        look(message.column)
