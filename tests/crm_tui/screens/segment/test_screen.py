"""The Segment screen: every method chosen and run with keys alone, what is told of it, and what it draws."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from analysis.segmentation import SEGMENTERS
from analysis.segmentation.labelled import LabelledSegmenter
from crm_tui.desk.runs import Runs
from crm_tui.glyphs import ASCII, UNICODE
from crm_tui.screens.segment import method_pictures as special
from crm_tui.screens.segment import pictures
from crm_tui.screens.segment.results import ResultsPane
from crm_tui.screens.segment.rule_lines import completions, parsed_rule, wrong_rule
from crm_tui.themes import SERIES
from crm_tui.widgets.picture import text_of
from crm_tui.widgets.table.view import TableView
from tests.crm_tui.conftest import SAMPLE, Golden, OpenApp, SmallWork
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import app_of, screen_done, until

TYPES: dict[str, Any] = {"monetary": "decimal", "recency_days": "integer", "Bought at": "text"}


computed = screen_done("segment")


async def at_segments(pilot: Pilot[int]) -> None:
    await until(pilot, lambda app: computed(app) and app.session.stage("review").state == "done")
    await pilot.press("3")
    await until(pilot, lambda app: bool(app.screen.query("#sweep")) and app.screen.query_one("#verdict").is_attached)


async def choose(pilot: Pilot[int], method: str) -> None:
    """Choose a method by the keys of the list, and what it asks for by its first offer."""
    names = list(SEGMENTERS)
    present = app_of(pilot).session.recipe
    assert present is not None
    await pilot.press("M")
    await pilot.pause()
    steps = names.index(method) - names.index(present.segmentation.method)
    await pilot.press(*["j" if steps > 0 else "k"] * abs(steps), "enter")
    if issubclass(SEGMENTERS[method], LabelledSegmenter):
        await until(pilot, lambda app: "known segments" in screen_text(app))
    if method == "rules" or issubclass(SEGMENTERS[method], LabelledSegmenter):
        await pilot.pause()
        await pilot.press("enter")
    await until(pilot, lambda app: app.session.recipe is not None and app.session.recipe.segmentation.method == method)


async def test_features_of_other_choices_are_computed_at_once_but_not_after_a_cancel(
    open_app: OpenApp, small_work: SmallWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await at_segments(pilot)
        app, wanted = app_of(pilot), []
        monkeypatch.setattr(Runs, "run", lambda self, upto: wanted.append(upto))
        stale = app.session.with_stage("features", state="stale")
        app.session = replace(stale, cancelled=stale.recipe)
        await pilot.pause()
        assert wanted == []
        app.session = replace(stale, cancelled=None)
        await pilot.pause()
        assert wanted == [("features",)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_choices_and_results_are_on_one_screen(
    open_app: OpenApp, own_workspace: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with open_app(SAMPLE, size=size, workspace=own_workspace) as pilot:
        await at_segments(pilot)
        await golden(pilot, f"segment_{size[0]}x{size[1]}")
        assert "5 segments, all stable" in screen_text(pilot.app)


@pytest.mark.slow
async def test_every_method_is_chosen_and_run_from_the_screen(open_app: OpenApp, small_orders: Path) -> None:
    async with open_app(small_orders, size=(120, 40)) as pilot:
        await at_segments(pilot)
        for method in ("rules", "decision_tree", "svm", "mlp", "dbscan", "hdbscan", "agglomerative", "spectral"):
            await choose(pilot, method)
            assert app_of(pilot).session.screen_state("segment").state in {"stale", "running"}, method
            await pilot.press("R")
            await until(pilot, lambda app: app.session.running or computed(app))
            await until(pilot, lambda app: not app.session.running, seconds=60)
            session = app_of(pilot).session
            assert session.problem or session.told["segments"]["method"] == method
        await choose(pilot, "rules")
        assert app_of(pilot).session.recipe.segmentation.rules, "what a method was given before is kept"  # type: ignore[union-attr]


async def test_number_of_segments_features_words_and_a_second_method(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        await at_segments(pilot)
        await pilot.press("+")
        await until(pilot, lambda app: computed(app) and app.session.told["segments"]["k"] == 6)
        await pilot.press("A")
        await until(pilot, lambda app: computed(app) and app.session.told["segments"]["k"] == 5)
        await takes_a_feature_out(pilot)
        await pilot.press("comma")
        await until(pilot, lambda app: "recency_days > 300" in screen_text(app))
        assert "put 100.0% of customers" in screen_text(pilot.app)
        await pilot.press("C")
        await pilot.pause()
        await pilot.press("enter")  # the first that is offered: DBSCAN
        await until(pilot, lambda app: app.screen.query_one(ResultsPane).page == "agreement", seconds=60)
        assert "Adjusted Rand" in screen_text(pilot.app)
        assert "dbscan" in screen_text(pilot.app)


async def takes_a_feature_out(pilot: Pilot[int]) -> None:
    """Take the first feature out; it is left out at once, can be taken in again, and comes back when it is undone."""
    table = pilot.app.screen.query_one("#features", TableView)
    before = pilot.app.screen.focused
    table.focus()
    name = table.source.values(1, 0, 1)[0]
    await pilot.press("space")
    await until(
        pilot,
        lambda app: (
            not app.session.running and name not in [one["source"] for one in app.session.told["features"]["columns"]]
        ),
    )
    assert "Stale" in screen_text(pilot.app)
    place = list(table.source.values(1, 0, table.source.height)).index(name)
    assert table.source.values(2, place, place + 1) == ["not chosen"]
    await pilot.press("u")
    await until(pilot, computed)
    assert before is not None
    before.focus()


async def test_rules_are_lines_of_text_that_are_checked_and_linted(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        await at_segments(pilot)
        await choose(pilot, "rules")
        await until(pilot, lambda app: "match no rule" in screen_text(app))
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("ctrl+u", *"Late", "colon", *"recenci_days>9", "enter")
        await until(pilot, lambda app: "recenci_days" in screen_text(app) and "did you mean" in screen_text(app))
        await pilot.press("ctrl+u", *"Late", "colon", *"recency_days>9999", "enter")
        await until(pilot, lambda app: "matches no customer" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda app: "matches no customer" not in screen_text(app))


def test_a_rule_is_a_name_a_colon_and_a_condition() -> None:
    assert parsed_rule(" Best : monetary > 5 ").when == "monetary > 5"
    assert not wrong_rule("Best: monetary > p80(monetary) and `Bought at` = 'x: y'", TYPES)
    for text in ("", "Best", "Best:", ": monetary > 5", "Best: monetary >", "Best: money > 5"):
        assert wrong_rule(text, TYPES), text
    assert completions("Best: mon", list(TYPES)) == ["Best: monetary"]
    assert completions("Best: monetary > 1 and `Bou", list(TYPES)) == ["Best: monetary > 1 and `Bought at`"]
    assert completions("mon", list(TYPES)) == []


TREE: dict[str, Any] = {
    "k": 3,
    "dendrogram": {"leaves": [10, 20, 30, 40], "merges": [[0, 1, 1.0], [2, 3, 2.0], [4, 5, 10.0]]},
}


def test_a_tree_keeps_its_sizes_when_it_is_folded_and_is_cut_where_k_branches_are_left() -> None:
    assert [special.tree_of(TREE["dendrogram"], most).leaves for most in (4, 3, 2, 1)] == [4, 3, 2, 1]
    assert special.tree_of(TREE["dendrogram"], 2).size == 100
    for glyphs in (UNICODE, ASCII):
        text = text_of(special.tree_drawing(TREE)(50, 8, glyphs))
        rows = text.splitlines()[:4]
        assert [int(row.split()[0]) for row in rows] == [10, 20, 30, 40]
        crossed = [row for row in rows if row.rstrip().count(glyphs.cut)]
        assert len(crossed) == 4, "the cut runs through the whole height"
    folded = text_of(special.tree_drawing(TREE)(50, 4, UNICODE)).splitlines()
    assert [int(row.split()[0]) for row in folded[:3]] == [30, 30, 40]


def test_features_that_the_next_run_changes_are_marked() -> None:
    column = {"name": "a", "source": "a", "transform": "log1p", "scale": "standard", "skew": 0.1, "missing": 0.0}
    told = {
        "columns": [column, {**column, "name": "b", "source": "b"}],
        "excluded": [{"name": "monetary", "reason": "not named"}],
    }
    measures = [{"name": name, "role": role} for name, role in (("a", None), ("b", "age"), ("monetary", None))]
    wanted = pictures.features_wanted(told, ("age", "monetary"), measures)
    assert wanted == ["b", "monetary"]
    assert [row[0] for row in pictures.feature_rows(told, wanted)] == ["x", "in", "+"]
    assert pictures.features_wanted(told, "auto", measures) == ["a", "b"]


def test_the_crossing_of_two_methods_leaves_out_who_is_in_none_only_where_nobody_is() -> None:
    grid = special.agreement_grid({"table": [[0, 2, 0], [0, 5, 1]]})
    assert (grid.rows, grid.columns) == (("1", "none"), ("1", "2"))
    assert grid.values == ((5.0, 1.0), (2.0, 0.0))


def test_a_segment_is_drawn_in_the_colour_of_its_place_not_of_its_number() -> None:
    lines = [{"id": 1}, {"id": 2}, {"id": 3}]
    assert pictures.styles_of({"segments": lines}) == list(SERIES[:3])
    assert pictures.styles_of({"segments": lines, "places": {"1": 2, "2": 0, "3": 5}}) == [
        SERIES[2],
        SERIES[0],
        SERIES[5],
    ]
