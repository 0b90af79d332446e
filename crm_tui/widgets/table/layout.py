"""Which columns of a table stand where, how wide, and the text of the cells on the screen. Knows no widget."""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rich.cells import cell_len

from crm_tui import format as formats
from crm_tui.glyphs import UNICODE, Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.pages import PageColumn, PageSource, Tone

BLOCK = 64
"""Rows whose texts are made at once."""
BLOCKS_KEPT = 512
WIDEST = 32
"""Cells a column takes at most while not all columns fit at their natural width."""
NATURAL_WIDEST = 60
SAMPLED_CELLS = 20_000
SAMPLE_BLOCK = 10
NARROWEST, WIDENED_MOST = 3, 200
LEAST_CUT = 10
"""Cells below which what is left at the right edge stays blank, sooner than show the stump of a column."""
GAP = 2


@dataclass(frozen=True)
class Cell:
    """The text of one cell, inert and not yet fitted, and what it means."""

    text: str
    tone: Tone | None = None
    missing: bool = False


@dataclass(frozen=True)
class Slot:
    """A column on the screen: its index in the source, first cell and width, the blanks around its text included."""

    column: int
    x: int
    width: int


@dataclass(frozen=True)
class Arrangement:
    """What the reader changed: pinned columns, hidden ones, a filter on names, widths of their own."""

    pinned: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    names: str = ""
    widths: dict[int, int] = field(default_factory=dict)

    @property
    def chosen(self) -> bool:
        """Whether columns are pinned or left out."""
        return bool(self.pinned or self.hidden or self.names)

    def shown(self, columns: Sequence[PageColumn]) -> tuple[int, ...]:
        """Return the columns to show: the pinned first, then the others that are not hidden and whose name fits."""
        needle = self.names.casefold()
        rest = [
            place
            for place, column in enumerate(columns)
            if place not in self.pinned and place not in self.hidden and holds(column, needle)
        ]
        return (*self.pinned, *rest)

    def with_pin_toggled(self, column: int) -> Arrangement:
        """Pin a column at the left, or let it go."""
        pinned = tuple(place for place in self.pinned if place != column)
        return replace(self, pinned=pinned if column in self.pinned else (*pinned, column))

    def without(self, column: int) -> Arrangement:
        """Hide a column."""
        pinned = tuple(place for place in self.pinned if place != column)
        return replace(self, hidden=self.hidden | {column}, pinned=pinned)

    def with_width(self, column: int, width: int) -> Arrangement:
        """Give a column a width of its own, in cells of text."""
        return replace(self, widths={**self.widths, column: min(max(width, NARROWEST), WIDENED_MOST)})


def holds(column: PageColumn, text: str) -> bool:
    """Say whether a column's title or its name in the data holds a text that is casefolded."""
    return any(text in inert(said).casefold() for said in (column.shown_title, column.name))


