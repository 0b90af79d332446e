"""What a table of a few rows in memory says of itself: rows that a condition holds for, how often, how spread.

A long table asks the view child; a list of segments or of tiers is not worth a question.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from crm_tui.format import number_in
from crm_tui.widgets.pages import FramePages

if TYPE_CHECKING:
    import polars as pl

SIGNS = frozenset("<>=")
"""Signs that a text to look for seldom has: with one of them a filter is meant as a condition."""


def frame_of(pages: FramePages) -> pl.DataFrame:
    """Return the rows with their columns named as they are shown, and by their own names where these are free."""
    import polars as pl

    places = {column.name: place for place, column in enumerate(pages.columns)}
    places |= {column.shown_title.strip(): place for place, column in enumerate(pages.columns)}
    places.pop("", None)
    columns = {name: _values(pages, place) for name, place in places.items()}
    return pl.DataFrame([pl.Series(name, values, strict=False) for name, values in columns.items()])


def _values(pages: FramePages, place: int) -> list[object]:
    """Return the values of a column: numbers, also where they are written out; texts as they are shown."""
    column, values = pages.columns[place], pages.values(place, 0, pages.height)
    if column.right:
        return [number_in(value) if isinstance(value, str) else value for value in values]
    if column.show or any(isinstance(value, str) for value in values):
        show = column.show or str
        return [None if value is None else show(value) for value in values]
    return values


def matching(pages: FramePages, text: str) -> FramePages:
    """Return the rows for which a condition holds; where the text is none, those of which a cell holds it."""
    from analysis.errors import AnalysisError
    from analysis.workspace.frames import matching as rows_matching

    place = "row in memory"
    try:
        rows = rows_matching(frame_of(pages).with_row_index(place).lazy(), text).collect()[place]
    except AnalysisError:
        return pages.holding(text)
    return pages.chosen(rows.to_list())


def wrong_condition(pages: FramePages, text: str) -> str:
    """Return what is wrong with a text that is meant as a condition, in one sentence; else nothing."""
    if not SIGNS.intersection(text):
        return ""
    from analysis.errors import AnalysisError
    from analysis.expressions import compile_condition
    from analysis.workspace.frames import value_types

    try:
        compile_condition(text, value_types(frame_of(pages).lazy()))
    except AnalysisError as error:
        return str(error)
    return ""


def example(pages: FramePages) -> str:
    """Return a condition that could be typed over these rows; empty where no column has numbers."""
    for place, column in enumerate(pages.columns):
        name = column.shown_title.strip()
        numbers = [value for value in _values(pages, place) if isinstance(value, int | float)]
        if column.right and name.isidentifier() and numbers:
            return f"{name} > {sorted(numbers)[len(numbers) // 2]:.4g}"
    return ""


def frequency(pages: FramePages, place: int) -> dict[str, Any]:
    """Return how often each value of a column occurs, as the view child tells it; the values are those of the rows."""
    values = pages.values(place, 0, pages.height)
    counts = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0] is None, str(pair[0])))
    return {"total": len(values), "distinct": len(counts), "values": [list(pair) for pair in counts]}


def description(pages: FramePages, place: int) -> dict[str, Any]:
    """Return counts, spread and histogram of a column, as the view child tells them."""
    from analysis.column_shapes import describe_column

    column = pages.columns[place]
    name = column.shown_title.strip() or column.name
    return describe_column(frame_of(pages).lazy(), name)
