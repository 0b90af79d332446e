"""Work on pieces of something large while earlier ones are still looked at: in threads, in order, few at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import polars as pl

Piece = TypeVar("Piece")
Found = TypeVar("Found")


def worked_ahead(pieces: Iterable[Piece], work: Callable[[Piece], Found]) -> Iterator[tuple[Piece, Found]]:
    """Yield the pieces in their order, each with what ``work`` makes of it.

    As many threads as polars has work ahead of who takes them, by at most one piece more than there are threads.
    """
    threads = pl.thread_pool_size()
    waiting: deque[tuple[Piece, Future[Found]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for piece in pieces:
            waiting.append((piece, pool.submit(work, piece)))
            if len(waiting) > threads:
                first, found = waiting.popleft()
                yield first, found.result()
        while waiting:
            first, found = waiting.popleft()
            yield first, found.result()
