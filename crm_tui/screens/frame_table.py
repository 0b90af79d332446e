"""A table over a file of the workspace: what it cannot do by itself it asks of the view child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from crm_tui.masking import masked_columns, masked_description, masked_said
from crm_tui.messages import Question
from crm_tui.screens.column_dialogs import ColumnDialog, DescribeDialog, FrequencyDialog
from crm_tui.screens.load_rows import column_facts
from crm_tui.widgets import table_messages as messages
from crm_tui.widgets.pages import FramePages, PageColumn, PageSource, frame_pages
from crm_tui.widgets.table_grid import ViewState
from crm_tui.widgets.table_view import TableView

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.session import Session

GONE = "Gone from the disk: R computes them anew."
FETCHING = "The rows are being fetched."


def condition_for(column: str, value: object) -> str:
    """Return the expression that holds for rows with exactly this value in a column."""
    name = "`" + column.replace("`", "``") + "`"
    if value is None:
        return f"{name} is null"
    if isinstance(value, bool):
        return name if value else f"not {name}"
    if isinstance(value, int | float):
        return f"{name} = {value!r}"
    text = (
        value.isoformat(" ")
        if isinstance(value, datetime)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
    )
    return f"{name} = '" + text.replace("'", "''") + "'"


@lru_cache(maxsize=32)
def value_types(path: Path) -> Mapping[str, Any]:
    """Return what the language of filters takes each column of an Arrow or Parquet file for; reads no row."""
    from analysis.views import scan, value_type

    return {name: value_type(dtype) for name, dtype in scan(path).collect_schema().items()}


def typed_value(path: Path | None, column: str, text: str | None) -> object:
    """Return the value that a text stands for in a column of a file: a number where the column holds numbers."""
    try:
        kind = "text" if path is None else value_types(path).get(column)
    except OSError:  # the file was removed meanwhile, which the filter will say
        kind = "text"
    if text is None or kind not in {"integer", "decimal", "boolean"}:
        return text
    return text == "true" if kind == "boolean" else int(text) if kind == "integer" else float(text)


def wrong_filter(text: str, path: Path) -> str:
    """Return what is wrong with the text of a filter over a file's columns, in one sentence; empty where nothing is."""
    if not text.strip():
        return ""
    from analysis.errors import AnalysisError
    from analysis.expressions import compile_condition

    try:
        compile_condition(text, value_types(path))
    except AnalysisError as error:
        return str(error)
    except OSError:
        return ""
    return ""


