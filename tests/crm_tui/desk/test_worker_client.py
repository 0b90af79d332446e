"""A child that computes can be asked, cancelled, killed and found dead, and the next one is there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from crm_tui.desk.worker_client import JobFailed, WorkerClient, WorkerDied

STAND_IN = """
import json, os, sys, time
def send(**event):
    print(json.dumps(event), flush=True)
print("a stray line of a library", flush=True)
print("said on stderr", file=sys.stderr, flush=True)
send(event="ready")
for line in sys.stdin:
    job = json.loads(line)
    number = job["id"]
    if job["job"] == "count":
        for done in range(3):
            send(id=number, event="progress", done=done, total=3)
        print("{not json", flush=True)
        send(id=number, event="done", sum=job["a"] + 1, pid=os.getpid())
    elif job["job"] == "long":
        send(id=number, event="done", text="x" * 2_000_000)
    elif job["job"] == "error":
        send(id=number, event="error", what="there is no column of money", where="orders.csv", remedy="name one")
    elif job["job"] == "bug":
        send(id=number, event="bug", kind="KeyError", log="/tmp/faults.log")
    elif job["job"] == "die":
        os._exit(3)
    elif job["job"] == "oom":
        os.kill(os.getpid(), 9)
    else:
        time.sleep(600)
"""


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[WorkerClient]:
    made = WorkerClient("run", log=tmp_path / "logs" / "child.log", command=(sys.executable, "-c", STAND_IN))
    yield made
    await made.close()


def alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def nothing(_: dict[str, Any]) -> None:
    pass


async def test_a_job_tells_its_progress_and_answers(client: WorkerClient, tmp_path: Path) -> None:
    heard: list[dict[str, Any]] = []
    answer = await client.request({"job": "count", "a": 41}, heard.append)
    assert answer == {"sum": 42, "pid": client.pid}
    assert [event["done"] for event in heard] == [0, 1, 2]
    assert len((await client.request({"job": "long"}, nothing))["text"]) == 2_000_000
    log = tmp_path / "logs" / "child.log"
    assert "said on stderr" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


async def test_jobs_wait_their_turn(client: WorkerClient) -> None:
    answers = await asyncio.gather(*(client.request({"job": "count", "a": n}, nothing) for n in range(5)))
    assert [answer["sum"] for answer in answers] == [1, 2, 3, 4, 5]


async def test_what_cannot_be_done_is_said_in_one_sentence_and_the_child_goes_on(client: WorkerClient) -> None:
    with pytest.raises(JobFailed, match=r"^orders\.csv: there is no column of money; name one$") as refused:
        await client.request({"job": "error"}, nothing)
    assert refused.value.event["event"] == "error"
    before = client.pid
    with pytest.raises(JobFailed, match="KeyError") as bug:
        await client.request({"job": "bug"}, nothing)
    assert bug.value.event["event"] == "bug"
    assert client.pid == before


async def test_cancel_ends_the_child_at_once_and_the_next_is_there(client: WorkerClient) -> None:
    await client.warm()
    pid = client.pid
    assert pid
    task = asyncio.create_task(client.request({"job": "sleep"}, nothing))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await client.cancel()
    assert time.monotonic() - began < 2
    assert not alive(pid)
    with pytest.raises(WorkerDied):
        await task
    assert (await client.request({"job": "count", "a": 1}, nothing))["pid"] != pid


async def test_cancelling_who_waits_kills_the_child_too(client: WorkerClient) -> None:
    await client.warm()
    pid = client.pid
    task = asyncio.create_task(client.request({"job": "sleep"}, nothing))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pid
    assert not alive(pid)
    assert (await client.request({"job": "count", "a": 1}, nothing))["sum"] == 2


@pytest.mark.parametrize(("job", "told"), [("die", "exit status 3"), ("oom", "memory")])
async def test_a_child_that_dies_is_noticed_said_and_replaced(client: WorkerClient, job: str, told: str) -> None:
    with pytest.raises(WorkerDied, match=told):
        await client.request({"job": job}, nothing)
    assert (await client.request({"job": "count", "a": 1}, nothing))["sum"] == 2


async def test_a_child_killed_between_jobs_is_replaced(client: WorkerClient) -> None:
    await client.warm()
    assert client.pid
    os.kill(client.pid, signal.SIGKILL)
    await asyncio.sleep(0.1)
    assert (await client.request({"job": "count", "a": 1}, nothing))["sum"] == 2


async def test_a_child_that_cannot_start_is_an_error_not_a_hang(tmp_path: Path) -> None:
    client = WorkerClient("view", command=(sys.executable, "-c", "raise SystemExit(7)"))
    with pytest.raises(WorkerDied, match="7"):
        await client.warm()
    await client.close()


async def test_closing_leaves_no_child(client: WorkerClient) -> None:
    await client.warm()
    pid = client.pid
    await client.close()
    assert pid
    assert not alive(pid)
