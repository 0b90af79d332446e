"""Segments from a labelled column: what the supervised methods share.

A quarter of the labelled customers of every label is held out; the accuracy on them stands beside that of always giving
the commonest label. The model that is kept is then fitted to all labelled customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import Field

from analysis.errors import AnalysisError
from analysis.refusals import nearest
from analysis.segmentation.base import Arrays, Extras, Fitted, Floats, Segmenter, Task, share_text
from analysis.segmentation.model import Kind, ModelCard, SegmentModel
from analysis.segmentation.summary import HeldOut

MOST_LABELS = 50
FEWEST_EACH = 4
HELD_OUT_SHARE = 0.25
NO_LABELS = ("", "unknown", "(missing)", "n/a", "?", "未知")
"""Words that say that a customer has no label, as the proposed cleaning fills in."""


@dataclass(frozen=True)
class Frozen:
    """A fitted method as numbers: the kind of model, its arrays and its numbers."""

    kind: Kind
    arrays: Arrays
    numbers: dict[str, float]


@dataclass(frozen=True)
class Labelled:
    """The labelled customers: their positions, the code of each one's label, and the labels."""

    rows: npt.NDArray[np.intp]
    codes: npt.NDArray[np.intp]
    labels: tuple[str, ...]


class LabelledSegmenter(Segmenter):
    """A method that learns from customers whose segment is known and puts everybody into one of these segments."""

    fitted_rows: ClassVar[int] = 100_000

    label: str = Field(
        title="Label column", description="Column of the customer table with the known segments.", min_length=1
    )

    def learn(self, values: Floats, codes: npt.NDArray[np.intp], seed: int) -> Frozen:
        """Fit to rows (n, m) with codes (n,) of 0…k-1, every one of which occurs."""
        raise NotImplementedError

    def fit(self, task: Task) -> Fitted:
        """Learn from part of the labelled customers, test on the others, then learn from all."""
        known = labelled(task, self.label)
        seed = int(task.random(91).integers(2**31))
        inside = self.thinned(known, task.random(92))
        kept_in, held_out = split(known.codes[inside], task.random(93))
        values = task.values[known.rows[inside]]
        trial = self.model(task, self.learn(values[kept_in], known.codes[inside][kept_in], seed), known.labels)
        task.context.progress(1, 2, "fits")
        arrays = task.context.remember(self.fit_name(), lambda: self.learnt(values, known.codes[inside], seed))
        model = self.model(task, thawed(arrays), known.labels)
        task.context.progress(2, 2, "fits")
        guessed = trial.assign(values[held_out]).labels - 1
        report = held_out_report(self.label, known, (known.codes[inside][held_out], guessed))
        return Fitted(
            model=freed(model),
            groups=len(known.labels),
            k_chosen_by=f"k = {len(known.labels)}: the labels of column {self.label}",
            names=known.labels,
            sampled=self.sentence(len(inside), len(known.rows)),
            extras=Extras(
                held_out=report.model_copy(
                    update={"rows_fitted": len(kept_in), "unlabelled": len(task.values) - len(known.rows)}
                )
            ),
        )

    def sentence(self, fitted: int, known: int) -> str:
        """Say how many of the labelled customers the method learnt from, where not from all."""
        return f"learnt from {share_text(fitted, known)} with a label" if fitted < known else ""

    def learnt(self, values: Floats, codes: npt.NDArray[np.intp], seed: int) -> Arrays:
        """Learn, and return everything as arrays that can be kept."""
        frozen = self.learn(values, codes, seed)
        numbers = {f"number {name}": np.array(number) for name, number in frozen.numbers.items()}
        return frozen.arrays | numbers | {f"kind {frozen.kind}": np.array(1.0)}

    def fit_name(self) -> str:
        """Return the method with its settings: the name its fit is kept under."""
        own = self.model_dump(mode="json", exclude={"names", "accept_unstable"})
        return " ".join(f"{key}={value}" for key, value in own.items())

    def thinned(self, known: Labelled, random: np.random.Generator) -> npt.NDArray[np.intp]:
        """Return the places of the labelled customers to learn from: all, or as many as the method can take."""
        if len(known.rows) <= self.fitted_rows:
            return np.arange(len(known.rows))
        drawn = np.sort(random.permutation(len(known.rows))[: self.fitted_rows])
        rare = np.flatnonzero(np.bincount(known.codes[drawn], minlength=len(known.labels)) < FEWEST_EACH)
        return np.union1d(drawn, np.flatnonzero(np.isin(known.codes, rare)))

    def model(self, task: Task, frozen: Frozen, labels: tuple[str, ...]) -> SegmentModel:
        """Return the frozen model, its groups numbered from 1."""
        method = str(getattr(self, "method", ""))
        ids = tuple(range(1, len(labels) + 1))
        card = ModelCard(kind=frozen.kind, method=method, columns=task.columns, numbers=frozen.numbers, ids=ids)
        return SegmentModel(card, frozen.arrays)


