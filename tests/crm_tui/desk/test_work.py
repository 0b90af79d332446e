"""Jobs and questions to a child: what runs is shown at once; the last question of a topic counts."""

import asyncio
from pathlib import Path
from typing import Any

from analysis.pipeline import STAGES
from crm_tui.desk.work import Work, after_event, after_start
from crm_tui.session import STAGES_OF, Session


class Child:
    """A stand-in for a child that answers after a while and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.killed = 0

    async def request(self, job: dict[str, Any], on_event: object) -> dict[str, Any]:
        self.asked.append(job["n"])
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            self.killed += 1
            raise
        return {"n": job["n"]}


def test_what_a_job_does_first_is_shown_as_running_before_its_child_has_said_anything() -> None:
    kept = Session().with_stage("load", state="done").with_stage("clean", state="done")
    begun = after_start(kept, {"job": "run", "upto": []})
    assert begun.running
    assert [begun.screen_state(screen).state for screen in ("load", "clean", "review")] == ["done", "running", "empty"]
    assert after_start(Session(), {"job": "open"}).screen_state("load").state == "running"


def test_every_stage_of_the_pipeline_is_shown_on_a_screen() -> None:
    assert {name for names in STAGES_OF.values() for name in names} == set(STAGES)


def test_how_far_a_screen_is_never_falls_though_its_stages_and_their_phases_begin_anew() -> None:
    session, shown = Session(), []
    for stage in STAGES_OF["clean"]:
        for share in (0.0, 0.5, 0.2, 0.9):
            session = after_event(session, {"event": "progress", "stage": stage, "what": "lines", "share": share})
            shown.append(session.screen_state("clean"))
        session = after_event(session, {"event": "stage", "stage": stage, "state": "done", "key": "k", "told": {}})
    shares = [state.share for state in shown]
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] > 0.9
    assert {state.state for state in shown} == {"running"}
    assert session.screen_state("clean").state == "done"
    again = after_event(session, {"event": "stage", "stage": "clean", "state": "running", "share": 0.0})
    assert again.screen_state("clean").share < 1


async def test_only_the_last_question_of_a_topic_is_answered_and_nothing_is_killed(tmp_path: Path) -> None:
    told: list[Session] = []
    work = Work(lambda change: told.append(change(Session())), tmp_path / "log")
    child = Child()
    work.view_child = child  # type: ignore[assignment]
    answers: list[Any] = []
    for number in range(5):
        work.ask("column", {"n": number}, "view", lambda answer: answers.append(answer["n"]))
        await asyncio.sleep(0.01)
    work.ask("other", {"n": 9}, "view", lambda answer: answers.append(answer["n"]))
    await asyncio.sleep(0.4)
    assert answers == [4, 9]
    assert child.asked == [0, 4, 9]
    assert child.killed == 0


async def test_a_fault_in_what_an_answer_was_for_is_written_down(tmp_path: Path) -> None:
    work = Work(lambda change: None, tmp_path / "log")
    work.view_child = Child()  # type: ignore[assignment]

    def reply(answer: dict[str, Any]) -> None:
        raise KeyError("secret cell")

    work.ask("column", {"n": 1}, "view", reply)
    await asyncio.sleep(0.2)
    said = (tmp_path / "log").read_text()
    assert "KeyError" in said
    assert "secret" not in said
