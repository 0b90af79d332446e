"""Untrusted text made safe to show: one line, printable, of predictable width."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len

MARKS_KEPT = 3
"""How many combining marks one character keeps; living scripts need at most three."""
UNKNOWN = "\ufffd"
"""What stands for a character that must not reach the terminal and has no picture of its own."""
_CACHE_LIMIT = 20_000
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_REGIONAL_A, _REGIONAL_Z = 0x1F1E6, 0x1F1FF
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def _is_variation_selector(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def _shown(code: int) -> str:
    """Return what is drawn for the character of this code point: itself, a visible replacement, or nothing."""
    char = chr(code)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if _is_variation_selector(code) or code in _SKIN_TONES:
        return ""  # they change the width in some terminals only, and carry no meaning of their own
    if _REGIONAL_A <= code <= _REGIONAL_Z:
        return chr(ord("A") + code - _REGIONAL_A)  # flags: terminals disagree whether a pair is two or four cells
    category = unicodedata.category(char)
    if category == "Zs":
        return " " * max(1, cell_len(char))
    if category[0] in "CZ" or char in _INVISIBLE_LETTERS:
        return UNKNOWN
    return char


class _Pictures(dict[int, str]):
    """Code point → what is drawn, worked out when first met; collects the marks among them."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: set[str] = set()

    def __missing__(self, code: int) -> str:
        shown = _shown(code)
        if shown and cell_len(shown) == 0:
            self.marks.add(shown)
        if len(self) < _CACHE_LIMIT:
            self[code] = shown
        return shown


_PICTURES = _Pictures()


def _bound_marks(text: str) -> str:
    """Give a lone mark a base, and drop the marks beyond ``MARKS_KEPT`` on one base."""
    kept: list[str] = []
    run = MARKS_KEPT
    for char in text:
        if char not in _PICTURES.marks:
            run = 0
        elif not kept:
            kept.append("\u25cc")
            run = 1
        else:
            run += 1
        if run <= MARKS_KEPT:
            kept.append(char)
    return "".join(kept)


def inert(value: object, limit: int = 200) -> str:
    """Return any value as one line of printable text of at most ``limit`` characters; None is the empty text.

    Control characters become their pictures (␛ ␊ ␇); C1 controls, direction overrides, zero-width, unassigned and
    private characters and lone surrogates become ``UNKNOWN``; marks are bounded; what is cut ends with an ellipsis.
    The result is a fixed point: ``inert(inert(x)) == inert(x)``.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    cut = len(text) > limit
    if not (text.isascii() and text[:limit].isprintable()):
        text = text[: limit * (MARKS_KEPT + 1)].translate(_PICTURES)
        if not _PICTURES.marks.isdisjoint(text):
            text = _bound_marks(text)
    if cut or len(text) > limit:
        return text[: max(limit - 1, 0)] + "…"[: max(limit, 0)]
    return text
