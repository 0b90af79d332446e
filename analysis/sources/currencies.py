"""The currencies of the world: their codes, and the signs and words that stand beside amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_CODES = (
    "AED AFN AMD AOA ARS AUD AWG AZN BBD BDT BGN BHD BIF BMD BND BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY "
    "COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NTD NZD OMR PAB PEN PGK PHP PKR PLN PYG "
    "QAR RMB RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SRD SSP STN SVC SYP SZL THB TJS TMT TND TRY TTD "
    "TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW "
)
CODES = tuple(_CODES.split())
"""ISO 4217 but for those that are words as well, such as ALL, TOP and CUP; and RMB and NTD, as people write them."""

WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        "AED": "د.إ",
        "AMD": "֏ драм դրամ",
        "AUD": "A$ AU$",
        "AZN": "₼",
        "BDT": "৳ টাকা",
        "BGN": "лв лева",
        "BRL": "R$ reais",
        "BYN": "бел.руб",
        "CAD": "CA$",
        "CHF": "SFr Fr.",
        "CNY": "元 圆 圓 人民币",
        "CRC": "₡ colones",
        "CZK": "Kč korun",
        "DOP": "RD$",
        "EGP": "ج.م جنيه",
        "ETB": "ብር",
        "EUR": "€ euro euros евро ευρώ",
        "GBP": "£",
        "GEL": "₾ ლარი лари",
        "GHS": "₵ GH₵",
        "HKD": "HK$ 港币 港元 港幣",
        "HRK": "kn kuna",
        "HUF": "Ft forint",
        "IDR": "Rp rupiah",
        "ILS": "₪ ש״ח שח",
        "INR": "₹ रुपये",
        "IQD": "د.ع",
        "IRR": "ریال تومان",
        "JMD": "J$",
        "JOD": "د.أ",
        "JPY": "円 日元",
        "KES": "KSh Ksh",
        "KGS": "сом",
        "KHR": "៛ រៀល",
        "KRW": "₩ 원 韩元",
        "KWD": "د.ك",
        "KZT": "₸ тг тенге",
        "LAK": "₭ ກີບ",
        "MAD": "د.م",
        "MDL": "лей леев",
        "MKD": "ден денари",
        "MNT": "₮ төгрөг",
        "MXN": "MX$ Mex$",
        "MYR": "RM ringgit",
        "NGN": "₦ naira",
        "NZD": "NZ$",
        "OMR": "ر.ع",
        "PEN": "S/ soles",
        "PHP": "₱ piso",
        "PLN": "zł zl złotych",
        "PYG": "₲ Gs guaraníes",
        "QAR": "ر.ق",
        "RON": "lei leu",
        "RSD": "дин динара din dinara",
        "RUB": "₽ руб р рублей",
        "SAR": "ر.س",
        "SGD": "S$",
        "THB": "฿ บาท baht",
        "TRY": "₺ TL",
        "TWD": "NT$ 新台幣 新臺幣 台币 台幣",
        "TZS": "TSh",
        "UAH": "₴ грн гривень",
        "UGX": "USh",
        "USD": "US$ 美元 美金 долл",
        "UZS": "сум сўм so'm soʻm",
        "VND": "₫ đ VNĐ đồng",
        "XAF": "FCFA CFA",
        "ZMW": "ZK",
    }
)
"""Code → signs and words that mean this currency and no other; a point may follow a word."""

SEVERAL = (
    *("$", "C$", "R$U", "¥", "kr", "Rs", "Bs", "B/", "₤", "ƒ", "﷼", "रु", "रू", "ريال", "درهم", "دينار"),
    *("dollars", "pounds", "lira", "manat", "манат"),
)
"""Signs and words of several currencies."""

_WELL_KNOWN = (
    "USD EUR GBP CNY RMB JPY INR BRL CAD AUD NZD CHF SEK NOK DKK PLN CZK HUF RON RUB UAH TRY MXN ARS CLP COP PEN ZAR "
    "NGN KES KRW TWD NTD HKD SGD THB VND IDR MYR PHP AED SAR ILS EGP PKR BDT BGN HRK ISK MAD TND KWD QAR LKR GHS "
    "Rp Rs lei din"
)
_LETTERS = {word.removesuffix(".") for words in (*WRITTEN.values(), *SEVERAL, *CODES) for word in words.split()}
GLUED = tuple(sorted(word for word in _LETTERS - set(_WELL_KNOWN.split()) if word.isascii() and word.isalpha()))
"""Letters that, close before digits in all cells of a column, are rather those of codes than of a currency."""

_DOLLARS = r"(?:(?:US|A|C|CA|AU|NZ|HK|NT|S|R|RD|J|MX|Mex)?[$])"

MEANT: Mapping[str, str] = MappingProxyType(
    {word.casefold(): code for code, words in WRITTEN.items() for word in words.split()}
    | {code.casefold(): {"RMB": "CNY", "NTD": "TWD"}.get(code, code) for code in CODES}
)
"""What is written, in small letters and without a point behind it → the code."""


def code_of(written: str) -> str:
    """Return the code of what stands beside an amount; as it is where it may mean several currencies."""
    text = written.strip()
    return MEANT.get(text.casefold(), MEANT.get(text.casefold().removesuffix("."), text))


def pattern_of_all() -> str:
    """Return a regular expression for all that may stand beside an amount; of two that begin alike the longer first."""
    listed = sorted(_LETTERS - {"$"}, key=lambda word: (-len(word), word))
    return rf"(?:{_DOLLARS}|(?:{'|'.join(map(re.escape, listed))})\.?)"
