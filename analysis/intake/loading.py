"""One source from its file to typed rows, without the people who were erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw
import polars as pl

from analysis.codes import Code, InCodes
from analysis.edits import Erased, erased_of, without_erased
from analysis.errors import AnalysisError
from analysis.intake.inputs import hash_of, source_files
from analysis.lanes import begun
from analysis.progress import between, heard_by, in_phases, listener
from analysis.rows import Rows
from analysis.sources.spreading import OBJECT_ROWS
from analysis.sources.table import Column, Findings, Kind
from analysis.sources.troubles import told
from analysis.workspace import Store, Workspace
from analysis.workspace.row_files import InFile

if TYPE_CHECKING:
    from analysis.recipe import Recipe, Source


@dataclass(frozen=True)
class LoadedSource:
    """One source as read: its name in the recipe, what it holds, the SHA-256 of its bytes, its rows, the findings."""

    name: str
    kind: Kind
    sha256: str
    frame: pl.LazyFrame
    findings: Findings
    codes: dict[str, Code] = field(default_factory=dict)

    def rows(self) -> Rows:
        """Return the source as the cleaning and the customers take it."""
        found = self.findings
        return Rows(self.name, self.kind, nw.from_native(self.frame), found.columns, self.codes, found.parts)


@dataclass(frozen=True)
class Loaded:
    """All sources of a recipe, in its order; how many ``seconds`` it took to open them before there was a recipe."""

    sources: tuple[LoadedSource, ...]
    seconds: float = 0.0


def load_source(recipe: Recipe, source: Source, store: Store) -> LoadedSource:
    """Read one source; a run kept in memory holds the typed columns there, a workspace on disk."""
    from analysis.sources import read_into
    from analysis.sources.assemble import Choices

    path = str(recipe.path_of(source.path))
    hold, files = _hold_of(store), source_files(path)
    hashing = partial(hash_of, files, store)
    # The bytes are hashed while they are looked through, except of what can be read but once.
    beside = begun(hashing) if all(file.is_file() for file in files) else None
    table = read_into(lambda _: hold, path, source.options, Choices(source.columns, source.kind))
    sha256 = beside.result() if beside else hashing()
    if table.findings.kind is None:
        raise AnalysisError(
            "it is not clear what a row is",
            where=path,
            remedy="set kind to customers, transactions, products or events",
        )
    codes = hold.codes if isinstance(hold, InCodes) else {}
    found = LoadedSource(source.name, table.findings.kind, sha256, table.frame, table.findings, codes)
    with told(path):
        return left_by(found, erased_of(store))


def _hold_of(store: Store) -> InCodes | InFile | None:
    """Where rows are held; not on disk where some are of people who were erased from there."""
    if not isinstance(store, Workspace):
        return InCodes()
    return None if erased_of(store).hashes else InFile(store.folder)


def left_by(source: LoadedSource, erased: Erased) -> LoadedSource:
    """Return a source without erased people: neither their rows nor examples of cells, which may be theirs."""
    if not erased.hashes or not any(column.role == "customer_id" for column in source.findings.columns):
        return source
    rows = without_erased(source.rows(), erased)
    findings = source.findings.model_copy(
        update={"columns": tuple(without_examples(column) for column in source.findings.columns)}
    )
    return LoadedSource(source.name, source.kind, source.sha256, rows.frame.to_native(), findings)


def without_examples(column: Column) -> Column:
    """Return what was found out about a column, without any of its cells."""
    return column.model_copy(update={"examples": (), "misfit_examples": (), "minimum": None, "maximum": None})


PHASES = {
    "MB unpacked": (0.0, 0.1),
    "MB looked through": (0.1, 0.35),
    OBJECT_ROWS: (0.35, 0.35),
    "rows converted": (0.35, 1.0),
}
"""What is told while a source is read → from where to where it goes, of the time that a table of orders takes."""


@contextmanager
def one_of(place: int, sources: int) -> Iterator[None]:
    """Have what is told inside heard as the progress of one of so many sources."""
    with heard_by(in_phases(between(listener(), place / sources, (place + 1) / sources), PHASES)):
        yield


@contextmanager
def sources_told(recipe: Recipe) -> Iterator[None]:
    """Turn what a file raises that vanished or was damaged after it was looked at into one sentence that names it."""
    try:
        yield
    except (OSError, pl.exceptions.ComputeError) as error:
        paths = [recipe.path_of(source.path) for source in recipe.sources if source.path != "-"]
        gone = [path for path in paths if not path.exists() and not any(mark in path.name for mark in "*?[")]
        with told(next(iter(gone or paths), "standard input")):
            raise error
