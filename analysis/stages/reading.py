"""From files to customers: the stages that read, clean, gather and lay the analyst's edits over it all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis import cleaning
from analysis.cleaning import LedgerLine
from analysis.customers import CustomerChoices, Customers, customer_table
from analysis.customers.lines import LINES
from analysis.customers.several_currencies import revenue_by_currency
from analysis.edits import apply_edits, edits_of, erased_of
from analysis.errors import AnalysisError
from analysis.intake.inputs import input_hashes
from analysis.intake.loading import Loaded
from analysis.intake.logs import load_sources
from analysis.profiles import Purchases, purchases_of
from analysis.progress import Progress, heard_by, in_phases
from analysis.rows import Rows
from analysis.sources.table import Findings
from analysis.stages.bench import Bench, Work
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe


@dataclass(frozen=True)
class FileRead:
    """The SHA-256 of a source, and what was found out about it."""

    sha256: str
    findings: Findings


@dataclass(frozen=True)
class FilesRead:
    """The sources of a recipe, in its order; how many ``seconds`` it took to open them before there was a recipe."""

    files: tuple[FileRead, ...]
    seconds: float


@dataclass(frozen=True)
class Cleaned:
    """The ledger of the cleaning: what each step did, in rows, cells and money."""

    ledger: tuple[LedgerLine, ...]


def reads_load(recipe: Recipe) -> object:
    """Return the choices that reading depends on: of the path only the name, whose ending tells the format."""
    return [source.model_dump(mode="json") | {"path": Path(source.path).name} for source in recipe.sources]


def outside_load(recipe: Recipe, store: Store) -> object:
    """Return what reading depends on beyond the recipe: the bytes of the files, and who is erased."""
    return [input_hashes(recipe, store), erased_of(store).digest]


def load(bench: Bench) -> Loaded:
    """Read every source; a run kept in memory holds the typed columns, a workspace converts them to Parquet."""
    if not bench.recipe.sources:
        raise AnalysisError("the recipe names no source", where="sources", remedy="add a [[sources]] with a path")
    with heard_by(bench.progress):
        return Loaded(load_sources(bench.recipe, bench.store))


def tell_load(loaded: Loaded) -> dict[str, Any]:
    """Return name, kind and findings of every source."""
    return {
        "sources": [
            {"name": source.name, "kind": source.kind, "findings": source.findings.model_dump(mode="json")}
            for source in loaded.sources
        ]
    }


def reads_nothing(recipe: Recipe) -> object:
    """Return None: the result depends on no choice beyond those of what it is made from."""


def files(bench: Bench) -> FilesRead:
    """Keep what a run tells of its files, without their rows, which are let go of before."""
    loaded: Loaded = bench.inputs["load"]
    return FilesRead(tuple(FileRead(one.sha256, one.findings) for one in loaded.sources), loaded.seconds)


def tell_files(read: FilesRead) -> dict[str, Any]:
    """Return the hashes of the files."""
    return {"sha256": [one.sha256 for one in read.files]}


def reads_clean(recipe: Recipe) -> object:
    """Return the choices that cleaning depends on."""
    return [step.model_dump(mode="json") for step in recipe.clean]


def steps_of(recipe: Recipe, source: str) -> tuple[cleaning.AnyStep, ...]:
    """Return the enabled steps that apply to a source."""
    return tuple(step for step in recipe.clean if step.enabled and step.source in (None, source))


def clean(bench: Bench) -> Cleaned:
    """Count what the cleaning does to every source."""
    lines: list[LedgerLine] = []
    for source in bench.inputs["load"].sources:
        lines += cleaning.ledger(source.rows(), steps_of(bench.recipe, source.name), bench.progress)
    return Cleaned(tuple(lines))


def tell_clean(cleaned: Cleaned) -> dict[str, Any]:
    """Return the ledger's lines."""
    return {"ledger": [line.model_dump(mode="json") for line in cleaned.ledger]}


def reads_table(recipe: Recipe) -> object:
    """Return the choices that the customer table depends on."""
    return [str(recipe.as_of), recipe.currency, kept_days(recipe)]


