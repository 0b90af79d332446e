"""The questions of the review screen: try a playbook or compare with an earlier run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.pipeline import Pipeline

Job = dict[str, Any]


def playbook(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Return what is wrong with the ``playbook`` of the job and how many customers each of its rules would get."""
    from analysis.strategies import Playbook
    from analysis.worker.playbook_check import check_playbook

    return check_playbook(pipeline, Playbook.model_validate(job["playbook"], strict=False))


def crossing(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Return how the customers of the run in ``folder`` are spread over the present segments.

    ``frame`` is a file of these customers in the workspace of the job: their results and ``was``, the segment before.
    """
    from analysis.matching.crossing import crossing as cross
    from analysis.matching.crossing import with_earlier
    from analysis.worker.views import written_view

    folder = Path(job["folder"])
    found = cross(pipeline, folder)
    parts = (pipeline.key("review"), folder, *found["cells"])
    path = written_view(Path(job["workspace"]), parts, lambda at: with_earlier(pipeline, folder).write_ipc(at))
    return {**found, "frame": str(path)}


REVIEW_JOBS: dict[str, Callable[[Pipeline, Job], dict[str, Any]]] = {
    "playbook": playbook,
    "crossing": crossing,
}
"""Name of a question → what answers it."""
