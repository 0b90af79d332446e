"""Masks who people are: names, e-mail addresses, phones, addresses and ids become keyed hashes.

The same value gives the same hash under one key, so that masked files can still be joined; without the key nobody can
try values until one fits. What is private is found by a column's role, its name (several languages) and its content.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from analysis.errors import AnalysisError

DIGITS = 16
LOOKED_AT = 1000
"""Cells per column that are looked at to judge its content."""
MOSTLY = 0.5

ROLES = {
    "customer_id": "id",
    "order_id": "id",
    "name": "name",
    "customer_name": "name",
    "first_name": "name",
    "last_name": "name",
    "email": "mail",
    "phone": "phone",
    "address": "address",
    "postcode": "address",
}

NAMES: dict[str, tuple[str, ...]] = {
    "mail": ("e[-_ ]?mail", "邮箱", "邮件", "correo", "courriel"),
    "phone": ("phone", "mobile", "tele?fon", "(?:^|[-_ ])fax", "cellular", "whatsapp", "电话", "手机"),
    "address": ("address", "street", "postcode", "postal", "zip(?:code)?$", "adresse", "stra(?:ss|ß)e", "plz$",
                "direccion", "地址", "住址", "邮编"),
    "name": ("(?:first|last|full|middle|sur|fore|given|family|nick|customer|client|contact|user)[-_ ]?names?",
             "^names?$",
             "vorname", "nachname", "nombre", "apellido", "prenom", "姓名", "名字", "客户名"),
    "id": (
        "(?:customer|client|user|member|account|card|order|invoice|passport|tax)[-_ ]?(?:id|no|nr|num|code)s?$",
        "(?:customer|client|user|member|account|card|order|invoice|passport|tax)[-_ ]?number$",
        *("^ids?$", "^ssn$", "iban", "(?:客户|用户|会员|订单|身份证)(?:编号|号|id)?$"),
    ),
}  # fmt: skip
"""What a column holds → patterns for its name, in lower case with camel case split; the first that fits counts."""

MAIL = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
PHONES = (
    r"(?:\+|\b00)\d[\d\s().\-/]{6,18}\d",
    r"(?:\(0\d{1,5}\)|\b0\d{2,5})[\s.\-/]\d[\d\s.\-/]{3,12}\d",
    r"\b0\d(?:[\s.]\d\d){4}\b",
    r"\(\d{3}\)\s?\d{3}[\s.-]\d{4}",
    r"\b\d{3}[-.]\d{3}[-.]\d{4}\b",
    r"\b1[3-9]\d{9}\b",
)
"""International, with an area code, French, two of North America, and Chinese mobile; dates are none of them."""
PHONE = "|".join(PHONES)
CONTENT = ((f"^{MAIL}$", "mail"), (f"^(?:{PHONE})$", "phone"))


def mask_key(path: Path) -> bytes:
    """Return the key kept in a file that only its owner can read; made by chance where there is none yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    except OSError as error:
        raise AnalysisError(f"the key for masking cannot be kept ({error.strerror})", where=str(path)) from error
    key = path.read_bytes()
    if len(key) < 16:
        raise AnalysisError(
            "the key for masking is damaged", where=str(path), remedy="remove the file; a new one is made"
        )
    return key


def private_columns(frame: pl.DataFrame, roles: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Return the columns that say who somebody is → what they hold: id, name, mail, phone or address.

    ``roles`` maps columns to their roles, where known.
    """
    found: dict[str, str] = {}
    for name in frame.columns:
        kind = kind_of(name, (roles or {}).get(name)) or _by_content(frame[name])
        if kind:
            found[name] = kind
    return found


def kind_of(name: str, role: str | None = None) -> str | None:
    """Return what a column holds by its role and its name alone: id, name, mail, phone, address, or None."""
    return ROLES.get(role or "") or _by_name(name)


def _by_name(name: str) -> str | None:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return next((kind for kind, patterns in NAMES.items() if any(re.search(one, spaced) for one in patterns)), None)


def _by_content(column: pl.Series) -> str | None:
    if column.dtype != pl.String:
        return None
    cells = column.drop_nulls().head(LOOKED_AT)
    if not len(cells):
        return None
    shares = (
        (int(cells.str.strip_chars().str.contains(pattern).sum()) / len(cells), kind) for pattern, kind in CONTENT
    )
    return next((kind for share, kind in shares if share >= MOSTLY), None)


def mask(frame: pl.DataFrame, key: bytes, roles: Mapping[str, str | None] | None = None) -> pl.DataFrame:
    """Return the frame with private columns hashed, and e-mail addresses and phones inside other texts replaced.

    A hashed cell reads ``kind-0123456789abcdef``; an empty one stays empty. Whoever writes the frame sorts it by
    what is hashed first, since the old order tells.
    """
    private = private_columns(frame, roles)
    columns = []
    for name in frame.columns:
        column = frame[name]
        if name in private:
            columns.append(hashed(column, private[name], key))
        elif column.dtype == pl.String:
            columns.append(_without_contacts(column))
        else:
            columns.append(column)
    return pl.DataFrame(columns)


def hashed(column: pl.Series, kind: str, key: bytes) -> pl.Series:
    """Return the column as text with every value replaced by its keyed hash (BLAKE2b); equal values stay equal."""
    text = column.cast(pl.String)
    distinct = text.drop_nulls().unique()
    masked = pl.Series([mask_value(value, kind, key) for value in distinct], dtype=pl.String)
    return text.replace_strict(distinct, masked, default=None, return_dtype=pl.String).alias(column.name)


def mask_value(value: str, kind: str, key: bytes) -> str:
    """Return the masked form of one value; what is empty stays empty."""
    if not value.strip():
        return value
    digest = hashlib.blake2b(value.strip().encode("utf-8", "surrogatepass"), key=key[:64], digest_size=DIGITS // 2)
    return f"{kind}-{digest.hexdigest()}"


def mask_text(text: str, key: bytes) -> str:
    """Return a cell of a column that is not private itself: a whole address or phone hashed, those inside replaced."""
    kind = next((kind for pattern, kind in CONTENT if re.search(pattern, text.strip())), None)
    return mask_value(text, kind, key) if kind else re.sub(PHONE, "[phone]", re.sub(MAIL, "[mail]", text))


def _without_contacts(column: pl.Series) -> pl.Series:
    """Replace addresses and phones inside free text."""
    return column.str.replace_all(MAIL, "[mail]").str.replace_all(PHONE, "[phone]")
