"""A text on the screen whose words change often: the screen is laid out anew only where the text needs other room."""

from __future__ import annotations

from textual.visual import VisualType
from textual.widgets import Static


class Note(Static):
    """A ``Static`` as wide as there is room, and as high as its text.

    ``Static`` itself has the whole screen laid out anew for every other word, which takes longer than all else that a
    key does.
    """

    DEFAULT_CSS = "Note { width: 1fr; height: auto; }"

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text."""
        super().update(content, layout=False)
        self.clear_cached_dimensions()
        if layout and self._needs_other_room():
            self.refresh(layout=True)

    def _needs_other_room(self) -> bool:
        """Say whether the text has too little room, or too much, as far as its size follows from the text."""
        room, styles = self.content_size, self.styles
        if not room.width:
            return True
        width, height, most = styles.width, styles.height, styles.max_height
        around, viewport = self.container_size, self.app.size
        if width is not None and width.is_auto and self.get_content_width(around, viewport) != room.width:
            return True
        if height is None or not height.is_auto:
            return False
        needed = self.get_content_height(around, viewport, room.width)
        if most is not None and most.is_cells:
            needed = min(needed, int(most.value) - self.gutter.height)
        return needed != room.height
