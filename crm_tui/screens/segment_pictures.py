"""What the segment screen shows, as rows, plots and sentences: from the summaries, no widget here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_tui.format import count, number, share
from crm_tui.inert import inert
from crm_tui.themes import SERIES
from crm_tui.widgets.bars import Bar
from crm_tui.widgets.pages import PageColumn
from crm_tui.widgets.plots import Plot, Series

Told = Mapping[str, Any]
FEATURES = (
    PageColumn("used", title=" "),
    PageColumn("name", title="feature"),
    PageColumn("how"),
    PageColumn("skew", "decimal", show=lambda value: number(value, 1)),
    PageColumn("missing", "share"),
)


def _two(value: float) -> str:
    return number(value, 2)


SWEEP = (
    PageColumn("k", "integer"),
    PageColumn("chosen", title=" "),
    PageColumn("silhouette", "decimal", show=lambda value: number(value, 3)),
    PageColumn("excess", "decimal", title="above null (sd)", show=_two),
    PageColumn("weakest", "decimal", title="weakest Jaccard", show=_two),
    PageColumn("stability", "decimal", show=_two),
    PageColumn("smallest", "share"),
    PageColumn("inertia", "decimal", show=lambda value: number(value, 0)),
    PageColumn("ch", "decimal", title="Calinski-Harabasz", show=lambda value: number(value, 1)),
    PageColumn("db", "decimal", title="Davies-Bouldin", show=_two),
    PageColumn("bic", "decimal", title="BIC", show=lambda value: number(value, 0)),
)
CURVES = (
    ("silhouette", "silhouette"),
    ("excess", "silhouette above data without groups (sd)"),
    ("inertia", "inertia"),
    ("weakest", "lowest bootstrap Jaccard of a segment"),
    ("calinski_harabasz", "Calinski-Harabasz"),
    ("davies_bouldin", "Davies-Bouldin (low is good)"),
    ("bic", "BIC (low is good)"),
)


def feature_rows(told: Told) -> list[tuple[object, ...]]:
    """Return the features in use with what was done to them, then those left out with the reason."""
    used = [("in", one["source"], _how(one), one["skew"], one["missing"]) for one in told["columns"]]
    return [*used, *[("-", one["name"], f"out: {one['reason']}", None, None) for one in told["excluded"]]]


def _how(one: Told) -> str:
    parts = [one["transform"], one["scale"]]
    made = [part for part in parts if part and part != "none"]
    renamed = f"{one['name']}: " if one["name"] != one["source"] else ""
    return renamed + (", ".join(made) or "as it is")


def sweep_rows(told: Told) -> list[tuple[object, ...]]:
    """Return a row for every k that was tried; the chosen one is marked, and those that do not qualify."""
    return [
        (
            line["k"], "chosen" if line["k"] == told["k"] else "" if line["qualifies"] else "no",
            line["silhouette"], line["excess"], line["weakest"], line["stability"], line["smallest_share"],
            line["inertia"], line["calinski_harabasz"], line["davies_bouldin"], line["bic"],
        )
        for line in told["sweep"]
    ]  # fmt: skip


def curve(told: Told, which: int) -> Plot:
    """Return one figure of the sweep over k; figures that were not computed are passed over."""
    known = [pair for pair in CURVES if any(line[pair[0]] is not None for line in told["sweep"])]
    if not known:
        return _without_sweep(told)
    field, title = known[which % len(known)]
    points = [(line["k"], line[field]) for line in told["sweep"] if line[field] is not None]
    xs, ys = zip(*points, strict=True)
    series = Series(title, "o", "cyan", tuple(map(float, xs)), tuple(map(float, ys)))
    return Plot("lines", (series,), "k", title, upright=float(told["k"]), whole_x=True)


def _without_sweep(told: Told) -> Plot:
    """Return the k-distance curve of a density method, else nothing to plot."""
    found = told.get("distance_curve")
    if not found:
        return Plot("lines", ())
    ys = tuple(found["distances"])
    title = f"distance to the {found['neighbours']}th neighbour; its bend suggests eps {number(found['suggested'], 3)}"
    return Plot(
        "lines", (Series(title, ".", "cyan", tuple(map(float, range(len(ys)))), ys),), "customers, sorted", "distance"
    )


def scatter(plane: Told, told: Told) -> Plot:
    """Return a sample of the customers in the principal plane, a letter and a colour for each segment."""
    series = []
    for place, line in enumerate(told["segments"]):
        rows = [at for at, segment in enumerate(plane["segment"]) if segment == line["id"]]
        xs, ys = tuple(plane["x"][at] for at in rows), tuple(plane["y"][at] for at in rows)
        mark = str(line["id"]) if line["id"] < 10 else chr(ord("A") + (line["id"] - 10) % 26)
        series.append(Series(f"{share(line['share'], 0)}", mark, SERIES[place % len(SERIES)], xs, ys))
    titles = [
        f"{share(axis['explained'], 0)} of variance: {', '.join(inert(name, 20) for name, _ in axis['features'][:2])}"
        for axis in plane["axes"]
    ]
    across, up = [*titles, "", ""][:2]
    return Plot("points", tuple(series), across, up)


def size_bars(told: Told) -> list[Bar]:
    """Return a bar for every segment: size, share, how stable it is."""
    bars = []
    for place, line in enumerate(told["segments"]):
        stability = "" if line["stability"] is None else f", Jaccard {number(line['stability'], 2)}"
        trust = "" if line["stable"] else " unstable"
        text = f"{count(line['size'])} ({share(line['share'], 0)}){stability}{trust}"
        bars.append(
            Bar(
                f"{line['id']} {inert(line['name'], 24)}".strip(),
                float(line["size"]),
                text,
                SERIES[place % len(SERIES)],
            )
        )
    if told["noise"]:
        bars.append(
            Bar("no segment", float(told["noise"]), "dim", f"{count(told['noise'])} ({share(told['noise_share'], 0)})")
        )
    return bars


def verdict(told: Told) -> str:
    """Return whether there are segments, how many and why, in a few sentences."""
    structure = told.get("structure") or {}
    held = told.get("held_out")
    sentences = [structure.get("sentence", ""), told["k_chosen_by"], told["sampled"], *told["notes"]]
    if held:
        sentences.append(
            f"On {count(held['rows_held_out'])} customers held out it is right in {share(held['accuracy'])}; "
            f"always the commonest label would be right in {share(held['baseline'])}"
        )
    return "  ".join(sentence.rstrip(".") + "." for sentence in sentences if sentence)
