"""Orders whose status says that they came to nothing."""

from __future__ import annotations

import re

import narwhals.stable.v2 as nw

from analysis.cleaning.figures import levels
from analysis.rows import Rows
from analysis.sources.table import Column

MOST_STATES = 200
"""A column with more different states is no status."""
UNDONE = re.compile(
    r"cancel|refund|return|void|reject|declin|fail|fraud|chargeback|storn|annul|erstatt|retour|rembours|rimbors|reembols"
    r"|devuelt|devol[vu]|estorn|anulow|zwrot|отмен|возврат|\biptal|\biade|취소|환불|반품|キャンセル|返品|返金"
    r"|取消|退款|退货|退貨|关闭|關閉|失败|失敗",
    re.IGNORECASE,
)
"""What a state contains that takes the whole order back."""
DONE = re.compile(r"\b(?:not|no|non|un|partial\w*|pending)\b|non-|部分|未", re.IGNORECASE)
"""What a state contains that leaves it standing all the same: not cancelled, partially refunded, return pending."""


WON = re.compile(r"\bwon\b|gewonnen|gagné|ganad[oa]|赢单|成交", re.IGNORECASE)
LOST = re.compile(r"\blost\b|verloren|perdu|perdid[oa]|输单|丢单", re.IGNORECASE)
"""What the states of offers contain that became orders, and that did not; all others are still open."""


def status_column(rows: Rows) -> Column | None:
    """Return the column of text that holds the orders' status, None where there is none."""
    return next((column for column in rows.columns if column.role == "status" and column.type == "text"), None)


def undone_states(rows: Rows) -> tuple[str, ...]:
    """Return the states, as they are written, of orders that were cancelled, refunded, returned or refused."""
    column = status_column(rows)
    states = levels(rows.frame, column) if column else {}
    if len(states) > MOST_STATES:
        return ()
    return tuple(sorted(state for state in states if UNDONE.search(state) and not DONE.search(state)))


def won_states(rows: Rows) -> tuple[str, ...]:
    """Return the states, as they are written, of offers that became orders, where others were lost; else none."""
    column = status_column(rows)
    states = levels(rows.frame, column) if column else {}
    if len(states) > MOST_STATES or not any(map(LOST.search, states)):
        return ()
    return tuple(sorted(state for state in states if WON.search(state) and not LOST.search(state)))


def is_undone(column: Column, states: tuple[str, ...]) -> nw.Expr:
    """Return whether the status is one of these states; never null."""
    return nw.col(column.name).is_in(list(states)).fill_null(False)
