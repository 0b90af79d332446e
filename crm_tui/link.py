"""The link to the terminal: bytes that are no UTF-8 end nothing, and a terminal that is gone is a lost link."""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
import threading
from typing import Any

from textual.driver import Driver
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from crm_tui.first_frame import ALTERNATE, TERMINAL
from crm_tui.guard import GuardedApp

GRACE = 2.0
"""Seconds that leaving may take after the link was lost."""


def _lenient_decoder(encoding: str) -> Any:  # noqa: ANN401 - as codecs gives it
    """Return a maker of decoders that put a sign in the place of what they cannot read."""
    return lambda: codecs.getincrementaldecoder(encoding)("replace")


class LinkDriver(LinuxDriver):
    """Textual's driver, but a paste in another encoding, or a terminal that went away, ends nothing by a traceback.

    A terminal that shows the first picture already is taken over as it is, and left as it was before that.
    """

    def write(self, data: str) -> None:
        """Write to the terminal; to enter its other screen twice would clear it."""
        if data != ALTERNATE or TERMINAL.attributes is None:
            super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal, also from the first picture."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if TERMINAL.attributes is not None:
            self.attrs_before = TERMINAL.attributes
            TERMINAL.attributes = None

    def run_input_thread(self) -> None:
        """Read keys until the app is left or the terminal is gone."""
        # Textual makes its decoder by this name, and a strict one: one Latin-1 byte would end the app.
        vars(linux_driver)["getincrementaldecoder"] = _lenient_decoder
        try:
            super().run_input_thread()
        except OSError:
            if isinstance(self._app, LinkedApp):
                self._app.call_later(self._app.hang_up, signal.SIGHUP)


class LinkedApp(GuardedApp):
    """An app that is left in good order when its link is lost, and that deals with the terminal at the other end."""

    mouse = True

    def on_mount(self) -> None:
        """Catch the signals of a lost link."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self.hang_up, number)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that takes any byte for a key and a lost terminal for a lost link."""
        chosen = super().get_driver_class()
        return LinkDriver if issubclass(LinkDriver, chosen) else chosen

    def save(self, *, interrupted: bool) -> None:
        """Write what is not written yet; the app is left then."""

    def hang_up(self, number: signal.Signals) -> None:
        """Save and leave: the link is gone, or the machine goes down."""
        self.save(interrupted=True)
        # What should end in a moment is ended in two seconds whatever holds it: the work is saved, the children follow.
        last = threading.Timer(GRACE, os._exit, (128 + number,))
        last.daemon = True
        last.start()
        self.exit(return_code=128 + number)

    def copy_to_clipboard(self, text: str) -> None:
        """Offer a text to the terminal's clipboard, through tmux or screen where they stand between."""
        from crm_tui.clipboard import clipboard_sequence

        self._clipboard = text
        if self._driver is not None:
            self._driver.write(clipboard_sequence(text, os.environ))

    def switch_mouse(self) -> None:
        """Leave the mouse to the terminal, for its own selection, or take it back."""
        driver: Any = self._driver
        self.mouse = not self.mouse
        driver._mouse = True  # started without a mouse, it would not take one
        getattr(driver, "_enable_mouse_support" if self.mouse else "_disable_mouse_support", lambda: None)()
