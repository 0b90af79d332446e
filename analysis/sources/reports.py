"""What is said about the lines of a text file that are not as they should be."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import wording
from analysis.sources.layout import Layout
from analysis.sources.plan import Plan
from analysis.sources.survey import Survey

LISTED = 20
"""How many line numbers a sentence lists."""


def warnings_of(found: Survey, layout: Layout, plan: Plan) -> tuple[str, ...]:
    """One sentence for each kind of oddity, with the count and the line numbers."""
    short, long = ragged_lines(found, layout)
    said = (
        (len(short), f"shorter than {layout.width} cells, padded", short),
        (len(long), f"longer than {layout.width} cells, spilled into further columns", long),
        (found.repaired.count, "with quotes missing or superfluous, repaired", found.repaired.lines),
        (found.decoded.count, "in another encoding than the rest, decoded on their own", found.decoded.lines),
        (len(plan.repeated), "repeating the header, left out", plan.repeated),
        (len(plan.totals), "among the data that sum up others, left out", plan.totals),
        (len(plan.headings), "naming the rows below them; the name was put into these rows", plan.headings),
        (len(layout.footers), "after the data (totals, notes, empty rows), left out", layout.footers),
    )
    sentences = [_sentence(count, what, lines) for count, what, lines in said if count]
    if found.nuls:
        sentences.append(f"{wording.counted(found.nuls, 'NUL byte')} left out")
    if ending := plan.source.dialect.ending:
        shown = ending if ending.isprintable() else f"0x{ord(ending):02X}"
        sentences.append(f"each row ends in “{shown}”, left out")
    return (*sentences, *layout.warnings)


def ragged_lines(found: Survey, layout: Layout) -> tuple[list[int], list[int]]:
    """The lines of the data rows that are too short, and of those that are too long."""
    short: list[int] = []
    long: list[int] = []
    if not layout.width:
        return short, long
    odd = (found.widths > 0) & ((found.widths < layout.least_width) | (found.widths > layout.most_width))
    for line, width, count in zip(
        found.lines[odd].tolist(), found.widths[odd].tolist(), found.counts[odd].tolist(), strict=True
    ):
        inside = range(max(line, layout.first_line), min(line + count - 1, layout.last_line) + 1)
        (short if width < layout.width else long).extend(inside)
    return short, long


def _sentence(count: int, what: str, lines: Sequence[int]) -> str:
    listed = ", ".join(str(line) for line in lines[:LISTED])
    more = f" and {count - LISTED} more" if count > LISTED else ""
    return f"{count} {'line' if count == 1 else 'lines'} {what} ({'line' if count == 1 else 'lines'} {listed}{more})"
