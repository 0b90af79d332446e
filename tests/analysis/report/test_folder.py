"""The run folder: whole or absent, the same bytes for the same run, nothing of anybody else's lost."""

import contextlib
import datetime as dt
import itertools
import json
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from analysis import value
from analysis.errors import AnalysisError, RecipeError
from analysis.report import RunResult, run_document, write_run_folder
from analysis.report.customer_table import FORMATS
from analysis.report.html import html_report
from analysis.report.lifetime import lifetime_of
from analysis.report.markdown_report import markdown_report

Tree = Callable[[Path], dict[str, bytes]]
FILES = {
    "customers.csv",
    "call_list.csv",
    "segments.csv",
    "run.json",
    "report.html",
    "report.md",
    "recipe.toml",
    "model/model.json",
}


def test_the_folder_holds_every_file_and_the_same_bytes_twice(finished: RunResult, tmp_path: Path, tree: Tree) -> None:
    write_run_folder(finished, tmp_path / "a" / "run")
    write_run_folder(finished, tmp_path / "b")
    assert set(tree(tmp_path / "a" / "run")) == FILES
    assert tree(tmp_path / "a" / "run") == tree(tmp_path / "b")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("file_format", ["csv", "parquet", "xlsx"])
def test_every_format_gives_the_same_bytes_twice(
    finished: RunResult, tmp_path: Path, tree: Tree, file_format: str
) -> None:
    for name in ("a", "b"):
        write_run_folder(finished, tmp_path / name, file_format)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert f"customers.{file_format}" in tree(tmp_path / "a")


def test_an_existing_folder_is_refused_and_force_keeps_what_is_not_ours(
    finished: RunResult, tmp_path: Path, tree: Tree
) -> None:
    out = tmp_path / "run"
    (out / "photos").mkdir(parents=True)
    (out / "photos" / "cat.jpg").write_bytes(b"cat")
    (out / "customers.xlsx").write_bytes(b"old")
    before = tree(out)
    with pytest.raises(AnalysisError, match="not empty"):
        write_run_folder(finished, out)
    assert tree(out) == before
    write_run_folder(finished, out, force=True)
    assert set(tree(out)) == FILES | {"photos/cat.jpg"}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_places_that_cannot_be_taken_are_refused(
    finished: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AnalysisError, match="is a file"):
        write_run_folder(finished, tmp_path / "file", force=True)
    with pytest.raises(RecipeError, match="use csv, parquet, xlsx"):
        write_run_folder(finished, tmp_path / "run", "docx")
    with pytest.raises(AnalysisError, match="name too long"):
        write_run_folder(finished, tmp_path / ("x" * 300))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(AnalysisError, match="folder you are in"):
        write_run_folder(finished, Path())
    (tmp_path / "empty").mkdir()
    write_run_folder(finished, tmp_path / "empty")


