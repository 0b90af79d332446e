"""How well a column's name says what the column is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from analysis.sources.currencies import CODES
from analysis.sources.role_names import NAMES
from analysis.sources.role_words import Meanings

_FILLERS = frozenset(
    {"the", "of", "a", "an", "in", "for", "to", "my", "is", "per", "and", "by", "col", "field"}
    | {"de", "du", "des", "d", "la", "le", "del", "di", "do", "da", "der", "van", "の"}
)
_OWNERS = frozenset({"customer", "client", "user", "order", "shopper", "member", "buyer"})
_LONE_OWNERS = frozenset((owner,) for owner in _OWNERS)
_CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
"""Han characters, kana, Hangul and Thai: writing without spaces, in which a name is looked for inside a name."""
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_PLAIN_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "đ": "d"})
"""Letters that keyboards of other countries do without, beside those that lose an accent."""
_SPELLINGS = {
    "num": "number",
    "nr": "number",
    "num.": "number",
    "cust": "customer",
    "prod": "product",
    "desc": "description",
    "inv": "invoice",
    "nro": "number",
    "nbr": "number",
    "dt": "date",
}
_UNIT = re.compile(r"[(\[（【].*?[)\]）】]")
_GUARDED = re.compile(r"^\(Do Not Modify\) (\w+)$")
"""How a CRM program warns that a column numbers its records."""

PLURAL = "is the plural of a usual name for"
"""How a name fits that counts what an id would tell apart, if it stands over numbers."""

_LONG_ENOUGH = 6
_SPELT_RIGHT = frozenset({"device", "devices"})
"""Words that are one letter away from a name, and mean something else."""


@dataclass(frozen=True)
class NameMatch:
    """How well a name fits a role: ``score`` from 0 to 1.05, and ``how`` for the evidence sentence."""

    score: float
    how: str


NO_MATCH = NameMatch(0.0, "")


@cache
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a column name, lower case and without accents: ``CustomerID`` is customer id; a unit in
    brackets is left out.
    """
    bare = _ACCENTS.sub(
        "", unicodedata.normalize("NFKD", name.replace("°", " ").replace("º", " ").replace("#", " number "))
    )
    text = unicodedata.normalize("NFKC", bare).strip().replace("帐", "账")
    text = _GUARDED.sub(r"\1 id", text)
    text = _UNIT.sub(" ", text) if _UNIT.sub("", text).strip(" _") else text
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"([\u3400-\u9fff])([A-Za-z])|([A-Za-z])(?=[\u3400-\u9fff])", r"\1\3\2", text)
    words = re.split(r"[^\w\u3400-\u9fff]+|_", text.lower().translate(_PLAIN_LETTERS))
    return tuple(_SPELLINGS.get(word, word) for word in words if word)


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...], float], ...]:
    return tuple((role, words_of(name), weight) for role, names in NAMES.items() for name, weight in names)


@cache
def _exact() -> dict[str, dict[str, tuple[float, str]]]:
    """Joined phrase → role → (weight, phrase)."""
    table: dict[str, dict[str, tuple[float, str]]] = {}
    for role, words, weight in _phrases():
        roles = table.setdefault("".join(words), {})
        roles[role] = max(roles.get(role, (0.0, "")), (weight, " ".join(words)))
    return table


@cache
def matches(name: str) -> dict[str, NameMatch]:
    """Return every role that the column name speaks for."""
    words = words_of(name)
    found = _looked_up(words, 1.0, "is a usual name for")
    bare = tuple(word for word in words if word not in _FILLERS)
    for shorter, factor in ((bare, 0.97), (_without_ends(bare), 0.85)):
        if shorter and shorter != words:
            _keep_best(found, _looked_up(shorter, factor, "is nearly a usual name for"))
    if nested := re.search(r"(?<=\w\.) ?\w[^.]*$", name):
        _keep_best(found, _looked_up(words_of(nested[0]), 0.95, "ends in a usual name for"))
    if not found or max(match.score for match in found.values()) < 0.7:
        _keep_best(found, _translated(bare))
        _keep_best(found, _contained(bare))
    if not found or max(match.score for match in found.values()) < 0.6:
        _keep_best(found, _misspelt("".join(bare)))
    return found


def _keep_best(found: dict[str, NameMatch], more: dict[str, NameMatch]) -> None:
    for role, match in more.items():
        if match.score > found.get(role, NO_MATCH).score:
            found[role] = match


def _looked_up(words: tuple[str, ...], factor: float, how: str) -> dict[str, NameMatch]:
    roles = _exact().get("".join(words), {})
    return {role: NameMatch(weight * factor, how) for role, (weight, _) in roles.items()}


@cache
def _meanings() -> Meanings:
    return Meanings(words_of)


@cache
def _in_any_order() -> dict[tuple[str, ...], dict[str, float]]:
    """Sorted words of a name of several → role → weight."""
    table: dict[tuple[str, ...], dict[str, float]] = {}
    for role, words, weight in _phrases():
        bare = [word for word in words if word not in _FILLERS]
        if len(bare) > 1:
            roles = table.setdefault(tuple(sorted(bare)), {})
            roles[role] = max(roles.get(role, 0.0), weight)
    return table


def _translated(words: tuple[str, ...]) -> dict[str, NameMatch]:
    """Roles of the name in English, whose words others put in another order; or of what belongs to a person."""
    found: dict[str, NameMatch] = {}
    for reading in _meanings().readings(words):
        for english in dict.fromkeys((reading, _without_ends(reading))):
            roles = _in_any_order().get(tuple(sorted(english)), {}) if len(english) > 1 else {}
            _keep_best(found, {role: NameMatch(weight * 0.93, _MEANS) for role, weight in roles.items()})
            _keep_best(found, _looked_up(english, 0.9, _MEANS) if len(english) == 1 else {})
    if len(words) > 1 and _meanings().is_owner(words[-1]):
        _keep_best(found, _looked_up(words[:-1], 0.9, "is nearly a usual name for"))
    return found


