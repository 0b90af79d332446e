"""The config file: ``$XDG_CONFIG_HOME/crm-tui/config.toml``; a flag beats the environment, which beats this file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from analysis.errors import RecipeError
from analysis.refusals import refusal
from analysis.settings import Settings
from crm_tui.habits import config_file


class Config(Settings):
    """What a user settles once for all work."""

    theme: str = Field("", title="Theme", description="Name of the theme; empty: the terminal's own colours.")
    mask: bool = Field(False, title="Mask", description="Start with names, contacts and ids masked.")
    slow_link: bool = Field(False, title="Slow link", description="Send as little as possible to the terminal.")
    plain: bool = Field(False, title="Plain", description="Draw with ASCII characters only.")
    mouse: bool = Field(True, title="Mouse", description="React to the mouse.")
    max_bytes: int = Field(10 * 2**30, ge=2**20, title="Size", description="Bytes of kept work; the oldest goes first.")
    keys: dict[str, str] = Field(
        default_factory=dict, title="Keys", description="Binding id = key, as in app.run = f5."
    )


def load_config(path: Path | None = None) -> Config:
    """Return the config of the file, the defaults where there is none; RecipeError names a key that is refused."""
    path = path or config_file()
    if not path.is_file():
        return Config()
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"is not valid TOML: {error}", where=str(path), remedy="correct that line") from error
    except ValidationError as error:
        raise refusal(error, Config, str(path)) from error
