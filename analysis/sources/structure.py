"""Where records start and how many cells each has, told from the bytes at the speed of memory, without parsing.

The bits of one comparison are packed into 64-bit words; the prefix XOR of the quote bits marks what is inside quotes
(Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1, in numpy).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
ONE, TOP = np.uint64(1), np.uint64(63)


@dataclass(frozen=True)
class Marks:
    """The bytes that give a text its structure: cells' delimiter, the quote (-1: none) and the end of a line."""

    delimiter: int
    quote: int = -1
    end: int = 10


@dataclass(frozen=True)
class Scan:
    """The records of one block of whole lines, with one entry each: byte offset of start, line from 0, cells.

    ``blank`` marks records of nothing but a line end. ``wellformed``: quotes stand only around cells, and doubled inside
    them. ``size``: bytes of the complete records; less than the block where it ends inside quotes. ``lines``: line ends
    in these bytes.
    """

    starts: NDArray[np.int64]
    first_lines: NDArray[np.int64]
    widths: NDArray[np.int32]
    blank: NDArray[np.bool_]
    wellformed: bool
    size: int
    lines: int


def scan(block: bytes, marks: Marks) -> Scan:
    """Find the records of ``block``, which starts at the start of a record and ends with a line end."""
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == marks.end)
    delimiters = _words(data == marks.delimiter)
    wellformed = True
    outside = np.arange(len(ends), dtype=np.int64)
    quotes = data == marks.quote if marks.quote >= 0 else None
    if quotes is not None and quotes.any():
        quote_bits = _words(quotes)
        inside = _prefix_xor(quote_bits)
        delimiters &= ~inside
        outside = np.flatnonzero(_bit(inside, ends) == 0)
        wellformed = _quotes_stand_well(data, marks, quote_bits, inside)
    stops = ends[outside]
    before = np.diff(_count_before(delimiters, stops), prepend=0)
    starts = np.concatenate([[0], stops[:-1] + 1]) if len(stops) else np.zeros(0, np.int64)
    lines = np.concatenate([[0], outside[:-1] + 1]) if len(stops) else np.zeros(0, np.int64)
    length = stops - starts
    blank = (length == 0) | ((length == 1) & (data[starts] == 13))
    size = int(stops[-1]) + 1 if len(stops) else 0
    count = int(outside[-1]) + 1 if len(stops) else 0
    return Scan(starts, lines, (before + 1).astype(np.int32), blank, wellformed, size, count)


def _words(bits: NDArray[np.bool_]) -> Words:
    """The bits in little-endian 64-bit words, bit 0 first, filled up with zeros and one word more."""
    packed = np.packbits(bits, bitorder="little")
    words = np.zeros(len(packed) // 8 + 2, np.uint64)
    words.view(np.uint8)[: len(packed)] = packed
    return words


def _prefix_xor(words: Words) -> Words:
    """Bit i of the answer is the XOR of the bits 0 … i."""
    inside = words.copy()
    for shift in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(shift)
    odd = np.cumsum(inside >> TOP, dtype=np.uint64) & ONE
    inside[1:] ^= np.uint64(0) - odd[:-1]
    return inside


def _bit(words: Words, places: NDArray[np.int64]) -> Words:
    return (words[places >> 6] >> (places & 63).astype(np.uint64)) & ONE


def _count_before(words: Words, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many bits are set before each place."""
    totals = np.concatenate([[0], np.cumsum(np.bitwise_count(words), dtype=np.int64)])
    word = places >> 6
    below = (ONE << (places & 63).astype(np.uint64)) - ONE
    counted: NDArray[np.int64] = totals[word] + np.bitwise_count(words[word] & below)
    return counted


def _after(words: Words) -> Words:
    """Bit i of the answer is bit i - 1."""
    moved = words << ONE
    moved[1:] |= words[:-1] >> TOP
    return moved


def _before(words: Words) -> Words:
    """Bit i of the answer is bit i + 1."""
    moved = words >> ONE
    moved[:-1] |= words[1:] << TOP
    return moved


def _quotes_stand_well(data: NDArray[np.uint8], marks: Marks, quotes: Words, inside: Words) -> bool:
    """Whether each opening quote follows a delimiter, a line end or a quote and each closing one precedes one."""
    border = _words((data == marks.delimiter) | (data == marks.end)) | quotes
    opening, closing = quotes & inside, quotes & ~inside
    before = _after(border)
    before[0] |= ONE
    after = _before(border | _words(data == 13))
    return not (opening & ~before).any() and not (closing & ~after).any()
