"""Which characters the bytes of a text file stand for: told from samples, and what to do where a line disagrees.

A byte order mark settles it; then the places of NUL bytes (UTF-16 and UTF-32); then whether the bytes are valid
UTF-8; then the most plausible of the candidate decodings (see ``analysis.sources.characters``). Lines that do not fit
the encoding of their neighbours are decoded on their own, by ``Encoding.fallback``.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.sources.characters import plausibility
from analysis.sources.familiar_words import familiar

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; the longer of two that begin alike comes first."""

CANDIDATES = {
    "gb18030": 0.0,
    "big5": 0.0,
    "cp932": 0.0,
    "euc_kr": 0.0,
    "cp1252": 0.0,
    "cp1251": 0.0,
    "big5hkscs": -0.03,
    "cp949": -0.03,
    "euc_jp": -0.02,
    "cp1250": -0.06,
    "cp1253": -0.1,
    "cp1254": -0.06,
    "cp1257": -0.08,
    "cp1255": -0.05,
    "cp1256": -0.1,
    "cp874": -0.1,
    "koi8-r": -0.05,
    "cp866": -0.05,
    "iso8859-2": -0.09,
    "iso8859-15": -0.01,
    "cp850": -0.15,
    "cp852": -0.17,
    "mac_roman": -0.15,
}
"""Encodings without a mark of their own, with what is added to their plausibility: rarer ones need better evidence.

The more bytes speak for themselves, the less is added.
"""

FEW = 20
"""How many bytes that are not ASCII leave half of what is added to the plausibility."""

MOST_FOR_WORDS, SHARE_FOR_WORDS = 0.5, 0.4
"""What many words that are known from other tables, and nothing but such words, add to the plausibility."""

HEAD = 5
"""Lines with bytes above 127 that are always looked at."""

ASCII = bytes(range(128))

SIGNATURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"RIFF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files that are no text begin."""

PIECE = 1 << 16


@dataclass(frozen=True)
class Encoding:
    """A character encoding of a file: ``name`` of the codec, bytes of byte order mark, and the codec of odd lines
    ("": none).
    """

    name: str
    mark: int = 0
    fallback: str = ""


@dataclass(frozen=True)
class Sample:
    """Bytes from the head, the middle and the tail of a file; the pieces of a small file are the whole file, once."""

    size: int
    pieces: tuple[bytes, ...]


def take_sample(path: Path, piece: int = PIECE) -> Sample:
    """Read up to ``4 * piece`` bytes: half from the head, the others from the middle and the tail, on bounds of 4
    bytes.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= 4 * piece:
            return Sample(size, (file.read(),))
        pieces = [file.read(2 * piece)]
        for start in (size // 2, size - piece):
            file.seek(start // 4 * 4)
            pieces.append(file.read(piece))
    return Sample(size, tuple(pieces))


def detect_encoding(sample: Sample) -> Encoding:
    """Tell the encoding from the sample; raise AnalysisError where the file is no text."""
    head = sample.pieces[0]
    for mark, name in MARKS:
        if head.startswith(mark):
            return _with_fallback(Encoding(name, len(mark)), sample)
    data = b"\n".join(sample.pieces) if len(sample.pieces) > 1 else head
    wide = _wide(sample)
    if wide:
        return Encoding(wide)
    _refuse_binary(data)
    if b"\x1b$" in data and data.isascii():
        return Encoding("iso2022_jp")
    if data.isascii():
        return Encoding("utf-8", fallback="cp1252")
    return _eight_bit(data)


def _wide(sample: Sample) -> str:
    """UTF-16 or UTF-32 without a mark, told from where the NUL bytes of ASCII characters fall; "" for neither."""
    data = sample.pieces[0][: PIECE * 2]
    nuls = data.count(0)
    if len(data) < 4 or nuls < len(data) / 200 + 1:
        return ""
    places = [data[place::4].count(0) for place in range(4)]
    for name, empty in (("utf-32-le", (3, 2)), ("utf-32-be", (0, 1))):
        if all(places[place] > 0.24 * len(data) - 1 for place in empty) and _decodes(data, name):
            return name
    for name, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        there = places[odd] + places[odd + 2]
        if there >= 0.97 * nuls and there > 3 and _decodes(data, name):
            return name
    return ""


def _decodes(data: bytes, name: str) -> str:
    """The text of complete characters, "" where the codec refuses; a last character may be cut."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(data)
    except UnicodeDecodeError:
        return ""


