"""The part of the page about the data: what was read, what was dropped and why, what was used, how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.report.markup import Html, element, joined, section, table
from analysis.report.numbers import percent, shown
from analysis.report.result import RunResult

EXAMPLES = 3
"""How many rows of each step the page shows."""


def data_section(run: RunResult) -> Html:
    """Return inputs, the ledger of the cleaning and the features."""
    return section("data", "Data and cleaning", inputs(run), ledger(run), unmatched(run), features(run))


def inputs(run: RunResult) -> Html:
    """Return the files that were read, with their warnings."""
    rows = [
        (
            Path(one.path).name,
            one.findings.kind,
            shown(one.findings.rows),
            one.findings.encoding,
            repr(one.findings.delimiter),
            shown(one.findings.bytes),
            element("code", one.sha256[:16]),
        )
        for one in run.inputs
    ]
    header = ("File", "Kind", "Rows", "Encoding", "Delimiter", "Bytes", "SHA-256")
    warnings = [
        element("p", f"{Path(one.path).name}: {said}", class_="warning")
        for one in run.inputs
        for said in one.findings.warnings
    ]
    return joined(table(header, rows, numeric=(2, 5)), *warnings)


def ledger(run: RunResult) -> Html:
    """Return what every cleaning step did, in rows and in money."""
    if not run.ledger:
        return element("p", "Nothing was cleaned.")
    rows = [
        (
            line.title or line.step,
            line.source,
            shown(line.rows_before),
            shown(line.rows_after),
            shown(line.rows_after - line.rows_before),
            shown(line.cells_changed),
            shown(line.amount_before, "money"),
            shown(line.amount_after, "money"),
            line.reason,
        )
        for line in run.ledger
    ]
    header = ("Step", "Source", "Rows before", "after", "change", "Cells changed", "Money before", "after", "Reason")
    return joined(element("h3", "Cleaning"), table(header, rows, numeric=(2, 3, 4, 5, 6, 7)), rules(run), examples(run))


def rules(run: RunResult) -> Html:
    """Return what each rule of a step dropped."""
    rows = [
        (line.title or line.step, rule.rule, shown(rule.rows), shown(rule.amount, "money"))
        for line in run.ledger
        for rule in line.rules
    ]
    header = ("Step", "Rows that went", "Rows", "Money")
    return joined(element("h4", "What went, by rule"), table(header, rows, numeric=(2, 3))) if rows else Html("")


def examples(run: RunResult) -> Html:
    """Return some rows that the steps touched; none where people are masked."""
    if run.export.mask_key is not None:
        return Html("")
    rows = [
        (line.title or line.step, shown(one.line), told(one.before), told(one.after) if one.after else "dropped")
        for line in run.ledger
        for one in line.examples[:EXAMPLES]
    ]
    header = ("Step", "Line", "Before", "After")
    return joined(element("h4", "Rows that were touched"), table(header, rows, numeric=(1,))) if rows else Html("")


def told(cells: Mapping[str, str | None]) -> str:
    """Return cells in one line."""
    return ", ".join(f"{name}: {'–' if cell is None else cell}" for name, cell in cells.items())


def unmatched(run: RunResult) -> Html:
    """Return keys of one source that another does not know."""
    rows = [
        (
            f"{one.left} → {one.right}",
            one.key,
            shown(one.matched),
            shown(one.left_keys),
            shown(one.left_rows),
            shown(one.right_keys),
        )
        for one in run.customers.unmatched
    ]
    header = ("Join", "Key", "Matched", "Only left", "rows", "Only right")
    return joined(element("h3", "Joins"), table(header, rows, numeric=(2, 3, 4, 5))) if rows else Html("")


def features(run: RunResult) -> Html:
    """Return what the segments were made from, and what was left out and why."""
    columns = [one.model_dump(mode="json") for one in run.features]
    rows = [
        (
            one.get("name"),
            one.get("transform"),
            one.get("scale"),
            shown(one.get("mean")),
            shown(one.get("std")),
            percent(one.get("missing")),
        )
        for one in columns
    ]
    left_out = [(one.model_dump().get("name"), one.model_dump().get("reason")) for one in run.excluded]
    more = element(
        "details", element("summary", f"{len(left_out)} columns left out"), table(("Column", "Reason"), left_out)
    )
    header = ("Feature", "Transform", "Scale", "Mean", "Std", "Missing")
    return joined(element("h3", "Features"), table(header, rows, numeric=(3, 4, 5)), more if left_out else Html(""))


def provenance_section(run: RunResult) -> Html:
    """Return what reproduces the run: command, seed, versions, the recipe."""
    provenance = run.provenance
    lines = [
        ("Command", provenance.command or "run in the app"),
        ("Seed", str(provenance.seed)),
        ("As of", provenance.as_of or "–"),
        ("Engine", provenance.engine),
        ("Software", ", ".join(f"{name} {version}" for name, version in sorted(provenance.software.items()))),
    ]
    items = joined(*(joined(element("dt", term), element("dd", said)) for term, said in lines))
    recipe = element("details", element("summary", "Recipe"), element("pre", Html(_lines(provenance.recipe))))
    intervals = (
        f"Intervals: {run.profiles.resamples} bootstrap resamples; segments of more than {run.profiles.groups:,} "
        "customers are resampled in that many random groups."
    )
    sheet = element("div", element("dl", items), class_="sheet")
    return section("how", "How to repeat this", sheet, recipe, element("p", intervals, class_="faint"))


def _lines(text: str) -> str:
    from analysis.report.safety import escaped

    return "\n".join(escaped(line, 2000) for line in text.splitlines())
