"""The base of every cleaning step: a frozen choice of the analyst that knows what it does to rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, NoReturn

import narwhals.stable.v2 as nw
from pydantic import BeforeValidator, Field

from analysis.cleaning.action import Action
from analysis.codes import Code
from analysis.errors import AnalysisError
from analysis.refusals import nearest
from analysis.rows import Rows
from analysis.settings import Settings
from analysis.sources.table import Column, ValueType


def as_tuple(value: object) -> object:
    """Take a list, or one name alone, where several names are asked for."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Names = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
"""Names of columns. A role (``customer_id``) may stand for the column that plays it."""

COLUMNS = Field(min_length=1, title="Columns", description="The columns, by name or by role.")
NUMBERS: frozenset[ValueType] = frozenset({"integer", "decimal"})


class Step(Settings):
    """One cleaning step. Applied to equal rows in any order, on any engine, it gives equal rows.

    ``idempotent``: doing it twice gives what doing it once gives.
    """

    title: ClassVar[str] = ""
    idempotent: ClassVar[bool] = True

    step: str
    source: str | None = Field(None, title="Source", description="The source it is for; default: the only one.")
    enabled: bool = Field(True, title="On", description="Whether the step is done.")

    def act(self, rows: Rows) -> Action:
        """Return what the step does to these rows; AnalysisError where they cannot give what it needs."""
        raise NotImplementedError

    def apply(self, rows: Rows) -> Rows:
        """Return the rows after the step, as a plan."""
        return self.act(rows).done()

    def reads(self, rows: Rows) -> tuple[str, ...]:
        """Return the names of the columns that the step looks at or changes, those of ``rows`` that it names."""
        named = (getattr(self, field, ()) for field in ("columns", "by", "order_by"))
        found = (self.find(rows, name) for names in named for name in names)
        return tuple(dict.fromkeys(column.name for column in found if column))

    def refuse(self, what: str, *, column: str = "", remedy: str = "") -> NoReturn:
        """Raise the error that names this step, the column and the remedy."""
        where = f"cleaning step {self.step}" + (f", column {column}" if column else "")
        raise AnalysisError(what, where=where, remedy=remedy)

    def find(self, rows: Rows, name: str) -> Column | None:
        """Return the column of that name, else the one that plays the role of that name, else None."""
        by_name = {column.name: column for column in rows.columns}
        by_role = {column.role: column for column in rows.columns if column.role}
        return by_name.get(name) or by_role.get(name)

    def named(self, rows: Rows, name: str) -> Column:
        """Return the column of that name or role; AnalysisError with the nearest name where there is none."""
        found = self.find(rows, name)
        if found is None:
            known = [column.name for column in rows.columns]
            near = nearest(name, known)
            remedy = f"did you mean {near}?" if near else f"columns are {', '.join(known[:12])}"
            self.refuse(f"there is no such column in {rows.name}", column=name, remedy=remedy)
        return found

    def columns_of(self, rows: Rows, names: Iterable[str]) -> tuple[Column, ...]:
        """Return the columns of those names, each once."""
        return tuple({column.name: column for column in (self.named(rows, name) for name in names)}.values())

    def typed(self, rows: Rows, names: Iterable[str], types: frozenset[ValueType] = NUMBERS) -> tuple[Column, ...]:
        """Return the columns of those names; one of another type is refused."""
        columns = self.columns_of(rows, names)
        for column in columns:
            if column.type not in types:
                wanted = "a number" if types == NUMBERS else " or ".join(sorted(types))
                remedy = f"leave it out, or put set_type before {self.step}"
                self.refuse(f"it is {column.type}, not {wanted}", column=column.name, remedy=remedy)
        return columns


def is_missing(column: Column, codes: Mapping[str, Code] = MappingProxyType({})) -> nw.Expr:
    """Return whether the cell holds nothing: null, not a number, or a text without characters. Never null.

    ``codes`` are those of the rows: a number that stands for text is there where the text is, and text with digits is
    never empty.
    """
    code = codes.get(column.name)
    if code and not code.levels:
        return nw.col(code.name).is_null()
    cell = nw.col(column.name)
    if column.type == "text":
        return cell.is_null() | (cell == "").fill_null(False)
    if column.type == "decimal":
        return cell.is_null() | cell.is_nan().fill_null(False)
    return cell.is_null()


def with_columns(rows: Rows, *changed: Column) -> tuple[Column, ...]:
    """Return the columns of ``rows`` with those of the same name replaced, new ones at the end."""
    new = {column.name: column for column in changed}
    kept = tuple(new.pop(column.name, column) for column in rows.columns)
    return (*kept, *new.values())
