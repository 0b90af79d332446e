"""What the Load screen shows where nothing is open: how to begin, and the work that is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.messages import OpenWanted
from crm_tui.screens.load.rows import RECENT
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.table.messages import Chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_tui.screens.load.recent import RecentWork

EMPTY = """\
crm-tui turns a customer or order file into segments, tiers and strategies.

  o   open a file (CSV, Excel, Parquet, …), a folder or a recipe
  ?   keys of this screen and what they do
  q   leave

Or start it with a file:  crm-tui orders.csv
Or look around first:     crm-tui demo
"""


class StartPane(Vertical):
    """A few words, and below them the kept work; enter goes on with it."""

    _listed: Sequence[RecentWork] = ()

    def compose(self) -> ComposeResult:
        """The words and the list."""
        yield Static(Content(EMPTY), id="empty", markup=False)
        yield ListTable(id="recent", cursor="row", numbers=False, empty="No work is kept yet.").opening("Go on with it")

    def show_recent(self) -> None:
        """List the work that is kept, the last used first, as soon as it is looked up."""
        self.run_worker(self._look_up(), group="recent", exclusive=True)

    async def _look_up(self) -> None:
        from crm_tui.screens.load.recent import recent_work

        self._listed = await asyncio.to_thread(recent_work)
        self.query_one("#recent", ListTable).set_source(frame_pages(RECENT, [one.row for one in self._listed]))

    @on(Chosen, "#recent")
    def _go_on(self, message: Chosen) -> None:
        message.stop()
        self.post_message(OpenWanted((self._listed[message.table.source.number(message.row) - 1].folder,)))
