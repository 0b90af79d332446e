"""What to propose where a column answers by yes or no, or by a day, whether an order came to anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

import narwhals.stable.v2 as nw

from analysis.cleaning.figures import figures
from analysis.cleaning.keep_where import KeepWhere
from analysis.cleaning.order_status import BILLS, UNDONE
from analysis.cleaning.propose_states import of_contracts
from analysis.cleaning.step import Step
from analysis.expressions import quoted
from analysis.rows import Rows
from analysis.sources.table import Column

Proposed = tuple[Step, str, bool]

NOT_DONE = re.compile(
    r"(?<![a-z])(?:request|policy|reason|date|amount|rate|days?)(?![a-z])|金额|时间|日期|原因", re.IGNORECASE
)
"""Words of a name that make a column more than the flag of an undone order."""


TEST = re.compile(r"(?:is )?test(?: (?:order|mode|transaction|payment))?\??", re.IGNORECASE)
"""What the flag of an order is called with which somebody tried the shop."""
CANCELLED_ON = re.compile(
    r"(?:cancel\w*|void(?:ed)?|annul\w*|anul\w*|storn\w*|delet(?:ed|ion))[ _-]?(?:at|on|date|time|datum|am)$"
    r"|(?:fecha|date|data)[ _](?:de[ _])?(?:cancel|an+ul)|(?:取消|关闭|作废)(?:时间|日期)|キャンセル日時?|취소일",
    re.IGNORECASE,
)
"""What the day is called on which an order was cancelled."""

PAID = re.compile(
    r"(?:is )?paid|payment received|bezahlt|pago|pagad[oa]|payée?|pagato|betaald|zapłacone|ödendi|оплачено"
    r"|已付款|已支付|是否(?:付款|支付)|支払済み?|결제여부",
    re.IGNORECASE,
)
"""What the flag of an order is called that somebody paid."""


def flags(rows: Rows) -> Iterator[Proposed]:
    """Yield: orders go that a column of true and false calls refunded, cancelled, a test or not paid."""
    for column in () if of_contracts(rows) else rows.columns:
        called = column.name.replace("_", " ").strip(" ?")
        counted = column.type == "integer" and (column.minimum, column.maximum) == ("0", "1")
        if (counted or column.type == "boolean") and not column.role:
            yield from of_flag(rows, column, called)


def of_flag(rows: Rows, column: Column, called: str) -> Iterator[Proposed]:
    """Yield what follows from a flag that is called so, where it takes less than half of the lines."""
    test, paid = TEST.fullmatch(called) is not None, PAID.fullmatch(called) is not None
    if not (test or paid) and (not UNDONE.search(called) or NOT_DONE.search(called)):
        return
    counted, name = column.type == "integer", quoted(column.name)
    value = nw.col(column.name).cast(nw.Int64)
    off = (1 - value).sum() if paid else value.sum()
    count = figures(rows.frame, {"off": off, "rows": nw.len()})
    if not 0 < (count["off"] or 0) < count["rows"] / 2:
        return
    said = "orders that somebody tried the shop with" if test else "orders that came to nothing"
    word = str(int(not paid)) if counted else str(not paid).lower()
    owed = paid and BILLS.search(rows.role("order_id") or "") is not None
    said = ("bills, and owed" if owed else "orders that nobody paid") if paid else said
    kept = f"{name} == {int(paid)}" if counted else name if paid else f"not {name}"
    reason = f"{column.name} is {word} of {count['off']} lines: {said}"
    yield KeepWhere(condition=f"{kept} or {name} is null"), reason, not owed


def days_of_cancelling(rows: Rows) -> Iterator[Proposed]:
    """Yield: orders that have a day on which they were cancelled go."""
    for column in () if of_contracts(rows) else rows.columns:
        if column.type not in ("date", "datetime") or column.role or not CANCELLED_ON.search(column.name):
            continue
        count = figures(rows.frame, {"told": (~nw.col(column.name).is_null()).cast(nw.Int64).sum(), "rows": nw.len()})
        if 0 < (count["told"] or 0) < count["rows"] / 2:
            reason = f"{count['told']:,} lines have a day in {column.name}: orders that came to nothing"
            yield KeepWhere(condition=f"{quoted(column.name)} is null"), reason, True
