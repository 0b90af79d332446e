"""The work behind the screens: two children, the jobs sent to them, and what their events make of the session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.faults import log_fault
from analysis.worker.jobs import EVERYTHING, in_order
from crm_tui.desk.worker_client import JobFailed, WorkerClient, WorkerDied
from crm_tui.session import STAGES_OF, UNTOLD, Session

Document = Mapping[str, Any]
Reply = Callable[[dict[str, Any]], None]
LONG = 3.0
"""Seconds after which a question that nobody wants answered any more is killed."""
Tell = Callable[[Callable[[Session], Session]], None]
"""Takes a function from the present session to the next one."""


def after_start(session: Session, job: Document) -> Session:
    """Return the session in which a job begins: the first of its stages that is not done is shown as running at once.

    Its child may have to start first, and to look through large files before it has anything to tell.
    """
    after = replace(session, running=True, problem="", job=str(job["job"]))
    wanted = in_order(tuple(job.get("upto") or EVERYTHING))
    first = next((name for name in wanted if session.stage(name).state != "done"), "")
    return after.with_stage(first, state="running", problem="") if first else after


def after_event(session: Session, event: Document) -> Session:
    """Return the session after one event of the run child."""
    stage = str(event.get("stage") or "")
    if not stage:
        return replace(session, job=str(event.get("what") or session.job))
    if event.get("state") == "done":
        return session.with_result(stage, str(event["key"]), event["told"])
    progress = {name: event[name] for name in ("done", "total", "what") if name in event}
    progress["share"] = max(session.stage(stage).share, event.get("share", 0.0))
    return session.with_stage(stage, state="running", problem="", **progress)


def after_failure(session: Session, problem: str) -> Session:
    """Return the session after a job that failed: the stage that ran has failed, what was done before stays.

    Where none had begun to run, it is the first that is not done: a failure that no stage shows would not be seen.
    """
    after = replace(session, running=False, job="", problem=problem)
    stages = [name for names in STAGES_OF.values() for name in names]
    running = [name for name in stages if session.stage(name).state == "running"]
    for name in running or [name for name in stages if session.stage(name).state != "done"][:1]:
        after = after.with_stage(name, state="failed", problem=problem, **UNTOLD)
    return after


def after_cancel(session: Session) -> Session:
    """Return the session after a cancelled job: what was running is open again, what was finished is kept."""
    after = replace(session, running=False, job="", problem="")
    for name, state in session.states.items():
        if state.state == "running":
            kept = "stale" if name in session.told else "empty"
            after = after.with_stage(name, state=kept, **UNTOLD)
    return after


@dataclass(eq=False)
class Asked:
    """A question on its way: ``begun`` is when the child took it up, None while it waits."""

    topic: str
    job: dict[str, Any]
    child: str
    reply: Reply
    begun: float | None = None
    task: asyncio.Task[None] = field(init=False)

    @property
    def takes_long(self) -> bool:
        """Whether the child has been at it for longer than starting another one takes."""
        return self.begun is not None and time.monotonic() - self.begun > LONG


class Work:
    """Two children for one session: ``run`` computes stages, ``view`` answers for tables; at most one run at a time."""

    def __init__(self, tell: Tell, log: Path) -> None:
        self._tell = tell
        self.run_child = WorkerClient("run", log=log)
        self.view_child = WorkerClient("view", log=log)
        self._job: asyncio.Task[Any] | None = None
        self._questions: dict[str, Asked] = {}
        self._turns = {"run": asyncio.Lock(), "view": asyncio.Lock()}
        self._log = log

    async def warm(self) -> None:
        """Start both children, so that they have imported what they need when they are needed."""
        await asyncio.gather(self.run_child.warm(), self.view_child.warm())

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        return self._job is not None and not self._job.done()

    def start(self, job: Document, then: Callable[[dict[str, Any]], None] | None = None) -> None:
        """Start a job of the run child; one that is running is cancelled first."""
        before, self._job = self._job, None
        self._job = asyncio.create_task(self._do(job, then, before))

    async def _do(
        self, job: Document, then: Callable[[dict[str, Any]], None] | None, before: asyncio.Task[Any] | None
    ) -> None:
        if before is not None and not before.done():
            await self._stop(before)
            self._tell(after_cancel)
        self._tell(lambda session: after_start(session, job))
        try:
            answer = await self.run_child.request(dict(job), self._hear)
        except (JobFailed, WorkerDied) as error:
            problem = str(error)
            self._tell(lambda session: after_failure(session, problem))
            return
        self._tell(lambda session: replace(session, running=False, job=""))
        if then is not None:
            then(answer)

    def _hear(self, event: Document) -> None:
        self._tell(lambda session: after_event(session, event))

    async def cancel(self) -> bool:
        """Kill the run that is going on; the child is gone and its successor starting when this returns.

        It is told as soon as the child is killed: to give its memory back takes the system longer than a key may.
        """
        job, self._job = self._job, None
        if job is None or job.done():
            return False
        stopping = asyncio.create_task(self._stop(job))
        await asyncio.sleep(0)
        self._tell(lambda session: replace(after_cancel(session), cancelled=session.recipe))
        await stopping
        return True

    async def _stop(self, job: asyncio.Task[Any]) -> None:
        job.cancel()
        await self.run_child.cancel()
        await asyncio.gather(job, return_exceptions=True)

    def ask(self, topic: str, job: Document, child: str, reply: Reply) -> None:
        """Ask a child; a later question of the same topic makes the earlier one void.

        An earlier one that waits is dropped, and one that has just begun is let finish, unheard: to kill its
        child would cost more than it. Only one that takes long is killed.
        """
        before = self._questions.get(topic)
        if before is not None and before.takes_long:
            before.task.cancel()
        question = Asked(topic, dict(job), child, reply)
        self._questions[topic] = question
        question.task = asyncio.create_task(self._answer(question))
        question.task.add_done_callback(self._note)

    async def _answer(self, question: Asked) -> None:
        client = self.view_child if question.child == "view" else self.run_child
        async with self._turns[question.child]:
            if self._questions.get(question.topic) is not question:
                return
            question.begun = time.monotonic()
            try:
                answer = await client.request(question.job, lambda _: None)
            except (JobFailed, WorkerDied) as error:
                answer = {"problem": str(error)}
        if self._questions.get(question.topic) is question:
            del self._questions[question.topic]
            question.reply(answer)

    def _note(self, task: asyncio.Task[None]) -> None:
        """Write down a fault in what an answer was for, such as a screen that is gone by now."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log_fault(error, self._log)

    async def close(self) -> None:
        """Kill both children."""
        for task in (*(question.task for question in self._questions.values()), *((self._job,) if self._job else ())):
            task.cancel()
        await asyncio.gather(self.run_child.close(), self.view_child.close())
