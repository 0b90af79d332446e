"""The review: segments, profiles, customers, strategies edited where they stand, names, comparison, masking."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.glyphs import ASCII, UNICODE
from crm_tui.screens.compare.screen import CompareScreen
from crm_tui.screens.customer.screen import CustomerScreen
from crm_tui.screens.figures import difference_bar
from crm_tui.screens.review.profile_rows import ProfileRow, place_of, titles_at
from crm_tui.screens.review.profile_table import ProfileTable
from crm_tui.screens.review.rows import mix_text, segment_widths, verdict
from crm_tui.screens.review.rule_dialog import RuleDialog
from crm_tui.screens.review.screen import ReviewScreen
from crm_tui.screens.review.strategy_rows import wrong_factor
from crm_tui.screens.tables.column_dialogs import FactsDialog
from crm_tui.widgets.dialogs import Confirm
from crm_tui.widgets.table.view import TableView
from tests.crm_tui.conftest import SAMPLE, Golden, OpenApp
from tests.crm_tui.screens.reviewed import cells, computed, retype, review, table
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until


async def test_the_columns_of_a_few_rows_are_looked_into_as_those_of_many(
    open_app: OpenApp, own_workspace: Path
) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        app = await review(pilot)
        await pilot.press("l", "l", "F")
        await until(pilot, lambda app: "size: 5 different values in 5 rows" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda app: table(app, "segments").source.height == 1)
        await pilot.press("escape", "full_stop")
        await until(pilot, lambda app: "standard deviation" in screen_text(app))
        await pilot.press("escape", "C", "enter")
        await until(pilot, lambda app: isinstance(app.screen, CompareScreen))
        await pilot.press("ampersand", *"apart < -1", "enter")
        await until(pilot, lambda app: " of " in app.screen.query_one(TableView).status)  # type: ignore[attr-defined]
        assert all(str(cell).startswith("-") for cell in app.screen.query_one(TableView).source.values(3, 0, 3))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_part_of_the_review_is_readable(
    open_app: OpenApp, own_workspace: Path, golden: Golden, size: tuple[int, int]
) -> None:
    name = f"{size[0]}x{size[1]}"
    async with open_app(SAMPLE, size=size, workspace=own_workspace) as pilot:
        await review(pilot)
        await golden(pilot, f"review_profile_{name}")
        await pilot.press("I")
        await until(pilot, lambda app: isinstance(app.screen, FactsDialog))
        await golden(pilot, f"review_about_{name}")
        await pilot.press("escape", "enter")
        await until(pilot, lambda app: table(app, "customers").source.height > 0)
        await golden(pilot, f"review_customers_{name}")
        await pilot.press("enter")
        await until(
            pilot, lambda app: isinstance(app.screen, CustomerScreen) and table(app, "orders").source.height > 0
        )
        await golden(pilot, f"customer_{name}")
        await pilot.press("q", "v")
        await until(pilot, lambda app: isinstance(app.screen, ReviewScreen) and table(app, "targets").source.height > 0)
        await golden(pilot, f"review_strategy_{name}")
        await pilot.press("E")
        await until(pilot, lambda app: "It holds for" in screen_text(app))
        await golden(pilot, f"rule_{name}")
        await pilot.press("escape", "C", "enter")
        await until(
            pilot, lambda app: isinstance(app.screen, CompareScreen) and table(app, "compared").source.height > 0
        )
        await golden(pilot, f"compare_{name}")


async def test_the_cursor_stays_on_the_statistic_through_the_segments(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        app = await review(pilot)
        profile = app.screen.query_one(ProfileTable)
        await pilot.press("tab", "j", "j", "j")
        before = profile.present
        assert before is not None and profile.has_focus
        orders = []
        for _ in range(4):
            await pilot.press("right_curly_bracket")
            await pilot.pause()
            assert profile.present is not None and profile.present.key == before.key
            orders.append(profile.profile_row)
            assert profile.sentence in screen_text(app)
        assert len(set(orders)) > 1  # it stood elsewhere in other segments
        assert table(app, "segments").row == 4
        await pilot.press("g")
        await pilot.pause()
        assert screen_text(app).count("WHAT SETS IT APART") == 1


async def test_a_name_is_the_analysts_until_it_is_taken_back(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        app = await review(pilot)
        made = cells(app, "segments", 1)
        await pilot.press("c")
        await retype(pilot, "睡着的客户 [b]x[/b]")
        await until(pilot, lambda app: computed(app) and cells(app, "segments", 1)[0] == "睡着的客户 [b]x[/b]")
        assert app.session.recipe is not None
        assert app.session.recipe.segmentation.names == {"1": "睡着的客户 [b]x[/b]"}
        assert cells(app, "segments", 1)[1:] == made[1:]
        await pilot.press("c")
        await retype(pilot, "")
        await until(pilot, lambda app: computed(app) and cells(app, "segments", 1) == made)


async def test_a_rule_is_edited_in_place_tried_first_and_undone(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        app = await review(pilot)
        await pilot.press("E")
        await until(pilot, lambda app: isinstance(app.screen, RuleDialog) and "It holds for" in screen_text(app))
        await pilot.press("j", "enter")
        await retype(pilot, "value_tier = 'hgh'")
        await until(pilot, lambda app: "did you mean 'high'" in screen_text(app))
        await pilot.press("enter")
        await retype(pilot, "no_such_column > 1")
        await until(pilot, lambda app: "there is no column" in screen_text(app))
        await pilot.press("enter")
        await retype(pilot, "recency_days > 30")
        await until(pilot, lambda app: "It holds for" in screen_text(app))
        await pilot.press("k", "enter")
        await retype(pilot, "Wake up")
        await until(pilot, lambda app: "It holds for" in screen_text(app))
        await pilot.press("x")
        await until(pilot, lambda app: computed(app) and "Wake up" in cells(app, "strategies", 0))
        assert app.session.recipe is not None
        path = Path(app.session.recipe.strategies.playbook)
        assert path.is_relative_to(own_workspace) and "Wake up" in path.read_text(encoding="utf-8")
        await pilot.press("u")
        await until(pilot, lambda app: computed(app) and "Wake up" not in cells(app, "strategies", 0))
        assert app.session.recipe.strategies.playbook == "default"


async def test_a_target_takes_another_factor(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        app = await review(pilot)
        await pilot.press("v", "v", "tab", "tab")
        assert table(app, "targets").has_focus
        worth = cells(app, "targets", 4)[0]
        await pilot.press("E")
        await retype(pilot, "11")
        assert "between 0.1 and 10" in screen_text(app)
        await retype(pilot, "1.2")
        await until(pilot, lambda app: computed(app) and cells(app, "targets", 2)[0] == 1.2)
        assert cells(app, "targets", 4)[0] == pytest.approx(2 * worth)  # type: ignore[operator]


async def test_nobody_is_told_while_masking_is_on(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        app = await review(pilot)
        await pilot.press("enter")
        await until(pilot, lambda app: table(app, "customers").source.height > 0)
        identity = str(cells(app, "customers", 0)[0])
        assert identity in screen_text(app)
        await pilot.press("m")
        await until(pilot, lambda app: "id-" in screen_text(app))
        assert identity not in screen_text(app) and "masked" in screen_text(app)
        await pilot.press("y")
        assert app.clipboard.startswith("id-")
        await pilot.press("F")
        await until(pilot, lambda app: "different values" in screen_text(app))
        assert identity not in screen_text(app)
        await pilot.press("escape", "enter")
        await until(
            pilot, lambda app: isinstance(app.screen, CustomerScreen) and table(app, "orders").source.height > 0
        )
        assert identity not in screen_text(app)
        await pilot.press("q", "m")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert app.session.masked
        await pilot.press("m", "y")
        await until(pilot, lambda app: not app.session.masked and identity in screen_text(app))


def test_letters_stand_for_the_tiers_whatever_they_are_called() -> None:
    levels = [{"name": "high", "share": 0.5}, {"name": "low", "share": 0.5}]
    assert mix_text(levels, ("low", "medium", "high"), 8) == "HHHHLLLL"
    assert mix_text([{"name": "good", "share": 0.25}, {"name": "great", "share": 0.75}], ("good", "great"), 4) == "AAAB"
    assert mix_text([], ("low", "high")) == ""


@pytest.mark.parametrize("width", [79, 119, 200])
def test_the_columns_that_matter_fit_the_window(width: int) -> None:
    from crm_tui.screens.review.rows import _segment_columns

    columns = _segment_columns(True, True, "GBP")
    widths = segment_widths(columns, width)
    assert sum(widths.values()) + 2 * len(widths) <= width


def test_bars_grow_to_their_side_and_never_beyond() -> None:
    assert difference_bar(2.0, 2.0, UNICODE) == "   │███"
    assert difference_bar(-1.0, 2.0, UNICODE) == " ▐█│   "
    assert difference_bar(-9.0, 2.0, ASCII) == "###|   "
    assert difference_bar(0.0, 0.0, ASCII) == "   |   "


def test_a_statistic_that_is_not_there_leaves_the_cursor_in_its_section() -> None:
    rows = [ProfileRow(("a", ""), ("A", "here")), ProfileRow(("a", "x"), ("x",)), ProfileRow(("b", ""), ("B", "mean"))]
    assert [place_of(rows, key, 9) for key in (("a", "x"), ("b", "gone"), ("c", "gone"))] == [1, 2, 2]
    assert titles_at(rows, 1)[1] == "here" and titles_at(rows, 2)[1] == "mean"


def test_the_verdict_is_two_lines_however_bad_the_news() -> None:
    told = {
        "profiles": {"concentration": {"top": 0.2, "brings": 0.734}},
        "findings": [{"problem": True}] * 12,
    }
    segmentation = {
        "structure": {"verdict": "unclear", "p_value": 0.0499},
        "segments": [{"stable": False}] * 10,
    }
    assert len(verdict(told, segmentation)) <= 2 * 78


@pytest.mark.parametrize(("text", "fine"), [("1.1", True), ("", True), ("0", False), ("nan", False), ("x", False)])
def test_a_factor_is_checked_where_it_is_typed(text: str, fine: bool) -> None:
    assert (wrong_factor(text) == "") is fine
