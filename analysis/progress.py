"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Item = TypeVar("Item")

MEGABYTE = 1 << 20


class Progress(Protocol):
    """Called with finished units: ``progress(done, total, what)``; the receiver thins the calls out."""

    def __call__(self, done: int, total: int, what: str = "", share: float | None = None) -> None:
        """Report that ``done`` of ``total`` units (bytes, fits, references) are finished; ``total`` 0: unknown.

        ``share``, 0…1: so much of the whole is finished at least, where the units are those of one of its phases.
        """


def silent(done: int, total: int, what: str = "", share: float | None = None) -> None:
    """Take progress and tell nobody."""


def share_of(done: int, total: int) -> float:
    """Return how much of the units is finished, 0 where it is not known how many there are."""
    return min(done / total, 1.0) if total > 0 else 0.0


def between(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress of what is one part of a whole: from ``start`` to ``end`` of it."""

    def tell(done: int, total: int, what: str = "", share: float | None = None) -> None:
        inside = share_of(done, total) if share is None else share
        progress(done, total, what, start + (end - start) * inside)

    return tell


def in_phases(progress: Progress, phases: Mapping[str, tuple[float, float]]) -> Progress:
    """Return a progress of a whole that has phases, each known by what is told in it: from where to where each goes.

    What is told of anything else is taken for no more than had been finished before.
    """

    def tell(done: int, total: int, what: str = "", share: float | None = None) -> None:
        if share is None:
            start, end = phases.get(what, (0.0, 0.0))
            share = start + (end - start) * share_of(done, total)
        progress(done, total, what, share)

    return tell


_listener: ContextVar[Progress] = ContextVar("listener", default=silent)


def listener() -> Progress:
    """Return who listens."""
    return _listener.get()


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
