"""What one step does to rows, said so that it can be done lazily and counted without being done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import narwhals.stable.v2 as nw

from analysis.rows import Rows
from analysis.sources.table import LINE, Column

HELPER = "__step_"
"""Names of columns that a step adds for itself start so; they never leave it."""


@dataclass(frozen=True)
class Action:
    """Rows, then what becomes of each: first those that match ``drop`` go, then the others take their new ``values``.

    ``rows`` is the step's input, or, where ``fresh`` is set, rows made from it that the input's row-by-row flags cannot
    describe (duplicates removed, a figure of other rows added). ``drop`` is rule → flag; the first rule that
    matches a row claims it; null counts as no. ``values`` is column → its new content, of existing or new columns;
    ``changed`` says for a column which cells count as changed, where comparing old and new does not. ``columns`` are
    the columns afterwards. ``removed`` are rows that ``fresh`` rows lack, for examples. ``report`` adds what is only
    worth computing for the ledger.
    """

    rows: Rows
    reason: str = ""
    drop: Mapping[str, nw.Expr] = field(default_factory=dict)
    values: Mapping[str, nw.Expr] = field(default_factory=dict)
    changed: Mapping[str, nw.Expr] = field(default_factory=dict)
    columns: tuple[Column, ...] | None = None
    fresh: bool = False
    removed: Callable[[], nw.LazyFrame] | None = None  # type: ignore[type-arg]
    report: Callable[[], str] | None = None

    def done(self) -> Rows:
        """Return the rows after the step, as a plan; the codes of columns that it writes to stand for them no more."""
        frame, columns = self.rows.frame, self.columns or self.rows.columns
        if self.drop:
            frame = frame.filter(~any_rule(self.drop))
        if self.values:
            frame = frame.with_columns(**self.values)
        left = {column.name for column in columns} - set(self.values)
        codes = {name: code for name, code in self.rows.codes.items() if name in left and not self.fresh}
        if self.fresh or self.columns is not None:
            frame = frame.select(*(column.name for column in columns), LINE, *(code.name for code in codes.values()))
        return replace(self.rows, frame=frame, columns=columns, codes=codes)


def any_rule(rules: Mapping[str, nw.Expr]) -> nw.Expr:
    """Return whether some rule matches; never null."""
    return nw.any_horizontal(*(known(flag) for flag in rules.values()), ignore_nulls=True)


def known(flag: nw.Expr) -> nw.Expr:
    """Return the flag with null taken as false."""
    return flag.fill_null(False)


def differs(name: str, value: nw.Expr) -> nw.Expr:
    """Return whether the cell of column ``name`` is something else than ``value``; two missing cells are the same."""
    return known(value != nw.col(name)) | (value.is_null() != nw.col(name).is_null())
