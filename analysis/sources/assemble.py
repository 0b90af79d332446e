"""From an untyped table to the typed one: types, then roles, then what was found out."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from analysis.errors import AnalysisError, RecipeError
from analysis.sources.company import read_again, with_company
from analysis.sources.conversion import as_read, convert
from analysis.sources.day_parts import day_in_parts
from analysis.sources.holding import SMALL, HoldMaker, held, nowhere, rows_at_once
from analysis.sources.preparing import prepared
from analysis.sources.role_content import NO_CODES, ColumnFacts
from analysis.sources.role_discount import said_of_discount
from analysis.sources.role_headerless import stamps_without_names
from analysis.sources.role_money import said_of_money
from analysis.sources.role_rows import HeadRows, roles_by_rows
from analysis.sources.role_settling import said_of_stand_in, settled_roles
from analysis.sources.roles import (
    ID_ROLES,
    TIME_ROLE,
    RoleFound,
    kind_of_table,
    named_like_cents,
    named_like_date,
    named_like_hour,
    named_like_id,
    named_like_time,
)
from analysis.sources.sayings import warnings_about
from analysis.sources.table import LINE, Column, Findings, Kind, ReadOptions, Table
from analysis.sources.text_table import TextTable
from analysis.sources.types import Hints
from analysis.sources.types_ids import IdReading, NativeReading
from analysis.sources.types_times import TimeReading
from analysis.sources.types_words import BooleanReading
from analysis.sources.typing_pass import SAMPLE_ROWS, Head, Source, Typed, head_of, settle, with_signs


@dataclass(frozen=True)
class Choices:
    """What the analyst decided about the meaning of a table: roles (role → column), kind, and the size of a preview."""

    roles: Mapping[str, str] = field(default_factory=dict)
    kind: Kind | None = None
    head: int | None = None


def typed_table(
    loaded: TextTable, options: ReadOptions, choices: Choices, path: Path, hold: HoldMaker = nowhere
) -> Table:
    """Return the typed table of ``loaded``; AnalysisError where there is no row or no column.

    Its rows are computed anew at each use, or once and put into what ``hold`` gives.
    """
    loaded = _with_day(prepared(loaded, options, choices.roles, choices.head), options, choices)
    frame = loaded.frame
    _check_columns(_names(frame), options, path)
    source, head = _converted(loaded, _source(frame, options, choices), choices, hold)
    typed, roles = _settled(loaded, source, head, choices)
    if next(iter(typed.values())).measures.rows == 0:
        raise AnalysisError("there are column names but no rows", where=str(path), remedy="choose a file with data")
    typed = {name: with_signs(frame, each) for name, each in typed.items()}
    findings = _findings(loaded.findings, typed, roles, choices)
    return Table(_rows(loaded, source, typed, hold), findings, path, frame)


def _names(frame: pl.LazyFrame) -> list[str]:
    return [name for name in frame.collect_schema() if name != LINE]


def _source(frame: pl.LazyFrame, options: ReadOptions, choices: Choices) -> Source:
    return Source(frame, {name: _hints(name, options, choices.roles) for name in _names(frame)})


def _with_day(loaded: TextTable, options: ReadOptions, choices: Choices) -> TextTable:
    """The rows with a column more where year, month and day stand in three, and nothing else tells the day."""
    names = _names(loaded.frame)
    parts = day_in_parts(names)
    if parts is None or parts.name in names:
        return loaded
    if parts.name not in {*choices.roles.values(), *options.types}:
        first = loaded.frame.head(SAMPLE_ROWS).collect()
        if not parts.fit(first) or not _lacks_day(loaded, _source(first.lazy(), options, choices), choices):
            return loaded
    said = f"{parts.name}: put together from the columns {parts.year}, {parts.month} and {parts.day}"
    found = loaded.findings.model_copy(update={"warnings": (*loaded.findings.warnings, said)})
    return replace(loaded, frame=loaded.frame.select(*names, parts.cells, LINE), findings=found)


def _lacks_day(loaded: TextTable, source: Source, choices: Choices) -> bool:
    """Whether the rows are of orders or events whose day no column tells."""
    typed, roles = _settled(loaded, source, head_of(source), choices)
    columns = {each.role: name for name, each in roles.items()}
    kind = choices.kind or kind_of_table(columns, {each.name: each for each in _facts(typed)})
    return kind in ("transactions", "events") and not columns.keys() & {"order_date", "event_date"}


def _converted(loaded: TextTable, source: Source, choices: Choices, hold: HoldMaker) -> tuple[Source, Head]:
    """The source with its rows read as its head suggests, which mostly is how the whole turns out; and the head."""
    head = head_of(source)
    if choices.head is not None or loaded.findings.bytes < SMALL:
        return source, head
    batch = rows_at_once(loaded.findings, len(head.readings))
    first = replace(source, frame=head.rows.lazy())
    expected = {name: each.reading for name, each in _settled(loaded, first, head, choices)[0].items()}
    converted = convert(source.frame, expected, hold(loaded.findings), batch)
    return replace(source, batch=batch, converted=converted), head


def _settled(
    loaded: TextTable, source: Source, head: Head, choices: Choices
) -> tuple[dict[str, Typed], dict[str, RoleFound]]:
    """The columns with types, as their neighbours and their roles suggest, and the roles."""
    typed = with_company(source, settle(source, head), loaded.findings.delimiter)
    headerless = _headerless(loaded, list(typed))
    facts = _facts(typed)
    if headerless and (stamps := stamps_without_names(facts)):
        typed = read_again(source, typed, {name: replace(source.hints[name], named_date=True) for name in stamps})
        facts = _facts(typed)
    roles = settled_roles(facts, choices.roles, choices.kind, headerless=headerless)
    roles = roles_by_rows(HeadRows(head, typed, facts), roles, choices.roles)
    return _as_roles_say(source, typed, roles), roles


def _rows(loaded: TextTable, source: Source, typed: Mapping[str, Typed], hold: HoldMaker) -> pl.LazyFrame:
    """The typed rows: as converted if all columns turned out as expected, else computed from the text."""
    readings = {name: each.reading for name, each in typed.items()}
    if source.converted.rows is not None and source.converted.readings == readings:
        return source.converted.rows
    place = hold(loaded.findings)
    plan = as_read(source.frame, readings)
    return plan if place is None else held(plan, place, source.batch)


def _check_columns(names: list[str], options: ReadOptions, path: Path) -> None:
    if not names:
        raise AnalysisError("there is no column in it", where=str(path), remedy="choose a file with a table")
    for name in options.types:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            remedy = f"did you mean “{near[0]}”?" if near else f"columns are {', '.join(names[:20])}"
            raise RecipeError(f"there is no column “{name}” to give a type to", where=str(path), remedy=remedy)


def _hints(name: str, options: ReadOptions, roles: Mapping[str, str]) -> Hints:
    given = {role for role, column in roles.items() if column == name}
    return Hints(
        forced=options.types.get(name, "time" if TIME_ROLE in given else None),
        mark=options.decimal,
        order=options.date_order,
        named_id=bool(given & ID_ROLES) or (not given & NO_CODES and named_like_id(name)),
        named_date=named_like_date(name),
        named_time=named_like_time(name),
        named_hour=named_like_hour(name),
        hundredths=named_like_cents(name),
    )


def _headerless(loaded: TextTable, names: list[str]) -> bool:
    return loaded.findings.header_line == 0 and all(name == f"column_{at}" for at, name in enumerate(names, 1))


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


def _facts(typed: Mapping[str, Typed]) -> list[ColumnFacts]:
    return [
        ColumnFacts(
            name=name,
            type=each.reading.type,
            rows=each.measures.rows,
            nulls=each.measures.nulls,
            distinct=each.measures.distinct,
            lowest=_number(each.measures.minimum),
            highest=_number(each.measures.maximum),
            decimals=each.measures.decimals,
            examples=each.examples,
            timed=each.measures.timed,
        )
        for name, each in typed.items()
    ]


def _as_roles_say(source: Source, typed: dict[str, Typed], roles: Mapping[str, RoleFound]) -> dict[str, Typed]:
    """Read columns again whose role came from their content, or that were read as a time of day and play none."""
    return _times(source, _countries(source, _ids_as_text(source, typed, roles), roles), roles)


def _countries(source: Source, typed: dict[str, Typed], roles: Mapping[str, RoleFound]) -> dict[str, Typed]:
    """Read columns of countries and regions again as text that seemed to say yes and no: NO is Norway there."""
    wanted = {
        name: replace(source.hints[name], forced="text")
        for name, found in roles.items()
        if found.role in ("country", "region")
        and isinstance(typed[name].reading, BooleanReading)
        and source.hints[name].forced is None
    }
    return read_again(source, typed, wanted)


def _times(source: Source, typed: dict[str, Typed], roles: Mapping[str, RoleFound]) -> dict[str, Typed]:
    clocks = {name for name, found in roles.items() if found.role == TIME_ROLE}
    doubtful = {name for name, each in typed.items() if isinstance(each.reading, TimeReading)} ^ clocks
    wanted = {
        name: replace(source.hints[name], named_time=name in clocks)
        for name in doubtful
        if source.hints[name].forced is None and not isinstance(typed[name].reading, NativeReading)
    }
    return read_again(source, typed, wanted)


def _ids_as_text(source: Source, typed: dict[str, Typed], roles: Mapping[str, RoleFound]) -> dict[str, Typed]:
    """Read columns again as ids whose role came from their content or from the analyst."""
    wanted = {
        name: replace(source.hints[name], named_id=True)
        for name, found in roles.items()
        if found.role in ID_ROLES and not _is_id(typed[name]) and source.hints[name].forced is None
    }
    return read_again(source, typed, wanted)


def _is_id(typed: Typed) -> bool:
    reading = typed.reading
    return isinstance(reading, IdReading) or (isinstance(reading, NativeReading) and reading.type == "text")


def _findings(
    found: Findings, typed: Mapping[str, Typed], roles: Mapping[str, RoleFound], choices: Choices
) -> Findings:
    """Put columns, kind, counts and warnings to what the reader found out."""
    rows = next(iter(typed.values())).measures.rows
    facts = {each.name: each for each in _facts(typed)}
    whole = choices.head is None or rows < choices.head
    kind = choices.kind or kind_of_table({each.role: name for name, each in roles.items()}, facts)
    said = (*said_of_money(roles), *said_of_discount(roles))
    changed = {
        "columns": tuple(_column(each, roles.get(name)) for name, each in typed.items()),
        "rows": rows if whole else found.rows,
        "sampled": None if whole else rows,
        "kind": kind,
        "warnings": (*found.warnings, *warnings_about(typed), *said_of_stand_in(roles), *said),
    }
    return found.model_copy(update=changed)


def _column(typed: Typed, role: RoleFound | None) -> Column:
    measures = typed.measures
    return Column(
        name=typed.name,
        type=typed.reading.type,
        role=role.role if role else None,
        evidence=role.evidence if role else "",
        nulls=measures.nulls,
        distinct=measures.distinct,
        misfits=typed.misfit_count,
        misfit_examples=tuple(cell[:80] for cell in list(typed.misfits)[:5]),
        formats=typed.formats,
        decimals=measures.decimals,
        minimum=measures.minimum,
        maximum=measures.maximum,
        examples=typed.examples,
        missing=typed.missing,
        distinct_estimated=not measures.exact,
        currencies=typed.currencies,
    )