def freed(model: SegmentModel) -> SegmentModel:
    """Return the model without segment ids: they are given by size later."""
    return SegmentModel(model.card.model_copy(update={"ids": ()}), model.arrays)


def thawed(arrays: Arrays) -> Frozen:
    """Return what :meth:`LabelledSegmenter.learnt` made into arrays."""
    numbers = {name[7:]: float(value) for name, value in arrays.items() if name.startswith("number ")}
    kind = next(name[5:] for name in arrays if name.startswith("kind "))
    rest = {name: value for name, value in arrays.items() if " " not in name}
    return Frozen(ModelCard.model_validate({"kind": kind, "method": "", "columns": ()}).kind, rest, numbers)


def labelled(task: Task, column: str) -> Labelled:
    """Return the customers with a label; AnalysisError where the column cannot teach anything."""
    if column not in task.frame.columns:
        near = nearest(column, task.frame.columns[1:])
        raise AnalysisError(
            f"there is no column {column!r} among the customers",
            where="segmentation.label",
            remedy=f"did you mean {near}?" if near else f"there are: {', '.join(task.frame.columns[1:])}",
        )
    if column in task.sources:
        raise AnalysisError(
            f"column {column!r} is the label and also a feature, so that it would explain itself",
            where="features.use",
            remedy="take it out of the features",
        )
    texts = label_texts(task.frame[column])
    rows = np.flatnonzero(texts.is_not_null().to_numpy())
    labels, codes = np.unique(texts.drop_nulls().to_numpy().astype(str), return_inverse=True)
    check_labels(column, labels, np.bincount(codes, minlength=len(labels)))
    return Labelled(rows, codes.astype(np.intp), tuple(str(label) for label in labels))


def label_texts(column: pl.Series) -> pl.Series:
    """Return the labels as text, null where a customer has none, also where cleaning has put a word for it."""
    texts = column.cast(pl.String).str.strip_chars()
    return texts.set(texts.str.to_lowercase().is_in(NO_LABELS), None)


def check_labels(column: str, labels: npt.NDArray[np.str_], counts: npt.NDArray[np.intp]) -> None:
    """Refuse a column with no, one or too many labels, or one with too few customers for a label."""
    where = f"segmentation.label ({column})"
    if len(labels) == 0:
        raise AnalysisError("no customer has a label", where=where, remedy="name a column that is filled in")
    if len(labels) == 1:
        raise AnalysisError(
            f"every labelled customer is {str(labels[0])!r}; at least two different labels are needed",
            where=where,
            remedy="name a column with several labels",
        )
    if len(labels) > MOST_LABELS:
        raise AnalysisError(
            f"there are {len(labels)} different labels, more than {MOST_LABELS}",
            where=where,
            remedy="name a column of categories, not of names or numbers",
        )
    rare = [str(label) for label, count in zip(labels, counts, strict=True) if count < FEWEST_EACH]
    if rare:
        raise AnalysisError(
            f"fewer than {FEWEST_EACH} customers are labelled {', '.join(repr(label) for label in rare[:5])}",
            where=where,
            remedy="merge rare labels or label more customers",
        )


def split(
    codes: npt.NDArray[np.intp], random: np.random.Generator
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the places to learn from and the places held out: a quarter of every label, at least one."""
    held_out = []
    for code in np.unique(codes):
        places = random.permutation(np.flatnonzero(codes == code))
        held_out.append(places[: max(1, int(HELD_OUT_SHARE * len(places)))])
    out = np.sort(np.concatenate(held_out))
    return np.setdiff1d(np.arange(len(codes)), out), out


def held_out_report(
    column: str, known: Labelled, results: tuple[npt.NDArray[np.intp], npt.NDArray[np.integer]]
) -> HeldOut:
    """Compare true and guessed codes of the customers held out."""
    true, guessed = results
    count = len(known.labels)
    confusion = np.bincount(true * count + guessed, minlength=count * count).reshape(count, count)
    return HeldOut(
        label_column=column,
        labels=known.labels,
        rows_fitted=0,
        rows_held_out=len(true),
        accuracy=float((true == guessed).mean()),
        baseline=float(confusion.sum(axis=1).max() / len(true)),
        confusion=tuple(tuple(int(cell) for cell in line) for line in confusion),
        unlabelled=0,
    )
