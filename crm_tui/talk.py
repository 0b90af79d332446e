"""Progress on stderr: a bar on a terminal, a line a stage elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from analysis.pipeline import StageEvent


class Talk:
    """Hears the events of a run and tells them on stderr."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._running: dict[str, StageEvent] = {}

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (
                TextColumn("{task.description:<10}"),
                BarColumn(),
                TextColumn("{task.fields[what]}"),
                TimeElapsedColumn(),
            )
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("reading", total=None, what="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def hear(self, event: StageEvent) -> None:
        """Tell one event; of stages that run at once the bar shows the one that began first."""
        if self._quiet:
            return
        if self._bar:
            if event.state == "running":
                self._running[event.stage] = event
            else:
                self._running.pop(event.stage, None)
            shown = next(iter(self._running.values()), event)
            self._show(shown.stage, shown.done, shown.total, shown.what)
        elif event.state == "done":
            sys.stderr.write(f"{event.stage}: {event.seconds:.1f} s\n")

    def hear_opening(self, done: int, total: int, what: str = "") -> None:
        """Tell how far the opening of the files is."""
        self._show("load", done, total, what)

    def _show(self, stage: str, done: int, total: int, what: str) -> None:
        if self._bar and self._task is not None:
            far = f"{done:,} of {total:,} " if total else f"{done:,} " if done else ""
            self._bar.update(self._task, description=stage, completed=done, total=total or None, what=far + what)
