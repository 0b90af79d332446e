"""All that a finished run hands to the exporters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.customers.several_currencies import revenue_by_currency, told_sums
from analysis.report.numbers import shown
from analysis.settings import Summary

if TYPE_CHECKING:
    from analysis.cleaning import LedgerLine
    from analysis.customers import Customers
    from analysis.profiles import Profiles
    from analysis.segmentation import SegmentationSummary
    from analysis.sources.table import Findings
    from analysis.strategies import Playbook, PlaybookFinding, SegmentStrategy, StrategyShare, Target
    from analysis.tiers.scores import ScoreSummary
    from analysis.value.rfm import RfmSummary


@dataclass(frozen=True)
class InputFile:
    """One source: its path as it was given, the SHA-256 of its bytes, and what was found out while reading it."""

    path: str
    sha256: str
    findings: Findings


@dataclass(frozen=True)
class Provenance:
    """What reproduces a run. ``software`` is name → version, ``timings`` stage → seconds.

    ``recipe`` is the recipe as TOML text with absolute paths; ``command`` the command line, empty from the app.
    """

    recipe: str
    seed: int
    software: Mapping[str, str] = field(default_factory=dict)
    as_of: str | None = None
    engine: str = "polars"
    command: str = ""
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class EditsMade:
    """What the analyst changed by hand, as it is exported.

    ``lines``: the edits as JSON lines, empty where there are none or where they must not be written since the export is
    masked; ``count`` and ``sha256``: how many there are and of what bytes; ``erased``: how many people were erased.
    """

    lines: str = ""
    count: int = 0
    sha256: str = ""
    erased: int = 0


@dataclass(frozen=True)
class ExportChoices:
    """How customers are written.

    ``mask_key`` (None: not masked) hashes who they are; ``roles`` (column → role) helps to find who they are.
    ``raw_formulas`` leaves cells that a spreadsheet would run. ``holdout`` and ``seed`` are those of the call list.
    """

    mask_key: bytes | None = None
    roles: Mapping[str, str | None] = field(default_factory=dict)
    raw_formulas: bool = False
    holdout: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class RunResult:
    """A finished run.

    ``result``: one row per customer in id order with the columns of ``customers.*``; row-aligned with
    ``customers.frame``. ``sheets``: the strategy of each segment; ``shares``: how the strategies divide all customers;
    ``targets``: segment id (None: in no segment) → its targets. ``features``: the matrix's columns; ``excluded``: what
    was left out (summaries with ``name`` and ``reason``). ``rfm`` is None where there are no orders. ``inputs`` and
    ``ledger`` are in the order of the recipe. ``points``: the matrix (n, m) for the scatter, or None. ``write_model``
    writes the frozen model into the folder that it is given. ``notes``: further sentences for the reader. ``edits``:
    what the analyst changed by hand; its ledger lines are part of ``ledger``. ``own_playbook``: the playbook
    is to lie beside the recipe, which names it.
    """

    result: pl.DataFrame
    customers: Customers
    segmentation: SegmentationSummary
    profiles: Profiles
    value: ScoreSummary
    loyalty: ScoreSummary
    rfm: RfmSummary | None
    sheets: tuple[SegmentStrategy, ...]
    targets: Mapping[int | None, tuple[Target, ...]]
    playbook: Playbook
    provenance: Provenance
    shares: tuple[StrategyShare, ...] = ()
    findings: tuple[PlaybookFinding, ...] = ()
    features: tuple[Summary, ...] = ()
    excluded: tuple[Summary, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    points: NDArray[np.floating[Any]] | None = None
    write_model: Callable[[Path], None] | None = None
    export: ExportChoices = field(default_factory=ExportChoices)
    notes: tuple[str, ...] = ()
    edits: EditsMade = field(default_factory=EditsMade)
    own_playbook: bool = False


def total_revenue(run: RunResult) -> float | None:
    """Return all the money in the customer table: that of the orders, else what a customers file says was spent."""
    return run.profiles.whole.revenue if run.customers.revenue is None else run.customers.revenue


def revenue_told(run: RunResult) -> str:
    """Return all the money in the customer table in words, by currency where there are several."""
    by_currency = revenue_by_currency(run.customers)
    return told_sums(by_currency) if by_currency else shown(total_revenue(run), "money", run.customers.currency)
