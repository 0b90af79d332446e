"""Which format a plain file has, by its first bytes; and the table of readers."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol, cast

from analysis.errors import AnalysisError
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told


class Reader(Protocol):
    """Reads one file of one format; columns whose type the file declares keep it, all others are String."""

    def __call__(self, path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
        """Return the rows (at least the first ``head``) and what was found out; ``name`` is what to call the file."""


READERS: dict[str, str] = {
    "delimited text": "analysis.sources.delimited:read_delimited",
    "Parquet": "analysis.sources.parquet:read_parquet",
    "Arrow": "analysis.sources.arrow:read_arrow",
    "Excel": "analysis.sources.excel:read_excel",
    "HTML or XML table": "analysis.sources.markup:read_markup",
    "JSON": "analysis.sources.json_lines:read_json",
    "SQLite": "analysis.sources.sqlite:read_sqlite",
    "DuckDB": "analysis.sources.duckdb_file:read_duckdb",
}
"""Format → where its reader is; it is imported when a file of the format is met."""

DATA_ENDINGS = frozenset(
    (
        *(".csv", ".tsv", ".tab", ".txt", ".dat", ".psv", ".data", ".asc", ".parquet", ".pq", ".arrow", ".feather"),
        *(".ipc", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".sqlite", ".sqlite3"),
        *(".db", ".duckdb", ".ddb", ".gz", ".bz2", ".xz", ".zst", ".zip"),
    )
)
"""Endings of files that a folder is searched for."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"\xff\xff\xff\xff", "Arrow"),
    (b"FEA1", "Arrow"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
    (b"PK\x03\x04", "Excel"),
)
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89HDF", "an HDF5 file"),
    (b"RDX", "an R data file"),
    (b"$FL2", "an SPSS file"),
    (b"\x80\x04\x95", "a Python pickle"),
    (b"Obj\x01", "an Avro file"),
    (b"ORC", "an ORC file"),
)
_CONTROL = bytes(set(range(32)) - {0, 7, 8, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31, 1, 2, 3, 4}) + b"\x7f"
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<table", b"<style", b"<meta")
_TABLES = (b"<table", b"<tr", b"<worksheet", b"<ss:worksheet")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\xef\xbb\xbf")


def reader_of(path: Path, name: str, where: str = "") -> tuple[str, Reader]:
    """Return the format of a plain file (called ``name``) and its reader; AnalysisError for what is no table."""
    with told(where or path), path.open("rb") as file:
        start = file.read(8192)
    format_name = format_of(start, name, where or name)
    module, _, function = READERS[format_name].partition(":")
    return format_name, cast(Reader, getattr(importlib.import_module(module), function))


def format_of(start: bytes, name: str, where: str = "") -> str:
    """Return the format that the first bytes of a file (8 KB are enough) and its name speak for."""
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise AnalysisError("the file is empty", where=where or name, remedy="choose a file with data")
    for magic, format_name in _MAGIC:
        if start.startswith(magic):
            return format_name
    if start[8:12] == b"DUCK":
        return "DuckDB"
    if _is_markup(start) and any(mark in _plain(start) for mark in _TABLES):
        return "HTML or XML table"
    _refuse_foreign(start, where or name)
    return "JSON" if _is_json(start, name) else "delimited text"


def _refuse_foreign(start: bytes, name: str) -> None:
    foreign = next((what for magic, what in _FOREIGN if start.startswith(magic)), "")
    if not foreign and start[257:262] == b"ustar":
        foreign = "a tar archive"
    if not foreign and _is_markup(start):
        foreign = "a web page or XML document"
    if not foreign and not start.startswith(_BOMS) and _is_binary(start):
        foreign = "a binary file"
    if foreign:
        remedy = (
            "unpack it and open what is inside" if "archive" in foreign else "export the data as CSV, Excel or Parquet"
        )
        raise AnalysisError(f"it is {foreign}, not a table", where=name, remedy=remedy)


def _plain(start: bytes) -> bytes:
    """The bytes of ASCII characters in lower case, whatever the encoding."""
    return start.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xef\xbb\xbf").lower()


def _is_markup(start: bytes) -> bool:
    return _plain(start[:1024]).lstrip().startswith(_MARKUP)


def _is_binary(start: bytes) -> bool:
    """Control characters that no text has, more than a few; NULs alone are not enough: UTF-16 is full of them."""
    odd = sum(start.count(bytes([each])) for each in _CONTROL)
    return odd > len(start) * 0.03


def _is_json(start: bytes, name: str) -> bool:
    if start.startswith(_BOMS[:2]):
        start = start.decode("utf-16", errors="ignore").encode()
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] == b"{":
        return b'"' in text[:4096] and b":" in text[:8192]
    after = text[1:].lstrip()[:1]
    return text[:1] == b"[" and (after in (b"{", b"[", b"]") or name.lower().endswith(".json"))
