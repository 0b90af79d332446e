"""The journal survives, its changes land where they should, and an erased person stays erased."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.customers import Customers, Measure
from analysis.edits import Edit, Erased, Journal, apply_edits, erase, read_edits, without_erased
from analysis.errors import AnalysisError
from analysis.rows import Rows
from analysis.sources.table import Column
from analysis.workspace import Workspace

FRAME = pl.DataFrame(
    {
        "customer_id": ["1", "2", "3"],
        "monetary": [10.25, 20.50, 0.1],
        "frequency": [1, 2, 3],
        "city": ["a", "b", None],
        "joined": [date(2024, 1, 1)] * 3,
        "vip": [True, False, None],
    }
)


def customers() -> Customers:
    measures = tuple(Measure(name=n, title=n, unit="number", kind="numeric") for n in FRAME.columns[1:])
    return Customers(FRAME, measures, date(2024, 2, 1), 30.85, "orders")


def test_changes_land_on_the_table_and_in_the_ledger_and_the_money_follows():
    edits = [
        Edit(action="correct", customer_id="2", values={"monetary": 100, "city": None}, before={"monetary": 20.5}),
        Edit(action="correct", customer_id="2", values={"monetary": 99.99}),
        Edit(action="correct", customer_id="1", values={"joined": "2023-12-31", "vip": False, "frequency": 4.0}),
        Edit(action="add", customer_id="15", values={"monetary": 5.5, "frequency": 1}),
        Edit(action="exclude", customer_id="3", text="a test account"),
        Edit(action="tag", customer_id="1", text="call back"),
        Edit(action="tag", customer_id="1", text="vip"),
        Edit(action="untag", customer_id="1", text="vip"),
        Edit(action="note", customer_id="2", text="moved"),
        Edit(action="exclude", customer_id="nobody"),
    ]
    changed, lines = apply_edits(customers(), edits)
    assert changed.frame["customer_id"].to_list() == ["1", "15", "2"]
    assert changed.frame["monetary"].to_list() == [10.25, 5.5, 99.99]
    assert changed.frame.row(0)[2:6] == (4, "a", date(2023, 12, 31), False)
    assert changed.frame["city"].to_list() == ["a", None, None]
    assert changed.frame["tags"].to_list() == ["call back", None, None]
    assert changed.frame["note"].to_list() == [None, None, "moved"]
    assert changed.revenue == 115.74
    assert changed.frame.schema["monetary"] == pl.Float64
    by_step = {line.step: line for line in lines}
    assert (by_step["edits_exclude"].rows_before, by_step["edits_exclude"].rows_after) == (4, 3)
    assert by_step["edits_exclude"].amount_before - by_step["edits_exclude"].amount_after == pytest.approx(0.1)
    assert "1 of them are not in the data" in by_step["edits_exclude"].reason
    assert by_step["edits_correct"].changes == {"city": 1, "frequency": 1, "joined": 1, "monetary": 1, "vip": 1}
    assert [measure.name for measure in changed.measures] == changed.frame.columns[1:]


@pytest.mark.parametrize(
    "values",
    [
        {"frequency": 1.5},
        {"monetary": "much"},
        {"joined": "31.12.2023"},
        {"vip": 1},
        {"monetory": 1},
        {"customer_id": "4"},
    ],
)
def test_a_value_that_does_not_fit_is_refused(values):
    with pytest.raises(AnalysisError, match=next(iter(values))):
        apply_edits(customers(), [Edit(action="correct", customer_id="2", values=values)])


def test_adding_a_customer_who_is_there_is_refused():
    with pytest.raises(AnalysisError, match="in the data already"):
        apply_edits(customers(), [Edit(action="add", customer_id="2", values={"monetary": 1.0})])


def test_undo_and_redo_until_something_new_is_written(tmp_path):
    journal = Journal(tmp_path)
    assert journal.edits() == () and journal.undo() is None
    first, second = (journal.append(Edit(action="exclude", customer_id=str(n))) for n in (1, 2))
    assert journal.undo() == second
    assert journal.edits() == (first,)
    assert journal.redo() == second
    assert journal.undo() == second and journal.undo() == first
    third = journal.append(Edit(action="exclude", customer_id="3"))
    assert journal.redo() is None
    assert journal.edits() == (third,)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


TEXT = st.text(min_size=1, max_size=20).filter(lambda text: text.strip())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(TEXT, st.dictionaries(TEXT, st.none() | TEXT | st.integers(-9, 9) | st.booleans(), min_size=1)))
)
def test_export_and_import_give_the_same_changes(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("edits")
    edits = tuple(Edit(action="correct", customer_id=who, values=values, at="now") for who, values in made)
    Journal(folder).replace(edits)
    assert Journal(folder).export(folder / "edits.jsonl") == len(edits)
    assert read_edits(folder / "edits.jsonl") == edits


def test_a_line_that_is_no_edit_is_refused_with_its_number(tmp_path):
    path = tmp_path / "edits.jsonl"
    good = json.dumps({"action": "exclude", "customer_id": "1"})
    for bad in ('{"action": "explode", "customer_id": "1"}', "{", '{"action": "correct", "customer_id": "1"}'):
        path.write_text(f"{good}\n\n{bad}\n")
        with pytest.raises(AnalysisError, match="line 3"):
            read_edits(path)


WRITER = """
import sys
from pathlib import Path
from analysis.edits import Edit, Journal
journal = Journal(Path(sys.argv[1]))
for number in range(100000):
    journal.append(Edit(action="note", customer_id=str(number), text="x" * 500))
    print(number, flush=True)
