"""One customer as rows and lines: measures and scores with their units, what drives the scores, why here, orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_tui.format import number, share
from crm_tui.glyphs import UNICODE, Glyphs
from crm_tui.inert import inert
from crm_tui.masking import masked_columns, masked_value
from crm_tui.screens.figures import BAR, difference_bar, figure
from crm_tui.screens.tables.result_columns import titles_and_units, unavailable
from crm_tui.session import Session
from crm_tui.widgets.pages import FramePages, PageColumn, frame_pages
from crm_tui.widgets.table.layout import GAP

Answer = Mapping[str, Any]
Known = Mapping[str, tuple[str, str]]
"""Column → its title and unit."""
NOTHING_MOVES = "No change of one feature alone would move it."
MEASURES = (PageColumn("title", title="measure"), PageColumn("value", "decimal", show=str))
SHARES_SHOWN, MOVES_SHOWN = 4, 3
WIDE_PANE, WIDEST_VALUE = 45, 12
ORDER = (
    "order_date",
    "order_time",
    "order_id",
    "product_name",
    "product_id",
    "category",
    "quantity",
    "unit_price",
    "amount",
)
"""Roles of an order line's columns in the order in which they are shown; the others follow."""


def measure_rows(answer: Answer, session: Session) -> list[tuple[str, str, str]]:
    """Return what is known of a customer as (name, title, value): results, what drives the scores, measures."""
    currency, known = session.told.get("customers", {}).get("currency"), titles_and_units(session.told)
    left_out = {"customer_id", *unavailable(session.told)}
    results = {name: value for name, value in answer["results"].items() if name not in left_out}
    rows = [
        (name, title, _value(value, unit, currency))
        for name, value in results.items()
        for title, unit in [known.get(name, (name, "number"))]
    ]
    for score, drivers in answer["drivers"].items():
        rows += [
            ("", f"{known[score][0]}: {name.replace('_', ' ')}", _points(value)) for name, value in drivers.items()
        ]
    return rows + [
        (one["name"], one["title"], _value(masked_value(one["name"], one["value"], session), one["unit"], currency))
        for one in answer["measures"]
        if one["name"] not in results
    ]


def _points(value: float | None) -> str:
    return number(value) if value is None else f"{value:+,.2f}"


def _value(value: object, unit: str, currency: str | None) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = figure(value, unit, currency, WIDEST_VALUE)
        return f"{text} day{'' if text == '1' else 's'}" if unit == "days" else text
    return "–" if value is None else inert(value, 120)


def order_pages(answer: Answer, session: Session) -> FramePages:
    """Return the order lines: date, order, product by name, quantity first; what is private as may be shown."""
    orders = answer["orders"]
    roles: Mapping[str, str] = orders["roles"]
    places = sorted(range(len(orders["columns"])), key=lambda place: _rank(roles.get(orders["columns"][place])))
    names = [orders["columns"][place] for place in places]
    rows = [[row[place] for place in places] for row in orders["rows"]]
    kinds = {"order_id": "identifier", "product_id": "identifier", "quantity": "count"}
    columns = [
        replaced if (kind := kinds.get(roles.get(name) or "")) is None else PageColumn(name, kind)  # type: ignore[arg-type]
        for name, replaced in zip(names, frame_pages(names, rows).columns, strict=True)
    ]
    return frame_pages(masked_columns(columns, session), rows)


def _rank(role: str | None) -> int:
    return ORDER.index(role) if role in ORDER else len(ORDER)


def edit_lines(answer: Answer, session: Session) -> list[str]:
    """Return what was changed by hand, line by line; none where nothing was."""
    told = "discreet" if session.masked else "said"
    edits = [f"  {inert(edit[told].partition(': ')[2] or edit[told], 200)}" for edit in answer["edits"]]
    return ["Changed by hand:", *edits] if edits else []


def why_lines(answer: Answer, session: Session, glyphs: Glyphs = UNICODE) -> list[str]:
    """Return why the customer is where it is: distances, what speaks for and against, what would move it."""
    why, own = answer["why"], answer["results"].get("segment")
    profiles = session.told.get("review", {}).get("profiles", {}).get("segments", ())
    names = {one["id"]: one["name"] for one in profiles}
    known = {one["name"]: (one["title"], one["unit"]) for one in answer["measures"]}
    if answer["stale"]:
        return ["Not computed with the latest changes yet: q, then R, computes segment and scores."]
    if why is None:
        return [f"In {_segment(own, names)}: a rule of the recipe put it there."]
    following = why["next_segment"]
    lines = [f"Why {_segment(own, names)}?", *_distances(why, own, names)]
    if following:
        lines.append(f"What speaks for it, not for segment {following}:")
        lines += [_share_line(one, why["shares"], known, glyphs) for one in why["shares"][:SHARES_SHOWN]]
    currency = session.told.get("customers", {}).get("currency")
    moves = [_move(one, known, currency) + _segment(one["to"], names) for one in why["moves"][:MOVES_SHOWN]]
    return [*lines, *(["What would move it, one change alone:", *moves] if moves else [NOTHING_MOVES])]


def _segment(segment: int | None, names: Mapping[int, str]) -> str:
    return f"segment {segment}, {inert(names.get(segment, 'no name'), 60)}" if segment else "no segment"


def _distances(why: Answer, own: int | None, names: Mapping[int, str]) -> list[str]:
    near = [(own, why["distance"]), (why["next_segment"], why["next_distance"])]
    lines = [
        f"  {number(far, 2):>6} sd from {_segment(which, names)}" for which, far in near if which and far is not None
    ]
    sure = f"  {share(why['confidence'], 0):>6} sure of it"
    return [*lines, f"{sure}; unlike any customer seen before" if why["unlike_any"] else sure]


def _share_line(one: Answer, shares: Sequence[Answer], known: Known, glyphs: Glyphs) -> str:
    most = max((abs(each["share"]) for each in shares), default=1.0)
    bar = difference_bar(one["share"], most, glyphs)
    side = "for" if one["share"] >= 0 else "against"
    return f"  {bar:<{BAR}} {abs(one['share']):>4.0%} {side:<7} {_feature(one, known)[0]}"


def _feature(one: Answer, known: Known) -> tuple[str, str]:
    """Return the title of a feature, inert, and its unit."""
    title, unit = known.get(one["feature"], (one["feature"].replace("_", " "), "number"))
    return inert(title, 40), unit


def _move(one: Answer, known: Known, currency: str | None) -> str:
    title, unit = _feature(one, known)
    then, now = (figure(one[when], unit, currency, WIDEST_VALUE) for when in ("then", "now"))
    return f"  {title} {then}, not {now}: to "


def measure_widths(width: int) -> dict[int, int]:
    """Return the widths of the measures' two columns for a table of ``width`` cells."""
    value = WIDEST_VALUE if width < WIDE_PANE else 17
    return {0: max(width - value - GAP * 2, 12), 1: value}
