"""``make bench``: what people would otherwise do, beside what we do, in one run on this machine. Figures, no tests.

``PARTS=start,keys,load,convert,table,whole,sweep,growth`` chooses parts (``sweep`` also counts the claims of the
structure test; ``growth`` measures every size up to the chosen one), ``SIZE=100k|1m|10m|30m`` the order files;
``RUNS=3`` takes medians of three runs of loading and tables. Files are kept in the temporary folder. The peak memory
of a process starts from that of this one, some 75 MB.
"""

from __future__ import annotations

import compileall
import math
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.growth import growth_told
from tests.benchmarks.measuring import Measured, contender, measured, side_by_side
from tests.benchmarks.order_file import ROWS, order_file
from tests.benchmarks.terminal import COLUMNS, LINES, first_paint, keys_told

BIN = Path(sys.executable).parent
HOUSE = Path(__file__).parents[2]
CLOSE = 1e-4
"""Relative; the others add money as floats, so that an order of nothing may be one of a billionth."""


@dataclass(frozen=True)
class Comparison:
    """One of the others beside ours."""

    what: str
    ours: Measured
    others: Sequence[tuple[str, Measured]]

    def lines(self) -> Iterator[str]:
        """Yield one line for ours, one for each other with how many times more of everything it took."""
        yield f"\n{self.what:<52} {'wall s':>8} {'CPU s':>8} {'MB':>7}   ours takes, of theirs"
        yield f"  {'ours':<50} {told(self.ours)}"
        for name, other in self.others:
            shares = (getattr(self.ours, of) / getattr(other, of) for of in ("wall", "cpu", "memory"))
            wall, cpu, memory = (f"{share:.2f}" for share in shares)
            yield f"  {name:<50} {told(other)}   wall × {wall}, CPU × {cpu}, memory × {memory}{self.apart(other)}"

    def apart(self, other: Measured) -> str:
        """Return where the figures of another differ from ours."""
        wrong = [
            f"{name} {self.ours.figures[name]} against {figure}"
            for name, figure in other.figures.items()
            if name in self.ours.figures and not math.isclose(figure, self.ours.figures[name], rel_tol=CLOSE)
        ]
        return f"; THEY DIFFER: {', '.join(wrong)}" if wrong else ""


def told(one: Measured) -> str:
    """Return the three figures in columns."""
    return f"{one.wall:8.2f} {one.cpu:8.2f} {one.memory:7.0f}"


def load(size: str, runs: int) -> Iterator[str]:
    """Compare reading a clean file, all of it, typed; the others are told everything."""
    path = str(order_file(size, clean=True))
    others = ("polars, told all, dates by format", "load_polars"), ("polars, told all", "load_polars_dates")
    others += ("pandas, told all", "load_pandas"), ("pandas on pyarrow", "load_pandas_pyarrow")
    others += (("DuckDB, told all", "load_duckdb"),)
    yield from compared(f"read a clean file of {ROWS[size]:,} lines", ("load_ours", others), path, runs)


def convert(size: str, runs: int) -> Iterator[str]:
    """Tell what opening a file into a workspace holds above what the process holds without one."""
    path = order_file(size, clean=True)
    ours, bare = contender("convert_ours", str(path), runs=runs), contender("convert_nothing", str(path), runs=runs)
    held = ours.memory - bare.memory
    yield f"\n{f'{ROWS[size]:,} lines → workspace':<52} {'wall s':>8} {'CPU s':>8} {'MB':>7}"
    yield f"  {'ours':<50} {told(ours)}   {held:.0f} MB above its imports, the file has {path.stat().st_size / 1e6:.0f}"


def table(size: str, runs: int) -> Iterator[str]:
    """Compare the way from a file to the customer table; what takes a quarter of an hour of more lines, once of few."""
    path = str(order_file(size))
    others = (
        ("DuckDB, told all, ids as numbers", "table_duckdb"),
        ("DuckDB, told all, ids as text, as ours reads them", "table_duckdb_text"),
        ("DuckDB, finds the types itself, as ours does", "table_duckdb_finds"),
        ("DuckDB, told all, ids as text, seven measures", "table_duckdb_seven"),
        ("pandas on pyarrow, told all, tuned", "table_pandas_tuned"),
        ("pandas, usual script, three measures", "table_pandas"),
    )
    what = "lines → customers, 16 measures"
    yield from compared(f"{ROWS[size]:,} {what}", ("table_ours", others), path, runs)
    few = min(size, "1m", key=lambda each: ROWS[each])
    slow = (("pandas, usual script, the same 16 by agg, lambdas", "table_pandas_all"),)
    yield from compared(f"{ROWS[few]:,} {what}", ("table_ours", slow), str(order_file(few)), 1)


