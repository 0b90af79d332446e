"""How long work tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with finished units: ``progress(done, total, what)``; the receiver thins the calls out."""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Report that ``done`` of ``total`` units (bytes, fits, references) are finished; ``total`` 0: unknown."""


def silent(done: int, total: int, what: str = "") -> None:
    """Take progress and tell nobody."""
