"""Changing a customer's record: correct, leave out, tag, note, erase, undo; and adding a customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from crm_tui.inert import inert
from crm_tui.masking import masked_said, masked_value
from crm_tui.messages import RecordChangeWanted
from crm_tui.widgets.dialogs import Choose, Confirm
from crm_tui.widgets.modal import Modal
from crm_tui.widgets.prompt import Prompt, Question

if TYPE_CHECKING:
    from crm_tui.app import CrmTui

Document = dict[str, Any]
ADD_HINT = "monetary = 120.50; frequency = 2"


class RecordScreen(Modal[None]):
    """A screen over one customer whose record can be changed; every change is kept in a journal, none in the source.

    ``measures`` are what is known of the customer (name, title, value), ``tags`` those it has. Subclasses show the
    customer, and again in ``changed``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("E", "correct", "Correct", id="record.correct"),
        Binding("d", "exclude", "Leave out", id="record.exclude"),
        Binding("number_sign", "tag", "Tag", id="record.tag"),
        Binding("N", "note", "Note", id="record.note", priority=True),  # over N of a table
        Binding("u", "undo_edit(False)", "Undo edit", id="record.undo"),
        Binding("U", "undo_edit(True)", "Redo edit", id="record.redo", show=False),
        Binding("D", "erase", "Erase", id="record.erase", show=False),
    ]
    app: CrmTui
    customer_id: str = ""
    measures: Sequence[Mapping[str, Any]] = ()
    tags: Sequence[str] = ()

    def changed(self) -> None:
        """Show the customer again after a change."""

    def present_measure(self) -> str:
        """Return the name of the measure under the cursor, where one is."""
        return ""

    def _shown(self, measure: Mapping[str, Any]) -> str:
        """Return the value of a measure as it may be shown."""
        return _text(masked_value(measure["name"], measure["value"], self.app.session))

    def _edit(self, **fields: Any) -> None:  # noqa: ANN401
        edit = {"customer_id": self.customer_id, **fields}
        send(self.app, {"job": "edit", "edit": edit}, self._done)

    def _done(self, answer: Document) -> None:
        if "problem" not in answer and self.is_attached:
            self.changed()

    def action_correct(self) -> None:
        """Choose a value and correct it; an empty text makes it unknown."""
        if not self.measures:
            return
        shown = [(one["name"], f"{one['title']}: {self._shown(one)}") for one in self.measures]
        self.app.push_screen(Choose("Correct which value?", shown, self.present_measure()), self._ask_value)

    def correct(self, name: str) -> None:
        """Correct the value of one measure; of what is computed say that it is."""
        if any(one["name"] == name for one in self.measures):
            self._ask_value(name)
        elif self.measures:
            self.app.say("This is computed. E lists what can be corrected.")

    def _ask_value(self, name: str | None) -> None:
        one = next((one for one in self.measures if one["name"] == name), None)
        if one is None:
            return

        value = "" if one["value"] is None else self._shown(one)

        def corrected(text: str | None) -> None:
            if text is not None and text != value:
                self._edit(action="correct", values={one["name"]: text})

        self.app.push_screen(Prompt(Question(one["title"], value, hint="empty: unknown")), corrected)

    def action_exclude(self) -> None:
        """Leave the customer out of everything, with a reason; can be undone."""
        self._ask_text("Leave out, because", lambda text: self._edit(action="exclude", text=text))

    def action_tag(self) -> None:
        """Tag the customer; a tag that it has is taken off."""

        def tagged(text: str) -> None:
            if text.strip():
                self._edit(action="untag" if text.strip() in self.tags else "tag", text=text.strip())

        self._ask_text("Tag (one that is there is taken off)", tagged)

    def action_note(self) -> None:
        """Write a note about the customer, in place of an earlier one."""
        self._ask_text("Note", lambda text: self._edit(action="note", text=text))

    def _ask_text(self, label: str, then: Callable[[str], None]) -> None:
        def given(text: str | None) -> None:
            if text is not None:
                then(text)

        self.app.push_screen(Prompt(Question(label)), given)

    def action_undo_edit(self, redo: bool) -> None:
        """Take back the last change of any record, or make it again, and say which it was."""
        send(self.app, {"job": "edit_undo", "redo": redo}, self._done)

    def action_erase(self) -> None:
        """Erase the person from this work for good; asks twice."""
        name = inert(masked_value("customer_id", self.customer_id, self.app.session, "customer_id"), 60)
        first = f"Erase {name}? The person is left out from now on and everything kept of it is deleted."
        second = f"This cannot be undone, by no key. The source file is not touched. Erase {name} now?"

        def decided(yes: bool | None) -> None:
            if yes:
                self.app.push_screen(Confirm(second, yes="erase"), erase)

        def erase(yes: bool | None) -> None:
            if yes:
                send(self.app, {"job": "erase", "customer_id": self.customer_id}, self._gone)

        self.app.push_screen(Confirm(first, yes="go on"), decided)

    def _gone(self, answer: Document) -> None:
        if "problem" not in answer and self.is_attached:
            self.dismiss(None)


def add_customer(app: CrmTui, columns: Sequence[str]) -> None:
    """Ask for an id and for values, and add the customer; ``columns`` complete the names."""

    def named(customer_id: str | None) -> None:
        if customer_id and customer_id.strip():
            question = Question("Values", hint=ADD_HINT, complete=complete, check=wrong_values)
            app.push_screen(Prompt(question), lambda text: valued(customer_id.strip(), text))

    def valued(customer_id: str, text: str | None) -> None:
        if text is not None:
            edit = {"action": "add", "customer_id": customer_id, "values": values_of(text)}
            send(app, {"job": "edit", "edit": edit}, lambda _: None)

    def complete(text: str) -> list[str]:
        head, mark, last = text.rpartition(";")
        start = last.strip()
        return [f"{head}{mark}{' ' * bool(mark)}{name} = " for name in columns if name.startswith(start)]

    app.push_screen(Prompt(Question("Id of the new customer")), named)


def values_of(text: str) -> dict[str, str]:
    """Return column → value as text, from ``column = value; column = value``."""
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def wrong_values(text: str) -> str:
    """Return what is wrong with such a text, or nothing."""
    for part in text.split(";"):
        name, sign, _ = part.partition("=")
        if part.strip() and not (sign and name.strip()):
            return f"{part.strip()!r} is not of the form column = value"
    return ""


def send(app: CrmTui, job: Document, then: Callable[[Document], None]) -> None:
    """Ask for a change of a record; what came of it is told before ``then`` hears of it."""

    def answered(answer: Document) -> None:
        problem = answer.get("problem")
        held = ", ".join(answer.get("holding", ()))
        told = "discreet" if app.session.masked else "said"
        text = (problem and masked_said(problem, app.session)) or answer.get(told) or "There is nothing to undo."
        text += f"; still named in {held}" if held else ""
        app.notify(inert(text, 400), severity="error" if problem else "information", markup=False, timeout=8)
        then(answer)

    app.post_message(RecordChangeWanted(job, answered))


def _text(value: object) -> str:
    return "-" if value is None else str(value)