def kept_days(recipe: Recipe) -> Literal["auto", "always"]:
    """Return whether the days of purchase are kept: always where lifetime value is held against what happened."""
    return "always" if recipe.value.method == "clv" else "auto"


def cleaned_rows(recipe: Recipe, loaded: Loaded) -> list[Rows]:
    """Return every source with its cleaning steps applied, as plans."""
    return [cleaning.clean(source.rows(), steps_of(recipe, source.name)) for source in loaded.sources]


def of_all_lines(loaded: Loaded, progress: Progress) -> Progress:
    """Return a progress that is told of lines of orders, and tells of how many there are before any is dropped."""
    rows = [source.findings.rows for source in loaded.sources if source.kind == "transactions"]
    every = 0 if None in rows else sum(found or 0 for found in rows)

    def tell(done: int, total: int, what: str = "", share: float | None = None) -> None:
        progress(done, total or every, what, share)

    return tell


TABLE_PHASES = {
    LINES: (0.0, 0.6),
    "customers files": (0.6, 0.9),
    "events": (0.6, 0.9),
    "customers": (0.9, 1.0),
}
"""What is told while customers are gathered → from where to where it goes."""


def table(bench: Bench) -> Customers:
    """Reduce the cleaned rows to one row per customer."""
    choices = CustomerChoices(
        as_of=bench.recipe.as_of, currency=bench.recipe.currency, order_days=kept_days(bench.recipe)
    )
    progress = in_phases(bench.progress, TABLE_PHASES)
    with heard_by(of_all_lines(bench.inputs["load"], progress)):
        return customer_table(cleaned_rows(bench.recipe, bench.inputs["load"]), choices, progress)


def bought(bench: Bench) -> Purchases:
    """Reduce the cleaned rows to what each customer bought: it is counted when segments are known, without the rows."""
    found: Customers = bench.inputs["table"]
    rows = cleaned_rows(bench.recipe, bench.inputs["load"])
    with heard_by(of_all_lines(bench.inputs["load"], bench.progress)):
        return purchases_of(rows, found.frame["customer_id"], found.as_of, found.currencies)


def tell_bought(found: Purchases) -> dict[str, Any]:
    """Return of how many customers it is known."""
    return {"customers": len(found.customers)}


def reads_customers(recipe: Recipe) -> object:
    """Return the choice that the edited customers depend on, beyond the edits themselves."""
    return recipe.edits


def outside_customers(recipe: Recipe, store: Store) -> object:
    """Return what the edited customers depend on beyond the recipe: the edits that change their figures."""
    return edits_of(recipe, store).digest_of_changes


def customers(bench: Bench) -> Customers:
    """Lay the analyst's corrections, additions and exclusions over the customer table."""
    edited, told = apply_edits(bench.inputs["table"], edits_of(bench.recipe, bench.store).changes)
    return replace(edited, edits=told)


def tell_customers(found: Customers) -> dict[str, Any]:
    """Return what the table holds, without its rows."""
    return {
        "count": found.frame.height,
        "revenue": found.revenue,
        "revenue_by_currency": revenue_by_currency(found),
        "as_of": str(found.as_of) if found.as_of else None,
        "kind": found.kind,
        "currency": found.currency,
        "measures": [measure.model_dump(mode="json") for measure in found.measures],
        "warnings": list(found.warnings),
        "unmatched": [unmatched.model_dump(mode="json") for unmatched in found.unmatched],
        "edits": [line.model_dump(mode="json") for line in found.edits],
    }


LOAD = Work(reads_load, load, Loaded, tell_load, outside_load)
FILES = Work(reads_nothing, files, FilesRead, tell_files)
CLEAN = Work(reads_clean, clean, Cleaned, tell_clean)
TABLE = Work(reads_table, table, Customers, tell_customers)
BOUGHT = Work(reads_nothing, bought, Purchases, tell_bought)
CUSTOMERS = Work(reads_customers, customers, Customers, tell_customers, outside_customers)
