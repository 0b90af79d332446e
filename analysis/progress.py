"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Item = TypeVar("Item")

MEGABYTE = 1 << 20


class Progress(Protocol):
    """Called with finished units: ``progress(done, total, what)``; the receiver thins the calls out."""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Report that ``done`` of ``total`` units (bytes, fits, references) are finished; ``total`` 0: unknown."""


def silent(done: int, total: int, what: str = "") -> None:
    """Take progress and tell nobody."""


_listener: ContextVar[Progress] = ContextVar("listener", default=silent)


@contextmanager
def heard_by(progress: Progress) -> Iterator[None]:
    """Send what :func:`tell` and :func:`counted` say inside the ``with`` to ``progress``.

    Opening a file goes through many readers of which few take long: these speak to whoever listens, so that the
    others need not pass a listener on.
    """
    token = _listener.set(progress)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(what: str, done: int = 0, total: int = 0) -> None:
    """Tell whoever listens that ``done`` of ``total`` units are finished."""
    _listener.get()(done, total, what)


def counted(
    items: Iterable[Item], what: str, total: int, size: Callable[[Item], int] = lambda _: 1, unit: int = 1
) -> Iterator[Item]:
    """Yield the items, telling between them how many units of which ``size`` gives an item's are finished.

    ``total`` is what all sizes add up to, 0 where that is not known; so many of both make one ``unit`` of what is told.
    """
    progress = _listener.get()  # not below: what yields may be run by another thread

    def telling() -> Iterator[Item]:
        done = 0
        for item in items:
            if done:
                progress(done // unit, total // unit, what)
            yield item
            done += size(item)

    return telling()
