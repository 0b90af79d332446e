"""A look into one column of a table: the view child counts or describes it, a dialog shows what it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from crm_tui.masking import masked_columns, masked_description
from crm_tui.messages import Question
from crm_tui.screens.tables.column_dialogs import ColumnDialog, DescribeDialog, FrequencyDialog
from crm_tui.screens.tables.column_facts import column_facts
from crm_tui.widgets.pages import PageColumn

if TYPE_CHECKING:
    from crm_tui.screens.tables.frame_table import FrameTable


class ColumnLooks:
    """Shows what is in the columns of a table, of the rows it shows now; a value that is chosen there filters them."""

    def __init__(self, table: FrameTable) -> None:
        self._table = table

    def frequency(self, column: str) -> None:
        """Show how often each value of a column occurs."""

        def show(answer: dict[str, Any]) -> None:
            dialog = FrequencyDialog(column, answer, self._value_column(column))
            self._table.app.push_screen(dialog, self._filter_by(column))

        self._ask("frequency", column, show)

    def source_column(self, found: Mapping[str, Any], source: int) -> None:
        """Show what was found out about a column of a source, its values, and the cells that did not fit its type."""
        column = str(found["name"])

        def show(answer: dict[str, Any]) -> None:
            examples = found["misfit_examples"] if found["misfits"] else ()
            facts = column_facts(found, self._table.app.session)
            dialog = ColumnDialog(facts, answer, examples, self._value_column(column))
            self._table.app.push_screen(dialog, self._filter_by(column))
            if found["misfits"]:
                job = {"job": "misfits", "source": source, "column": column}
                self._table.app.post_message(Question("misfits", job, dialog.show_misfits))

        self._ask("frequency", column, show)

    def describe(self, column: str) -> None:
        """Show counts, spread and shape of a column."""

        def show(answer: dict[str, Any]) -> None:
            told = masked_description(answer, column, self._table.app.session)
            self._table.app.push_screen(DescribeDialog(told))

        self._ask("describe", column, show)

    def _ask(self, job: str, column: str, show: Callable[[dict[str, Any]], None]) -> None:
        """Ask the view child about a column of the rows that are shown; what it cannot do is said."""

        def answered(answer: dict[str, Any]) -> None:
            if "problem" in answer:
                self._table.say(str(answer["problem"]))
            else:
                show(answer)

        wanted = self._table.wanted
        about = {"job": job, "frame": str(wanted.path), "column": column, "filter": wanted.filter}
        self._table.app.post_message(Question(f"column {self._table.id}", about, answered))

    def _filter_by(self, column: str) -> Callable[[tuple[str | None] | None], None]:
        from analysis.workspace.frames import value_of

        def chosen(value: tuple[str | None] | None) -> None:
            wanted = self._table.wanted
            if value is not None and wanted.path is not None:
                self._table.show_view(wanted.with_value(column, value_of(wanted.path, column, value[0])))

        return chosen

    def _value_column(self, column: str) -> PageColumn:
        """Return how the values of a column are shown in a dialog about it."""
        return masked_columns((PageColumn(column, title="value"),), self._table.app.session)[0]
