"""Whoever opens a large file is told how far it is, by whatever reads it."""

from __future__ import annotations

import gzip
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from analysis.pipeline import Pipeline, StageEvent
from analysis.progress import counted, heard_by
from analysis.recipe import Recipe
from analysis.worker.jobs import open_job
from analysis.workspace import MemoryStore, file_hash

LINES = 200_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of orders of some 40 MB."""
    path = tmp_path_factory.mktemp("large") / "orders.csv"
    note = "n" * 160
    lines = (f"{n // 3},C{n % 9973:05},2024-01-{1 + n % 28:02},{n % 7 + 1},{n % 90}.50,{note}\n" for n in range(LINES))
    path.write_text("order_id,customer_id,order_date,quantity,unit_price,note\n" + "".join(lines))
    return path


class Heard:
    """A channel that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def send(self, event: str, **fields: object) -> None:
        self.told.append({"event": event, **fields})

    def progress(self, **fields: object) -> None:
        self.told.append(fields)

    def units(self, what: str) -> tuple[list[int], set[int]]:
        """Return what was done, in order, and the totals that were named."""
        some = [one for one in self.told if one["what"] == what]
        return [one["done"] for one in some], {one["total"] for one in some}


def opened(*paths: Path, workspace: Path) -> Heard:
    heard = Heard()
    open_job({"job": "open", "paths": [str(path) for path in paths], "workspace": str(workspace)}, heard)
    assert all(one["stage"] == "load" and one["state"] == "running" for one in heard.told)
    return heard


def test_every_pass_over_a_large_file_tells_how_far_it_is(large: Path, tmp_path: Path) -> None:
    heard = opened(large, workspace=tmp_path / "work")
    size = large.stat().st_size >> 20
    with heard_by(lambda done, total, what="": heard.progress(done=done, total=total, what=what)):
        file_hash(large)  # opening does this while rows are converted, and says nothing of it
    for what, total in (("MB looked through", size), ("rows converted", LINES), ("MB checked", size)):
        done, totals = heard.units(what)
        assert totals == {total}, what
        assert all(one < other for one, other in pairwise(done)), what
        assert total / 2 < done[-1] <= total, what


def test_how_much_of_the_opening_is_done_never_falls(large: Path, tmp_path: Path) -> None:
    packed = tmp_path / "orders.csv.gz"
    packed.write_bytes(gzip.compress(large.read_bytes(), 1))
    (tmp_path / "more.csv").write_text("customer_id,age\nC00001,30\nC00002,40\nC00003,50\n")
    shares = [one["share"] for one in opened(packed, tmp_path / "more.csv", workspace=tmp_path / "work").told]
    assert shares == sorted(shares)
    steps = [other - one for one, other in pairwise(shares)]
    assert shares[0] < 0.1 and shares[-1] > 0.8 and max(steps) < 0.5


def test_going_through_the_lines_of_orders_tells_how_far_it_is(large: Path) -> None:
    heard: list[StageEvent] = []
    Pipeline(Recipe.for_files([large]), MemoryStore(), heard.append).run(("bought",))
    for stage in ("table", "bought"):
        told = [event for event in heard if event.stage == stage and event.what == "lines of orders"]
        assert 0 < told[0].done <= told[-1].done < LINES == told[0].total, stage


def test_unpacking_tells_how_much_of_the_packed_file_is_used(large: Path, tmp_path: Path) -> None:
    packed = tmp_path / "orders.csv.gz"
    packed.write_bytes(gzip.compress(large.read_bytes(), 1))
    done, totals = opened(packed, workspace=tmp_path / "work").units("MB unpacked")
    assert totals == {packed.stat().st_size >> 20}
    assert done == sorted(done)
    assert done[-1] in totals


def test_what_yields_may_run_in_another_thread() -> None:
    heard: list[tuple[int, int, str]] = []
    with heard_by(lambda done, total, what="": heard.append((done, total, what))):
        items = counted([5, 6, 7], "things", 18, lambda item: item)
    thread = threading.Thread(target=lambda: list(items))
    thread.start()
    thread.join()
    assert heard == [(5, 18, "things"), (11, 18, "things")]
