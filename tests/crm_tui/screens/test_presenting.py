"""Masked from the first moment on: whatever is opened, nothing tells who the customers are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_tui.app import CrmTui
from crm_tui.launch import Launch
from crm_tui.screens.customer.screen import CustomerScreen
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until

SECRET = "zqx"


def people() -> Iterator[str]:
    """Yield orders of people each of whose private cells holds the secret."""
    yield "order_id,customer_id,customer_name,email,postcode,note,date,quantity,price"
    for number in range(300):
        who = number * 7 % 40
        postcode = f"{SECRET}-code {who}" if number % 50 == 0 else f"{10_000 + who}"
        yield (
            f"{5000 + number // 2},ZQX{who:03d},Zqxina {who},zqx{who}@example.org,{postcode},"
            f"write to zqx{who}@example.org,2024-{1 + number % 12:02d}-{1 + number % 28:02d},{1 + number % 3},"
            f"{5 + number % 9}.50"
        )


@pytest.fixture
def private_orders(tmp_path: Path) -> Path:
    """The file."""
    path = tmp_path / "people.csv"
    path.write_text("\n".join(people()) + "\n", encoding="utf-8")
    return path


async def test_no_screen_and_no_dialog_tells_who_anybody_is(private_orders: Path, tmp_path: Path) -> None:
    app = CrmTui(Launch((str(private_orders),), tmp_path / "work", mask=True))

    def nobody(where: str) -> None:
        assert SECRET not in screen_text(app).casefold(), f"{where}\n{screen_text(app)}"

    async with app.run_test(size=(120, 40)) as pilot:

        async def press(*keys: str) -> None:
            for key in keys:
                await pilot.press(key)
                nobody(key)

        nobody("at first")
        await until(pilot, lambda app: app.session.stage("review").state == "done" and not app.session.running, 60)
        assert "masked" in screen_text(app)
        await press("tab", "tab", "tab", *["down"] * 5, "w", "pagedown", "escape")
        for column in range(9):
            app.screen.query_one("#columns").focus()
            await press("g", *["down"] * column, "enter", "tab", "down", "escape")
        app.screen.query_one("#rows").focus()
        await press("right", "enter", "escape", "@", "&", "up", "enter", "F", "escape", "I", "escape", "r")
        await press("2", "down", "tab", "down", "enter", "escape", "E", "escape", "a", "escape")
        await press("3", ";", ";", "4", ";", ";", "5", "enter")
        await until(pilot, lambda app: bool(app.screen.query_one("#customers").source.height))  # type: ignore[attr-defined]
        await press("F", "escape", "enter")
        await until(pilot, lambda app: isinstance(app.screen, CustomerScreen) and "id-" in screen_text(app))
        await press("tab", "enter", "escape", "tab")
        names = [place for place, name in enumerate(app.screen.names) if name in {"email", "customer_name"}]  # type: ignore[attr-defined]
        for place in names:
            await press("g", *["down"] * place, "enter", "escape")
        await press("N", *"a note", "enter")
        await until(pilot, lambda app: "note" in screen_text(app))
        await press("u", "D", "escape", "escape", "e", "escape", ":", "escape")
