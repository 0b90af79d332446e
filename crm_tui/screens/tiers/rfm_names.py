"""The dialog in which the names of RFM scores are edited: rules at the left, the map they give at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.inert import inert
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.screens.tiers.pictures import rfm_grid
from crm_tui.widgets.heatmap import Heatmap
from crm_tui.widgets.modal import Dialog
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.prompt import Prompt, Question, history
from crm_tui.widgets.table.messages import Chosen

if TYPE_CHECKING:
    from analysis.value.rfm import Rfm
    from analysis.value.rfm_names import RfmRule

Told = Mapping[str, Any]
COLUMNS = (PageColumn("name"), PageColumn("scores"))
PROBLEMS_SHOWN = 3
MARKS = "+ several names match, ? none does"


def rule_rows(rules: Sequence[RfmRule]) -> list[tuple[str, str]]:
    """Return a row for every rule: its name and the scores that it covers."""
    from analysis.value.rfm_rule_text import rule_line

    return [(rule.name, rule_line(rule)[len(rule.name) + 1 :].strip() or "every score") for rule in rules]


def told_with(choices: Rfm, rules: Sequence[RfmRule], told: Told) -> dict[str, Any]:
    """Return what is told of RFM as it would be with other rules: the names, what is wrong, the customers' cells."""
    from analysis.value.rfm_names import lint_grid, lint_rules, name_map

    bins = choices.bins
    cells = told.get("cells") if told.get("bins") == bins else None
    scores = range(1, bins + 1)
    return {
        "bins": bins,
        "cells": cells or [{"r": r, "f": f, "size": 0} for r in scores for f in scores],
        "names": name_map(rules, bins, choices.otherwise).model_dump(mode="json"),
        "lint": (lint_rules(rules, bins) if rules else lint_grid(bins)).model_dump(mode="json"),
    }


def problem_lines(told: Told, rules: Sequence[RfmRule], otherwise: str) -> list[str]:
    """Return what is wrong with the rules, or that nothing is."""
    problems = [f"{inert(one, 200)}." for one in told["lint"]["problems"]]
    if not rules:
        return ["The default names: every cell has one.", *problems]
    if not problems:
        return ["Nothing is wrong: every cell has one name."]
    more = [f"and {len(problems) - PROBLEMS_SHOWN} more"] if len(problems) > PROBLEMS_SHOWN else []
    unnamed = [f"Customers whom no rule matches are called {inert(otherwise, 40)}."] * bool(told["lint"]["none"])
    return [*problems[:PROBLEMS_SHOWN], *more, *unnamed]


KEYS: list[BindingType] = [
    Binding("a", "screen.add", "Add rule"),
    Binding("E", "screen.edit", "Edit rule"),
    Binding("d", "screen.delete", "Delete rule"),
    Binding("J", "screen.shift(1)", "Move down"),
    Binding("K", "screen.shift(-1)", "Move up"),
    Binding("D", "screen.default", "Default names"),
    Binding("x", "screen.take", "Take the names"),
]


class NamesTable(ListTable):
    """The rules; the keys of the dialog come before those that a table has."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS


class RfmNamesDialog(Dialog["tuple[RfmRule, ...] | None"]):
    """Edits the rules that name RFM scores; gives them, or None after ``esc``. No rules: the default names."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS, Binding("escape,q", "leave", "Cancel")]
    HELP = "The first rule that matches names a customer. A line is a name, a colon, and ranges of scores: Best: R 4-5."
    DEFAULT_CSS = """
    RfmNamesDialog > Vertical {
        width: 96%; max-width: 130; height: 24; max-height: 98%;
    }
    RfmNamesDialog ListTable { width: 2fr; height: 1fr; }
    RfmNamesDialog Heatmap { width: 3fr; height: 1fr; margin-left: 1; }
    RfmNamesDialog #problems { height: auto; max-height: 6; }
    """

    def __init__(self, choices: Rfm, told: Told) -> None:
        super().__init__()
        self.choices, self.rules, self.told = choices, choices.rules, told

    def compose(self) -> ComposeResult:
        """A heading, rules beside their map, what is wrong with them, the keys."""
        with Vertical():
            yield Static(Content(f"Names of RFM scores ({MARKS})"), classes="heading", markup=False)
            with Horizontal():
                empty = "The default names. a makes them rules."
                yield NamesTable(id="rules", cursor="row", numbers=False, empty=empty).opening("Edit rule")
                yield Heatmap(id="map")
            yield Note(id="problems", markup=False)
            keys = "a add · E edit · d delete · J K move · D default names · x take the names · esc cancel"
            yield Static(Content(keys), id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(ListTable).focus()
        self._show(self.rules)

    def _show(self, rules: Sequence[RfmRule], place: int = 0) -> None:
        """Show other rules; ``place`` is where the cursor goes."""
        self.rules = tuple(rules)
        table = self.query_one(ListTable)
        table.set_source(frame_pages(COLUMNS, rule_rows(rules)), keep_cursor=True)
        if rules:
            table.move_to(min(place, len(rules) - 1))
        told = told_with(self.choices, rules, self.told)
        self.query_one(Heatmap).show_grid(rfm_grid(told))
        lines = problem_lines(told, rules, self.choices.otherwise)
        self.query_one("#problems", Note).update(Content("\n".join(lines)))

    @property
    def place(self) -> int:
        """The place of the rule under the cursor."""
        return self.query_one(ListTable).row

    def action_add(self) -> None:
        """Ask for a rule, to stand below the one at hand; where there is none, begin with the default names."""
        from analysis.value.rfm_rule_text import default_rules

        if not self.rules:
            self._show(default_rules(self.choices.bins))
            return
        after = self.place + 1
        self._ask("New name", "", lambda rule: self._show((*self.rules[:after], rule, *self.rules[after:]), after))

    def action_edit(self) -> None:
        """Edit the rule under the cursor."""
        from analysis.value.rfm_rule_text import rule_line

        if self.rules:
            rules, place = self.rules, self.place
            line = rule_line(rules[place])
            self._ask("Name", line, lambda rule: self._show((*rules[:place], rule, *rules[place + 1 :]), place))

    @on(Chosen)
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        self.action_edit()

    def action_delete(self) -> None:
        """Delete the rule under the cursor."""
        if self.rules:
            self._show((*self.rules[: self.place], *self.rules[self.place + 1 :]), self.place)

    def action_shift(self, by: int) -> None:
        """Move the rule under the cursor up or down."""
        from analysis.value.rfm_rule_text import moved

        place = min(max(self.place + by, 0), max(len(self.rules) - 1, 0))
        self._show(moved(self.rules, self.place, by), place)

    def action_default(self) -> None:
        """Go back to the default names."""
        self._show(())

    def action_take(self) -> None:
        """Close with the rules."""
        self.dismiss(self.rules)

    def _ask(self, label: str, value: str, take: Any) -> None:  # noqa: ANN401 - a function of a rule
        from analysis.value.rfm_rule_text import HINT, parse_rule

        def wrong(text: str) -> str:
            try:
                parse_rule(text, self.choices.bins)
            except ValueError as error:
                return str(error)
            return ""

        def typed(text: str | None) -> None:
            if text is not None:
                take(parse_rule(text, self.choices.bins))

        self.app.push_screen(Prompt(Question(label, value, HINT, history("rfm rule"), check=wrong)), typed)
