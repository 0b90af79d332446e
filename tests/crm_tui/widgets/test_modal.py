"""A dialog closes itself and nothing else."""

from __future__ import annotations

from textual.app import App

from crm_tui.widgets.dialogs import Choose, Confirm


async def test_a_dialog_that_is_closed_twice_takes_nothing_else_away() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        below, above, given = Confirm("below"), Choose("above", [("a", "a")]), []
        app.push_screen(below)
        app.push_screen(above, given.append)
        await pilot.pause()
        above.dismiss("a")
        above.dismiss("a")
        await pilot.pause()
        assert app.screen is below
        assert given == ["a"]


async def test_a_dialog_that_is_closed_while_something_lies_over_it_goes_afterwards() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        below, above, given = Confirm("below"), Choose("above", [("a", "a")]), []
        app.push_screen(below, given.append)
        app.push_screen(above)
        await pilot.pause()
        below.dismiss(True)
        await pilot.pause()
        assert app.screen is above
        await pilot.press("escape")
        await pilot.pause()
        assert given == [True]
        assert len(app.screen_stack) == 1
