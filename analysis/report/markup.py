"""HTML that cannot be broken by data: whatever is not marked as markup is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.report.safety import escaped

UNKNOWN = "–"


class Html(str):
    """Text that is markup already; everything else is escaped before it becomes part of a page."""

    __slots__ = ()


def html_of(part: object) -> Html:
    """Return a part of a page as markup; None becomes a dash."""
    if isinstance(part, Html):
        return part
    return Html(UNKNOWN if part is None else escaped(part))


def joined(*parts: object) -> Html:
    """Return parts of a page one after the other."""
    return Html("".join(html_of(part) for part in parts))


def element(tag: str, *parts: object, **attributes: object) -> Html:
    """Return an element; attributes are escaped; ``class_`` means ``class``, ``view_box`` ``viewBox``, ``_`` ``-``."""
    names = {"class_": "class", "view_box": "viewBox"}
    said = "".join(
        f' {names.get(name, name.replace("_", "-"))}="{escaped(value, 100_000)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{said}>{joined(*parts)}</{tag}>")


def table(
    header: Sequence[str], rows: Iterable[Sequence[object]], numeric: Iterable[int] = (), caption: str | None = None
) -> Html:
    """Return a table whose ``numeric`` columns are aligned to the right; it scrolls by itself where it is too wide."""
    right = set(numeric)

    def cells(tag: str, row: Sequence[object]) -> Html:
        return joined(*(element(tag, cell, class_="n" if place in right else None) for place, cell in enumerate(row)))

    body = joined(*(element("tr", cells("td", row)) for row in rows))
    head = element("thead", element("tr", cells("th", header)))
    title = element("caption", caption) if caption else Html("")
    return element("div", element("table", title, head, element("tbody", body)), class_="wide")


def section(identity: str, title: str, *parts: object) -> Html:
    """Return a section with its heading, that a link can lead to."""
    return element("section", element("h2", title), *parts, id=identity)


def paragraphs(*texts: object) -> Html:
    """Return one paragraph a text; empty ones are left out."""
    return joined(*(element("p", sentence(text)) for text in texts if text))


def sentence(text: object) -> Html:
    """Return a text of the program's own making, which may be long."""
    return text if isinstance(text, Html) else Html(escaped(text, 2000))
