"""What is kept of a session on disk: the lock, the recipe's history, the proposals, where the user was."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError
from analysis.workspace import Workspace
from crm_tui.session import History

PARTS = ("history.json", "session.json", "proposals.json")


def history_of(document: Any) -> History:  # noqa: ANN401
    """Return the history that a workspace kept, empty where there is none or it is damaged."""
    if not isinstance(document, dict) or not isinstance(document.get("documents"), list) or not document["documents"]:
        return History()
    documents = tuple(document["documents"])
    return History(documents, min(max(int(document.get("at", 0)), 0), len(documents) - 1))


class Kept:
    """One workspace at a time; read only, and never written to, where another program holds it."""

    def __init__(self) -> None:
        self.workspace: Workspace | None = None
        self.holder = ""
        self.positions: dict[str, Any] = {}
        self._lock = contextlib.ExitStack()

    @property
    def folder(self) -> Path:
        """The folder of the workspace."""
        assert self.workspace is not None, "no work is open"
        return self.workspace.folder

    def take(self, workspace: Workspace) -> str:
        """Hold a workspace instead of the one before; return who else holds it, "" for nobody."""
        self.release()
        self.workspace = workspace
        self.holder = self._lock.enter_context(workspace.owned())
        self.positions = dict(self.session().get("positions", {}))
        return self.holder

    def release(self) -> None:
        """Let the workspace go."""
        self._lock.close()
        self.workspace = None

    def _read(self, name: str) -> Any:  # noqa: ANN401
        return None if self.workspace is None else self.workspace.read_json(name)

    def _write(self, name: str, document: object) -> None:
        if self.workspace is not None and not self.holder:
            self.workspace.write_json(name, document)

    def session(self) -> dict[str, Any]:
        """Return where the user was: inputs, screen, positions, when, whether interrupted; empty where unknown."""
        found = self._read("session.json")
        return found if isinstance(found, dict) else {}

    def history(self) -> History:
        """Return the recipe's history."""
        return history_of(self._read("history.json"))

    def proposals(self) -> tuple[Mapping[str, Any], ...]:
        """Return the cleaning steps that were proposed."""
        return tuple(self._read("proposals.json") or ())

    def write_proposals(self, proposals: Sequence[Mapping[str, Any]]) -> None:
        """Keep the cleaning steps that are proposed."""
        self._write("proposals.json", list(proposals))

    def write_history(self, history: History) -> None:
        """Keep the recipe's history; AnalysisError where the disk is full."""
        self._write("history.json", {"documents": list(history.documents), "at": history.at})

    def write_session(self, inputs: Sequence[str], screen: str, *, interrupted: bool) -> None:
        """Keep where the user is, so that the next start finds it; a full disk loses no more than that."""
        document = {
            "inputs": [str(Path(path).absolute()) for path in inputs],
            "screen": screen,
            "positions": self.positions,
            "saved": time.time(),
            "interrupted": interrupted,
        }
        with contextlib.suppress(AnalysisError):
            self._write("session.json", document)

    def forget(self) -> None:
        """Forget the choices; results stay where they are still right."""
        if self.workspace is not None and not self.holder:
            for name in PARTS:
                (self.folder / name).unlink(missing_ok=True)
