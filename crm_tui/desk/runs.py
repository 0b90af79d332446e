"""What is computed, when: everything on demand, after a change at once what takes no time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.pipeline import STAGES
from analysis.worker.jobs import EVERYTHING
from analysis.workspace import state_home
from crm_tui.desk.kept import Kept
from crm_tui.desk.recipes import with_names
from crm_tui.desk.work import Work
from crm_tui.messages import OpenWanted, Question

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.desk.keeping import Keeping

QUICK = {
    "load": ("load",),
    "clean": ("clean",),
    "tiers": ("rfm", "tiers"),
    "review": ("review",),
}
"""Screen → stages that are computed at once after a change, without being asked: those that take no time."""

Job = Mapping[str, Any]


class Runs:
    """Sends jobs and questions about the present recipe to the children; at most one job runs at a time.

    ``bound``: bytes of results that are kept of one work.
    """

    def __init__(self, app: CrmTui, kept: Kept, keeping: Keeping, bound: int) -> None:
        self._app = app
        self._bound = bound
        self._kept = kept
        self._keeping = keeping
        self._upto: tuple[str, ...] = ()
        self._work = Work(app.tell, state_home() / "children.log")

    @property
    def busy(self) -> bool:
        """Whether a job is going on."""
        return self._work.busy

    async def warm(self) -> None:
        """Start the children, so that they are ready when they are needed."""
        await self._work.warm()

    async def close(self) -> None:
        """Kill the children."""
        await self._work.close()

    def run(self, upto: tuple[str, ...] = ()) -> None:
        """Compute the named stages, or everything; files whose opening was cancelled are opened again."""
        if self._app.session.recipe is None and self._app.session.paths:
            self._app.post_message(OpenWanted(self._app.session.paths))
            return
        if self._app.session.recipe is None or self._kept.workspace is None:
            self._app.say("There is nothing to run: press o to open a file.")
            return
        self._upto = upto
        self.start({"job": "run", "upto": list(upto), "bound": self._bound}, self._ran)

    def run_rest(self) -> None:
        """Compute everything that waits for nothing but a run; what goes on, was cancelled or failed is let alone."""
        session = self._app.session
        states = {session.stage(name).state for name in EVERYTHING}
        waits = states & {"empty", "stale"} and "failed" not in states and session.cancelled != session.recipe
        if waits and not (self.busy and not self._upto):
            self.run()

    def run_quick(self) -> None:
        """Compute what is quick of the screen that is shown; what runs with other choices than these starts over."""
        upto = QUICK.get(self._app.current_mode, ())
        if not upto or ("review" in upto and not self._segments_stand()):
            return
        self.run(self._upto if self.busy else upto)

    def _segments_stand(self) -> bool:
        """Say whether all that the review rests on is computed: names, rules and targets then take no time."""
        return all(self._app.session.stage(name).state == "done" for name in STAGES["review"].needs)

    def _ran(self, answer: Mapping[str, Any]) -> None:
        """Take the names of segments that went with their customers; the change that moved them takes them along."""
        if "names" not in answer:
            return
        self._app.tell(lambda session: with_names(session, answer["names"]))
        self._keeping.write_choices()
        lost = ", ".join(answer["lost"])
        self._app.say("Your names went with their customers" + (f"; none is left for {lost}" if lost else "") + ".")

    async def cancel(self) -> bool:
        """Cancel the running job, what was finished is kept; False where none runs."""
        return await self._work.cancel()

    def start(self, job: Job, then: Callable[[dict[str, Any]], None]) -> None:
        """Start a job of the run child; one that is running is cancelled first."""
        self._work.start(self._about_this_work(job), then)

    def ask(self, question: Question) -> None:
        """Send a question to a child."""
        self._work.ask(question.topic, self._about_this_work(question.job), question.child, question.reply)

    def _about_this_work(self, job: Job) -> dict[str, Any]:
        """Return a job with the workspace and, where it names no other, the present recipe."""
        told = {**job, "workspace": str(self._kept.folder)}
        if self._app.session.recipe is not None:
            told.setdefault("recipe", self._app.session.recipe.plain())
        return told
