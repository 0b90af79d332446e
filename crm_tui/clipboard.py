"""What to send a terminal so that it takes a text into its clipboard: OSC 52, handed through tmux or screen."""

from __future__ import annotations

import base64
from collections.abc import Mapping

ESC = "\x1b"
SCREEN_TAKES = 500
"""Characters of one string that GNU screen hands through; it drops longer ones."""


def clipboard_sequence(text: str, environment: Mapping[str, str]) -> str:
    """Return the sequence that offers ``text`` to the clipboard of the terminal that is really in front of the user.

    tmux takes the plain sequence where ``set-clipboard`` is on, and hands the wrapped one on where
    ``allow-passthrough`` is: it is sent both. screen only hands on, in pieces.
    """
    plain = f"{ESC}]52;c;{base64.b64encode(text.encode()).decode()}\a"
    if environment.get("TMUX"):
        return f"{plain}{ESC}Ptmux;{plain.replace(ESC, ESC + ESC)}{ESC}\\"
    if environment.get("STY"):
        pieces = (plain[start : start + SCREEN_TAKES] for start in range(0, len(plain), SCREEN_TAKES))
        return "".join(f"{ESC}P{piece}{ESC}\\" for piece in pieces)
    return plain
