"""What one step does, against what is done by hand on a few rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.worker.step_effects import effects
from analysis.workspace import MemoryStore

LINES = """order_id,customer_id,order_date,quantity,unit_price
1,A,2024-01-01,2,3.00
2,,2024-01-02,1,4.00
3,B,2024-01-03,5,0.00
4,C,2024-01-04,1,900.00
4,C,2024-01-04,1,900.00
"""


@pytest.fixture
def looked_at(tmp_path: Path) -> Any:
    """A function from steps, place and column to the effects over the same five lines."""
    path = tmp_path / "orders.csv"
    path.write_text(LINES)

    def look(steps: list[dict[str, Any]], place: int, column: str | None = None) -> dict[str, Any]:
        source = {"name": "orders", "path": str(path), "kind": "transactions"}
        recipe = Recipe.from_document({"sources": [source], "clean": steps})
        return effects(Pipeline(recipe, MemoryStore()), place, column)

    return look


def test_dropped_rows_are_named_and_counted(looked_at: Any) -> None:
    told = looked_at([{"step": "drop_missing", "columns": ["customer_id"]}], 0)
    assert told["column"] == "customer_id"
    assert (told["before"]["rows"], told["after"]["rows"], told["after"]["nulls"]) == (5, 4, 0)
    assert told["touched"] == [
        {"line": 3, "dropped": True, "before": ["2", None, "2024-01-02", "1", "4.0"], "after": None}
    ]


def test_a_step_meets_what_the_steps_above_left(looked_at: Any) -> None:
    steps = [{"step": "drop_prices"}, {"step": "drop_duplicates"}]
    told = looked_at(steps, 1, "unit_price")
    assert (told["before"]["rows"], told["after"]["rows"]) == (4, 3)
    assert [(row["line"], row["dropped"]) for row in told["touched"]] == [(6, True)]
    off = [{"step": "drop_prices", "enabled": False}, {"step": "drop_duplicates"}]
    assert looked_at(off, 1)["before"]["rows"] == 5
    assert looked_at(off, 0)["after"]["rows"] == 4


def test_changed_cells_stand_beside_what_they_were(looked_at: Any) -> None:
    told = looked_at([{"step": "fill_missing", "columns": ["customer_id"], "method": "constant", "value": "nobody"}], 0)
    assert [(row["before"][1], row["after"][1]) for row in told["touched"]] == [(None, "nobody")]


def test_both_sides_are_drawn_over_the_same_range(looked_at: Any) -> None:
    told = looked_at([{"step": "keep_where", "condition": "unit_price < 100"}], 0, "unit_price")
    assert told["before"]["edges"] == told["after"]["edges"]
    assert sum(told["after"]["histogram"]) == 3


def test_a_new_column_has_no_before(looked_at: Any) -> None:
    told = looked_at([{"step": "one_hot", "columns": ["customer_id"]}], 0)
    added = [name for name in told["columns"] if name not in LINES.split()[0].split(",")]
    assert added
    told = looked_at([{"step": "one_hot", "columns": ["customer_id"]}], 0, added[0])
    assert told["before"] is None
    assert told["after"]["rows"] == 5


def test_a_step_that_cannot_be_done_is_named(looked_at: Any) -> None:
    with pytest.raises(AnalysisError, match="drop_missing"):
        looked_at([{"step": "drop_missing", "columns": ["gone"]}], 0)
    with pytest.raises(AnalysisError, match="step above"):
        looked_at([{"step": "drop_missing", "columns": ["gone"]}, {"step": "drop_prices"}], 1)
