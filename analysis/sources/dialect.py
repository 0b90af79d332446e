"""Telling the dialect of a text file by how consistent its rows become.

Every candidate splits the sampled lines; its score is the share of rows that have the commonest width, times how well
typed the cells are, times how usual the delimiter is (after van den Burg, Nazábal and Sutton, "Wrangling messy CSV
files by detecting row and type patterns", Data Mining and Knowledge Discovery 33, 2019; the scores are our own). A
file has one column where no candidate explains it better.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.sources.canonical import SPACES, Dialect, canonical
from analysis.sources.cells import CREDIT, FIELDS, kind
from analysis.sources.repair import assemble

PRIORS = {
    ",": 1.0,
    ";": 1.0,
    "\t": 1.0,
    "|": 1.0,
    "\x01": 1.0,
    "\x1f": 1.0,
    "\x1e": 1.0,
    " ": 0.62,
    ":": 0.5,
    "，": 0.7,
}
WEAK = "/-._'+\\()[]{}<>=\"%、"
"""Marks that stand inside values: hardly ever delimiters."""

ENDINGS = ("&|", "\x1e", "\x02")
"""What stands at the ends of rows that a program ends by more than a line feed: SQL Server's samples, ASCII, Hive."""

_ENDED = 0.9

_RULER = re.compile(r"-{2,}(?: +-+)+\s*|-+(?: +-+)* +-{2,}\s*")
"""A line of dashes that tells where columns of fixed width stand, as programs of databases draw it."""

_CELL = r'"(?:[^"\\]|\\.|"")*"'
_SINGLY_SPACED = re.compile(rf'{_CELL}(?: (?:{_CELL}|[^"\s]+))*')
"""A line that begins with a quoted cell and has single blanks between cells, as R writes tables."""

_RULE_OF_FRAME = re.compile(r"\s*\+(?:[-=]+\+)+\s*")

UNIFORM = ("number", "date", "address", "phone")
SAMPLED_ROWS = 400

REGULAR = (8, 5)
"""So many rows, all of so many cells parted by single blanks, are no sentences."""


def detect_dialect(lines: Sequence[str], quote: str | None = None, delimiter: str | None = None) -> Dialect:
    """The dialect that makes the sampled ``lines`` most consistent; ``delimiter`` and ``quote`` are kept where
    given.
    """
    filled = [line for line in lines if line.strip()][: SAMPLED_ROWS * 2]
    for ending in ENDINGS:
        if sum(line.endswith(ending) for line in filled) > _ENDED * len(filled):
            bare = [line.removesuffix(ending) for line in filled]
            return replace(detect_dialect(bare, quote, delimiter), ending=ending)
    framed = _framed(filled)
    named = delimiter if delimiter is not None else "|" if framed else _named_delimiter(filled)
    best, best_score = Dialect("", _quote_of_column(filled) if quote is None else quote), _single_score(filled)
    for candidate in [named] if named else [] if delimiter == "" else _delimiters(filled):
        for dialect in _dialects(candidate, filled, quote):
            dialect = replace(dialect, framed=framed, padded=framed)
            score, width = dialect_score(filled, dialect)
            if score > best_score or (named and not best.delimiter):
                best, best_score = replace(dialect, width=width), score
    best = _with_single_blanks(filled, best) if best.gap == 2 else best
    if not best.delimiter and best.quote and delimiter is None:
        return _unwrapped(filled, best)
    return best if framed else _with_padding(filled, best)


def cuts_alike(lines: Sequence[str], dialect: Dialect) -> bool:
    """Whether a dialect that needs no more than cells cut at its delimiter cuts all lines into as many as it has."""
    filled = [line for line in lines if line.strip()]
    if dialect.width < 2 or not dialect.plain or not filled:
        return False
    mark, quote = dialect.marks
    return all(len(record.cells) == dialect.width for record in assemble(filled, mark, quote, -1))


def _framed(lines: Sequence[str]) -> bool:
    """Whether a pipe stands at both ends of most lines."""
    sides = sum(line.strip().startswith("|") and line.strip().endswith("|") and len(line) > 2 for line in lines)
    rules = sum(bool(_RULE_OF_FRAME.fullmatch(line)) for line in lines)
    return sides > 1 and sides >= 0.5 * (len(lines) - rules) and all("||" not in line for line in lines)


