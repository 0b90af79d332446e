"""Two sources met on a key: what found no partner is counted, and a key that would multiply rows is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.lines import column_of, text_id
from analysis.customers.table import Unmatched
from analysis.engines import collect, engine_of
from analysis.errors import AnalysisError
from analysis.rows import Rows
from analysis.sources.roles import named_like_id
from analysis.sources.table import Column

KEY, COUNT = "__key__", "__count__"
EXAMPLES = 5
KEY_ROLES = ("product_id", "product_name")
TAKEN_ROLES = ("category", "unit_price", "product_name")


def refuse_repeated(keys: pl.Series, name: str, key: str, remedy: str) -> None:
    """Raise AnalysisError where a key occurs more than once in ``keys``, with the first offending values in order."""
    repeated = keys.filter(keys.is_duplicated()).unique().sort()
    if repeated.len():
        shown = ", ".join(repr(value) for value in repeated.head(EXAMPLES).to_list())
        more = f" and {repeated.len() - EXAMPLES:,} more" if repeated.len() > EXAMPLES else ""
        raise AnalysisError(
            f"joining on {key!r} would multiply rows: it holds {shown}{more} more than once, with different values",
            where=name,
            remedy=remedy,
        )


def met(left: tuple[str, pl.DataFrame], right: tuple[str, pl.Series], key: str) -> Unmatched:
    """Return how two sources met: ``left`` is a name and a frame of ``KEY``, ``COUNT``; ``right`` name and keys."""
    left_name, counted = left
    right_name, keys = right
    counted, keys = counted.drop_nulls(KEY), keys.drop_nulls().unique()
    alone = counted.filter(~pl.col(KEY).is_in(keys.implode()))
    unused = keys.filter(~keys.is_in(counted[KEY].implode()))
    return Unmatched(
        left=left_name,
        right=right_name,
        key=key,
        matched=counted.height - alone.height,
        left_keys=alone.height,
        left_rows=int(alone[COUNT].sum()),
        right_keys=unused.len(),
        left_examples=tuple(alone[KEY].sort().head(EXAMPLES).to_list()),
        right_examples=tuple(unused.sort().head(EXAMPLES).to_list()),
    )


def with_products(lines: Rows, products: Rows) -> tuple[Rows, Unmatched | None]:
    """Return the order lines with category and price of their products where they lack them, and how the two met.

    The key is the product's id, else another column of ids that the lines name, else its name; without a key that both
    have, the lines come back as they are.
    """
    tried: list[tuple[Column, Column, Unmatched]] = []
    for ours, theirs in pairs_of(lines, products):
        tried.append((ours, theirs, how_met(lines, products, (ours, theirs))))
        if tried[-1][-1].matched:
            break
    if not tried:
        return lines, None
    ours, theirs, how = max(tried, key=lambda each: each[-1].matched)
    catalogue = catalogue_of(products, theirs)
    taken = [c for c in products.columns if c.role in TAKEN_ROLES and wanted(lines, c, theirs.role)]
    if not taken:
        return lines, how
    names = {column.name: free_name(column.name, [c.name for c in lines.columns], products.name) for column in taken}
    right = engine_of(lines.frame).hold(catalogue.select(KEY, *names).rename(names).lazy())
    joined = lines.frame.with_columns(text_id(ours).alias(KEY)).join(right, on=KEY, how="left").drop(KEY)
    added = tuple(column.model_copy(update={"name": names[column.name]}) for column in taken)
    return replace(lines, frame=joined, columns=(*lines.columns, *added)), how


def pairs_of(lines: Rows, products: Rows) -> list[tuple[Column, Column]]:
    """Return the columns of lines and products that may be their key, the likeliest first."""
    pairs = [(column_of(lines, role), column_of(products, role)) for role in KEY_ROLES]
    ours = column_of(lines, "product_id")
    others = [(ours, column) for column in products.columns if column.role is None and named_like_id(column.name)]
    return [(one, other) for one, other in (pairs[0], *others, *pairs[1:]) if one is not None and other is not None]


def how_met(lines: Rows, products: Rows, key: tuple[Column, Column]) -> Unmatched:
    """Return how the lines met the products on a column of either."""
    ours, theirs = key
    counted = collect(lines.frame.select(text_id(ours).alias(KEY)).group_by(KEY).agg(nw.len().alias(COUNT)))
    known = collect(products.frame.select(text_id(theirs).alias(KEY)))[KEY]
    return met((lines.name, counted), (products.name, known), ours.name)


def wanted(lines: Rows, column: Column, key_role: str | None) -> bool:
    """Tell whether a column of the products says something that the order lines do not say themselves."""
    if column.role == key_role or column_of(lines, column.role or ""):
        return False
    return column.role != "unit_price" or column_of(lines, "amount") is None


def catalogue_of(products: Rows, key: Column) -> pl.DataFrame:
    """Return the products, exact repetitions once, with their key as text; conflicting rows of one key are refused."""
    columns = [column.name for column in products.columns]
    found = collect(products.frame.select(text_id(key).alias(KEY), *(nw.col(name) for name in columns)))
    found = found.unique().filter(pl.col(KEY).is_not_null())
    remedy = "leave one row for each product, or name another column as product_id"
    refuse_repeated(found[KEY], products.name, key.name, remedy)
    return found


def free_name(name: str, taken: Sequence[str], source: str) -> str:
    """Return ``name``, or ``name (source)`` where it is taken, numbered where that is taken too."""
    candidate, number = name, 1
    while candidate in taken:
        candidate = f"{name} ({source})" if number == 1 else f"{name} ({source} {number})"
        number += 1
    return candidate
