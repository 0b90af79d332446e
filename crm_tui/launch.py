"""From the command line to the running app: what must be settled before Textual is imported."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SLOW_FPS = "12"


@dataclass(frozen=True)
class Launch:
    """What the app was started with."""

    paths: tuple[str, ...] = ()
    workspace: Path | None = None
    mouse: bool = True
    plain: bool = False
    slow_link: bool = False


def sample_folder() -> Path:
    """Return the folder of the bundled sample data: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "sample_data"
    return inside if inside.is_dir() else here.parent / "sample_data"


def sample_recipe() -> Path:
    """Return the recipe of the bundled sample data."""
    return sample_folder() / "orders.toml"


def launch(choices: Launch) -> int:
    """Run the app until it is left and return its exit status."""
    from analysis.errors import AnalysisError

    for path in choices.paths:
        if path != "-" and not Path(path).exists() and not any(mark in path for mark in "*?["):
            raise AnalysisError("there is no such file", where=path, remedy="check the path")
    if "-" in choices.paths:
        choices = Launch((_kept_stdin(),), choices.workspace, choices.mouse, choices.plain, choices.slow_link)
    if not (sys.stdin.isatty() and sys.__stderr__ is not None and sys.__stderr__.isatty()):
        raise AnalysisError("the app needs a terminal", remedy="run it in one, or use crm-tui run for a run without")
    prepare_terminal(slow=choices.slow_link or "SSH_CONNECTION" in os.environ)
    from crm_tui.app import CrmTui

    app = CrmTui(choices)
    app.run(mouse=choices.mouse)
    return app.return_code or 0


def prepare_terminal(*, slow: bool) -> None:
    """Set what Textual reads when imported: no animation, fewer frames and 256 colours on a slow link, UTF-8 out."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    for name in ("COLUMNS", "LINES"):  # the window's own size counts, which these would hide for good
        os.environ.pop(name, None)
    if slow:
        os.environ["TEXTUAL_FPS"] = SLOW_FPS
        os.environ.pop("COLORTERM", None)
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "256"
    # Textual draws on stderr, whose handler would print escapes instead of lines where the locale is not UTF-8.
    if sys.__stderr__ is not None and hasattr(sys.__stderr__, "reconfigure"):
        sys.__stderr__.reconfigure(encoding="utf-8", errors="replace")


def _kept_stdin() -> str:
    """Copy standard input to a private file and give the keyboard back: data from the pipe, keys from the terminal."""
    from analysis.errors import AnalysisError

    folder = Path(tempfile.mkdtemp(prefix="crm-tui-"))
    path = folder / "stdin.csv"
    with path.open("wb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    try:
        keyboard = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise AnalysisError(
            "there is no terminal to read keys from", where="-", remedy="use crm-tui run - for a run without"
        ) from error
    os.dup2(keyboard, 0)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.__stdin__ = sys.stdin  # type: ignore[misc]
    return str(path)