"""


def test_a_kill_in_mid_edit_loses_nothing_that_was_acknowledged(tmp_path):
    root = str(Path(__file__).resolve().parents[3])
    written = 0
    for round_number in range(3):
        environment = {**os.environ, "PYTHONPATH": root}
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=root) as process:
            told = [process.stdout.readline() for _ in range(7 + round_number)]
            time.sleep(0.003 * round_number)
            process.send_signal(signal.SIGKILL)
            told += process.stdout.read().splitlines()
        acknowledged = len([line for line in told if line.strip()])
        held = len(Journal(tmp_path).edits()) - written
        assert held in (acknowledged, acknowledged + 1)
        written += held


def rows(ids) -> Rows:
    series = pl.Series("who", ids)
    kind = "text" if series.dtype == pl.String else "integer"
    columns = (Column(name="who", type=kind, role="customer_id"),)
    return Rows("orders", "transactions", nw.from_native(pl.LazyFrame(series)), columns)


def test_an_erased_person_is_nowhere_in_the_workspace_and_does_not_come_back(tmp_path):
    workspace = Workspace(tmp_path / "work")
    person = "customer-4711-x"
    journal = Journal(workspace.folder)
    for number in range(50):
        journal.append(Edit(action="note", customer_id=person if number % 2 else f"other {number}", text="y" * 300))
    journal.undo()
    held = workspace.artifacts / "abc"
    held.mkdir()
    (held / "frame.arrow").write_bytes(b"..." + person.encode())
    before = Erased.of(workspace.folder).digest
    assert erase(workspace, person) == ()
    for path in workspace.folder.rglob("*"):
        assert path.is_dir() or person.encode() not in path.read_bytes()
    assert len(journal.edits()) == 25
    erased = Erased.of(workspace.folder)
    assert erased.digest != before
    kept = without_erased(rows([person, "b", None, person]), erased).frame.collect("polars").to_native()
    assert kept["who"].to_list() == ["b", None]


def test_erasing_is_by_whole_ids_and_adds_up(tmp_path):
    workspace = Workspace(tmp_path)
    erase(workspace, "12")
    erase(workspace, "77")
    kept = without_erased(rows([1, 12, 112, 77, 5]), Erased.of(tmp_path)).frame.collect("polars").to_native()
    assert kept["who"].to_list() == [1, 112, 5]


def test_a_document_that_still_names_the_person_is_told(tmp_path):
    workspace = Workspace(tmp_path)
    (tmp_path / "recipe.toml").write_text("condition = \"customer_id != 'customer-4711-x'\"")
    assert erase(workspace, "customer-4711-x") == ("recipe.toml",)
