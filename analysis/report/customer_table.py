"""The customers as they are exported: masked where asked, rounded, in the order of their ids; one writer a format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl

from analysis.errors import AnalysisError
from analysis.masking import mask
from analysis.report.numbers import rounded_frame
from analysis.report.result import RunResult
from analysis.report.safety import neutralised
from analysis.strategies import call_list

SHEET_ROWS, CELL_CHARACTERS = 1_048_575, 32_767
EPOCH = datetime(2000, 1, 1)
"""The date that spreadsheets carry, so that the same run gives the same bytes."""


def export_table(run: RunResult) -> pl.DataFrame:
    """Return one row per customer as it is written, in id order (of the masked ids, where masked)."""
    return prepared(run, run.result)


def calls(run: RunResult) -> pl.DataFrame:
    """Return the call list as it is written: the most urgent first."""
    return prepared(run, call_list(run.result, run.playbook, run.export.holdout, run.export.seed), resort=False)


def prepared(run: RunResult, frame: pl.DataFrame, resort: bool = True) -> pl.DataFrame:
    """Return a table of customers masked where asked, and rounded."""
    money = {measure.name for measure in run.customers.measures if measure.unit == "money"}
    frame = rounded_frame(frame, frozenset(money | {"monetary"}))
    if run.export.mask_key is None:
        return frame
    masked = mask(frame, run.export.mask_key, dict(run.export.roles) | {"customer_id": "customer_id"})
    return masked.sort("customer_id") if resort else masked


def safe(run: RunResult, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with formulas made harmless, unless the recipe asks for raw cells."""
    return frame if run.export.raw_formulas else neutralised(frame)


def write_csv(run: RunResult, frame: pl.DataFrame, path: Path) -> None:
    """Write comma-separated UTF-8 with line feeds; an unknown cell is empty."""
    safe(run, frame).write_csv(path, float_scientific=False, date_format="%Y-%m-%d")


def write_parquet(run: RunResult, frame: pl.DataFrame, path: Path) -> None:
    """Write Parquet, in which no cell can run: texts stay as they are."""
    del run
    frame.write_parquet(path, compression="zstd")


def write_xlsx(run: RunResult, frame: pl.DataFrame, path: Path) -> None:
    """Write one worksheet; ids stay text, nothing is taken for a formula, a link or a number."""
    import xlsxwriter

    if frame.height > SHEET_ROWS:
        raise AnalysisError(
            f"{frame.height:,} customers do not fit a worksheet, which holds {SHEET_ROWS:,} rows",
            where=path.name,
            remedy="use --format csv or parquet",
        )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, {**options, "constant_memory": True, "nan_inf_to_errors": False}) as book:
        book.set_properties({"created": EPOCH})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(path.stem[:31])
        sheet.freeze_panes(1, 1)
        table = safe(run, frame)
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, name[:CELL_CHARACTERS], bold)
        for row, cells in enumerate(table.iter_rows(), start=1):
            for column, cell in enumerate(cells):
                _write_cell(sheet, row, column, cell, day)


def _write_cell(sheet: object, row: int, column: int, cell: object, day: object) -> None:
    """Write one cell by the type of its value; an unknown one stays empty."""
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)  # type: ignore[attr-defined]
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)  # type: ignore[attr-defined]
    elif hasattr(cell, "year"):
        sheet.write_datetime(row, column, cell, day)  # type: ignore[attr-defined]
    else:
        sheet.write_string(row, column, str(cell)[:CELL_CHARACTERS])  # type: ignore[attr-defined]


FORMATS: dict[str, Callable[[RunResult, pl.DataFrame, Path], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}
"""Format → how a table of customers is written in it."""
