"""The link to the terminal: bytes that are no UTF-8 end nothing, and a terminal that is gone is a lost link."""

from __future__ import annotations

import codecs
import signal
from typing import Any

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from crm_tui.first_frame import ALTERNATE, TERMINAL


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
            hang_up = getattr(self._app, "hang_up", None)
            if hang_up is not None:
                self._app.call_later(hang_up, signal.SIGHUP)
