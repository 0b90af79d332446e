"""The last step of ``--plain``: every sign that the app draws with becomes ASCII; letters of the data stay."""

from __future__ import annotations

import unicodedata

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = {
    **dict.fromkeys("─━═╌╍┄┅▔▁╴╶╸╺‾⎺⎽", "-"),
    **dict.fromkeys("│┃║╎╏┆┇▏▕▎▍▌▐❘⎸⎹", "|"),
    **dict.fromkeys("█▇▆▅▓▒░▊▋▉■▄▃▂▀", "#"),
    **dict.fromkeys("•●○◦∙·⋅", "."),
    **dict.fromkeys("›→▶▸»", ">"),
    **dict.fromkeys("‹←◀◂«", "<"),
    **dict.fromkeys("▲↑", "^"),
    **dict.fromkeys("▼↓", "v"),
    **dict.fromkeys("–—−‐", "-"),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”", '"'),
    "…": "~", "×": "x", "∅": "-", "✓": "v", "✗": "x", "≈": "~", "≠": "!", "≤": "<", "≥": ">", "±": "+",
}  # fmt: skip
_BOXES, _BRAILLE, _CONTROL_PICTURES = range(0x2500, 0x2580), range(0x2800, 0x2900), range(0x2400, 0x2440)


def ascii_sign(char: str) -> str:
    """Return the ASCII sign for one that the app draws with, of the same width; letters are returned as they are."""
    code = ord(char)
    if char in _SIGNS:
        return _SIGNS[char]
    if code in _BOXES:
        return "+"
    if code in _BRAILLE:
        return "." if code > _BRAILLE.start else " "
    return "?" if code in _CONTROL_PICTURES or char == "\ufffd" else char


class _Signs(dict[int, str]):
    """Code point → sign, worked out when first met; what is not one column wide stays."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        wide = unicodedata.east_asian_width(char) in "WF"
        shown = char if wide or char.isalnum() else ascii_sign(char)
        self[code] = shown
        return shown


_TABLE = _Signs()


class Plain(LineFilter):
    """Draws every line with ASCII signs."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments with ASCII signs in place of lines, blocks and bullets."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(_TABLE), segment.style)
            for segment in segments
        ]
