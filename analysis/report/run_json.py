"""run.json: every figure of a run and what reproduces it, in an order that never changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from analysis.customers.several_currencies import revenue_by_currency
from analysis.profiles import SegmentProfile
from analysis.report.numbers import rounded
from analysis.report.result import InputFile, RunResult, total_revenue
from analysis.strategies import SegmentStrategy
from analysis.tiers.scores import ScoreSummary

if TYPE_CHECKING:
    from analysis.cleaning import LedgerLine

SCHEMA = 1
SWEEP = ("k", "inertia", "silhouette", "calinski_harabasz", "davies_bouldin", "stability")
LEDGER = (
    *("step", "source", "rows_before", "rows_after", "cells_changed", "amount_before", "amount_after", "reason"),
    *("rules", "changes", "examples"),
)
RFM = (
    "cuts",
    "segments",
    "classes",
    "lapsed_days",
    "bins",
    "nested",
    "inner_cuts",
    "names",
    "lint",
    "notes",
    "unavailable",
)
FEATURE = ("name", "source", "transform", "scale", "mean", "std", "missing")


def run_document(run: RunResult) -> dict[str, Any]:
    """Return the document of ``run.json``: plain values, floats rounded to 9 digits, sums of money exact."""
    provenance = run.provenance
    document = {
        "schema": SCHEMA,
        "software": dict(sorted(provenance.software.items())),
        "seed": provenance.seed,
        "as_of": provenance.as_of,
        "engine": provenance.engine,
        "command": provenance.command,
        "inputs": [_input(one) for one in run.inputs],
        "edits": {"count": run.edits.count, "sha256": run.edits.sha256, "erased": run.edits.erased},
        "cleaning": [_cleaned(run, line) for line in run.ledger],
        "customers": _customers(run),
        "features": [_picked(column.model_dump(mode="json"), FEATURE) for column in run.features],
        "excluded_features": [one.model_dump(mode="json") for one in run.excluded],
        "segmentation": _segmentation(run),
        "value": _score(run.value),
        "loyalty": _score(run.loyalty),
        "rfm": _rfm(run),
        "strategies": [
            _strategy(run, sheet) for sheet in run.sheets if sheet.segment is not None or len(run.sheets) == 1
        ],
        "playbook_findings": [finding.model_dump(mode="json") for finding in run.findings],
        "notes": list(run.notes),
        "timings": dict(provenance.timings),
    }
    plain: dict[str, Any] = rounded(document)
    return plain


def run_json(run: RunResult) -> str:
    """Return ``run.json`` as text."""
    return json.dumps(run_document(run), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _picked(values: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: values[key] for key in keys if key in values}


def _cleaned(run: RunResult, line: LedgerLine) -> dict[str, Any]:
    """Return a line of the ledger; examples are cells of people, and stay out of what is masked."""
    told = _picked(line.model_dump(mode="json"), LEDGER)
    return told | {"examples": []} if run.export.mask_key is not None else told


def _input(one: InputFile) -> dict[str, Any]:
    findings = one.findings
    return {
        "path": one.path,
        "sha256": one.sha256,
        "bytes": findings.bytes,
        "rows": findings.rows,
        "encoding": findings.encoding,
        "delimiter": findings.delimiter,
        "header_line": findings.header_line,
        "format": findings.format,
        "kind": findings.kind,
        "roles": findings.roles,
        "warnings": list(findings.warnings),
    }


def _customers(run: RunResult) -> dict[str, Any]:
    customers = run.customers
    concentration = run.profiles.concentration
    return {
        "count": customers.frame.height,
        "revenue": total_revenue(run),
        "currency": customers.currency,
        "revenue_by_currency": revenue_by_currency(customers),
        "kind": customers.kind,
        "top_20_percent_bring": concentration.brings if concentration else None,
        "gini": concentration.gini if concentration else None,
        "warnings": list(customers.warnings),
        "unmatched": [one.model_dump(mode="json") for one in customers.unmatched],
    }


def _segmentation(run: RunResult) -> dict[str, Any]:
    summary = run.segmentation
    structure = summary.structure
    return {
        "method": summary.method,
        "k": summary.k,
        "k_chosen_by": summary.k_chosen_by,
        "sweep": [_picked(line.model_dump(mode="json"), SWEEP) for line in summary.sweep],
        "silhouette": summary.silhouette,
        "silhouette_rows": summary.silhouette_rows,
        "calinski_harabasz": summary.calinski_harabasz,
        "davies_bouldin": summary.davies_bouldin,
        "inertia": summary.inertia,
        "noise": summary.noise,
        "structure": {
            "verdict": structure.verdict if structure else None,
            "p_value": structure.p_value if structure else None,
            "rows": structure.rows if structure else None,
            "sentence": structure.sentence
            if structure
            else "segments are defined, not found, so there is nothing to test",
        },
        "sampled": summary.sampled,
        "held_out": summary.held_out.model_dump(mode="json") if summary.held_out else None,
        "notes": list(summary.notes),
        "segments": [_segment(run, profile) for profile in run.profiles.segments if profile.id > 0],
    }


def _segment(run: RunResult, profile: SegmentProfile) -> dict[str, Any]:
    line = next((line for line in run.segmentation.segments if line.id == profile.id), None)
    return {
        "id": profile.id,
        "name": profile.name,
        "size": profile.size,
        "share": profile.share,
        "revenue": profile.revenue,
        "revenue_share": profile.revenue_share,
        "stability": line.stability if line else None,
        "stable": line.stable if line else None,
        "is_slice": profile.is_slice,
        "means": {measure.measure: measure.mean.value for measure in profile.measures},
        "stds": {measure.measure: measure.std.value for measure in profile.measures},
        "medians": {measure.measure: measure.median.value for measure in profile.measures},
        "differences": [one.model_dump(mode="json", exclude={"title", "unit"}) for one in profile.differences],
    }


def _score(summary: ScoreSummary) -> dict[str, Any]:
    details = {key: value for key, value in summary.details.items() if key != "references"}
    return {
        "method": summary.method,
        "tiers": [tier.model_dump(mode="json") for tier in summary.tiers],
        "unit": summary.unit,
        "formula": summary.formula,
        "known": summary.known,
        "cut": summary.cut,
        "cuts": list(summary.cuts),
        "unavailable": summary.unavailable,
        "tier_reason": summary.tier_reason,
        "notes": list(summary.notes),
        "details": details,
    }


def _rfm(run: RunResult) -> dict[str, Any]:
    if run.rfm is None:
        return {"cuts": {}, "segments": [], "unavailable": "there are no orders"}
    return _picked(run.rfm.model_dump(mode="json"), RFM)


def _strategy(run: RunResult, sheet: SegmentStrategy) -> dict[str, Any]:
    targets = run.targets.get(sheet.segment, ())
    return {
        "segment": sheet.segment,
        "value_tier": sheet.value_tier,
        "loyalty_tier": sheet.loyalty_tier,
        "name": sheet.name,
        "action": sheet.action,
        "channel": sheet.channel,
        "offer": sheet.offer,
        "why": sheet.why,
        "customers": sheet.customers,
        "share": sheet.share,
        "stake": sheet.stake,
        "figures": [figure.model_dump(mode="json") for figure in sheet.figures],
        "shares": [share.model_dump(mode="json") for share in sheet.shares],
        "targets": [target.model_dump(mode="json") for target in targets],
    }
