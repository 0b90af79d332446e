"""The ledger of the Clean screen as plain rows and sentences: no widget in here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_tui.format import counted, money
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert
from crm_tui.masking import masked_said
from crm_tui.widgets.pages import PageColumn

if TYPE_CHECKING:
    from analysis.recipe import Recipe
    from crm_tui.session import Session

LEDGER = (
    PageColumn("on", title=" "),
    PageColumn("step"),
    PageColumn("what"),
    PageColumn("rows", "count"),
    PageColumn("dropped", "count", tone=lambda value: "warning" if value else None),
    PageColumn("cells", "count"),
    PageColumn("money", "money"),
    PageColumn("source"),
    PageColumn("reason"),
)
Proposal = Mapping[str, Any]


def ledger_lines(session: Session) -> list[Mapping[str, Any]]:
    """Return the ledger's line of each step of the recipe, empty for one that is off or not counted as it is now."""
    recipe = session.recipe
    if recipe is None or session.stage("clean").state != "done":
        return [{} for _ in recipe.clean] if recipe is not None else []
    by_source: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in session.told.get("clean", {}).get("ledger", ()):
        by_source[line["source"]].append(line)
    lines: dict[str, Iterator[Mapping[str, Any]]] = {name: iter(found) for name, found in by_source.items()}
    only = recipe.sources[0].name if recipe.sources else ""
    return [next(lines.get(step.source or only, iter(())), {}) if step.enabled else {} for step in recipe.clean]


def ledger_rows(session: Session, glyphs: Glyphs) -> list[tuple[object, ...]]:
    """Return the steps of the recipe with what they did, the suggestions that are not taken, then edits by hand."""
    if session.recipe is None:
        return []
    rows: list[tuple[object, ...]] = []
    for step, line in zip(session.recipe.clean, ledger_lines(session), strict=True):
        before, after = line.get("rows_before"), line.get("rows_after")
        dropped = None if before is None or after is None else before - after
        mark = glyphs.checked if step.enabled else glyphs.unchecked
        cells = (before, dropped, line.get("cells_changed"), difference(line))
        rows.append((mark, step.step, settings_text(step), *cells, step.source or "", line.get("reason", "")))
    for one in open_suggestions(session.recipe, session.proposals):
        what = suggestion_text(one["step"])
        rows.append((" + ", one["step"]["step"], what, None, None, None, None, one["source"], one["reason"]))
    return rows + edit_rows(session)


def edit_rows(session: Session) -> list[tuple[object, ...]]:
    """Return what the changes to single customers did, a row for each kind; they are made in the review."""
    rows: list[tuple[object, ...]] = []
    for line in session.told.get("customers", {}).get("edits", ()):
        cells = (line["rows_before"], line["rows_before"] - line["rows_after"], line["cells_changed"], difference(line))
        rows.append((" E ", "by hand", line["title"], *cells, line["source"], line["reason"]))
    return rows


def difference(line: Mapping[str, Any]) -> float | None:
    """Return by how much a step changed the rows' money; None where there is no money in them."""
    before, after = line.get("amount_before"), line.get("amount_after")
    return None if before is None or after is None else after - before


def open_suggestions(recipe: Recipe, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals that no step of the recipe answers: of the same name, source and columns."""
    taken = {(step.step, step.source, tuple(getattr(step, "columns", ()))) for step in recipe.clean}
    only = recipe.sources[0].name if len(recipe.sources) == 1 else None
    return [
        one
        for one in proposals
        if not taken
        & {
            (one["step"]["step"], source, tuple(one["step"].get("columns", ())))
            for source in (one["source"], *((None,) if only == one["source"] else ()))
        }
    ]


def reason_text(session: Session, place: int, about: str) -> str:
    """Return the sentences about the step or the suggestion at a place of the ledger: why, and by which rules."""
    recipe = session.recipe
    if recipe is None or place < 0:
        return ""
    if place >= len(recipe.clean):
        suggestions = open_suggestions(recipe, session.proposals)
        reason = masked_said(suggestions[place - len(recipe.clean)]["reason"], session)
        return f"Suggested: {reason} (space takes it)"
    line = ledger_lines(session)[place]
    said = [line["reason"] if line.get("reason") else about]
    rules = line.get("rules", ())
    if len(rules) > 1 or (rules and not line.get("reason")):
        said.append("; ".join(_rule(rule) for rule in rules))
    if not recipe.clean[place].enabled:
        said.append("This step is off: space switches it on.")
    return " · ".join(inert(masked_said(part, session), 800) for part in said if part)


def _rule(rule: Mapping[str, Any]) -> str:
    amount = "" if rule["amount"] is None else f", {money(rule['amount'])}"
    return f"{rule['rule']}: {counted(rule['rows'], 'row')}{amount}"


def settings_text(step: Any) -> str:  # noqa: ANN401
    """Return the settings of a step in one line, without those that are as by default."""
    return _text_of(step.model_dump(mode="json", exclude_defaults=True))


def suggestion_text(document: Mapping[str, Any]) -> str:
    """Return the settings of a proposed step in one line."""
    from analysis.cleaning import STEPS

    try:
        return settings_text(STEPS[document["step"]].model_validate_json(json_of(document)))
    except (KeyError, ValueError):
        return _text_of(document)


def json_of(document: Mapping[str, Any]) -> str:
    """Return a plain document as JSON."""
    import json

    return json.dumps(document)


def _text_of(document: Mapping[str, Any]) -> str:
    parts = [
        _value_text(name, value)
        for name, value in document.items()
        if name not in {"step", "source", "enabled"} and value not in (None, [], ())
    ]
    return "; ".join(parts)


def _value_text(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        listed = ", ".join(map(str, value))
        return listed if name == "columns" else f"{name.replace('_', ' ')} {listed}"
    return str(value) if name in {"condition", "column"} else f"{name.replace('_', ' ')} {value}"


def first_line(text: str | None) -> str:
    """Return the first line of a docstring."""
    return (text or "").strip().split("\n")[0]


def touched_table(answer: Mapping[str, Any], glyphs: Glyphs) -> tuple[list[PageColumn], list[list[object]]]:
    """Return columns and rows of the touched rows: line, what happened, the columns that change first."""
    names = list(answer["columns"])
    changed = {
        place
        for row in answer["touched"]
        if row["after"] is not None
        for place, (old, new) in enumerate(zip(row["before"], row["after"], strict=True))
        if old != new
    }
    looked_at = names.index(answer["column"]) if answer["column"] in names else 0
    order = sorted(range(len(names)), key=lambda place: (place not in changed, place != looked_at, place))
    columns = [PageColumn("line", "identifier"), PageColumn("what"), *(PageColumn(names[place]) for place in order)]
    rows: list[list[object]] = []
    for row in answer["touched"]:
        cells = [_cell(row, place, glyphs) for place in order]
        rows.append([row["line"], "dropped" if row["dropped"] else "changed", *cells])
    return columns, rows


def _cell(row: Mapping[str, Any], place: int, glyphs: Glyphs) -> object:
    before = row["before"][place]
    after = before if row["after"] is None else row["after"][place]
    if before == after:
        return before
    missing = glyphs.missing
    return f"{missing if before is None else before} {glyphs.pointer} {missing if after is None else after}"
