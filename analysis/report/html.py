"""report.html: the whole run on one page that needs no network and runs no script."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analysis.report.html_data import data_section, provenance_section
from analysis.report.html_segments import segment_sections
from analysis.report.html_tiers import rfm_section, tiers_section
from analysis.report.lifetime import lifetime_section
from analysis.report.markup import Html, element, joined, paragraphs, section, sentence, table
from analysis.report.numbers import percent, shown
from analysis.report.plane import principal_plane
from analysis.report.result import RunResult, revenue_told
from analysis.report.sentences import verdict, warnings_of
from analysis.report.svg import colour, curve, lorenz, scatter, share_bar

STYLE = Path(__file__).with_name("report.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html_report(run: RunResult) -> str:
    """Return the report as one HTML page; every text of the data in it is escaped."""
    body = joined(
        header(run),
        overview(run),
        pictures(run),
        tiers_section(run),
        rfm_section(run),
        lifetime_section(run),
        segment_sections(run),
        data_section(run),
        provenance_section(run),
    )
    style = Html(STYLE.read_text(encoding="utf-8"))
    head = joined(
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        element("title", "Customer segments"),
        element("style", style),
    )
    return f'<!DOCTYPE html>\n<html lang="en">{element("head", head)}{element("body", body)}</html>\n'


def header(run: RunResult) -> Html:
    """Return title, what the report rests on, and links to its parts."""
    names = ", ".join(Path(one.path).name for one in run.inputs)
    as_of = f", as of {run.provenance.as_of}" if run.provenance.as_of else ""
    links = [("segments", "Segments"), ("tiers", "Tiers"), ("data", "Data and cleaning"), ("how", "How to repeat this")]
    return element(
        "header",
        element("h1", "Customer segments"),
        element("p", f"{names}{as_of}", class_="faint"),
        element("nav", *(element("a", said, href=f"#{target}") for target, said in links)),
    )


def overview(run: RunResult) -> Html:
    """Return the figures to know first, the verdict on the segments, and the segments themselves."""
    customers = run.customers
    concentration = run.profiles.concentration
    tiles = [
        (shown(customers.frame.height), "customers"),
        (revenue_told(run), "revenue"),
        (shown(run.segmentation.k), "segments"),
        (percent(concentration.brings) if concentration else None, "of the revenue from the top 20 % of customers"),
    ]
    shown_tiles = (element("div", element("b", figure), element("span", said), class_="tile") for figure, said in tiles)
    notes = (element("p", sentence(warning), class_="warning") for warning in warnings_of(run))
    return section(
        "segments",
        "Segments",
        element("div", *shown_tiles, class_="tiles"),
        paragraphs(verdict(run)),
        *notes,
        segment_table(run),
    )


def segment_table(run: RunResult) -> Html:
    """Return one line per segment: size, revenue, stability, strategy."""
    stability = {line.id: line.stability for line in run.segmentation.segments}
    sheets = {sheet.segment or 0: sheet for sheet in run.sheets}
    rows = []
    for one in run.profiles.segments:
        known, sheet = stability.get(one.id), sheets.get(one.id)
        rows.append(
            (
                element(
                    "a", element("span", one.id or "–", class_=f"badge {colour(one.id)}"), href=f"#segment-{one.id}"
                ),
                one.name,
                shown(one.size),
                share_bar(one.share, colour(one.id)),
                shown(one.revenue, "money"),
                share_bar(one.revenue_share, colour(one.id)),
                None if known is None else f"{known:.2f}{'' if known >= 0.6 else ' unstable'}",
                sheet.name if sheet else None,
            )
        )
    header = ("", "Name", "Customers", "Share", "Revenue", "Share of revenue", "Stability", "Strategy")
    return table(header, rows, numeric=(2, 4, 6))


def pictures(run: RunResult) -> Html:
    """Return the scatter, the sweep and the Lorenz curve, as far as there is something to draw."""
    parts: list[Html] = []
    plane = principal_plane(run.points) if run.points is not None else None
    if plane is not None:
        places, rows = plane
        segments = run.result["segment"].fill_null(0).to_numpy().astype(np.int64)
        parts.append(scatter(places, segments[rows], len(segments)))
    swept = [(float(line.k), line.silhouette) for line in run.segmentation.sweep]
    known = [(k, silhouette) for k, silhouette in swept if silhouette is not None]
    if len(known) > 1:
        parts.append(curve(known, run.segmentation.k, "silhouette (1: apart, 0: touching)"))
    if run.profiles.concentration is not None:
        parts.append(lorenz(run.profiles.concentration))
    return element("div", *parts, class_="columns") if parts else Html("")