def _named_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that a first line ``sep=;`` names (a habit of spreadsheets)."""
    match = re.fullmatch(r'"?sep=(.+?)"?\s*', lines[0], re.IGNORECASE) if lines else None
    return match[1] if match else ""


def _delimiters(lines: Sequence[str]) -> list[str]:
    """Candidates: marks, and runs of marks, that stand in at least a third of the lines."""
    found: Counter[str] = Counter()
    for line in lines:
        runs = set(re.findall(r"[^\w\s\"'./()-]{2,3}|\t{2,}", re.sub('"[^"]*"', "", line)))
        found.update(runs | {mark for mark in set(line) if not mark.isalnum() and mark not in "\"'\r\n@"})
    needed = max(1, len(lines) // 3)
    usual = [mark for mark, count in found.items() if count >= needed and mark != " "]
    longer = [mark for mark in usual if len(mark) > 1]
    usual = [mark for mark in usual if len(mark) > 1 or not _always_part(mark, longer, lines)]
    spaces = [SPACES] if found[" "] >= needed else []
    return sorted(usual, key=lambda mark: (-PRIORS.get(mark, 0.5), mark)) + spaces


def _always_part(mark: str, longer: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a mark only stands within a longer candidate, as a pipe within two pipes."""
    if mark in ",;":
        return False
    return any(
        mark in run and all(line.count(mark) == line.count(run) * run.count(mark) for line in lines) for run in longer
    )


def _dialects(delimiter: str, lines: Sequence[str], quote: str | None) -> Iterable[Dialect]:
    """The dialects to try for one delimiter: by kinds of quotes, escaped by doubling or by a backslash."""
    if delimiter == SPACES:
        positions = _positions(lines)
        fixed = [Dialect(SPACES, gap=0, positions=positions)] if len(positions) > 1 else []
        quoted = [Dialect(" ", '"')] if quote is None and any('"' in line for line in lines) else []
        if quoted and all(map(_SINGLY_SPACED.fullmatch, lines)):
            return _with_escapes(quoted, "\n".join(lines))
        return [Dialect(SPACES, gap=1), Dialect(SPACES, gap=2), *fixed, *quoted]
    text = "\n".join(lines)
    tried = [Dialect(delimiter, '"' if quote is None else quote)]
    edge = re.escape(delimiter)
    single = rf"(?:^|{edge}) ?'[^'\n]*(?:''[^'\n]*)*' ?(?:$|{edge})"
    if quote is None and re.search(single, text, re.MULTILINE):
        tried.append(Dialect(delimiter, "'"))
    return _with_escapes(tried, text)


def _with_escapes(tried: Sequence[Dialect], text: str) -> list[Dialect]:
    """The dialects, and each with backslashes before quotes or delimiters where the text has such."""
    escaped = [
        replace(dialect, escape="\\")
        for dialect in tried
        if (dialect.quote and "\\" + dialect.quote in text) or "\\" + dialect.delimiter in text
    ]
    return [*tried, *escaped]


def _positions(lines: Sequence[str]) -> tuple[int, ...]:
    """Where the columns of fixed width start: under a line of dashes, else after the blanks that all lines share.

    () where there are none.
    """
    ruler = next((line for line in lines if _RULER.fullmatch(line)), None)
    if ruler is not None:
        return tuple(found.start() for found in re.finditer("-+", ruler))
    longest = max(len(line) for line in lines)
    if longest > 4000 or len(lines) < 3:
        return ()
    used = [any(line[place : place + 1].strip() for line in lines) for place in range(longest)]
    starts = [place for place in range(longest) if used[place] and (place == 0 or not used[place - 1])]
    return (0, *starts[1:]) if len(starts) > 1 else ()


