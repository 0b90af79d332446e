"""A form knows nothing but the model: what it declares is shown, edited and checked."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pytest
from pydantic import Field, model_validator
from textual.app import App, ComposeResult
from textual.widgets import Input

from analysis.settings import Settings
from crm_tui.widgets.fields import RefusedTextError, fields_of, parsed, shown_value
from crm_tui.widgets.settings_form import SettingsForm
from tests.crm_tui.terminal import screen_text


class Rule(Settings):
    name: str = Field(title="Name")


class Choices(Settings):
    method: Literal["kmeans", "gmm"] = Field("kmeans", title="Method", description="How segments are found.")
    k: int | Literal["auto"] = Field("auto", title="Segments", description="How many.")
    k_min: int = Field(2, ge=2, le=50, title="Fewest", description="The smallest number tried.")
    weight: float = Field(1.0, gt=0, title="Weight")
    strict: bool = Field(False, title="Strict")
    tiers: tuple[str, ...] = Field(("low", "high"), min_length=2, title="Tiers")
    cuts: tuple[float, ...] | None = Field(None, title="Cuts")
    names: dict[str, str] = Field(default_factory=dict, title="Names")
    since: dt.date | None = Field(None, title="Since")
    rules: tuple[Rule, ...] = Field((), title="Rules")
    use: tuple[str, ...] = Field((), title="Features")

    @model_validator(mode="after")
    def _ordered(self) -> Choices:
        if isinstance(self.k, int) and self.k < self.k_min:
            raise ValueError(f"k = {self.k} is below k_min = {self.k_min}")
        return self


LINES = {line.name: line for line in fields_of(Choices)}


def value_of(name: str, text: str) -> object:
    return parsed(Choices, Choices().model_dump(mode="json"), LINES[name], text)[0]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("method", "gmm", "gmm"),
        ("k", "5", 5),
        ("k", "AUTO", "auto"),
        ("weight", "2", 2.0),
        ("weight", "1,000.5", 1000.5),
        ("strict", "yes", True),
        ("tiers", "a, b, c", ("a", "b", "c")),
        ("tiers", "1, 2", ("1", "2")),
        ("tiers", '"a, b", c', ("a, b", "c")),
        ("cuts", "1, 2.5", (1.0, 2.5)),
        ("cuts", "", None),
        ("names", '1 = Regulars, 2 = "A, B"', {"1": "Regulars", "2": "A, B"}),
        ("since", "2011-12-09", dt.date(2011, 12, 9)),
        ("use", "", ()),
    ],
)
def test_a_text_becomes_the_value_of_its_field(name: str, text: str, value: object) -> None:
    assert value_of(name, text) == value


@pytest.mark.parametrize("name", [name for name in LINES if name != "rules"])
def test_what_is_shown_can_be_given_back(name: str) -> None:
    settings = Choices(k=7, tiers=("a, b", " c"), cuts=(1.5, 2.0), names={"1": "x=y", "b": "ü"}, use=("R", "F"))
    line = LINES[name]
    before = getattr(settings, name)
    value, whole = parsed(Choices, settings.model_dump(mode="json"), line, shown_value(line, before))
    assert value == before
    assert whole == settings


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("k_min", "1", "2 to 50"),
        ("k_min", "many", "many"),
        ("k", "1", "k = 1 is below k_min = 2"),
        ("k_min", "", "Fewest"),
        ("weight", "0", "above 0"),
        ("tiers", "one", "2"),
        ("since", "soon", "date"),
        ("method", "foo", "one of kmeans, gmm"),
    ],
)
def test_a_refusal_is_one_sentence_with_the_bounds(name: str, text: str, told: str) -> None:
    with pytest.raises(RefusedTextError) as refused:
        value_of(name, text)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


class Holder(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.form = SettingsForm(Choices(), choices={"use": ("recency", "frequency", "monetary")}, hidden=("rules",))
        self.got: list[tuple[str, object]] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        self.got.append((message.field, message.value))


async def test_the_picture_of_a_form() -> None:
    app = Holder()
    async with app.run_test(size=(60, 14)) as pilot:
        await pilot.press("j", "j")
        assert screen_text(app).splitlines() == [
            "  Method   kmeans",
            "  Segments auto",
            "› Fewest   2",
            "  Weight   1.0",
            "  Strict   no",
            "  Tiers    low, high",
            "  Cuts     automatic",
            "  Names    nothing",
            "  Since    automatic",
            "  Features nothing",
            " The smallest number tried. · 2 to 50 · default 2",
            "",
            "",
        ]


async def test_fields_are_edited_by_keys_alone() -> None:
    app = Holder()
    async with app.run_test(size=(80, 20)) as pilot:
        app.form.focus()
        await pilot.press("space", "j", "E", *"12", "enter", "j", "l", "l", "h", "j", "j", "space")
        assert app.form.settings == Choices(method="gmm", k=12, k_min=3, strict=True)
        assert "›•Strict   yes" in screen_text(app)
        await pilot.press("d")
        assert not app.form.settings.strict
        assert [field for field, _ in app.got] == ["method", "k", "k_min", "k_min", "k_min", "strict", "strict"]
        await pilot.press("G", "enter", "space", "j", "j", "space", "enter")
        assert app.form.settings.use == ("recency", "monetary")


async def test_a_wrong_value_is_said_and_can_be_corrected_or_given_up() -> None:
    app = Holder()
    async with app.run_test(size=(80, 20)) as pilot:
        app.form.focus()
        await pilot.press("j", "j", "enter", "9", "9", "enter")
        assert "99 is refused" in screen_text(app)
        assert "2 to 50" in screen_text(app)
        assert app.focused is app.query_one(Input)
        await pilot.press("escape")
        assert app.focused is app.form
        assert not app.query(Input)
        assert app.form.settings == Choices()
        assert app.got == []


async def test_hostile_values_are_shown_as_text() -> None:
    app = Holder()
    async with app.run_test(size=(80, 20)) as pilot:
        await app.form.set_settings(Choices(tiers=("[/nope]", "\x1b[2J")))
        await pilot.pause()
        assert "[/nope], ␛[2J" in screen_text(app)


async def test_another_model_has_its_own_fields() -> None:
    app = Holder()
    async with app.run_test(size=(80, 20)) as pilot:
        await app.form.set_settings(Rule(name="x"))
        await pilot.pause()
        assert screen_text(app).splitlines()[0] == "›•Name x"
