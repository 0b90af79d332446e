"""What kind of thing one cell holds, at a glance: enough to tell dialects and headers, not to convert values."""

from __future__ import annotations

import re
from functools import lru_cache

Cells = tuple[str, ...]
"""The cells of one row."""

NAME_WORDS = re.compile(
    r"(?i)\b(?:id|name|date|time|code|type|city|country|state|status|e-?mail|phone|address|amount|price|qty|quantity|total|customer|order|"
    r"product|category|gender|sex|age|description|number|no|num|year|month|day|value|key|title|group|region|segment|count|first|last|user|"
    r"item|sku|channel|currency|income|comment|feedback|nom|prenom|ville|datum|preis|menge|kunde|fecha|nombre|precio|cliente|data|nome)\b"
    r"|编号|姓名|名称|日期|时间|金额|价格|数量|单价|性别|年龄|城市|地区|客户|订单|商品|产品|类别|类型|电话|地址|邮箱|状态|備註|备注|渠道|國家|国家|編號|名稱|客戶|訂單|性別|年齡"
    r"|番号|名前|氏名|日付|価格|数量|都市|이름|날짜|번호|가격|수량|도시|имя|дата|город|цена|количество|наименование|сумма"
)
"""Words that stand in names of columns."""

_DIGITS = r"(?:\d{1,3}(?:[,.'’ \u00a0\u066c]\d{3})+|\d+)?(?:[.,\u066b]\d+)?(?<=\d)(?:[eE][-+]?\d+)?"
_NUMBER = rf"[-+\u2212]?\(?[-+]?[$€£¥￥₩₽₹]?\s?[-+]?{_DIGITS}\s?[%‰€£$¥元円원₽]?\)?-?(?: ?(?:CR|DR|Cr|Dr)\.?)?"
_DATE = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}[-/]\d{1,2}"
    r"|\d{1,2}[- /.][A-Za-z]{3,9}[- /.,]+\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-W\d\d|[A-Za-z]{3}-\d\d(?:\d\d)?"
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_ZONE = r"(?: ?(?:Z|UTC|GMT|[-+]\d{2}(?::?\d{2})?))?"

FIELDS = re.compile(r"(?i)#\s*fields:\s*")
"""What a comment begins with that names the columns of a log."""

KINDS: dict[str, re.Pattern[str]] = {
    "number": re.compile(_NUMBER),
    "date": re.compile(f"(?:{_DATE})(?:[T ]{{1,2}}(?:{_TIME}){_ZONE})?|(?:{_TIME}){_ZONE}"),
    "missing": re.compile(r"(?i)-+|\.{1,3}|:|n/?a|n\.a\.|nan|null|none|\\n|\?|n/d|无|無|空|#n/a"),
    "boolean": re.compile(r"(?i)true|false|yes|no|y|n|t|f|是|否"),
    "phone": re.compile(r"\+\d[\d ()/-]{6,}\d"),
    "address": re.compile(
        r"[^\s@,;|]+@[^\s@,;|]+\.\w+|https?://\S+|\d{1,3}(?:\.\d{1,3}){3}|[\w.-]+\.(?:com|org|net)\S*"
    ),
    "code": re.compile(r"(?=.*\d)[^\W_]+(?:[-_/.#][^\W_]+)*"),
    "word": re.compile(r"[^\W\d_]+"),
    "words": re.compile(r"[\w(#&.'’\"*+][\w ()&'’.!?/%+\"*#$°«»“”‘、，。·®™-]*"),
    "text": re.compile(r"[\w(#&.'’\"*+][^|;\t]*"),
    "nested": re.compile(r"""\{(?:\s*["'].+?["']\s*:.*)?\}|\[(?:\s*\{?\s*["'].*)?\]""", re.DOTALL),
}
"""Kinds of cells by the pattern that the whole cell matches; the first that fits counts."""

CREDIT = {
    "number": 1.0,
    "date": 1.0,
    "phone": 1.0,
    "address": 1.0,
    "missing": 1.0,
    "boolean": 1.0,
    "code": 0.9,
    "word": 0.85,
    "empty": 0.6,
    "words": 0.7,
    "text": 0.4,
    "nested": 0.7,
    "other": 0.15,
}
"""How much a cell of each kind speaks for the dialect that cut it out."""

_LONG = 200
"""Characters beyond which a cell is nothing that a kind says, but for objects and lists."""


@lru_cache(maxsize=20_000)
def kind(cell: str) -> str:
    """The name of the first of ``KINDS`` that the stripped cell matches; "empty", or "other" for none of them."""
    text = cell.strip()
    if not text:
        return "empty"
    if len(text) > _LONG:
        return "nested" if text[0] in "{[" and KINDS["nested"].fullmatch(text) else "other"
    return next((name for name, pattern in KINDS.items() if pattern.fullmatch(text)), "other")


def is_value(cell: str) -> bool:
    """Whether the cell is a number or a date: what names of columns hardly ever are."""
    return kind(cell) in ("number", "date")


def filled_cells(row: Cells) -> int:
    """How many cells of a row hold something."""
    return sum(bool(cell.strip()) for cell in row)
