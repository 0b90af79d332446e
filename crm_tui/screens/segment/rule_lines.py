"""Rules as lines of text, ``name: condition``: written, read and checked where they are typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.widgets.prompt import Prompt, Question, history

if TYPE_CHECKING:
    from analysis.segmentation import Rule
    from crm_tui.app import CrmTui

WORD = re.compile(r"[\w`.]*$")
HINT = "name: condition, such as Best: monetary > p80(monetary) and recency_days <= 30"


def rule_text(rule: Rule) -> str:
    """Return a rule as it is typed."""
    return f"{rule.name}: {rule.when}"


def parsed_rule(text: str) -> Rule:
    """Return the rule that a line stands for; ValueError says what is missing."""
    from analysis.segmentation import Rule

    name, colon, when = text.partition(":")
    if not colon or not name.strip() or not when.strip():
        raise ValueError(f"write {HINT}")
    return Rule(name=name.strip(), when=when.strip())


def wrong_rule(text: str, types: Mapping[str, Any]) -> str:
    """Return what is wrong with a line over columns of these types, in one sentence; empty where nothing is."""
    from analysis.customers import SHORT_NAMES
    from analysis.errors import AnalysisError
    from analysis.expressions import compile_condition

    try:
        compile_condition(parsed_rule(text).when, types, SHORT_NAMES)
    except (AnalysisError, ValueError) as error:
        return str(error)
    return ""


def completions(text: str, names: Sequence[str]) -> list[str]:
    """Return the line with its last word completed to each column that begins with it."""
    from analysis.expressions import named

    found = WORD.search(text)
    start = found.group().lstrip("`") if found else ""
    if ":" not in text or not start:
        return []
    head = text[: len(text) - len(found.group() if found else "")]
    return [head + named(name) for name in names if name.startswith(start)]


def rule_question(label: str, value: str, types: Mapping[str, Any]) -> Question:
    """Return what a prompt asks for a rule: tab completes columns, a mistake is said where it is typed."""
    return Question(
        label,
        value,
        HINT,
        history("rule"),
        complete=lambda text: completions(text, list(types)),
        check=lambda text: wrong_rule(text, types),
    )


def first_rule(types: Mapping[str, Any]) -> str:
    """Return a first rule to change: the best fifth by money, else by the first number there is."""
    from analysis.expressions import named

    numbers = [name for name, kind in types.items() if kind in {"integer", "decimal"}]
    name = "monetary" if "monetary" in numbers else next(iter(numbers), "")
    return f"Best: {named(name)} > p80({named(name)})" if name else ""


def column_types(app: CrmTui) -> Mapping[str, Any]:
    """Return the columns of the customer table with their types as conditions know them; empty before there is one."""
    from analysis.workspace.frames import types_in

    session = app.session
    if "customers" not in session.keys:
        return {}
    return types_in(Path(session.frame("customers")))


def ask_rule(app: CrmTui, label: str, value: str, take: Callable[[Rule], None]) -> None:
    """Ask for a rule as a line of text and give it to ``take``."""
    types = column_types(app)
    if not types:
        app.say("The columns are known after a run: press R.")
        return

    def typed(text: str | None) -> None:
        if text is not None:
            take(parsed_rule(text))

    app.push_screen(Prompt(rule_question(label, value or first_rule(types), types)), typed)
