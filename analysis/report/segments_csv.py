"""segments.csv: one row per segment with its figures, its strategy and the statistics of every measure."""

from __future__ import annotations

import polars as pl

from analysis.profiles import SegmentProfile
from analysis.report.numbers import rounded_frame
from analysis.report.result import RunResult

STATISTICS = ("mean", "median", "std")


def segment_table(run: RunResult) -> pl.DataFrame:
    """Return one row per segment, by id; 0 holds the customers in no segment."""
    stability = {line.id: line for line in run.segmentation.segments}
    rows = [_row(run, profile, stability.get(profile.id)) for profile in run.profiles.segments]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    money = {"revenue", *(f"mean_{m.name}" for m in run.customers.measures if m.unit == "money")}
    return rounded_frame(frame, frozenset(money))


def _row(run: RunResult, profile: SegmentProfile, line: object) -> dict[str, object]:
    sheet = next((sheet for sheet in run.sheets if (sheet.segment or 0) == profile.id), None)
    row: dict[str, object] = {
        "segment": profile.id,
        "segment_name": profile.name,
        "size": profile.size,
        "share": profile.share,
        "revenue": profile.revenue,
        "revenue_share": profile.revenue_share,
        "stability": getattr(line, "stability", None),
        "stable": getattr(line, "stable", None),
        "value_tier": sheet and sheet.value_tier,
        "loyalty_tier": sheet and sheet.loyalty_tier,
        "strategy": sheet and sheet.name,
        "action": sheet and sheet.action,
        "channel": sheet and sheet.channel,
        "offer": sheet and sheet.offer,
        "stake": sheet and sheet.stake,
    }
    for measure in profile.measures:
        row |= {f"{name}_{measure.measure}": getattr(measure, name).value for name in STATISTICS}
    return row
