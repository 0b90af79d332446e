"""Questions over the screen: yes or no, one of several, some of many, a line of text."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from crm_tui.widgets.dialogs import Choose, Confirm, PickMany
from crm_tui.widgets.prompt import Prompt, Question
from tests.crm_tui.terminal import screen_text, styled_text
from tests.crm_tui.widgets.small_app import Main, Shell


@pytest.mark.parametrize(
    ("key", "answer"), [("y", True), ("enter", True), ("n", False), ("escape", False), ("q", False)]
)
async def test_yes_and_no(key: str, answer: bool) -> None:
    app = Shell()
    async with app.run_test(size=(80, 20)) as pilot:
        got: list[bool | None] = []
        app.push_screen(Confirm("Show [names] \x1b[2J again?"), got.append)
        await pilot.pause()
        assert "Show [names] ␛[2J again?" in screen_text(app)
        await pilot.press(key)
        assert got == [answer]


async def test_one_of_several_and_some_of_many() -> None:
    app = Shell()
    async with app.run_test(size=(80, 20)) as pilot:
        got: list[object] = []
        app.push_screen(Choose("Sheet", [("a", "Orders"), ("b", "客户 [b]"), ("c", "Old")], "b"), got.append)
        await pilot.pause()
        assert "客户 [b]" in styled_text(app, "underline")
        await pilot.press("j", "k", "j", "enter")
        app.push_screen(PickMany("Features", ["r", "f", "m"], ["f"]), got.append)
        await pilot.pause()
        assert "[x] f" in screen_text(app)
        await pilot.press("space", "j", "space", "enter")
        app.push_screen(PickMany("Features", ["r", "f", "m"]), got.append)
        await pilot.pause()
        await pilot.press("a", "enter")
        app.push_screen(PickMany("Features", ["r"]), got.append)
        await pilot.pause()
        await pilot.press("escape")
        assert got == ["c", ("r",), ("r", "f", "m"), None]


async def test_a_prompt_recalls_completes_checks_and_gives_up() -> None:
    app = Shell()
    names = ["orders.csv", "orders_old.csv", "products.csv"]
    async with app.run_test(size=(80, 20)) as pilot:
        got: list[str | None] = []

        def ask() -> None:
            question = Question(
                "open", history=["first", "second"], check=lambda text: "" if text.endswith("csv") else "not a csv",
                complete=lambda text: [name for name in names if name.startswith(text)],
            )  # fmt: skip
            app.push_screen(Prompt(question), got.append)

        ask()
        await pilot.press("q", "1", "enter")
        assert "not a csv" in screen_text(app)
        await pilot.press("up", "up", "down", "down")
        assert "q1" in screen_text(app)
        await pilot.press("backspace", "backspace", "o", "tab")
        assert "orders_old.csv" in screen_text(app)
        await pilot.press("tab", "tab", "tab")
        await pilot.press("enter")
        ask()
        await pilot.press("p", "tab", "enter")
        ask()
        await pilot.press("up", "escape")
        assert got == ["orders.csv", "products.csv", None]


@pytest.mark.parametrize(
    "dialog", [Confirm("Sure?"), Choose("Which?", [("a", "A")]), PickMany("Some", ["a"]), Prompt(Question("?"))]
)
async def test_a_window_of_no_size_breaks_no_dialog(dialog: Screen[object]) -> None:
    app = Shell()
    async with app.run_test(size=(80, 20)) as pilot:
        app.push_screen(dialog)
        await pilot.pause()
        for size in ((1, 1), (2, 30), (80, 2), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("down")
        await pilot.press("escape")
        assert isinstance(app.screen, Main)
