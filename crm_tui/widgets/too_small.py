"""What is shown in a window that is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from crm_tui.widgets.modal import Modal

LEAST = Size(80, 24)


class TooSmall(Modal[None]):
    """One line that says how large the window is and how large it has to be; goes when it is."""

    DEFAULT_CSS = "TooSmall { background: $background; align: left top; } TooSmall Static { width: 1fr; height: 1fr; }"

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(markup=False)

    def on_mount(self) -> None:
        """Say it."""
        self._say()

    def on_resize(self) -> None:
        """Say it anew."""
        self._say()

    def _say(self) -> None:
        size = self.app.size
        here, least = f"{size.width}×{size.height}", f"{LEAST.width}×{LEAST.height}"
        text = f"crm-tui needs a window of {least}; this one is {here}. Enlarge it, or Q quits."
        self.query_one(Static).update(Content(text))
