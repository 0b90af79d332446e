"""What to propose where a column tells the state of orders, or what kind of thing a line is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import narwhals.stable.v2 as nw

from analysis.cleaning.drop_duplicates import DropDuplicates
from analysis.cleaning.figures import figures
from analysis.cleaning.keep_where import KeepWhere
from analysis.cleaning.order_status import (
    BILLS,
    not_paid,
    states_of,
    status_column,
    status_columns,
    takes_back,
    won_states,
)
from analysis.cleaning.propose_shops import filled_by_order, other_than, told_partly
from analysis.cleaning.step import NUMBERS, Step
from analysis.expressions import literals, quoted
from analysis.rows import Rows
from analysis.sources.role_matching import words_of
from analysis.sources.role_money import OF_ORDER
from analysis.sources.table import Column

Proposed = tuple[Step, str, bool]

KINDS = frozenset(
    [
        "type",
        "kind",
        "art",
        "typ",
        "tipo",
        "тип",
        "вид",
        "tur",
        "turu",
        "类型",
        "類型",
        "种类",
        "区分",
        "種別",
        "유형",
        "구분",
    ]
)
"""The last word of the name of a column that tells what kind of thing a line is."""
CONTRACT = re.compile(
    r"(?:subscription|membership|contract|policy|abo|vertrag|abonnement)[ _]?(?:id|no|nr|number)", re.IGNORECASE
)
"""What ids of contracts are called."""
MOST_KINDS = 50
CREDIT = re.compile(
    r"credit (?:note|memo)|gutschrift|\bavoir\b|nota de cr[eé]d|nota di cr[eé]d|korekt|erstattung|chargeback",
    re.IGNORECASE,
)
"""What a kind of line is, beside what undoes an order, that takes money back."""
NEARLY_ALL = 0.9


def status_told_once(rows: Rows) -> Iterator[Proposed]:
    """Yield: where the status stands on some lines of an order only, the other lines get it.

    Another column of states must do so by habit: what became of one line is not what became of the others.
    """
    first = status_column(rows)
    for column in status_columns(rows):
        told = told_partly(rows, column)
        if told.orders and (told.habit or column == first):
            yield filled_by_order(rows, column, told.orders)


def undone(rows: Rows) -> Iterator[Proposed]:
    """Yield: orders go whose status says that they came to nothing, and those that nobody paid."""
    column, won = status_column(rows), won_states(rows)
    if column and won:
        reason = f"the offers that became orders, by {column.name}: {', '.join(won)}; others were lost or are open"
        yield KeepWhere(condition=f"{quoted(column.name)} in {literals(won)}"), reason, True
        return
    for column in () if of_contracts(rows) else status_columns(rows):
        states = states_of(rows, column)
        back = [state for state in states if takes_back(state)]
        unpaid = [state for state in states if not_paid(state) and state not in back]
        some = bool(column.nulls) or len({*back, *unpaid}) < len(states)
        if back and some:
            reason = f"{column.name} says of some orders that they came to nothing: {', '.join(back)}"
            yield KeepWhere(condition=other_than(column, back)), reason, True
        if unpaid and some:
            owed = BILLS.search(rows.role("order_id") or "") is not None
            said = "; these are bills, and owed" if owed else ""
            reason = f"{column.name} says of some orders that nobody paid them: {', '.join(unpaid)}{said}"
            yield KeepWhere(condition=other_than(column, unpaid)), reason, not owed


def of_contracts(rows: Rows) -> bool:
    """Return whether rows are of contracts, which are paid for until they are cancelled."""
    return rows.role("order_id") is None and any(CONTRACT.search(column.name) for column in rows.columns)


def taken_back(rows: Rows) -> Iterator[Proposed]:
    """Yield: lines go that are of a kind that takes money back and is written without a minus."""
    money = [column for column in rows.columns if column.role in ("amount", "quantity") and column.type in NUMBERS]
    for column in rows.columns if money else ():
        if not tells_kind(column):
            continue
        kinds = states_of(rows, column)
        back = [kind for kind in kinds if takes_back(kind) or CREDIT.search(kind)]
        if not back or len(back) == len(kinds):
            continue
        below = nw.any_horizontal(*(nw.col(each.name) < 0 for each in money), ignore_nulls=True)
        lines = rows.frame.filter(nw.col(column.name).is_in(back))
        count = figures(lines, {"rows": nw.len(), "below": below.cast(nw.Int64).sum()})
        if (count["below"] or 0) <= (1 - NEARLY_ALL) * count["rows"]:
            reason = (
                f"{column.name} says of {count['rows']:,} lines that they take money back ({', '.join(back)}), "
                "and they are written without a minus; they do not count as sales"
            )
            yield KeepWhere(condition=other_than(column, back)), reason, True


def totals_on_lines(rows: Rows) -> Iterator[Proposed]:
    """Yield: where each line of an order tells the total of the order, one line stays, so that it counts once."""
    amount = next((column for column in rows.columns if column.role == "amount"), None)
    order = next((column for column in rows.columns if column.role == "order_id"), None)
    if amount and order and not order.nulls and amount.evidence.endswith(OF_ORDER):
        reason = f"{amount.name} is the total of the order on each of its lines; one line of each order stays"
        yield DropDuplicates(columns=(order.name,)), reason, True


def tells_kind(column: Column) -> bool:
    """Tell whether a column tells what kind of thing a line is."""
    words = words_of(column.name)
    called = bool(words) and (words[-1] in KINDS or words[-1].endswith(("类型", "類型", "区分", "種別")))
    free = column.type == "text" and column.role in (None, "event_type", "category")
    return free and called and (column.distinct or 0) <= MOST_KINDS
