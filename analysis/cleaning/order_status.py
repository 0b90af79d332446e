"""Orders whose status says that they came to nothing."""

from __future__ import annotations

import re

import narwhals.stable.v2 as nw

from analysis.cleaning.figures import levels
from analysis.rows import Rows
from analysis.sources.role_matching import matches
from analysis.sources.table import Column

MOST_STATES = 200
"""A column with more different states is no status."""
UNDONE = re.compile(
    r"cancel|refund|return|\brto\b|void|reject|declin|denied|fail|fraud|chargeback|\bdeleted\b|\btrash\b"
    r"|storn|an+ul|erstatt|retour|abgelehnt|widerruf|rembours|rimbors|reembols|rechazad|recusad|refusé|rifiutat"
    r"|devuelt|devol[vu]|estorn|zwrot|odrzuc|отмен|возврат|отказ|аннул|\biptal|\biade|취소|환불|반품"
    r"|ملغ|مسترجع|مرتجع|مسترد|בוטל|הוחזר|h[uủ][yỷ]\b|trả hàng|hoàn tiền|\bbatal|dibatalkan|dikembalikan"
    r"|ยกเลิก|คืนเงิน|คืนสินค้า|zrušen|vrácen|töröl|visszat|avbrut|återbet|makuler|peruutet|palautet|ακυρ|επιστρ"
    r"|キャンセル|返品|返金|取消|退款|退货|退貨|关闭|關閉|失败|失敗|作废|作廢|拒收|撤单|已撤[销銷]",
    re.IGNORECASE,
)
"""What a state contains that takes the whole order back."""
DONE = re.compile(
    r"\b(?:not|no|non|un|partial\w*|pending|\w+able)\b|non-|可退|部分|未|[无無没沒]|售后取消|退款(?:关闭|失败|取消|中)|取消退款"
    r"|拒绝退款|撤[销銷](?:退款|售后)",
    re.IGNORECASE,
)
"""What a state contains that leaves it standing all the same: not cancelled, partially refunded, return pending."""
UNPAID = re.compile(
    r"\b(?:unpaid|not paid|awaiting payment|pending payment|payment pending|abandoned|draft|unbezahlt|nicht bezahlt"
    r"|entwurf|não pago|nao pago|aguardando pagamento|impag[ao]|sin pagar|pendiente de pago|brouillon|borrador"
    r"|rascunho|bozza|non pagat[ao]|en attente de paiement|onbetaald|nieopłacon[aey]|ödenmedi|не ?оплачен\w*"
    r"|ожидает оплаты|черновик)\b|[待未](?:买家)?(?:付款|支付)|等待买家付款|未払い|入金待ち"
    r"|미결제|입금 ?대기|결제 ?대기",
    re.IGNORECASE,
)
"""What a state is of an order that nobody has paid."""
BILLS = re.compile(
    r"invoice|bill|rechnung|factur|fatura|fattura|faktur|factuur|сч[её]т|发票|發票|請求|청구", re.IGNORECASE
)
"""What the ids of bills are called, which are money that is owed before anybody has paid it."""
UNDONE_ITSELF = re.compile(
    r"(?:is )?(?:return|refund|cancel|cancell)(?:ed|s|ation)?(?: (?:flag|status))?", re.IGNORECASE
)
"""What a column is called that tells of each order whether it was undone, in words."""
LEAST_LIKE_A_STATUS = 0.4
"""How well a name must fit a status for the states in the column to count beside those of the role."""


WON = re.compile(r"\bwon\b|gewonnen|gagné|ganad[oa]|赢单|成交", re.IGNORECASE)
LOST = re.compile(r"\blost\b|verloren|perdu|perdid[oa]|输单|丢单", re.IGNORECASE)
"""What the states of offers contain that became orders, and that did not; all others are still open."""


def status_column(rows: Rows) -> Column | None:
    """Return the column of text that holds the orders' status, None where there is none."""
    return next((column for column in rows.columns if column.role == "status" and column.type == "text"), None)


def status_columns(rows: Rows) -> tuple[Column, ...]:
    """Return the columns of text that hold states of the orders: the one with the role, then others called so."""
    first = status_column(rows)
    others = (
        column
        for column in rows.columns
        if column.role is None and column.type == "text" and (column.distinct or 0) <= MOST_STATES
    )
    return (*([first] if first else []), *(column for column in others if called_status(column.name)))


def called_status(name: str) -> bool:
    """Tell whether a column of that name holds states of orders."""
    found = matches(name).get("status")
    undone = UNDONE_ITSELF.fullmatch(name.replace("_", " ").strip(" ?")) is not None
    return undone or (found is not None and found.score >= LEAST_LIKE_A_STATUS)


def states_of(rows: Rows, column: Column | None) -> tuple[str, ...]:
    """Return the states of a column, as they are written; none where they are too many to be states."""
    states = levels(rows.frame, column) if column else {}
    return tuple(sorted(states)) if len(states) <= MOST_STATES else ()


def takes_back(state: str) -> bool:
    """Tell whether an order in this state was cancelled, refunded, returned or refused."""
    return bool(UNDONE.search(state)) and not DONE.search(state)


def not_paid(state: str) -> bool:
    """Tell whether an order in this state was never paid."""
    return bool(UNPAID.search(re.sub(r"[_-]", " ", state)))


def undone_states(rows: Rows) -> tuple[str, ...]:
    """Return the states, as they are written, of orders that were cancelled, refunded, returned or refused."""
    return tuple(filter(takes_back, states_of(rows, status_column(rows))))


def won_states(rows: Rows) -> tuple[str, ...]:
    """Return the states, as they are written, of offers that became orders, where others were lost; else none."""
    states = states_of(rows, status_column(rows))
    if not any(map(LOST.search, states)):
        return ()
    return tuple(state for state in states if WON.search(state) and not LOST.search(state))


def is_undone(column: Column, states: tuple[str, ...]) -> nw.Expr:
    """Return whether the status is one of these states; never null."""
    return nw.col(column.name).is_in(list(states)).fill_null(False)
