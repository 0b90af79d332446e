"""The profile of a segment as rows: what sets it apart, its figures, its mixes, what it buys, its months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_tui.format import MISSING, compact, count, share
from crm_tui.glyphs import UNICODE, Glyphs
from crm_tui.masking import masked_value
from crm_tui.screens.figures import BAR, NARROW_NUMBER, difference_bar, figure, span
from crm_tui.session import Session
from crm_tui.widgets.bars import bar_text
from crm_tui.widgets.pages import PageColumn, Tone
from crm_tui.widgets.table.layout import GAP

Told = Mapping[str, Any]


class Heading(str):
    """The cell of a row that names the columns of the rows below it."""

    __slots__ = ()


@dataclass(frozen=True)
class ProfileRow:
    """One line of the profile; ``key`` names the statistic, whatever the segment; ``sentence`` says it in words."""

    key: tuple[str, str]
    cells: tuple[str, ...]
    sentence: str = ""


def _tone(value: object) -> Tone | None:
    return "quiet" if isinstance(value, Heading) else None


NAMES = ("statistic", "here", "others", "difference", "bar", "interval", "note")
RIGHT = frozenset({"here", "others", "difference"})


def profile_columns(titles: Sequence[str] = ()) -> tuple[PageColumn, ...]:
    """Return the columns of the profile's table under the titles of one of its sections."""
    padded = [*titles, *[""] * (len(NAMES) - len(titles))]
    return tuple(
        PageColumn(name, "decimal" if name in RIGHT else "text", title=title or " ", show=str, tone=_tone)
        for name, title in zip(NAMES, padded, strict=True)
    )


def profile_widths(width: int) -> dict[int, int]:
    """Return a width for each column so that all but the note fit ``width`` cells; the statistic takes what remains."""
    fixed = {1: 9, 2: 9, 3: 7, 4: BAR, 5: 15 if width < 100 else 23}
    notes = 0 if width < 100 else 16
    room = width - notes - sum(fixed.values()) - GAP * (len(fixed) + 1)
    return fixed | {0: min(max(room, 18), 44)}


def titles_at(rows: Sequence[ProfileRow], place: int) -> Sequence[str]:
    """Return the titles of the columns that hold for the row at ``place``: those of the heading above it."""
    return next((row.cells for row in reversed(rows[: place + 1]) if not row.key[1]), ())


def unclear_sign(glyphs: Glyphs) -> str:
    """Return the sign before a difference that is not clear."""
    return "≈" if glyphs.full == UNICODE.full else "~"


def profile_rows(profile: Told, whole: Told, currency: str | None, glyphs: Glyphs = UNICODE) -> list[ProfileRow]:
    """Return what is known of a segment, section by section, each under a row that names its columns."""
    rows = _apart(profile, currency, glyphs)
    rows += _figures(profile, currency)
    for mix in profile["mixes"]:
        rows += _levels(mix["title"], mix["levels"], glyphs)
    rows += _levels("Products", profile["products"], glyphs)
    rows += _levels("Product categories", profile["categories"], glyphs)
    rows += _months(profile, whole, currency, glyphs)
    return rows


def _heading(section: str, *titles: str) -> ProfileRow:
    cells = [section.upper(), *titles]
    return ProfileRow((section, ""), tuple(Heading(text) for text in [*cells, *[""] * (7 - len(cells))]))


def _apart(profile: Told, currency: str | None, glyphs: Glyphs) -> list[ProfileRow]:
    found = profile["differences"]
    if not found:
        return []
    most = max(1.0, *(abs(one["difference"]) for one in found))
    title = "what sets it apart"
    rows = [_heading(title, "here", "others", "in sd", "", "95 % interval")]
    for one in found:
        unit = one.get("unit", "number")
        clear = "" if one["clear"] else unclear_sign(glyphs)
        cells = (
            one["title"], figure(one["here"], unit, currency), figure(one["rest"], unit, currency),
            f"{clear}{one['difference']:+.2f}", difference_bar(one["difference"], most, glyphs),
            f"{one['low']:+.2f} … {one['high']:+.2f}", _note(one),
        )  # fmt: skip
        rows.append(ProfileRow((title, one["measure"]), cells, _apart_sentence(one, unit, currency)))
    return rows


