"""Colours: on the terminal's own background by default; what colour says, a word, sign or letter says too."""

from __future__ import annotations

from textual.app import App
from textual.theme import Theme

DEFAULT = "terminal"
_SEEN_WITHOUT_COLOUR = {
    # an attribute goes with the colour of every cursor, since NO_COLOR takes the colour away
    "block-cursor-text-style": "bold underline",
    "block-cursor-blurred-foreground": "ansi_default",
    "block-cursor-blurred-background": "ansi_default",
    "block-cursor-blurred-text-style": "underline",
    "input-cursor-text-style": "underline",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "scrollbar-corner-color": "ansi_default",
}


def _terminal(name: str, *, dark: bool) -> Theme:
    """Return a theme of the sixteen colours of the terminal itself."""
    line, text = ("ansi_cyan", "ansi_black") if dark else ("ansi_blue", "ansi_bright_white")
    return Theme(
        name=name,
        ansi=True,
        dark=dark,
        primary=line,
        secondary="ansi_blue" if dark else "ansi_magenta",
        warning="ansi_yellow" if dark else "ansi_magenta",
        error="ansi_red",
        success="ansi_green" if dark else "ansi_blue",
        accent="ansi_magenta",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **_SEEN_WITHOUT_COLOUR,
            "block-cursor-background": line,
            "block-cursor-foreground": text,
            "input-cursor-background": line,
            "input-cursor-foreground": text,
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border": line,
            "border-blurred": "ansi_bright_black" if dark else "ansi_white",
            "scrollbar": line,
            "scrollbar-hover": line,
            "scrollbar-active": line,
            "footer-key-foreground": line,
        },
    )


_OWN = {"block-cursor-text-style": "bold underline", "input-cursor-text-style": "underline"}
THEMES: dict[str, Theme] = {
    theme.name: theme
    for theme in (
        _terminal(DEFAULT, dark=True),
        _terminal("terminal-light", dark=False),
        Theme(
            name="dark", dark=True, primary="#56b4e9", secondary="#0072b2", warning="#e69f00", error="#ff6b5e",
            success="#3fc28f", accent="#cc79a7", foreground="#e6e6e6", background="#101418", surface="#161b21",
            panel="#1e252d", variables={**_OWN, "border-blurred": "#46525f"},
        ),
        Theme(
            name="light", dark=False, primary="#005a9c", secondary="#0072b2", warning="#8a5a00", error="#b3261e",
            success="#00664a", accent="#8a3a72", foreground="#1a1a1a", background="#fbfbf8", surface="#f2f2ee",
            panel="#e6e6e0", variables={**_OWN, "border-blurred": "#b4b4ac"},
        ),
    )
}  # fmt: skip
"""The app's themes by name: the terminal's own colours (for dark and for light ones), and two of our own."""

SERIES = (
    "cyan",
    "yellow",
    "green",
    "magenta",
    "red",
    "bright_blue",
    "bright_cyan",
    "bright_yellow",
    "bright_green",
    "bright_red",
)
"""Colours that tell segments apart, in the order of their numbers; a letter or number always goes with them."""
ON_LIGHT = {
    6: 4, 3: 5, 2: 6, 5: 1, 1: 2, 14: 13, 11: 9, 10: 3, 9: 10,
    80: 23, 73: 30, 30: 116, 23: 195, 16: 255, 255: 16,
}  # fmt: skip
"""Number of a drawing's colour → the one instead on a light ground, where yellow and cyan are hardly seen and where, in
a map of shades, much is dark."""


IN_SIXTEEN = {"dark": "terminal", "light": "terminal-light"}
"""Theme of many colours → the one in its place where there are sixteen."""


def register(app: App[object], theme: str = "") -> None:
    """Make the app's themes known to it and take the one named, the terminal's own colours where it is not known."""
    for made in THEMES.values():
        app.register_theme(made)
    app.theme = theme if theme in THEMES else DEFAULT


def shown_theme(name: str, colours: str | None) -> str:
    """Return the theme that is shown for one: of sixteen colours none of our own can be made."""
    return IN_SIXTEEN.get(name, name) if colours == "standard" else name


def next_theme(present: str, colours: str | None = None) -> str:
    """Return the name of the theme after this one, round and round, of those that can be shown."""
    names = list(dict.fromkeys(shown_theme(name, colours) for name in THEMES))
    return names[(names.index(present) + 1) % len(names)] if present in names else DEFAULT
