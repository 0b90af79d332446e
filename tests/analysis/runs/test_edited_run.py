"""A run with edits: they reach every figure, go elsewhere with the recipe, and an erased person is nowhere."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from analysis.edits import Edit, Edits, Journal, erase
from analysis.errors import AnalysisError
from analysis.intake.loading import Loaded, load_source, sources_told
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.runs.running import Output, run, write_run
from analysis.worker.jobs import JOBS
from analysis.workspace import MemoryStore, Workspace

PERSON = "person-4711-x"
IDS = [f"c-{number:04}" for number in range(120)] + [PERSON]


class Quiet:
    """A channel that nobody listens to."""

    def send(self, event: str, **fields: object) -> None:
        """Take an event."""

    def progress(self, **fields: object) -> None:
        """Take progress."""


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of 121 customers, among them one with a telling id and a telling city."""
    chance = random.Random(5)
    lines = ["customer_id,order_id,order_date,amount,city"]
    for who in IDS:
        for _ in range(chance.choice((1, 2, 9))):
            day = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            city = "Lonelytown" if who == PERSON else chance.choice(("Paris", "Rome"))
            lines.append(f"{who},o{len(lines)},{day},{chance.randint(100, 99999) / 100},{city}")
    path = tmp_path_factory.mktemp("data") / "orders.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def recipe(orders: Path) -> Recipe:
    return Recipe.for_files([orders]).changed("segmentation.k", 3)


def edited(folder: Path) -> Workspace:
    workspace = Workspace(folder)
    journal = Journal(workspace.folder)
    for edit in (
        Edit(action="correct", customer_id="c-0001", values={"monetary": 123456.78}),
        Edit(action="add", customer_id="z-new", values={"monetary": 10.5, "frequency": 1, "last_order": "2024-05-01"}),
        Edit(action="exclude", customer_id="c-0002", text="a test account"),
        Edit(action="tag", customer_id="c-0003", text="call back"),
        Edit(action="note", customer_id="c-0004", text="moved, said so by phone"),
    ):
        journal.append(edit)
    return workspace