def sample_rows(height: int, columns: int) -> list[tuple[int, int]]:
    """Return ranges of rows that stand for all: the head, the tail, and the same few random places every time."""
    budget = max(60, min(300, SAMPLED_CELLS // max(columns, 1)))
    if height <= budget:
        return [(0, height)]
    third = budget // 3
    chance = random.Random(height)
    starts = sorted(chance.randrange(third, height - third) for _ in range(max(third // SAMPLE_BLOCK, 1)))
    middle = [(start, min(start + SAMPLE_BLOCK, height)) for start in starts]
    return [(0, third), *middle, (height - third, height)]


def decimals_needed(values: Iterable[object]) -> int:
    """Return how many decimals a column of numbers is shown with: those it has, four at most unless all are tiny."""
    most, smallest = 0, 1.0
    for value in values:
        if not isinstance(value, (int, float)) or value != value or value in (float("inf"), float("-inf")):
            continue
        text = f"{value:.8f}".rstrip("0")
        most = max(most, len(text) - text.index(".") - 1)
        smallest = min(smallest, abs(value) or 1.0)
    least = len(f"{smallest:.8f}".rstrip("0")) - 2 if smallest < 0.001 else 4
    return min(most, max(4, least))


def cell_maker(column: PageColumn, decimals: int, glyphs: Glyphs) -> Callable[[object], Cell]:
    """Return the function from a value of this column to its cell."""
    texts: dict[str, Callable[..., str]] = {
        "integer": formats.count,
        "count": formats.count,
        "decimal": lambda value: formats.number(value, decimals),
        "money": lambda value: formats.money(value, column.unit),
        "share": formats.share,
    }
    text_of = column.show or texts.get(column.kind, formats.plain_value)
    nothing = Cell(glyphs.missing, "quiet", missing=True)

    def make(value: object) -> Cell:
        if formats.is_missing(value) and column.show is None:
            return nothing
        try:
            text = text_of(value)
        except (TypeError, ValueError):  # a value that is not what its kind says
            text = str(value)
        return Cell(inert(text), column.tone(value) if column.tone else None)

    return make


class TableLayout:
    """One source as it is laid out: widths measured once from a sample, texts made when first shown."""

    def __init__(
        self,
        source: PageSource,
        glyphs: Glyphs = UNICODE,
        *,
        numbers: bool = True,
        arrangement: Arrangement | None = None,
    ) -> None:
        self.source, self.glyphs = source, glyphs
        self.arrangement = arrangement or Arrangement()
        self.numbers_width = len(f"{source.height:,}") + 2 if numbers else 0
        self._blocks: OrderedDict[tuple[int, int], list[Cell]] = OrderedDict()
        self._makers: list[Callable[[object], Cell]] = []
        self.natural: list[int] = []
        ranges = sample_rows(source.height, len(source.columns))
        for place, column in enumerate(source.columns):
            self._measure(place, column, ranges)

    def _measure(self, place: int, column: PageColumn, ranges: Sequence[tuple[int, int]]) -> None:
        values = [value for start, stop in ranges for value in self.source.values(place, start, stop)]
        decimals = decimals_needed(values) if column.kind == "decimal" else 0
        make = cell_maker(column, decimals, self.glyphs)
        self._makers.append(make)
        longest = max((cell_len(make(value).text) for value in values), default=1)
        title = cell_len(inert(column.shown_title)) + 2
        self.natural.append(min(max(longest, min(title, 20), title if title <= longest + 6 else 3), NATURAL_WIDEST))

    @property
    def shown(self) -> tuple[int, ...]:
        """The columns that are not hidden, pinned ones first."""
        return self.arrangement.shown(self.source.columns)

    def width_of(self, column: int, cap: int = WIDEST) -> int:
        """Return the cells a column takes, the blanks around its text included."""
        return self.arrangement.widths.get(column, min(self.natural[column], cap)) + GAP

    def slots(self, first: int, width: int) -> list[Slot]:
        """Return the columns that are on the screen: row numbers, pinned ones, then the others from the ``first``.

        ``first`` counts the columns that are shown and not pinned; the last slot is cut at ``width``.
        """
        shown, pinned = self.shown, len(self.arrangement.pinned)
        cap = WIDEST
        if self.numbers_width + sum(self.width_of(column, NATURAL_WIDEST) for column in shown) <= width:
            cap = NATURAL_WIDEST
        slots: list[Slot] = []
        x = self.numbers_width
        for column in (*shown[:pinned], *shown[pinned + first :]):
            whole = self.width_of(column, cap)
            if width - x < min(whole, LEAST_CUT) and slots:
                break
            slots.append(Slot(column, x, min(whole, width - x)))
            x += slots[-1].width
        return slots

    def first_to_show(self, column: int, first: int, width: int) -> int:
        """Return from which column to show so that ``column`` is on the screen whole, moving as little as can be."""
        shown, pinned = self.shown, len(self.arrangement.pinned)
        if column not in shown or shown.index(column) < pinned:
            return first
        place = shown.index(column) - pinned
        first = min(first, place)
        while first < place:
            slot = next((slot for slot in self.slots(first, width) if slot.column == column), None)
            if slot and slot.width >= min(self.width_of(column), width // 2):
                break
            first += 1
        return first

    def cell(self, column: int, row: int) -> Cell:
        """Return one cell; its whole block is made and kept for a while."""
        key = (column, row // BLOCK)
        block = self._blocks.get(key)
        if block is None:
            start = key[1] * BLOCK
            make = self._makers[column]
            block = [make(value) for value in self.source.values(column, start, min(start + BLOCK, self.source.height))]
            self._blocks[key] = block
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        return block[row % BLOCK]

    def text(self, slot: Slot, row: int) -> str:
        """Return the text of a cell fitted to its slot; a number that is too long is shortened, never cut."""
        cell, column = self.cell(slot.column, row), self.source.columns[slot.column]
        inner = slot.width - GAP
        text = cell.text
        if column.right and not cell.missing and cell_len(text) > inner:
            text = self._short(slot.column, row, inner)
        fitted = formats.fit(text, inner, "right" if column.right else "left", self.glyphs.ellipsis)
        return formats.fit(f" {fitted} ", slot.width, ellipsis=self.glyphs.ellipsis)

    def _short(self, column: int, row: int, width: int) -> str:
        value = self.source.values(column, row, row + 1)[0]
        if not isinstance(value, (int, float)) or column >= len(self.source.columns):
            return self.cell(column, row).text
        short = formats.compact(value)
        return short if cell_len(short) <= width else f"{value:.0e}" if width >= 6 else "#" * width

    def title(self, slot: Slot, sign: str = "") -> str:
        """Return the header of a column fitted to its slot, with the ``sign`` of its sorting."""
        column = self.source.columns[slot.column]
        inner = max(slot.width - GAP - (len(sign) + 1 if sign else 0), 0)
        name = formats.fit(inert(column.shown_title), inner, "right" if column.right else "left", self.glyphs.ellipsis)
        return formats.fit(f" {name} {sign} " if sign else f" {name} ", slot.width)

    def header(self, slots: Sequence[Slot], width: int, signs: Mapping[str, str], *, beyond: bool) -> str:
        """Return the whole header; ``signs`` stand behind names, ``beyond``: there are columns at the left."""
        shown, texts = self.shown, []
        for slot in slots:
            pin = self.glyphs.pinned if slot.column in self.arrangement.pinned else ""
            texts.append(self.title(slot, signs.get(self.source.columns[slot.column].name, "") + pin))
        left = self.glyphs.before if beyond else " "
        line = formats.fit(left * bool(self.numbers_width), self.numbers_width) + "".join(texts)
        if slots and shown and slots[-1].column != shown[-1]:
            line = formats.fit(line.rstrip(), width - 1) + self.glyphs.pointer
        return formats.fit(line, width)

    def number(self, row: int) -> str:
        """Return the row's number, fitted to the margin."""
        return f"{self.source.number(row):>{self.numbers_width - 1},} " if self.numbers_width else ""
