"""What the tiers screen shows, as grids, distributions, rows and lines: from the summaries, no widget here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_tui.format import count, counted, money, number, share
from crm_tui.inert import inert
from crm_tui.screens.figures import NARROW_NUMBER, figure
from crm_tui.widgets.heatmap import Grid
from crm_tui.widgets.histogram import Distribution
from crm_tui.widgets.pages import PageColumn

Told = Mapping[str, Any]
Tier = str | None
NOTHING = Grid((), (), ())
UNKNOWN = {"value": "no value", "loyalty": "no loyalty"}


def score_text(value: float | None, told: Told, currency: str | None) -> str:
    """Return a score in its unit: money, shortened where it is long, or points."""
    return figure(value, "points" if told["unit"] == "points" else "money", currency, NARROW_NUMBER)


def tier_columns(told: Told, currency: str | None) -> tuple[PageColumn, ...]:
    """Return the columns of the table of tiers."""

    def score(value: float | None) -> str:
        return score_text(value, told, currency)

    return (
        PageColumn("name", title="tier"),
        PageColumn("size", "count", title="customers"),
        PageColumn("low", "decimal", title="from", show=score),
        PageColumn("high", "decimal", title="to", show=score),
        _revenue(currency),
    )


def named_columns(currency: str | None) -> tuple[PageColumn, ...]:
    """Return the columns of the table of names of RFM scores."""
    size = PageColumn("size", "count", title="customers")
    return (PageColumn("name"), size, _revenue(currency), PageColumn("orders", "count"))


def _revenue(currency: str | None) -> PageColumn:
    return PageColumn("revenue", "money", show=lambda value: money(value, currency, short=True))


def axes_of(cells: Sequence[Told], names: Sequence[Sequence[str]]) -> tuple[tuple[Tier, ...], tuple[Tier, ...]]:
    """Return the value tiers from the highest and the loyalty tiers from the lowest; None last, where somebody has
    no tier; both empty where nobody has any.
    """
    if all(cell["value_tier"] is None and cell["loyalty_tier"] is None for cell in cells):
        return (), ()
    sides = []
    for key, side in zip(("value_tier", "loyalty_tier"), (list(reversed(names[0])), list(names[1])), strict=True):
        found = {cell[key] for cell in cells}
        known: list[Tier] = list(side) if found - {None} else []
        sides.append((*known, *([None] if None in found else [])))
    return sides[0], sides[1]


def has_revenue(cells: Sequence[Told]) -> bool:
    """Say whether it is known how much revenue the customers of the cells bring."""
    return any(cell["revenue"] is not None for cell in cells)


def matrix(
    cells: Sequence[Told], names: Sequence[Sequence[str]], *, by_revenue: bool, currency: str | None = None
) -> Grid:
    """Return the value × loyalty matrix, the highest value on top: customers (or revenue) and share of revenue."""
    down, across = axes_of(cells, names)
    found = {(cell["value_tier"], cell["loyalty_tier"]): cell for cell in cells}
    total = sum(cell["revenue"] or 0 for cell in cells)
    here = [[found.get((row, column)) for column in across] for row in down]
    return Grid(
        tuple(row or UNKNOWN["value"] for row in down),
        tuple(column or UNKNOWN["loyalty"] for column in across),
        tuple(tuple(_shown(cell, by_revenue) for cell in line) for line in here),
        tuple(tuple(_texts(cell, total, by_revenue, currency) for cell in line) for line in here),
        "value",
    )


def _shown(cell: Told | None, by_revenue: bool) -> float | None:
    if cell is None:
        return None
    amount = cell["revenue"] if by_revenue else cell["customers"]
    return None if amount is None else float(amount)


def _texts(cell: Told | None, total: float, by_revenue: bool, currency: str | None) -> tuple[str, ...]:
    if cell is None:
        return ("-", "")
    revenue = cell["revenue"]
    part = share(revenue / total) if revenue is not None and total else ""
    by_revenue = by_revenue and revenue is not None
    return (money(revenue, currency, short=True) if by_revenue else count(cell["customers"]), part)


def reasons(told: Mapping[str, Told], names: Sequence[str]) -> list[str]:
    """Return why the scores of these names cannot be computed, or cut into tiers, and what to do."""
    said = []
    for name in names:
        score = told.get(name) or {}
        if score.get("unavailable"):
            said.append(f"There is no {name}: {score['unavailable']}.")
        elif score.get("tier_reason"):
            said.append(f"{name.capitalize()}: {score['tier_reason']}.")
    return said


def distribution(told: Told) -> Distribution:
    """Return the distribution of a score with a line where each tier begins."""
    edges = told["edges"] or [0.0, 1.0]
    return Distribution(tuple(told["histogram"]), float(edges[0]), float(edges[-1]), tuple(cuts_of(told)))


def cuts_of(told: Told) -> list[tuple[float, str]]:
    """Return (value, name of the tier that begins there) for every cut."""
    return list(zip(told.get("cuts") or [], (told.get("tier_names") or [])[1:], strict=False))


def distribution_line(title: str, told: Told, cut: int, currency: str | None, *, brief: bool = False) -> str:
    """Return what the distribution is of, and which cut is at hand; ``brief``: without the unit."""
    said = f"{title} in {inert(told['unit'], 30)}"
    cuts = cuts_of(told)
    if not cuts:
        return said
    place = cut % len(cuts)
    value, name = cuts[place]
    which = f"cut {place + 1} of {len(cuts)}" if len(cuts) > 1 else "the cut"
    return f"{title if brief else said}; {which}: {inert(name, 20)} from {score_text(value, told, currency)} (+ - E)"


def outside_line(told: Told, currency: str | None = None) -> str:
    """Return how many scores lie beyond what is drawn, and how far they go; empty where none does."""
    below, above = told["outside"]
    if not (below or above):
        return ""
    low, high = told["extremes"]
    parts = [f"{count(above)} above it, up to {score_text(high, told, currency)}"] * bool(above)
    parts += [f"{count(below)} below it, down to {score_text(low, told, currency)}"] * bool(below)
    return f"Not drawn: {' and '.join(parts)}."


def moved_cut(told: Told, place: int, by: float) -> float:
    """Return where a cut stands after it was moved by a share of the range that is drawn; between its neighbours."""
    low, high = told["edges"][0], told["edges"][-1]
    cuts = [value for value, _ in cuts_of(told)]
    moved = cuts[place] + by * (high - low)
    below = cuts[place - 1] if place else told["extremes"][0]
    above = cuts[place + 1] if place + 1 < len(cuts) else told["extremes"][1]
    if not below < moved < above:
        moved = (cuts[place] + (above if by > 0 else below)) / 2
    return float(f"{moved:.6g}")


def wrong_cut(told: Told, place: int, text: str) -> str:
    """Return what is wrong with a value typed for a cut; empty where nothing is."""
    cuts = [value for value, _ in cuts_of(told)]
    try:
        value = float(text.replace(",", "").replace("_", ""))
    except ValueError:
        return "a cut is a number"
    if place and value <= cuts[place - 1]:
        return f"the cut below it is at {number(cuts[place - 1])}: this one has to be above that"
    if place + 1 < len(cuts) and value >= cuts[place + 1]:
        return f"the cut above it is at {number(cuts[place + 1])}: this one has to be below that"
    return ""


def rfm_grid(told: Told) -> Grid:
    """Return the RFM map: recency from best to worst down, frequency across; customers and the cell's name."""
    if told.get("unavailable") or not told["cells"]:
        return NOTHING
    bins = told["bins"]
    found = {(cell["r"], cell["f"]): cell["size"] for cell in told["cells"]}
    scores = range(1, bins + 1)
    rows = [tuple(float(found[r, f]) if (r, f) in found else None for f in scores) for r in reversed(scores)]
    texts = [
        tuple((count(found.get((r, f), 0)), inert(marked_name(told, r, f), 18)) for f in scores)
        for r in reversed(scores)
    ]
    return Grid(
        tuple(f"R {r}" for r in reversed(scores)), tuple(f"F {f}" for f in scores), tuple(rows), tuple(texts), ""
    )


