"""Copying out of a table: through the terminal, and as a file where it is much."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from crm_tui.format import count, size

if TYPE_CHECKING:
    from textual.app import App

    from crm_tui.widgets.table.messages import CopyRequested

MOST_ROWS = 20_000
SENT = 4096
"""Bytes that every terminal takes; what is longer is written to a file as well."""
MOST_SENT = 100_000
"""Bytes above which nothing is sent: terminals cut it, and a slow link would stand still."""
FILES_KEPT = 20
"""Copies that stay in the workspace; older ones go."""


def copied(app: App[None], message: CopyRequested, folder: Path) -> str:
    """Send what was asked for to the terminal's clipboard, and write it to a private file where it is long; say so."""
    text = "\n".join(message.lines(MOST_ROWS))
    length = len(text.encode())
    if length <= MOST_SENT:
        app.copy_to_clipboard(text)
    if length <= SENT:
        return f"sent to the terminal's clipboard: the {message.what}, {size(length)}"
    path = folder / f"copied-{time.strftime('%Y%m%d-%H%M%S')}.tsv"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
        for old in sorted(folder.glob("copied-*.tsv"))[:-FILES_KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        return f"the copy could not be written to {folder} ({error.strerror}); less of it can be copied with y"
    rows = message.table.source.height
    part = (
        f" (the first {count(MOST_ROWS)} of {count(rows)} rows)" if message.what == "view" and rows > MOST_ROWS else ""
    )
    return f"written to {path}{part}" + ("" if length > MOST_SENT else "; sent to the terminal's clipboard, too")
