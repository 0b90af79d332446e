"""The matrix that is segmented, and how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.customers import Customers
from analysis.errors import AnalysisError
from analysis.features.choices import Features
from analysis.features.choose import NOT_NAMED, SAME, Candidate, Excluded, candidates, resolve
from analysis.features.extract import fit_projection
from analysis.features.fit import Fitted, fit_candidate, twins
from analysis.features.information import mutual_information
from analysis.features.model import FeatureModel
from analysis.features.text import TextModel, fit_text
from analysis.settings import Summary


class FeatureColumn(Summary):
    """What is told about one column of the matrix.

    ``mean``, ``std`` (of the population) and ``skew`` are those after the transform and before scaling, so that
    (transform(x) − mean) / std is what ``standard`` gives; ``missing`` is the share that was filled in. ``information``
    is the mutual information with the target (nats); ``explained`` a component's share of the variance.
    """

    name: str
    source: str
    transform: str = "none"
    scale: str = "none"
    mean: float = 0.0
    std: float = 1.0
    missing: float = 0.0
    skew: float = 0.0
    information: float | None = None
    explained: float | None = None


@dataclass(frozen=True)
class Matrix:
    """The features of all customers: ``values`` is float32 (n, m) in C order, rows in the order of ``customer_ids``.

    Where there is nothing to tell the customers apart by there is no column, and ``nothing`` says why.
    """

    customer_ids: pl.Series
    values: NDArray[np.float32]
    columns: tuple[FeatureColumn, ...]
    excluded: tuple[Excluded, ...]
    model: FeatureModel
    nothing: str = ""


@dataclass(frozen=True)
class Chosen:
    """The columns that became features, what is told about each, and those that did not."""

    model: FeatureModel
    columns: tuple[FeatureColumn, ...]
    excluded: tuple[Excluded, ...]


class NothingToTellApartError(AnalysisError):
    """Customers differ in nothing that segments could be made from; whatever needs no segments goes on."""

    def __init__(self, what: str, excluded: tuple[Excluded, ...] = (), *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.excluded = excluded


def nothing_left(customers: Customers, excluded: tuple[Excluded, ...]) -> NothingToTellApartError:
    """Return the error that says why no column is left, the columns first that would have been taken."""
    if customers.frame.height == 1:
        what = f"there is only one customer, {customers.frame['customer_id'][0]!r}: nobody to tell apart"
        return NothingToTellApartError(
            what, excluded, where="customers", remedy="load more customers, or name another column as customer_id"
        )
    same = [each.name for each in excluded if each.reason.startswith(SAME)]
    if same and all(each.reason.startswith((SAME, NOT_NAMED)) for each in excluded):
        return NothingToTellApartError(
            f"every customer has the same {spoken_list(same)}: nobody can be told apart",
            excluded,
            where="features",
            remedy="name columns in which they differ under use",
        )
    told = sorted(excluded, key=lambda each: each.reason == NOT_NAMED)[:6]
    reasons = "; ".join(f"{each.name}: {each.reason}" for each in told)
    return NothingToTellApartError(
        f"no column is left to segment by ({reasons or 'the table has none'})",
        excluded,
        where="features",
        remedy="name columns under use",
    )


def spoken_list(names: Sequence[str], most: int = 6) -> str:
    """Return names as a sentence lists them, the first few of many."""
    shown = [*names[:most], "more"] if len(names) > most else list(names)
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def empty_matrix(customers: Customers, why: NothingToTellApartError) -> Matrix:
    """Return the matrix without a column, which says what became of the columns there were."""
    reason = f"{why.what}; {why.remedy}" if why.remedy else why.what
    values = np.zeros((customers.frame.height, 0), dtype=np.float32)
    return Matrix(customers.frame["customer_id"], values, (), why.excluded, FeatureModel(columns=()), reason)


def build_matrix(customers: Customers, choices: Features, seed: int) -> Matrix:
    """Return the matrix of ``customers``; a fixed seed gives fixed numbers, whatever the order of the rows was.

    RecipeError where a name is unknown; NothingToTellApartError where no column is left, with what became of them.
    """
    chosen = fit_columns(customers, choices)
    if not chosen.columns:
        raise nothing_left(customers, chosen.excluded)
    values = chosen.model.base(customers.frame)
    if choices.target:
        chosen, values = informed(
            chosen, values, customers.frame[resolve(choices.target, customers, "").name], (choices, seed)
        )
    if choices.pca:
        chosen, values = projected(chosen, values, choices.pca)
    return Matrix(customers.frame["customer_id"], values, chosen.columns, chosen.excluded, chosen.model)


def fit_columns(customers: Customers, choices: Features) -> Chosen:
    """Choose the columns and fit each of them."""
    wanted, excluded = candidates(customers, choices)
    written = [candidate for candidate in wanted if candidate.measure.kind == "text"]
    other = [candidate for candidate in wanted if candidate.measure.kind != "text"]
    fitted = [fit_candidate(candidate, customers, choices) for candidate in other]
    same = twins(other, fitted, customers.frame, choices.correlation_bound)
    excluded += [Excluded(name=name, reason=reason) for name, reason in same.items()]
    made = [
        each for candidate, group in zip(other, fitted, strict=True) if candidate.name not in same for each in group
    ]
    texts, wordless = fit_texts(written, customers.frame, choices.text)
    told = [told_of(each) for each in made]
    told += [
        FeatureColumn(name=name, source=text.source, scale="block", explained=share)
        for text in texts
        for name, share in zip(text.names, text.explained, strict=True)
    ]
    model = FeatureModel(columns=tuple(each.column for each in made), texts=tuple(texts))
    return Chosen(model, tuple(told), (*excluded, *wordless))


def fit_texts(written: list[Candidate], frame: pl.DataFrame, components: int) -> tuple[list[TextModel], list[Excluded]]:
    """Return the models of the text columns, and the columns that have no words in common."""
    found = {candidate.name: fit_text(frame[candidate.name], components) for candidate in written}
    reason = "no two words occur in more than one text"
    wordless = [Excluded(name=name, reason=reason) for name, text in found.items() if text is None]
    return [text for text in found.values() if text is not None], wordless


def told_of(fitted: Fitted) -> FeatureColumn:
    """Return what is told about a feature."""
    return FeatureColumn(
        name=fitted.column.name,
        source=fitted.column.source,
        transform=fitted.column.transform,
        scale=fitted.scale,
        mean=fitted.mean,
        std=fitted.std,
        missing=fitted.missing,
        skew=fitted.skew,
    )


def informed(
    chosen: Chosen, values: NDArray[np.float32], target: pl.Series, how: tuple[Features, int]
) -> tuple[Chosen, NDArray[np.float32]]:
    """Tell how much each feature says about the target; leave out those that say less than asked for."""
    choices, seed = how
    told = mutual_information(values, target, seed)
    columns = tuple(
        column.model_copy(update={"information": each}) for column, each in zip(chosen.columns, told, strict=True)
    )
    weak = {place for place in range(len(chosen.model.columns)) if told[place] < choices.least_information}
    if not weak:
        return replace(chosen, columns=columns), values
    stays = [place for place in range(len(columns)) if place not in weak]
    reason = "tells less about the target than asked for"
    kept = tuple(column for place, column in enumerate(chosen.model.columns) if place not in weak)
    left = Chosen(
        model=chosen.model.model_copy(update={"columns": kept}),
        columns=tuple(columns[place] for place in stays),
        excluded=(*chosen.excluded, *(Excluded(name=columns[place].name, reason=reason) for place in sorted(weak))),
    )
    if not stays:
        raise AnalysisError(f"every feature {reason}", where="features.least_information", remedy="ask for less")
    return left, np.ascontiguousarray(values[:, stays])


def projected(chosen: Chosen, values: NDArray[np.float32], components: int) -> tuple[Chosen, NDArray[np.float32]]:
    """Replace the features by principal components."""
    projection = fit_projection(values, components)
    columns = tuple(
        FeatureColumn(name=name, source=", ".join(chosen.model.sources), scale="pca", explained=share)
        for name, share in zip(projection.names, projection.explained, strict=True)
    )
    model = chosen.model.model_copy(update={"projection": projection})
    return replace(chosen, model=model, columns=columns), projection.apply(values)
