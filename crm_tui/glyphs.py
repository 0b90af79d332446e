"""The signs the app draws with: Unicode blocks and lines, or plain ASCII."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Glyphs:
    """One set of signs; every renderer takes one, so that ``--plain`` is a value and not a branch.

    ``eighths`` and ``levels`` run from the emptiest to the fullest step of one cell.
    """

    eighths: str
    levels: str
    full: str
    ellipsis: str
    missing: str
    horizontal: str
    vertical: str
    corner: str
    cut: str
    pointer: str
    before: str
    up: str
    down: str
    bullet: str
    done: str
    failed: str
    stale: str
    open: str
    checked: str
    unchecked: str
    pinned: str


UNICODE = Glyphs(
    eighths=" ▏▎▍▌▋▊▉█",
    levels=" ▁▂▃▄▅▆▇█",
    full="█",
    ellipsis="…",
    missing="∅",
    horizontal="─",
    vertical="│",
    corner="└",
    cut="┆",
    pointer="›",
    before="‹",
    up="▲",
    down="▼",
    bullet="•",
    done="✓",
    failed="✗",
    stale="~",
    open="○",
    checked="[x]",
    unchecked="[ ]",
    pinned="╪",
)

ASCII = Glyphs(
    eighths=" #",
    levels=" .:-=+*#%",
    full="#",
    ellipsis="~",
    missing="-",
    horizontal="-",
    vertical="|",
    corner="+",
    cut="!",
    pointer=">",
    before="<",
    up="^",
    down="v",
    bullet="*",
    done="v",
    failed="x",
    stale="~",
    open="o",
    checked="[x]",
    unchecked="[ ]",
    pinned="+",
)


def glyphs(plain: bool = False) -> Glyphs:
    """Return the ASCII set where ``plain``, else the Unicode one."""
    return ASCII if plain else UNICODE


def glyphs_of(app: object) -> Glyphs:
    """Return the set the app wants: its attribute ``plain`` says which; Unicode where it has none."""
    return glyphs(bool(getattr(app, "plain", False)))
