"""Columns whose cells hold objects are read as the columns that these objects would have been."""

import csv
import gzip
import json
import random
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.errors import AnalysisError
from analysis.recipe import Recipe
from analysis.sources import ReadOptions, holding, preparing, read, read_text
from analysis.sources.object_cells import MOST_COLUMNS, ObjectCells

FLAT = [
    "order_id",
    "totals.revenue",
    "totals.visits",
    "totals.first",
    "totals.where.country",
    "totals.where.zip",
    "day",
]


def planted(rows=400):
    """A table of text with what its columns of objects would have held; some of it is empty."""
    draw = random.Random(5)
    return [
        {
            "order_id": f"{5000 + n:06}",
            "totals.revenue": None if n % 7 == 0 else f"{draw.randrange(100, 99_999) / 100:.2f}",
            "totals.visits": str(draw.randrange(1, 40)),
            "totals.first": draw.choice(["true", "false"]),
            "totals.where.country": draw.choice(["Türkiye", "Côte d'Ivoire", 'the "Isle"', "back\\slash", "a, b"]),
            "totals.where.zip": None if n % 5 == 0 else f"{draw.randrange(99_999):05}",
            "day": f"2024-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
        }
        for n in range(rows)
    ]


def as_object(row, plain):
    """The totals of a row as an object, its numbers as such where ``plain``, without its empty cells."""
    number = (lambda text: text and float(text)) if plain else (lambda text: text)
    where = {"country": row["totals.where.country"], "zip": row["totals.where.zip"]}
    found = {
        "revenue": number(row["totals.revenue"]),
        "visits": int(row["totals.visits"]) if plain else row["totals.visits"],
        "first": row["totals.first"] == "true" if plain else row["totals.first"],
        "where": {key: value for key, value in where.items() if value is not None},
    }
    return {key: value for key, value in found.items() if value is not None or plain}


