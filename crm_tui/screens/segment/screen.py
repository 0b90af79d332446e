"""Screen 3: which features and method make the segments, how many there are, and how far to trust them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from crm_tui.inert import inert
from crm_tui.messages import RunWanted
from crm_tui.needs import a_read_file, a_run, what_brings_it
from crm_tui.screens.segment import pictures
from crm_tui.screens.segment.choices import ChoicesPane
from crm_tui.screens.segment.counts import CountScreen
from crm_tui.screens.segment.results import EMPTY, Results, ResultsPane
from crm_tui.widgets.table.messages import DescribeRequested
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from crm_tui.session import Session

LOW, NARROW = 34, 100
"""Lines and cells of a window below which one section is open at the left, and one thing shown at the right."""


class SegmentScreen(CountScreen):
    """Left: features, how they are made, the method's settings. Right: pages of results; the verdict below."""

    stage = "segment"
    CSS_PATH = "screen.tcss"
    HELP = (
        "Change features, method or settings, then R runs; ctrl+c cancels. + and - take one segment more or fewer at "
        "once. In the sweep: above null is how far the silhouette lies above that of data without groups; Jaccard how "
        "well the least stable segment is found again in resamples; Rand how alike resamples are. I says all of the "
        "verdict. A dot, in the map, is a customer; a number a segment's middle."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("semicolon", "page(1)", "Next page", id="segment.page"),
        Binding("comma", "page(-1)", "Page before", id="segment.page_before", show=False),
        Binding("plus,equals_sign", "more(1)", "One more", id="segment.more"),
        Binding("minus", "more(-1)", "One fewer", id="segment.fewer"),
        Binding("M", "method", "Method", id="segment.method"),
        Binding("v", "picture", "Next figure", id="segment.picture"),
        Binding("C", "compare", "Compare", id="segment.compare"),
        Binding("I", "about", "Whole verdict", id="segment.about", show=False),
        Binding("A", "automatic", "k automatic", id="segment.automatic", show=False),
    ]

    NEEDS = dict.fromkeys(("method", "more", "automatic"), a_read_file) | dict.fromkeys(
        ("page", "picture", "compare", "about"), a_run("segments")
    )

    def __init__(self) -> None:
        super().__init__()
        self.figure = 0
        self._asked: object = None

    def why_off(self, action: str) -> str:
        """Say why there is no other figure: it is not on this page; else what any screen says."""
        off = action == "picture" and not any(curve.display for curve in self.query("#curve"))
        return "no curve is on this page" if off else super().why_off(action)

    def body(self) -> ComposeResult:
        """Choices at the left, results at the right."""
        with Horizontal(id="panes"):
            yield ChoicesPane(id="left")
            yield ResultsPane(id="right")

    def on_mount(self) -> None:
        """Begin in the sweep."""
        super().on_mount()
        self.query_one("#sweep").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show one thing at a time where there is no room for more."""
        self.set_class(event.size.height < LOW, "-short")
        self.set_class(event.size.width < NARROW, "-narrow")
        self.show(self.app.session)

    def show(self, session: Session) -> None:
        """Draw choices, results and verdict; ask for what the page needs and is not known."""
        if session.recipe is None or self.choice is None:
            return
        self.query_one(ChoicesPane).show(session, [one["name"] for one in self.choice.labels])
        pane = self.query_one(ResultsPane)
        pane.query_one("#sweep", TableView).say_when_empty(f"{EMPTY} {what_brings_it(session)}")
        pane.show(self._results(session))
        self._show_verdict(session)
        self._compute_features(session)
        if pane.page == "words":
            self.ask("words", session.keys.get("segments"), {"job": "in_words"})
        if pane.page == "rules":
            self.ask("lint", session.recipe.segmentation, {"job": "lint"})

    def _compute_features(self, session: Session) -> None:
        """Have the features computed at once where only they have other choices, once for each recipe."""
        stale = session.stage("features").state == "stale" and session.stage("customers").state == "done"
        known = session.recipe is self._asked or session.recipe is session.cancelled
        if stale and not session.running and not known:
            self._asked = session.recipe
            self.post_message(RunWanted(("features",)))

    def _results(self, session: Session) -> Results:
        """Return what can be shown; answers to questions about other segments or rules are left out."""
        assert session.recipe is not None
        choices = session.recipe.segmentation
        rules = tuple(rule.model_dump() for rule in choices.rules) if choices.method == "rules" else ()
        known = {"words": session.keys.get("segments"), "agreement": session.keys.get("segments"), "lint": choices}
        answers = {name: self.answer(name, about) for name, about in known.items()}
        told, plane = session.told.get("segments"), session.told.get("plane")
        return Results(told, plane, rules=rules, figure=self.figure, **answers)

    def _show_verdict(self, session: Session) -> None:
        told, state = session.told.get("segments"), session.screen_state("segment").state
        parts: list[tuple[str, str]] = []
        if session.running:
            parts.append((pictures.progress_words(session.states, session.job) + "\n", "bold"))
        elif session.problem:
            parts.append((session.problem + "\n", "bold"))
        elif state == "stale":
            parts.append(("~ Stale: the choices have changed since; R runs.\n", "bold"))
        if told:
            said = "I says more." if self.has_class("-short") else "  ".join(pictures.reasons(told))
            parts += [(pictures.headline(told), ""), ("  " + said, "dim")]
        text = Content.assemble(
            *[(inert(text.rstrip("\n"), 1500) + "\n" * text.endswith("\n"), style) for text, style in parts]
        )
        self.query_one("#verdict", Static).update(text)

    @on(DescribeRequested, "#sweep")
    def _about(self, message: DescribeRequested) -> None:
        message.stop()
        self.action_about()

    def action_about(self) -> None:
        """Show the whole verdict: how many segments, whether they are there at all, why so many."""
        from crm_tui.screens.tables.column_dialogs import FactsDialog

        told = self.app.session.told.get("segments")
        if told:
            lines = [inert(line, 1500) for line in (pictures.headline(told), *pictures.reasons(told))]
            self.app.push_screen(FactsDialog("The verdict", lines))

    @on(ChoicesPane.Changed)
    def _take(self, message: ChoicesPane.Changed) -> None:
        """Take other settings."""
        message.stop()
        self.change({message.section: message.settings}, message.what)

    def action_page(self, by: int) -> None:
        """Go to the next or the previous page of results."""
        pane = self.query_one(ResultsPane)
        pane.turn(by)
        self.show(self.app.session)
        if self.focused is None or self.focused not in self.query("#left *"):
            pane.focus_page()

    def action_picture(self) -> None:
        """Show another figure of the sweep over k, where one is shown."""
        if self.why_off("picture"):
            self.app.say("No curve is on this page: ; goes to the next.")
            return
        self.figure += 1
        self.show(self.app.session)
