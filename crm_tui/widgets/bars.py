"""Horizontal bars with eighths of a cell, values beside them; and histograms of one line."""

from __future__ import annotations

from crm_tui.glyphs import UNICODE, Glyphs


def bar_text(share: float, width: int, glyphs: Glyphs = UNICODE) -> str:
    """Return a bar of ``share`` (0 to 1) of ``width`` cells, filled up with blanks; what is not zero is seen."""
    steps = len(glyphs.eighths) - 1
    filled = round(min(max(share, 0.0), 1.0) * width * steps)
    filled = max(filled, 1) if share > 0 and width else filled
    whole, rest = divmod(filled, steps)
    text = glyphs.full * whole + (glyphs.eighths[rest] if rest else "")
    return text[:width].ljust(width)
