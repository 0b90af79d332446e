"""Completion of a path that is typed: what was opened before, then what is in the folder, data files first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

MOST = 200


def complete_path(text: str) -> Sequence[str]:
    """Return whole paths that could stand in place of the one typed: at most 200.

    Inputs of kept work that hold the text come first, the last used before the others; then what is in the folder the
    text names: data files, folders (with a slash at the end), other files, each by name. Hidden ones only after a dot.
    """
    recent = [path for path in recent_inputs() if text.casefold() in path.casefold()]
    inside = list(_in_folder(text))
    together = [*inside, *recent] if "/" in text or text.startswith(("~", ".")) else [*recent, *inside]
    return list(dict.fromkeys(together))[:MOST]


def recent_inputs() -> list[str]:
    """Return the files that work is kept on, the last used first, those that still exist."""
    from analysis.workspace import state_home

    root = state_home() / "work"
    try:
        folders = sorted((each for each in root.iterdir() if each.is_dir()), key=_last_used, reverse=True)
    except OSError:
        return []
    found = [path for folder in folders for path in inputs_of(folder)]
    return [path for path in dict.fromkeys(found) if Path(path).exists()]


def inputs_of(folder: Path) -> list[str]:
    """Return the inputs of the work kept in a folder; none where that cannot be read."""
    import json

    try:
        document = json.loads((folder / "session.json").read_text(encoding="utf-8"))
        return [str(path) for path in document.get("inputs", ())]
    except (OSError, ValueError, AttributeError, TypeError):
        return []


def begun_on(folder: Path) -> list[str]:
    """Return the inputs of the work kept in a folder, none where nothing was chosen on them yet."""
    return inputs_of(folder) if (folder / "history.json").is_file() else []


def _last_used(folder: Path) -> float:
    try:
        return (folder / "session.json").stat().st_mtime
    except OSError:
        return 0.0


def _in_folder(text: str) -> Iterator[str]:
    """Yield what the folder of the typed path holds that begins like its last part, whatever its case."""
    folder, _, begun = text.rpartition("/")
    typed = f"{folder}/" if "/" in text else ""
    if text == "~":
        typed, begun = "~/", ""
    try:
        with os.scandir(Path(typed).expanduser() if typed else ".") as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries]
    except (OSError, RuntimeError):
        return
    fitting = [
        (name, is_folder)
        for name, is_folder in found
        if name.casefold().startswith(begun.casefold()) and (begun.startswith(".") or not name.startswith("."))
    ]
    from analysis.sources.formats import DATA_ENDINGS

    def order(entry: tuple[str, bool]) -> tuple[int, str]:
        name, is_folder = entry
        opens = Path(name).suffix.lower() in DATA_ENDINGS or name.lower().endswith(".toml")
        return 1 if is_folder else 0 if opens else 2, name.casefold()

    for name, is_folder in sorted(fitting, key=order):
        yield f"{typed}{name}/" if is_folder else f"{typed}{name}"
