"""``crm-tui doctor``: versions, the terminal, folders, optional parts; what to do where something is missing."""

from __future__ import annotations

import json
import locale
import os
import platform
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis.workspace import state_home
from crm_tui import __version__
from crm_tui.habits import config_home
from crm_tui.inert import inert

NEEDED = (
    "textual",
    "rich",
    "polars",
    "scikit-learn",
    "plotext",
    "pydantic",
    "typer",
    "pyarrow",
    "narwhals",
    "numpy",
    "scipy",
)
OPTIONAL = {"duckdb": "pip install 'crm-tui[duckdb]'"}


def findings() -> dict[str, dict[str, str]]:
    """Return section → what was found, all as text."""
    return {
        "software": {"crm-tui": __version__, "python": platform.python_version()}
        | {name: _version(name) for name in NEEDED},
        "optional": {name: _version(name, f"missing ({remedy})") for name, remedy in OPTIONAL.items()},
        "terminal": _terminal(),
        "folders": {name: _folder(path()) for name, path in FOLDERS.items()},
        "machine": {"cores": str(os.cpu_count()), "memory": _memory(), "system": platform.platform(terse=True)},
    }


FOLDERS: dict[str, Callable[[], Path]] = {"work": state_home, "config": config_home}


def _version(name: str, missing: str = "missing") -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return missing


def _terminal() -> dict[str, str]:
    size = shutil.get_terminal_size((0, 0))
    encoding = locale.getpreferredencoding(do_setlocale=False)
    wide = size.columns >= 80 and size.lines >= 24
    return {
        "on a terminal": "yes" if sys.__stderr__ is not None and sys.__stderr__.isatty() else "no: the app needs one",
        "size": f"{size.columns}×{size.lines}" + ("" if wide or not size.columns else ": the app needs 80×24"),
        "TERM": inert(os.environ.get("TERM", "not set")),
        "colours": _colours(),
        "encoding": encoding
        + ("" if encoding.lower().replace("-", "") == "utf8" else ": the app writes UTF-8; try --plain"),
        "link": "SSH (fewer frames, 256 colours)" if "SSH_CONNECTION" in os.environ else "local",
        "inside": "tmux" if "TMUX" in os.environ else "screen" if "STY" in os.environ else "-",
    }


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "none (NO_COLOR is set)"
    if os.environ.get("COLORTERM") in {"truecolor", "24bit"}:
        return "16 million"
    return "256" if "256" in os.environ.get("TERM", "") else "16"


def _folder(path: Path) -> str:
    near = next(parent for parent in (path, *path.parents) if parent.exists())
    free = shutil.disk_usage(near).free / 2**30
    writable = "" if os.access(near, os.W_OK) else ": cannot be written; set another place in the environment"
    return f"{inert(path, 300)} ({free:,.1f} GB free){writable}"


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:,.1f} GB"
    except (ValueError, OSError):
        return "unknown"


def report(as_json: bool) -> None:
    """Print the findings, as JSON or as lines."""
    found = findings()
    if as_json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    for section, entries in found.items():
        sys.stdout.write(f"{section}\n")
        for name, value in entries.items():
            sys.stdout.write(f"  {name:<14} {value}\n")