def dialect_score(lines: Sequence[str], dialect: Dialect) -> tuple[float, int]:
    """How well a dialect explains the lines (0 … 1), and the commonest width."""
    mark, quote = dialect.marks
    text = [line for line in canonical("\n".join(lines), dialect).split("\n") if line or not dialect.ruled]
    rows = [record.cells for record in assemble(text, mark, quote, -1)][:SAMPLED_ROWS]
    widths = Counter(len(row) for row in rows)
    wide = {width: count * (1 - 1 / (1 + width)) for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 1
    width = max(wide, key=lambda width: (wide[width], width))
    share = widths[width] / len(rows)
    same = [row for row in rows if len(row) == width]
    score = share**1.5 * (0.15 + 0.85 * _credit(same)) * (1 - 0.8 / (1 + width)) * _prior(dialect, lines, same)
    return score, width


def _prior(dialect: Dialect, lines: Sequence[str], rows: Sequence[tuple[str, ...]]) -> float:
    """How usual the delimiter is; spaces need columns that look aligned, hold numbers, or are as many in every row.

    It is as sure as can be where it makes as many cells as a comment names.
    """
    delimiter = dialect.delimiter
    fields = next((line for line in lines if FIELDS.match(line)), "")
    if fields and len(FIELDS.sub("", fields).split()) == len(rows[0]):
        return 1.0
    if delimiter == " " and all(map(_SINGLY_SPACED.fullmatch, lines)):
        return 1.0
    regular = len(rows) >= REGULAR[0] and len(rows[0]) >= REGULAR[1] and len(rows) >= 0.98 * _data_lines(lines)
    if delimiter == " ":
        return 0.75 if regular else PRIORS[" "]
    if delimiter != SPACES:
        return PRIORS.get(delimiter, 0.3 if len(delimiter) == 1 and delimiter in WEAK else 0.9)
    if dialect.positions:
        return 1.0 if any(map(_RULER.fullmatch, lines)) else 0.58
    runs = sum("  " in line.strip() for line in lines)
    typed = sum(kind(cell) in ("number", "date") for row in rows for cell in row)
    aligned = regular or runs > 0.3 * len(lines) or typed > 0.5 * sum(len(row) for row in rows)
    return (0.62 if dialect.gap == 1 else 0.66) if aligned else 0.3


def _data_lines(lines: Sequence[str]) -> int:
    """How many of the lines, at most those that are scored, are no comments."""
    return sum(not line.startswith("#") for line in lines[:SAMPLED_ROWS])


def _with_single_blanks(lines: Sequence[str], aligned: Dialect) -> Dialect:
    """The dialect of columns aligned with spaces; one blank parts them where the header stands as close as that.

    The cells below it are as many either way.
    """
    header = lines[0].split()
    closer = replace(aligned, gap=1)
    if len(header) != aligned.width or len(re.split(r"\s{2,}", lines[0].strip())) == aligned.width:
        return aligned
    return closer if dialect_score(lines, closer)[1] == aligned.width else aligned


def _credit(rows: Sequence[tuple[str, ...]]) -> float:
    """How well typed the cells are, and how much alike within their columns."""
    total = 0.0
    columns = list(zip(*rows, strict=True))
    for column in columns:
        kinds = Counter(kind(cell) for cell in column)
        credit = sum(CREDIT[name] * count for name, count in kinds.items()) / len(column)
        filled = len(column) - kinds["empty"]
        most = max((count for name, count in kinds.items() if name != "empty"), default=0)
        total += credit * (0.6 + 0.4 * (most / filled if filled else 0.5))
    return total / len(columns)


def _single_score(lines: Sequence[str]) -> float:
    """How well the lines are explained by being one cell each: best where all are one number, date, address."""
    cells = lines[:SAMPLED_ROWS]
    uniform = sum(kind(cell) in UNIFORM for cell in cells) >= 0.7 * len(cells)
    return (0.62 if uniform else 0.42) * _credit([(cell,) for cell in cells]) if cells else 0.0


def _quote_of_column(lines: Sequence[str]) -> str:
    quoted = sum(len(line.rstrip()) > 1 and line[0] == line.rstrip()[-1] == '"' for line in lines)
    return '"' if lines and quoted > 0.3 * len(lines) else ""


def _unwrapped(lines: Sequence[str], single: Dialect) -> Dialect:
    """The dialect inside rows that are quoted as a whole, if that is better than one column."""
    inner = [line.strip()[1:-1].replace('""', '"') if line.startswith('"') else line for line in lines]
    if sum(line.startswith('"') for line in lines) < 0.9 * len(lines):
        return single
    found = detect_dialect(inner)
    if not found.delimiter or dialect_score(inner, found)[0] < 0.6 or found.padded:
        return single
    return replace(found, wrapped=True)


def _with_padding(lines: Sequence[str], dialect: Dialect) -> Dialect:
    """The dialect with blanks taken into the delimiter where nearly every cell is padded with one."""
    if dialect.delimiter not in (",", ";", "|"):
        return dialect
    before = after = filled = cells = 0
    inside = False
    for line in lines:
        was_inside, inside = inside, inside ^ bool(line.count(dialect.quote or "\n") % 2)
        if was_inside:
            continue
        pieces = re.sub(r'"(?:[^"]|"")*"', "q", line).split(dialect.delimiter)
        cells += len(pieces) - 1
        filled += sum(piece.startswith(" ") for piece in pieces[1:])
        before += sum(piece.startswith(" ") or not piece for piece in pieces[1:])
        after += sum(piece.endswith(" ") or not piece for piece in pieces[:-1])
    if before < 0.97 * cells or filled < 0.5 * cells or not cells:
        return dialect
    padded = f" {dialect.delimiter} " if after >= 0.97 * cells else f"{dialect.delimiter} "
    return replace(dialect, delimiter=padded, padded=True)
