"""What a column is, told from its type, its role and its values."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.customers.measures import measure_of
from analysis.sources.table import Column

N = 200
COLUMNS = [
    ("Age", "integer", "age", [20 + n % 50 for n in range(N)], "numeric", "number"),
    ("Row", "integer", None, list(range(N)), "identifier", "text"),
    ("account_no", "integer", None, [n * 37 + 11 for n in range(N)], "identifier", "text"),
    ("Region", "integer", "region", [1 + n % 9 for n in range(N)], "category", "text"),
    ("salary", "integer", "income", [n * 37 + 11 for n in range(N)], "numeric", "money"),
    ("E-mail", "text", "email", [f"p{n}@example.com" for n in range(N)], "identifier", "text"),
    ("code", "text", None, [f"X{n:05d}" for n in range(N)], "identifier", "text"),
    ("town", "text", "city", [f"T{n}" for n in range(N)], "category", "text"),
    ("grade", "text", None, [["A", "B", None][n % 3] for n in range(N)], "category", "text"),
    ("says", "text", "feedback", [f"the parcel number {n} came late" for n in range(N)], "text", "text"),
    (
        "says it",
        "text",
        None,
        [f"第{'一二三四五六七八九十'[n % 10] * (n // 10 + 1)}次购买，质量非常好，满意" for n in range(N)],
        "text",
        "text",
    ),
    ("active", "boolean", None, [n % 2 == 0 for n in range(N)], "category", "text"),
]


@pytest.mark.parametrize(("name", "kind", "role", "values", "expected", "unit"), COLUMNS, ids=[c[0] for c in COLUMNS])
def test_a_column_is_what_an_analyst_would_call_it(name, kind, role, values, expected, unit):
    frame = pl.DataFrame({name: values})
    measure = measure_of(Column(name=name, type=kind, role=role), name, frame, "crm")
    assert (measure.kind, measure.unit) == (expected, unit)
