"""Where records start and how many cells each has, told from the bytes at the speed of memory, without parsing.

The bits of one comparison are packed into 64-bit words; the prefix XOR of the quote bits marks what is inside quotes
(Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1, in numpy).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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
    """The records of one block of whole lines: for each the byte offset of its end (``stops``), and its cells.

    ``last_lines``: on which line each ends, from 0; None where every line is a record. ``blank`` marks records of
    nothing but a line end. ``wellformed``: quotes stand only around cells, and doubled inside them.
    """

    stops: NDArray[np.int64]
    last_lines: NDArray[np.int64] | None
    widths: NDArray[np.int32]
    blank: NDArray[np.bool_]
    wellformed: bool

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The byte offset of the start of each record."""
        return _shifted(self.stops)

    @cached_property
    def first_lines(self) -> NDArray[np.int64]:
        """The line on which each record starts, from 0."""
        return np.arange(len(self.stops)) if self.last_lines is None else _shifted(self.last_lines)

    @property
    def size(self) -> int:
        """Bytes of the complete records; less than the block where it ends inside quotes."""
        return int(self.stops[-1]) + 1 if len(self.stops) else 0

    @property
    def lines(self) -> int:
        """Line ends in these bytes."""
        return int(self.last_lines[-1]) + 1 if self.last_lines is not None and len(self.stops) else len(self.stops)


def scan(block: bytes, marks: Marks) -> Scan:
    """Find the records of ``block``, which starts at the start of a record and ends with a line end."""
    data = np.frombuffer(block, np.uint8)
    end_bits = data == marks.end
    stops, last_lines = np.flatnonzero(end_bits), None
    delimiters = _words(data == marks.delimiter)
    wellformed = True
    if marks.quote >= 0 and bytes([marks.quote]) in block:
        quotes = _words(data == marks.quote)
        inside = _prefix_xor(quotes)
        wellformed = _quotes_stand_well(data, quotes, inside, delimiters | _words(end_bits) | quotes)
        delimiters &= ~inside
        outside = _bit(inside, stops) == 0
        if not outside.all():
            last_lines = np.flatnonzero(outside)
            stops = stops[last_lines]
    widths = _widths(_count_before(delimiters, stops))
    blank = widths == 1
    if blank.any():
        starts = _shifted(stops)
        length = stops - starts
        blank = (length == 0) | ((length == 1) & (data[starts] == RETURN))
    return Scan(stops, last_lines, widths, blank, wellformed)


def _widths(before: NDArray[np.int64]) -> NDArray[np.int32]:
    """The cells of each record, from the delimiters up to its end."""
    widths = np.empty(len(before), np.int32)
    widths[:1] = before[:1]
    np.subtract(before[1:], before[:-1], out=widths[1:], casting="same_kind")
    widths += 1
    return widths


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
    totals = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.bitwise_count(words), out=totals[1:])
    word = places >> 6
    below = (ONE << (places & 63).view(np.uint64)) - ONE
    counted: NDArray[np.int64] = totals.take(word) + np.bitwise_count(words.take(word) & below)
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
