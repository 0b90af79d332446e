"""Finding a text in a table, any number of rows long, while the keys go on working."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual.binding import BindingType

from crm_tui.widgets.prompt import Prompt, Question, history
from crm_tui.widgets.table.find import Search, find
from crm_tui.widgets.table.messages import Said
from crm_tui.widgets.table.motion import TableMotion, table_bindings

PROGRESS_EVERY = 0.3


class TableSearch(TableMotion):
    """A table that finds."""

    BINDINGS: ClassVar[list[BindingType]] = table_bindings(
        (
            ("/", "find", "Find", "find"),
            ("n", "again(False)", "Find next", "find_next"),
            ("N", "again(True)", "Find before", "find_before"),
            ("z", "row", "Go to row", "row"),
        ),
        frozenset({"find"}),
    )
    needle = ""
    searching = False

    def action_find(self) -> None:
        """Ask what to look for, and go to the next cell that holds it."""

        def look_for(text: str | None) -> None:
            if text:
                self.needle = text
                self.action_again(False)

        self.app.push_screen(
            Prompt(Question("find", hint="text, whatever its case", history=history("find"))), look_for
        )

    def action_again(self, backwards: bool) -> None:
        """Go to the next cell, or the one before, that holds the text looked for last."""
        if not self.needle:
            self.say("nothing to look for yet: press /")
            return
        search = Search(self.needle, self.plan.shown, self.row, self.cursor_column, backwards)
        self.run_worker(self._search(search), group="find", exclusive=True)

    def action_row(self) -> None:
        """Ask for the number of a row, and go there."""

        def place(text: str) -> int | None:
            digits = text.replace(",", "")
            return self.place_of(int(digits)) if digits.isdecimal() else None

        def wrong(text: str) -> str:
            return "" if not text or place(text) is not None else f"no row that is shown has the number {text}"

        def go(text: str | None) -> None:
            if text and (found := place(text)) is not None:
                self.move_to(found)

        self.app.push_screen(Prompt(Question("row", hint="its number, at the left", check=wrong)), go)

    def stop_search(self) -> bool:
        """Stop a search that is on its way; say whether there was one."""
        was_searching = self.searching
        self.workers.cancel_group(self, "find")
        if was_searching:
            self.say("search stopped")
        return was_searching

    def say(self, text: str) -> None:
        """Send a line for the status line."""
        self.post_message(Said(self, text))

    async def _search(self, search: Search) -> None:
        said = monotonic()

        def progress(share: float) -> None:
            nonlocal said
            if monotonic() - said > PROGRESS_EVERY:
                said = monotonic()
                self.say(f"looking for {search.text}: {share:.0%} · esc stops")

        self.searching = True
        source = self.source
        try:
            hit = await find(source, search, progress)
        finally:
            self.searching = False
        if hit is None:
            self.say(f"not found: {search.text}")
        elif source is self.source:
            self.move_to(hit.row, hit.column)
            where = ", from the other end" if hit.wrapped else ""
            self.say(f"found in row {source.number(hit.row):,}{where}: {search.text}")
