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
RETURN = 13


@dataclass(frozen=True)
class Marks:
    """The bytes that give a text its structure: cells' delimiter, the quote (-1: none) and the end of a line."""

    delimiter: int
    quote: int = -1
    end: int = 10


@dataclass(frozen=True)
class Scan:
    """The records of one block of whole lines, with one entry each: byte offset of start, line from 0, cells.

    ``blank`` marks records of nothing but a line end. ``wellformed``: quotes stand only around cells, and doubled
    inside them. ``size``: bytes of the complete records; less than the block where it ends inside quotes. ``lines``:
    line ends in these bytes.
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
    end_bits = data == marks.end
    ends = np.flatnonzero(end_bits)
    delimiters = _words(data == marks.delimiter)
    wellformed, outside = True, None
    if marks.quote >= 0 and bytes([marks.quote]) in block:
        quotes = _words(data == marks.quote)
        inside = _prefix_xor(quotes)
        wellformed = _quotes_stand_well(data, quotes, inside, delimiters | _words(end_bits) | quotes)
        delimiters &= ~inside
        kept = _bit(inside, ends) == 0
        outside = None if kept.all() else np.flatnonzero(kept)
    stops = ends if outside is None else ends[outside]
    widths = np.diff(_count_before(delimiters, stops), prepend=0).astype(np.int32) + np.int32(1)
    places = np.arange(len(ends), dtype=np.int64) if outside is None else outside
    starts, lines = _shifted(stops), _shifted(places)
    blank = widths == 1
    if blank.any():
        length = stops - starts
        blank = (length == 0) | ((length == 1) & (data[starts] == RETURN))
    size = int(stops[-1]) + 1 if len(stops) else 0
    count = int(places[-1]) + 1 if len(stops) else 0
    return Scan(starts, lines, widths, blank, wellformed, size, count)


def _shifted(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """What comes after each place but the last, and 0 first."""
    after = np.zeros(len(places), np.int64)
    np.add(places[:-1], 1, out=after[1:])
    return after


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
    bits: Words = (words[places >> 6] >> (places & 63).astype(np.uint64)) & ONE
    return bits


def _count_before(words: Words, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many bits are set before each place."""
    totals = np.concatenate([[0], np.cumsum(np.bitwise_count(words), dtype=np.int64)])
    word = places >> 6
    below = (ONE << (places & 63).astype(np.uint64)) - ONE
    counted: NDArray[np.int64] = totals[word] + np.bitwise_count(words[word] & below)
    return counted


def _quotes_stand_well(data: NDArray[np.uint8], quotes: Words, inside: Words, border: Words) -> bool:
    """Whether each opening quote follows a delimiter, a line end or a quote (``border``) and each closing one
    precedes one.
    """
    after = border << ONE
    after[1:] |= border[:-1] >> TOP
    after[0] |= ONE
    if (quotes & inside & ~after).any():
        return False
    before = border >> ONE
    before[:-1] |= border[1:] << TOP
    loose = quotes & ~inside & ~before
    if not loose.any():
        return True
    places = np.flatnonzero(np.unpackbits(loose.view(np.uint8), bitorder="little"))
    return bool((data[places + 1] == RETURN).all())
