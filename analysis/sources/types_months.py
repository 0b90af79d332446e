"""The names of months in other languages than English, brought to the English ones."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABROAD = (
    (
        "januar|jänner|janvier|janv|enero|ene|gennaio|gen|janeiro|januari|stycznia|styczeń|sty|ledna|leden|led|január|január"
        "|ianuarie|ian|ocak|oca|января|январь|янв|січня|siječnja|tammikuuta|tammikuu|tammi"
    ),
    (
        "februar|feber|février|févr|fév|fevr|fev|febrero|febbraio|fevereiro|februari|lutego|luty|lut|února|únor|úno|február"
        "|februarie|şubat|şub|февраля|февраль|фев|лютого|veljače|helmikuuta|helmikuu|helmi"
    ),
    (
        "märz|mär|maerz|mrz|mars|marzo|março|maart|mrt|marca|marzec|března|březen|bře|március|márc|martie|mart|марта|март"
        "|мар|березня|ožujka|maaliskuuta|maaliskuu|maalis"
    ),
    (
        "avril|avr|abril|abr|aprile|kwietnia|kwiecień|kwi|dubna|duben|dub|április|ápr|aprilie|nisan|nis|апреля|апрель|апр"
        "|квітня|travnja|huhtikuuta|huhtikuu|huhti"
    ),
    (
        "mai|mayo|maggio|mag|maio|mei|maja|maj|května|květen|kvě|május|máj|mayıs|мая|май|травня|svibnja|toukokuuta|toukokuu"
        "|touko"
    ),
    (
        "juni|juin|junio|giugno|giu|junho|czerwca|czerwiec|cze|června|červen|čvn|június|jún|iunie|iun|haziran|haz|июня|июнь"
        "|июн|червня|lipnja|kesäkuuta|kesäkuu|kesä"
    ),
    (
        "juli|juillet|juil|julio|luglio|lug|julho|lipca|lipiec|lip|července|červenec|čvc|július|júl|iulie|iul|temmuz|tem"
        "|июля|июль|июл|липня|srpnja|heinäkuuta|heinäkuu|heinä"
    ),
    (
        "august|août|aoû|aout|agosto|ago|augustus|sierpnia|sierpień|sie|srpna|srpen|srp|augusztus|ağustos|ağu|августа|август"
        "|авг|серпня|kolovoza|elokuuta|elokuu|elo"
    ),
    (
        "septembre|septiembre|setiembre|settembre|setembro|set|września|wrzesień|wrz|září|zář|szeptember|szept|septembrie"
        "|eylül|eyl|сентября|сентябрь|сен|вересня|rujna|syyskuuta|syyskuu|syys"
    ),
    (
        "oktober|okt|octobre|octubre|ottobre|ott|outubro|out|października|październik|paź|října|říjen|říj|október"
        "|octombrie|ekim|eki|октября|октябрь|окт|жовтня|lokakuuta|lokakuu|loka"
    ),
    (
        "novembre|noviembre|novembro|listopada|listopad|lis|listopadu|noiembrie|kasım|kas|ноября|ноябрь|ноя|marraskuuta|marraskuu"
        "|marras"
    ),
    (
        "dezember|dez|décembre|déc|diciembre|dic|dicembre|dezembro|desember|des|grudnia|grudzień|gru|prosince|prosinec|pro"
        "|decembrie|aralık|ara|декабря|декабрь|дек|грудня|prosinca|joulukuuta|joulukuu|joulu"
    ),
)
"""The names and short forms of each month; Croatian’s listopada, which is October there, is Polish’s November."""


@cache
def _english() -> dict[str, str]:
    """Name abroad → English one."""
    names: dict[str, str] = {}
    for english, listed in zip(_ENGLISH, _ABROAD, strict=True):
        for name in listed.split("|"):
            names[name] = english
    return names


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(_english(), key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![^\W\d_])(?:{names})(?![^\W\d_])")


_LETTER = re.compile(r"[^\W\d_]")
_LINKS = re.compile(r"(?<=[\s\d])(?:de|del|di)(?=\s)|(?<=\d)(?:er|º)(?=\s)|\s(?:г|р)\.?(?=\s|$)")
"""Words between day, month and year: 31 de enero de 2023, 1er janvier, 5 марта 2023 г."""


def named_in_english(text: str) -> str:
    """The text with the name of a month in English; as it is where it names none in another language."""
    if not _LETTER.search(text):
        return text
    named = _pattern().sub(lambda found: _english()[found[0]], text.lower())
    return text if named == text.lower() else " ".join(_LINKS.sub("", named).split())


def in_english(column: pl.Expr) -> pl.Expr:
    """The same for a column of text; each of its values is looked at once."""
    return column.map_batches(_all_in_english, return_dtype=pl.String)


def _all_in_english(values: pl.Series) -> pl.Series:
    known = values.drop_nulls().unique()
    return values.replace(known, pl.Series([named_in_english(text) for text in known], dtype=pl.String))