def scored_by_rfm(told: Told) -> bool:
    """Whether any customer has a recency and a frequency score."""
    return any(cell["size"] for cell in told.get("cells") or ())


def marked_name(told: Told, r: int, f: int) -> str:
    """Return the name of a cell, with ``+`` before it where several names match and ``?`` where no rule does."""
    marks = (("+", "several"), ("?", "none"))
    mark = next((mark for mark, kind in marks if any(cell[:2] == [r, f] for cell in told["lint"][kind])), "")
    return mark + _name(told["names"]["cells"], r, f)


def _name(names: Sequence[Sequence[str]], r: int, f: int) -> str:
    try:
        return names[len(names) - r][f - 1]
    except IndexError:
        return ""


def rfm_cell_line(told: Told, row: int, column: int, currency: str | None) -> str:
    """Return everything about the cell in a row and column of the map: scores, what they mean, name, size, revenue."""
    bins = told["bins"]
    r, f = bins - row, column + 1
    cell = next((one for one in told["cells"] if (one["r"], one["f"]) == (r, f)), None)
    if cell is None:
        return ""
    worth = "" if cell["revenue"] is None else f", revenue {money(cell['revenue'], currency, short=True)}"
    name = inert(_name(told["names"]["cells"], r, f), 40)
    return f"R {r} ({_days(told, r)}), F {f} ({_orders(told, f)}): {name}, {counted(cell['size'], 'customer')}{worth}"


