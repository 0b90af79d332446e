"""Screen 3: which features and method make the segments, how many there are, and how far to trust them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.inert import inert
from crm_tui.messages import RecipeChanged, RunWanted
from crm_tui.screens import segment_pictures as pictures
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.widgets.bars import bars_drawing
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.picture import Picture
from crm_tui.widgets.plots import PlotView
from crm_tui.widgets.settings_form import SettingsForm
from crm_tui.widgets.table_messages import Chosen, Toggled
from crm_tui.widgets.table_view import TableView

if TYPE_CHECKING:
    from crm_tui.session import Session

FEATURES_HIDDEN = ("use", "drop")
METHOD_HIDDEN = ("method", "names")


class SegmentScreen(StageScreen):
    """Left: features, method, settings. Right: sweep table and curve, scatter, sizes; the verdict below."""

    stage = "segment"
    CSS_PATH = "segment.tcss"
    HELP = "Change features, method or settings, then R runs. + and - take one segment more or fewer at once."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "more(1)", "One more", id="segment.more"),
        Binding("minus", "more(-1)", "One fewer", id="segment.fewer"),
        Binding("M", "method", "Method", id="segment.method"),
        Binding("A", "automatic", "k automatic", id="segment.automatic", show=False),
        Binding("semicolon,v", "picture", "Next picture", id="segment.picture"),
    ]
    picture = 0

    def body(self) -> ComposeResult:
        """Features over forms at the left; sweep over pictures over the verdict at the right."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Static("Features (space takes one in or out)", classes="heading", markup=False)
                yield TableView(
                    id="features", cursor="row", numbers=False, empty="Features are known after a run: press R."
                )
                yield Static("How features are made", classes="heading", markup=False)
                yield Vertical(id="features_form")
                yield Static(id="method_title", classes="heading", markup=False)
                yield Vertical(id="method_form")
            with Vertical(id="right"):
                yield TableView(id="sweep", cursor="row", numbers=False, empty="Nothing was tried yet: press R to run.")
                with Horizontal(id="pictures"):
                    yield PlotView(id="curve")
                    yield PlotView(id="scatter")
                yield Picture(id="sizes")
                yield Static(id="verdict", markup=False)

    def on_mount(self) -> None:
        """Begin in the sweep."""
        super().on_mount()
        self.query_one("#sweep").focus()

    def show(self, session: Session) -> None:
        """Draw choices, sweep, pictures and verdict."""
        if session.recipe is None:
            return
        self._show_forms(session)
        self._show_features(session)
        told = session.told.get("segments")
        text = pictures.verdict(told) if told else session.problem
        if told and session.screen_state("segment").state == "stale":
            text = "The choices have changed since: press R to run.  " + text
        if told and session.problem:
            text = session.problem + "  " + text
        self.query_one("#verdict", Static).update(Content(inert(text, 1500)))
        if told:
            self._show_results(session, told)

    def _show_forms(self, session: Session) -> None:
        assert session.recipe is not None
        segmentation = session.recipe.segmentation
        self.query_one("#method_title", Static).update(Content(f"Method: {segmentation.method} (M changes it)"))
        columns = [one["name"] for one in session.told.get("customers", {}).get("measures", [])]
        self._form("features_form", session.recipe.features, FEATURES_HIDDEN, columns)
        self._form("method_form", segmentation, METHOD_HIDDEN, columns)

    def _form(self, place: str, settings: Any, hidden: tuple[str, ...], columns: list[str]) -> None:  # noqa: ANN401
        box = self.query_one(f"#{place}")
        forms = box.query(SettingsForm)
        choices = {
            name: tuple(columns)
            for name in ("label", "label_column", "target", "column")
            if name in type(settings).model_fields
        }
        if forms and type(forms.first().settings) is type(settings):
            if forms.first().settings != settings:
                self.run_worker(forms.first().set_settings(settings, choices=choices), exclusive=False)
            return
        if forms:
            forms.first().remove()
        box.mount(SettingsForm(settings, hidden=hidden, choices=choices))

    def _show_features(self, session: Session) -> None:
        told = session.told.get("features")
        if told is not None:
            table = self.query_one("#features", TableView)
            table.set_source(frame_pages(pictures.FEATURES, pictures.feature_rows(told)), keep_cursor=True)

    def _show_results(self, session: Session, told: Mapping[str, Any]) -> None:
        self.query_one("#sweep", TableView).set_source(
            frame_pages(pictures.SWEEP, pictures.sweep_rows(told)), keep_cursor=True
        )
        self.query_one("#curve", PlotView).show_plot(pictures.curve(told, self.picture))
        if "plane" in session.told:
            self.query_one("#scatter", PlotView).show_plot(pictures.scatter(session.told["plane"], told))
        self.query_one("#sizes", Picture).show(bars_drawing(pictures.size_bars(told)))

    @on(Toggled, "#features")
    @on(Chosen, "#features")
    def _toggle_feature(self, message: Toggled | Chosen) -> None:
        """Take the feature under the cursor in or out."""
        message.stop()
        session = self.app.session
        if session.recipe is None:
            return
        told = session.told["features"]
        used = list(dict.fromkeys(column["source"] for column in told["columns"]))
        name = str(message.table.source.values(1, message.row, message.row + 1)[0])
        if name in used and len(used) == 1:
            self.app.say("At least one feature has to stay.")
            return
        chosen = tuple(one for one in used if one != name) if name in used else (*used, name)
        self._change_features({"use": chosen}, f"feature {name}")

    def _change_features(self, update: Mapping[str, Any], what: str) -> None:
        recipe = self.app.session.recipe
        if recipe is not None:
            features = type(recipe.features).model_validate(recipe.features.model_dump() | dict(update))
            self.post_message(RecipeChanged(recipe.model_copy(update={"features": features}), what))

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Take a setting of the features or of the method."""
        message.stop()
        recipe = self.app.session.recipe
        if recipe is None:
            return
        section = "features" if message.form.parent is self.query_one("#features_form") else "segmentation"
        settings = message.settings or getattr(recipe, section).model_copy(update={message.field: message.value})
        self.post_message(RecipeChanged(recipe.model_copy(update={section: settings}), message.field))

    def action_more(self, by: int) -> None:
        """Take one segment more or fewer than there are; the fits of the sweep are kept, so this is quick."""
        session = self.app.session
        recipe, told = session.recipe, session.told.get("segments")
        if recipe is None or told is None or "k" not in type(recipe.segmentation).model_fields:
            self.app.say(
                "This method finds the number of segments by itself." if told else "There are no segments yet."
            )
            return
        chosen = getattr(recipe.segmentation, "k", "auto")
        present = chosen if isinstance(chosen, int) else int(told["k"])
        if present + by < 2:
            self.app.say("Fewer than two segments are none.")
            return
        self._take_k(present + by)

    def action_automatic(self) -> None:
        """Let the rule choose the number of segments again."""
        recipe = self.app.session.recipe
        if recipe is not None and "k" in type(recipe.segmentation).model_fields:
            self._take_k("auto")

    def _take_k(self, k: int | str) -> None:
        recipe = self.app.session.recipe
        assert recipe is not None
        segmentation = recipe.segmentation.model_copy(update={"k": k})
        self.post_message(RecipeChanged(recipe.model_copy(update={"segmentation": segmentation}), f"k = {k}"))
        self.post_message(RunWanted(("plane",)))

    @on(Chosen, "#sweep")
    def _take_row(self, message: Chosen) -> None:
        """Take the k under the cursor."""
        message.stop()
        value = message.table.source.values(0, message.row, message.row + 1)[0]
        if isinstance(value, int):
            self._take_k(value)

    def action_picture(self) -> None:
        """Show another figure of the sweep over k."""
        self.picture += 1
        if "segments" in self.app.session.told:
            self.query_one("#curve", PlotView).show_plot(
                pictures.curve(self.app.session.told["segments"], self.picture)
            )

    def action_method(self) -> None:
        """Ask for another method."""
        from analysis.segmentation import SEGMENTERS
        from crm_tui.widgets.dialogs import Choose

        recipe = self.app.session.recipe
        if recipe is None:
            return
        options = [
            (name, f"{name:<15} {(model.__doc__ or '').strip().splitlines()[0][:80]}")
            for name, model in SEGMENTERS.items()
        ]
        self.app.push_screen(Choose("Method", options, recipe.segmentation.method), self._take_method)

    def _take_method(self, name: str | None) -> None:
        from analysis.errors import AnalysisError

        recipe = self.app.session.recipe
        if name is None or recipe is None or name == recipe.segmentation.method:
            return
        try:
            self.post_message(RecipeChanged(recipe.changed("segmentation.method", name), f"method {name}"))
        except AnalysisError as error:
            self.app.say(f"{error}. Set it in a recipe, or choose another method.", problem=True)
