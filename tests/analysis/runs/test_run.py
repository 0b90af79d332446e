"""The whole job: published figures on real data, a planted truth on ours, the same result whatever the order."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import analysis
from analysis.errors import AnalysisError
from analysis.pipeline import STAGES, Pipeline, changed_stages
from analysis.recipe import Recipe
from analysis.runs.running import run
from analysis.workspace import MemoryStore, Workspace

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "sample_data"
RunFile = Callable[[str], Path]


def adjusted_rand(first: pl.Series, second: pl.Series) -> float:
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(first.to_list(), second.to_list()))


@pytest.fixture(scope="module")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[analysis.Run, Path]:
    out = tmp_path_factory.mktemp("run") / "run"
    return run(Recipe.load(SAMPLE / "orders.toml"), out), out


def test_the_default_run_recovers_the_planted_segments(sample_run: tuple[analysis.Run, Path]) -> None:
    truth = pl.read_csv(SAMPLE / "truth.csv", infer_schema=False)
    both = sample_run[0].customers.join(truth, on="customer_id", suffix="_planted")
    assert both.height == sample_run[0].customers.height
    assert adjusted_rand(both["segment"].fill_null(0), both["segment_planted"]) >= 0.8


def test_k_means_on_unscaled_columns_does_not_recover_them() -> None:
    from sklearn.cluster import KMeans

    truth = pl.read_csv(SAMPLE / "truth.csv", infer_schema=False)
    pipeline = Pipeline(Recipe.load(SAMPLE / "orders.toml"), MemoryStore())
    frame = pipeline.result("customers").frame.join(truth, on="customer_id")
    columns = ["recency_days", "frequency", "monetary", "average_order_value", "tenure_days"]
    labels = KMeans(5, n_init=10, random_state=0).fit_predict(frame.select(columns).to_numpy())
    assert adjusted_rand(pl.Series(labels), frame["segment"]) <= 0.6


def test_the_run_folder_is_whole_and_says_what_was_done(sample_run: tuple[analysis.Run, Path]) -> None:
    done, out = sample_run
    names = {"customers.csv", "segments.csv", "run.json", "report.html", "report.md", "recipe.toml", "model"}
    assert names <= {path.name for path in out.iterdir()}
    document = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert document == json.loads(json.dumps(done.summary))
    assert document["schema"] == 1
    assert document["cleaning"][0]["step"] == "drop_missing"
    assert document["customers"]["count"] == done.customers.height
    customers = pl.read_csv(out / "customers.csv", infer_schema=False)
    expected = [
        "customer_id", "segment", "segment_name", "segment_confidence", "value", "value_rank", "value_percentile",
        "value_tier", "loyalty", "loyalty_tier", "strategy", "recency_days", "frequency", "monetary",
        "r", "f", "m", "rfm_segment",
    ]  # fmt: skip
    assert customers.columns[: len(expected)] == expected
    assert customers["customer_id"].is_sorted()
    assert customers["customer_id"].str.starts_with("0").any()
    assert customers["strategy"].null_count() == 0
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "://" not in report.replace("http://www.w3.org/2000/svg", "")


def test_what_a_file_tells_of_customers_is_browsed_with_them_and_written_where_asked() -> None:
    recipe = Recipe.for_files([SAMPLE / "customers.csv"])
    pipeline = Pipeline(recipe, MemoryStore())
    review, told = pipeline.result("review"), pipeline.result("customers").frame.columns
    own = [name for name in told if name not in review.written.columns]
    assert {"age", "income", "satisfaction"} <= set(own)
    assert review.result.columns == [*review.written.columns, *own]
    asked = recipe.model_copy(update={"export": recipe.export.model_copy(update={"columns": (own[-1],)})})
    assert Pipeline(asked, pipeline.store).result("review").written.columns[-1] == own[-1]


def test_the_written_recipe_gives_byte_identical_customers(
    sample_run: tuple[analysis.Run, Path], tmp_path: Path
) -> None:
    run(Recipe.load(sample_run[1] / "recipe.toml"), tmp_path / "again")
    again = (tmp_path / "again" / "customers.csv").read_bytes()
    assert again == (sample_run[1] / "customers.csv").read_bytes()


def test_shuffled_and_workspace_runs_give_the_same_customers(
    sample_run: tuple[analysis.Run, Path], tmp_path: Path
) -> None:
    for name in ("orders.csv", "customers.csv", "products.csv"):
        lines = (SAMPLE / name).read_text(encoding="utf-8").splitlines(keepends=True)
        head, rest = lines[0], lines[1:]
        shuffled = pl.Series(rest).shuffle(seed=3).to_list()
        (tmp_path / name).write_text(head + "".join(shuffled), encoding="utf-8")
    (tmp_path / "orders.toml").write_text((SAMPLE / "orders.toml").read_text(encoding="utf-8"), encoding="utf-8")
    pipeline = Pipeline(Recipe.load(tmp_path / "orders.toml"), Workspace(tmp_path / "work"))
    assert pipeline.result("review").written.equals(sample_run[0].customers)


def test_a_kept_result_is_not_computed_again_and_a_choice_recomputes_what_depends_on_it(tmp_path: Path) -> None:
    recipe = Recipe.load(SAMPLE / "customers.toml").changed("segmentation.k", 3)
    states: list[tuple[str, str]] = []
    first = Pipeline(recipe, Workspace(tmp_path))
    first.run()
    again = Pipeline(recipe, Workspace(tmp_path), lambda event: states.append((event.stage, event.state)))
    again.run()
    assert {state for _, state in states} == {"kept"}
    changed = recipe.changed("loyalty.tiers", ["a", "b", "c"])
    assert changed_stages(recipe, changed) == {"loyalty", "tiers", "review"}
    assert changed_stages(recipe, recipe.changed("segmentation.names", {"1": "x"})) == {"review"}
    assert changed_stages(recipe, recipe.changed("seed", 1)) >= {"features", "segments", "value", "review"}
    assert [name for name in STAGES if again.key(name) == Pipeline(changed, Workspace(tmp_path)).key(name)] == [
        name for name in STAGES if name not in {"loyalty", "tiers", "review"}
    ]


def test_online_retail_gives_the_published_figures(real_data: RunFile, tmp_path: Path) -> None:
    path = real_data("online_retail.csv.gz")
    recipe = Recipe.from_document(
        {
            "sources": [{"name": "orders", "kind": "transactions", "path": str(path)}],
            "clean": [{"step": "drop_missing", "columns": ["CustomerID"]}, {"step": "drop_returns"}],
            "segmentation": {"method": "kmeans", "k": 4},
        }
    )
    done = run(recipe, tmp_path / "run")
    document = done.summary
    assert document["inputs"][0]["rows"] == 541_909
    first, last = document["cleaning"][0], document["cleaning"][-1]
    assert (first["rows_before"], first["rows_after"], last["rows_after"]) == (541_909, 406_829, 397_884)
    assert document["customers"]["count"] == 4338 == done.customers.height
    assert document["customers"]["revenue"] == 8_911_407.90
    assert last["amount_after"] == 8_911_407.90


def test_mall_customers_have_no_invented_tiers_and_the_published_clusters(real_data: RunFile, tmp_path: Path) -> None:
    path = real_data("Mall_Customers.csv")
    recipe = Recipe.from_document(
        {
            "sources": [{"name": "mall", "path": str(path)}],
            "features": {
                "use": ["Annual Income (k$)", "Spending Score (1-100)"], "transform": "none", "scale": "none",
            },
            "segmentation": {"method": "kmeans", "k": 5},
        }
    )  # fmt: skip
    done = run(recipe, tmp_path / "run")
    segmentation = done.summary["segmentation"]
    assert round(segmentation["silhouette"], 4) == 0.5539
    assert [segment["size"] for segment in segmentation["segments"]] == [81, 39, 35, 23, 22]
    assert done.customers["value_tier"].null_count() == 200
    assert done.summary["value"]["tiers"] == []
    assert "purchase" in json.dumps(done.summary["value"])


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"customer_id,amount,date\n", "no rows"),
        (bytes(range(256)) * 40, "binary"),
        (b"name\nann\nbob\n" * 3, "no column of numbers or categories"),
    ],
)
def test_a_file_that_cannot_be_used_gives_one_sentence(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(AnalysisError) as refused:
        run(Recipe.for_files([path]), tmp_path / "out")
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert what in sentence
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"nowhere\.csv"):
        Recipe.for_files([tmp_path / "nowhere.csv"])


def test_new_customers_are_scored_as_the_run_did(sample_run: tuple[analysis.Run, Path]) -> None:
    scored = analysis.score(sample_run[1], SAMPLE / "orders.csv")
    both = scored.join(sample_run[0].customers, on="customer_id", suffix="_run")
    assert both.height == sample_run[0].customers.height
    assert (both["segment"] == both["segment_run"]).mean() > 0.999
    assert both["value_tier"].equals(both["value_tier_run"])
    assert both["rfm_segment"].equals(both["rfm_segment_run"])


def test_every_stage_of_a_run_over_files_is_timed_with_their_opening(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    lines = [f"c{number:03},{number % 3 * 40 + number % 5},{number % 3 * 9 + number % 4}" for number in range(90)]
    path.write_text("\n".join(["customer_id,income,visits", *lines]) + "\n", encoding="utf-8")
    store = MemoryStore()
    timings = run(Recipe.for_files([path], store), store=store).summary["timings"]
    assert set(timings) == set(STAGES) - {"plane", "tiers"}
    assert timings["load"] > 0
    assert next(iter(timings)) == "load"


def test_rows_are_let_go_of_and_segments_are_made_anew_without_them(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    lines = [
        f"{number},c{number % 60:02},2024-{number % 12 + 1:02}-05,P{number % 7},{number % 9 + 1},{number % 13 + 0.5}"
        for number in range(900)
    ]
    head = "order_id,customer_id,order_date,product,quantity,unit_price"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    store = MemoryStore()
    recipe = Recipe.for_files([path], store).changed("segmentation.k", 2)
    run(recipe, store=store)
    assert not any(Pipeline(recipe, store).kept(name) for name in ("load", "table"))

    working: list[str] = []
    other = recipe.changed("loyalty.tiers", ["a", "b", "c"])
    run(other, on_event=lambda event: working.append(event.stage) if event.state == "running" else None, store=store)
    assert set(working) == {"loyalty", "review"}

    loaded = Pipeline(other, store).result("load")
    assert loaded.sources[0].frame.collect().height == 900, "who asks for rows that are gone has them read again"