def whole(size: str, runs: int) -> Iterator[str]:
    """Compare the whole job."""
    del runs
    path = order_file(size)
    others = (("pandas and scikit-learn, usual script", "whole_usual"),)
    yield from compared(f"{ROWS[size]:,} lines → run folder", ("whole_ours", others), str(path), 1)
    yield f"  (the file has {path.stat().st_size / 1e6:.0f} MB)"


def compared(what: str, contenders: tuple[str, Sequence[tuple[str, str]]], path: str, runs: int) -> Iterator[str]:
    """Run ours and the others in turn."""
    ours, others = contenders
    mine, *theirs = side_by_side([ours, *(name for _, name in others)], path, runs=runs)
    found = [(title, one) for (title, _), one in zip(others, theirs, strict=True)]
    yield from Comparison(what, mine, found).lines()


def start(size: str, runs: int) -> Iterator[str]:
    """Compare how long it takes until something is seen, and until ours has answered a key beside."""
    del size
    path = order_file("1m")
    with path.open() as lines:
        first = [next(lines) for _ in range(2)][1].encode().split(b",")
    ours, runs = [str(BIN / "crm-tui"), str(path)], max(runs, 7)
    theirs = first_paint([str(BIN / "vd"), str(path)], first[3], runs)
    for what, answer in ("first rows painted", b""), ("first key answered, against first rows", b"\x1b[7m " + first[1]):
        mine = first_paint(ours, first[3], runs, answer)
        yield from Comparison(f"{what}, of {ROWS['1m']:,} lines", mine, [("VisiData", theirs)]).lines()
    said = [measured([str(BIN / "crm-tui"), "--version"]) for _ in range(7)]
    bare = [measured([sys.executable, "-c", "import typer"]) for _ in range(7)]
    middle = [sorted(each, key=lambda one: one.cpu)[3] for each in (said, bare)]
    yield from Comparison("--version", middle[0], [("python -c 'import typer'", middle[1])]).lines()


def keys(size: str, runs: int) -> Iterator[str]:
    """Compare how keys are answered, and what that sends."""
    del size, runs
    path = order_file("1m")
    yield f"\nkeys on {ROWS['1m']:,} lines, terminal of {COLUMNS}×{LINES}, 256 colours"
    yield from keys_told([str(BIN / "crm-tui"), str(path)], [str(BIN / "vd"), str(path)], b"SKU-")


def sweep(size: str, runs: int) -> Iterator[str]:
    """Compare the sweep over k, the silhouettes, and count claims of segments."""
    del size, runs
    from tests.benchmarks.segmentation import rows

    yield ""
    yield from rows()


def growth(size: str, runs: int) -> Iterator[str]:
    """Tell by what power time and memory grow with lines and with customers, up to the size."""
    names = list(ROWS)
    upto = names.index(size) + 1
    yield from growth_told(names[upto - 3 if upto > 3 else 0 : upto], runs)


PARTS: dict[str, Callable[[str, int], Iterator[str]]] = {
    part.__name__: part for part in (start, keys, load, convert, table, whole, sweep, growth)
}


def machine() -> str:
    """Return on what and with what this was run."""
    names = ("polars", "pandas", "duckdb", "scikit-learn", "visidata", "numpy")
    software = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {software}"


def main() -> None:
    """Print the table."""
    parts = os.environ.get("PARTS") or ",".join(PARTS)
    size, runs = os.environ.get("SIZE") or "10m", int(os.environ.get("RUNS") or 1)
    unknown = set(parts.split(",")) - set(PARTS)
    if unknown or size not in ROWS:
        sys.exit(f"PARTS are of {', '.join(PARTS)}; SIZE is one of {', '.join(ROWS)}")
    for room in ("analysis", "crm_tui"):  # the others were compiled when they were installed
        compileall.compile_dir(HOUSE / room, quiet=2)
    print(machine())
    for part in parts.split(","):
        for line in PARTS[part](size, runs):
            print(line, flush=True)


if __name__ == "__main__":
    main()
