"""What the segment screen shows of every segmentation, as rows, plots and sentences: from the summaries, no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.customers import SHORT_NAMES
from crm_tui.format import count, counted, number, share, units_text
from crm_tui.inert import inert
from crm_tui.themes import SERIES
from crm_tui.widgets.bars import Bar
from crm_tui.widgets.pages import PageColumn
from crm_tui.widgets.plots import Plot, Series

Told = Mapping[str, Any]
STABLE_FROM, LEAST_SHARE = 0.6, 0.02
"""As in ``analysis.segmentation.summary``: below these a segment is called unstable, or too small to count."""


def _two(value: float) -> str:
    return number(value, 2)


FEATURES = (
    PageColumn("used", title=" "),
    PageColumn("name", title="feature"),
    PageColumn("how", title="how or why not"),
    PageColumn("skew", "decimal", show=lambda value: number(value, 1)),
    PageColumn("missing", "share"),
)
SWEEP = (
    PageColumn("k", "integer"),
    PageColumn("mark", title=" ", tone=lambda value: "good" if value == "chosen" else "warning"),
    PageColumn("silhouette", "decimal", show=lambda value: number(value, 3)),
    PageColumn("excess", "decimal", title="above null", show=lambda value: number(value, 3)),
    PageColumn("weakest", "decimal", title="Jaccard", show=_two),
    PageColumn("stability", "decimal", title="Rand", show=_two),
    PageColumn("smallest_share", "share", title="smallest"),
    PageColumn("bic", "decimal", title="BIC", show=lambda value: number(value, 0)),
    PageColumn("inertia", "decimal", show=lambda value: number(value, 0)),
    PageColumn("calinski_harabasz", "decimal", title="Calinski-H.", show=lambda value: number(value, 1)),
    PageColumn("davies_bouldin", "decimal", title="Davies-B.", show=_two),
)
CURVES = (
    ("silhouette", "silhouette"),
    ("excess", "silhouette above data without groups"),
    ("weakest", "lowest bootstrap Jaccard of a segment"),
    ("stability", "adjusted Rand between resamples"),
    ("bic", "BIC (low is good)"),
    ("inertia", "inertia (low is good)"),
    ("calinski_harabasz", "Calinski-Harabasz"),
    ("davies_bouldin", "Davies-Bouldin (low is good)"),
)


def features_wanted(told: Told, use: object, measures: Sequence[Told]) -> list[str]:
    """Return the columns that the recipe wants to segment by, whatever it calls them; of ``auto`` those found."""
    if not isinstance(use, tuple | list):
        return list(dict.fromkeys(one["source"] for one in told["columns"]))
    known = {one["name"] for one in measures}
    roles = {one["role"]: one["name"] for one in reversed(measures) if one["role"]}
    short = {one: name for one, name in SHORT_NAMES.items() if name in known}
    names = {**{one: one for one in use}, **roles, **short, **{one: one for one in known}}
    return list(dict.fromkeys(names[one] for one in use))


def all_features(told: Told, measures: Sequence[Told]) -> Told:
    """Return the features with, among those left out, every other column that could be named."""
    known = {one["source"] for one in told["columns"]} | {one["name"] for one in told["excluded"]}
    others = [
        {"name": one["name"], "reason": "not chosen"}
        for one in measures
        if one["name"] not in known and one["kind"] != "identifier"
    ]
    return {"columns": told["columns"], "excluded": [*told["excluded"], *others]}


def feature_rows(told: Told, wanted: Sequence[str]) -> list[tuple[object, ...]]:
    """Return the features in use with what was done to them, then those left out with the reason.

    What the next run changes is marked: ``+`` comes in, ``x`` goes out.
    """
    used = [
        ("in" if one["source"] in wanted else "x", one["source"], how_made(one), one["skew"], one["missing"])
        for one in told["columns"]
    ]
    out = [("+" if one["name"] in wanted else "-", one["name"], one["reason"], None, None) for one in told["excluded"]]
    return [*used, *out]


def how_made(one: Told) -> str:
    """Return what was done to a feature: ``log1p, standard``; the column it became first, where that has a name."""
    parts = [one["transform"], one["scale"]]
    made = [part for part in parts if part and part != "none"]
    renamed = f"{one['name']}: " if one["name"] != one["source"] else ""
    return renamed + (", ".join(made) or "as it is")


def feature_line(told: Told, place: int) -> str:
    """Return everything about the feature in a row of the table, in one sentence."""
    columns, excluded = told["columns"], told["excluded"]
    if place >= len(columns):
        left = excluded[place - len(columns)] if place - len(columns) < len(excluded) else None
        return "" if left is None else f"{left['name']} is left out: {left['reason']}."
    one = columns[place]
    figures = [f"skew {number(one['skew'], 2)}"] * (one["skew"] is not None)
    figures += [f"{share(one['missing'])} missing"] * bool(one["missing"])
    figures += [f"tells {number(one['information'], 2)} of the target"] * (one.get("information") is not None)
    return f"{one['name']}: {', '.join([how_made(one), *figures])}."


def feature_heading(told: Told | None) -> str:
    """Return how many features are in and out."""
    if told is None:
        return "Features"
    return f"Features: {len({one['source'] for one in told['columns']})} in, {len(told['excluded'])} out"


def sweep_columns(told: Told) -> tuple[PageColumn, ...]:
    """Return the columns of the sweep that say something: figures that this method does not have are left away."""
    lines = told["sweep"]
    return tuple(
        column
        for column in SWEEP
        if column.name in {"k", "mark"} or any(line[column.name] is not None for line in lines)
    )


def sweep_rows(told: Told) -> list[tuple[object, ...]]:
    """Return a row for every k that was tried, in the order of :func:`sweep_columns`; the chosen one is marked."""
    names = [column.name for column in sweep_columns(told)]
    return [tuple(_mark(line, told["k"]) if name == "mark" else line[name] for name in names) for line in told["sweep"]]


def _mark(line: Told, chosen: int) -> str:
    """Say that a k was chosen, or why it does not qualify."""
    if line["k"] == chosen:
        return "chosen"
    if line["weakest"] is not None and line["weakest"] < STABLE_FROM:
        return "unstable"
    return "tiny" if (line["smallest_share"] or 1) < LEAST_SHARE else ""


def curve(told: Told, which: int) -> Plot:
    """Return one figure of the sweep over k; figures that were not computed are passed over."""
    known = [pair for pair in CURVES if any(line[pair[0]] is not None for line in told["sweep"])]
    if not known:
        return distance_plot(told)
    field, title = known[which % len(known)]
    points = [(line["k"], line[field]) for line in told["sweep"] if line[field] is not None]
    xs, ys = zip(*points, strict=True)
    series = Series(title, "o", "cyan", tuple(map(float, xs)), tuple(map(float, ys)))
    return Plot("lines", (series,), "k", "", upright=float(told["k"]), whole_x=True)


def distance_plot(told: Told) -> Plot:
    """Return the k-distance curve of a density method, else nothing to plot."""
    found = told.get("distance_curve")
    if not found:
        return Plot("lines", ())
    ys = tuple(found["distances"])
    last = max(len(ys) - 1, 1)
    xs = tuple(100.0 * place / last for place in range(len(ys)))
    near = Series(f"bend at {number(found['suggested'], 3)}", ".", "cyan", xs, ys)
    bend = Series("eps suggested", "-", "yellow", (0.0, 100.0), (found["suggested"], found["suggested"]))
    return Plot("lines", (near, bend), "% of customers", f"distance to neighbour {found['neighbours']}")


def styles_of(told: Told) -> list[str]:
    """Return the colour of every segment; one that took over the customers of another took its colour, too."""
    places = told.get("places", {})
    return [SERIES[places.get(str(line["id"]), line["id"] - 1) % len(SERIES)] for line in told["segments"]]


def scatter(plane: Told, told: Told) -> Plot:
    """Return a sample of the customers in the principal plane, a letter and a colour for each segment."""
    lines = zip(told["segments"], styles_of(told), strict=True)
    wanted = [(line["id"], _letter(line["id"]), _caption(line), style) for line, style in lines]
    if told["noise"]:
        wanted.insert(0, (0, ".", f"none {share(told['noise_share'], 0)}", "bright_black"))
    series = []
    for segment, mark, name, style in wanted:
        rows = [at for at, one in enumerate(plane["segment"]) if one == segment]
        xs, ys = tuple(plane["x"][at] for at in rows), tuple(plane["y"][at] for at in rows)
        series.append(Series(name, mark, style, xs, ys))
    across, up = [*[_axis(axis) for axis in plane["axes"]], "", ""][:2]
    return Plot("points", tuple(series), across, up)


def _letter(segment: int) -> str:
    return str(segment) if segment < 10 else chr(ord("A") + (segment - 10) % 26)


def _caption(line: Told) -> str:
    name = f"{inert(line['name'], 14)} " if line["name"] else ""
    return f"{name}{share(line['share'], 0)}"


def _axis(axis: Told) -> str:
    names = ", ".join(f"{'-' if weight < 0 else ''}{inert(name, 16)}" for name, weight in axis["features"][:2])
    return f"{names} ({share(axis['explained'], 0)})"


def size_bars(told: Told) -> list[Bar]:
    """Return a bar for every segment: size, share, how stable it is."""
    bars = []
    for line, style in zip(told["segments"], styles_of(told), strict=True):
        stability = "" if line["stability"] is None else f" Jaccard {number(line['stability'], 2)}"
        trust = "" if line["stable"] else " unstable"
        text = f"{count(line['size'])} {share(line['share'], 0)}{stability}{trust}"
        label = f"{_letter(line['id'])} {inert(line['name'], 24)}".strip()
        bars.append(Bar(label, float(line["size"]), text, style))
    if told["noise"]:
        text = f"{count(told['noise'])} {share(told['noise_share'], 0)}"
        bars.append(Bar("none", float(told["noise"]), text, "bright_black"))
    return bars


def headline(told: Told) -> str:
    """Return the verdict in one sentence: how many segments, whether they are there at all, how far to trust them."""
    held, lint, structure = told.get("held_out"), told.get("lint"), told.get("structure")
    if held:
        learnt = f"{counted(told['k'], 'segment')} learnt from {held['label_column']}"
        return (
            f"{learnt}: right in {share(held['accuracy'])} of "
            f"{counted(held['rows_held_out'], 'customer')} held out, where the commonest label would be in "
            f"{share(held['baseline'])}."
        )
    if lint:
        return f"{counted(told['k'], 'segment')} by your rules; {_lint_words(lint)}."
    if structure and structure["verdict"] == "none":
        slices = f" What is shown are {told['k']} slices, not groups." if told["k"] else ""
        return f"{structure['sentence']}{slices}"
    shaky = sum(not line["stable"] for line in told["segments"])
    trust = "all stable" if not shaky else f"{shaky} of them unstable"
    said = f"{counted(told['k'], 'segment')}, {trust}."
    return f"{said} {structure['sentence']}" if structure and structure["sentence"] else said


def _lint_words(lint: Told) -> str:
    none, several = (counted(lint[name], "customer", "matches", "match") for name in ("unmatched", "several"))
    unmatched = f"{none} none" if lint["unmatched"] else "everybody matches one"
    return f"{unmatched}, {several} several" if lint["several"] else unmatched


def reasons(told: Told) -> list[str]:
    """Return what stands behind the verdict: why this k, on how many customers the method was fitted, notes."""
    sentences = [told["k_chosen_by"], told["sampled"], *told["notes"]]
    return [sentence.rstrip(".") + "." for sentence in sentences if sentence]


def progress_words(states: Mapping[str, Any], job: str) -> str:
    """Return what runs in words: stage, what is done, how many of how many, and how to cancel it.

    ``states`` is stage → state of a session, ``job`` what runs where no stage does.
    """
    running = next(((name, state) for name, state in states.items() if state.state == "running"), None)
    if running is None:
        return f"Running: {'starting' if job in {'', 'run'} else job}; ctrl+c cancels."
    name, state = running
    what = f"{name}: {units_text(state.what, state.done, state.total)}" if state.what else name
    return f"Running: {what}; ctrl+c cancels."
