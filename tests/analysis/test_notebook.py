"""The package as a library: what a notebook shows of it, and what it is asked for by name."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    rows = [f"C{n:03};{n % 3 * 40 + n % 5},5;{(9, 0, 18)[n % 3] + n % 4}" for n in range(90)]
    path.write_text("\n".join(["customer_id;income;visits", *rows]) + "\n", encoding="utf-8")
    return path


def test_every_public_name_is_listed_documented_and_there() -> None:
    assert dir(analysis) == sorted(analysis.__all__)
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'segments'"):
        analysis.segments  # noqa: B018


def test_what_the_reader_finds_can_be_overruled_by_name(people: Path) -> None:
    assert analysis.read(people).roles["customer_id"] == "customer_id"
    whole = analysis.read(people, delimiter="\t")
    assert len(whole.findings.columns) == 1
    assert analysis.read(people, types={"visits": "text"}).findings.columns[2].type == "text"
    with pytest.raises(analysis.RecipeError, match=r"delimeter: is not a known key; did you mean delimiter\?"):
        analysis.read(people, delimeter=";")


def test_values_show_what_they_are_in_a_few_words(people: Path) -> None:
    assert repr(analysis.read(people)).startswith(
        "<Table people.csv: 90 rows, customers; customer_id: text = customer_id"
    )
    recipe = analysis.Recipe.for_files([people])
    assert analysis.Recipe.parse(str(recipe)) == recipe.model_copy(
        update={"sources": analysis.Recipe.parse(str(recipe)).sources}
    )
    run = analysis.run(recipe)
    assert repr(run).startswith("<Run: 90 customers; structure test: segments; 1 ")
    assert len(repr(run)) < 300
