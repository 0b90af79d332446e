"""The ways of writing a day and a time of day, as two tables: adding one is adding a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Order = Literal["day_first", "month_first"]

_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +)?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"


@dataclass(frozen=True)
class DateLayout:
    """One way of writing the day: what it looks like, how it is told (``label``), and the chrono format that reads it.

    ``rewrite`` brings what the pattern found into the form that ``chrono`` reads; None where it already is.
    """

    label: str
    pattern: str
    chrono: str
    rewrite: str | None = None
    order: Order | None = None
    two_digit_year: bool = False
    fixed_width: int = 0
    years: int = 0
    """What is added to the year as written, where it is counted from another beginning."""
    doubtful: bool = False
    """Whether codes and measures look like it, so that the name of the column has to say that it holds dates."""


def _numeric_layouts() -> list[DateLayout]:
    layouts = []
    for mark, shown in (("-", "-"), ("/", "/"), (r"\.", "."), (" ", " ")):
        layouts.append(
            DateLayout(f"yyyy{shown}mm{shown}dd", rf"\d{{4}}{mark}\d{{1,2}}{mark}\d{{1,2}}", f"%Y{shown}%m{shown}%d")
        )
        for year, letters, chrono in ((r"\d{4}", "yyyy", "%Y"), (r"\d{2}", "yy", "%y")):
            pattern = rf"\d{{1,2}}{mark}\d{{1,2}}{mark}{year}"
            short = letters == "yy"
            day, month = f"dd{shown}mm{shown}{letters}", f"mm{shown}dd{shown}{letters}"
            layouts.append(DateLayout(day, pattern, f"%d{shown}%m{shown}{chrono}", None, "day_first", short))
            layouts.append(DateLayout(month, pattern, f"%m{shown}%d{shown}{chrono}", None, "month_first", short))
        same_look = rf"\d{{1,2}}{mark}\d{{1,2}}{mark}\d{{2}}"
        label = f"yy{shown}mm{shown}dd"
        layouts.append(DateLayout(label, same_look, f"%y{shown}%m{shown}%d", two_digit_year=True))
    return layouts


_ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925), ("民國", "ROC ", 1911), ("民国", "ROC ", 1911))


def _era_layouts() -> list[DateLayout]:
    """Years counted from the beginning of a reign or of the Republic of China."""
    layouts = []
    for name, short, years in _ERAS:
        label, rest = f"{name}y年m月d日", r" ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日?"
        layouts.append(DateLayout(label, rf"{name} ?(\d{{1,3}}){rest}", "%Y-%m-%d", "$1-$2-$3", years=years))
        layouts.append(DateLayout(label, rf"{name} ?元{rest}", "%Y-%m-%d", "1-$1-$2", years=years))
        if len(short) == 1:
            dotted = rf"{short}(\d{{1,2}})[./-](\d{{1,2}})[./-](\d{{1,2}})"
            layouts.append(DateLayout(f"{short}y.m.d", dotted, "%Y-%m-%d", "$1-$2-$3", years=years, doubtful=True))
    slashed = r"(1[012]\d)[/.-](\d{1,2})[/.-](\d{1,2})"
    layouts.append(DateLayout("民國yyy/m/d", slashed, "%Y-%m-%d", "$1-$2-$3", years=1911, doubtful=True))
    return layouts


LAYOUTS: tuple[DateLayout, ...] = (
    DateLayout("dd/mm/yyyy, Buddhist era", r"(\d{1,2})/(\d{1,2})/(25[3-9]\d)", "%Y-%m-%d", "$3-$2-$1", years=-543),
    *_numeric_layouts(),
    DateLayout("yyyymmdd", r"(?:19|20)\d{6}", "%Y%m%d", fixed_width=8),
    DateLayout("d Mon yyyy", rf"{_WEEKDAY}{_DAY}[ \-/.]*(?:of )?{_MONTH},?[ \-/.]*(\d{{4}})", "%d %b %Y", "$1 $2 $3"),
    DateLayout(
        "d Mon yy",
        rf"{_WEEKDAY}{_DAY}[ \-/.]*{_MONTH},?[ \-/.]*'?(\d{{2}})",
        "%d %b %y",
        "$1 $2 $3",
        two_digit_year=True,
    ),
    DateLayout("Mon d, yyyy", rf"{_WEEKDAY}{_MONTH}[ \-/.]*{_DAY},?[ \-/.]+(\d{{4}})", "%d %b %Y", "$2 $1 $3"),
    DateLayout(
        "Mon d, yy",
        rf"{_WEEKDAY}{_MONTH}[ \-/.]*{_DAY},?[ \-/.]+'?(\d{{2}})",
        "%d %b %y",
        "$2 $1 $3",
        two_digit_year=True,
    ),
    DateLayout("yyyy Mon d", rf"(\d{{4}})[ \-/.]*{_MONTH}[ \-/.]*{_DAY}\.?", "%d %b %Y", "$3 $2 $1"),
    DateLayout(
        "Mon d HH:MM:SS yyyy",
        rf"{_WEEKDAY}{_MONTH} +{_DAY} (\d{{1,2}}:\d{{2}}:\d{{2}})(?: [A-Z+-][A-Z0-9:]*)? (\d{{4}})",
        "%d %b %Y %H:%M:%S",
        "$2 $1 $4 $3",
    ),
    DateLayout("yyyy-mm-dd HH", r"(\d{4})[-/](\d{1,2})[-/](\d{1,2}) (\d{2})", "%Y-%m-%d %H:%M", "$1-$2-$3 $4:00"),
    DateLayout("Mon yyyy", rf"{_MONTH}[ \-/.]*(\d{{4}})", "%d %b %Y", "1 $1 $2"),
    DateLayout("Mon yy", rf"{_MONTH}[ \-/.']+(\d{{2}})", "%d %b %y", "1 $1 $2", two_digit_year=True),
    DateLayout("yyyy. mm. dd.", r"(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?", "%Y-%m-%d", "$1-$2-$3"),
    DateLayout("dd. mm. yyyy", r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\.?", "%Y-%m-%d", "$3-$2-$1"),
    DateLayout(
        "yyyy年m月d日",
        r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]?(?: ?(?:星期|周|週)[一二三四五六日天])?",
        "%Y-%m-%d",
        "$1-$2-$3",
    ),
    DateLayout("yyyy년 m월 d일", r"(\d{4}) ?년 ?(\d{1,2}) ?월 ?(\d{1,2}) ?일", "%Y-%m-%d", "$1-$2-$3"),
    DateLayout("yyyy年m月", r"(\d{4}) ?年 ?(\d{1,2}) ?月(?:份)?", "%Y-%m-%d", "$1-$2-1"),
    DateLayout("yyyy-mm", r"((?:19|20)\d{2})[-/](\d{1,2})", "%Y-%m-%d", "$1-$2-1"),
    *_era_layouts(),
    DateLayout("mm/yyyy", r"(\d{1,2})[-/]((?:19|20)\d{2})", "%Y-%m-%d", "$2-$1-1"),
)
"""Every way of writing the day that is understood; two of them may look alike (``order``)."""

_MM, _DD = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
PACKED: tuple[DateLayout, ...] = (
    DateLayout("yymmdd", rf"(\d{{2}}){_MM}{_DD}", "%y-%m-%d", "$1-$2-$3", two_digit_year=True),
    DateLayout("yyyymm", rf"((?:19|20)\d{{2}}){_MM}", "%Y-%m-%d", "$1-$2-01"),
)
"""Days and months in six digits: believed only where the name says so and all cells are of one of them alone."""


@dataclass(frozen=True)
class TimeLayout:
    """One way of writing the time of day after the date, as ``DateLayout``."""

    label: str
    pattern: str
    chrono: str
    rewrite: str | None = None
    zone: bool = False
    """Whether a zone is written behind, which is left aside: the clock there shows when in the day it was."""


_GAP = r"(?:T| *, *| +(?:at |à |um |às |a las )?|[-_] *)"
_ZONE = r" ?(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?)(?: ?\([A-Za-z ]+\))?"
_HALF = r" ?([AaPp])\.?[Mm]\.?"
_CLOCK = r"(\d{1,2}):(\d{2})"
_SECOND = r":(\d{2})"
_CHINESE = r" ?(\d{1,2}) ?[时時点點:] ?(\d{1,2})(?: ?分)?"


def _plain_times() -> Iterator[TimeLayout]:
    """What chrono reads as it is written."""
    for gap in "T ":
        yield TimeLayout(f"{gap}HH:MM:SS", rf"{gap}\d{{1,2}}:\d{{2}}:\d{{2}}", f"{gap}%H:%M:%S")
        yield TimeLayout(f"{gap}HH:MM", rf"{gap}\d{{1,2}}:\d{{2}}", f"{gap}%H:%M")
        yield TimeLayout(f"{gap}HH:MM:SS.f", rf"{gap}\d{{1,2}}:\d{{2}}:\d{{2}}\.\d{{1,9}}", f"{gap}%H:%M:%S%.f")
        zoned = rf"{gap}\d{{1,2}}:\d{{2}}:\d{{2}}(?:\.\d{{1,9}})? ?(?:Z|[+-]\d{{2}}(?::?\d{{2}})?)"
        yield TimeLayout(" HH:MM:SS zone", zoned, f"{gap}%H:%M:%S%.f", zone=True)
    yield TimeLayout(" h:MM am/pm", r" \d{1,2}:\d{2} [ap]m", " %I:%M %p")
    yield TimeLayout(" h:MM:SS am/pm", r" \d{1,2}:\d{2}:\d{2} [ap]m", " %I:%M:%S %p")


TIMES: tuple[TimeLayout, ...] = (
    TimeLayout("", "", ""),
    *_plain_times(),
    TimeLayout(" h:MM am/pm", rf"{_GAP}{_CLOCK}{_HALF}", " %I:%M %p", " $1:$2 ${3}M"),
    TimeLayout(" h:MM:SS am/pm", rf"{_GAP}{_CLOCK}:(\d{{2}}){_HALF}", " %I:%M:%S %p", " $1:$2:$3 ${4}M"),
    TimeLayout(
        " h:MM:SS am/pm zone",
        rf"{_GAP}{_CLOCK}:(\d{{2}}){_HALF} ?((?:UTC|GMT)(?:[+-]\d{{1,2}}(?::?\d{{2}})?)?)",
        " %I:%M:%S %p",
        " $1:$2:$3 ${4}M",
        True,
    ),
    TimeLayout(" h am/pm", rf"{_GAP}(\d{{1,2}}){_HALF}", " %I:%M %p", " $1:00 ${2}M"),
    TimeLayout(
        " HH:MM:SS zone",
        rf"{_GAP}{_CLOCK}{_SECOND}(\.\d{{1,9}})?{_ZONE}",
        " %H:%M:%S%.f",
        " $1:$2:$3$4",
        True,
    ),
    TimeLayout(" HH:MM zone", rf"{_GAP}{_CLOCK}{_ZONE}", " %H:%M", " $1:$2", True),
    TimeLayout(" HH:MM:SS,f", rf"{_GAP}{_CLOCK}{_SECOND}[.,](\d{{1,9}})", " %H:%M:%S%.f", " $1:$2:$3.$4"),
    TimeLayout(" HH:MM:SS ", rf"{_GAP}{_CLOCK}{_SECOND}", " %H:%M:%S", " $1:$2:$3"),
    TimeLayout(" HH:MM ", rf"{_GAP}{_CLOCK}(?: Uhr| ?hs?\.?)?", " %H:%M", " $1:$2"),
    TimeLayout(" HHhMM", rf"{_GAP}(\d{{1,2}}) ?h ?(\d{{2}})", " %H:%M", " $1:$2"),
    TimeLayout(":HH:MM:SS", rf":{_CLOCK}{_SECOND}", " %H:%M:%S", " $1:$2:$3"),
    TimeLayout(
        " h.MM.SS am/pm",
        rf"{_GAP}(\d{{1,2}})\.(\d{{2}})\.(\d{{2}})(?:\.\d+)?{_HALF}",
        " %I:%M:%S %p",
        " $1:$2:$3 ${4}M",
    ),
    TimeLayout(
        " HH.MM.SS",
        rf"{_GAP}(\d{{1,2}})\.(\d{{2}})\.(\d{{2}})(\.\d{{1,9}})?",
        " %H:%M:%S%.f",
        " $1:$2:$3$4",
    ),
    TimeLayout(" HH.MM", r"(?: *, *| +(?:kl\.? ?|klo )?)(\d{1,2})\.(\d{2})", " %H:%M", " $1:$2"),
    TimeLayout("THHMMSS", r"T(\d{2})(\d{2})(\d{2})Z?", " %H:%M:%S", " $1:$2:$3"),
    TimeLayout("HHMMSS", r"(\d{2})(\d{2})(\d{2})", " %H:%M:%S", " $1:$2:$3"),
    TimeLayout(
        " 上午 HH:MM", rf" ?(?:上午|早上|凌晨|오전){_CHINESE}(?::\d{{2}}|\d{{1,2}} ?秒)?", " %I:%M %p", " $1:$2 AM"
    ),
    TimeLayout(
        " 下午 HH:MM", rf" ?(?:下午|晚上|中午|오후){_CHINESE}(?::\d{{2}}|\d{{1,2}} ?秒)?", " %I:%M %p", " $1:$2 PM"
    ),
    TimeLayout(" HH时MM分SS秒", rf"{_CHINESE} ?(\d{{1,2}}) ?秒", " %H:%M:%S", " $1:$2:$3"),
    TimeLayout(" HH时MM分", r" ?(\d{1,2}) ?[时時点點] ?(\d{1,2}) ?分?", " %H:%M", " $1:$2"),
)
"""Every way of writing the time after the day; the first that fits is taken."""
