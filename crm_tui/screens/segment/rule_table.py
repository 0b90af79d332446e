"""The table of the analyst's rules: add, edit, delete, move; each a line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from crm_tui.screens.segment.rule_lines import ask_rule, rule_text
from crm_tui.screens.tables.list_table import ListTable

if TYPE_CHECKING:
    from analysis.segmentation import Rule, Rules
    from crm_tui.app import CrmTui
    from crm_tui.widgets.pages import PageSource
    from crm_tui.widgets.table.grid import ViewState


class RuleTable(ListTable):
    """The rules in their order; every change is sent as :class:`Edited`."""

    app: CrmTui
    HELP = "Your rules in their order: the first that holds gives the segment. A line is a name, a colon, a condition."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add rule", id="rules.add"),
        Binding("E,enter", "edit", "Edit rule", id="rules.edit"),
        Binding("d", "delete", "Delete rule", id="rules.delete"),
        Binding("J", "shift(1)", "Move down", id="rules.down"),
        Binding("K", "shift(-1)", "Move up", id="rules.up", show=False),
    ]

    class Edited(Message):
        """There are other rules now."""

        def __init__(self, rules: tuple[Rule, ...], what: str) -> None:
            super().__init__()
            self.rules, self.what = rules, what

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, cursor="row", numbers=False, empty="There is no rule.")
        self._go_to: int | None = None

    def set_source(self, source: PageSource, view: ViewState | None = None, *, keep_cursor: bool = False) -> None:
        """Show other rules; the cursor goes to the one that was added or moved."""
        super().set_source(source, view, keep_cursor=keep_cursor)
        if self._go_to is not None and self._go_to < source.height:
            self.move_to(self._go_to)
        self._go_to = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the present recipe; none where the method is another."""
        choices = self.app.session.recipe.segmentation if self.app.session.recipe else None
        if choices is None or choices.method != "rules":
            return ()
        written: Rules = choices
        return written.rules

    @property
    def place(self) -> int:
        """The place of the rule under the cursor."""
        return self.source.number(self.row) - 1 if self.source.height else 0

    def action_add(self) -> None:
        """Ask for a rule, to stand below the one under the cursor."""
        rules, after = self.rules, self.place + 1
        ask_rule(
            self.app, "New rule", "", lambda rule: self._send((*rules[:after], rule, *rules[after:]), "new rule", after)
        )

    def action_edit(self) -> None:
        """Edit the rule under the cursor."""
        rules, place = self.rules, self.place
        if rules:
            text = rule_text(rules[place])
            ask_rule(
                self.app, "Rule", text, lambda rule: self._send((*rules[:place], rule, *rules[place + 1 :]), "rule")
            )

    def action_delete(self) -> None:
        """Delete the rule under the cursor."""
        rules, place = self.rules, self.place
        if len(rules) == 1:
            self.app.say("One rule has to stay; M chooses another method.")
        elif rules:
            self._send((*rules[:place], *rules[place + 1 :]), "rule deleted")

    def action_shift(self, by: int) -> None:
        """Move the rule under the cursor up or down."""
        rules, place = list(self.rules), self.place
        if 0 <= place + by < len(rules):
            rules[place], rules[place + by] = rules[place + by], rules[place]
            self._send(tuple(rules), "rule moved", place + by)

    def _send(self, rules: tuple[Rule, ...], what: str, go_to: int | None = None) -> None:
        self._go_to = go_to
        self.post_message(self.Edited(rules, what))