_MEANS = "means in English what is a usual name for"


def _without_ends(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the owner in front (``customer city``) and the unit or number behind (``amount usd``, ``address 2``)."""
    told = bool(words) and words[-1] in _UNITS and words[:-1] not in _LONE_OWNERS
    unit = len(words) > 1 and (words[-1].isdigit() or told)
    behind = words[:-1] if unit else words
    return behind[1:] if len(behind) > 1 and behind[0] in _OWNERS else behind


_UNITS = frozenset(
    (
        *(code.lower() for code in CODES),
        *("k", "cents", "cent", "pence", "pct", "percent", "years", "value", "元", "at", "utc", "gmt"),
    )
)


@cache
def _by_first_word() -> dict[str, list[tuple[str, tuple[str, ...], float]]]:
    table: dict[str, list[tuple[str, tuple[str, ...], float]]] = {}
    for entry in _phrases():
        table.setdefault(entry[1][0], []).append(entry)
    return table


@cache
def _chinese() -> tuple[tuple[str, str, float], ...]:
    joined = ((role, "".join(words), weight) for role, words, weight in _phrases())
    return tuple(entry for entry in joined if _CHINESE.search(entry[1]))


def _contained(words: tuple[str, ...]) -> dict[str, NameMatch]:
    """Roles one of whose names stands inside the column's name; every further word takes away from it."""
    found: dict[str, NameMatch] = {}
    joined = "".join(words)
    if _CHINESE.search(joined):
        for role, phrase, weight in _chinese():
            if phrase in joined and not (role in _MONEY and _OTHER_MONEY_ASIA.search(joined.replace(phrase, ""))):
                # The thing itself stands last in these languages, and what it is of before it.
                each = 4 if joined.endswith(phrase) else 2
                _keep_best(found, _inside(role, weight, (len(joined) - len(phrase)) / each))
        return found
    for start, word in enumerate(words):
        for role, phrase_words, weight in _by_first_word().get(word, ()):
            if words[start : start + len(phrase_words)] == phrase_words and not _spoilt(role, words, phrase_words):
                _keep_best(found, _inside(role, weight, len(words) - len(phrase_words)))
    return found


_MONEY = frozenset({"amount", "unit_price", "total_purchase", "purchase_amount"})
_OTHER_MONEY = frozenset(
    [
        "tax",
        "taxes",
        "vat",
        "fee",
        "fees",
        "shipping",
        "freight",
        "discount",
        "refund",
        "refunded",
        "handling",
        "balance",
        "commission",
        "limit",
        "margin",
        "profit",
        "tip",
        "tips",
        "cost",
        "cashback",
        "coupon",
        "loan",
        "debt",
        "credit",
        "minimum",
        "bal",
        "steuer",
        "versand",
        "porto",
        "tva",
        "livraison",
        "iva",
        "envio",
        "cess",
        "gst",
        "cgst",
        "sgst",
        "igst",
    ]
)
"""Words that make an amount that of something else than what was sold."""
_OTHER_MONEY_ASIA = re.compile(
    "优惠|優惠|折扣|退款|退货|运费|運費|邮费|手续费|手續費|服务费|佣金|税|稅|成本|积分|红包|补贴|返利|返现|押金|余额|欠款|券"
    "|割引|値引|送料|手数料|返金|ポイント|原価|粗利|할인|배송|수수료|환불|세금|포인트|적립|쿠폰|원가"
)
"""The same in Chinese, Japanese and Korean."""


_COUNTED = frozenset(
    {"count", "counts", "qty", "quantity", "total", "amount", "value"}
    | {"rank", "type", "segment", "tier", "group", "class", "rating", "score", "level"}
)
"""Words that make a number, or a kind, of things of their ids."""


def _spoilt(role: str, words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Tell whether a further word says that the money is not that of a purchase, or that ids are counted or grouped."""
    others = _OTHER_MONEY if role in _MONEY else _COUNTED if role.endswith("_id") else frozenset()
    return any(word in others for word in words if word not in phrase)


def _inside(role: str, weight: float, spare: float) -> dict[str, NameMatch]:
    return {role: NameMatch(max(0.0, weight * (0.8 - 0.12 * spare)), "contains a usual name for")}


def _shorter(word: str) -> set[str]:
    """The word and everything that one letter less makes of it."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


@cache
def _nearly() -> dict[str, set[str]]:
    """Known name, or one letter less → the known names: two spellings that are one slip apart meet here."""
    table: dict[str, set[str]] = {}
    for known in _exact():
        for form in _shorter(known) if len(known) >= _LONG_ENOUGH else ():
            table.setdefault(form, set()).add(known)
    return table


def _misspelt(joined: str) -> dict[str, NameMatch]:
    """Roles one of whose names is one letter away; names with digits are numbered, not misspelt."""
    if len(joined) < _LONG_ENOUGH or joined in _SPELT_RIGHT or any(letter.isdigit() for letter in joined):
        return {}
    found: dict[str, NameMatch] = {}
    for known in {known for form in _shorter(joined) for known in _nearly().get(form, ())}:
        for role, (weight, _) in _exact()[known].items():
            several = joined == f"{known}s" and role.endswith("_id")
            match = NameMatch(weight * 0.65, PLURAL) if several else NameMatch(weight * 0.85, "is spelt much like")
            _keep_best(found, {role: match})
    return found
