"""The child process that computes, as an async object: jobs in, events out, killed to cancel."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

LONGEST_LINE = 2**24
"""Bytes of one event; an answer may hold the summary of a whole run."""
LOG_LIMIT = 1_000_000
Event = dict[str, Any]
OnEvent = Callable[[Event], None]


class WorkerDied(RuntimeError):  # noqa: N818 - named for what happened
    """The child ended by itself; ``status`` is its exit status, negative for the signal that killed it."""

    def __init__(self, kind: str, status: int) -> None:
        self.kind, self.status = kind, status
        super().__init__(f"the {kind} process stopped {_how(status)}; it was started again and nothing on disk is lost")


def _how(status: int) -> str:
    """Return in words how a process ended."""
    if status == -signal.SIGKILL:
        return "(killed, often for want of memory: work on a sample, or close other programs)"
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"(signal {signal.Signals(-status).name})"
    return f"(exit status {status})"


class JobFailed(RuntimeError):  # noqa: N818 - named for what happened
    """A job that the child could not do: the message is one sentence, untrusted text.

    ``event`` is the child's own: ``error`` for what the user can act on (what, where, remedy), ``bug`` for a fault of
    ours (kind, log).
    """

    def __init__(self, event: Mapping[str, Any]) -> None:
        self.event = dict(event)
        super().__init__(_sentence(event))


def _sentence(event: Mapping[str, Any]) -> str:
    if event.get("event") == "bug":
        kind, log = event.get("kind", "unknown"), event.get("log", "its log")
        return f"a fault of crm-tui itself ({kind}); where it happened is written to {log}"
    text = f"{event['where']}: {event.get('what', '')}" if event.get("where") else str(event.get("what", ""))
    return f"{text}; {event['remedy']}" if event.get("remedy") else text


class WorkerClient:
    """One child, warm and waiting; a job at a time, others wait their turn.

    ``command`` is what is run, by default the worker of this program; ``log`` takes what the child says on stderr.
    """

    def __init__(self, kind: str, *, log: Path | None = None, command: Sequence[str] = ()) -> None:
        self.kind, self.log = kind, log
        self.command = tuple(command) or (sys.executable, "-m", "analysis.worker", kind)
        self._process: asyncio.subprocess.Process | None = None
        self._starting: asyncio.Task[asyncio.subprocess.Process] | None = None
        self._turn = asyncio.Lock()
        self._number = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The child's process id, while it lives."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def warm(self) -> None:
        """Have a child that is ready for a job; raises WorkerDied where it cannot be started."""
        await self._ready()

    async def request(self, job: Mapping[str, Any], on_event: OnEvent) -> dict[str, Any]:
        """Do a job; calls ``on_event`` for progress and stages, returns the fields of ``done``.

        Raises JobFailed where the job cannot be done and WorkerDied where the child ended; a new one is started then.
        Cancelling the task that waits kills the child.
        """
        async with self._turn:
            process = await self._ready()
            try:
                return await self._do(process, job, on_event)
            except (BrokenPipeError, ConnectionResetError, WorkerDied):
                status = await process.wait()
                if self._process is process:
                    self._restart()
                raise WorkerDied(self.kind, status) from None
            except asyncio.CancelledError:
                await self.cancel()
                raise

    async def _do(
        self, process: asyncio.subprocess.Process, job: Mapping[str, Any], on_event: OnEvent
    ) -> dict[str, Any]:
        self._number += 1
        assert process.stdin is not None
        process.stdin.write(json.dumps({"id": self._number, **job}).encode() + b"\n")
        await process.stdin.drain()
        while True:
            event = await self._event(process)
            if event.get("id") != self._number:
                continue
            if event["event"] == "done":
                return {name: value for name, value in event.items() if name not in {"id", "event"}}
            if event["event"] in {"error", "bug"}:
                raise JobFailed(event)
            on_event(event)

    async def _event(self, process: asyncio.subprocess.Process) -> Event:
        """Return the next event; what is not one (a stray print of a library) is left out."""
        assert process.stdout is not None
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # longer than any event of ours
                raise WorkerDied(self.kind, await _kill(process)) from None
            if not line:
                raise WorkerDied(self.kind, await process.wait())
            with contextlib.suppress(ValueError):
                event = json.loads(line)
                if isinstance(event, dict) and "event" in event:
                    return event

    async def cancel(self) -> None:
        """Kill the child at once, whatever it does, and start its successor; returns when the old one is gone."""
        process, self._process = self._process, None
        if process is not None:
            await _kill(process)
        if process is not None or self._starting is None:
            self._restart()

    async def close(self) -> None:
        """Kill the child and start no other."""
        self._closed = True
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
        process, self._process = self._process, None
        if process is not None:
            await _kill(process)

    def _restart(self) -> None:
        """Begin to start a child, without waiting for it."""
        self._process = None
        if self._starting is None and not self._closed:
            self._starting = asyncio.create_task(self._start())
            self._starting.add_done_callback(_take_note)

    async def _ready(self) -> asyncio.subprocess.Process:
        """Return a child that has said it is ready, starting one where there is none."""
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._restart()
        starting = self._starting
        if starting is None:
            raise WorkerDied(self.kind, 0)
        try:
            self._process = await asyncio.shield(starting)
        finally:
            if starting.done() and self._starting is starting:
                self._starting = None
        return self._process

    async def _start(self) -> asyncio.subprocess.Process:
        with _log_stream(self.log) as stream:
            process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=stream,
                start_new_session=True,
                limit=LONGEST_LINE,
            )
        try:
            while (await self._event(process))["event"] != "ready":
                pass
        except asyncio.CancelledError:
            await _kill(process)
            raise
        return process


def _take_note(task: asyncio.Task[Any]) -> None:
    """Look at the outcome of a start nobody waits for; who needs the child next meets the failure."""
    if not task.cancelled():
        task.exception()


def _log_stream(log: Path | None) -> IO[bytes]:
    """Open the log to append to, private, begun anew when it has grown large; without one, what is said is dropped."""
    if log is not None:
        with contextlib.suppress(OSError):
            log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if log.exists() and log.stat().st_size > LOG_LIMIT:
                log.unlink()
            return os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
    return open(os.devnull, "ab")  # noqa: PTH123 - the null device is no path of ours


async def _kill(process: asyncio.subprocess.Process) -> int:
    """Kill a child and the session it leads; return its exit status."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    status = await process.wait()
    transport = getattr(process, "_transport", None)  # its pipes stay open otherwise, until the loop is gone
    if transport is not None:
        transport.close()
    return status
