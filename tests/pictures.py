"""Redraws the text pictures in the README from the real app on the sample data: ``python -m tests.pictures``."""

import re
import sys
import tempfile
from pathlib import Path

from tests.crm_tui.program import ROOT
from tests.crm_tui.terminal import Terminal

README = ROOT / "README.md"
SCREENS = {"review": "5", "segment": "3"}


def draw() -> dict[str, str]:
    """Return the text of each pictured screen, 110 by 34 cells."""
    with tempfile.TemporaryDirectory() as home:
        environment = {"XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        argv = [sys.executable, "-m", "crm_tui.cli", "sample_data/orders.toml"]
        with Terminal(argv, columns=110, rows=34, environment=environment) as terminal:
            terminal.wait_for("5 Review ✓", timeout=180)
            found = {}
            for name, key in SCREENS.items():
                terminal.press(key).wait_for(f"[{key}").settle(1.0)
                found[name] = "\n".join(terminal.lines).rstrip()
            terminal.press("Q")
            terminal.wait()
            return found


def redrawn(text: str, pictures: dict[str, str]) -> str:
    """Return the page with the pictures between their marks."""
    for name, picture in pictures.items():
        block = f"<!-- picture: {name} -->\n```text\n{picture}\n```\n<!-- end -->"
        text = re.sub(rf"<!-- picture: {name} -->.*?<!-- end -->", lambda _, block=block: block, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    page = Path(README)
    page.write_text(redrawn(page.read_text(encoding="utf-8"), draw()), encoding="utf-8")
