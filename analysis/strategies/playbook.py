"""A playbook: rules from what a customer is to what to do, read from TOML."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Literal, Self

import tomli_w
from pydantic import Field, ValidationError, model_validator

from analysis.errors import RecipeError, why_unreadable
from analysis.refusals import refusal
from analysis.settings import Settings

PLAYBOOK_FILE = "playbook.toml"
"""The name under which a playbook of one's own lies beside the recipe that was run with it."""
DEFAULT = Path(__file__).with_name("default.toml")


class Strategies(Settings):
    """How strategies are chosen and handed over."""

    playbook: str = Field(
        "default", title="Playbook", description='"default", or the path of a TOML file with rules of your own.'
    )
    holdout: float = Field(
        0.0,
        ge=0.0,
        le=0.5,
        title="Holdout",
        description="Share of the customers on the call list who are left alone, so that the effect can be measured.",
    )


class Rule(Settings):
    """One rule of a playbook: customers for whom ``when`` holds get this strategy, unless an earlier rule held."""

    name: str = Field(title="Name", description="What the strategy is called.", min_length=1)
    when: str = Field(title="When", description="Condition over the customer's columns.", min_length=1)
    action: str = Field(title="Action", description="What to do.", min_length=1)
    channel: str = Field("", title="Channel", description="How the customer is reached.")
    offer: str = Field("", title="Offer", description="What the customer is offered.")
    why: str = Field("", title="Why", description="Why this is done, in words.")
    priority: int = Field(
        100, ge=1, le=999, title="Priority", description="Rules are tried by rising priority; 1 is the most urgent."
    )


class Playbook(Settings):
    """Rules by rising priority, those of one priority in the order of the file; names are unique."""

    version: Literal[1] = Field(1, title="Version", description="Version of the playbook's format.")
    rules: tuple[Rule, ...] = Field(min_length=1, title="Rules", description="What to do, and for whom.")

    @model_validator(mode="after")
    def _distinct_and_sorted(self) -> Self:
        names = [rule.name for rule in self.rules]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two rules are called {name!r}; give each its own name")
        object.__setattr__(self, "rules", tuple(sorted(self.rules, key=lambda rule: rule.priority)))
        return self

    def to_toml(self) -> str:
        """Return the playbook as TOML text, without what was left open."""
        rules = [{key: value for key, value in rule.model_dump().items() if value != ""} for rule in self.rules]
        return tomli_w.dumps({"version": self.version, "rules": rules})

    def rule(self, name: str) -> Rule | None:
        """Return the rule called ``name``, or None."""
        return next((rule for rule in self.rules if rule.name == name), None)


def load_playbook(playbook: str = "default", base: str | Path = ".") -> Playbook:
    """Return the default playbook, or the one in a TOML file whose path starts at ``base``.

    RecipeError says which rule and which key is refused, and why.
    """
    path = DEFAULT if playbook == "default" else Path(base) / playbook
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError(
            f"the playbook cannot be read ({why_unreadable(error)})",
            where=str(path),
            remedy='check the path, or use "default"',
        ) from error
    return parse_playbook(text, where=str(path))


def parse_playbook(text: str, where: str = "playbook") -> Playbook:
    """Return the playbook that a TOML text holds; ``where`` names it in errors."""
    try:
        return Playbook.model_validate_json(json.dumps(tomllib.loads(text), default=str))
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"is not valid TOML: {error}", where=where, remedy="correct that line") from error
    except ValidationError as error:
        raise refusal(error, Playbook, where) from error
