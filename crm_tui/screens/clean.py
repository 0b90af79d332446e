"""Screen 2: the ledger of cleaning steps, and what the step under the cursor does to a column and to which rows."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.masking import masked_columns, masked_description
from crm_tui.messages import Question
from crm_tui.screens.clean_pictures import column_drawing, said_drawing
from crm_tui.screens.clean_rows import LEDGER, first_line, ledger_rows, open_suggestions, reason_text, touched_table
from crm_tui.screens.clean_steps import StepActions
from crm_tui.screens.list_table import ListTable
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.picture import Picture, message_lines
from crm_tui.widgets.table_messages import Chosen, CursorMoved, Toggled

if TYPE_CHECKING:
    from crm_tui.session import Session

PAUSE = 0.15
"""Seconds that the cursor rests before what a step does is worked out."""
KEPT = 100

NOTHING_TO_CLEAN = "The data showed nothing to clean. a adds a step; what it does is shown here before you keep it."
BY_HAND = "Changes by hand are made and taken back where a customer is shown: Review, enter, enter."


class CleanScreen(StepActions):
    """On top the ledger and the suggestions; below the column before and after the step, and the rows it touches."""

    stage = "clean"
    CSS_PATH = "clean.tcss"
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
        self._answers: OrderedDict[object, dict[str, Any]] = OrderedDict()
        self._waiting: Timer | None = None
        self._asked: object = None
        self._shown: object = None
        self._masked = False
        self._place = -1

    def body(self) -> ComposeResult:
        """The ledger, what is said of the step, before beside after, the touched rows."""
        yield ListTable(id="ledger", cursor="row", numbers=True, empty="No steps: press a to add one.")
        yield Static(id="reason", markup=False)
        with Horizontal(id="effects"):
            yield Picture(id="before")
            yield Picture(id="after")
        yield ListTable(id="touched", numbers=False, empty="This step touches no row.")

    def on_mount(self) -> None:
        """Begin in the ledger."""
        super().on_mount()
        self.query_one("#ledger").focus()

    def show(self, session: Session) -> None:
        """Draw the ledger: the steps of the recipe with what they did, then the suggestions that are not taken."""
        table = self.query_one("#ledger", ListTable)
        if session.recipe is None:
            table.empty = "Nothing is open: press o to open a file."
            table.refresh()
            return
        table.empty = "No steps: press a to add one."
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
        wanted = self._wanted()
        if wanted is None:
            self._draw_nothing(self._why_nothing())
            return
        if wanted in self._answers:
            self._show_effects(wanted)
            return
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._ask)

    def _why_nothing(self) -> str:
        if self.app.session.stage("load").state != "done":
            return "What the step does is shown once the file is read."
        return BY_HAND if self.query_one("#ledger", ListTable).source.height else NOTHING_TO_CLEAN

    def _say_reason(self) -> None:
        session, place = self.app.session, self._place
        state = session.stage("clean")
        wrong = state.problem if state.state == "failed" else ""
        reason = self.query_one("#reason", Static)
        reason.set_class(bool(wrong), "wrong")
        if wrong:
            sign = glyphs_of(self.app).failed
            text = f"{sign} {inert(wrong, 800)} · E edits the step, space switches it off, u undoes the last change"
            reason.update(Content(text))
            return
        steps = () if session.recipe is None else session.recipe.clean
        about = first_line(type(steps[place]).__doc__) if 0 <= place < len(steps) else ""
        reason.update(Content(reason_text(session, place, about)))

    def _wanted(self) -> object:
        """Return what is to be worked out: the steps up to the one under the cursor, and the column; None: nothing."""
        session = self.app.session
        if session.recipe is None or self._place < 0 or session.stage("load").state != "done":
            return None
        steps = [step.model_dump_json() for step in session.recipe.clean[: self._place + 1]]
        if self._place >= len(session.recipe.clean):
            one = open_suggestions(session.recipe, session.proposals)[self._place - len(session.recipe.clean)]
            steps.append(repr(one["step"]))
        return session.keys.get("load"), tuple(steps), self.column

    def _ask(self) -> None:
        """Ask what is wanted now; while an answer is on its way, the next question waits for it."""
        wanted, session = self._wanted(), self.app.session
        if wanted is None or self._asked is not None or wanted in self._answers or session.recipe is None:
            return
        self._asked = wanted
        job: dict[str, Any] = {"job": "step", "step": self._place, "column": self.column}
        if self._place >= len(session.recipe.clean):
            one = open_suggestions(session.recipe, session.proposals)[self._place - len(session.recipe.clean)]
            tried = session.recipe.with_steps({**one["step"], "enabled": True})
            job |= {"recipe": tried.plain(), "step": len(session.recipe.clean)}
        self.post_message(Question("step", job, self._take_answer))

    def _take_answer(self, answer: dict[str, Any]) -> None:
        asked, self._asked = self._asked, None
        self._answers[asked] = answer
        while len(self._answers) > KEPT:
            self._answers.popitem(last=False)
        wanted = self._wanted()
        if wanted == asked:
            self._show_effects(asked)
        elif wanted is not None:
            self._ask()

    def _show_effects(self, key: object) -> None:
        session = self.app.session
        if key == self._shown and session.masked == self._masked:
            return
        self._shown, self._masked = key, session.masked
        answer = self._answers[key]
        if "problem" in answer:
            self._draw_nothing(str(answer["problem"]))
            return
        self.shown_column, self.shared = answer["column"], tuple(answer["columns"])
        before, after = (
            told and masked_description(told, answer["column"], session) for told in (answer["before"], answer["after"])
        )
        self.query_one("#before", Picture).show(column_drawing("before", before, None, answer["column"]))
        self.query_one("#after", Picture).show(column_drawing("after", after, before, answer["column"]))
        columns, rows = touched_table(answer, glyphs_of(self.app))
        self.query_one("#touched", ListTable).set_source(frame_pages(masked_columns(columns, session), rows))

    def _draw_nothing(self, why: str) -> None:
        self._shown = None
        self.query_one("#before", Picture).show(said_drawing(inert(why, 500)))
        self.query_one("#after", Picture).show(message_lines(""))
        self.query_one("#touched", ListTable).set_source(frame_pages((), ()))

    @on(Toggled, "#ledger")
    def _toggle(self, message: Toggled) -> None:
        """Switch a step on or off, or take a suggestion."""
        message.stop()
        self.toggle()

    @on(Chosen, "#ledger")
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        self.action_edit()

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
