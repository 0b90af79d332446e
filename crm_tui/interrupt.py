"""Ctrl-C, a hang-up or a request to end while something is computed: the process ends at once, whatever computes.

Python tells its main thread of an interrupt only when that comes back from what it computes; what is then raised inside
a callback of the engine may come out as an error of the engine, or not at all. As long as nothing is written there is
nothing to put in order, so that a thread that waits for the signal itself ends the process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from analysis.sources.scratch import clear_scratch

SAID = "crm-tui: interrupted; nothing was written\n"
STATUS = {number: 128 + number for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
"""Signal that ends what is computed → exit status, as shells count it."""
SHOW_CURSOR = "\r\x1b[K\x1b[?25h"
"""Clears the line of the progress bar, and shows the cursor that it hid."""


class Interrupts:
    """What an interrupt does: end the process, or after :meth:`end` what it does in any Python program."""

    def __init__(self) -> None:
        self._ending = True
        self._leaving = False

    def end(self) -> None:
        """Let interrupts be raised in the main thread again; any thread may ask for it."""
        self._ending = False

    def heard(self, number: int, frame: FrameType | None) -> None:
        """Take a signal in the main thread: nothing is to be done where the process is being ended."""
        if self._ending:
            return
        if number == signal.SIGINT:
            signal.default_int_handler(number, frame)
        raise SystemExit(STATUS[signal.Signals(number)])

    def wait(self, reading: int) -> None:
        """Wait for the numbers of signals that come through a pipe, until its other end is closed."""
        while told := os.read(reading, 1):
            if told[0] in STATUS and self._ending:
                self._leaving = True
                leave(STATUS[signal.Signals(told[0])])
        os.close(reading)

    def await_end(self) -> None:
        """Where the process is about to end, wait for that: what went wrong since is no fault of anybody."""
        while self._leaving:
            signal.pause()


@contextmanager
def ends_at_once() -> Iterator[Interrupts]:
    """While inside, a signal of ``STATUS`` ends the process with that status and removes what was unpacked on the way.

    Call ``end`` of what is given before anything is written; from then on an interrupt is raised as ever, the others as
    SystemExit, so that what is half-written can be removed. A hang-up that is ignored (``nohup``) stays so. Outside of
    the main thread nothing is changed.
    """
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    threading.Thread(target=interrupts.wait, args=(reading,), daemon=True).start()
    before = {number: signal.signal(number, interrupts.heard) for number in STATUS if _minded(number)}
    woken = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield interrupts
    finally:
        interrupts.await_end()
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(writing)


def _minded(number: signal.Signals) -> bool:
    """Tell whether a signal is ours to take: shells ignore interrupts for what they start in the background."""
    return number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN


def leave(status: int) -> None:
    """End the process now."""
    clear_scratch()
    told = sys.stderr.fileno()
    os.write(told, ((SHOW_CURSOR if os.isatty(told) else "") + SAID).encode())
    os._exit(status)
