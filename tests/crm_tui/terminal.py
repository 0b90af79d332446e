"""A terminal for tests: the real app in a pseudo-terminal, and the picture of an app under Pilot."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Sequence
from typing import Any, Self

import pyte
from textual._compositor import visible_screen_stack  # the only reader of what a modal covers
from textual.app import App

from tests.crm_tui.processes import Calm, command_of, tree_of
from tests.crm_tui.program import Program

WORKER = "analysis.worker"
"""What the command of a child of the app names."""
LOOK = 0.02
"""Seconds between two looks at a program: more than it takes to draw what waits to be drawn."""
STILL = 3
"""Looks in a row after which a program that had nothing to do in them has settled."""
ESCAPE = 0.12
"""Seconds within which the app takes another key for the rest of what esc began."""

KEYS = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "shift+tab": b"\x1b[Z", "space": b" ", "backspace": b"\x7f",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "home": b"\x1b[H", "end": b"\x1b[F",
    "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~", "delete": b"\x1b[3~", "f1": b"\x1bOP", "f6": b"\x1b[17~",
}  # fmt: skip
_PRIVATE_CSI = re.compile(rb"\x1b\[[<>=][0-9;:]*[ -/]*[@-~]")
_CONTROL = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])|\x1b(?P<string>[\]PX^_])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b(?P<esc>[ -~])|(?P<c0>[\x00-\x1f\x7f-\x9f])"
)
OWN_CSI = re.compile(r"[\d;]*[mHJKABCDG]|\?[\d;]+[hl]|\?2026\$p|[<>=?][\d;]*u|>4;[01]m|[\d;]*t|\?u|>\d*q|\?\d+\$p|c|6n")
"""The control sequences that Textual and the painter send."""
OWN_STRINGS = frozenset({"\x1b]22;default\x07", "\x1b]22;pointer\x07", "\x1b]22;text\x07"})
"""Its strings: the shape of the mouse pointer."""


def key_bytes(key: str) -> bytes:
    """Return what a terminal sends for a key: ``ctrl+d``, ``pagedown``, ``G``; anything else is typed as it is."""
    if key in KEYS:
        return KEYS[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[-1]) & 0x1F])
    return key.encode()


def foreign_controls(raw: bytes) -> list[str]:
    """Return every control sequence in a terminal's input that is not one of the app's own."""
    foreign = []
    for found in _CONTROL.finditer(raw.decode("utf-8", "replace")):
        csi, c0, esc = found["csi"], found["c0"], found["esc"]
        own = (
            (csi and OWN_CSI.fullmatch(csi))
            or (c0 and c0 in "\r\n")
            or (esc and esc in "78=>")
            or found[0] in OWN_STRINGS
        )
        if not own:
            foreign.append(found[0])
    return foreign


class Terminal(Program):
    """A program and the screen it draws; ``lines`` is that screen as text."""

    def __init__(self, argv: Sequence[str], *, columns: int = 120, rows: int = 40, **settings: Any) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._half = b""
        super().__init__(argv, columns=columns, rows=rows, **settings)

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def reversed_text(self) -> str:
        """What is drawn reversed: the cursor of the table that has the focus."""
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return "\n".join("".join(row[x].data for x in range(self._screen.columns) if row[x].reverse) for row in rows)

    @property
    def cursor(self) -> tuple[tuple[int, int], ...]:
        """The cells, as row and column, that are drawn reversed."""
        rows = range(self._screen.lines)
        return tuple((y, x) for y in rows for x, cell in self._screen.buffer[y].items() if cell.reverse)

    def move(self, *keys: str, timeout: float = 20.0) -> Self:
        """Press keys that move the cursor, each once the one before it has moved it."""
        for key in keys:
            before, end = self.cursor, time.monotonic() + timeout
            self.press(key)
            while self.cursor in (before, ()):
                assert time.monotonic() < end, f"{key} did not move the cursor\n{self.text}"
                self.read(0.05)
        return self

    def clear(self) -> Self:
        """Forget what is on the screen, as another program that draws over it does."""
        self._screen.erase_in_display(2)
        return self

    def take(self, got: bytes) -> None:
        """Give the emulator what it understands: it takes private sequences for text."""
        data = self._half + got
        cut = data.rfind(b"\x1b")
        self._half = data[cut:] if cut >= len(data) - 12 and not re.search(rb"[@-~]", data[cut + 2 :]) else b""
        whole = data[: len(data) - len(self._half)]
        self._stream.feed(_PRIVATE_CSI.sub(b"", whole))

    def settle(self, quiet: float = 0.2, timeout: float = 15.0) -> Self:
        """Read until the program has had nothing to do for ``quiet`` seconds, with its children for half of them.

        A program that is kept from the processor by others is not taken for one that has nothing to do.
        """
        end, pids = time.monotonic() + timeout, tree_of(self.process.pid)
        everybody, own = Calm(pids), Calm([pid for pid in pids if WORKER not in command_of(pid)])
        while time.monotonic() < end and self.process.poll() is None:
            if self.read(LOOK):
                everybody.looks = own.looks = 0
            elif everybody.look() >= max(STILL, quiet / 2 / LOOK) or own.look() >= max(STILL, quiet / LOOK):
                break
        while self.read():
            pass
        return self

    def wait_for(self, *texts: str, timeout: float = 20.0) -> Self:
        """Read until all texts are on the screen; fails with the screen where they do not come."""
        end = time.monotonic() + timeout
        while not all(text in self.text for text in texts):
            if time.monotonic() > end or (not self.read(0.1) and self.process.poll() is not None):
                missing = [text for text in texts if text not in self.text]
                raise AssertionError(f"not on the screen: {missing}\n{self.text}")
        return self

    def wait_gone(self, text: str, timeout: float = 20.0) -> Self:
        """Read until a text is no longer on the screen."""
        end = time.monotonic() + timeout
        while text in self.text:
            assert time.monotonic() < end, f"still on the screen: {text}\n{self.text}"
            self.read(0.1)
        return self

    def press(self, *keys: str, settle: bool = True) -> Self:
        """Press keys by name, one after the other."""
        for key in keys:
            self.send(key_bytes(key))
            if settle and key == "escape":
                self.pass_time(ESCAPE)
            if settle:
                self.settle(0.06)
        return self

    def pass_time(self, seconds: float) -> Self:
        """Read for a while, whether something is written or not."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)
        return self

    def type(self, text: str) -> Self:
        """Type text."""
        self.send(text.encode())
        return self.settle(0.1)

    def resize(self, columns: int, rows: int) -> Self:
        """Change the window's size."""
        self._screen.resize(rows, columns)
        self.set_size(columns, rows)
        self.signal(signal.SIGWINCH)
        return self.settle()

    def bytes_of(self, *keys: str) -> int:
        """Return how many bytes the program writes in answer to keys."""
        self.settle()
        before = len(self.raw)
        self.press(*keys)
        self.settle()
        return len(self.raw) - before


def screen_text(app: App[Any]) -> str:
    """Return what an app under Pilot shows, as text without blanks at the lines' ends."""
    visible_screen_stack.set(app._background_screens)
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def styled_text(app: App[Any], wanted: str) -> str:
    """Return the text of the screen's parts drawn with an attribute (``reverse``, ``bold``, ``dim``, ``underline``)."""
    visible_screen_stack.set(app._background_screens)
    return "\n".join(
        "".join(segment.text for segment in strip if segment.style and getattr(segment.style, wanted))
        for strip in app.screen._compositor.render_strips()
    )
