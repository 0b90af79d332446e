"""What can be done to the columns of a source: correct role and type, look at all that was found out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_tui.screens.column_dialogs import FactsDialog
from crm_tui.screens.frame_table import FrameTable
from crm_tui.screens.list_table import ListTable
from crm_tui.screens.load_sources import SourceActions

TYPES = ("text", "integer", "decimal", "boolean", "date", "datetime")


class ColumnActions(SourceActions):
    """The part of the Load screen that corrects what was guessed about columns."""

    def column(self) -> Mapping[str, Any] | None:
        """Return what was found out about the column under the cursor of the rows or of the list of columns."""
        found = self.found(self.app.session)
        if found is None:
            return None
        rows, listed = self.query_one("#rows", FrameTable), self.query_one("#columns", ListTable)
        name = rows.column_name
        if not rows.has_focus and listed.source.height:
            name = str(listed.source.values(0, listed.row, listed.row + 1)[0])
        return next((column for column in found["columns"] if column["name"] == name), None)

    def action_role(self) -> None:
        """Ask which role the column under the cursor plays."""
        from analysis.sources.role_names import TITLES
        from crm_tui.widgets.dialogs import Choose

        column, recipe = self.column(), self.app.session.recipe
        if column is None or recipe is None:
            self.app.say("Put the cursor on a column first.")
            return
        name, present = column["name"], column["role"]

        def decide(role: str | None) -> None:
            if role is None or role == (present or ""):
                return
            given = recipe.sources[self.source].columns
            kept = {one: other for one, other in given.items() if other != name and one != role}
            kept |= {present: ""} if present and present != role else {}
            self.change({"columns": kept | ({role: name} if role else {})}, f"role of {name}")

        options = [("", "no role"), *TITLES.items()]
        self.app.push_screen(Choose(f"Role of {name}", options, present or ""), decide)

    def action_type(self) -> None:
        """Ask which type the column under the cursor has."""
        from crm_tui.widgets.dialogs import Choose

        column, recipe = self.column(), self.app.session.recipe
        if column is None or recipe is None:
            self.app.say("Put the cursor on a column first.")
            return

        def decide(kind: str | None) -> None:
            if kind is not None and kind != column["type"]:
                types = recipe.sources[self.source].types | {column["name"]: kind}
                self.change({"types": types}, f"type of {column['name']}")

        self.app.push_screen(Choose(f"Type of {column['name']}", [(one, one) for one in TYPES], column["type"]), decide)

    def action_facts(self) -> None:
        """Show everything that was found out about the source, with all warnings in full."""
        found = self.found(self.app.session)
        if found is not None:
            from crm_tui.screens.load_rows import fact_lines

            self.app.push_screen(FactsDialog("What was found out", fact_lines(found, self.app.session)))
