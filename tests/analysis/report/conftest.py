"""A finished run, made by the rooms themselves from a few hundred customers whose texts are as hostile as can be."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis import loyalty, value
from analysis.cleaning.examples import Example
from analysis.cleaning.ledger import LedgerLine, RuleLine
from analysis.customers.table import Customers, Measure
from analysis.loyalty import LoyaltyScore
from analysis.profiles import ProfileContext, Purchases, labels_of, profile, with_purchases
from analysis.report import ExportChoices, InputFile, Provenance, RunResult
from analysis.segmentation.summary import SegmentationSummary, SegmentLine, Structure, SweepLine
from analysis.sources.table import Findings
from analysis.strategies import StrategyContext, Targets, choose, load_playbook, set_targets
from analysis.value import Formula
from analysis.value.rfm import Rfm, score_rfm

EVIL = "<script>alert('x')</script> | \"quoted\" & [link](http://evil.example) \x1b[31m \u202eabc"
COUNT = 300
MONTHS = [f"2024-{n % 12 + 1:02d}" for n in range(COUNT)]


@pytest.fixture
def evil() -> str:
    return EVIL


def made_customers() -> tuple[Customers, np.ndarray]:
    chance = np.random.default_rng(1)
    kind = np.arange(COUNT) % 3
    recency = np.where(kind == 0, 10, np.where(kind == 1, 300, 90)) + chance.integers(0, 9, COUNT)
    frame = pl.DataFrame(
        {
            "customer_id": [f"{n:05d}" for n in range(COUNT)],
            "recency_days": recency,
            "frequency": np.where(kind == 0, 20, np.where(kind == 1, 2, 8)) + chance.integers(0, 3, COUNT),
            "monetary": np.round(np.where(kind == 2, 4000.0, 90.0) * chance.lognormal(0, 0.3, COUNT), 2),
            "tenure_days": recency + 100,
            "first_order": [dt.date(2025, 1, 1) - dt.timedelta(days=int(days) + 100) for days in recency],
            "city": np.where(kind == 0, EVIL, "=cmd|' /C calc'!A0"),
            "contact": [f"ann{n}@example.org" for n in range(COUNT)],
        }
    )
    units = {"recency_days": "days", "tenure_days": "days", "monetary": "money", "frequency": "count"}
    measures = tuple(
        Measure(
            name=name,
            title=EVIL if name == "city" else name,
            unit=units.get(name, "text"),
            kind="numeric" if name in units else "date" if name == "first_order" else "category",
        )
        for name in frame.columns[1:]
        if name != "contact"
    )
    return Customers(frame, measures, dt.date(2025, 1, 1), round(frame["monetary"].sum(), 2), "orders", "GBP"), kind


def summary_of(kind: np.ndarray, verdict: str) -> SegmentationSummary:
    lines = tuple(
        SegmentLine(id=one + 1, size=int((kind == one).sum()), share=1 / 3, stability=0.9 - one * 0.2, stable=one < 2)
        for one in range(3)
    )
    sweep = tuple(SweepLine(k=k, silhouette=0.8 - 0.1 * abs(k - 3), inertia=100.0 / k) for k in range(2, 8))
    structure = Structure(verdict=verdict, p_value=0.005, rows=300, references=199)
    return SegmentationSummary(
        method="kmeans",
        k=3,
        k_chosen_by="silhouette above chance",
        customers=COUNT,
        sweep=sweep,
        silhouette=0.8,
        structure=structure,
        segments=lines,
    )


def made_run() -> RunResult:
    customers, kind = made_customers()
    values, loyal, rfm = (
        value.score(customers, Formula(), 0),
        loyalty.score(customers, LoyaltyScore()),
        score_rfm(customers, Rfm()),
    )
    frame = customers.frame
    result = frame.select("customer_id").with_columns(
        segment=pl.Series(kind + 1, dtype=pl.Int32),
        segment_confidence=pl.lit(1 / 3),
        value=pl.Series(values.values),
        value_rank=values.rank,
        value_percentile=values.percentile,
        value_tier=values.tiers.labels,
        loyalty=pl.Series(loyal.values),
        loyalty_tier=loyal.tiers.labels,
    )
    result = result.hstack(frame.select("recency_days", "frequency", "monetary"))
    result = result.with_columns(rfm.segment.alias("rfm_segment"))
    bought = Purchases(
        products=pl.DataFrame({"customer_id": frame["customer_id"], "product": [f"{EVIL} {k}" for k in kind]}),
        months=pl.DataFrame({"customer_id": frame["customer_id"], "month": MONTHS, "revenue": frame["monetary"]}),
    )
    profiles = profile(result, customers, ProfileContext(frozenset({1, 2}), frozenset({"frequency"}), {1: EVIL}))
    profiles = with_purchases(profiles, bought.by_segment(labels_of(result)), labels_of(result))
    names = {one.id: one.name for one in profiles.segments}
    result = result.with_columns(pl.col("segment").replace_strict(names).alias("segment_name"))
    chosen = choose(result, customers, StrategyContext(load_playbook()))
    result = result.with_columns(chosen.strategy).hstack(frame.select("city", "contact"))
    ledger = LedgerLine(
        step="drop_missing",
        source=EVIL,
        position=0,
        rows_before=10,
        rows_after=9,
        amount_before=8911408.0,
        amount_after=8911407.9,
        reason=EVIL,
        rules=(RuleLine(rule=EVIL, rows=1, amount=0.1),),
        examples=(Example(line=3, before={"customer_id": "00007", EVIL: EVIL}),),
    )
    findings = Findings(
        path=f"/data/{EVIL}.csv", format="csv", bytes=123, rows=10, encoding="utf-8", delimiter=",", warnings=(EVIL,)
    )
    return RunResult(
        result=result,
        customers=customers,
        segmentation=summary_of(kind, "segments"),
        profiles=profiles,
        value=values.summary,
        loyalty=loyal.summary,
        rfm=rfm.summary,
        sheets=chosen.segments,
        shares=chosen.shares,
        findings=chosen.findings,
        targets=set_targets(result, customers, Targets(), StrategyContext(load_playbook()).tiers),
        playbook=load_playbook(),
        ledger=(ledger,),
        inputs=(InputFile(f"/data/{EVIL}.csv", "ab" * 32, findings),),
        points=frame.select("recency_days", "frequency").to_numpy().astype(np.float32),
        provenance=Provenance(
            recipe=f"version = 1\n# {EVIL}\n", seed=3, software={"polars": "2", "numpy": "1"}, as_of="2025-01-01"
        ),
        write_model=lambda folder: (folder / "model.json").write_text("{}") and None,
    )


@pytest.fixture(scope="session")
def finished() -> RunResult:
    return made_run()


@pytest.fixture
def masked(finished: RunResult) -> RunResult:
    return replace(finished, export=ExportChoices(mask_key=b"k" * 32))


@pytest.fixture
def tree() -> Callable[[Path], dict[str, bytes]]:
    """A function from a folder to all its files with their bytes."""
    return lambda folder: {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