def written(path, header, rows):
    """A file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def as_large(monkeypatch):
    """Have files read as if they were large, some rows at a time."""
    for module in (preparing, holding):
        monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(holding, "_LEAST_ROWS", 60)
    monkeypatch.setattr(holding, "_BYTES", 60)


@dataclass(frozen=True)
class Writing:
    """How cells hold objects."""

    name: str
    text: object
    plain: bool = True


WRITINGS = [
    Writing("JSON of text, as of Google Analytics", json.dumps, plain=False),
    Writing("JSON", lambda value: json.dumps(value, ensure_ascii=False, indent=1)),
    Writing("Python, as of transcripts", str),
    Writing("Python with an inner object as text", lambda value: str(value | {"where": str(value["where"])})),
]


@pytest.mark.parametrize("size", ["small", "large", "packed"])
@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.name)
def test_objects_in_cells_are_read_as_the_flat_table(writing, size, tmp_path, monkeypatch):
    table = planted()
    flat = read(written(tmp_path / "flat.csv", FLAT, [[row[name] for name in FLAT] for row in table]))
    objects = [writing.text(as_object(row, writing.plain)) for row in table]
    cells = [[row["order_id"], each, row["day"]] for row, each in zip(table, objects, strict=True)]
    if size == "large":
        as_large(monkeypatch)
    path = written(tmp_path / "nested.csv", ["order_id", "totals", "day"], cells)
    if size == "packed":
        path = path.with_suffix(".csv.gz")
        path.write_bytes(gzip.compress(path.with_suffix("").read_bytes()))
    nested = read(path)
    read_again = nested.frame.drop("__line__").collect()
    assert_frame_equal(read_again, flat.frame.drop("__line__").collect())
    assert nested.roles == flat.roles
    assert nested.findings.kind == flat.findings.kind
    assert nested.findings.nested == "columns"
    assert any("totals: its cells hold objects, spread into 5 columns" in said for said in nested.findings.warnings)


def column(tmp_path, cells, **options):
    """What a file with these cells in its column ``info`` is read as."""
    rows = [[n, "2024-05-17", each] for n, each in enumerate(cells)]
    return read(written(tmp_path / "cells.csv", ["number", "day", "info"], rows), **options)


def names_of(table):
    """The columns beside the first two."""
    return [each.name for each in table.findings.columns][2:]


STAY = {
    "lists": [json.dumps(["a", "b"])] * 40,
    "lists of objects": [str([{"id": 16, "name": "Animation"}, {"id": 35, "name": "Comedy"}])] * 40,
    "ids in braces": [f"{{3F2504E0-4F89-11D3-9A0C-0305E82C33{n:02}}}" for n in range(40)],
    "sets": ["{'a', 'b'}"] * 40,
    "templates": [f"{{name}} bought {{thing}} for {n}{{currency}}" for n in range(40)],
    "nothing in them": ["{}"] * 40,
    "objects in two thirds of the cells": ['{"a": 1}', '{"a": 2}', "one"] * 20,
    "objects that list things by their ids": [json.dumps({f"c{n}{k}": k for k in range(9)}) for n in range(40)],
    "no plain values": ["{'a': datetime.date(2024, 1, 1)}"] * 40,
}
"""What looks like objects and is none, or none that a table could be made of."""


@pytest.mark.parametrize("name", STAY)
def test_what_is_no_object_of_a_record_stays_text(name, tmp_path):
    table = column(tmp_path, STAY[name])
    assert names_of(table) == ["info"]
    assert table.frame.collect()["info"].to_list() == STAY[name]
    assert (table.findings.nested, table.findings.warnings) == ("", ())


DEEP = json.dumps({"a": {"b": {"c": {"d": {"e": 1}}}}})
HOSTILE = {
    "deep nesting": (['{"a":' * 2000 + "1" + "}" * 2000, *[DEEP] * 39], {"info.a.b.c.d": ['{"e": 1}'] * 39}, 1),
    "names that are there": (
        ['{"number": 1, "a.b": 2, "a": {"b": 3}}'] * 9,
        {"info.a.b": [2] * 9, "info.a.b (2)": [3] * 9},
        0,
    ),
    "control characters": (['{"a\\u001b[2J\\n": "x\\u0000y", "": 1, " ": 2}'] * 9, {"info.a\x1b[2J": ["x\0y"] * 9}, 0),
    "half characters": (['{"a\\ud800": "\\ud83d", "b": "é"}'] * 9, {"info.a?": ["?"] * 9, "info.b": ["é"] * 9}, 0),
    "a huge cell": (
        [json.dumps({"a": "x" * 3_000_000}), *['{"a": "y"}'] * 9],
        {"info.a": ["x" * 3_000_000, *["y"] * 9]},
        0,
    ),
    "a huge Python cell": ([str({"a": "\"'" * 60_000}), *["{'a': 'y'}"] * 19], {"info.a": [None, *["y"] * 19]}, 1),
    "one in a hundred broken": (
        [json.dumps({"a": n}) if n % 100 else f'{{"a": {n}, "b": ' for n in range(300)],
        {"info.a": [n if n % 100 else None for n in range(300)]},
        3,
    ),
    "two objects in one cell": (['{"a": 1}, {"a": 2}', *['{"a": 3}'] * 19], {"info.a": [None, *[3] * 19]}, 1),
    "several kinds": (
        ['{"a": 1}', '{"a": "x"}', '{"a": {"b": 2}}', '{"a": [1, null, true]}', '{"a": [{"c": 1}]}', '{"a": null}'],
        {"info.a": ["1", "x", None, "1, , true", '[{"c": 1}]', None], "info.a.b": [None, None, 2, None, None, None]},
        0,
    ),
    "numbers of any size": (
        ['{"a": 12345678901234567890123, "b": 1e400, "c": NaN}', '{"a": 1, "b": 2, "c": 3}'],
        {"info.a": ["12345678901234567890123", "1"]},
        0,
    ),
    "words of Python in text": (
        ["{'a': 'None of it, True', 'b': None, 'c': True}"] * 9,
        {"info.a": ["None of it, True"] * 9},
        0,
    ),
    "keys twice": (['{"a": 1, "a": 2}'] * 9, {"info.a": [2] * 9}, 0),
    "missing words and PHP's empty object": (["NA", "[]", "null", '{"a": 1}'], {"info.a": [None, None, None, 1]}, 0),
}
"""Cells, some of the columns they become, and how many of them hold no object."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_objects_lose_nothing_in_silence(name, tmp_path):
    cells, expected, broken = HOSTILE[name]
    table = column(tmp_path, cells)
    read_rows = table.frame.collect()
    found = {each: read_rows[each].to_list() for each in expected}
    if name == "deep nesting":
        found = {each: values[1:] for each, values in found.items()}
    assert found == expected
    said = [each for each in table.findings.warnings if "no object" in each]
    assert [each.split("info: ")[1].split(" ")[0] for each in said] == ([str(broken)] if broken else [])


@pytest.mark.parametrize("size", ["small", "large"])
def test_of_many_keys_the_most_frequent_become_columns_and_the_others_are_counted(size, tmp_path, monkeypatch):
    if size == "large":
        as_large(monkeypatch)
    draw = random.Random(8)
    cells = [{"every": n, **{f"k{draw.randrange(500)}": 1 for _ in range(9)}} for n in range(700)]
    often = [f"often{n}" for n in range(20)]
    for place, cell in enumerate(cells):
        cell[often[place % 20]] = place
    table = column(tmp_path, [json.dumps(each) for each in cells])
    names = names_of(table)
    assert len(names) == MOST_COLUMNS
    assert {f"info.{each}" for each in (*often, "every")} <= set(names)
    different = len({key for cell in cells for key in cell})
    assert any(f"info: {different - MOST_COLUMNS} rarer keys get no column" in said for said in table.findings.warnings)