def _refuse_binary(data: bytes) -> None:
    """Raise AnalysisError for bytes that are no text."""
    counts = sorted(data.count(code) for code in (*range(1, 8), *range(14, 26), *range(28, 32)))
    controls = sum(counts[:-2])  # the commonest may be the delimiter and what ends rows
    share_of_nuls = data.count(0) / max(1, len(data))
    limit = 0.05 if not share_of_nuls else 0.005
    if data.startswith(SIGNATURES) or share_of_nuls > 0.3 or controls > max(2, limit * len(data)):
        raise AnalysisError(
            "this is no text: it holds too many bytes that are not characters", remedy="name a data file"
        )


def _eight_bit(data: bytes) -> Encoding:
    """UTF-8, or the most plausible of the other encodings, of lines with bytes above 127."""
    lines = [line for line in data.replace(b"\r", b"\n").split(b"\n") if not line.isascii()]
    lines = lines[:-1] if len(lines) > 20 else lines
    valid = [line for line in lines if _is_utf8(line)]
    invalid = [line for line in lines if not _is_utf8(line)]
    if not invalid:
        return Encoding("utf-8", fallback="cp1252")
    other = _most_plausible(_some(invalid))
    sure = [line for line in valid if fits_better_as_utf8(line, other)]
    if len(sure) >= len(invalid):
        return Encoding("utf-8", fallback=other)
    return Encoding(other, fallback="utf-8" if sure else "")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def fits_better_as_utf8(line: bytes, other: str) -> bool:
    """Whether a line is valid UTF-8 and makes more sense so than in the other encoding."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return plausibility(text, "utf-8") > plausibility(line.decode(other, "replace"), other)


def _some(lines: list[bytes], limit: int = 400) -> bytes:
    """The first lines, among which are the names of columns, and at most ``limit`` of the others, spread evenly."""
    step = max(1, len(lines) // limit)
    return b"\n".join([*lines[:HEAD], *lines[HEAD::step][:limit]])


def _most_plausible(data: bytes) -> str:
    """The candidate whose decoding of the lines reads best; latin-1 where bytes have no meaning in cp1252."""
    best, best_score = "latin-1", -9.0
    foreign = len(data.translate(None, ASCII))
    for name, prior in CANDIDATES.items():
        text = data.decode(name, "replace")
        broken = text.count("\ufffd") / max(1, len(text))
        score = plausibility(text, name) + prior * FEW / (FEW + foreign) - 8.0 * broken + _for_words(text)
        if score > best_score:
            best, best_score = name, score
    return "latin-1" if best == "cp1252" and any(data.count(code) for code in b"\x81\x8d\x8f\x90\x9d") else best


def _for_words(text: str) -> float:
    """What words that are known from other tables add to the plausibility of a text: the first one most."""
    known, words = familiar(text)
    return MOST_FOR_WORDS * known / (known + 1) + SHARE_FOR_WORDS * known / max(1, words)


def _with_fallback(encoding: Encoding, sample: Sample) -> Encoding:
    """A file with a UTF-8 mark may still hold lines in another encoding."""
    if encoding.name != "utf-8":
        return encoding
    lines = [line for piece in sample.pieces for line in piece.split(b"\n")[1:-1] if not _is_utf8(line)]
    return Encoding("utf-8", encoding.mark, _most_plausible(_some(lines)) if lines else "cp1252")


def decode_line(line: bytes, encoding: Encoding) -> tuple[str, bool]:
    """The text of one line, and whether the file's encoding did not fit it; never fails.

    UTF-8 is tried first where it is the fallback, as text of another encoding hardly ever is valid UTF-8 by chance.
    """
    for name in (encoding.name, encoding.fallback, "cp1252"):
        try:
            if name:
                return line.decode(name), name != encoding.name
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1"), True
