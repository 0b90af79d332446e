"""What the analyst should know about how the columns were read: the warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from analysis.sources.types_dates import DateFormat, DateReading
from analysis.sources.types_ids import IdReading, NativeReading
from analysis.sources.types_numbers import NumberReading
from analysis.sources.types_times import TimeReading
from analysis.sources.typing_pass import Typed
from analysis.wording import counted


def warnings_about(typed: Mapping[str, Typed]) -> tuple[str, ...]:
    """Return a sentence for everything about the columns' types that was a choice or a loss."""
    return tuple(sentence for each in typed.values() for say in _SAYINGS for sentence in say(each))


def _misfits(typed: Typed) -> Iterator[str]:
    if typed.misfit_count > 0:
        some = ", ".join(f"“{cell[:40]}”" for cell in list(typed.misfits)[:3])
        kind = typed.reading.type
        cells = counted(typed.misfit_count, "cell", "is", "are")
        left = "is left empty" if typed.misfit_count == 1 else "are left empty, such as"
        yield f"{typed.name}: {cells} no {kind} and {left}{':' * (typed.misfit_count == 1)} {some}"


def _ids(typed: Typed) -> Iterator[str]:
    if not isinstance(typed.reading, IdReading):
        return
    if typed.reading.dot_zero:
        yield f"{typed.name}: every id was written with “.0” at the end, which was removed"
    elif typed.measures.dot_zero:
        ids = counted(typed.measures.dot_zero, "id", "ends", "end")
        yield f"{typed.name}: {ids} in “.0”, others do not; all are left as written"
    if typed.measures.spaced:
        yield f"{typed.name}: blanks around {counted(typed.measures.spaced, 'id')} were removed"
    if typed.measures.scientific:
        ids = counted(typed.measures.scientific, "id", "is", "are")
        yield f"{typed.name}: {ids} written like 1.23E+10, with digits cut by a spreadsheet"


def _dates(typed: Typed) -> Iterator[str]:
    reading = typed.reading
    if not isinstance(reading, DateReading):
        return
    first = reading.formats[0]
    if reading.undecided and isinstance(first, DateFormat) and first.date.order:
        order = first.date.order.replace("_", " ")
        yield f"{typed.name}: nothing tells day from month; read {order} ({first.label})"
    if any(isinstance(each, DateFormat) and each.time.zone for each in reading.formats):
        yield f"{typed.name}: times have a zone; they stay as the clock there showed them"


def _ways(typed: Typed) -> Iterator[str]:
    if len(typed.formats) > 1:
        listed = ", ".join(f"{label} {rows:,}" for label, rows in typed.formats.items())
        what = "times" if isinstance(typed.reading, TimeReading) else "dates"
        yield f"{typed.name}: {what} are written in several ways: {listed}"


def _cents(typed: Typed) -> Iterator[str]:
    if isinstance(typed.reading, (NumberReading, NativeReading)) and typed.reading.hundredths:
        yield f"{typed.name}: read as hundredths, as its name says, so that 1999 is 19.99"


def _numbers(typed: Typed) -> Iterator[str]:
    reading = typed.reading
    if not isinstance(reading, NumberReading):
        return
    if reading.ambiguous:
        yield f"{typed.name}: nothing tells decimal from thousands mark; “{reading.mark}” was taken as the decimal mark"
    if len(typed.currencies) > 1:
        listed = ", ".join(f"{sign} {rows:,}" for sign, rows in typed.currencies.items())
        yield f"{typed.name}: amounts are in several currencies: {listed}; they are not converted"
    if reading.sides and reading.sides.minus:
        yield f"{typed.name}: amounts marked {reading.sides.minus} are taken as less than zero"
    if 0 < typed.percents < typed.measures.rows - typed.measures.nulls:
        cells = counted(typed.percents, "cell")
        yield f"{typed.name}: divided by 100: {cells} with a percent sign, which others have not"


_SAYINGS: tuple[Callable[[Typed], Iterator[str]], ...] = (_ids, _cents, _numbers, _dates, _ways, _misfits)
