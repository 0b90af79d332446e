"""Tables written as web pages or as XML of spreadsheets, as many programs do when they say that they write ``.xls``."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.sources.encoding import detect_encoding, take_sample
from analysis.sources.scratch import place_for
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable

ROWS = frozenset({"tr", "row", "ss:row"})
CELLS = frozenset({"td", "th", "cell", "ss:cell"})
TABLES = frozenset({"table", "worksheet", "ss:worksheet"})
WIDEST = 1000
"""How many columns a cell may span, or be away from the one before it."""


def read_markup(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return the largest table of a web page or of a spreadsheet's XML, its header found as in a text file."""
    from analysis.sources.delimited import read_delimited

    where = name or str(path)
    grid = place_for(path, f"markup:{options.encoding}", ".csv")
    if not grid.exists():
        rows = max(_tables_in(path, options), key=lambda table: sum(map(len, table)), default=[])
        if len(rows) < 2:
            raise AnalysisError("the page holds no table", where=where, remedy="export the data as CSV or Excel")
        unfinished = grid.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        unfinished.rename(grid)
    as_text = options.model_copy(update={"encoding": "utf-8", "delimiter": ",", "quote": '"', "member": None})
    table = read_delimited(grid, as_text, head=head, name=where)
    told = {"format": "HTML or XML table", "bytes": path.stat().st_size, "encoding": "", "delimiter": "", "quote": ""}
    return TextTable(table.frame, table.findings.model_copy(update=told))


def _tables_in(path: Path, options: ReadOptions) -> list[list[list[str]]]:
    encoding = detect_encoding(take_sample(path))
    text = path.read_bytes()[encoding.mark :].decode(options.encoding or encoding.name, "replace")
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return parser.tables


class _Tables(HTMLParser):
    """Collects the rows of every table; a table within a cell counts for itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell; a line break within a cell is a blank."""
        if tag in TABLES:
            self.tables.append([])
            self._open.append(self.tables[-1])
        elif tag in ROWS and self._open:
            self._open[-1].append([])
        elif tag in CELLS and self._open and self._open[-1]:
            self._begin_cell({name: value or "" for name, value in attrs})
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        row = self._open[-1][-1]
        place = attributes.get("ss:index", "")
        row += [""] * (min(int(place), WIDEST) - 1 - len(row) if place.isdecimal() else 0)
        self._cell = []
        row.append("")
        span = attributes.get("colspan", "")
        self._spare = min(int(span), WIDEST) - 1 if span.isdecimal() else 0

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in CELLS and self._cell is not None:
            row = self._open[-1][-1]
            row[-1] = " ".join("".join(self._cell).split())
            row += [""] * self._spare
            self._cell = None
        elif tag in TABLES and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep what stands in a cell."""
        if self._cell is not None:
            self._cell.append(data)
