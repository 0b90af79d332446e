"""How time and memory grow with the data: measured at each size, with the power from one size to the next.

A power of 1 is linear: thrice the data take thrice as much. What is taken whatever the size, as imports are, lowers the
power between small sizes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from tests.benchmarks.measuring import Measured, contender
from tests.benchmarks.order_file import ROWS, customer_file, order_file

LINE_WORKS = (
    ("order lines → workspace", "convert_ours"),
    ("order lines → customer table", "table_ours"),
    ("order lines → run folder", "whole_ours"),
)
STAGE = "stage "
LEAST_SECONDS = 0.2
"""The growth of a stage that takes less, even at the larger size, is noise."""


def growth_told(sizes: Sequence[str], runs: int) -> Iterator[str]:
    """Yield one line a size for the ways from order lines and from a file of customers to what is made of them."""
    for what, work in LINE_WORKS:
        yield from told(what, work, [(ROWS[size], order_file(size)) for size in sizes], runs)
    customers = [(ROWS[size] // 10, customer_file(size)) for size in sizes]
    yield from told("customers → run folder", "whole_ours", customers, runs)


def told(what: str, work: str, files: Sequence[tuple[int, Path]], runs: int) -> Iterator[str]:
    """Yield what was measured at each number of rows, and by what power it grew."""
    yield f"\n{what:<34} {'rows':>10} {'wall s':>8} {'CPU s':>8} {'MB':>7}   grows by the power"
    found: list[tuple[int, Measured]] = []
    for rows, path in files:
        one = contender(work, str(path), runs=runs)
        line = f"{'':<34} {rows:>10,} {one.wall:8.2f} {one.cpu:8.2f} {one.memory:7.0f}"
        if found:
            before, other = found[-1]
            powers = [power(getattr(other, of), getattr(one, of), rows / before) for of in ("wall", "cpu", "memory")]
            line += "   wall {:.2f}, CPU {:.2f}, memory {:.2f}".format(*powers)
        found.append((rows, one))
        yield line
    for stage in (name for name in found[-1][1].figures if name.startswith(STAGE)):
        yield from stage_told(stage, [(rows, one.figures.get(stage, 0.0)) for rows, one in found])


def stage_told(stage: str, found: Sequence[tuple[int, float]]) -> Iterator[str]:
    """Yield the seconds of one stage at each number of rows, and by what power they grew."""
    if found[-1][1] < LEAST_SECONDS:
        return
    powers = [
        power(less, more, rows / fewer) for (fewer, less), (rows, more) in pairwise(found) if more >= LEAST_SECONDS
    ]
    seconds = " ".join(f"{seconds:8.2f}" for _, seconds in found)
    yield f"    {stage.removeprefix(STAGE):<17} wall s {seconds}   power {', '.join(f'{one:.2f}' for one in powers)}"


def power(before: float, after: float, times: float) -> float:
    """Return the power of ``times`` by which something grew."""
    return math.log(max(after, 1e-9) / max(before, 1e-9)) / math.log(times)
