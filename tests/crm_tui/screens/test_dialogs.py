"""Every dialog as it looks at both sizes; data in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_tui.app import CrmTui
from tests.crm_tui.conftest import SAMPLE, Golden, OpenApp
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until

DIALOGS = {
    "help": ("1", "question_mark", "esc close"),
    "palette": ("1", "colon", "what to do"),
    "filter": ("1", "ampersand", "rows where"),
    "find": ("1", "slash", "find"),
    "frequency": ("1", "F", "different values"),
    "describe": ("1", "I", "different"),
    "role": ("1", "c", "Role of"),
    "type": ("1", "E", "Type of"),
    "open": ("1", "o", "Open"),
    "save": ("1", "s", "Save the recipe as"),
    "add_step": ("2", "a", "drop"),
    "edit_step": ("2", "E", "drop_missing"),
    "method": ("3", "M", "good"),
    "tier_method": ("4", "M", "esc"),
    "rename": ("5", "c", "ame"),
    "compare_with": ("5", "C", "ompare"),
}
"""Name → the stage, the key that opens the dialog, what it says."""
LAST = {"2": "before:"}
"""Stage → what comes last of it: what a step does is asked for once the cursor rests."""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_dialog_is_readable(
    open_app: OpenApp, own_workspace: Path, golden: Golden, size: tuple[int, int]
) -> None:
    wrong = []
    async with open_app(SAMPLE, workspace=own_workspace, size=size) as pilot:
        app = pilot.app
        assert isinstance(app, CrmTui)
        await until(pilot, lambda app: app.session.stage("review").state == "done" and not app.session.running, 60)
        await until(pilot, lambda app: app.screen.query_one("#rows").source.height > 200)  # type: ignore[attr-defined]
        await pilot.press("right", "right", "right", "right", "right")
        for name, (stage, key, said) in DIALOGS.items():
            await pilot.press(stage)
            last = LAST.get(stage, f"[{stage} ")
            await until(pilot, lambda app, stage=stage: f"[{stage} " in screen_text(app))
            await until(pilot, lambda app, last=last: last in screen_text(app))
            await pilot.press(key)
            await until(pilot, lambda app, said=said: len(app.screen_stack) > 1 and said in screen_text(app))
            try:
                await golden(pilot, f"dialog_{name}_{size[0]}x{size[1]}")
            except AssertionError as error:
                wrong.append(f"{name}: {error}")
            while len(app.screen_stack) > 1:
                await pilot.press("escape")
        assert not wrong, "\n".join(wrong)


def chinese_lines() -> Iterator[str]:
    """Yield orders in Chinese: headers, names and towns of one to seven characters."""
    yield "订单号,客户编号,客户姓名,城市,下单日期,数量,单价"
    towns = ("北京市", "上海", "广州市天河区珠江新城", "Köln", "서울")
    for number in range(200):
        who = number * 7 % 30
        when = f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}"
        name = "王李张刘陈"[who % 5] + "小明"[: who % 3]
        yield f"{9000 + number // 2},K{who:03d},{name},{towns[who % 5]},{when},{1 + number % 4},{5 + who}.50"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_chinese_data_stand_in_line(
    open_app: OpenApp, tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    path = tmp_path / "订单.csv"
    path.write_text("\n".join(chinese_lines()) + "\n", encoding="utf-8")
    async with open_app(path, size=size) as pilot:
        await until(pilot, lambda app: app.session.stage("review").state == "done" and not app.session.running, 60)
        await golden(pilot, f"chinese_{size[0]}x{size[1]}")
        await pilot.press("right", "right", "right", "F")
        await until(pilot, lambda app: "different values" in screen_text(app))
        await golden(pilot, f"chinese_frequency_{size[0]}x{size[1]}")
