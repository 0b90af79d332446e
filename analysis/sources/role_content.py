"""What a column's cells say for or against a role."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from analysis.sources.discounts import TAKEN_OFF
from analysis.sources.table import ValueType
from analysis.sources.types_times import time_reading

_NUMBERS = frozenset({"integer", "decimal"})
_DATES = frozenset({"date", "datetime"})
_LONGEST_CURRENCY = 30
_SOME = 20
_SHORTEST_PHONE = 5


@dataclass(frozen=True)
class ColumnFacts:
    """What is known of a column when its role is asked for; ``lowest`` and ``highest`` are of numbers only."""

    name: str
    type: ValueType
    rows: int
    nulls: int
    distinct: int
    lowest: float | None = None
    highest: float | None = None
    decimals: int = 0
    examples: tuple[str, ...] = ()
    timed: bool = False
    """Whether moments are not all at midnight."""

    @property
    def held(self) -> int:
        """Cells that hold a value."""
        return self.rows - self.nulls

    @property
    def distinct_share(self) -> float:
        """Different values per cell that holds one: 1 where all differ."""
        return self.distinct / self.held if self.held else 0.0

    @property
    def counted(self) -> str:
        """How many different values there are, as part of a sentence."""
        return f"{self.distinct:,} different values in {self.rows:,} rows"


Verdict = tuple[float, str]


def _identifier(facts: ColumnFacts) -> Verdict:
    if facts.type in _DATES or facts.type == "boolean" or (facts.type == "decimal" and facts.decimals > 1):
        return 0.0, ""
    if not facts.held:
        return 0.5, "it is empty"
    if facts.held > 20 and facts.distinct <= 2:
        return 0.7, "it has hardly any different values"
    if facts.nulls > 0.45 * facts.rows:
        return 0.85, f"{facts.counted}, many of them empty"
    return 1.0, facts.counted


_CUT = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_STATES = re.compile(
    r"(?:complet|cancel|pending|paid|unpaid|pay(?:e|ed|ment)|process|ship|deliver|refund|return|open$|closed?$|new$|fail"
    r"|confirm|draft|approv|reject|revert|declin|void|on.?hold|expired|active$|inactive$|entreg|envia|pag[oa]d?|finaliz"
    r"|livr|exp[eé]di|annul|bezahl|storn|versand|abgeschlossen|offen$|devuelt|devolv|preparand|en.?proces|pendi?ente"
    r"|zrealiz|anulow|wysłan|nowe$)",
    re.IGNORECASE,
)
"""Words for how far a payment, an order or a contract has come, which no region is called."""
_MOSTLY = 0.8


def _order(facts: ColumnFacts) -> Verdict:
    if facts.examples and all(_CUT.fullmatch(each) for each in facts.examples):
        return 0.0, ""
    return _identifier(facts)


def _told_states(facts: ColumnFacts) -> bool:
    told = [bool(_STATES.match(each.strip())) for each in facts.examples]
    return bool(told) and sum(told) >= _MOSTLY * len(told)


def _status(facts: ColumnFacts) -> Verdict:
    place = facts.name.strip().lower() in ("state", "estado")
    return (0.0, "") if place and not _told_states(facts) else _choice(facts)


def _dates(facts: ColumnFacts) -> Verdict:
    if facts.type in _DATES:
        return 1.0, "it holds dates"
    return (0.75, "it is empty") if not facts.held else (0.0, "")


def _clock(facts: ColumnFacts) -> Verdict:
    return (1.0, "it holds times of day") if facts.type == "time" else (0.0, "")


def _number(facts: ColumnFacts) -> Verdict:
    if facts.type in _NUMBERS:
        return 1.0, "it holds numbers"
    return (0.75, "it is empty") if not facts.held else (0.0, "")


def _count(facts: ColumnFacts) -> Verdict:
    if facts.type == "integer" or (facts.type == "decimal" and facts.decimals <= 1):
        return 1.0, "it holds whole numbers"
    return (0.8, "it holds numbers") if facts.type in _NUMBERS else (0.0, "")


def _frequency(facts: ColumnFacts) -> Verdict:
    return _number(facts) if facts.type in _NUMBERS else (0.9, "")


def _age(facts: ColumnFacts) -> Verdict:
    if facts.type not in _NUMBERS or facts.highest is None or facts.lowest is None:
        return (0.7, "") if facts.type == "text" and facts.distinct <= 15 else (0.0, "")
    believable = facts.lowest >= -1 and facts.highest <= 1000 and facts.distinct <= 250
    return (1.0, f"from {facts.lowest:g} to {facts.highest:g}") if believable else (0.3, "")


def _few(facts: ColumnFacts) -> Verdict:
    if facts.type in _DATES or (facts.type == "decimal" and facts.distinct > 10):
        return 0.0, ""
    return (1.0, f"{facts.distinct:,} different values") if facts.distinct <= 20 else (0.2, "")


def _choice(facts: ColumnFacts) -> Verdict:
    if facts.type in _DATES or facts.type == "decimal":
        return 0.0, ""
    if not facts.held:
        return 0.75, "it is empty"
    if facts.held > 50 and facts.distinct_share > 0.9:
        return 0.5, ""
    return 1.0, f"{facts.distinct:,} different values"


def _region(facts: ColumnFacts) -> Verdict:
    return (0.0, "") if _told_states(facts) else _choice(facts)


def _address(facts: ColumnFacts) -> Verdict:
    """Text, and not one of two words for it, such as urban and rural."""
    return (0.0, "") if facts.held > _SOME and facts.distinct <= 2 else _text_only(facts)


def _currency(facts: ColumnFacts) -> Verdict:
    if any(len(each) > _LONGEST_CURRENCY for each in facts.examples):
        return 0.0, ""
    return _choice(facts)


def _flag(facts: ColumnFacts) -> Verdict:
    return (1.0, "it has two values") if facts.type == "boolean" or 1 <= facts.distinct <= 3 else (0.0, "")


def _words(facts: ColumnFacts) -> Verdict:
    if facts.type in ("text", "integer"):
        return 1.0, facts.counted if facts.type == "text" else ""
    return (0.75, "it is empty") if not facts.held else (0.0, "")


def _phone(facts: ColumnFacts) -> Verdict:
    """Numbers of telephones; a column of shorter ones counts them, or tells whether there is one."""
    short = facts.examples and all(len(each) < _SHORTEST_PHONE and each.isdecimal() for each in facts.examples)
    return (0.0, "") if short else _words(facts)


def _text_only(facts: ColumnFacts) -> Verdict:
    return (1.0, "it holds text") if facts.type == "text" else (0.0, "")


def _rating(facts: ColumnFacts) -> Verdict:
    if facts.type in _NUMBERS:
        return 1.0, "it holds numbers"
    return (0.9, "") if facts.type == "text" and facts.distinct <= 12 else (0.0, "")


def _level(facts: ColumnFacts) -> Verdict:
    return (1.0, "") if facts.type not in _DATES else (0.0, "")


def _year(facts: ColumnFacts) -> Verdict:
    known = facts.type in _NUMBERS and facts.lowest is not None and facts.highest is not None
    return (1.0, "it holds years") if known and facts.lowest >= 1800 and facts.highest <= 2100 else (0.0, "")  # type: ignore[operator]


CHECKS: dict[str, Callable[[ColumnFacts], Verdict]] = {
    **dict.fromkeys(("customer_id", "product_id", "session_id"), _identifier),
    **dict.fromkeys(("order_date", "event_date", "birthday", "signup_date", "last_order_date"), _dates),
    "order_time": _clock,
    **dict.fromkeys(
        ("amount", "unit_price", "income", "purchase_amount", "customer_lifetime", "total_purchase"), _number
    ),
    **dict.fromkeys(("conversion_rate", "lifetime_value", "discount", *TAKEN_OFF), _number),
    **dict.fromkeys(("quantity", "visits", "total_visit", "total_order"), _count),
    **dict.fromkeys(("country", "city", "category", "channel", "payment_method"), _choice),
    **dict.fromkeys(("churned", "bought"), _flag),
    **dict.fromkeys(("product_name", "name", "first_name", "last_name", "email", "feedback"), _text_only),
    **dict.fromkeys(("satisfaction", "rating"), _rating),
    "phone": _phone,
    "postal_code": _words,
    **dict.fromkeys(("marital_status", "education", "occupation", "event_type"), _choice),
    "order_id": _order,
    "status": _status,
    "currency": _currency,
    "region": _region,
    "address": _address,
    "gender": _few,
    "recency": _number,
    "birth_year": _year,
    "age": _age,
    "purchase_frequency": _frequency,
    "complaints": _level,
    "loyalty": _level,
}
"""Role → what the cells say: a factor for the name's score and a part of the evidence sentence."""


