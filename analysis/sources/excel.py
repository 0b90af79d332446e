"""Workbooks (xlsx, xlsm, xlsb, xls, ods): a sheet, taken as a grid of text, titles above the table and all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import fastexcel
import polars as pl

from analysis.errors import AnalysisError
from analysis.progress import tell
from analysis.sources.one_of_several import largest_read
from analysis.sources.scratch import place_for
from analysis.sources.stacking import stacked
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told


def read_excel(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return the cells of one sheet: the one that ``options.member`` names, or the largest visible one.

    Where none is named, visible sheets with the very same columns as the largest are read with it as one table.

    Dates come as ISO text and numbers as a person would type them; what a header is, and where the table starts and
    ends, is found out as in a text file.
    """
    from analysis.sources.delimited import read_delimited

    workbook = _opened(path, name)
    sheet, sizes = _chosen(workbook, options.member, name or str(path))
    where = name or str(path)

    def read(each: str) -> TextTable:
        grid = place_for(path, f"sheet:{each}", ".csv")
        if not grid.exists():
            tell(f"reading the sheet “{each}”")
            with told(where):
                _write_grid(workbook, each, grid)
        as_text = options.model_copy(update={"encoding": "utf-8", "delimiter": ",", "quote": '"', "member": None})
        return read_delimited(grid, as_text, head=head, name=where)

    table = read(sheet)
    alike = {sheet: table}
    if options.member is None and len(sizes) > 1:
        alike = {each: found for each in sizes if (found := table if each == sheet else _like(table, read, each))}
    whole = stacked(alike)
    said = _said_of_sheets(sheet, tuple(alike), tuple(sizes), options)
    told_of = {
        "format": "Excel",
        "bytes": path.stat().st_size,
        "encoding": "",
        "delimiter": "",
        "quote": "",
        "members": tuple(workbook.sheet_names),
        "member": sheet if len(alike) == 1 else "",
        "warnings": (*said, *table.findings.warnings),
    }
    frame = whole.frame if head is None or len(alike) == 1 else whole.frame.head(head)
    return TextTable(frame, whole.findings.model_copy(update=told_of))


def _like(largest: TextTable, read: Callable[[str], TextTable], sheet: str) -> TextTable | None:
    """Return the sheet where it has the columns of the largest, in any order."""
    try:
        found = read(sheet)
    except AnalysisError:
        return None
    names = set(found.frame.collect_schema())
    return found if names == set(largest.frame.collect_schema()) and len(names) > 2 else None


def _said_of_sheets(sheet: str, alike: tuple[str, ...], full: tuple[str, ...], options: ReadOptions) -> tuple[str, ...]:
    """Return in words which sheets were read and which were not, where there was a choice."""
    if len(full) < 2 or options.member is not None:
        return ()
    if len(alike) == 1:
        return (largest_read(f"the workbook has {len(full)} sheets", sheet, full),)
    others = ", ".join(each for each in full if each not in alike)
    said = f"{len(alike)} sheets have the same columns and were read as one table: {', '.join(alike)}"
    return (said + (f"; not read: {others}" if others else ""),)


def _opened(path: Path, name: str) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        text = str(error).lower()
        what = "the workbook has a password" if "password" in text else "the workbook is damaged or of an unknown kind"
        remedy = "save it without one" if "password" in text else "save it again as .xlsx or CSV"
        raise AnalysisError(what, where=name or str(path), remedy=remedy) from error


def _chosen(workbook: fastexcel.ExcelReader, wanted: str | None, where: str) -> tuple[str, dict[str, int]]:
    """Return the sheet to read and the sizes (cells) of those it was chosen from."""
    names = workbook.sheet_names
    if wanted is not None:
        if wanted in names:
            return wanted, {wanted: 0}
        listed = ", ".join(f"“{each}”" for each in names)
        raise AnalysisError(f"there is no sheet “{wanted}”", where=where, remedy=f"the workbook has {listed}")
    sizes = {each: _size(workbook, each) for each in names} if len(names) > 1 else dict.fromkeys(names, 1)
    full = {each: cells for each, cells in sizes.items() if cells > 0}
    if not full:
        raise AnalysisError("no sheet of the workbook has any cells", where=where, remedy="choose another file")
    return max(full, key=lambda each: full[each]), full


def _size(workbook: fastexcel.ExcelReader, sheet: str) -> int:
    try:
        loaded = workbook.load_sheet(sheet, header_row=None, dtypes="string")
    except fastexcel.FastExcelError:
        return 0
    return 0 if loaded.visible != "visible" else loaded.total_height * loaded.width


def _write_grid(workbook: fastexcel.ExcelReader, sheet: str, grid: Path) -> None:
    try:
        cells = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise AnalysisError(f"the sheet “{sheet}” cannot be read", remedy="save the workbook again as .xlsx") from error
    if cells.height == 0 or cells.width == 0:
        raise AnalysisError(f"the sheet “{sheet}” is empty", remedy="choose another sheet")
    unfinished = grid.with_suffix(".part")
    cells.select(pl.all().cast(pl.String)).write_csv(unfinished, include_header=False)
    unfinished.rename(grid)
