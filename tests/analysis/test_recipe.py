"""Recipes: strict when read, the same when written and read back, helpful when refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.catalogue import catalogue
from analysis.cleaning import STEPS
from analysis.errors import RecipeError
from analysis.loyalty import METHODS as LOYALTY
from analysis.recipe import Recipe, parse_value
from analysis.segmentation import SEGMENTERS
from analysis.value import METHODS as VALUE

FULL = """
version = 1
seed = 7
as_of = 2011-12-10
currency = "GBP"
[[sources]]
name = "orders"
kind = "transactions"
path = "orders.csv"
delimiter = ";"
[sources.columns]
customer_id = "Kunde Nr."
[sources.types]
"PLZ" = "text"
[[clean]]
step = "drop_missing"
columns = ["Kunde Nr."]
[[clean]]
step = "keep_where"
condition = "quantity > 0 and country = 'UK'"
enabled = false
[features]
use = ["recency", "frequency"]
transform = "log1p"
[segmentation]
k = 5
[segmentation.names]
1 = "Die Besten [b]"
[value]
method = "total"
tiers = ["bronze", "silver", "gold", "platinum"]
[loyalty]
tiers = ["no", "maybe", "yes"]
[export]
columns = ["city"]
mask = true
"""


def test_a_recipe_written_and_read_back_is_the_same(tmp_path: Path) -> None:
    recipe = Recipe.parse(FULL, base=str(tmp_path))
    assert recipe.segmentation.names == {"1": "Die Besten [b]"}
    recipe.dump(tmp_path / "again.toml")
    again = Recipe.load(tmp_path / "again.toml")
    assert again.document() == recipe.document()
    assert Recipe.parse(again.to_toml(), base=again.base) == again


def test_paths_start_at_the_recipe_and_are_absolute_when_written(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "sub" / "recipe.toml"
    path.write_text(FULL)
    recipe = Recipe.load(path)
    assert recipe.path_of(recipe.sources[0].path) == tmp_path / "sub" / "orders.csv"
    assert f'path = "{tmp_path / "sub" / "orders.csv"}"' in recipe.to_toml()


@pytest.mark.parametrize(
    ("change", "key", "remedy"),
    [
        ("sede = 3", "sede", "seed"),
        ("[features]\ntransfrom = 'none'", "features.transfrom", "transform"),
        ("[segmentation]\nmethod = 'kmeans'\nkmin = 3", "segmentation.kmin", "k_min"),
        ("[segmentation]\nmethod = 'k-means'", "segmentation", "kmeans"),
        ("[[clean]]\nstep = 'drop_mising'", "clean.0", "drop_missing"),
        ("[[clean]]\nstep = 'drop_missing'\ncolums = ['a']", "clean.0.colums", "columns"),
        ("[value]\nmethod = 'formula'\ntier = ['a']", "value.tier", "tiers"),
        (
            "[[sources]]\nname = 'a'\npath = 'a.csv'\n[sources.columns]\ncustomer = 'x'",
            "sources.0.columns",
            "customer_id",
        ),
        ("seed = -1", "seed", "greater than or equal to 0"),
        ("seed = '3'", "seed", "whole number"),
        ("version = 2", "version", "1"),
        ("[[clean]]\nstep = 'drop_returns'\nsource = 'x'", "clean.0.source", "x"),
    ],
)
def test_a_refused_key_is_named_with_what_is_known(change: str, key: str, remedy: str) -> None:
    with pytest.raises(RecipeError) as refused:
        Recipe.parse(change, where="my.toml")
    sentence = str(refused.value)
    assert "my.toml" in sentence
    assert key in sentence
    assert remedy in sentence
    assert refused.value.status == 2


def test_broken_toml_and_missing_files_are_said() -> None:
    with pytest.raises(RecipeError, match="line 2"):
        Recipe.parse("version = 1\nseed ==", where="my.toml")
    with pytest.raises(RecipeError, match="cannot be read"):
        Recipe.load("/nowhere/recipe.toml")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_crashes_the_reader(text: str) -> None:
    try:
        Recipe.parse(text)
    except RecipeError as refused:
        assert str(refused)


NAMES = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(
    seed=st.integers(0, 2**32 - 1),
    names=st.dictionaries(st.integers(1, 30).map(str), NAMES, max_size=4),
    columns=st.lists(NAMES, max_size=4, unique=True),
    k=st.one_of(st.just("auto"), st.integers(2, 20)),
)
@settings(max_examples=60, deadline=None)
def test_any_choice_survives_the_file(seed: int, names: dict[str, str], columns: list[str], k: int | str) -> None:
    recipe = Recipe.from_document(
        {"seed": seed, "segmentation": {"names": names, "k": k}, "export": {"columns": columns}}
    )
    assert Recipe.parse(recipe.to_toml()) == recipe


def test_set_changes_one_choice_and_keeps_the_rest() -> None:
    recipe = Recipe.parse(FULL)
    changed = recipe.changed("segmentation.k", 3).changed("clean.1.enabled", True)
    assert changed.segmentation.model_dump()["k"] == 3
    assert changed.clean[1].enabled
    assert changed.value == recipe.value
    assert recipe.changed("segmentation.method", "dbscan").segmentation.method == "dbscan"
    with pytest.raises(RecipeError, match="--set"):
        recipe.changed("segmentation.q", 1)
    with pytest.raises(RecipeError, match="entries"):
        recipe.changed("clean.9.enabled", True)


def test_a_refused_number_is_told_by_its_key_alone() -> None:
    with pytest.raises(RecipeError, match=r"clean\.0\.minimum: nan is refused; it should be a finite number"):
        Recipe.from_document(
            {
                "sources": [{"name": "a", "path": "a.csv"}],
                "clean": [{"step": "range_rule", "columns": ["x"], "minimum": float("nan")}],
            }
        )
    with pytest.raises(RecipeError, match=r"clean\.0: its step is missing; add it"):
        Recipe.from_document({"sources": [{"name": "a", "path": "a.csv"}], "clean": [{"columns": ["x"]}]})
    with pytest.raises(RecipeError, match=r"segmentation\.k: 0 is refused; it should be greater"):
        Recipe().changed("segmentation.k", 0)


def test_a_method_is_chosen_together_with_what_it_cannot_do_without() -> None:
    recipe = Recipe()
    with pytest.raises(RecipeError, match="label"):
        recipe.changed("segmentation.method", "svm")
    chosen = recipe.with_choices({"segmentation.label": "plan", "segmentation.method": "svm"}).segmentation
    assert (chosen.method, chosen.label) == ("svm", "plan")
    assert recipe.with_choices({"segmentation.k": 3, "segmentation.method": "spectral"}).segmentation.k == 3


def test_values_on_the_command_line_are_toml_or_text() -> None:
    assert parse_value("3") == 3
    assert parse_value("[1, 2]") == [1, 2]
    assert parse_value("auto") == "auto"
    assert parse_value("true") is True


def test_the_catalogue_lists_every_table_with_words_for_every_setting() -> None:
    listed = catalogue()
    tables = {"clean": STEPS, "segmentation": SEGMENTERS, "value": VALUE, "loyalty": LOYALTY}
    for section, table in tables.items():
        assert [entry["name"] for entry in listed[section]] == list(table)
    for entries in listed.values():
        for entry in entries:
            assert entry["description"], entry["name"]
            for setting in entry["settings"]:
                assert setting["title"], (entry["name"], setting["name"])
                assert setting["description"], (entry["name"], setting["name"])


def test_the_catalogue_tells_the_choices_of_a_method_and_what_features_can_be_named() -> None:
    listed = {(section, one["name"]): one for section, entries in catalogue().items() for one in entries}

    def bounds(section: str, name: str, setting: str) -> str:
        return next(one["bounds"] for one in listed[section, name]["settings"] if one["name"] == setting)

    assert bounds("clean", "outliers", "method") == "iqr | z | mad | quantile"
    assert bounds("segmentation", "kmeans", "k") == "auto | ≥ 2, ≤ 100"
    assert "tenure" in listed["features", "tenure_days"]["description"]
    assert {one["name"] for one in listed["recipe", "recipe"]["settings"]} == {
        *("version", "seed", "as_of", "currency", "edits")
    }
    assert all(one["name"] != "method" for one in listed["segmentation", "kmeans"]["settings"])


HOSTILE = {
    "base = '/x'": "base: is not a known key",
    "x = " + "[" * 5000 + "]" * 5000: "nests too deep",
    "[[sources]]\nname = 'o'\npath = \"a\\u0000b\"": "cannot hold a null character",
    "[[sources]]\nname = 'o'\npath = 'a'\n[[sources]]\nname = 'p'\npath = './a'": "o and p read the same file",
    "[[clean]]\nstep = 'drop_missing'\ncolumns = []": "columns: is empty; give at least 1",
    "[[clean]]\nstep = 'outliers'\ncolumns = ['a']\nfactor = 1e308": "less than or equal to 1000000",
    "sources = 5": "it should be a list",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_recipes_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RecipeError) as refused:
        Recipe.parse(text)
    assert HOSTILE[text] in str(refused.value)


def test_a_recipe_may_begin_with_a_mark_of_utf_8_and_name_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "recipe.toml").write_text("seed = 3\n", encoding="utf-8-sig")
    recipe = Recipe.load(tmp_path / "recipe.toml")
    assert recipe.seed == 3
    assert recipe.path_of("~/orders.csv") == tmp_path / "orders.csv"
    assert recipe.path_of("~orders.csv") == tmp_path / "~orders.csv"