class FrameTable(TableView):
    """A table over an Arrow or Parquet file; filter and order are kept here, the row numbers come from the view child.

    ``only`` is a condition that always holds (the customers of one segment) and is not the reader's to clear. A mistake
    in a filter is told in the line where it is typed. While the session is masked, private cells are shown as hashes.
    """

    app: CrmTui
    path: Path | None = None
    shown_columns: tuple[PageColumn, ...] = ()
    only = ""
    condition = ""
    order: tuple[str, bool] | None = None
    total: int | None = None
    masked = False
    usually = ""

    def on_mount(self) -> None:
        """Follow the session: what is private is masked and shown as soon as it is told."""
        self.watch(self.app, "session", self._follow, init=False)

    def _follow(self, session: Session) -> None:
        if session.masked == self.masked:
            return
        self.masked = session.masked
        if self.path is None and self.shown_columns and isinstance(self.source, FramePages):
            columns = masked_columns(self.shown_columns, session)
            self.set_source(replace(self.source, columns=columns), self.view, keep_cursor=True)
        else:
            self._refresh_view()

    def filter_shown(self) -> str:
        """Return the text of the filter as it may be shown."""
        return masked_said(self.view.filter_text, self.app.session)

    def filters_before(self) -> list[str]:
        """Return the filters that were typed; none of them while names are masked."""
        return [] if self.app.session.masked else super().filters_before()

    def check_filter(self, text: str) -> str:
        """Return what is wrong with the text of a filter, or nothing."""
        return "" if self.path is None else wrong_filter(text, self.path)

    def show_rows(self, columns: Sequence[PageColumn], rows: Sequence[Sequence[object]]) -> None:
        """Show a few rows that are in no file yet; the next file is shown whatever it is."""
        self.path, self.condition, self.order, self.total = None, "", None, None
        self.shown_columns, self.masked = tuple(columns), self.app.session.masked
        self.set_source(frame_pages(masked_columns(columns, self.app.session), rows), keep_cursor=True)

    def show_file(self, path: str, columns: Sequence[PageColumn], only: str = "") -> None:
        """Show a file's rows for which ``only`` holds; the same file and condition again change nothing."""
        masked = self.app.session.masked
        if (Path(path), tuple(columns), only, masked) == (self.path, self.shown_columns, self.only, self.masked):
            return
        same = [column.name for column in columns] == [column.name for column in self.shown_columns]
        self.path, self.shown_columns, self.only, self.masked = Path(path), tuple(columns), only, masked
        self.total = None
        if not same:
            self.condition, self.order = "", None
        self._refresh_view()

    def _whole(self) -> str:
        return " and ".join(f"({part})" for part in (self.only, self.condition) if part)

    def _refresh_view(self) -> None:
        if self.path is None:
            return
        if not self._whole() and self.order is None:
            if (pages := self._pages(self.path, None)) is not None:
                self.total = pages.height
                self.set_source(pages, keep_cursor=True)
                self.say(self.status)
            return
        if not self.source.height:
            self._say_instead(FETCHING)
        self.say("filtering" if self.condition else "sorting" if self.order else "fetching the rows")
        order = [self.order] if self.order else []
        job = {"job": "view", "frame": str(self.path), "filter": self._whole(), "order": order}
        self._ask(Question(f"view {self.id}", job, self._show_rows))

    def _ask(self, question: Question) -> None:
        """Ask the app itself: what is posted here while the screen handles a message would end at the screen."""
        self.app.post_message(question)

    def _pages(self, path: Path, order: Path | None) -> PageSource | None:
        """Return the rows of a file; None, and the remedy shown, where somebody removed it from the disk."""
        # Numpy takes a tenth of a second to import; the first paint does without.
        columns = masked_columns(self.shown_columns, self.app.session)
        self.empty = self.usually or self.empty
        try:
            if path.suffix == ".parquet":
                from crm_tui.widgets.parquet_pages import ParquetPages

                return ParquetPages(path, columns, order)
            from crm_tui.widgets.arrow_pages import ArrowPages

            return ArrowPages(path, order, columns=columns)
        except OSError:
            self._show_gone()
            return None

    def _say_instead(self, text: str) -> None:
        """Say something else than usually in place of rows that are not there."""
        self.usually, self.empty = self.usually or self.empty, text
        self.refresh()

    def _show_gone(self) -> None:
        """Show no rows and no filter, and the remedy: what is gone cannot be filtered either."""
        self._say_instead(GONE)
        self.condition, self.order = "", None
        self.set_source(FramePages(masked_columns(self.shown_columns, self.app.session), ()))

    def _show_rows(self, answer: dict[str, Any]) -> None:
        if "problem" in answer and self.path is not None and not self.path.exists():
            self._show_gone()
            return
        if "problem" in answer:
            self.condition = self.view.filter_text
            self.order = (self.view.sort_column, self.view.descending) if self.view.sort_column else None
            self._say_instead(self.usually or self.empty)
            self.say(str(answer["problem"]))
            return
        column, descending = self.order or (None, False)
        if not self.condition:
            self.total = int(answer["count"])
        view = ViewState(column, descending, self.condition, self.total)
        if (pages := self._pages(Path(answer["frame"]), Path(answer["rows"]))) is not None:
            self.set_source(pages, view, keep_cursor=True)
            self.say(self.status)

    @on(messages.SortRequested)
    def _sort(self, message: messages.SortRequested) -> None:
        message.stop()
        self.order = (message.column, message.descending)
        self._refresh_view()

    @on(messages.FilterRequested)
    def _filter(self, message: messages.FilterRequested) -> None:
        message.stop()
        self.condition = message.text
        self._refresh_view()

    @on(messages.OnlyThisValueRequested)
    def _only(self, message: messages.OnlyThisValueRequested) -> None:
        message.stop()
        self.add_condition(condition_for(message.column, message.value))

    def add_condition(self, condition: str) -> None:
        """Show only those of the rows shown for which a further condition holds."""
        self.condition = f"({self.condition}) and {condition}" if self.condition else condition
        self._refresh_view()

    @on(messages.ResetRequested)
    def _reset(self, message: messages.ResetRequested) -> None:
        message.stop()
        self.condition, self.order = "", None
        self._refresh_view()

    @on(messages.FrequencyRequested)
    def _frequency(self, message: messages.FrequencyRequested) -> None:
        message.stop()
        self.show_frequency(message.column)

    def show_frequency(self, column: str) -> None:
        """Show how often each value of a column occurs; the one that is chosen there filters the rows."""

        def show(answer: dict[str, Any]) -> None:
            if "problem" in answer:
                self.say(str(answer["problem"]))
                return
            self.app.push_screen(FrequencyDialog(column, answer, self._shown(column)), chosen)

        def chosen(value: tuple[str | None] | None) -> None:
            if value is not None:
                self.add_condition(condition_for(column, typed_value(self.path, column, value[0])))

        job = {"job": "frequency", "frame": str(self.path), "column": column, "filter": self._whole()}
        self._ask(Question(f"column {self.id}", job, show))

    def show_column(self, found: Mapping[str, Any], source: int) -> None:
        """Show what was found out about a column of a source, its values, and the cells that did not fit its type."""
        column = str(found["name"])
        dialog: list[ColumnDialog] = []

        def show(answer: dict[str, Any]) -> None:
            if "problem" in answer:
                self.say(str(answer["problem"]))
                return
            examples = found["misfit_examples"] if found["misfits"] else ()
            dialog.append(ColumnDialog(column_facts(found, self.app.session), answer, examples, self._shown(column)))
            self.app.push_screen(dialog[0], chosen)
            if found["misfits"]:
                job = {"job": "misfits", "source": source, "column": column}
                self._ask(Question("misfits", job, dialog[0].show_misfits))

        def chosen(value: tuple[str | None] | None) -> None:
            if value is not None:
                self.add_condition(condition_for(column, typed_value(self.path, column, value[0])))

        job = {"job": "frequency", "frame": str(self.path), "column": column, "filter": self._whole()}
        self._ask(Question(f"column {self.id}", job, show))

    @on(messages.DescribeRequested)
    @on(messages.PlotRequested)
    def _describe(self, message: messages.DescribeRequested | messages.PlotRequested) -> None:
        message.stop()

        def show(answer: dict[str, Any]) -> None:
            if "problem" in answer:
                self.say(str(answer["problem"]))
            else:
                self.app.push_screen(DescribeDialog(masked_description(answer, message.column, self.app.session)))

        job = {"job": "describe", "frame": str(self.path), "column": message.column, "filter": self._whole()}
        self._ask(Question(f"column {self.id}", job, show))

    def _shown(self, column: str) -> PageColumn:
        """Return how the values of a column are shown in a dialog about it."""
        return masked_columns((PageColumn(column, title="value"),), self.app.session)[0]
