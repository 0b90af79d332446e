"""What of the config file must be known before anything is painted; all of it is read, and checked, a moment later."""

from __future__ import annotations

import os
from pathlib import Path

NAMES = ("mouse", "plain", "slow_link", "mask")


def config_home() -> Path:
    """Return the folder of the config file: ``$XDG_CONFIG_HOME/crm-tui``."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "crm-tui"


def config_file() -> Path:
    """Return where the config file is, or would be."""
    return config_home() / "config.toml"


def habits() -> dict[str, bool]:
    """Return mouse, plain, slow_link and mask as far as the config file says them; nothing of a file that is wrong."""
    try:
        text = config_file().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    return {name: found[name] for name in NAMES if isinstance(found.get(name), bool)}
