"""Screen 2: the ledger of cleaning steps, and what the step under the cursor does to a column and to which rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.messages import Question, RecipeChanged
from crm_tui.screens.column_dialogs import describe_lines
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.screens.step_dialog import StepDialog
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table_messages import Chosen, CursorMoved, Toggled
from crm_tui.widgets.table_view import TableView

if TYPE_CHECKING:
    from analysis.recipe import Recipe
    from crm_tui.session import Session

LEDGER = (
    PageColumn("on", title=" "),
    PageColumn("step"),
    PageColumn("what"),
    PageColumn("rows", "count", title="rows before"),
    PageColumn("dropped", "count", tone=lambda value: "warning" if value else None),
    PageColumn("cells", "count", title="cells changed"),
    PageColumn("money", "money", title="money changed"),
    PageColumn("source"),
    PageColumn("reason"),
)


class CleanScreen(StageScreen):
    """Left: the ledger and the suggestions. Right: the column before and after the step, and the rows it touches."""

    stage = "clean"
    CSS_PATH = "clean.tcss"
    HELP = "Steps run from top to bottom. Those marked with a plus are suggestions: space takes one into the recipe."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add step", id="clean.add"),
        Binding("E", "edit", "Edit step", id="clean.edit"),
        Binding("d", "delete", "Delete step", id="clean.delete"),
        Binding("J", "shift(1)", "Move down", id="clean.down", show=False),
        Binding("K", "shift(-1)", "Move up", id="clean.up", show=False),
        Binding("comma", "column(-1)", "Column before", id="clean.column_before", show=False),
        Binding("semicolon", "column(1)", "Next column", id="clean.column_next", show=False),
    ]
    column: str | None = None
    shared: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        """The ledger at the left; before, after and touched rows at the right."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield TableView(id="ledger", cursor="row", numbers=True, empty="No steps: press a to add one.")
                yield Static(id="reason", markup=False)
            with Vertical(id="right"):
                with Horizontal(id="effects"):
                    yield Static(id="before", markup=False)
                    yield Static(id="after", markup=False)
                yield TableView(id="touched", numbers=False, empty="This step touches no row.")

    def on_mount(self) -> None:
        """Begin in the ledger."""
        super().on_mount()
        self.query_one("#ledger").focus()

    def show(self, session: Session) -> None:
        """Draw the ledger: the steps of the recipe with what they did, then the suggestions that are not taken."""
        if session.recipe is None:
            return
        rows = [*self._steps(session), *self._suggestions(session)]
        table = self.query_one("#ledger", TableView)
        table.set_source(frame_pages(LEDGER, rows), keep_cursor=True)
        self._look(session)

    def _steps(self, session: Session) -> list[tuple[object, ...]]:
        assert session.recipe is not None
        glyphs = glyphs_of(self.app)
        ledger = session.told.get("clean", {}).get("ledger", ())
        fresh = session.stage("clean").state == "done"
        lines = iter(ledger if fresh else ())
        rows: list[tuple[object, ...]] = []
        for step in session.recipe.clean:
            line: Mapping[str, Any] = next(lines, {}) if step.enabled else {}
            before, after = line.get("rows_before"), line.get("rows_after")
            dropped = None if before is None or after is None else before - after
            mark = glyphs.checked if step.enabled else glyphs.unchecked
            cells = (before, dropped, line.get("cells_changed"), _difference(line))
            rows.append((mark, step.step, settings_text(step), *cells, step.source or "", line.get("reason", "")))
        return rows

    def _open_suggestions(self, session: Session) -> list[Mapping[str, Any]]:
        taken = [] if session.recipe is None else [(step.step, step.source) for step in session.recipe.clean]
        return [one for one in session.proposals if (one["step"]["step"], one["source"]) not in taken]

    def _suggestions(self, session: Session) -> list[tuple[object, ...]]:
        return [
            (
                " + ",
                one["step"]["step"],
                _document_text(one["step"]),
                None,
                None,
                None,
                None,
                one["source"],
                one["reason"],
            )
            for one in self._open_suggestions(session)
        ]

    @on(CursorMoved, "#ledger")
    def _moved(self, message: CursorMoved) -> None:
        self._look(self.app.session)

    def _place(self) -> int:
        table = self.query_one("#ledger", TableView)
        return table.source.number(table.row) - 1 if table.source.height else -1

    def _look(self, session: Session) -> None:
        """Ask what the step under the cursor does."""
        place = self._place()
        recipe = session.recipe
        if recipe is None or place < 0:
            return
        reasons = [""] * len(recipe.clean) + [str(one["reason"]) for one in self._open_suggestions(session)]
        described = "" if place >= len(recipe.clean) else first_line(type(recipe.clean[place]).__doc__)
        text = reasons[place] if place < len(reasons) and reasons[place] else described
        self.query_one("#reason", Static).update(Content(inert(text, 500)))
        if place < len(recipe.clean) and session.stage("load").state == "done":
            self.post_message(
                Question("step", {"job": "step", "step": place, "column": self.column}, self._show_effects)
            )

    def _show_effects(self, answer: dict[str, Any]) -> None:
        if "problem" in answer:
            self.query_one("#before", Static).update(Content(inert(answer["problem"], 500)))
            self.query_one("#after", Static).update("")
            return
        self.column, self.shared = answer["column"], tuple(answer["columns"])
        glyphs = glyphs_of(self.app)
        for side in ("before", "after"):
            lines = [f"{side}: ", *describe_lines(answer[side], glyphs)]
            self.query_one(f"#{side}", Static).update(Content("\n".join([lines[0] + lines[1], *lines[2:]])))
        self._show_touched(answer)

    def _show_touched(self, answer: Mapping[str, Any]) -> None:
        columns = [
            PageColumn("line", "identifier"),
            PageColumn("what"),
            *[PageColumn(name) for name in answer["columns"]],
        ]
        rows: list[list[object]] = []
        for row in answer["touched"]:
            after = row["after"]
            cells = [
                value if after is None or value == after[place] else f"{value} > {after[place]}"
                for place, value in enumerate(row["before"])
            ]
            rows.append([row["line"], "dropped" if row["dropped"] else "changed", *cells])
        self.query_one("#touched", TableView).set_source(frame_pages(columns, rows))

    def _change(self, clean: tuple[Any, ...], what: str) -> None:
        recipe = self.app.session.recipe
        if recipe is not None:
            self.post_message(RecipeChanged(recipe.model_copy(update={"clean": clean}), what))

    @on(Toggled, "#ledger")
    def _toggle(self, message: Toggled) -> None:
        """Switch a step on or off, or take a suggestion."""
        message.stop()
        recipe, place = self.app.session.recipe, self._place()
        if recipe is None or place < 0:
            return
        if place < len(recipe.clean):
            step = recipe.clean[place]
            self._replace(place, step.model_copy(update={"enabled": not step.enabled}), step.step)
            return
        one = self._open_suggestions(self.app.session)[place - len(recipe.clean)]
        self._take(recipe, one["step"])

    def _take(self, recipe: Recipe, document: Mapping[str, Any]) -> None:
        from analysis.recipe import Recipe as Recipes

        plain = recipe.model_dump(mode="json", exclude_none=True)
        plain["clean"] = [*plain.get("clean", []), dict(document)]
        self._change(Recipes.from_document(plain, base=recipe.base).clean, f"{document['step']} added")

    def _replace(self, place: int, step: Any, what: str) -> None:  # noqa: ANN401
        assert self.app.session.recipe is not None
        clean = list(self.app.session.recipe.clean)
        clean[place] = step
        self._change(tuple(clean), what)

    @on(Chosen, "#ledger")
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the settings of the step under the cursor."""
        recipe, place = self.app.session.recipe, self._place()
        if recipe is None or not 0 <= place < len(recipe.clean):
            return

        def edited(step: Any) -> None:  # noqa: ANN401
            if step is not None:
                self._replace(place, step, step.step)

        self.app.push_screen(StepDialog(recipe.clean[place], self.shared), edited)

    def action_add(self) -> None:
        """Choose a step from the table of all steps, and set it."""
        from analysis.cleaning import STEPS
        from crm_tui.widgets.dialogs import Choose

        options = [(name, f"{name:<18} {first_line(model.__doc__)[:70]}") for name, model in STEPS.items()]
        self.app.push_screen(Choose("Add a step", options), self._added)

    def _added(self, name: str | None) -> None:
        recipe = self.app.session.recipe
        if name is None or recipe is None:
            return
        from crm_tui.screens.step_dialog import first_settings

        source = recipe.sources[0].name if recipe.sources else None
        document = first_settings(name, self.column or (self.shared[0] if self.shared else ""), source)
        try:
            self._take(recipe, document)
        except ValueError as error:
            self.app.say(str(error), problem=True)

    def action_delete(self) -> None:
        """Take the step under the cursor out; u brings it back."""
        recipe, place = self.app.session.recipe, self._place()
        if recipe is not None and 0 <= place < len(recipe.clean):
            kept = tuple(step for number, step in enumerate(recipe.clean) if number != place)
            self._change(kept, f"{recipe.clean[place].step} deleted")

    def action_shift(self, by: int) -> None:
        """Move the step under the cursor."""
        recipe, place = self.app.session.recipe, self._place()
        if recipe is None or not (0 <= place < len(recipe.clean) and 0 <= place + by < len(recipe.clean)):
            return
        clean = list(recipe.clean)
        clean[place], clean[place + by] = clean[place + by], clean[place]
        self._change(tuple(clean), f"{clean[place + by].step} moved")
        self.query_one("#ledger", TableView).action_move(by, 0)

    def action_column(self, by: int) -> None:
        """Look at the next column before and after the step."""
        if self.shared:
            place = self.shared.index(self.column) if self.column in self.shared else 0
            self.column = self.shared[(place + by) % len(self.shared)]
            self._look(self.app.session)


def _difference(line: Mapping[str, Any]) -> float | None:
    before, after = line.get("amount_before"), line.get("amount_after")
    return None if before is None or after is None else after - before


def settings_text(step: Any) -> str:  # noqa: ANN401
    """Return the settings of a step in one line, without those that are as by default."""
    return _document_text(step.model_dump(mode="json", exclude_defaults=True))


def _document_text(document: Mapping[str, Any]) -> str:
    parts = [
        ", ".join(map(str, value))
        if isinstance(value, list | tuple)
        else f"{name} {value}"
        if name != "condition"
        else str(value)
        for name, value in document.items()
        if name not in {"step", "source", "enabled"} and value is not None
    ]
    return "; ".join(parts)


def first_line(text: str | None) -> str:
    """Return the first line of a docstring."""
    return (text or "").strip().split("\n")[0]