NO_CODES = frozenset(
    role
    for role, check in CHECKS.items()
    if check in (_dates, _clock, _number, _count, _rating, _age, _year, _frequency, _level, _flag)
)
"""Roles of numbers, dates and levels: a column that plays one holds no codes, whatever its name says."""


def content_factor(role: str, facts: ColumnFacts) -> Verdict:
    """Return how much the cells leave of what the name says (0 to 1), and why."""
    return CHECKS[role](facts)


def holds_times(facts: ColumnFacts) -> bool:
    """Tell whether a column holds times of day, as far as its first cells show where it was not read so."""
    return facts.type == "time" or (facts.type == "text" and time_reading(dict.fromkeys(facts.examples, 1)) is not None)


def _emails(facts: ColumnFacts) -> str:
    alike = facts.examples and all(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", each) for each in facts.examples)
    return "its cells are e-mail addresses" if facts.type == "text" and alike else ""


_GENDERS = ({"m", "f"}, {"male", "female"}, {"男", "女"}, {"man", "woman"}, {"mann", "frau"}, {"h", "f"})


def _genders(facts: ColumnFacts) -> str:
    values = {each.strip().lower() for each in facts.examples}
    alike = facts.type == "text" and facts.distinct <= 4 and any(pair <= values for pair in _GENDERS)
    return "its cells are words for men and women" if alike else ""


def _order_marks(facts: ColumnFacts) -> str:
    alike = facts.examples and all(re.fullmatch(r"#\d{3,}", each) for each in facts.examples)
    return "its cells are numbers of orders, such as #1001" if facts.type == "text" and alike else ""


def _states(facts: ColumnFacts) -> str:
    told = facts.type == "text" and re.search(r"(?i)stat(?:e|us)", facts.name) and _told_states(facts)
    return "its cells are words for how far something has come" if told else ""


def _recommended(facts: ColumnFacts) -> str:
    """The question of the net promoter score, and how satisfied people are, where they answer by a number."""
    asked = re.search(r"(?i)recommend|\bsatisfied\b|weiterempfehl|recommand|recomenda|zufrieden|satisfait", facts.name)
    scale = facts.type == "integer" and 0 <= (facts.lowest or 0) <= 2 and 4 <= (facts.highest or 0) <= 10
    return f"it asks how content people are, from {facts.lowest:g} to {facts.highest:g}" if asked and scale else ""


BY_CONTENT: dict[str, tuple[float, Callable[[ColumnFacts], str]]] = {
    "email": (0.6, _emails),
    "gender": (0.6, _genders),
    "order_id": (0.95, _order_marks),
    "status": (0.6, _states),
    "satisfaction": (0.6, _recommended),
}
"""Roles that cells alone can tell: how sure they are, and the evidence sentence, or nothing."""
