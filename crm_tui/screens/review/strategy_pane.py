"""The strategy tab of the review: sheet, strategies within the segment, targets; each edited where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from crm_tui.messages import RecipeChanged
from crm_tui.screens.review import strategy_rows as rows
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.screens.tables.result_columns import titles_and_units
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.table.messages import Chosen
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from analysis.recipe import Recipe
    from analysis.strategies import Playbook
    from crm_tui.app import CrmTui

Told = Mapping[str, Any]
NO_TARGET = "No target can be set: no metric is known."


class StrategyPane(VerticalScroll, can_focus=False):
    """The sheet of the segment's main strategy, all its strategies, its targets. ``E`` edits what the cursor is on."""

    app: CrmTui
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("E", "edit", "Edit", id="strategy.edit"),
        Binding("a", "add", "Add a rule", id="strategy.add"),
        Binding("d", "take_out", "Take out the rule", id="strategy.take_out", show=False),
    ]
    DEFAULT_CSS = """
    StrategyPane { scrollbar-size-vertical: 1; }
    StrategyPane #sheet { height: auto; padding: 0 1; }
    StrategyPane #strategies, StrategyPane #targets { height: auto; max-height: 12; margin-top: 1; }
    StrategyPane #total { height: auto; padding: 0 1; color: $text-muted; }
    """

    def compose(self) -> ComposeResult:
        """Sheet, strategies, targets, what they are worth together."""
        yield Note(id="sheet", markup=False)
        yield ListTable(id="strategies", cursor="row", numbers=False, empty=rows.NO_STRATEGY).opening("Edit")
        yield ListTable(id="targets", cursor="row", numbers=False, empty=NO_TARGET).opening("Edit")
        yield Note(id="total", markup=False)

    def show_segment(self, sheet: Told | None, targets: Sequence[Told], session_told: Told) -> None:
        """Draw the sheet and the targets of one segment."""
        currency, known = session_told.get("customers", {}).get("currency"), titles_and_units(session_told)
        lines = rows.sheet_lines(sheet, currency, known, self.app.size.width - 3)
        self.query_one("#sheet", Note).update(Content("\n".join(lines)))
        shares: Sequence[Told] = sheet["shares"] if sheet else ()
        columns = rows.strategy_columns(currency, any(one["revenue"] is not None for one in shares))
        self.query_one("#strategies", TableView).set_source(frame_pages(columns, shares), keep_cursor=True)
        table = frame_pages(rows.target_columns(currency), rows.target_rows(targets, currency, known))
        target_table = self.query_one("#targets", TableView)
        target_table.set_source(table, keep_cursor=True)
        target_table.display = bool(targets)
        self.metrics = [one["metric"] for one in targets]
        self.query_one("#total", Note).update(Content(rows.total_line(targets, currency)))

    metrics: Sequence[str] = ()

    @property
    def strategy(self) -> str | None:
        """The name of the strategy under the cursor."""
        table = self.query_one("#strategies", TableView)
        return str(table.source.values(0, table.row, table.row + 1)[0]) if table.source.height else None

    def why_off(self, action: str) -> str:
        """Say why no rule can be taken out."""
        return "no strategy is under the cursor" if action == "take_out" and self.strategy is None else ""

    @on(Chosen)
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the target's factor where the cursor is on a target, else the rule of the strategy."""
        if self.query_one("#targets").has_focus:
            self.edit_target()
        else:
            self.edit_rule(new=False)

    def action_add(self) -> None:
        """Add a rule to the playbook, beginning with the one under the cursor."""
        self.edit_rule(new=True)

    def action_take_out(self) -> None:
        """Take the rule of the strategy under the cursor out of the playbook, after a question."""
        from crm_tui.screens.review.playbooks import with_rule
        from crm_tui.widgets.dialogs import Confirm

        playbook, name = self._playbook(), self.strategy
        if playbook is None or name is None:
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self._take(lambda: with_rule(playbook, name, None), f"rule {name} taken out")

        self.app.push_screen(Confirm(f"Take the rule {name} out of the playbook? u brings it back."), decided)

    def edit_rule(self, *, new: bool) -> None:
        """Show the dialog for the rule under the cursor, or for a new one."""
        from crm_tui.screens.review.playbooks import new_rule
        from crm_tui.screens.review.rule_dialog import RuleDialog

        playbook = self._playbook()
        if playbook is None:
            return
        rule = playbook.rule(self.strategy or "")
        fresh = new or rule is None
        wanted = new_rule(playbook, rule) if fresh or rule is None else rule

        def taken(changed: Playbook | None) -> None:
            if changed is not None and changed != playbook:
                self._take(lambda: changed, f"rule {wanted.name}")

        self.app.push_screen(RuleDialog(playbook, wanted, None if fresh else wanted.name), taken)

    def _playbook(self) -> Playbook | None:
        """Return the present playbook; None, saying so, where there is none that can be used or changed."""
        from analysis.errors import AnalysisError
        from crm_tui.screens.review.playbooks import present_playbook

        session = self.app.session
        if session.recipe is None or session.read_only:
            self.app.say(
                "This work is open elsewhere; rules cannot be changed." if session.read_only else "Nothing yet."
            )
            return None
        try:
            return present_playbook(session.recipe)
        except AnalysisError as error:
            self.app.say(str(error), problem=True)
            return None

    def _take(self, make: Any, what: str) -> None:  # noqa: ANN401 - a function that gives a playbook
        """Write what ``make`` gives as the work's own playbook and let the recipe name it."""
        from analysis.errors import AnalysisError
        from crm_tui.screens.review.playbooks import kept_playbook

        session = self.app.session
        if session.recipe is None:
            return
        try:
            recipe: Recipe = kept_playbook(session.recipe, make(), session.workspace)
        except AnalysisError as error:
            self.app.say(str(error), problem=True)
            return
        self.app.post_message(RecipeChanged(recipe, what))

    def edit_target(self) -> None:
        """Ask for the factor of the target under the cursor."""
        from crm_tui.widgets.prompt import Prompt, Question

        table, recipe = self.query_one("#targets", TableView), self.app.session.recipe
        if not table.source.height or recipe is None:
            return
        metric = self.metrics[table.source.number(table.row) - 1]

        def changed(text: str | None) -> None:
            if text is not None:
                targets = rows.with_factor(recipe.targets, metric, text)
                self.app.post_message(
                    RecipeChanged(recipe.model_copy(update={"targets": targets}), f"target of {metric}")
                )

        label = f"{metric.replace('_', ' ')}: now ×"
        question = Question(label, f"{recipe.targets.of(metric):g}", "1.1", check=rows.wrong_factor)
        self.app.push_screen(Prompt(question), changed)
