"""What can be done with the rows of a table just now: what enter does, and which keys have nothing to work on."""

from __future__ import annotations

from typing import Self

from crm_tui.widgets.table.grid import ViewState
from crm_tui.widgets.table.search import TableSearch

NEEDS_ROWS = frozenset({"post", "filter", "only", "names", "sort", "column", "copy", "find", "again", "row"})
"""Actions that need rows; a filter that leaves none can be changed."""


class TableOffers(TableSearch):
    """A table that says what its keys do: ``opens`` is what enter does with a row, ``marks`` what space does."""

    opens = "Whole row"
    marks = ""

    def opening(self, opens: str, marks: str = "") -> Self:
        """Say what ``enter`` and ``space`` do with a row; else the one shows the whole row, the other nothing."""
        self.opens, self.marks = opens, marks
        return self

    def called(self, action: str) -> str | None:
        """Return what a key does with the rows of this table."""
        return {"post('open')": self.opens or None, "post('mark')": self.marks or None}.get(action, "")

    def why_off(self, action: str) -> str:
        """Say why nothing can be done to these rows."""
        name = action.partition("(")[0]
        view, plan = self.view, self.plan
        if name == "reset":
            changed = view != ViewState(total=view.total) or plan.arrangement.chosen
            return "" if changed else "all is shown, in its own order"
        if self.source.height or (name == "filter" and view.filter_text) or name not in NEEDS_ROWS:
            return ""
        return "there are no rows"
