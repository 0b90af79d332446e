"""Work side by side: what needs nothing of each other keeps several cores busy, in one process and in its memory.

Threads serve since numpy and polars let go of the interpreter while they compute. They are daemons: an interrupted run
waits for none of them. Whatever ends a thread is raised where it is waited for; a panic of the engine is no Exception,
and nobody would hear of it. Nothing that is computed may depend on what runs beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from threading import Condition, Thread
from typing import Any, TypeVar

from analysis.progress import Progress, silent

Given = TypeVar("Given")

Work = Callable[[Progress], Any]
"""A piece of work that tells its progress."""

Together = Callable[[Sequence[Work], Progress], list[Any]]
"""Does pieces of work that need nothing of each other, and returns what each gave."""


def in_turn(works: Sequence[Work], progress: Progress = silent) -> list[Any]:
    """Do one piece of work after the other."""
    return [work(progress) for work in works]


def side_by_side(works: Sequence[Work], progress: Progress = silent) -> list[Any]:
    """Do all pieces of work at once, the first of them in this thread; one that fails raises when all have ended.

    Progress is that of the first piece that has not ended, as if they were done in turn.
    """
    found: list[Any] = [None] * len(works)
    failed: dict[int, BaseException] = {}
    ended: set[int] = set()

    def do(place: int) -> None:
        def tell(done: int, total: int, what: str = "", share: float | None = None) -> None:
            if ended.issuperset(range(place)):
                progress(done, total, what, share)

        try:
            found[place] = works[place](tell)
        except BaseException as error:  # noqa: BLE001 - raised in the thread that waits
            failed[place] = error
        ended.add(place)

    others = [_begun(partial(do, place)) for place in range(1, len(works))]
    do(0)
    if 0 in failed and not isinstance(failed[0], Exception):
        raise failed[0]  # an interrupt waits for nobody
    for other in others:
        other.join()
    for place in sorted(failed):
        raise failed[place]
    return found


def in_lanes(
    needs: Mapping[str, Collection[str]], work: Callable[[str], object], lanes: int, alone: Collection[str] = ()
) -> None:
    """Do the named works, so many at once and each when those it needs are done; what fails first is raised at once.

    Of works that could begin, the last one named does: name what is quick before what takes long. Before all others
    goes one that has to be ``alone``, with nothing done beside it. This thread only waits, so that an interruption
    reaches it.
    """
    board = _Board(needs, frozenset(alone))

    def lane() -> None:
        while (name := board.taken()) is not None:
            try:
                work(name)
            except BaseException as error:  # noqa: BLE001 - raised in the thread that waits
                board.end(name, error)
            else:
                board.end(name)

    for _ in range(lanes):
        _begun(lane)
    board.wait()


def begun(work: Callable[[], Given]) -> Future[Given]:
    """Begin a piece of work that may be left alone: nobody waits for it but who asks for what it gives."""
    given: Future[Given] = Future()

    def do() -> None:
        try:
            given.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised in the thread that asks
            given.set_exception(error)

    _begun(do)
    return given


def _begun(work: Callable[[], object]) -> Thread:
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


class _Board:
    """Which works wait, which are done, and what has failed; lanes take their works from it."""

    def __init__(self, needs: Mapping[str, Collection[str]], alone: frozenset[str]) -> None:
        self._needs, self._alone = needs, alone
        self._waiting = list(needs)
        self._begun: set[str] = set()
        self._done: set[str] = set()
        self._failed: BaseException | None = None
        self._changed = Condition()

    def taken(self) -> str | None:
        """Return a work to do as soon as one can begin; None where there is none left."""
        with self._changed:
            while self._waiting and self._failed is None:
                name = self._next()
                if name is not None:
                    self._waiting.remove(name)
                    self._begun.add(name)
                    return name
                self._changed.wait()
            return None

    def _next(self) -> str | None:
        """Return the work that may begin now; None where one has to end before."""
        ready = [one for one in reversed(self._waiting) if self._done.issuperset(self._needs[one])]
        alone = next((one for one in ready if one in self._alone), None)
        running = self._begun - self._done
        if running and (alone is not None or running & self._alone):
            return None
        return alone or next(iter(ready), None)

    def end(self, name: str, error: BaseException | None = None) -> None:
        """Say that a work is done, or with which error it failed."""
        with self._changed:
            self._done.add(name)
            self._failed = self._failed or error
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until all is done; raise what has failed."""
        with self._changed:
            while self._failed is None and len(self._done) < len(self._needs):
                self._changed.wait()
            if self._failed is not None:
                raise self._failed
