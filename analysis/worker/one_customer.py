"""Everything about one customer: measures, scores with what drives them, orders, and why it is in its segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from analysis.customers.belonging import belonging
from analysis.edits import edits_of
from analysis.errors import AnalysisError
from analysis.pipeline import Pipeline
from analysis.rows import Rows
from analysis.segmentation.explain import why_here
from analysis.sources.table import LINE
from analysis.stages.reading import cleaned_rows
from analysis.worker.record_jobs import discreet, said, tags_of

ORDERS = 500


def look_up(pipeline: Pipeline, customer_id: str) -> dict[str, Any]:
    """Return one customer as plain values: ``results``, ``measures``, ``drivers``, ``why``, ``orders``, ``edits``.

    ``orders`` are up to 500 lines, the latest first. Where the results were not computed with the latest choices and
    edits, ``stale`` is true and there are none: looking at a customer starts no run. AnalysisError where there is no
    such customer.
    """
    customers = pipeline.result("customers")
    position = _position(customers.frame["customer_id"], customer_id)
    computed = pipeline.kept("review")
    edits = [edit for edit in edits_of(pipeline.recipe, pipeline.store).all if edit.customer_id == customer_id]
    return {
        "customer_id": customer_id,
        "stale": not computed,
        "edits": [{"at": edit.at, "said": said(edit), "discreet": discreet(edit)} for edit in edits],
        "tags": tags_of(edits),
        "results": _row(pipeline.result("review").written, position) if computed else {},
        "measures": [
            {
                "name": one.name,
                "title": one.title,
                "unit": one.unit,
                "value": _plain(customers.frame[one.name][position]),
            }
            for one in customers.measures
            if one.name in customers.frame.columns and one.name != "customer_id"
        ],
        "drivers": {name: _row(pipeline.result(name).drivers, position) for name in ("value", "loyalty") if computed},
        "orders": _orders(pipeline, customer_id),
        "why": _why(pipeline, position) if computed else None,
    }


def _position(ids: pl.Series, customer_id: str) -> int:
    found = ids.index_of(customer_id)
    if found is None:
        raise AnalysisError(
            f"there is no customer {customer_id!r}", where="customer", remedy="ids are listed in Review"
        )
    return int(found)


def _row(frame: pl.DataFrame, position: int) -> dict[str, Any]:
    if position >= frame.height:
        return {}
    return {name: _plain(value) for name, value in frame.row(position, named=True).items()}


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON takes it: dates as text, NaN as nothing."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return str(value)


def _orders(pipeline: Pipeline, customer_id: str) -> dict[str, Any]:
    """Return the customer's cleaned lines, columns and cells, the latest first."""
    sources = belonging(cleaned_rows(pipeline.recipe, pipeline.result("load"))).rows
    lines = next((rows for rows in sources if rows.kind == "transactions"), None)
    key = lines.role("customer_id") if lines else None
    if lines is None or key is None:
        return {"columns": [], "roles": {}, "rows": []}
    when = [name for role in ("order_date", "order_time") if (name := lines.role(role))]
    plan: pl.LazyFrame = lines.frame.to_native()
    mine = plan.filter(pl.col(key).cast(pl.String) == customer_id)
    mine = mine.sort([*when, LINE], descending=[True] * len(when) + [False], nulls_last=True)
    found = mine.select(_shown(lines, key)).head(ORDERS).collect()
    roles = {column.name: column.role for column in lines.columns if column.role}
    product = lines.role("product_id")
    if product is not None and lines.role("product_name") is None:
        found, name = _named(found, product, sources)
        roles |= {name: "product_name"} if name else {}
    return {
        "columns": found.columns,
        "roles": roles,
        "rows": [[_plain(value) for value in row] for row in found.iter_rows()],
    }


def _named(found: pl.DataFrame, product: str, sources: Sequence[Rows]) -> tuple[pl.DataFrame, str]:
    """Return order lines with the names of their products, from the source that has them, and that column's name."""
    for rows in sources:
        key, name = rows.role("product_id"), rows.role("product_name")
        if rows.kind != "products" or key is None or name is None or name in found.columns:
            continue
        ids = found[product].cast(pl.String).unique()
        plan: pl.LazyFrame = rows.frame.to_native()
        known = plan.select(pl.col(key).cast(pl.String).alias(product), pl.col(name).cast(pl.String))
        names = known.filter(pl.col(product).is_in(ids.to_list())).group_by(product).agg(pl.col(name).min()).collect()
        text = found.with_columns(pl.col(product).cast(pl.String))
        return text.join(names, on=product, how="left", maintain_order="left"), name
    return found, ""


def _shown(lines: Rows, key: str) -> list[str]:
    return [column.name for column in lines.columns if column.name != key]


def _why(pipeline: Pipeline, position: int) -> dict[str, Any] | None:
    """Return why the customer is in its segment; None where rules put it there."""
    segments, matrix, customers = (pipeline.result(name) for name in ("segments", "features", "customers"))
    if segments.model.card.kind == "rules":
        return None
    originals = {
        column.name: customers.frame[column.source].cast(pl.Float64).to_numpy()
        for column in matrix.columns
        if column.source in customers.frame.columns and customers.frame[column.source].dtype.is_numeric()
    }
    why = why_here(segments.model, segments.summary, np.asarray(matrix.values), position, originals)
    return why.model_dump(mode="json")
