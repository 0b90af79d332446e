"""Workbooks (xlsx, xlsm, xlsb, xls, ods): one sheet, taken as a grid of text, titles above the table and all."""

from __future__ import annotations

from pathlib import Path

import fastexcel
import polars as pl

from analysis.errors import AnalysisError
from analysis.sources.scratch import place_for
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told


def read_excel(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return the cells of one sheet: the one that ``options.member`` names, or the largest visible one.

    Dates come as ISO text and numbers as a person would type them; what a header is, and where the table starts and
    ends, is found out as in a text file.
    """
    from analysis.sources.delimited import read_delimited

    workbook = _opened(path, name)
    sheet, sizes = _chosen(workbook, options.member, name or str(path))
    grid = place_for(path, f"sheet:{sheet}", ".csv")
    if not grid.exists():
        with told(name or path):
            _write_grid(workbook, sheet, grid)
    as_text = options.model_copy(update={"encoding": "utf-8", "delimiter": ",", "quote": '"', "member": None})
    table = read_delimited(grid, as_text, head=head, name=name or str(path))
    warnings = table.findings.warnings
    if len(sizes) > 1 and options.member is None:
        others = ", ".join(each for each in sizes if each != sheet)
        warnings = (f"the workbook has {len(sizes)} sheets; “{sheet}”, the largest, was read, not {others}", *warnings)
    told_of = {
        "format": "Excel",
        "bytes": path.stat().st_size,
        "encoding": "",
        "delimiter": "",
        "quote": "",
        "members": tuple(workbook.sheet_names),
        "member": sheet,
        "warnings": warnings,
    }
    return TextTable(table.frame, table.findings.model_copy(update=told_of))


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