def test_the_order_of_rows_changes_nothing(tmp_path):
    cells = [json.dumps(dict.fromkeys(random.Random(n).sample("abcdef", 3), n)) for n in range(200)]
    some = column(tmp_path, cells).frame.collect().drop("__line__")
    others = column(tmp_path, cells[::-1]).frame.collect().drop("__line__")
    assert_frame_equal(others.drop("number"), some.drop("number").reverse())


def test_objects_stay_text_where_the_analyst_says_so(tmp_path):
    cells = ['{"a": 1}'] * 9
    kept = column(tmp_path, cells, nested="text")
    assert names_of(kept) == ["info"]
    assert kept.findings.nested == ""
    path = tmp_path / "cells.csv"
    assert read_text(path)["info"].to_list() == cells
    two_of_three = ["x" if n % 3 == 0 else '{"a": 1}' for n in range(60)]
    assert names_of(column(tmp_path, two_of_three)) == ["info"]
    assert names_of(column(tmp_path, two_of_three, nested="columns")) == ["info.a"]
    recipe = Recipe.for_files([path]).changed("sources.0.nested", "text")
    assert Recipe.parse(recipe.to_toml()).sources[0].options == ReadOptions(nested="text")


def test_a_preview_and_the_type_of_a_key_work_as_for_any_column(tmp_path):
    cells = [json.dumps({"zip": f"{n:05}", "n": n}) for n in range(500)]
    table = column(tmp_path, cells, head=20, types={"info.n": "text"})
    assert dict(table.frame.collect_schema()) == {
        "number": pl.Int64(), "day": pl.Date(), "info.zip": pl.String(), "info.n": pl.String(), "__line__": pl.Int64(),
    }  # fmt: skip


def test_sessions_of_web_analytics_have_their_roles_inside_objects(tmp_path):
    draw = random.Random(2)
    rows = []
    for n in range(300):
        paid = {"transactionRevenue": str(draw.randrange(100, 900) * 10_000)} if n % 20 == 0 else {}
        totals = {"visits": "1", "hits": str(draw.randrange(1, 30)), **paid}
        place = {"continent": "Europe", "country": draw.choice(["Italy", "Spain"]), "city": "(not set)"}
        rows.append([f"201708{n % 28 + 1:02}", f"{10**18 + n % 90}", json.dumps(place), json.dumps(totals)])
    table = read(written(tmp_path / "train.csv", ["date", "fullVisitorId", "geoNetwork", "totals"], rows))
    expected = {"customer_id": "fullVisitorId", "order_date": "date", "amount": "totals.transactionRevenue"}
    expected |= {"country": "geoNetwork.country", "visits": "totals.visits"}
    assert expected.items() <= table.roles.items()
    assert table.frame.select("totals.transactionRevenue").collect().to_series().count() == 15


def test_a_preview_has_the_columns_that_the_analyst_named_though_its_rows_have_not(tmp_path):
    cells = [json.dumps({"n": n, **({"paid": n, "zip": "00501"} if n > 50 else {})}) for n in range(90)]
    chosen = {"roles": {"amount": "info.paid"}, "types": {"info.zip": "text"}}
    whole, preview = column(tmp_path, cells, **chosen), column(tmp_path, cells, head=20, **chosen)
    assert sorted(names_of(whole)) == sorted(names_of(preview))
    assert preview.roles["amount"] == "info.paid"
    with pytest.raises(AnalysisError, match=r"info\.cost"):
        column(tmp_path, cells, roles={"amount": "info.cost"})


def test_equal_cells_are_parsed_once(monkeypatch):
    parsed = []
    monkeypatch.setattr("analysis.sources.object_cells.object_of", lambda text: parsed.append(text) or {"a": 1})
    seen = ObjectCells("info", iter(["a"]))
    rows = seen.values(pl.Series(["{1}", "{2}", "{1}"] * 50)).frame(["a"])
    assert rows["a"].to_list() == ["1"] * 150
    assert sorted(parsed) == ["{1}", "{2}"]


def test_a_key_that_holds_things_of_several_shapes_is_text(tmp_path: Path) -> None:
    path = tmp_path / "mixed.json"
    path.write_text('[{"id": "a", "v": true}, {"id": "b", "v": ["x"]}, {"id": "c", "v": {"k": 1}}]')
    assert read(path).frame.collect()["v"].to_list() == ["true", '["x"]', '{"k": 1}']
