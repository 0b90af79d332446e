"""The link to the terminal: bytes that are no UTF-8 end nothing, and a terminal that is gone is a lost link."""

from __future__ import annotations

import codecs
import signal
from typing import Any

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver


def _lenient_decoder(encoding: str) -> Any:  # noqa: ANN401 - as codecs gives it
    """Return a maker of decoders that put a sign in the place of what they cannot read."""
    return lambda: codecs.getincrementaldecoder(encoding)("replace")


class LinkDriver(LinuxDriver):
    """Textual's driver, but a paste in another encoding, or a terminal that went away, ends nothing by a traceback."""

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
