"""The export dialog: what, in which format, masked or not, where; and the command that does the same with no terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from analysis.settings import Settings
from crm_tui.inert import inert
from crm_tui.session import Session
from crm_tui.widgets.settings_form import SettingsForm


class ExportWish(Settings):
    """What is to be exported: the run folder holds customers, segments, report, figures, recipe and model."""

    folder: str = Field(
        "run", min_length=1, title="Folder", description="The run folder; made new, whole or not at all."
    )
    format: Literal["csv", "parquet", "xlsx"] = Field(
        "csv", title="Customers as", description="Format of the customers' file."
    )
    columns: tuple[str, ...] = Field(
        (), strict=False, title="Columns along", description="Original columns to carry into the customers' file."
    )
    mask: bool = Field(False, title="Mask", description="Replace names, contacts and ids by keyed hashes.")
    raw_formulas: bool = Field(
        False, title="Raw formulas", description="Leave cells that a spreadsheet would run as formulas as they are."
    )
    replace: bool = Field(False, title="Replace", description="Replace what an earlier export left in the folder.")


class ExportDialog(ModalScreen[dict[str, Any]]):
    """Asks how to export; gives the wish as the job takes it, or None after ``esc``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel"),
        Binding("x,ctrl+e", "export", "Export"),
    ]
    HELP = "x writes the run folder. The command below does the same without a terminal, next month too."
    DEFAULT_CSS = """
    ExportDialog { align: center middle; background: transparent; }
    ExportDialog > Vertical { width: 90%; max-width: 100; height: 20; border: ascii $primary; background: $panel; padding: 0 1; }
    ExportDialog #command { height: auto; max-height: 3; color: $text-muted; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        recipe = session.recipe
        assert recipe is not None
        self.recipe = recipe
        self.measures = tuple(one["name"] for one in session.told.get("customers", {}).get("measures", ()))
        self.wish = ExportWish(
            folder=str(_free(Path.cwd() / "run")),
            columns=recipe.export.columns,
            mask=recipe.export.mask or session.masked,
            raw_formulas=recipe.export.raw_formulas,
        )

    def compose(self) -> ComposeResult:
        """A heading, the form, the command, the keys."""
        with Vertical():
            yield Static(
                Content("Export: customers, segments, report, figures, recipe and model"),
                classes="heading",
                markup=False,
            )
            yield SettingsForm(self.wish, choices={"columns": self.measures})
            yield Static(id="command", markup=False)
            yield Static(Content("x export · enter edit · esc cancel"), markup=False)

    def on_mount(self) -> None:
        """Begin in the form."""
        self.query_one(SettingsForm).focus()
        self._show_command()

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Keep the wish, and show its command."""
        message.stop()
        if isinstance(message.settings, ExportWish):
            self.wish = message.settings
            self._show_command()

    def _show_command(self) -> None:
        self.query_one("#command", Static).update(Content(inert(f"Without a terminal: {command_of(self.wish)}", 400)))

    def action_export(self) -> None:
        """Close with the wish."""
        export = self.recipe.export.model_copy(
            update={"columns": self.wish.columns, "mask": self.wish.mask, "raw_formulas": self.wish.raw_formulas}
        )
        self.dismiss(
            {
                "export": export.model_dump(mode="json"),
                "out": self.wish.folder,
                "format": self.wish.format,
                "force": self.wish.replace,
                "command": command_of(self.wish),
            }
        )

    def action_leave(self) -> None:
        """Close without exporting."""
        self.dismiss(None)


def _free(folder: Path) -> Path:
    """Return the folder, numbered where one of that name is there already."""
    names = [folder, *(folder.with_name(f"{folder.name}-{number}") for number in range(2, 1000))]
    return next(name for name in names if not name.exists())


def command_of(wish: ExportWish) -> str:
    """Return the command line that writes the same folder from the exported recipe."""
    import shlex

    parts = ["crm-tui", "run", str(Path(wish.folder) / "recipe.toml"), "--out", f"{wish.folder}-again"]
    parts += ["--format", wish.format] if wish.format != "csv" else []
    parts += ["--mask"] if wish.mask else []
    return shlex.join(parts)
