"""Progress on stderr: a bar on a terminal, a line a stage elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
from dataclasses import replace
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
                before = self._running.get(event.stage, event)
                self._running[event.stage] = replace(event, share=max(before.share, event.share))
            else:
                self._running.pop(event.stage, None)
            shown = next(iter(self._running.values()), event)
            self._show(shown)
        elif event.state == "done":
            sys.stderr.write(f"{event.stage}: {event.seconds:.1f} s\n")

    def hear_opening(self, done: int, total: int, what: str = "", share: float | None = None) -> None:
        """Tell how far the opening of the files is."""
        from analysis.pipeline import StageEvent

        self.hear(StageEvent("load", "running", done, total, what, share or 0.0))

    def _show(self, event: StageEvent) -> None:
        if self._bar and self._task is not None:
            far = f"{event.done:,} of {event.total:,} " if event.total else f"{event.done:,} " if event.done else ""
            total = 1.0 if event.share else None
            self._bar.update(
                self._task, description=event.stage, completed=event.share, total=total, what=far + event.what
            )
