"""A fault of ours is told by its place; nothing of the data is in what is said or written."""

from pathlib import Path

import pytest
from polars.exceptions import PanicException

from analysis.faults import trace_without_data
from crm_tui import cli, commands


def test_a_trace_has_the_whole_chain_without_messages() -> None:
    def fail() -> None:
        try:
            raise KeyError("secret one")
        except KeyError as error:
            raise RuntimeError("secret two") from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    trace = trace_without_data(caught.value)
    assert trace.index("KeyError") < trace.index("RuntimeError")
    assert "secret" not in trace


@pytest.mark.parametrize("kind", [ValueError, PanicException], ids=["error", "panic"])
def test_a_fault_of_the_command_line_is_one_sentence_and_a_log_without_data(
    kind: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise kind("cell: Erika Mustermann")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(commands, "app", fail)
    monkeypatch.setattr("sys.argv", ["crm-tui", "methods"])
    with pytest.raises(SystemExit) as left:
        cli.obey()
    said = capsys.readouterr()
    log = tmp_path / "crm-tui" / "faults.log"
    assert left.value.code == 1
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert str(log) in said.err
    assert "test_faults.py" in log.read_text()
    assert "Mustermann" not in said.err + log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
