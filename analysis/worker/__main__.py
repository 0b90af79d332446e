"""The child process: jobs come in as JSON lines, events go out as JSON lines; it dies with its parent.

``python -m analysis.worker run`` computes stages; ``python -m analysis.worker view`` filters, sorts and counts
frames for the screen. Cancel is a kill: whatever was finished is in the workspace.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from analysis.faults import log_fault

Job = dict[str, Any]
PERIOD = 0.1
FAULTS = "faults.log"
PR_SET_PDEATHSIG = 1


class Protocol:
    """The channel to the parent: one JSON document a line; progress at most ten times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = 0.0
        self.current: object = None

    def send(self, event: str, **fields: object) -> None:
        """Send one event about the current job."""
        self._stream.write(
            json.dumps({"id": self.current, "event": event, **fields}, ensure_ascii=True, default=str) + "\n"
        )
        self._stream.flush()

    def progress(self, **fields: object) -> None:
        """Send progress, unless the last was sent within a tenth of a second."""
        now = time.monotonic()
        if now - self._last >= PERIOD:
            self._last = now
            self.send("progress", **fields)


def take_stdout() -> TextIO:
    """Keep the real stdout for the protocol and send stray prints to stderr."""
    stream = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    return stream


def die_with_parent() -> None:
    """Ask the kernel for SIGKILL when the parent is gone (Linux; elsewhere the closed pipe has to do)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_one_core() -> None:
    """Leave a core to the screen: the numeric libraries read these when they are first imported."""
    threads = str(max(1, (os.cpu_count() or 2) - 1))
    for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, threads)


def read_jobs(jobs: queue.Queue[Job]) -> None:
    """Put every line of stdin into the queue; leave at once when the parent closes it, even in the middle of a job."""
    for line in sys.stdin:
        jobs.put(json.loads(line))
    os._exit(0)


def warm(kind: str) -> dict[str, Callable[[Job, Protocol], dict[str, Any]]]:
    """Import what the jobs of this kind need and return them by name."""
    if kind == "view":
        from analysis.worker.views import JOBS
    else:
        from analysis.worker.jobs import JOBS
    return JOBS


def obey(job: Job, jobs: dict[str, Callable[[Job, Protocol], dict[str, Any]]], protocol: Protocol) -> None:
    """Do one job and say how it ended: done, error (the user's to act on) or bug (ours; the log has no data in it)."""
    from analysis.errors import AnalysisError

    protocol.current = job.get("id")
    try:
        protocol.send("done", **jobs[job["job"]](job, protocol))
    except AnalysisError as error:
        protocol.send("error", what=error.what, where=error.where, remedy=error.remedy, status=error.status)
    except MemoryError:
        protocol.send(
            "error", what="there is not enough memory for this", where="", remedy="work on a sample", status=1
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  a bug, or a panic of the engine, must not take the child down
        protocol.send(
            "bug", kind=type(error).__name__, log=str(log_fault(error, Path(job.get("workspace") or ".") / FAULTS))
        )


def main(kind: str) -> None:
    """Warm up, say so, and do jobs until the parent is gone."""
    os.umask(0o077)
    die_with_parent()
    leave_one_core()
    protocol = Protocol(take_stdout())
    waiting: queue.Queue[Job] = queue.Queue()
    threading.Thread(target=read_jobs, args=(waiting,), daemon=True).start()
    jobs = warm(kind)
    protocol.send("ready")
    while True:
        obey(waiting.get(), jobs, protocol)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
