"""What to propose for a file with a row a customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.cleaning.drop_duplicates import DropDuplicates
from analysis.cleaning.drop_missing import DropMissing
from analysis.cleaning.figures import levels
from analysis.cleaning.fill_missing import FillMissing
from analysis.cleaning.portraits import Portrait, pieces, portraits
from analysis.cleaning.propose_numbers import far_out, impossible_values, numbers_missing
from analysis.cleaning.propose_orders import MOST_COMPARED, Proposed, percent, share
from analysis.cleaning.report_duplicates import ReportDuplicates, repeated
from analysis.cleaning.tidy_text import TidyText
from analysis.cleaning.unify_spellings import UnifySpellings, listed
from analysis.rows import Rows

NO_CATEGORY = frozenset(
    [
        "customer_id",
        "order_id",
        "product_id",
        "name",
        "first_name",
        "last_name",
        "email",
        "phone",
        "address",
        "postal_code",
        "feedback",
        "product_name",
    ]
)
"""Roles of text that is no category, whatever its values."""
MOST_CATEGORIES, MOST_SPELLINGS = 60, 300


def for_customers(rows: Rows) -> Iterator[Proposed]:
    """Yield: rows without id and equal rows go; text is tidied; impossible values are emptied; missing ones are filled.

    Rows that share an id and differ are reported; outliers that are possible stay.
    """
    seen = portraits(rows)
    yield from without_id(rows, seen)
    yield from duplicates(rows, next(iter(seen.values())).rows if seen else 0)
    yield from untidy(seen)
    yield from categories(rows, seen)
    impossible = list(impossible_values(seen))
    yield from impossible
    emptied = {name for step, _, _ in impossible for name in step.reads(rows)}
    yield from numbers_missing(seen, emptied)
    yield from far_out(rows, {name: one for name, one in seen.items() if name not in emptied})


def without_id(rows: Rows, seen: Mapping[str, Portrait]) -> Iterator[Proposed]:
    """Yield: rows that name no customer go."""
    key = rows.role("customer_id")
    if key and 0 < seen[key].missing < seen[key].rows:
        yield DropMissing(columns=(key,)), f"{share(seen[key].missing, seen[key].rows)} of rows have no {key}", True


def duplicates(rows: Rows, total: int) -> Iterator[Proposed]:
    """Yield: of rows equal in everything one stays; rows with one id that differ are reported."""
    if total > MOST_COMPARED:
        return
    whole = repeated(rows, [])
    key = rows.role("customer_id")
    if whole and key:
        yield DropDuplicates(), f"{share(whole, total)} rows are equal to another in all columns", True
    elif whole:
        said = "no column says who they are, so they may be different people and stay"
        yield DropDuplicates(), f"{share(whole, total)} rows are equal to another in all columns; {said}", False
    conflicts = repeated(rows, [key]) - whole if key else 0
    if key and conflicts > 0:
        reason = f"{share(conflicts, total)} rows have the {key} of another row and other cells: look at them"
        yield ReportDuplicates(columns=(key,)), reason, True
        yield DropDuplicates(columns=(key,)), f"keeps one row for each {key}, the first in the order of cells", False


def untidy(seen: Mapping[str, Portrait]) -> Iterator[Proposed]:
    """Yield: needless spaces go."""
    columns = {name: one.untidy for name, one in seen.items() if one.untidy}
    if columns:
        said = ", ".join(f"{name}: {count}" for name, count in columns.items())
        yield TidyText(columns=tuple(columns)), f"spaces at the ends or doubled ({said})", True


def categories(rows: Rows, seen: Mapping[str, Portrait]) -> Iterator[Proposed]:
    """Yield: spellings of one category become one; a missing category becomes one of its own."""
    wanted = [
        one.column
        for one in seen.values()
        if one.column.type == "text"
        and one.column.role not in NO_CATEGORY
        and (one.column.distinct or 0) <= MOST_SPELLINGS
    ]
    told = ((column.name, levels(frame, column)) for frame, some in pieces(rows, wanted) for column in some)
    for name, counts in told:
        one = seen[name]
        step = UnifySpellings(columns=(name,))
        changes = step.changes(counts)
        if len(set(counts) - set(changes)) > min(MOST_CATEGORIES, one.present / 2):
            continue
        if changes:
            yield step, f"{name} spells the same in several ways: {listed(changes)}", True
        if 0 < one.missing < one.rows:
            reason = f"{name}: {percent(one.missing, one.rows)} missing → a category of their own, {UNKNOWN!r}"
            yield FillMissing(columns=(name,), method="constant", value=UNKNOWN), reason, True


UNKNOWN = "unknown"
"""What a missing category is called."""
