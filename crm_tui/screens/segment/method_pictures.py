"""What only some methods show, and the answers about segments: tree, confusion, rules, words, agreement, advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_tui.format import count, counted, fit, number, share
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.heatmap import Grid
from crm_tui.widgets.pages import PageColumn
from crm_tui.widgets.picture import Draw, Line

Told = Mapping[str, Any]
RULES = (
    PageColumn("place", "integer", title="#"),
    PageColumn("name"),
    PageColumn("matches", "count"),
    PageColumn("takes", "count"),
    PageColumn("warning", title="what is wrong", tone=lambda value: "warning" if value else None),
    PageColumn("condition"),
)
WORDS = (
    PageColumn("segment", "integer", title="#"),
    PageColumn("covers", "share", title="of it", show=lambda value: share(value, 0)),
    PageColumn("precision", "share", title="right", show=lambda value: share(value, 0)),
    PageColumn("condition", title="who is in it"),
    PageColumn("customers", "count"),
)
SIZE_CELLS = 8


@dataclass(frozen=True)
class Node:
    """A node of a tree that is drawn: its size, its height, its two children (none: a leaf)."""

    size: int
    height: float
    children: tuple[Node, ...] = ()

    @property
    def leaves(self) -> int:
        """How many leaves there are below, itself where it is one."""
        return sum(child.leaves for child in self.children) or 1


def tree_of(dendrogram: Told, most: int) -> Node:
    """Return the tree of the last merges with at most ``most`` leaves: what was merged lower is one leaf."""
    nodes = [Node(size, 0.0) for size in dendrogram["leaves"]]
    merges = dendrogram["merges"]
    kept = max(len(merges) - (most - 1), 0)
    for place, (left, right, height) in enumerate(merges):
        first, second = nodes[left], nodes[right]
        children = (first, second) if place >= kept else ()
        nodes.append(Node(first.size + second.size, float(height) if children else 0.0, children))
    return nodes[-1]


def tree_drawing(told: Told) -> Draw:
    """Return the top of the tree of merges: sizes at the left, the height of a merge to the right, the cut dashed."""

    def draw(width: int, height: int, glyphs: Glyphs) -> list[Line]:
        if height < 4 or width < SIZE_CELLS + 12:
            return [[("Too small for the tree.", "dim")]]
        root = tree_of(told["dendrogram"], height - 1)
        rows = _canvas(root, width - SIZE_CELLS - 1, _cut_height(told), glyphs)
        sizes = [fit(count(leaf.size), SIZE_CELLS, "right") for leaf in _leaves(root)]
        drawn: list[Line] = [[(size + " ", "bold"), (row, "cyan")] for size, row in zip(sizes, rows, strict=True)]
        said = f"customers; joined further right the less alike they are; {glyphs.cut} cuts {told['k']} segments"
        return [*drawn, [(fit(said, width, ellipsis=glyphs.ellipsis), "dim")]]

    return draw


def _leaves(node: Node) -> list[Node]:
    return [leaf for child in node.children for leaf in _leaves(child)] if node.children else [node]


def _cut_height(told: Told) -> float:
    """Return a height between the merges that leave k groups and those that would leave fewer."""
    heights = [merge[2] for merge in told["dendrogram"]["merges"]]
    k = told["k"]
    if k < 2 or k > len(heights):
        return 0.0
    return float(heights[-(k - 1)] + heights[-k]) / 2


def _canvas(root: Node, width: int, cut: float, glyphs: Glyphs) -> list[str]:
    """Return the lines of a tree, one a leaf."""
    cells = [[" "] * width for _ in range(root.leaves)]
    top = root.height or 1.0
    plain = glyphs.full.isascii()
    upper, lower, join = ("+", "+", "+") if plain else ("┐", "┘", "├")

    def at(height: float) -> int:
        return min(max(int(height / top * (width - 2)), 0), width - 2)

    def place(node: Node, first: int) -> int:
        """Draw a node whose first leaf is in a row; return the row it comes out at."""
        if not node.children:
            return first
        column = at(node.height)
        split = first + node.children[0].leaves
        ends = [place(node.children[0], first), place(node.children[1], split)]
        for child, row in zip(node.children, ends, strict=True):
            for x in range(at(child.height) + bool(child.children), column):
                cells[row][x] = glyphs.horizontal
        for row in range(ends[0], ends[1] + 1):
            cells[row][column] = upper if row == ends[0] else lower if row == ends[1] else glyphs.vertical
        middle = sum(ends) // 2
        cells[middle][column] = join if middle not in ends else cells[middle][column]
        return middle

    place(root, 0)
    for line in cells:
        line[at(cut)] = glyphs.cut if cut and line[at(cut)] in {" ", glyphs.horizontal} else line[at(cut)]
    return ["".join(line) for line in cells]


def trial_grid(held: Told) -> Grid:
    """Return the confusion matrix of the customers held out: true labels down, given ones across."""
    names = tuple(inert(label, 20) for label in held["labels"])
    rows = tuple(tuple(float(cell) for cell in line) for line in held["confusion"])
    texts = tuple(
        tuple((count(cell), share(cell / (sum(line) or 1), 0)) for cell in line) for line in held["confusion"]
    )
    return Grid(names, names, rows, texts, "true")


def trial_lines(held: Told) -> list[str]:
    """Return how a labelled method did on customers it had not seen."""
    better = held["accuracy"] - held["baseline"]
    worth = "" if better > 0.05 else "  The labels can hardly be told from these features."
    unlabelled = f"  {counted(held['unlabelled'], 'customer', 'has', 'have')} no label." if held["unlabelled"] else ""
    said = (
        f"Held out: {count(held['rows_held_out'])} of the customers labelled in {inert(held['label_column'], 40)}; "
        f"right {share(held['accuracy'])}, always the commonest label {share(held['baseline'])}.{worth}{unlabelled}"
    )
    return [said, "True labels down, given ones across; shares are of the row."]


def rule_rows(rules: Sequence[Told], lint: Told | None) -> list[tuple[object, ...]]:
    """Return a row for every rule as it is written, with what the lint found, where it is known."""
    known = {(line["name"], line["condition"]): line for line in (lint or {}).get("rules", ())}
    rows: list[tuple[object, ...]] = []
    for place, rule in enumerate(rules, start=1):
        line = known.get((rule["name"], rule["when"]), {})
        figures = (line.get("matches"), line.get("takes"))
        warning = str(line.get("warning", "")).removeprefix(f"rule {rule['name']!r} ")
        rows.append((place, rule["name"], *figures, warning, rule["when"]))
    return rows


def rule_lines(lint: Told | None) -> list[str]:
    """Return what the rules do to all customers together."""
    keys = "a add  E edit  d delete  J K move; the first rule that holds wins."
    if lint is None:
        return [keys]
    none, several = (counted(lint[name], "customer", "matches", "match") for name in ("unmatched", "several"))
    found = [f"{none} no rule, {several} several"]
    found += [
        f"{inert(one, 20)} and {inert(other, 20)} share {count(shared)}" for one, other, shared in lint["overlaps"]
    ]
    return [keys, "; ".join(found[:4]) + "."]


def word_rows(words: Told) -> list[tuple[object, ...]]:
    """Return a row for every way into a segment."""
    names = [column.name for column in WORDS]
    return [tuple(rule[name] for name in names) for rule in words["rules"]]


def word_lines(words: Told) -> list[str]:
    """Return how well the rules say the segments."""
    lacking = counted(words["left_out"], "customer", "lacks a value and was", "lack a value and were")
    left = f"  {lacking} left out." if words["left_out"] else ""
    said = (
        f"As rules of a small tree: they put {share(words['fidelity'])} of customers held out into their segment "
        f"(always the largest: {share(words['baseline'])}).{left}"
    )
    return [said]


def agreement_grid(found: Told) -> Grid:
    """Return the crossing of two segmentations, the first down; nobody in none: the row or column is left away."""
    table = found["table"]
    down = [place for place in range(len(table)) if place or any(table[0])]
    across = [place for place in range(len(table[0])) if place or any(line[0] for line in table)]
    down, across = ([*[one for one in places if one], *[0] * (0 in places)] for places in (down, across))
    rows = tuple(tuple(float(table[row][column]) for column in across) for row in down)
    texts = tuple(
        tuple((count(table[row][column]), share(table[row][column] / (sum(table[row]) or 1), 0)) for column in across)
        for row in down
    )
    names = [tuple(str(place) if place else "none" for place in places) for places in (down, across)]
    return Grid(names[0], names[1], rows, texts, "")


def agreement_lines(found: Told) -> list[str]:
    """Return how far two segmentations agree, and the figures of both side by side."""
    rand = found["adjusted_rand"]
    words = (
        "nearly the same segments" if rand >= 0.9 else "much the same segments" if rand >= 0.65
        else "partly the same segments" if rand >= 0.3 else "other segments"
    )  # fmt: skip
    sides = [found["first"], found["second"]]
    lines = [f"Adjusted Rand {number(rand, 2)}: {words}."]
    lines += [f"{way}: {_side(side)}" for way, side in zip(("down", "across"), sides, strict=True)]
    return lines


def _side(side: Told) -> str:
    structure = (side["structure"] or {}).get("verdict")
    parts = [
        f"{side['method']}, {side['k']} segments",
        "" if side["silhouette"] is None else f"silhouette {number(side['silhouette'], 3)}",
        "" if side["weakest"] is None else f"weakest Jaccard {number(side['weakest'], 2)}",
        f"{share(side['noise_share'])} in none" if side["noise"] else "",
        f"groups: {structure}" if structure else "",
    ]
    return ", ".join(part for part in parts if part)
