"""What the review asks: who moved between two runs, and what a playbook would do before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from analysis.errors import AnalysisError
from analysis.matching.crossing import crossing, customers_of
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.strategies import Playbook, Rule, load_playbook
from analysis.worker.playbook_check import check_playbook
from analysis.worker.review_jobs import REVIEW_JOBS
from analysis.workspace import MemoryStore

CUSTOMERS = 60


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """A run over a few customers in two clear groups."""
    path = tmp_path_factory.mktemp("data") / "orders.csv"
    lines = ["order_id,customer_id,order_date,amount"]
    for customer in range(CUSTOMERS):
        often = customer % 3 == 0
        for order in range(9 if often else 2):
            day = (customer * 5 + order * 29) % 28 + 1
            month = 12 - order if often else 2 - order
            amount = (50 if often else 5) + customer % 4
            lines.append(f"{customer}-{order},{customer:04d},2024-{month:02d}-{day:02d},{amount}.25")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    recipe = Recipe.for_files([path]).changed("segmentation.k", 2).changed("segmentation.accept_unstable", True)
    found = Pipeline(recipe, MemoryStore())
    found.run()
    return found


def earlier_run(pipeline: Pipeline, folder: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Path:
    folder.mkdir()
    known = pipeline.result("review").result.select("customer_id", "segment", "segment_name")
    change(known).write_csv(folder / "customers.csv")
    return folder


def test_segments_are_matched_whatever_their_numbers_and_those_who_moved_are_counted(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    result = pipeline.result("review").result
    mover = result.filter(pl.col("segment") == 1)["customer_id"][0]

    def swapped(known: pl.DataFrame) -> pl.DataFrame:
        turned = known.with_columns(segment=3 - pl.col("segment"), segment_name=pl.lit("old ") + pl.col("segment_name"))
        moved = turned.with_columns(
            pl.when(pl.col("customer_id") == mover).then(1).otherwise(pl.col("segment")).alias("segment")
        )
        gone = moved.tail(3).with_columns(customer_id=pl.lit("gone ") + pl.col("customer_id"))
        return pl.concat([moved.slice(0, CUSTOMERS - 2), gone])

    told = crossing(pipeline, earlier_run(pipeline, tmp_path / "before", swapped))
    assert told["matched"] == [[1, 2], [2, 1]]
    assert (told["customers"], told["gone"], told["new"]) == (CUSTOMERS - 2, 3, 2)
    moved = [cell for cell in told["cells"] if not cell["same"]]
    assert [(cell["was"], cell["now"], cell["customers"]) for cell in moved] == [(1, 1, 1)]
    spent = result.filter(pl.col("customer_id") == mover)["monetary"].item()
    assert moved[0]["revenue"] == pytest.approx(spent, abs=0.005)
    assert sum(cell["customers"] for cell in told["cells"]) == told["customers"]


def test_a_run_compared_with_itself_moves_nobody(pipeline: Pipeline, tmp_path: Path) -> None:
    folder = earlier_run(pipeline, tmp_path / "same", lambda known: known.reverse())
    told = REVIEW_JOBS["crossing"](pipeline, {"folder": str(folder), "workspace": str(tmp_path)})
    assert all(cell["same"] for cell in told["cells"])
    assert told["gone"] == told["new"] == 0


def test_who_moved_can_be_looked_at(pipeline: Pipeline, tmp_path: Path) -> None:
    def some_moved(known: pl.DataFrame) -> pl.DataFrame:
        first = pl.int_range(pl.len()) < 5
        return known.with_columns(segment=pl.when(first).then(None).otherwise(pl.col("segment"))).head(40)

    folder = earlier_run(pipeline, tmp_path / "before", some_moved)
    told = REVIEW_JOBS["crossing"](pipeline, {"folder": str(folder), "workspace": str(tmp_path)})
    frame = pl.read_ipc(told["frame"])
    assert frame.height == told["customers"] == 40
    for cell in told["cells"]:
        same = (pl.col("was") == cell["was"]) & (pl.col("segment").fill_null(0) == cell["now"])
        assert frame.filter(same).height == cell["customers"]
    assert frame.filter(pl.col("was") == 0)["customer_id"].to_list() == [f"{number:04d}" for number in range(5)]


def test_what_is_no_run_is_refused_in_a_sentence(pipeline: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"holds no customers\.csv"):
        crossing(pipeline, tmp_path)
    (tmp_path / "customers.csv").write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(AnalysisError, match=r"no column customer_id|cannot be read"):
        crossing(pipeline, tmp_path)
    other = earlier_run(pipeline, tmp_path / "other", lambda known: known.with_columns(customer_id=pl.lit("x")))
    with pytest.raises(AnalysisError, match="no customer in common"):
        crossing(pipeline, other)


def test_ids_that_were_kept_from_being_formulas_are_read_back(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text(
        "customer_id,segment,segment_name\n'=1+1,1,a\n007,,\n'quoted',2,b\n", encoding="utf-8"
    )
    found = customers_of(tmp_path)
    assert found["customer_id"].to_list() == ["=1+1", "007", "'quoted'"]
    assert found["was"].to_list() == [1, 0, 2]


def test_a_rule_is_told_how_many_customers_it_gets(pipeline: Pipeline) -> None:
    default = load_playbook()
    first = Rule(name="Everyone", when="frequency >= 1", action="greet", priority=1)
    told = check_playbook(pipeline, Playbook(rules=(*default.rules, first)))
    everyone = next(rule for rule in told["rules"] if rule["name"] == "Everyone")
    assert everyone["holds"] == everyone["takes"] == CUSTOMERS
    assert everyone["revenue"] == pytest.approx(pipeline.result("customers").revenue)
    assert all(rule["takes"] == 0 for rule in told["rules"] if rule["name"] != "Everyone")


def test_a_rule_that_cannot_be_understood_is_named(pipeline: Pipeline) -> None:
    wrong = Rule(name="Odd", when="nowhere = 1", action="greet")
    with pytest.raises(AnalysisError, match="Odd"):
        REVIEW_JOBS["playbook"](pipeline, {"playbook": Playbook(rules=(wrong,)).model_dump(mode="json")})
