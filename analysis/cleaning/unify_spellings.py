"""Spellings of one category become one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import ClassVar, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.figures import MOST_LEVELS, levels
from analysis.cleaning.step import COLUMNS, Names, Step
from analysis.rows import Rows
from analysis.sources.table import Column, ValueType

TEXT: frozenset[ValueType] = frozenset({"text"})
BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[\s._'’`,/&-]+(?=\w)|(?<=\w)[\s._'’`,/&-]+(?=[^\W\d_])")
"""Spaces and punctuation beside a letter. Between digits they count (1.5 is not 15), and at the end too (A-, C++)."""
MOST_SHOWN = 6


class UnifySpellings(Step):
    """Gives categories that differ in case, spaces or punctuation only their most frequent spelling.

    ``mapping`` names what else is the same (U.K. → United Kingdom); its left side matches every spelling that differs
    so little. Equally frequent spellings: the first in the order of characters.
    """

    title: ClassVar[str] = "Unify spellings of categories"

    step: Literal["unify_spellings"] = "unify_spellings"
    columns: Names = COLUMNS
    mapping: dict[str, str] = Field(
        default_factory=dict, title="Mapping", description="Spelling = what it is to become."
    )
    similar: bool = Field(True, title="Similar", description="Unify what differs in case, spaces or punctuation only.")

    def act(self, rows: Rows) -> Action:
        """Return the columns with each spelling replaced by the one that stands for it."""
        values: dict[str, nw.Expr] = {}
        said: list[str] = []
        for column in self.typed(rows, self.columns, TEXT):
            changes = self.changes(self.counted(rows, column))
            if changes:
                cell = nw.col(column.name)
                values[column.name] = cell.replace_strict(changes, default=cell, return_dtype=nw.String)
                said.append(f"{column.name}: {listed(changes)}")
        return Action(rows, "; ".join(said) or "nothing is spelt in two ways", values=values)

    def counted(self, rows: Rows, column: Column) -> dict[str, int]:
        """Return spelling → rows of one column; one with too many different texts is no category."""
        counts = levels(rows.frame, column)
        if len(counts) > MOST_LEVELS:
            self.refuse(f"it has more than {MOST_LEVELS} different values", column=column.name, remedy="leave it out")
        return counts

    def changes(self, counts: Mapping[str, int]) -> dict[str, str]:
        """Return spelling → the one it becomes, of those that change."""
        named = {folded(text): target for text, target in self.mapping.items()}
        chosen = spellings(counts) if self.similar else {}
        found = {text: self.mapping.get(text, named.get(folded(text), chosen.get(text, text))) for text in counts}
        return {text: target for text, target in found.items() if target != text}


def folded(text: str) -> str:
    """Return what spellings of one category have in common."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip().rstrip(".,;: ")
    return " ".join(BETWEEN_LETTERS.sub("", plain).split())


def spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Return spelling → the most frequent one among those that differ little from it."""
    alike: dict[str, list[str]] = defaultdict(list)
    for text in counts:
        alike[folded(text)].append(text)
    best = {key: min(texts, key=lambda text: (-counts[text], text)) for key, texts in alike.items() if key}
    return {text: best[key] for key, texts in alike.items() if key for text in texts}


def listed(changes: Mapping[str, str]) -> str:
    """Return the changes in words, the first few of many."""
    some = [f"{old!r} → {new!r}" for old, new in sorted(changes.items())[:MOST_SHOWN]]
    more = len(changes) - len(some)
    return ", ".join(some) + (f" and {more} more" if more else "")