def test_a_failure_on_the_way_leaves_what_was_there(finished: RunResult, tmp_path: Path, tree: Tree) -> None:
    out = tmp_path / "run"
    write_run_folder(finished, out)
    before = tree(out)

    def interrupted(folder: Path) -> None:
        raise KeyboardInterrupt

    def full(folder: Path) -> None:
        raise OSError(28, os.strerror(28))

    with pytest.raises(KeyboardInterrupt):
        write_run_folder(replace(finished, write_model=interrupted), out, force=True)
    with pytest.raises(AnalysisError, match="No space left"):
        write_run_folder(replace(finished, write_model=full), tmp_path / "new")
    assert tree(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_an_interrupted_run_leaves_nothing_nor_does_a_killed_one(
    finished: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, stopped = threading.Event(), threading.Event()

    def restless(_run: RunResult, _table: object, path: Path) -> None:
        with contextlib.suppress(FileNotFoundError):
            for number in itertools.count():
                path.with_name(f"{number}").write_text("x")
                at_work.set()
        stopped.set()

    def interrupted(folder: Path) -> None:
        at_work.wait(10)
        raise KeyboardInterrupt

    (tmp_path / ".run.99999999.tmp").mkdir()  # of a run that was killed: no process has this number
    monkeypatch.setitem(FORMATS, "csv", restless)
    with pytest.raises(KeyboardInterrupt):
        write_run_folder(replace(finished, write_model=interrupted), tmp_path / "run")
    assert stopped.wait(10)
    assert list(tmp_path.iterdir()) == []


KEYS = {
    "": "segmentation value loyalty rfm strategies timings",
    "inputs.0": "path sha256 bytes rows encoding delimiter header_line warnings",
    "segmentation": "method k k_chosen_by sweep silhouette calinski_harabasz davies_bouldin",
    "segmentation.structure": "verdict p_value rows",
    "segmentation.sweep.0": "k inertia silhouette calinski_harabasz davies_bouldin stability",
    "segmentation.segments.0": "id name size share revenue revenue_share stability stable means stds",
    "value.tiers.0": "name size low high revenue",
    "rfm.segments.0": "name size orders revenue",
    "strategies.0": "segment value_tier loyalty_tier name action targets",
    "strategies.0.targets.0": "metric current target worth",
}
"""Place in ``run.json`` → keys that others script against."""


def found_at(document: Any, place: str) -> Any:
    """Return what stands at a place, its parts parted by dots."""
    for part in place.split(".") if place else ():
        document = document[int(part) if part.isdigit() else part]
    return document


@pytest.mark.parametrize("place", list(KEYS))
def test_run_json_has_the_keys_that_others_script_against(place: str, finished: RunResult) -> None:
    assert set(found_at(run_document(finished), place)) >= set(KEYS[place].split())


def test_run_json_tells_what_was_done_in_figures(finished: RunResult, tmp_path: Path) -> None:
    write_run_folder(finished, tmp_path / "run")
    document = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert document == run_document(finished)
    assert list(document)[:11] == [
        "schema", "software", "seed", "as_of", "engine", "command", "inputs", "edits", "cleaning", "customers",
        "features",
    ]  # fmt: skip
    assert document["schema"] == 1
    (cleaning,) = document["cleaning"]
    assert cleaning["amount_after"] == 8911407.9
    assert [(rule["rows"], rule["amount"]) for rule in cleaning["rules"]] == [(1, 0.1)]
    assert cleaning["examples"][0]["before"]["customer_id"] == "00007"
    segments = document["segmentation"]["segments"]
    assert set(segments[0]["means"]) == {"recency_days", "frequency", "monetary", "tenure_days", "value", "loyalty"}
    assert list(document["rfm"]["cuts"]) == ["r", "f", "m"]
    assert document["customers"]["revenue"] == finished.customers.revenue
    assert sum(one["revenue"] for one in segments) == pytest.approx(document["customers"]["revenue"])


def test_figures_are_written_to_nine_digits_and_money_exactly(finished: RunResult, tmp_path: Path) -> None:
    write_run_folder(finished, tmp_path / "run")
    written = pl.read_csv(tmp_path / "run" / "customers.csv", schema_overrides={"customer_id": pl.String})
    assert written["customer_id"].to_list() == [f"{n:05d}" for n in range(300)]
    assert written["segment_confidence"].unique().to_list() == [0.333333333]
    assert written["monetary"].to_list() == finished.customers.frame["monetary"].to_list()
    assert written.columns[:6] == finished.result.columns[:6]


def test_masked_exports_hold_no_id_and_no_contact(masked: RunResult, tmp_path: Path) -> None:
    write_run_folder(masked, tmp_path / "run")
    for name in ("customers.csv", "call_list.csv"):
        text = (tmp_path / "run" / name).read_text(encoding="utf-8")
        assert "00007" not in text
        assert "@" not in text
    for name in ("run.json", "report.html", "report.md"):
        assert "00007" not in (tmp_path / "run" / name).read_text(encoding="utf-8"), "no row that a step touched"
    ids = pl.read_csv(tmp_path / "run" / "customers.csv")["customer_id"]
    assert ids.is_sorted()
    assert ids.n_unique() == 300


def test_lifetime_value_is_reported_beside_what_happened_and_beside_the_own_past(finished: RunResult) -> None:
    random, bought = Random(1), []
    for n in range(300):
        day, pace, worth = random.randrange(60), random.gammavariate(0.8, 40) + 2, random.gammavariate(6, 5)
        while day < 360:
            bought.append(
                (f"{n:05d}", dt.date(2023, 1, 1) + dt.timedelta(days=int(day)), worth * random.uniform(0.5, 2))
            )
            day += 400 if random.random() < 0.15 else 1 + random.expovariate(1 / pace)
    days = pl.DataFrame(bought, schema=["customer_id", "day", "amount"], orient="row")
    shop = replace(finished.customers, order_days=days, as_of=dt.date(2024, 1, 1))
    scores = value.score(shop, value.Clv(bootstrap=3), 0)
    run = replace(finished, value=scores.summary, result=finished.result.hstack(scores.columns.select("p_alive")))
    report, page = markdown_report(run), html_report(run)
    held = scores.summary.details["holdout"]
    for text in (report, page):
        assert "Lifetime value" in text
        assert f"{held['actual_purchases']:,.0f}" in text
        assert "90 % intervals" in text
        assert "MBG/NBD" in text
    assert "forecast from here" in page
    assert lifetime_of(finished) is None
    assert "## Lifetime value" not in markdown_report(finished)


def test_rfm_names_and_classes_are_told_with_customers_orders_and_revenue(finished: RunResult) -> None:
    rfm = run_document(finished)["rfm"]
    for kind in ("segments", "classes"):
        assert sum(one["size"] for one in rfm[kind]) == 300
        assert sum(one["revenue"] for one in rfm[kind]) == pytest.approx(finished.customers.revenue)
        assert all(one["name"] in markdown_report(finished) for one in rfm[kind])
    assert rfm["lapsed_days"] and rfm["lint"]["problems"] == []