def _note(one: Told) -> str:
    """Return what there is room for beside a difference, whose own sign says already that it is not clear."""
    return "formed from it" if one["formed"] else "" if one["clear"] else "not clear"


def _apart_sentence(one: Told, unit: str, currency: str | None) -> str:
    side = "above" if one["difference"] > 0 else "below"
    here, rest = figure(one["here"], unit, currency), figure(one["rest"], unit, currency)
    notes = ("" if one["clear"] else "no clear difference", "the segments were made from it" if one["formed"] else "")
    said = " and ".join(filter(None, notes))
    note = f": {said}" if said else ""
    return f"{one['title']} {here}, others {rest}: {abs(one['difference']):.2f} sd {side}{note}"


def _figures(profile: Told, currency: str | None) -> list[ProfileRow]:
    title = "figures"
    rows = [_heading(title, "mean", "median", "sd", "", "95 % of mean", "customers")]
    for one in profile["measures"]:
        unit = one["unit"]
        mean, median, std = (figure(one[name]["value"], unit, currency) for name in ("mean", "median", "std"))
        interval = span(one["mean"]["low"], one["mean"]["high"], unit, currency)
        spread = std if len(std) <= NARROW_NUMBER else compact(one["std"]["value"])
        cells = (one["title"], mean, median, spread, "", interval, count(one["known"]))
        words = f"{one['title']}: mean {mean}" + (f" (95 %: {interval})" if interval else "")
        rows.append(ProfileRow((title, one["measure"]), cells, f"{words}, median {median}, sd {std}"))
    return rows if len(rows) > 1 else []


def _levels(title: str, levels: Sequence[Told], glyphs: Glyphs) -> list[ProfileRow]:
    if not levels:
        return []
    rows = [_heading(title, "here", "all", "lift", "", "customers")]
    for level in levels:
        lift = level["lift"]
        everywhere = share(level["share"] / lift) if lift else MISSING
        cells = (
            level["name"], share(level["share"]), everywhere, f"× {lift:.2f}" if lift is not None else MISSING,
            bar_text(level["share"], BAR, glyphs), count(level["count"]), "",
        )  # fmt: skip
        words = f"{level['name']}: {share(level['share'])} of the segment, {everywhere} of all customers"
        rows.append(ProfileRow((title, level["name"]), cells, words))
    return rows


def _months(profile: Told, whole: Told, currency: str | None, glyphs: Glyphs) -> list[ProfileRow]:
    months = profile["months"]
    if not months:
        return []
    title, all_months = "months", {one["month"]: one for one in whole.get("months", ())}
    most = max((one["revenue"] or 0.0 for one in months), default=0.0)
    rows = [_heading(title, "revenue", "of all", "", "", "customers")]
    for one in months:
        revenue, everywhere = one["revenue"], (all_months.get(one["month"]) or {}).get("revenue")
        part = share(revenue / everywhere) if revenue is not None and everywhere else MISSING
        bar = bar_text((revenue or 0.0) / most if most > 0 else 0.0, BAR, glyphs)
        amount = figure(revenue, "money", currency)
        rows.append(
            ProfileRow((title, one["month"]), (one["month"], amount, part, "", bar, count(one["customers"]), ""))
        )
    return rows


def masked_profile(profile: Told, session: Session) -> Told:
    """Return the profile with the values of private columns as they may be shown."""
    if not session.masked:
        return profile
    mixes = []
    for mix in profile["mixes"]:
        levels = [{**one, "name": masked_value(mix["column"], one["name"], session)} for one in mix["levels"]]
        mixes.append({**mix, "levels": levels})
    return {**profile, "mixes": mixes}


def place_of(rows: Sequence[ProfileRow], key: tuple[str, str] | None, otherwise: int) -> int:
    """Return where the statistic ``key`` stands; where it is not there, its section's heading, else ``otherwise``."""
    places = {row.key: place for place, row in enumerate(rows)}
    if key is None:
        return otherwise
    return places.get(key, places.get((key[0], ""), min(otherwise, max(len(rows) - 1, 0))))
