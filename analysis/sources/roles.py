"""Which column is the customer, the date, the money: by its name and by what it holds, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.errors import RecipeError
from analysis.refusals import nearest
from analysis.sources.role_content import BY_CONTENT, ColumnFacts, content_factor
from analysis.sources.role_headerless import roles_without_names
from analysis.sources.role_matching import PLURAL, matches, words_of
from analysis.sources.role_names import NAMES, TITLES
from analysis.sources.table import Kind

ID_ROLES = frozenset({"customer_id", "order_id", "product_id", "session_id", "phone", "postal_code"})
"""Roles whose columns are text whatever they look like."""

TIME_ROLE = "order_time"
"""The role whose column is read as times of day."""

DATE_ROLES = frozenset({"order_date", "event_date", "birthday", "signup_date", "last_order_date"})
"""Roles whose columns are dates; a number in such a column may be the serial number of one."""

_OF_PURCHASES = frozenset({"amount", "unit_price", "quantity", "order_id", "payment_method"})
"""Roles of which a list of ratings has none."""

_ENOUGH, _MAYBE = 0.6, 0.4
_SURE_ID = 0.7
_TOLD_APART = 0.9
"""The share of different e-mail addresses below which a file has no row for each of its people."""
_REPEATING = 0.7
"""The share of different customers below which rows are surely not one for each."""
_ID_ENDINGS = frozenset({"id", "ids", "uuid", "guid", "sku", "ean", "upc", "barcode", "gtin", "iban", "zip", "imei"})
_CENTS = frozenset({"cents", "cent", "pence", "centavos", "centimes", "centimos", "kopecks", "копеек", "копейках"})
_IN_CENTS = re.compile(
    r"(?i)[(（\[](?:in )?(?:cents?|pence|centavos)[)）\]]|(?:amount|price|total|value)_?minor(?:_?units?)?$"
    r"|[额額价價款费費金]\w?[(（]分[)）]"
)
"""Names of money in the smallest unit; 分 alone may be minutes or points."""
_HOURS = frozenset(
    {"hour", "小时", "小時", "时", "時", "stunde", "heure", "hora", "ora", "uur", "godzina", "hodina", "saat", "час"}
    | {"시", "jam", "gio", "ωρα"}
)
_CHINESE_ID_ENDINGS = ("编号", "编码", "编號", "編號", "編碼", "单号", "單號", "卡号", "卡號", "账号", "手机号", "邮编")


@dataclass(frozen=True)
class RoleFound:
    """The role of one column, how sure it is (0 to about 1), and the sentence that says why."""

    role: str
    score: float
    evidence: str


def named_like_id(name: str) -> bool:
    """Tell whether the name alone says that the column holds ids or codes, which stay text."""
    best = max(((match.score, role) for role, match in matches(name).items()), default=(0.0, ""))
    if best[0] >= _SURE_ID:
        return best[1] in ID_ROLES
    words = words_of(name)
    return bool(words) and (words[-1] in _ID_ENDINGS or words[-1].endswith(_CHINESE_ID_ENDINGS))


def named_like_date(name: str) -> bool:
    """Tell whether the name alone says that the column holds dates."""
    words = words_of(name)
    dated = any(word in ("date", "datetime", "timestamp", "birthday", "dob", "unix", "epoch") for word in words)
    dated |= (len(words) > 1 and words[-1] == "at") or words_of(name.rpartition(".")[2]) in (("time",), ("ts",))
    chinese = words and words[-1].endswith(("日期", "时间", "時間", "生日"))
    by_role = any(match.score >= _ENOUGH and role in DATE_ROLES for role, match in matches(name).items())
    return dated or bool(chinese) or by_role


def named_like_time(name: str) -> bool:
    """Tell whether the name alone says that the column holds times of day."""
    match = matches(name).get(TIME_ROLE)
    return match is not None and match.score >= _ENOUGH


def named_like_hour(name: str) -> bool:
    """Tell whether the name of a column of times says that it may hold no more than the hour."""
    return bool(_HOURS & set(words_of(name)))


def named_like_money(name: str) -> bool:
    """Tell whether the name may be that of the money of something."""
    return any(match.score >= _MAYBE for role, match in matches(name).items() if role in ("amount", "unit_price"))


def named_like_cents(name: str) -> bool:
    """Tell whether the name alone says that the column holds whole numbers of the smallest unit of money."""
    words = words_of(name)
    told = len(words) > 1 and words[-1] in _CENTS and words[-2] != "per"
    return told or _IN_CENTS.search(name) is not None


def assign_roles(
    columns: Sequence[ColumnFacts], given: Mapping[str, str] | None = None, *, headerless: bool = False
) -> dict[str, RoleFound]:
    """Return column → role, at most one column a role and one role a column; ``given`` (role → column) goes first.

    A role that is given to no column (an empty name) is played by none.
    """
    given = given or {}
    found = _given_roles(columns, {role: name for role, name in given.items() if name})
    left = [facts for facts in columns if facts.name not in found]
    closed = {role for role, name in given.items() if not name}
    open_roles = set(NAMES) - closed - {each.role for each in found.values()}
    candidates = [candidate for facts in left for candidate in _candidates(facts) if candidate[2].role in open_roles]
    empty = {facts.name for facts in left if not facts.held}
    many = {facts.name: facts.distinct for facts in left}

    def rank(candidate: tuple[float, str, RoleFound]) -> tuple[bool, float, int, str]:
        score, name, role = candidate
        # What numbers orders anew each day tells less of them than another column of a name as good.
        return name in empty, -score, -many[name] if role.role == "order_id" else 0, name

    for _, name, role in sorted(candidates, key=rank):
        taken = {each.role for each in found.values()}
        if name not in found and role.role not in taken:
            found[name] = role
    if headerless:
        taken = closed | {each.role for each in found.values()}
        for name, role_name, why in roles_without_names([facts for facts in columns if facts.name not in found]):
            if role_name not in taken:
                found[name] = RoleFound(role_name, _ENOUGH, why)
    return found


def _given_roles(columns: Sequence[ColumnFacts], given: Mapping[str, str]) -> dict[str, RoleFound]:
    known = [facts.name for facts in columns]
    for role, name in given.items():
        if role not in NAMES:
            near = nearest(role, sorted(NAMES))
            raise RecipeError(f"there is no role “{role}”", remedy=_remedy(near, sorted(NAMES), "roles"))
        if name not in known:
            what = f"there is no column “{name}” for the role {role}"
            near = nearest(name, [column for column in known if column not in given.values()])
            raise RecipeError(what, remedy=_remedy(near, known, "columns"))
    facts_of = {facts.name: facts for facts in columns}
    return {name: RoleFound(role, 1.0, _why_given(facts_of[name], role)) for role, name in given.items()}


def _why_given(facts: ColumnFacts, role: str) -> str:
    """Return why a column plays a role of the recipe: what would have been found anyway, else that the recipe says so.

    A recipe made for data files holds what was found in them, which is nobody's choice.
    """
    found = [found.evidence for _, _, found in _candidates(facts) if found.role == role]
    return found[0] if found else "as the recipe says"


def _remedy(near: str, known: Sequence[str], what: str) -> str:
    return f"did you mean “{near}”?" if near else f"{what} are {', '.join(known[:40])}"


def _candidates(facts: ColumnFacts) -> list[tuple[float, str, RoleFound]]:
    candidates = []
    for role, match in matches(facts.name).items():
        if match.how == PLURAL and facts.type in ("integer", "decimal"):
            continue
        factor, why = content_factor(role, facts)
        score = match.score * factor
        if score >= _ENOUGH:
            sentence = f"its name {match.how} “{TITLES[role]}”" + (f"; {why}" if why else "")
            candidates.append((score, facts.name, RoleFound(role, score, sentence)))
    for role, (score, test) in BY_CONTENT.items():
        why = test(facts)
        if why:
            candidates.append((score, facts.name, RoleFound(role, score, why)))
    return candidates


def kind_of_table(roles: Mapping[str, str], facts: Mapping[str, ColumnFacts]) -> Kind:
    """Return what the table holds, from its roles (role → column) and how often ids repeat."""
    has = frozenset(roles)
    customer = facts.get(roles.get("customer_id", ""))
    one_row_each = customer is not None and customer.distinct_share > 0.99
    if "amount" not in has and ("event_type" in has or has & {"session_id", "order_id"} == {"session_id"}):
        return "events"
    if "rating" in has and not one_row_each and customer is not None and not has & _OF_PURCHASES:
        return "events"
    if _of_orders(has, one_row_each, facts.get(roles.get("email", ""))):
        return "transactions"
    if has & {"product_id", "product_name"} and not has & {"customer_id", "order_id", "order_date", "age", "gender"}:
        return "products"
    return "customers" if one_row_each or customer is None else _of_repeating(has, customer)


def _of_orders(has: frozenset[str], one_row_each: bool, mail: ColumnFacts | None) -> bool:
    """Whether rows are lines of orders, payments or the like: dated, and with what was bought, or numbered."""
    bought = {"amount", "unit_price", "quantity", "product_id"}
    if "order_date" in has and has & {"order_id", "product_name", *bought}:
        profile = has & {"age", "gender", "income", "churned", "total_order", "signup_date", "birthday", "loyalty"}
        contact = has & {"email", "first_name", "phone"} and not has & {"unit_price", "quantity", "product_id"}
        contact = contact and not (mail is not None and mail.held > 0 and mail.distinct_share < _TOLD_APART)
        if not (one_row_each and "order_id" not in has and (profile or contact)):
            return True
    return "order_id" in has and bool(has & {*bought, "customer_id"}) and not one_row_each


def _of_repeating(has: frozenset[str], customer: ColumnFacts) -> Kind:
    """Return what a table holds whose customers repeat, and which numbers no orders."""
    dated = has & {"event_date", "order_date", "visits"}
    if (dated or customer.distinct_share < _REPEATING) and has & {"amount", "unit_price"}:
        return "transactions"
    if dated:
        return "transactions" if "quantity" in has else "events"
    goods = has & {"product_id", "product_name", "rating"}
    return "events" if goods and customer.distinct_share < _REPEATING else "customers"
