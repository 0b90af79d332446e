"""The Tiers screen: cuts moved and typed, methods chosen, scores that cannot be computed, who is in a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from analysis.loyalty import LoyaltyScore
from analysis.value import Formula
from analysis.value.rfm import Rfm
from crm_tui.screens.customer.cell import CellScreen
from crm_tui.screens.tables.frame_table import FrameTable
from crm_tui.screens.tiers import forecast, pictures
from crm_tui.screens.tiers.form import TierForm, together
from crm_tui.screens.tiers.lorenz import concentration_of, lorenz
from tests.crm_tui.conftest import SAMPLE, Golden, OpenApp
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import app_of, screen_done, until

computed = screen_done("tiers")


async def at_tiers(pilot: Pilot[int]) -> None:
    await until(pilot, lambda app: computed(app) and app.session.stage("review").state == "done")
    await pilot.press("4")
    await until(pilot, lambda app: bool(app.screen.query(TierForm)) and "[Value]" in screen_text(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_value_and_its_tiers_are_on_one_screen(
    open_app: OpenApp, own_workspace: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with open_app(SAMPLE, size=size, workspace=own_workspace) as pilot:
        await at_tiers(pilot)
        await golden(pilot, f"tiers_{size[0]}x{size[1]}")


async def shows_who_is_in_a_cell(pilot: Pilot[int]) -> None:
    """Open the first cell: the customers listed are as many as the cell counts."""
    await pilot.press("enter")
    await until(
        pilot, lambda app: isinstance(app.screen, CellScreen) and app.screen.query_one(FrameTable).source.height > 0
    )
    cells = app_of(pilot).session.told["tiers"]["matrix"]
    wanted = next(one for one in cells if (one["value_tier"], one["loyalty_tier"]) == ("high", "not loyal"))
    assert pilot.app.screen.query_one(FrameTable).source.height == wanted["customers"]
    await pilot.press("q")
    assert "[4 Tiers" in screen_text(pilot.app)


async def test_a_cut_is_moved_and_typed_and_the_tiers_follow_at_once(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        await at_tiers(pilot)
        await shows_who_is_in_a_cell(pilot)
        before = app_of(pilot).session.told["value"]["cuts"]
        await pilot.press("+")
        await until(pilot, lambda app: computed(app) and app.session.told["value"]["cuts"][0] > before[0])
        assert app_of(pilot).session.told["value"]["cuts"][1] == before[1]
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("ctrl+u", *"99999", "enter")
        await until(pilot, lambda app: "has to be below" in screen_text(app))
        await pilot.press("ctrl+u", *"500", "enter")
        await until(pilot, lambda app: computed(app) and app.session.told["value"]["cuts"][0] == 500)
        low = next(tier for tier in app_of(pilot).session.told["value"]["tiers"] if tier["name"] == "low")
        assert low["high"] < 500


async def test_sections_pages_and_methods_by_keys(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(80, 24), workspace=own_workspace) as pilot:
        await at_tiers(pilot)
        await pilot.press("v")
        await until(pilot, lambda app: "percentile ranks" in screen_text(app))
        await pilot.press("v", "semicolon", "semicolon")
        await until(pilot, lambda app: "Champions" in screen_text(app) and "[RFM map]" in screen_text(app))
        await pilot.press("v", "M")
        await pilot.pause()
        await pilot.press("j", "j", "j", "enter")
        await until(pilot, lambda app: computed(app) and app.session.told["value"]["method"] == "clv")
        await pilot.press("semicolon")
        await until(pilot, lambda app: "[Forecast]" in screen_text(app) and "MBG/NBD: r " in screen_text(app))


async def test_scores_that_cannot_be_computed_say_why_and_what_to_do(open_app: OpenApp, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = [f"P{number},{20 + number % 50},{(number * 37) % 100}" for number in range(60)]
    path.write_text("\n".join(["person_id,age,score", *rows]) + "\n", encoding="utf-8")
    async with open_app(path) as pilot:
        await at_tiers(pilot)
        assert "There is no value: the value formula needs" in screen_text(pilot.app)
        await pilot.press("+")
        await pilot.pause()
        assert "There is no cut to move" in screen_text(pilot.app)
        await pilot.press("semicolon", "semicolon")
        await until(pilot, lambda app: "RFM needs recency and frequency" in screen_text(app))


TOLD: dict[str, Any] = {
    "unit": "money", "cuts": [10.0, 20.0], "tier_names": ["low", "medium", "high"], "edges": [0.0, 100.0],
    "extremes": [-5.0, 900.0], "outside": [1, 3],
}  # fmt: skip


def test_a_cut_never_passes_its_neighbours() -> None:
    assert pictures.moved_cut(TOLD, 0, 0.05) == 15
    assert pictures.moved_cut(TOLD, 0, 0.5) == 15, "half the way to the next cut"
    assert pictures.moved_cut(TOLD, 1, -0.5) == 15
    assert pictures.wrong_cut(TOLD, 0, "20") and pictures.wrong_cut(TOLD, 1, "10") and pictures.wrong_cut(TOLD, 0, "x")
    assert not pictures.wrong_cut(TOLD, 1, "1,000.5")
    assert pictures.outside_line(TOLD) == "Not drawn: 3 above it, up to 900.00 and 1 below it, down to -5.00."


def test_fixed_cuts_begin_at_those_found_and_go_where_they_do_not_fit() -> None:
    rfm_told = {"cuts": {"r": (90.0, 30.0), "f": (1.0, 4.0), "m": (5.0, 50.0)}}
    fixed = Rfm.model_validate(
        Rfm(bins=3, nested=True).model_dump() | together(Rfm(bins=3), "score_cut", "fixed", rfm_told), strict=False
    )
    assert (fixed.cuts_r, fixed.cuts_f, fixed.nested) == ((30.0, 90.0), (1.0, 4.0), False)
    assert together(fixed, "bins", "5", rfm_told)["score_cut"] == "quantile"
    value = Formula.model_validate(Formula().model_dump() | together(Formula(), "cut", "fixed", TOLD), strict=False)
    assert value.cuts == (10.0, 20.0)
    fewer = together(value, "tiers", "bad, good", TOLD)
    assert Formula.model_validate(value.model_dump() | fewer, strict=False).cuts is None
    assert together(LoyaltyScore(), "frequency", "0.5", TOLD) == {}


def test_who_has_no_tier_has_a_row_or_column_of_its_own() -> None:
    def cell(value: str | None, loyalty: str | None) -> dict[str, Any]:
        return {"value_tier": value, "loyalty_tier": loyalty, "customers": 3, "revenue": None}

    names = (("low", "high"), ("cold", "warm"))
    grid = pictures.matrix([cell("low", "warm"), cell(None, "cold")], names, by_revenue=False)
    assert (grid.rows, grid.columns) == (("high", "low", "no value"), ("cold", "warm"))
    assert grid.values == ((None, None), (None, 3.0), (3.0, None))
    assert pictures.matrix([cell(None, None)], names, by_revenue=False).rows == ()
    assert pictures.axes_of([cell("low", None)], names) == (("high", "low"), (None,))


async def test_names_of_rfm_scores_are_edited_on_their_map(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        await at_tiers(pilot)
        await pilot.press("v", "v", "M")
        await until(pilot, lambda app: "every cell has one" in screen_text(app))
        await pilot.press("a", "d")
        await until(pilot, lambda app: "no rule matches 5 of 125" in screen_text(app) and "?Other" in screen_text(app))
        await pilot.press("a")
        await pilot.pause()
        await pilot.press(*"Vip: R 7", "enter")
        await until(pilot, lambda app: "scores run from 1 to 5" in screen_text(app))
        await pilot.press("ctrl+u", *"Vip: R 5", "enter")
        await until(pilot, lambda app: "Champions can never occur" in screen_text(app))
        await pilot.press("K", "x")
        await until(pilot, lambda app: computed(app) and app.session.told["rfm"]["segments"][0]["name"] == "Vip")
        recipe = app_of(pilot).session.recipe
        assert recipe is not None
        assert [rule.name for rule in recipe.rfm.rules][:2] == ["Vip", "Potential loyalists"]
        await pilot.press("u")
        await until(pilot, lambda app: computed(app) and app.session.told["rfm"]["segments"][0]["name"] == "New")


def test_the_forecast_is_marked_where_the_model_saw_no_further() -> None:
    weeks = [{"week": week, "actual": 10.0 * week, "model": 9.0 * week} for week in range(1, 27)]
    held = {"start": "2024-01-01", "calibration_end": "2024-04-29", "tracking": weeks, "groups": []}
    plot = forecast.tracking(held)
    assert plot.upright == 17
    assert plot.series[0].ys[-1] == 260
    assert forecast.tracking(None).series == ()


async def test_one_customer_has_figures_and_a_sentence_for_what_one_cannot_have(
    open_app: OpenApp, tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    rows = [f"C1,{number},2024-{number % 12 + 1:02d}-03,{number + 10}.50" for number in range(24)]
    path.write_text("\n".join(["customer_id,order_id,order_date,amount", *rows]) + "\n", encoding="utf-8")
    async with open_app(path, size=(120, 40)) as pilot:
        await at_tiers(pilot)
        shown = " ".join(screen_text(pilot.app).split())
        assert "Value: only one customer has a score" in shown
        assert "Nobody has RFM scores: every customer has the same recency" in shown
        await pilot.press("3")
        await until(pilot, lambda app: "only one customer, 'C1'" in screen_text(app))
        await pilot.press("5")
        await until(pilot, lambda app: "No segment" in screen_text(app) and "Money spent" in screen_text(app))


async def test_the_lorenz_curve_stands_beside_what_it_says(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        await at_tiers(pilot)
        await pilot.press("semicolon")
        await until(pilot, lambda app: "[Lorenz]" in screen_text(app) and "Gini" in screen_text(app))
        found = concentration_of(app_of(pilot).session.told)
        assert found is not None
        assert f"{found['brings']:.1%}" in screen_text(pilot.app)
        plot = lorenz(found)
        assert (plot.upright, plot.series[0].ys[0]) == (80, 0)
        assert all(below <= equal + 1e-9 for equal, below in zip(plot.series[0].xs, plot.series[0].ys, strict=True))
