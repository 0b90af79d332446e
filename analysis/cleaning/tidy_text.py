"""Spaces and letter case of text."""

from __future__ import annotations

from typing import ClassVar, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.step import Names, Step
from analysis.rows import Rows
from analysis.sources.table import ValueType

TEXT: frozenset[ValueType] = frozenset({"text"})
SPACES = r"[\s\x{00A0}\x{2007}\x{202F}\x{3000}\x{200B}\x{FEFF}]+"
"""White space as people paste it, with the no-break and zero-width ones."""


class TidyText(Step):
    """Takes spaces off both ends of text, makes one of several, changes case; empty text becomes missing."""

    title: ClassVar[str] = "Tidy text"

    step: Literal["tidy_text"] = "tidy_text"
    columns: Names = Field((), title="Columns", description="The columns of text; all where left out.")
    trim: bool = Field(True, title="Trim", description="Take spaces off both ends.")
    collapse: bool = Field(True, title="Collapse spaces", description="Make one space of several.")
    case: Literal["keep", "lower", "upper", "title"] = Field("keep", title="Case", description="Case of letters.")

    def act(self, rows: Rows) -> Action:
        """Return the tidied columns."""
        names = self.columns or tuple(column.name for column in rows.columns if column.type == "text")
        columns = self.typed(rows, names, TEXT)
        return Action(rows, values={column.name: self.tidied(nw.col(column.name)) for column in columns})

    def tidied(self, cell: nw.Expr) -> nw.Expr:
        """Return the tidied cell."""
        if self.collapse:
            cell = cell.str.replace_all(SPACES, " ")
        if self.trim:
            cell = cell.str.replace_all(f"^{SPACES}|{SPACES}$", "")
        cases = {
            "lower": cell.str.to_lowercase,
            "upper": cell.str.to_uppercase,
            "title": cell.str.to_titlecase,
        }
        cell = cases[self.case]() if self.case in cases else cell
        return nw.when(cell != "").then(cell)

    def reads(self, rows: Rows) -> tuple[str, ...]:
        """Return the columns of text that it changes."""
        return super().reads(rows) or tuple(column.name for column in rows.columns if column.type == "text")
