"""What was found out about a column of a source, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm_tui.format import count
from crm_tui.inert import inert
from crm_tui.masking import masked_said

if TYPE_CHECKING:
    from crm_tui.session import Session


def column_facts(column: Mapping[str, Any], session: Session) -> list[str]:
    """Return what was found out about a column, line by line: name, type and role, why, how cells are written."""
    lines = [
        f"{inert(column['name'], 80)}: {column['type']}, {column['role'] or 'no role'}",
        inert(column["evidence"], 400),
        ", ".join(
            (
                f"{count(column['nulls'])} missing",
                f"{distinct_text(column).strip() or 'not counted how many'} different",
                f"{count(column['misfits'])} do not fit",
            )
        ),
    ]
    for title, key in (("written as", "formats"), ("words for missing", "missing"), ("currencies", "currencies")):
        if column.get(key):
            pairs = sorted(column[key].items(), key=lambda pair: (-pair[1], pair[0]))
            lines.append(f"{title}: " + ", ".join(f"{inert(one, 30)} ({count(rows)})" for one, rows in pairs[:8]))
    return [masked_said(line, session) for line in lines if line]


def distinct_text(column: Mapping[str, Any]) -> str:
    """Return how many different values a column has, with a sign where that is an estimate; nothing where unknown."""
    if column["distinct"] is None:
        return ""
    about = "~" if column.get("distinct_estimated") else ""
    return f"{about}{count(column['distinct'])}".rjust(9)
