"""The export dialog: what, in which format, masked or not, where; and the command that does the same."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from analysis.recipe import Recipe
from analysis.settings import Settings
from crm_tui.inert import inert
from crm_tui.messages import Question, RecipeChanged, RunWanted
from crm_tui.session import Session
from crm_tui.widgets.modal import Dialog
from crm_tui.widgets.note import Note
from crm_tui.widgets.settings_form import SettingsForm

if TYPE_CHECKING:
    from crm_tui.app import CrmTui

EVERYTHING = "everything"
What = Literal["everything", "customers", "call list", "segments", "HTML report", "Markdown report"]
TABLES = ("customers", "call list")
SUFFIXES = {"segments": "csv", "HTML report": "html", "Markdown report": "md"}
"""Parts that have one format only → its suffix."""


class ExportWish(Settings):
    """What is to be exported: everything is a run folder with tables, report, figures, recipe and model."""

    what: What = Field("everything", title="What", description="The whole run folder, or one file of it.")
    place: str = Field("run", min_length=1, title="Where", description="Folder or file; written whole or not at all.")
    format: Literal["csv", "parquet", "xlsx"] = Field(
        "csv", title="Tables as", description="Format of customers and call list; xlsx is Excel."
    )
    columns: tuple[str, ...] = Field(
        (), strict=False, title="Columns along", description="Original columns to carry into the customers' file."
    )
    mask: bool = Field(False, title="Mask", description="Replace names, contacts and ids by keyed hashes.")
    holdout: float = Field(
        0.0, ge=0.0, le=0.5, title="Holdout", description="Share of the call list left alone, to measure the effect."
    )
    raw_formulas: bool = Field(
        False, title="Raw formulas", description="Leave cells that a spreadsheet would run as formulas as they are."
    )
    replace: bool = Field(False, title="Replace", description="Replace what an earlier export left there.")


class ExportDialog(Dialog["str | None"]):
    """Asks how to export and writes it; gives the place, or None after ``esc``. What goes wrong is said here."""

    app: CrmTui
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel"),
        Binding("x,ctrl+e", "export", "Export"),
    ]
    HELP = "x writes it. The command below does the same without a terminal, next month too."
    DEFAULT_CSS = """
    ExportDialog > Vertical {
        width: 94%; max-width: 110; height: 22; max-height: 96%;
    }
    ExportDialog SettingsForm { height: 1fr; }
    ExportDialog #command { height: auto; max-height: 4; color: $text-muted; }
    ExportDialog #said { height: auto; max-height: 4; }
    ExportDialog #said.wrong { color: $text-error; }
    """

    def __init__(self, session: Session, folder: Path | None = None) -> None:
        super().__init__()
        recipe = session.recipe
        assert recipe is not None
        self.recipe, self.folder = recipe, folder or Path.cwd()
        self.measures = tuple(one["name"] for one in session.told.get("customers", {}).get("measures", ()))
        self.offered = suggested("everything", "csv", self.folder)
        self.wish = ExportWish(
            place=self.offered,
            columns=recipe.export.columns,
            mask=recipe.export.mask or session.masked,
            holdout=recipe.strategies.holdout,
            raw_formulas=recipe.export.raw_formulas,
        )
        self.writing = False

    def compose(self) -> ComposeResult:
        """A heading, the form, the command, what is said, the keys."""
        with Vertical():
            yield Static(Content("Export"), classes="heading", markup=False)
            yield SettingsForm(self.wish, choices={"columns": self.measures})
            yield Note(id="command", markup=False)
            yield Note(id="said", markup=False)
            yield Static(Content("x export · enter edit · esc cancel"), id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin in the form."""
        self.query_one(SettingsForm).focus()
        self._show_command()

    async def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Keep the wish, offer another place where the old one was only offered, and show its command."""
        message.stop()
        self._take_form()
        if message.field in {"what", "format"} and self.wish.place == self.offered:
            self.offered = suggested(self.wish.what, self.wish.format, self.folder)
            self.wish = self.wish.model_copy(update={"place": self.offered})
            await self.query_one(SettingsForm).set_settings(self.wish)
        self._say("")
        self._show_command()

    def _take_form(self) -> None:
        """Take what the form says now; what it said before may still be on its way as a message."""
        settings: object = self.query_one(SettingsForm).settings
        if isinstance(settings, ExportWish):
            self.wish = settings

    def _show_command(self) -> None:
        self.query_one("#command", Note).update(Content(inert(f"Without a terminal: {command_of(self.wish)}", 500)))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        line = self.query_one("#said", Note)
        line.set_class(wrong, "wrong")
        line.update(Content(inert(text, 500)))

    def action_export(self) -> None:
        """Have the child write it; close when it is there."""
        if self.writing:
            return
        self._take_form()
        self.writing = True
        self._say(f"writing {self.wish.place} …")
        recipe = with_choices(self.recipe, self.wish)
        self.app.post_message(Question("export", job_of(self.wish, recipe), self._written, child="run"))

    def _written(self, answer: dict[str, Any]) -> None:
        self.writing = False
        recipe = with_choices(self.recipe, self.wish)
        if "problem" in answer:
            if self.is_attached:
                self._say(str(answer["problem"]), wrong=True)
            else:
                self.app.say(str(answer["problem"]), problem=True)
            return
        if recipe != self.recipe:
            self.app.post_message(RecipeChanged(recipe, "what is exported"))
            self.app.post_message(RunWanted())  # the export has computed it all: this only takes it up
        if self.is_attached:
            self.dismiss(str(answer["out"]))


def with_choices(recipe: Recipe, wish: ExportWish) -> Recipe:
    """Return the recipe with the choices of an export: columns, mask, formulas, holdout."""
    export = recipe.export.model_copy(
        update={"columns": wish.columns, "mask": wish.mask, "raw_formulas": wish.raw_formulas}
    )
    strategies = recipe.strategies.model_copy(update={"holdout": wish.holdout})
    return recipe.model_copy(update={"export": export, "strategies": strategies})


def job_of(wish: ExportWish, recipe: Recipe) -> dict[str, Any]:
    """Return the job that writes what is wished for."""
    return {
        "job": "export",
        "recipe": recipe.plain(),
        "part": "" if wish.what == EVERYTHING else wish.what,
        "out": str(Path(wish.place).expanduser().absolute()),
        "format": wish.format,
        "force": wish.replace,
        "command": command_of(wish),
    }


def suggested(what: str, file_format: str, folder: Path) -> str:
    """Return a place that is free: ``run`` or ``customers.csv`` in the folder, numbered where that is there already."""
    stem = "run" if what == EVERYTHING else "report" if what.endswith("report") else what.replace(" ", "_")
    suffix = "" if what == EVERYTHING else f".{SUFFIXES.get(what, file_format)}"
    names = [f"{stem}{suffix}", *(f"{stem}-{number}{suffix}" for number in range(2, 1000))]
    return str(next(folder / name for name in names if not (folder / name).exists()))


def command_of(wish: ExportWish) -> str:
    """Return the command line that does the same: again from the exported recipe, or from one saved with ``s``."""
    if wish.what != EVERYTHING:
        parts = ["crm-tui", "run", "recipe.toml", "--out", "run", *_options(wish)]
        return f"{shlex.join(parts)}   (s saves recipe.toml; the {wish.what} is a file of the folder run)"
    parts = ["crm-tui", "run", str(Path(wish.place) / "recipe.toml"), "--out", f"{wish.place}-again", *_options(wish)]
    return shlex.join(parts)


def _options(wish: ExportWish) -> list[str]:
    """Return the options that the wish stands for; the rest is in the recipe."""
    tables = wish.what in {EVERYTHING, *TABLES} and wish.format != "csv"
    return [*(["--format", wish.format] if tables else []), *(["--mask"] if wish.mask else [])]
