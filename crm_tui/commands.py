"""The commands: data goes to stdout, talk and progress to stderr.

Only typer is imported here; every command brings in what it needs, so that ``--version`` and ``--help`` are instant.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from crm_tui import __version__

OPEN = "open"
OWN_OPTIONS = {"--help", "--version", "--install-completion", "--show-completion"}


class OpensByDefault(TyperGroup):
    """A command group in which anything that is no command is a path to open."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own context is private
        """Put the hidden ``open`` command before arguments that name no command."""
        if not args or (args[0] not in self.commands and args[0] not in OWN_OPTIONS):
            args = [OPEN, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=OpensByDefault,
    help="Turn a messy customer or order file into segments, value and loyalty tiers and strategies.\n\n"
    "crm-tui [PATH …] opens the app: on nothing (recent work), data files, a recipe (.toml) or a workspace folder.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[list[str], typer.Argument(metavar="PATH …", help="Data files, a recipe (.toml), or - for stdin.")]
Plain = Annotated[bool | None, typer.Option("--plain", help="Draw with ASCII characters only.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"crm-tui {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command(OPEN, hidden=True)
def open_app(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH …")] = None,
    workspace: Annotated[Path | None, typer.Option(help="Keep the work in this folder.")] = None,
    mouse: Annotated[bool | None, typer.Option("--mouse/--no-mouse", help="React to the mouse.")] = None,
    plain: Plain = None,
    slow_link: Annotated[
        bool | None, typer.Option("--slow-link", help="Send as little as possible to the terminal.")
    ] = None,
) -> None:
    """Open the app on data files, a recipe or a workspace folder."""
    from crm_tui.launch import chosen, launch

    launch(chosen(paths or (), workspace, mouse=mouse, plain=plain, slow_link=slow_link))


@app.command()
def demo(
    plain: Plain = None,
) -> None:
    """Open the app on the bundled sample data; needs no network."""
    from crm_tui.launch import chosen, launch, sample_recipe

    launch(chosen([str(sample_recipe())], plain=plain))


@app.command()
def run(
    paths: Paths,
    out: Annotated[Path | None, typer.Option("--out", help="Write a run folder here.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a choice of the recipe.")
    ] = None,
    file_format: Annotated[str, typer.Option("--format", help="csv, parquet or xlsx.")] = "csv",
    engine: Annotated[str, typer.Option(help="What computes: polars.")] = "polars",
    seed: Annotated[int | None, typer.Option(help="Seed of every random choice.")] = None,
    mask: Annotated[bool, typer.Option("--mask", help="Replace names, contacts and ids by keyed hashes.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing run folder.")] = False,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
) -> None:
    """Do the whole job with no terminal: data files (with a default recipe) or a recipe."""
    from crm_tui.headless import Job, run_job

    extra = [f"seed={seed}"] if seed is not None else []
    extra += ["export.mask=true"] if mask else []
    run_job(Job(tuple(paths), out, (*(settings or ()), *extra), file_format, engine, force, as_json, quiet))


@app.command()
def inspect(paths: Paths, as_json: Json = False) -> None:
    """Show what loading would do: encoding, delimiter, types, roles, counts, warnings."""
    from crm_tui.headless import inspect_files

    inspect_files(paths, as_json)


@app.command()
def score(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder with its frozen model.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="New customers or their orders.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write a CSV file here instead of stdout.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="What today means; default: as in the run's recipe, else the last day."
        ),
    ] = None,
) -> None:
    """Put new customers into the segments and tiers of an earlier run."""
    from crm_tui.headless import score_file

    score_file(run_folder, path, out, as_of.date() if as_of else None)


@app.command()
def workspace(
    action: Annotated[str, typer.Argument(metavar="list|purge")] = "list",
    folders: Annotated[list[Path] | None, typer.Argument(help="What to remove; default: all.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove without asking.")] = False,
) -> None:
    """Show or remove the work that is kept on this machine."""
    from crm_tui.headless import list_workspaces, purge_workspaces

    if action == "list":
        list_workspaces()
    elif action == "purge":
        purge_workspaces(folders or [], yes)
    else:
        raise typer.BadParameter(f"{action} is neither list nor purge")


@app.command()
def methods(as_json: Json = False) -> None:
    """List every cleaning step and method with its settings, bounds and defaults."""
    from crm_tui.headless import list_methods

    list_methods(as_json)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Show versions, terminal abilities, folders and optional engines."""
    from crm_tui.doctor import report

    report(as_json)
