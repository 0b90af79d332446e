"""Work ahead of who takes it: everything in its order, little of it at a time, faults where they belong."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import polars as pl
import pytest

from analysis.ahead import worked_ahead


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_pieces_come_in_order_and_few_are_begun_before_they_are_asked_for(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pl, "thread_pool_size", lambda: threads)
    begun = 0

    def pieces() -> Iterator[int]:
        nonlocal begun
        while begun < 100:
            begun += 1
            yield begun

    done = []
    for piece, found in worked_ahead(pieces(), lambda piece: piece**2):
        done.append((piece, found))
        assert begun <= len(done) + threads
    assert done == [(piece, piece**2) for piece in range(1, 101)]


def test_what_goes_wrong_with_a_piece_is_raised_at_its_place_and_no_thread_is_left() -> None:
    def work(piece: int) -> int:
        return 6 // (3 - piece)

    before, taken = threading.active_count(), []
    with pytest.raises(ZeroDivisionError):
        for _, found in worked_ahead(iter(range(9)), work):
            taken.append(found)
    assert taken == [2, 3, 6]
    assert threading.active_count() == before


def test_who_stops_asking_leaves_no_thread() -> None:
    before = threading.active_count()
    asked = worked_ahead(iter(range(9)), abs)
    assert next(asked) == (0, 0)
    asked.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
