"""The last line of defence: what the terminal must never be sent, and what a crash must never say."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from rich.segment import Segment
from rich.text import Text
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from analysis.faults import trace_without_data
from crm_tui.inert import UNKNOWN
from crm_tui.paint import PaintedUpdate, Painter
from crm_tui.typed_keys import TypedKeysApp

_NEVER_DRAWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Scrub(LineFilter):
    """Replaces, in every line that is drawn, what could steer the terminal; a second net under ``inert``."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments with nothing but printable text in them."""
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(_NEVER_DRAWN.sub(UNKNOWN, segment.text), segment.style)
            for segment in segments
        ]


class GuardedApp(TypedKeysApp):
    """An app that cannot be steered by what it shows and whose crash tells where, but nothing of the data.

    ``crash_log`` is where the details of a crash are written; left None they are not kept.
    """

    crash_log: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        # without colour the attributes must do: Textual's own filter would turn colours into greys
        self._filters = [NoColor() if isinstance(filter_, Monochrome) else filter_ for filter_ in self._filters]
        self._filters.append(Scrub())
        self.painter = Painter()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:  # noqa: ANN401 - as in Textual
        """Send the terminal what changed and nothing else; Textual sends whole regions."""
        update: Any = renderable
        if isinstance(renderable, ChopsUpdate | LayoutUpdate):
            update = PaintedUpdate(self.painter, renderable)
        super()._display(screen, update)

    def on_mount(self) -> None:
        """Draw anew what something else may have drawn over."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())

    def on_resize(self) -> None:
        """Trust nothing that stood in a window of another size."""
        self.painter.forget()

    def action_redraw(self) -> None:
        """Draw the whole screen anew, where a line from elsewhere stands in it."""
        self.painter.forget()
        self.screen.refresh(layout=True)

    def _fatal_error(self) -> None:
        """Leave after a fault of ours; overrides Textual's own, which prints the variables of every frame."""
        details = trace_without_data(sys.exc_info()[1] or self._exception)
        place = ""
        if self.crash_log is not None:
            try:
                self.crash_log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self.crash_log.write_text(details + "\n", encoding="utf-8")
                place = f"\nWhere it happened is written to {self.crash_log} (no data in it)."
            except OSError:
                place = f"\n{details}"
        else:
            place = f"\n{details}"
        said = f"crm-tui stopped because of a fault of its own. Work that was finished is kept.{place}"
        self._exit_renderables.append(Text(said))
        self._close_messages_no_wait()
