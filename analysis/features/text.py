"""Text as numbers: TF-IDF of words and of Chinese character pairs, reduced by a truncated SVD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.settings import Summary

WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]{2,}")
MOST_TERMS = 2000
LEAST_TEXTS = 2
FIT_TEXTS = 50_000
"""Terms and components are found in at most so many texts, evenly spaced in id order."""


class TextModel(Summary):
    """The terms of a text column, their inverse document frequencies, and the weights (terms, components)."""

    source: str
    terms: tuple[str, ...]
    idf: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    explained: tuple[float, ...]
    center: tuple[float, ...] = ()
    spread: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        """``feedback: text 1`` and so on."""
        return tuple(f"{self.source}: text {place + 1}" for place in range(len(self.explained)))

    def apply(self, texts: pl.Series) -> NDArray[np.float64]:
        """Return the components of each text, (n, components); a text without a known term is the centre's negative."""
        places = {term: place for place, term in enumerate(self.terms)}
        idf, weights = np.asarray(self.idf), np.asarray(self.weights)
        found = np.zeros((texts.len(), len(self.explained)))
        for row, text in enumerate(texts.cast(pl.String).to_list()):
            counts = Counter(places[term] for term in terms_of(text or "") if term in places)
            if counts:
                chosen = sorted(counts)
                heights = (1.0 + np.log([counts[place] for place in chosen])) * idf[chosen]
                found[row] = (heights / np.linalg.norm(heights)) @ weights[chosen]
        moved: NDArray[np.float64] = (found - np.asarray(self.center or [0.0])) / self.spread
        return moved


def terms_of(text: str) -> list[str]:
    """Return the words of a text in lower case, and each run of Chinese characters as its overlapping pairs."""
    runs = WORD.findall(text.casefold())
    return list(chain.from_iterable(pairs_of(run) if is_han(run[0]) else [run] for run in runs))


def is_han(character: str) -> bool:
    """Tell whether a character is Chinese."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def pairs_of(run: str) -> list[str]:
    """Return the overlapping pairs of a run of characters; the run itself where it is one character."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def fit_text(texts: pl.Series, components: int) -> TextModel | None:
    """Return the model of a text column, None where fewer than two terms occur in at least two texts."""
    step = -(-texts.len() // FIT_TEXTS) or 1
    sample = texts.gather_every(step)
    documents = [Counter(terms_of(text or "")) for text in sample.cast(pl.String).to_list()]
    seen = Counter(chain.from_iterable(documents))
    common = sorted((-count, term) for term, count in seen.items() if count >= LEAST_TEXTS)[:MOST_TERMS]
    if len(common) < 2:
        return None
    terms = tuple(sorted(term for _, term in common))
    idf = tuple(float(np.log((1 + len(documents)) / (1 + seen[term])) + 1.0) for term in terms)
    weights = components_of(documents, terms, idf, components)
    raw = TextModel(source=texts.name, terms=terms, idf=idf, weights=weights, explained=(0.0,) * len(weights[0]))
    found = raw.apply(sample)
    variance = found.var(axis=0)
    total = float(variance.sum()) or 1.0
    settled = {
        "center": tuple(found.mean(axis=0).tolist()),
        "spread": float(np.sqrt(total)),
        "explained": tuple((variance / total).tolist()),
    }
    return raw.model_copy(update=settled)


def components_of(
    documents: Sequence[Counter[str]], terms: tuple[str, ...], idf: tuple[float, ...], components: int
) -> tuple[tuple[float, ...], ...]:
    """Return the weights (terms, components) of the truncated SVD: the main axes of the rows' scatter about 0.

    Signs are fixed: the largest weight of a component is positive.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import eigsh

    places = {term: place for place, term in enumerate(terms)}
    rows, columns, heights = [], [], []
    for row, document in enumerate(documents):
        chosen = sorted(term for term in document if term in places)
        raised = np.array([(1.0 + np.log(document[term])) * idf[places[term]] for term in chosen])
        rows += [row] * len(chosen)
        columns += [places[term] for term in chosen]
        heights += (raised / (np.linalg.norm(raised) or 1.0)).tolist()
    matrix = csr_array((heights, (rows, columns)), shape=(len(documents), len(terms)))
    wanted = min(components, len(terms) - 1)
    found, vectors = eigsh(matrix.T @ matrix, k=wanted, v0=np.ones(len(terms)))
    vectors = vectors[:, np.argsort(found)[::-1]]
    largest = np.abs(vectors).argmax(axis=0)
    return tuple(map(tuple, (vectors * np.sign(vectors[largest, np.arange(wanted)])).tolist()))
