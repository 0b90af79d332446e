"""Work side by side gives what it gives in turn, in whatever order it comes about."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from time import sleep

import pytest

from analysis.lanes import in_lanes, in_turn, side_by_side
from analysis.pipeline import Pipeline, StageEvent
from analysis.progress import Progress
from analysis.recipe import Recipe
from analysis.workspace import MemoryStore

ORDERS = str(Path(__file__).resolve().parents[2] / "sample_data" / "orders.csv")
PATIENCE = 20


def test_side_by_side_does_both_at_once_and_keeps_their_order():
    first_is_on, second_is_on = Event(), Event()

    def first(_progress: Progress) -> str:
        first_is_on.set()
        assert second_is_on.wait(PATIENCE)
        return "first"

    def second(_progress: Progress) -> str:
        second_is_on.set()
        assert first_is_on.wait(PATIENCE)
        return "second"

    assert side_by_side((first, second)) == ["first", "second"]


def test_progress_is_told_as_if_works_were_done_in_turn():
    told: list[str] = []
    second_has_spoken = Event()

    def first(progress: Progress) -> None:
        assert second_has_spoken.wait(PATIENCE)
        progress(1, 1, "first")

    def second(progress: Progress) -> None:
        progress(1, 1, "too early")
        second_has_spoken.set()

    side_by_side((first, second), lambda _done, _total, what="", _share=None: told.append(what))
    assert told == ["first"]
    told.clear()
    second_has_spoken.set()
    in_turn((first, first), lambda _done, _total, what="", _share=None: told.append(what))
    assert told == ["first", "first"]


def test_the_first_of_several_failures_is_raised_when_all_have_ended():
    ended: list[str] = []

    def fails(_progress: Progress) -> None:
        raise ValueError("first")

    def fails_too(_progress: Progress) -> None:
        ended.append("second")
        raise ValueError("second")

    with pytest.raises(ValueError, match="first"):
        side_by_side((fails, fails_too))
    assert ended == ["second"]


def test_lanes_keep_to_what_is_needed_and_begin_with_the_last():
    needs: dict[str, tuple[str, ...]] = {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")}
    done: list[str] = []
    in_lanes(needs, done.append, 1)
    assert done == ["a", "c", "b", "d"]
    for _ in range(20):
        done.clear()
        in_lanes(needs, done.append, 3)
        assert done[0] == "a" and done[-1] == "d" and sorted(done) == list(needs)


def test_a_failure_is_raised_while_another_lane_is_at_work_and_ends_the_lanes():
    done: list[str] = []
    may_end = Event()

    def work(name: str) -> None:
        if name == "bad":
            raise ValueError(name)
        assert may_end.wait(PATIENCE)
        done.append(name)

    with pytest.raises(ValueError, match="bad"):
        in_lanes({"after": ("slow",), "slow": (), "bad": ()}, work, 2)
    may_end.set()
    assert "after" not in done


class Panic(BaseException):
    """What the engine raises where it stumbles over itself: no Exception."""


@pytest.mark.parametrize("place", [0, 1])
def test_a_panic_of_the_engine_is_raised_and_leaves_nobody_waiting(place: int) -> None:
    def panics(_progress: object) -> None:
        raise Panic

    works = [lambda _progress: None, lambda _progress: None]
    works[place] = panics
    with pytest.raises(Panic):
        side_by_side(works)
    with pytest.raises(Panic):
        in_lanes({"after": ("bad",), "bad": (), "good": ()}, lambda name: panics(name) if name == "bad" else None, 2)


def test_two_lanes_compute_what_one_computes():
    recipe = Recipe.for_files([ORDERS])
    alone, beside = (Pipeline(recipe, MemoryStore(), lanes=lanes) for lanes in (1, 2))
    for pipeline in (alone, beside):
        pipeline.run(("tiers", "plane", "review"))
    for name in ("customers", "value", "loyalty", "tiers", "segments", "plane", "review"):
        assert alone.key(name) == beside.key(name)
        assert alone.tell(name) == beside.tell(name)
    assert alone.result("review").result.equals(beside.result("review").result)


def test_events_are_told_one_at_a_time():
    telling: list[str] = []
    states: dict[str, list[str]] = {}

    def hear(event: StageEvent) -> None:
        telling.append(event.stage)
        states.setdefault(event.stage, []).append(event.state)
        assert telling == [event.stage]
        telling.clear()

    Pipeline(Recipe.for_files([ORDERS]), MemoryStore(), hear, lanes=3).run()
    assert all(told[0] in {"running", "kept"} and told[-1] in {"done", "kept"} for told in states.values())


def test_what_has_to_be_alone_goes_first_and_nothing_runs_beside_it():
    needs: dict[str, tuple[str, ...]] = {"read": (), "large": ("read",), "b": ("read",), "c": ("b",), "d": ("large",)}
    running: set[str] = set()
    begun: list[str] = []

    def work(name: str) -> None:
        assert not running or "large" not in {name, *running}
        running.add(name)
        begun.append(name)
        sleep(0.01)
        running.remove(name)

    for _ in range(5):
        begun.clear()
        in_lanes(needs, work, 3, alone=["large"])
        assert begun[:2] == ["read", "large"] and sorted(begun) == sorted(needs)