def _days(told: Told, score: int) -> str:
    """Return the days since the last order that a recency score stands for; ``cuts`` fall from score 1 up."""
    cuts = told["cuts"].get("r") or []
    if not cuts or len(cuts) != told["bins"] - 1:
        return "recency"
    if score == 1:
        return f"over {number(cuts[0])} days"
    return f"at most {number(cuts[score - 2])} days"


def _orders(told: Told, score: int) -> str:
    cuts = told["cuts"].get("f") or []
    if not cuts or len(cuts) != told["bins"] - 1 or told.get("nested"):
        return "frequency"
    return (
        f"under {number(cuts[0])} order{'s' * (cuts[0] != 1)}"
        if score == 1
        else f"{number(cuts[score - 2])} orders and more"
    )


def tier_rows(told: Told) -> list[Told]:
    """Return a row for every tier, the highest first."""
    return list(reversed(told["tiers"]))


def named_rows(told: Told) -> list[Told]:
    """Return a row for every RFM name, then for every class (new, active, returning, lapsed)."""
    return [*told["segments"], *told["classes"]]


def summary_lines(section: str, told: Told) -> list[str]:
    """Return how a score was made: formula, what drives it, notes; or why it cannot be computed."""
    if told.get("unavailable"):
        return [f"Not computed: {told['unavailable']}."]
    if section == "rfm":
        lapsed = told.get("lapsed_days")
        lines = [f"Lapsed: no order for {number(lapsed)} days."] * bool(lapsed)
        problems = [_ended(one) for one in told["lint"]["problems"]]
        marks = (
            ["On the map: + several names match, ? none does."]
            if told["lint"]["several"] or told["lint"]["none"]
            else []
        )
        return [*problems, *marks, *_cut_lines(told), *lines, *[_ended(one) for one in told["notes"]]]
    known = counted(told["known"], "customer", "has", "have")
    lines = [f"{told['formula']} ({told['unit']}); {known} a score."]
    lines += _driver_lines(told) if section == "loyalty" else []
    return [*lines, *[_ended(one) for one in (told["tier_reason"], *told["notes"]) if one]]


def _ended(sentence: str) -> str:
    return sentence.rstrip(".") + "."


def _cut_lines(told: Told) -> list[str]:
    """Return the cuts of each letter, from the best score down."""
    if told.get("nested"):
        return ["Frequency is cut within each recency score, money within each pair of both."]
    named = {"r": ("Days at most", "count"), "f": ("Orders at least", "count"), "m": ("Money at least", "money")}
    lines = []
    for letter, (way, unit) in named.items():
        cuts = told["cuts"].get(letter)
        if cuts:
            scores = [f"{score}: {figure(cut, unit, None)}" for score, cut in enumerate(cuts, start=2)]
            lines.append(f"{way} for {letter.upper()} {', '.join(reversed(scores))}.")
    return lines


def _driver_lines(told: Told) -> list[str]:
    """Return what each part weighs, which columns it comes from, what it brings to the mean score."""
    drivers, details = told.get("drivers") or {}, told["details"]
    lines = []
    for name, mean in drivers.items():
        columns = ", ".join(inert(one, 30) for one in details["columns"].get(name, ()))
        lines.append(f"{name} {share(details['weights'].get(name), 0)} (from {columns}): {number(mean, 1)} points")
    return ["; ".join(lines) + " of the mean score."] if lines else []
