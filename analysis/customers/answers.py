"""Scales on which questionnaires let people answer, in words: their order is known, so that answers become numbers."""

from __future__ import annotations

import polars as pl

from analysis.customers.table import Measure

SCALES: tuple[dict[float, str], ...] = (
    {
        1: "strongly disagree|completely disagree|totally disagree|fully disagree",
        2: "disagree",
        2.5: "somewhat disagree|slightly disagree|rather disagree",
        3: "neutral|neither agree nor disagree|neither|undecided|neither agree or disagree",
        3.5: "somewhat agree|slightly agree|rather agree",
        4: "agree",
        5: "strongly agree|completely agree|totally agree|fully agree",
    },
    {
        1: "very dissatisfied|very unsatisfied|extremely dissatisfied|completely dissatisfied",
        2: "dissatisfied|unsatisfied",
        2.5: "somewhat dissatisfied|slightly dissatisfied|rather dissatisfied",
        3: "neutral|neither satisfied nor dissatisfied|neither",
        3.5: "somewhat satisfied|slightly satisfied|rather satisfied",
        4: "satisfied",
        5: "very satisfied|extremely satisfied|completely satisfied",
    },
    {
        1: "very unlikely|extremely unlikely",
        2: "unlikely",
        2.5: "somewhat unlikely",
        3: "neutral|neither likely nor unlikely",
        3.5: "somewhat likely",
        4: "likely",
        5: "very likely|extremely likely",
    },
    {1: "very poor|very bad|terrible", 2: "poor|bad", 3: "fair|average|ok|okay", 4: "good", 5: "very good|excellent"},
    {
        1: "never",
        2: "rarely|seldom|almost never",
        3: "sometimes|occasionally",
        4: "often|usually",
        5: "always|very often",
    },
    {
        1: "stimme überhaupt nicht zu|stimme gar nicht zu|trifft nicht zu",
        2: "stimme nicht zu|stimme eher nicht zu|trifft eher nicht zu",
        3: "neutral|teils/teils|teils teils|weder noch",
        4: "stimme zu|stimme eher zu|trifft eher zu",
        5: "stimme voll zu|stimme voll und ganz zu|trifft zu",
    },
    {
        1: "sehr unzufrieden",
        2: "unzufrieden|eher unzufrieden",
        3: "neutral",
        4: "zufrieden|eher zufrieden",
        5: "sehr zufrieden",
    },
    {
        1: "pas du tout d'accord",
        2: "pas d'accord|plutôt pas d'accord",
        3: "neutre|ni d'accord ni pas d'accord",
        4: "d'accord|plutôt d'accord",
        5: "tout à fait d'accord",
    },
    {
        1: "très insatisfait",
        2: "insatisfait|plutôt insatisfait",
        3: "neutre",
        4: "satisfait|plutôt satisfait",
        5: "très satisfait",
    },
    {1: "非常不同意", 2: "不同意", 3: "一般|中立", 4: "同意", 5: "非常同意"},
    {1: "非常不满意", 2: "不满意", 3: "一般", 4: "满意", 5: "非常满意"},
)
"""Score → the answers that mean it; the scores are fixed, so that later customers are scored alike."""

_SCORES = tuple({word: score for score, words in scale.items() for word in words.split("|")} for scale in SCALES)
FEWEST, MOST = 3, 12
"""With fewer different answers it may be chance that all stand on one scale; with more they cannot."""


def scores_of(values: pl.Series) -> dict[str, float]:
    """Return answer as written → score where all texts of a column stand on one scale; empty where they do not."""
    if values.dtype != pl.String:
        return {}
    told = [value for value in values.drop_nulls().unique().to_list() if value.strip() and value != UNKNOWN]
    folded = {value: value.strip().casefold().replace("’", "'") for value in told}
    if not FEWEST <= len(set(folded.values())) <= MOST:
        return {}
    scale = next((scores for scores in _SCORES if scores.keys() >= set(folded.values())), {})
    return {value: scale[word] for value, word in folded.items()} if scale else {}


UNKNOWN = "unknown"
"""What cleaning writes for an answer that is missing; it has no score."""


def with_scores(frame: pl.DataFrame, measures: list[Measure], source: str) -> tuple[pl.DataFrame, list[Measure]]:
    """Add to each column of answers its scores as numbers, in a column of their own; a role goes with the numbers."""
    added: list[Measure] = []
    kept: list[Measure] = []
    for measure in measures:
        scores = scores_of(frame[measure.name]) if measure.kind == "category" else {}
        name = f"{measure.name} (score)"
        if not scores or name in frame.columns:
            kept.append(measure)
            continue
        told = pl.Series(list(scores.values()), dtype=pl.Float64)
        frame = frame.with_columns(pl.col(measure.name).replace_strict(list(scores), told, default=None).alias(name))
        added.append(Measure(name=name, title=name, unit="number", kind="numeric", role=measure.role, origin=source))
        kept.append(measure.model_copy(update={"role": None}))
    return frame, [*kept, *added]
