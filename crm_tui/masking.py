"""Presenter-safe masking on the screen: who people are is shown as keyed hashes, the same as in a masked export.

Every screen that shows rows sends its columns through :func:`masked_columns`; a single text goes through
:func:`masked_value`. Both leave everything as it is while ``session.masked`` is off. Values stay what they are behind
the picture, so that opening a row, sorting and filtering work as before; copies take what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_tui.session import Session
    from crm_tui.widgets.pages import PageColumn

Show = Callable[[Any], str]
TEXTS = frozenset({"text", "identifier"})
"""Kinds of columns in whose cells an address or a phone number may stand."""


def masked_columns(columns: Sequence[PageColumn], session: Session) -> tuple[PageColumn, ...]:
    """Return the columns as they are to be shown in this session: unchanged, or with their private cells hashed.

    What is private is told by the column's role in the sources, its name, and the content of each cell.
    """
    if not session.masked:
        return tuple(columns)
    roles = roles_of(session)
    return tuple(_masked(column, roles.get(column.name), session.workspace) for column in columns)


def masked_value(name: str, value: object, session: Session, role: str | None = None) -> object:
    """Return a value of the column ``name`` as it may be shown: itself, or its hash where the session is masked."""
    if not session.masked or value is None:
        return value
    show = _show(name, role or roles_of(session).get(name), isinstance(value, str), session.workspace)
    return show(value) if show else value


def masked_description(told: Mapping[str, Any], column: str, session: Session) -> dict[str, Any]:
    """Return what is known of a column (``describe_column``) with its values as they may be shown.

    Of numbers that are somebody's neither values nor their spread is told.
    """
    found = dict(told)
    if not session.masked:
        return found
    if masked_value(column, 0, session) != 0:
        found = {name: told[name] for name in ("column", "rows", "nulls", "distinct", "top") if name in told}
    found["top"] = [[masked_value(column, value, session), rows] for value, rows in told.get("top", ())]
    ends = {name: masked_value(column, told[name], session) for name in ("minimum", "maximum") if name in found}
    return found | ends


def masked_said(text: str, session: Session) -> str:
    """Return a sentence about data, or the text of a filter, as it may be shown.

    Where it names a private column, what it quotes and the numbers it compares with are left out; mail addresses and
    phones are, wherever they stand.
    """
    if not session.masked or not text:
        return text
    from analysis.masking import kind_of, mask_text

    roles = roles_of(session)
    words = {*re.findall(r"[^\W\d]\w*", text), *re.findall(r"`([^`]+)`", text)}
    named = words | {name for name in roles if name in text}
    if any(kind_of(word, roles.get(word)) for word in named):
        text = re.sub(r"“.*”", "“…”", text, flags=re.DOTALL)
        text = re.sub(r"'(?:[^']|'')*'", "'…'", text)
        text = re.sub(r"(?<=[=<>]) *-?\d[\d.]*", " …", text)
    return mask_text(text, _key(session.workspace))


def roles_of(session: Session) -> Mapping[str, str]:
    """Return the role of each column of the sources and of each measure, by name."""
    found: dict[str, str] = {}
    for source in session.told.get("load", {}).get("sources", ()):
        found |= {column["name"]: column["role"] for column in source["findings"]["columns"] if column.get("role")}
    for measure in session.told.get("customers", {}).get("measures", ()):
        if measure.get("role"):
            found.setdefault(measure["name"], measure["role"])
    return found


def _masked(column: PageColumn, role: str | None, workspace: str) -> PageColumn:
    show = _show(column.name, role, column.kind in TEXTS and column.show is None, workspace)
    return column if show is None else replace(column, show=show, kind="text", tone=None)


@lru_cache(maxsize=4096)
def _show(name: str, role: str | None, text: bool, workspace: str) -> Show | None:
    """Return how the cells of a column are shown, None where nothing in it can be private; the same one every time."""
    from analysis.masking import kind_of, mask_text, mask_value

    kind, key = kind_of(name, role), _key(workspace)
    if kind is None and not text:
        return None

    @lru_cache(maxsize=10_000)
    def hashed(plain: str) -> str:
        return mask_text(plain, key) if kind is None else mask_value(plain, kind, key)

    def show(value: object) -> str:
        return "" if value is None else hashed(_as_written(value))

    return show


def _as_written(value: object) -> str:
    """Return a value as the exports write it before they mask it: a whole number read as a decimal has no ``.0``."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@lru_cache(maxsize=8)
def _key(workspace: str) -> bytes:
    """Return the key of a workspace; where it cannot be kept, one that lasts as long as the app."""
    import secrets

    from analysis.errors import AnalysisError
    from analysis.masking import mask_key

    try:
        return mask_key(Path(workspace or ".") / "mask.key") if workspace else secrets.token_bytes(32)
    except AnalysisError:
        return secrets.token_bytes(32)
