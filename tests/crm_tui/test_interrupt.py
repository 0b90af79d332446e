"""Ctrl-C ends what is computed at once and leaves nothing behind, even where the main thread would not hear of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crm_tui.interrupt import SAID

DEAF = """
import contextlib, sys, time
from analysis.sources.scratch import scratch_folder
from crm_tui.interrupt import ends_at_once

with ends_at_once() as interrupts:
    print(scratch_folder(), flush=True)
    while len(sys.argv) == 1:
        with contextlib.suppress(KeyboardInterrupt):
            time.sleep(60)
    interrupts.end()
    try:
        print("writing", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        sys.exit(3)
"""


TROUBLED = """
import time
from pathlib import Path
from analysis.sources.scratch import scratch_folder
from crm_tui.interrupt import ends_at_once

with ends_at_once():
    folder = scratch_folder()
    for name in range(20_000):
        (folder / str(name)).touch()
    print("unpacked", flush=True)
    while True:
        (folder / "19999").read_bytes()
"""


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_the_computation_swallows_ends_it_all_the_same(number: signal.Signals) -> None:
    with started("-c", DEAF) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        assert folder.is_dir()
        process.send_signal(number)
        out, said = process.communicate(timeout=30)
    assert (process.returncode, out, said) == (128 + number, "", SAID)
    assert not folder.exists()


def test_what_is_missing_while_the_process_ends_is_no_error() -> None:
    with started("-c", TROUBLED) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=30)
    assert (process.returncode, out, said) == (130, "", SAID)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 3), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_while_files_are_written_a_signal_is_raised(number: signal.Signals, status: int) -> None:
    with started("-c", DEAF, "write") as process:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)][1] == "writing\n"
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == status


@pytest.mark.parametrize("stage", ["clean", "features"])
def test_an_interrupted_run_writes_nothing(stage: str, tmp_path: Path) -> None:
    rows = [f"C{n * 7 % 900:04},{n},2024-{n % 12 + 1:02}-{n % 28 + 1:02},{n % 90 + 1}.50" for n in range(20_000)]
    (tmp_path / "orders.csv").write_text("\n".join(["customer_id,order_id,order_date,amount", *rows]) + "\n")
    with started("-m", "crm_tui.cli", "run", str(tmp_path / "orders.csv"), "--out", str(tmp_path / "out")) as process:
        assert process.stderr
        assert any(line.startswith(f"{stage}:") for line in process.stderr)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith(SAID)
    assert out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]
