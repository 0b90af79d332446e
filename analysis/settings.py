"""The base of every value that a recipe or a result is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A choice of the analyst: frozen, strict, and refusing what it does not know.

    The title, description, bounds and default of a field are declared once, here; the form on the screen, ``--set``,
    the recipe's validation and ``crm-tui methods`` all read that declaration.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True, allow_inf_nan=False)


class Summary(BaseModel):
    """A small result that travels as JSON: frozen; all in it is plain numbers, text, lists and other summaries."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")
