"""Screen 2: the ledger of cleaning steps, and what the step under the cursor does to a column and to which rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer

from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.screens.clean.effects_pane import EffectsPane
from crm_tui.screens.clean.rows import LEDGER, first_line, ledger_rows, reason_text
from crm_tui.screens.clean.step_effects import Effect, StepEffects, effect_at
from crm_tui.screens.clean.steps import StepActions
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.table.messages import CursorMoved

if TYPE_CHECKING:
    from crm_tui.session import Session

PAUSE = 0.15
"""Seconds that the cursor rests before what a step does is worked out."""
PATIENCE = 0.6
"""Seconds for which what another step did stays in sight meanwhile."""
NOTHING_TO_CLEAN = "The data showed nothing to clean. a adds a step; what it does is shown here before you keep it."
NO_STEPS = "No steps: press a to add one."
BY_HAND = "Changes by hand are made and taken back where a customer is shown: Review, enter, enter."


class CleanScreen(StepActions):
    """On top the ledger and the suggestions; below the column before and after the step, and the rows it touches."""

    stage = "clean"
    CSS_PATH = "screen.tcss"
    HELP = "Steps run from top to bottom. Those marked with a plus are suggestions: space takes one into the recipe."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add step", id="clean.add"),
        Binding("E", "edit", "Edit step", id="clean.edit"),
        Binding("d", "delete", "Delete step", id="clean.delete"),
        Binding("J", "shift(1)", "Move down", id="clean.down"),
        Binding("K", "shift(-1)", "Move up", id="clean.up", show=False),
        Binding("semicolon", "column(1)", "Next column", id="clean.column_next"),
        Binding("comma", "column(-1)", "Column before", id="clean.column_before", show=False),
        Binding("c", "choose_column", "Choose column", id="clean.column", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._effects = StepEffects(self, self._show_effect)
        self._waiting: Timer | None = None
        self._place = -1

    def body(self) -> ComposeResult:
        """The ledger, what is said of the step, and what it does."""
        yield ListTable(id="ledger", cursor="row", empty=NO_STEPS)
        yield Note(id="reason", markup=False)
        yield EffectsPane()

    def on_mount(self) -> None:
        """Begin in the ledger."""
        super().on_mount()
        self.query_one("#ledger").focus()

    @property
    def effect(self) -> Effect | None:
        """What is to be worked out for the line of the ledger that is looked at."""
        return effect_at(self.app.session, self._place, self.column)

    def show(self, session: Session) -> None:
        """Draw the ledger: the steps of the recipe with what they did, then the suggestions that are not taken."""
        table = self.query_one("#ledger", ListTable)
        if session.recipe is None:
            return
        table.set_source(frame_pages(LEDGER, ledger_rows(session, glyphs_of(self.app))), keep_cursor=True)
        self._look()

    @on(CursorMoved, "#ledger")
    def _moved(self) -> None:
        if self.place() != self._place:
            self.column = None
        self._look()

    def _look(self) -> None:
        """Tell of the step under the cursor, and have what it does worked out once the cursor rests."""
        self._place = self.place()
        self._say_reason()
        self._name_keys()
        effect = self.effect
        if effect is None:
            self.query_one(EffectsPane).show_nothing(self._why_nothing())
        elif self._effects.answer(effect) is not None:
            self._show_effect()
        else:
            if self._waiting is not None:
                self._waiting.stop()
            self._waiting = self.set_timer(PAUSE, self._show_effect)

    def _name_keys(self) -> None:
        """Say what enter and space do with the line under the cursor."""
        recipe, table = self.app.session.recipe, self.query_one("#ledger", ListTable)
        if recipe is None or self._place < 0:
            table.opening("")
        elif self._place >= len(recipe.clean):
            table.opening("Take step", "Take step")
        else:
            table.opening("Edit step", "On or off")
        self.refresh_bindings()

    def _show_effect(self) -> None:
        """Draw what the step does; where that is not known yet, ask."""
        effect = self.effect
        if effect is None:
            return
        answer = self._effects.answer(effect)
        if answer is None:
            self._effects.ask(effect)
            self.set_timer(PATIENCE, self._say_working)
            return
        if "problem" not in answer:
            self.shown_column, self.shared = answer["column"], tuple(answer["columns"])
        self.query_one(EffectsPane).show(effect, answer)

    def _say_working(self) -> None:
        """Show nothing of another step any longer, where what this one does is still worked out."""
        effect = self.effect
        if effect is not None and self._effects.answer(effect) is None:
            self.query_one(EffectsPane).show_nothing("What this step does is being worked out.")

    def _why_nothing(self) -> str:
        if self.app.session.stage("load").state != "done":
            return "What the step does is shown once the file is read."
        return BY_HAND if self.query_one("#ledger", ListTable).source.height else NOTHING_TO_CLEAN

    def _say_reason(self) -> None:
        session, place = self.app.session, self._place
        state = session.stage("clean")
        wrong = state.problem if state.state == "failed" else ""
        reason = self.query_one("#reason", Note)
        reason.set_class(bool(wrong), "wrong")
        if wrong:
            sign = glyphs_of(self.app).failed
            text = f"{sign} {inert(wrong, 800)} · E edits the step, space switches it off, u undoes the last change"
            reason.update(Content(text))
            return
        steps = () if session.recipe is None else session.recipe.clean
        about = first_line(type(steps[place]).__doc__) if 0 <= place < len(steps) else ""
        reason.update(Content(reason_text(session, place, about)))

    def action_column(self, by: int) -> None:
        """Look at the next column before and after the step."""
        if self.shared:
            present = self.column or self.shown_column
            place = self.shared.index(present) if present in self.shared else 0
            self.column = self.shared[(place + by) % len(self.shared)]
            self._look()

    def action_choose_column(self) -> None:
        """Choose the column to look at from all."""
        from crm_tui.widgets.dialogs import Choose

        def take(name: str | None) -> None:
            if name is not None:
                self.column = name
                self._look()

        if self.shared:
            options = [(name, name) for name in self.shared]
            self.app.push_screen(Choose("Look at which column?", options, self.shown_column), take)
