"""The dialog in which a rule of the playbook is edited, with what the whole playbook would then do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from analysis.errors import AnalysisError
from analysis.strategies import Playbook, Rule
from crm_tui.format import count, counted, money
from crm_tui.inert import inert
from crm_tui.messages import Question
from crm_tui.screens.review.playbooks import with_rule
from crm_tui.widgets.modal import Dialog
from crm_tui.widgets.note import Note
from crm_tui.widgets.settings_form import SettingsForm

if TYPE_CHECKING:
    from crm_tui.app import CrmTui

FINDINGS_SHOWN = 4


class RuleDialog(Dialog["Playbook | None"]):
    """Edits one rule; gives the playbook with it, or None after ``esc``. ``name`` None: the rule is a new one.

    Every change is tried on the customers: how many the rule would get, and what is wrong with the playbook.
    """

    app: CrmTui
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel"),
        Binding("x", "take", "Take the rule"),
    ]
    HELP = "Rules are tried by rising priority; the first whose condition holds gives the strategy. x takes the rule."
    DEFAULT_CSS = """
    RuleDialog > Vertical {
        width: 96%; max-width: 110; height: 22; max-height: 96%;
    }
    RuleDialog SettingsForm { height: 1fr; }
    RuleDialog #findings { height: auto; max-height: 7; }
    """

    def __init__(self, playbook: Playbook, rule: Rule, old_name: str | None) -> None:
        super().__init__()
        self.before, self.rule, self.old_name = playbook, rule, old_name

    def compose(self) -> ComposeResult:
        """A heading, the form, what the rule would do, the keys."""
        heading = "A new rule of the playbook" if self.old_name is None else "A rule of the playbook"
        with Vertical():
            yield Static(Content(heading), classes="heading", markup=False)
            yield SettingsForm(self.rule)
            yield Note(id="findings", markup=False)
            yield Static(Content("enter edit a line · x take the rule · esc cancel"), id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin in the form."""
        self.query_one(SettingsForm).focus()
        self._check()

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Keep the rule, and try it."""
        message.stop()
        settings: BaseModel | None = message.settings
        if isinstance(settings, Rule):
            self.rule = settings
            self._check()

    def _after(self) -> Playbook | None:
        """Return the playbook with the rule as it is now; None, saying so, where that cannot be."""
        try:
            return with_rule(self.before, self.old_name, self.rule)
        except AnalysisError as error:
            self._tell(str(error))
            return None

    def _check(self) -> None:
        playbook = self._after()
        if playbook is not None:
            self._tell("trying it on the customers …")
            job = {"job": "playbook", "playbook": playbook.model_dump(mode="json")}
            self.app.post_message(Question("playbook", job, self._show))

    def _show(self, answer: dict[str, Any]) -> None:
        if self.is_attached:
            currency = self.app.session.told.get("customers", {}).get("currency")
            self._tell("\n".join(check_lines(answer, self.rule.name, currency)))

    def _tell(self, text: str) -> None:
        self.query_one("#findings", Note).update(Content("\n".join(inert(line, 300) for line in text.split("\n"))))

    def action_take(self) -> None:
        """Close with the playbook."""
        playbook = self._after()
        if playbook is not None:
            self.dismiss(playbook)


def check_lines(answer: Mapping[str, Any], name: str, currency: str | None) -> list[str]:
    """Return what a rule would do, and what is wrong with the playbook, those of this rule first."""
    if "problem" in answer:
        return [str(answer["problem"])]
    lines = []
    for one in answer["rules"]:
        if one["name"] == name:
            worth = "" if one["revenue"] is None else f", who brought {money(one['revenue'], currency)}"
            lines.append(
                f"It holds for {counted(one['holds'], 'customer')} and gets {count(one['takes'])} of them{worth}."
            )
    wrong = [one for one in answer["findings"] if one["problem"]]
    wrong.sort(key=lambda one: one["rule"] != name)
    said = [f"{one['rule']}: {one['what']}" if one["rule"] else f"Playbook: {one['what']}" for one in wrong]
    if not said:
        return [*lines, "Nothing is wrong with the playbook: every combination of tiers has a rule."]
    more = [f"and {len(said) - FINDINGS_SHOWN} more"] if len(said) > FINDINGS_SHOWN else []
    return [*lines, *said[:FINDINGS_SHOWN], *more]
