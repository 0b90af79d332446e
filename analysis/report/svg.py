"""Small pictures inside the page: bars, differences with intervals, curves, a scatter. No script, no colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.profiles import Concentration, Difference, Month
from analysis.report.markup import Html, element, joined
from analysis.report.numbers import percent, shown

COLOURS = 8
"""Segments take turns in so many colours (classes ``s1`` to ``s8``), and always carry their number too."""


def colour(segment: int) -> str:
    """Return the CSS class of a segment's colour; segment 0, which is none, is grey."""
    return f"s{(segment - 1) % COLOURS + 1}" if segment > 0 else "s0"


def picture(width: float, height: float, title: str, *parts: object) -> Html:
    """Return an SVG picture that shrinks with the page and says what it is."""
    box = f"0 0 {width:g} {height:g}"
    return element(
        "svg", element("title", title), *parts, view_box=box, width=f"{width:g}", role="img", aria_label=title
    )


def text(x: float, y: float, said: object, anchor: str = "start", class_: str | None = None) -> Html:
    """Return a text of a picture."""
    return element("text", said, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str = "axis") -> Html:
    """Return a straight line of a picture."""
    return element("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=class_)


def rectangle(x: float, y: float, width: float, height: float, class_: str) -> Html:
    """Return a filled rectangle of a picture."""
    return element(
        "rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{max(width, 0):.1f}", height=f"{height:.1f}", class_=class_
    )


def share_bar(share: float | None, class_: str = "bar") -> Html:
    """Return a share as a bar with its number beside it."""
    if share is None:
        return Html("–")
    filled = rectangle(0, 3, 70 * max(0.0, min(share, 1.0)), 9, class_)
    said = picture(70, 15, percent(share), rectangle(0, 3, 70, 9, "track"), filled)
    return element("span", said, element("span", percent(share), class_="n"), class_="share")


def differences(found: Sequence[Difference], segment: int) -> Html:
    """Return what sets a segment apart as bars from the middle, with intervals; ``≈`` marks what may be noise."""
    reach = max((max(abs(one.low), abs(one.high)) for one in found), default=1.0) or 1.0
    row, left, half = 22, 210, 150
    height = row * len(found) + 22
    parts = [line(left + half, 2, left + half, height - 18)]
    for place, one in enumerate(found):
        y = place * row + 12
        x = half * one.difference / reach
        start = left + half + min(x, 0.0)
        mark = f"{one.title}{' *' if one.formed else ''}"
        parts.append(text(left - 8, y + 4, mark if len(mark) <= 32 else mark[:31] + "…", "end"))
        parts.append(rectangle(start, y - 6, abs(x), 12, colour(segment) if one.clear else "unclear"))
        ends = (left + half + half * one.low / reach, left + half + half * one.high / reach)
        parts.append(line(ends[0], y, ends[1], y, "whisker"))
        said = f"{'' if one.clear else '≈ '}{one.difference:+.2f}"
        parts.append(text(left + 2 * half + 8, y + 4, said, class_="n"))
    parts.append(text(left, height - 4, "less than the rest", class_="faint"))
    parts.append(text(left + 2 * half, height - 4, "more than the rest", "end", "faint"))
    return picture(left + 2 * half + 70, height, "What sets the segment apart, in standard deviations", *parts)


def months(found: Sequence[Month], segment: int, currency: str | None) -> Html:
    """Return revenue (or customers, where money is unknown) by month as upright bars."""
    by_money = all(month.revenue is not None for month in found)
    amounts = [float(month.revenue or 0.0) if by_money else float(month.customers) for month in found]
    largest = max(max(amounts, default=0.0), 1e-9)
    width, height = 560.0, 110.0
    step = width / max(len(found), 1)
    parts = [
        element(
            "g",
            element("title", f"{month.month}: {shown(amount, 'money' if by_money else 'number', currency)}"),
            rectangle(
                place * step + 1,
                84 - 74 * max(amount, 0) / largest,
                step - 2,
                74 * max(amount, 0) / largest,
                colour(segment),
            ),
        )
        for place, (month, amount) in enumerate(zip(found, amounts, strict=True))
    ]
    parts.append(line(0, 84, width, 84))
    every = max(1, len(found) // 6)
    parts += [
        text(place * step, 100, month.month, class_="faint") for place, month in enumerate(found) if place % every == 0
    ]
    parts.append(
        text(width, 10, f"highest {shown(largest, 'money' if by_money else 'number', currency)}", "end", "faint")
    )
    return picture(width, height, "Revenue by month" if by_money else "Customers by month", *parts)


def curve(points: Sequence[tuple[float, float]], chosen: float, label: str) -> Html:
    """Return a line through the points of a sweep, each with its k, the chosen one marked."""
    width, height, edge = 420.0, 210.0, 34.0
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across, up = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    places = [
        (edge + (width - 2 * edge) * (x - min(xs)) / across, height - edge - (height - 2 * edge) * (y - min(ys)) / up)
        for x, y in points
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts: list[object] = [
        line(edge, height - edge, width - edge, height - edge),
        element("polyline", points=path, class_="curve"),
    ]
    for (x, y), (k, figure) in zip(places, points, strict=True):
        here = k == chosen
        dot = element(
            "circle",
            element("title", f"k = {k:g}: {figure:.4g}"),
            cx=f"{x:.1f}",
            cy=f"{y:.1f}",
            r=6 if here else 3,
            class_="s1" if here else "dot",
        )
        parts += [dot, text(x, height - edge + 16, f"{k:g}", "middle", "n strong" if here else "n faint")]
        if here:
            parts.append(text(x, y - 10, f"{figure:.3f}", "middle", "n"))
    parts.append(text(edge, 14, label, class_="faint"))
    parts.append(text(width / 2, height - 2, "number of segments", "middle", "faint"))
    return picture(width, height, label, *parts)


def lorenz(found: Concentration) -> Html:
    """Return the Lorenz curve of revenue with the share that the best fifth brings."""
    size, edge = 210.0, 30.0
    inner = size - 2 * edge
    places = " ".join(f"{edge + inner * x:.1f},{size - edge - inner * y:.1f}" for x, y in found.curve)
    x = edge + inner * (1 - found.top)
    y = size - edge - inner * (1 - found.brings)
    return picture(
        size * 2,
        size,
        "Lorenz curve of revenue",
        rectangle(edge, edge, inner, inner, "track"),
        line(edge, size - edge, size - edge, edge),
        element("polyline", points=places, class_="curve"),
        line(x, size - edge, x, y, "whisker"),
        element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4, class_="s1"),
        text(edge, size - 8, "share of customers, poorest first", class_="faint"),
        text(edge, edge - 10, "share of revenue", class_="faint"),
        text(size - 10, edge + 40, f"The top {found.top:.0%} of customers", class_="strong"),
        text(size - 10, edge + 60, f"bring {found.brings:.1%} of the revenue.", class_="strong"),
        text(size - 10, edge + 84, f"Gini {found.gini:.2f}; {found.customers:,} customers", class_="faint"),
    )


def scatter(places: NDArray[np.float64], segments: NDArray[np.int64], total: int) -> Html:
    """Return customers in the plane, coloured by segment, each segment's number at its middle."""
    width, height, edge = 560.0, 360.0, 14.0
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    x = edge + (width - 2 * edge) * (places[:, 0] - low[0]) / span[0]
    y = height - edge - 16 - (height - 2 * edge - 16) * (places[:, 1] - low[1]) / span[1]
    groups = []
    for segment in np.unique(segments).tolist():
        own = np.flatnonzero(segments == segment)
        dots = (element("circle", cx=f"{x[one]:.1f}", cy=f"{y[one]:.1f}", r=2.2) for one in own.tolist())
        groups.append(element("g", *dots, class_=f"{colour(segment)} dots"))
    for segment in np.unique(segments[segments > 0]).tolist():
        own = np.flatnonzero(segments == segment)
        middle = (float(np.median(x[own])), float(np.median(y[own])))
        ring = element("circle", cx=f"{middle[0]:.1f}", cy=f"{middle[1]:.1f}", r=11, class_="ring")
        groups.append(joined(ring, text(middle[0], middle[1] + 4, segment, "middle", "n strong")))
    said = f"{len(places):,} of {total:,} customers" if len(places) < total else f"{total:,} customers"
    caption = text(edge, height - 4, f"first two principal components of the features; {said}", class_="faint")
    return picture(width, height, "Customers by segment", *groups, caption)
