"""Completion of a column's name in a condition that is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LAST_NAME = re.compile(r"`[^`]*$|\w*$")


def complete_name(names: Mapping[str, str], text: str) -> list[str]:
    """Return the text with its last word made each of the names that begin like it, whatever its case.

    ``names`` are the columns' names with their titles: a word of a title stands for its name, too. Inside a text
    between quotes nothing is completed; a name that is no single word stands in backticks.
    """
    from analysis.expressions.writing import named

    outside = re.sub(r"`[^`]*`", " ", text)
    begun = _LAST_NAME.search(text if outside.count("`") else outside)
    if outside.count("'") % 2 or begun is None:
        return []
    word = begun[0].lstrip("`").casefold()
    before = text[: len(text) - len(begun[0])]
    begin = {name: [name, *title.split()] for name, title in names.items()}
    return [before + named(name) for name in begin if any(one.casefold().startswith(word) for one in begin[name])]
