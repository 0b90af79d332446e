"""The left side of the Load screen: the files, what was guessed about one of them, its warnings and its months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from crm_tui.first_frame import READING
from crm_tui.glyphs import glyphs_of
from crm_tui.screens.load.rows import SOURCES, months_drawing, source_rows, warning_lines
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.picture import Picture

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.screens.load.looked_at import LookedAt
    from crm_tui.session import Session


class SourcePane(Vertical):
    """All sources of the recipe, and below them everything about the one that is looked at."""

    app: CrmTui

    def compose(self) -> ComposeResult:
        """Files, guesses, warnings, months; the last two where there are any."""
        yield ListTable(id="sources", cursor="row", numbers=False, empty=READING)
        yield Vertical(id="guesses")
        with VerticalScroll(id="warned"):
            yield Note(id="warnings", markup=False)
        yield Picture(id="months")

    def show_nothing(self) -> None:
        """Show neither warnings nor months of what was open before."""
        for name in ("#warned", "#months"):
            self.query_one(name).display = False

    def show(self, looked: LookedAt) -> None:
        """Draw the sources and the one that is looked at."""
        found = looked.found
        self._show_sources(looked.session)
        self.query_one("#sources", ListTable).opening("Files, parts" if looked.has_parts else "All that was found")
        self._show_guesses(looked, found or {})
        self._show_months(looked.session)
        if found is not None:
            text = warning_lines(found, glyphs_of(self.app), looked.session)
            self.query_one("#warned").display = bool(text)
            self.query_one("#warnings", Note).update(Content(text))

    def _show_sources(self, session: Session) -> None:
        assert session.recipe is not None
        told = {one["name"]: one for one in session.told.get("load", {}).get("sources", ())}
        unread = {"kind": None, "findings": {"rows": None, "bytes": None}}
        rows = [told.get(one.name, unread | {"name": one.name, "kind": one.kind}) for one in session.recipe.sources]
        self.query_one("#sources", ListTable).set_source(frame_pages(SOURCES, source_rows(rows)), keep_cursor=True)

    def _show_guesses(self, looked: LookedAt, found: Mapping[str, Any]) -> None:
        from crm_tui.screens.load.guesses import GuessForm

        assert looked.session.recipe is not None
        source = looked.session.recipe.sources[looked.place]
        forms = self.query(GuessForm)
        if not forms:
            self.query_one("#guesses").mount(GuessForm(source, found))
        else:
            self.run_worker(forms.first().show_source(source, found), group="guesses", exclusive=True)

    def _show_months(self, session: Session) -> None:
        months = session.told.get("review", {}).get("profiles", {}).get("whole", {}).get("months", ())
        picture = self.query_one("#months", Picture)
        picture.display = len(months) > 1
        if picture.display:
            picture.show(months_drawing(months, session.told.get("customers", {}).get("currency")))
