"""What can be done to the columns of a source: correct role and type, look at all that was found out."""

from __future__ import annotations

from crm_tui.screens.load.rows_pane import RowsPane
from crm_tui.screens.load.source_changes import with_role
from crm_tui.screens.load.sources import SourceActions
from crm_tui.screens.tables.column_dialogs import FactsDialog

TYPES = ("text", "integer", "decimal", "boolean", "date", "datetime", "time")
NO_COLUMN = "Put the cursor on a column first."


class ColumnActions(SourceActions):
    """The part of the Load screen that corrects what was guessed about columns."""

    def why_off(self, action: str) -> str:
        """Say why an action cannot be taken: of a column that is not known, of the only file."""
        found = super().why_off(action)
        if not found and action in {"role", "type"} and self.query_one(RowsPane).column() is None:
            return "the columns are not known yet"
        return found

    def action_role(self) -> None:
        """Ask which role the column under the cursor plays."""
        from analysis.sources.role_names import TITLES
        from crm_tui.widgets.dialogs import Choose

        column, recipe = self.query_one(RowsPane).column(), self.app.session.recipe
        if column is None or recipe is None:
            self.app.say(NO_COLUMN)
            return
        name, present = column["name"], column["role"] or ""

        def decide(role: str | None) -> None:
            if role is not None and role != present:
                roles = with_role(recipe.sources[self.source].columns, name, role, present)
                self.change({"columns": roles}, f"role of {name}")

        self.app.push_screen(Choose(f"Role of {name}", [("", "no role"), *TITLES.items()], present), decide)

    def action_type(self) -> None:
        """Ask which type the column under the cursor has."""
        from crm_tui.widgets.dialogs import Choose

        column, recipe = self.query_one(RowsPane).column(), self.app.session.recipe
        if column is None or recipe is None:
            self.app.say(NO_COLUMN)
            return

        def decide(kind: str | None) -> None:
            if kind is not None and kind != column["type"]:
                types = recipe.sources[self.source].types | {column["name"]: kind}
                self.change({"types": types}, f"type of {column['name']}")

        self.app.push_screen(Choose(f"Type of {column['name']}", [(one, one) for one in TYPES], column["type"]), decide)

    def action_facts(self) -> None:
        """Show everything that was found out about the source, with all warnings in full."""
        found = self.looked.found
        if found is not None:
            from crm_tui.screens.load.rows import fact_lines

            self.app.push_screen(FactsDialog("What was found out", fact_lines(found, self.app.session)))
