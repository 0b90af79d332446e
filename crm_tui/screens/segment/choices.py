"""The left side of the segment screen: features, how they are made, the method's settings; one open in low windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from crm_tui.inert import inert
from crm_tui.screens.segment import pictures
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.form_box import FormBox
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.settings_form import SettingsForm
from crm_tui.widgets.table.messages import Chosen, CursorMoved, Toggled
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.session import Session

HIDDEN = {"features": ("use", "drop"), "segmentation": ("method", "names", "rules")}
TITLES = {"table": "Features", "features": "How features are made", "segmentation": "Method"}
NO_NUMBERS = "Features are known after a run."


class ChoicesPane(Vertical):
    """Three sections, each a heading over a table or a form; where the window is low only one of them is open: the one
    that has, or had last, the focus.
    """

    app: CrmTui

    class Changed(Message):
        """A setting has another value: ``section`` is features or segmentation, ``settings`` all of it."""

        def __init__(self, section: str, settings: BaseModel, what: str) -> None:
            super().__init__()
            self.section, self.settings, self.what = section, settings, what

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._features: Mapping[str, Any] | None = None
        self._told: object = None
        self._use: object = None
        self._measures: Sequence[Mapping[str, Any]] = ()

    def compose(self) -> ComposeResult:
        """Features with what is known of the one under the cursor; two forms."""
        with Vertical(id="section_table", classes="section open"):
            yield Note(Content(TITLES["table"]), classes="heading", markup=False)
            yield ListTable(id="features", cursor="row", numbers=False, empty=NO_NUMBERS).opening(
                "In or out", "In or out"
            )
            yield Note(id="feature", classes="note", markup=False)
        for name in ("features", "segmentation"):
            with Vertical(id=f"section_{name}", classes="section"):
                yield Note(Content(TITLES[name]), classes="heading", markup=False)
                yield FormBox(hidden=HIDDEN[name], id=f"form_{name}")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Open the section that is worked in."""
        for section in self.query(".section"):
            section.set_class(section in event.widget.ancestors, "open")

    def show(self, session: Session, columns: Sequence[str]) -> None:
        """Draw the features and both forms; ``columns`` may be labels."""
        assert session.recipe is not None
        self._head("features", TITLES["features"])
        self._head("segmentation", f"Method: {session.recipe.segmentation.method}  (M: others)")
        self._form("features", session.recipe.features, session)
        self._form("segmentation", session.recipe.segmentation, session, columns)
        told, use = session.told.get("features"), session.recipe.features.use
        if told is not None and (told is not self._told or use != self._use):
            self._told, self._use = told, use
            self._measures = session.told.get("customers", {}).get("measures", ())
            self._features = pictures.all_features(told, self._measures)
            wanted = pictures.features_wanted(told, use, self._measures)
            pages = frame_pages(pictures.FEATURES, pictures.feature_rows(self._features, wanted))
            self.query_one("#features", TableView).set_source(pages, keep_cursor=True)
            self._tell_feature()
        self._head("table", f"{pictures.feature_heading(self._features)} (space: in or out)")

    def _head(self, name: str, text: str) -> None:
        self.query_one(f"#section_{name} .heading", Note).update(Content(inert(text, 100)))

    def _form(self, name: str, settings: BaseModel, session: Session, labels: Sequence[str] = ()) -> None:
        """Show settings in the section's form, making another form where they are another method's."""
        measures = [one["name"] for one in session.told.get("customers", {}).get("measures", ())]
        known = {"label": tuple(labels) or tuple(measures), "target": tuple(measures)}
        choices = {field: found for field, found in known.items() if field in type(settings).model_fields and found}
        self.query_one(f"#form_{name}", FormBox).show(settings, choices)

    @on(CursorMoved, "#features")
    def _moved(self, message: CursorMoved) -> None:
        message.stop()
        self._tell_feature()

    def _tell_feature(self) -> None:
        """Say everything about the feature under the cursor."""
        table = self.query_one("#features", TableView)
        if self._features is not None and table.source.height:
            text = pictures.feature_line(self._features, table.source.number(table.row) - 1)
            self.query_one("#feature", Note).update(Content(inert(text, 400)))

    @on(Toggled, "#features")
    @on(Chosen, "#features")
    def _toggle(self, message: Toggled | Chosen) -> None:
        """Take the feature under the cursor in or out."""
        message.stop()
        recipe, told = self.app.session.recipe, self._features
        if recipe is None or told is None:
            return
        used = pictures.features_wanted(told, recipe.features.use, self._measures)
        name = str(message.table.source.values(1, message.row, message.row + 1)[0])
        if used == [name]:
            self.app.say("At least one feature has to stay.")
            return
        chosen = tuple(one for one in used if one != name) if name in used else (*used, name)
        drop = tuple(one for one in recipe.features.drop if one != name)
        features = recipe.features.model_copy(update={"use": chosen, "drop": drop})
        self.post_message(self.Changed("features", features, f"feature {name}"))

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Pass a setting on as the whole section with it."""
        message.stop()
        recipe = self.app.session.recipe
        parent = message.form.parent
        if recipe is not None and parent is not None:
            section = str(parent.id).removeprefix("form_")
            settings = message.settings or getattr(recipe, section).model_copy(update={message.field: message.value})
            self.post_message(self.Changed(section, settings, message.field))
