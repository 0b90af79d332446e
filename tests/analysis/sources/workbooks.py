"""Workbooks as other programs write them, made byte by byte: ods, and xls as spreadsheets wrote it until 2007."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | int | float | date | None
SECTOR = 512
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def write_ods(path: Path, sheets: dict[str, Sequence[Sequence[Cell]]]) -> None:
    """Write an OpenDocument spreadsheet."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = "".join(f' xmlns:{each}="{_ODF}:{each}:1.0"' for each in ("office", "table", "text"))
    content = f"<office:document-content{spaces}><office:body><office:spreadsheet>{tables}"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _KIND)
        archive.writestr("content.xml", f"{content}</office:spreadsheet></office:body></office:document-content>")
        manifest = f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0">{entry}</manifest:manifest>'
        archive.writestr("META-INF/manifest.xml", manifest)


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, str):
        value = 'office:value-type="string"'
    else:
        value = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {value}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def write_xls(path: Path, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """Write a workbook of one sheet in the binary format of Excel 97 (BIFF8 in a compound file); no dates."""
    sheet = b"".join([_bof(0x0010), *_records(rows), _record(0x000A)])
    title = struct.pack("<BB", len(name), 0) + name.encode("latin-1")
    before = len(_bof(0x0005)) + 4 + 6 + len(title) + len(_record(0x000A))
    globals_ = _bof(0x0005) + _record(0x0085, struct.pack("<IH", before, 0) + title) + _record(0x000A)
    path.write_bytes(_compound(globals_ + sheet))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _records(rows: Sequence[Sequence[Cell]]) -> list[bytes]:
    width = max(len(row) for row in rows)
    found = [_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))]
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                found.append(_record(0x0204, struct.pack("<HHH", line, column, 0) + text))
            elif isinstance(cell, (int, float)):
                found.append(_record(0x0203, struct.pack("<HHHd", line, column, 0, cell)))
    return found


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream, Workbook: sector 0 its table of sectors, 1 its directory, then the stream."""
    size = max(4096, -(-len(stream) // SECTOR) * SECTOR)
    sectors = size // SECTOR
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    assert len(chain) <= SECTOR // 4, "one table of sectors is all this writes"
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    none = 0xFFFFFFFF
    root = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    book = _entry("Workbook", 2, none, 2, size)
    directory = root + book + _entry("", 0, none, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", none) * 108
    return header + table + directory + stream.ljust(size, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    none = 0xFFFFFFFF
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)
