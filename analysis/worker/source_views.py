"""What a screen asks of a source itself: its head under other options, and the cells that did not fit."""

from __future__ import annotations

from typing import Any

from analysis.sources import Table

PREVIEW_ROWS = 300


def preview(job: dict[str, Any], channel: object) -> dict[str, Any]:  # noqa: ARG001
    """Read the head of one source of the recipe under its present options: ``findings``, and ``rows`` as text."""
    table = _read(job, head=PREVIEW_ROWS)
    names = [column.name for column in table.findings.columns]
    rows = table.frame.select(names).head(PREVIEW_ROWS).collect().iter_rows()
    return {
        "source": int(job["source"]),
        "findings": table.findings.model_dump(mode="json"),
        "rows": [[None if value is None else str(value) for value in row] for row in rows],
    }


def misfits(job: dict[str, Any], channel: object) -> dict[str, Any]:  # noqa: ARG001
    """Read a source again and count the cells of a column that did not fit its type, as written: ``[cell, rows]``."""
    from analysis.sources.inspect import misfits_of

    found = misfits_of(_read(job), str(job["column"]))
    return {"total": int(found["rows"].sum()), "distinct": found.height, "values": [list(row) for row in found.rows()]}


def _read(job: dict[str, Any], head: int | None = None) -> Table:
    from analysis.recipe import Recipe
    from analysis.sources import read

    recipe = Recipe.from_plain(job["recipe"])
    source = recipe.sources[int(job["source"])]
    path = str(recipe.path_of(source.path))
    return read(path, source.options, roles=source.columns or None, kind=source.kind, head=head)
