"""Every method with its settings, read from their declarations: what ``crm-tui methods`` prints."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from analysis.settings import Settings

OWN = {"step", "method", "source", "enabled"}
BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "length ≥", "max_length": "length ≤"}


def catalogue() -> dict[str, list[dict[str, Any]]]:
    """Return section → methods, each with its name, its description and its settings."""
    from analysis.cleaning import STEPS
    from analysis.customers import CustomerChoices
    from analysis.features import Features
    from analysis.loyalty import METHODS as LOYALTY
    from analysis.segmentation import SEGMENTERS
    from analysis.strategies import Strategies, Targets
    from analysis.value import METHODS as VALUE
    from analysis.value.rfm import Rfm

    tables: dict[str, Mapping[str, type[Settings]]] = {
        "clean": STEPS,
        "customers": {"customers": CustomerChoices},
        "features": {"features": Features},
        "segmentation": SEGMENTERS,
        "value": VALUE,
        "rfm": {"rfm": Rfm},
        "loyalty": LOYALTY,
        "strategies": {"strategies": Strategies, "targets": Targets},
    }
    return {section: [_entry(name, model) for name, model in table.items()] for section, table in tables.items()}


def _entry(name: str, model: type[Settings]) -> dict[str, Any]:
    return {
        "name": name,
        "description": (model.__doc__ or "").strip().split("\n\n")[0].replace("\n", " "),
        "settings": [_setting(key, field) for key, field in model.model_fields.items() if key not in OWN],
    }


def _setting(name: str, field: FieldInfo) -> dict[str, Any]:
    default = None if field.is_required() else field.get_default(call_default_factory=True, validated_data={})
    return {
        "name": name,
        "title": field.title or name,
        "description": field.description or "",
        "bounds": bounds_of(field),
        "default": default.model_dump(mode="json") if isinstance(default, Settings) else default,
        "required": field.is_required(),
    }


def bounds_of(field: FieldInfo) -> str:
    """Return the bounds of a field in words: the values it may take, or the limits of its number or length."""
    choices = _choices(field.annotation)
    if choices:
        return " | ".join(str(choice) for choice in choices)
    limits = [(sign, getattr(rule, name, None)) for rule in field.metadata for name, sign in BOUNDS.items()]
    return ", ".join(f"{sign} {limit}" for sign, limit in limits if limit is not None)


def _choices(hint: Any) -> list[Any]:  # noqa: ANN401
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return list(typing.get_args(hint))
    if origin in (typing.Union, types.UnionType):
        return [choice for part in typing.get_args(hint) for choice in _choices(part)]
    return []
