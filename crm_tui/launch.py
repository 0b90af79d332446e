"""From the command line to the running app: what must be settled before Textual is imported."""

from __future__ import annotations

import atexit
import contextlib
import gc
import hashlib
import os
import shlex
import sys
import tempfile
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from crm_tui.habits import habits

SLOW_FPS = "12"
PIECE = 1 << 20
"""Bytes of standard input that are copied at once."""
STDIN_NAME = "stdin.csv"


@dataclass(frozen=True)
class Launch:
    """What the app was started with."""

    paths: tuple[str, ...] = ()
    workspace: Path | None = None
    mouse: bool = True
    plain: bool = False
    slow_link: bool = False
    mask: bool = False


def chosen(paths: Sequence[str] = (), workspace: Path | None = None, **flags: bool | None) -> Launch:
    """Return how to start on some paths: what no flag says (None), the config file says."""
    said = {name: flag for name, flag in flags.items() if flag is not None}
    return Launch(tuple(paths), workspace, **(habits() | said))


def paths_alone(words: Sequence[str], commands: Container[str]) -> Launch | None:
    """Return the launch of a command line of paths that are there, None of any other: that is for the commands."""
    if not words or words[0] in commands or not all(Path(word).exists() for word in words):
        return None
    return chosen(words)


def sample_folder() -> Path:
    """Return the folder of the bundled sample data: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "sample_data"
    return inside if inside.is_dir() else here.parent / "sample_data"


def sample_recipe() -> Path:
    """Return the recipe of the bundled sample data."""
    return sample_folder() / "orders.toml"


def launch(choices: Launch) -> NoReturn:
    """Run the app until it is left, and end the program with its exit status."""
    from analysis.errors import AnalysisError

    for path in choices.paths:
        if path != "-" and not Path(path).exists() and not any(mark in path for mark in "*?["):
            raise AnalysisError("there is no such file", where=path, remedy="check the path")
    check_workspace(choices)
    if "-" in choices.paths:
        kept = _kept_stdin(choices.workspace)
        choices = replace(choices, paths=(str(kept),), workspace=kept.parent)
    if not (sys.stdin.isatty() and sys.__stderr__ is not None and sys.__stderr__.isatty()):
        raise AnalysisError("the app needs a terminal", remedy="run it in one, or use crm-tui run for a run without")
    prepare_terminal(slow=choices.slow_link or "SSH_CONNECTION" in os.environ)
    from crm_tui.first_frame import TERMINAL, show_first_frame

    show_first_frame(choices)
    gc.disable()  # what is imported now stays: to look through it again and again would take a tenth of the start
    try:
        from crm_tui.app import CrmTui

        app = CrmTui(choices)
        app.run(mouse=choices.mouse)
    finally:
        TERMINAL.give_back()
    leave_at_once(app.return_code or 0)


def check_workspace(choices: Launch) -> None:
    """Refuse to open one thing where work on another is kept: which of the two is meant cannot be told."""
    from analysis.errors import RecipeError
    from crm_tui.paths import begun_on

    if "-" in choices.paths and len(choices.paths) > 1:
        raise RecipeError("standard input is opened alone", where="-", remedy="put what it gives into a file")
    folder = choices.workspace
    if folder is None or not choices.paths:
        return
    held = {Path(path).resolve() for path in begun_on(folder)}
    named = {(folder / STDIN_NAME if path == "-" else Path(path)).resolve() for path in choices.paths}
    if held and named not in (held, {folder.resolve()}):
        raise RecipeError(
            f"this workspace holds work on {', '.join(sorted(map(str, held)))}",
            where=str(folder),
            remedy=f"name another --workspace, or start crm-tui {shlex.quote(str(folder))} to go on with that work",
        )


def leave_at_once(status: int) -> NoReturn:
    """End the program after what is to be done at its end: taking down module by module costs a tenth of a second."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def speak_utf8() -> None:
    """Start this program again in Python's UTF-8 mode where the locale's encoding cannot hold every file name."""
    if not sys.flags.utf8_mode and sys.getfilesystemencoding().lower() not in {"utf-8", "utf8"}:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def prepare_terminal(*, slow: bool) -> None:
    """Set what Textual reads when imported: no animation, fewer frames and 256 colours on a slow link, UTF-8 out."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    for name in ("COLUMNS", "LINES"):  # the window's own size counts, which these would hide for good
        os.environ.pop(name, None)
    if slow:
        os.environ["TEXTUAL_FPS"] = SLOW_FPS
        os.environ.pop("COLORTERM", None)  # so that there are 256 colours at most, as the terminal's name says
    # Textual draws on stderr, whose handler would print escapes instead of lines where the locale is not UTF-8.
    if sys.__stderr__ is not None and hasattr(sys.__stderr__, "reconfigure"):
        sys.__stderr__.reconfigure(encoding="utf-8", errors="replace")


def _kept_stdin(workspace: Path | None) -> Path:
    """Keep standard input as a private file of the workspace and give the keyboard back: keys from the terminal.

    Without a workspace the folder's name comes from the content, so that the same data find their work again.
    """
    from analysis.workspace import state_home

    above = workspace or state_home() / "work"
    above.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(prefix=".stdin.", dir=above)
    digest = hashlib.sha256()
    try:
        with os.fdopen(descriptor, "wb") as stream:
            while piece := sys.stdin.buffer.read(PIECE):
                digest.update(piece)
                stream.write(piece)
        folder = workspace or above / f"stdin-{digest.hexdigest()[:16]}"
        folder.mkdir(exist_ok=True, mode=0o700)
        path = Path(name).replace(folder / STDIN_NAME)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _take_keyboard()
    return path


def _take_keyboard() -> None:
    """Put the terminal where standard input was."""
    from analysis.errors import AnalysisError

    try:
        keyboard = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise AnalysisError(
            "there is no terminal to read keys from", where="-", remedy="use crm-tui run - for a run without"
        ) from error
    os.dup2(keyboard, 0)
    os.close(keyboard)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.__stdin__ = sys.stdin  # type: ignore[misc]
