"""A drawing made of text lines: computed for a size, kept until size, theme or data change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from crm_tui.format import fit
from crm_tui.glyphs import Glyphs, glyphs_of
from crm_tui.themes import ON_LIGHT

Line = list[tuple[str, str]]
"""One line as (text, style) pieces; the text is inert, the style one of rich's: ``bold``, ``cyan``, ``dim``."""
Draw = Callable[[int, int, Glyphs], Sequence[Line]]
"""A function from width, height and signs to the lines of a drawing."""


def text_of(lines: Sequence[Line]) -> str:
    """Return a drawing as plain text, without blanks at the lines' ends."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def message_lines(text: str) -> Draw:
    """Return a drawing that is one sentence: what to do where there is nothing to draw."""
    return lambda width, _height, glyphs: [[(fit(text, width, ellipsis=glyphs.ellipsis), "dim")]]


class Picture(Widget):
    """Shows a drawing; the same one at the same size costs nothing."""

    DEFAULT_CSS = "Picture { width: 1fr; height: 1fr; }"

    def __init__(self, draw: Draw | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._draw: Draw = draw or message_lines("")
        self._made_for: object = None
        self._strips: list[Strip] = []

    def show(self, draw: Draw) -> None:
        """Show another drawing."""
        self._draw = draw
        self._made_for = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        self._made_for = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return one line of the drawing."""
        width, height = self.content_size
        if self._made_for != (width, height):
            self._made_for = (width, height)
            base = self.rich_style
            lines = self._draw(width, height, glyphs_of(self.app)) if width > 0 and height > 0 else ()
            dark = self.app.current_theme.dark
            self._strips = [_strip(line, base, dark=dark).adjust_cell_length(width, base) for line in lines]
        return self._strips[y] if y < len(self._strips) else Strip.blank(width, self.rich_style)


def _strip(line: Line, base: Style, *, dark: bool) -> Strip:
    return Strip(
        [Segment(text, base + _seen(Style.parse(style), dark=dark) if style else base) for text, style in line if text]
    )


def _seen(style: Style, *, dark: bool) -> Style:
    """Return a style in a colour that is seen on the theme's ground."""
    return style if dark else style + Style(color=_on_light(style.color), bgcolor=_on_light(style.bgcolor))


def _on_light(colour: Color | None) -> Color | None:
    number = None if colour is None else colour.number
    return colour if number not in ON_LIGHT else Color.from_ansi(ON_LIGHT[number])