def test_edits_reach_the_results_the_ledger_and_a_run_elsewhere(recipe: Recipe, tmp_path: Path) -> None:
    workspace = edited(tmp_path / "work")
    pipeline = Pipeline(recipe, workspace)
    write_run(pipeline, Output(tmp_path / "out"))
    customers = pl.read_csv(tmp_path / "out" / "customers.csv", infer_schema=False)
    by_id = {row["customer_id"]: row for row in customers.to_dicts()}
    assert "c-0002" not in by_id
    assert float(by_id["c-0001"]["monetary"]) == 123456.78
    assert by_id["z-new"]["monetary"] == "10.5"
    assert (by_id["c-0003"]["tags"], by_id["c-0004"]["note"]) == ("call back", "moved, said so by phone")

    document = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    lines = {line["step"]: line for line in document["cleaning"]}
    assert lines["edits_exclude"]["rows_before"] - lines["edits_exclude"]["rows_after"] == 1
    assert {"edits_correct", "edits_add", "edits_tag", "edits_note"} <= set(lines)
    exported = (tmp_path / "out" / "edits.jsonl").read_bytes()
    assert document["edits"] == {"count": 5, "sha256": hashlib.sha256(exported).hexdigest(), "erased": 0}
    plain = Pipeline(recipe, MemoryStore()).result("customers")
    exact = pipeline.result("customers")
    assert exact.revenue == pytest.approx(exact.frame["monetary"].sum())
    assert exact.frame.height == plain.frame.height

    run(Recipe.load(tmp_path / "out" / "recipe.toml"), tmp_path / "elsewhere")
    for name in ("customers.csv", "edits.jsonl"):
        assert (tmp_path / "elsewhere" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_a_tag_moves_nobody_and_a_correction_computes_anew_what_rests_on_it(recipe: Recipe, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    names = ("load", "clean", "table", "customers", "segments", "review")
    before = [Pipeline(recipe, workspace).key(name) for name in names]
    Journal(tmp_path).append(Edit(action="tag", customer_id="c-0001", text="x"))
    tagged = [Pipeline(recipe, workspace).key(name) for name in names]
    assert [old == new for old, new in zip(before, tagged, strict=True)] == [True] * 5 + [False]
    Journal(tmp_path).append(Edit(action="exclude", customer_id="c-0001"))
    corrected = [Pipeline(recipe, workspace).key(name) for name in names]
    assert [old == new for old, new in zip(before, corrected, strict=True)] == [True] * 3 + [False] * 3
    Journal(tmp_path).undo()
    assert [Pipeline(recipe, workspace).key(name) for name in names] == tagged


def test_a_masked_folder_holds_no_edits_and_says_so(recipe: Recipe, tmp_path: Path) -> None:
    masked = recipe.changed("export.mask", True)
    write_run(Pipeline(masked, edited(tmp_path / "work")), Output(tmp_path / "out"))
    assert not (tmp_path / "out" / "edits.jsonl").exists()
    assert "edits" not in (tmp_path / "out" / "recipe.toml").read_text(encoding="utf-8")
    document = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert any("5 edits" in note for note in document["notes"])
    assert b"c-0001" not in (tmp_path / "out" / "customers.csv").read_bytes()


def test_edits_that_are_missing_or_wrong_are_refused_in_a_sentence(recipe: Recipe, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="edits cannot be read"):
        run(recipe.changed("edits", str(tmp_path / "nowhere.jsonl")))
    path = tmp_path / "edits.jsonl"
    path.write_text('{"action": "correct", "customer_id": "c-0001", "values": {"monetery": 1}}\n')
    with pytest.raises(AnalysisError, match="monetery"):
        run(recipe.changed("edits", str(path)))


def test_the_journal_goes_on_from_the_edits_that_a_recipe_names(recipe: Recipe, tmp_path: Path) -> None:
    path = tmp_path / "edits.jsonl"
    path.write_text(Edits((Edit(action="exclude", customer_id="c-0005"),)).lines)
    named = recipe.changed("edits", str(path))
    workspace = tmp_path / "work"
    assert "c-0005" not in Pipeline(named, Workspace(workspace)).result("customers").frame["customer_id"]
    job = {"recipe": named.model_dump(mode="json"), "workspace": str(workspace)}
    edit = {"action": "exclude", "customer_id": "c-0006"}
    JOBS["edit"](job | {"job": "edit", "edit": edit}, Quiet())
    ids = Pipeline(named, Workspace(workspace)).result("customers").frame["customer_id"]
    assert not {"c-0005", "c-0006"} & set(ids)
    for wrong in ({"action": "correct", "customer_id": "c-0001", "values": {"monetary": "much"}},
                  {"action": "exclude", "customer_id": "nobody"}):  # fmt: skip
        with pytest.raises(AnalysisError):
            JOBS["edit"](job | {"job": "edit", "edit": wrong}, Quiet())
    assert len(Journal(workspace).edits()) == 2
    assert "c-0006" in JOBS["edit_undo"](job | {"job": "edit_undo"}, Quiet())["said"]
    assert "c-0006" in JOBS["edit_undo"](job | {"job": "edit_undo", "redo": True}, Quiet())["said"]


def test_an_erased_person_is_in_no_byte_and_no_cell_of_the_workspace(recipe: Recipe, tmp_path: Path) -> None:
    workspace = edited(tmp_path / "work")
    Pipeline(recipe, workspace).run(("tiers", "plane", "review"))
    (workspace.folder / "views").mkdir()
    (workspace.folder / "views" / "a.arrow").write_text(PERSON)
    Journal(workspace.folder).append(Edit(action="note", customer_id=PERSON, text="asks to be erased"))
    assert erase(workspace, PERSON) == ()
    pipeline = Pipeline(recipe, workspace)
    pipeline.run(("tiers", "plane", "review"))
    assert PERSON not in pipeline.result("review").result["customer_id"]
    for path in workspace.folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            held += pl.read_parquet(path).write_csv().encode() if path.suffix == ".parquet" else b""
            assert PERSON.encode() not in held, path
            assert b"Lonelytown" not in held, path
    write_run(pipeline, Output(tmp_path / "out"))
    document = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert document["edits"]["erased"] == 1
    assert any("erased person" in note for note in document["notes"])


def test_another_playbook_under_the_same_name_is_another_review(recipe: Recipe, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    rule = '[[rules]]\nname = "{}"\nwhen = "frequency > 0"\naction = "call"\n'
    path.write_text(f"version = 1\n{rule.format('first')}")
    own = recipe.changed("strategies.playbook", str(path))
    first = Pipeline(own, Workspace(tmp_path / "work"))
    assert set(first.result("review").result["strategy"]) == {"first"}
    path.write_text(f"version = 1\n{rule.format('second')}")
    assert set(Pipeline(own, Workspace(tmp_path / "work")).result("review").result["strategy"]) == {"second"}


def test_a_file_that_vanishes_after_it_was_looked_at_is_one_sentence(orders: Path, tmp_path: Path) -> None:
    path = tmp_path / "going.csv"
    path.write_bytes(orders.read_bytes())
    recipe = Recipe.for_files([path])
    workspace = Workspace(tmp_path / "work")
    source = replace(load_source(recipe, recipe.sources[0], workspace), frame=pl.scan_csv(path))
    path.unlink()
    with pytest.raises(AnalysisError, match=r"going\.csv: there is no such file"), sources_told(recipe):
        workspace.save("load-x", Loaded((source,)))
    assert list(workspace.artifacts.iterdir()) == []
