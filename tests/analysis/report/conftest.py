"""A finished run, made by the rooms themselves from a few hundred customers whose texts are as hostile as can be."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis import loyalty, value
from analysis.cleaning.examples import Example
from analysis.cleaning.ledger import LedgerLine, RuleLine
from analysis.customers.table import Customers, Measure
from analysis.loyalty import LoyaltyScore
from analysis.profiles import ProfileContext, Profiles, labels_of, profile, with_purchases
from analysis.profiles.text_purchases import Told, purchases_told
from analysis.report import ExportChoices, InputFile, Provenance, RunResult
from analysis.segmentation.summary import SegmentationSummary, SegmentLine, Structure, SweepLine
from analysis.sources.table import Findings
from analysis.strategies import StrategyContext, Targets, choose, load_playbook, set_targets
from analysis.tiers.scores import Scores
from analysis.value import Formula
from analysis.value.rfm import Rfm, RfmScores, score_rfm

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


LEDGER = LedgerLine(
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
FINDINGS = Findings(
    path=f"/data/{EVIL}.csv", format="csv", bytes=123, rows=10, encoding="utf-8", delimiter=",", warnings=(EVIL,)
)


@dataclass(frozen=True)
class Made:
    """The customers with the segments they were made of, and their scores."""

    customers: Customers
    kind: np.ndarray
    value: Scores
    loyalty: Scores
    rfm: RfmScores


def made_scores() -> Made:
    customers, kind = made_customers()
    return Made(
        customers,
        kind,
        value.score(customers, Formula(), 0),
        loyalty.score(customers, LoyaltyScore()),
        score_rfm(customers, Rfm()),
    )


def made_result(made: Made) -> pl.DataFrame:
    frame = made.customers.frame
    result = frame.select("customer_id").with_columns(
        segment=pl.Series(made.kind + 1, dtype=pl.Int32),
        segment_confidence=pl.lit(1 / 3),
        value=pl.Series(made.value.values),
        value_rank=made.value.rank,
        value_percentile=made.value.percentile,
        value_tier=made.value.tiers.labels,
        loyalty=pl.Series(made.loyalty.values),
        loyalty_tier=made.loyalty.tiers.labels,
    )
    result = result.hstack(frame.select("recency_days", "frequency", "monetary"))
    return result.with_columns(made.rfm.segment.alias("rfm_segment"))


def made_profiles(made: Made, result: pl.DataFrame) -> Profiles:
    frame = made.customers.frame
    cents = (frame["monetary"] * 100).round().cast(pl.Int64)
    told = Told(
        products=pl.DataFrame({"customer_id": frame["customer_id"], "product": [f"{EVIL} {k}" for k in made.kind]}),
        months=pl.DataFrame({"customer_id": frame["customer_id"], "month": MONTHS, "revenue": cents}),
    )
    bought = purchases_told(told, frame["customer_id"], money_scale=2)
    profiles = profile(result, made.customers, ProfileContext(frozenset({1, 2}), frozenset({"frequency"}), {1: EVIL}))
    return with_purchases(profiles, bought.by_segment(labels_of(result)), labels_of(result))


def made_run() -> RunResult:
    made = made_scores()
    frame, result = made.customers.frame, made_result(made)
    profiles = made_profiles(made, result)
    names = {one.id: one.name for one in profiles.segments}
    result = result.with_columns(pl.col("segment").replace_strict(names).alias("segment_name"))
    chosen = choose(result, made.customers, StrategyContext(load_playbook()))
    result = result.with_columns(chosen.strategy).hstack(frame.select("city", "contact"))
    return RunResult(
        result=result,
        customers=made.customers,
        segmentation=summary_of(made.kind, "segments"),
        profiles=profiles,
        value=made.value.summary,
        loyalty=made.loyalty.summary,
        rfm=made.rfm.summary,
        sheets=chosen.segments,
        shares=chosen.shares,
        findings=chosen.findings,
        targets=set_targets(result, made.customers, Targets(), StrategyContext(load_playbook()).tiers),
        playbook=load_playbook(),
        ledger=(LEDGER,),
        inputs=(InputFile(FINDINGS.path, "ab" * 32, FINDINGS),),
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
