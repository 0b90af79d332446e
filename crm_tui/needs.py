"""What has to be there before something can be done, as functions of the session: each says why not yet, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_tui.session import Session

Need = Callable[["Session"], str]
NOT_YET = "it is not computed yet"


def a_file(session: Session) -> str:
    """A file is open and its recipe is known."""
    return "" if session.recipe is not None else "no file is open"


def unread(session: Session) -> bool:
    """Whether nothing is known of the files that are open, since they could not be read."""
    return session.stage("load").state == "failed" and "load" not in session.told


def a_read_file(session: Session) -> str:
    """A file is open, and what is in it can be worked on or is on its way."""
    return a_file(session) or ("the file could not be read" if unread(session) else "")


def what_brings_it(session: Session) -> str:
    """Return, in a sentence, what has to happen for results to be there: nothing more, where they are computed now."""
    return "They are being computed; ctrl+c cancels." if session.running else "R runs."


def a_run(stage: str) -> Need:
    """Return the need of what a stage has found out."""
    return lambda session: a_read_file(session) or ("" if stage in session.told else NOT_YET)


def a_change(steps: int) -> Need:
    """Return the need of a change of the recipe to go back to (-1), or forth (1)."""

    def need(session: Session) -> str:
        there = 0 <= session.history.at + steps < len(session.history.documents)
        return "" if there else f"there is nothing to {'undo' if steps < 0 else 'redo'}"

    return need


def _to_run(session: Session) -> str:
    if session.running:
        return "it is running; ctrl+c cancels"
    return "" if session.recipe is not None or session.paths else "no file is open"


APP: Mapping[str, Need] = {
    "run": _to_run,
    "cancel": lambda session: "" if session.running else "nothing is running",
    "undo(-1)": a_change(-1),
    "undo(1)": a_change(1),
    "errand('export')": a_read_file,
    "errand('save')": a_file,
}
"""Action of the app → what it needs."""
