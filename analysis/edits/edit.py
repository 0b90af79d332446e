"""One change that the analyst made to a customer, as a value."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from analysis.settings import Settings

Action = Literal["correct", "add", "exclude", "tag", "untag", "note"]
Value = str | int | float | bool | None

TITLES: dict[Action, str] = {
    "add": "customers added",
    "correct": "values corrected",
    "exclude": "customers excluded",
    "tag": "customers tagged",
    "untag": "tags taken off",
    "note": "notes",
}


class Edit(Settings):
    """A change to one customer. ``values`` are the new ones by column (``correct``, ``add``), ``before`` the old ones.

    ``text`` is the tag, the note, or why a customer is excluded; dates are text as YYYY-MM-DD; ``at``
    is when it was made (UTC).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True, allow_inf_nan=False)

    action: Action
    customer_id: str = Field(min_length=1)
    values: dict[str, Value] = Field(default_factory=dict)
    before: dict[str, Value] = Field(default_factory=dict)
    text: str = ""
    at: str = ""

    @model_validator(mode="after")
    def complete(self) -> Edit:
        """Refuse a change that changes nothing."""
        if self.action == "correct" and not self.values:
            raise ValueError("a correction needs the new value of at least one column")
        if self.action in ("tag", "untag") and not self.text.strip():
            raise ValueError("a tag needs a text")
        return self
