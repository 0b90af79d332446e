"""The run folder: one exporter a file, every text of the data made harmless on its way out."""

from __future__ import annotations

from analysis.report.customer_table import FORMATS, calls, export_table
from analysis.report.folder import check_place, write_run_folder
from analysis.report.html import html_report
from analysis.report.markdown_report import markdown_report
from analysis.report.part import PARTS, write_part
from analysis.report.result import EditsMade, ExportChoices, InputFile, Provenance, RunResult
from analysis.report.run_json import run_document, run_json
from analysis.report.safety import neutralised, printable
from analysis.report.segments_csv import segment_table

__all__ = [
    "FORMATS",
    "PARTS",
    "EditsMade",
    "ExportChoices",
    "InputFile",
    "Provenance",
    "RunResult",
    "calls",
    "check_place",
    "export_table",
    "html_report",
    "markdown_report",
    "neutralised",
    "printable",
    "run_document",
    "run_json",
    "segment_table",
    "write_part",
    "write_run_folder",
]
