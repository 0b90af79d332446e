"""Tables that say what a code stands for: joined where the code is, or left out and said so.

Shops keep the names of their departments and groups of goods in tables of their own. None of them says who the
customers are, and none may stop a run: what cannot be joined is named in a warning.
"""

from __future__ import annotations

from dataclasses import replace

import narwhals.stable.v2 as nw

from analysis.customers.belonging import Belonging
from analysis.customers.joins import KEY, free_name
from analysis.customers.lines import column_of, text_id
from analysis.engines import collect, engine_of
from analysis.rows import Rows
from analysis.sources.table import Column

OWN_IDS = {"customers": "customer_id", "products": "product_id"}
"""Kind of source → the role of the ids without which it may be one that only names something."""

OF_GOODS = ("products", "transactions")
NO_IDS = "left out: no column holds customer ids; to join it, name it: [sources.columns] customer_id = “…”"


def with_lookups(found: Belonging) -> Belonging:
    """Return the sources without those that only say what a code stands for: their names stand beside the codes.

    Only the category of goods is taken, where nothing else tells it. Where no source names customers, the first one of
    people stays, since the numbers of its rows stand for them.
    """
    aside = [rows for rows in found.rows if rows.kind in OWN_IDS and column_of(rows, OWN_IDS[rows.kind]) is None]
    left = [rows for rows in found.rows if all(rows is not one for one in aside)]
    if not any(column_of(rows, "customer_id") for rows in left):
        return found
    said = []
    for lookup in sorted(aside, key=lambda rows: column_of(rows, "category") is None):
        keys = ((place, shared_key(rows, lookup)) for place, rows in enumerate(left))
        place, key = next((found for found in keys if found[1]), (0, ""))
        if key:
            left[place], column = with_names(left[place], lookup, key)
            said.append(f"{left[place].name}: the category is {column} of {lookup.name}")
        elif lookup.kind == "products":
            left.append(lookup)
        else:
            said.append(f"{lookup.name}: {NO_IDS}")
    return replace(found, rows=tuple(left), warnings=(*found.warnings, *said))


def shared_key(rows: Rows, lookup: Rows) -> str:
    """Return the code that both have under one name, once each in the lookup, where it stands for the category of
    ``rows``, or they have none.
    """
    told = column_of(rows, "category")
    if rows.kind not in OF_GOODS or column_of(lookup, "order_id"):
        return ""
    ours = {column.name for column in rows.columns if told is None or column.name == told.name}
    shared = [column.name for column in lookup.columns if column.name in ours and names_of(lookup, column.name)]
    return next((name for name in shared if is_key(lookup, name)), "")


def is_key(lookup: Rows, name: str) -> bool:
    """Tell whether the column has another value in each row, and each row has one."""
    cells = collect(lookup.frame.select(nw.col(name).alias(KEY)))[KEY]
    return not cells.has_nulls() and not bool(cells.is_duplicated().any())


def names_of(lookup: Rows, key: str) -> Column | None:
    """Return the column that names what the code stands for: the category, else the only other one of text."""
    texts = [column for column in lookup.columns if column.type == "text" and column.name != key]
    told = next((column for column in texts if column.role == "category"), None)
    return told or (texts[0] if len(texts) == 1 else None)


def with_names(rows: Rows, lookup: Rows, key: str) -> tuple[Rows, str]:
    """Return the rows with the name of each code as their category, and what the names are called in the lookup."""
    told = names_of(lookup, key)
    ours = next(column for column in rows.columns if column.name == key)
    theirs = next(column for column in lookup.columns if column.name == key)
    assert told is not None
    name = free_name(told.name, [column.name for column in rows.columns], lookup.name)
    table = collect(lookup.frame.select(text_id(theirs).alias(KEY), nw.col(told.name).cast(nw.String).alias(name)))
    held = engine_of(rows.frame).hold(table.lazy())
    frame = rows.frame.with_columns(text_id(ours).alias(KEY)).join(held, on=KEY, how="left").drop(KEY)
    added = told.model_copy(update={"name": name, "type": "text", "role": "category"})
    others = (each.model_copy(update={"role": None}) if each.role == "category" else each for each in rows.columns)
    return replace(rows, frame=frame, columns=(*others, added)), told.name
