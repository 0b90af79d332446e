"""Every method with its settings, read from their declarations: what ``crm-tui methods`` prints."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic.fields import FieldInfo

from analysis.settings import Settings

OF_STEPS = {"step", "source", "enabled"}
BASE = {"base"}
"""Fields of a recipe that are no part of its file."""
BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "length ≥", "max_length": "length ≤"}


def catalogue() -> dict[str, list[dict[str, Any]]]:
    """Return section → methods, each with its name, its description and its settings."""
    from analysis.cleaning import STEPS
    from analysis.customers import SHORT_NAMES
    from analysis.customers.behaviour import COLUMNS
    from analysis.customers.events import TITLES
    from analysis.features import Features
    from analysis.loyalty import METHODS as LOYALTY
    from analysis.recipe import Export, Recipe, Source
    from analysis.segmentation import SEGMENTERS
    from analysis.strategies import Strategies, Targets
    from analysis.value import METHODS as VALUE
    from analysis.value.rfm import Rfm

    tables: dict[str, Mapping[str, type[Settings]]] = {
        "recipe": {"recipe": Recipe, "source": Source, "export": Export},
        "clean": STEPS,
        "features": {"features": Features},
        "segmentation": SEGMENTERS,
        "value": VALUE,
        "rfm": {"rfm": Rfm},
        "loyalty": LOYALTY,
        "strategies": {"strategies": Strategies, "targets": Targets},
    }
    listed = {section: [_entry(name, model) for name, model in table.items()] for section, table in tables.items()}
    listed["features"] += [_feature(name, *told, SHORT_NAMES) for name, told in (COLUMNS | TITLES).items()]
    return listed


def _entry(name: str, model: type[Settings]) -> dict[str, Any]:
    return {
        "name": name,
        "description": " ".join((model.__doc__ or "").split("\n\n")[0].split()),
        "settings": [_setting(key, field) for key, field in model.model_fields.items() if _is_choice(key, field)],
    }


def _is_choice(name: str, field: FieldInfo) -> bool:
    """Tell whether a field is a choice of its own: no table of further choices, and not what the entry is called by."""
    called = name in {"step", "method"} and len(_choices(field.annotation)) == 1
    return not (called or name in OF_STEPS | BASE or _holds_tables(field.annotation))


def _holds_tables(hint: Any) -> bool:  # noqa: ANN401
    if isinstance(hint, type) and issubclass(hint, Settings):
        return True
    return any(_holds_tables(part) for part in typing.get_args(hint))


def _feature(name: str, title: str, unit: str, short_names: Mapping[str, str]) -> dict[str, Any]:
    """Return what is made of orders or events, by the names that ``use`` knows it by."""
    short = [other for other, meant in short_names.items() if meant == name]
    also = f"; also {', '.join(short)}" if short else ""
    return {"name": name, "description": f"{title} ({unit}{also}).", "settings": []}


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
    words = [str(choice) for choice in _choices(field.annotation)]
    limits = ", ".join([*_limits(field.metadata), *_limits(_rules(field.annotation))])
    return " | ".join([*words, limits] if limits else words)


def _limits(rules: Iterable[object]) -> list[str]:
    return [
        f"{sign} {limit}"
        for rule in rules
        for name, sign in BOUNDS.items()
        if (limit := getattr(rule, name, None)) is not None
    ]


def _rules(hint: Any) -> list[object]:  # noqa: ANN401
    """Return the rules that stand in a hint, such as those of the number in ``auto`` or a number."""
    if typing.get_origin(hint) is Annotated:
        own = [rule for extra in hint.__metadata__ for rule in getattr(extra, "metadata", [extra])]
        return [*own, *_rules(typing.get_args(hint)[0])]
    return [rule for part in typing.get_args(hint) for rule in _rules(part)]


def _choices(hint: Any) -> list[Any]:  # noqa: ANN401
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return list(typing.get_args(hint))
    if origin in (typing.Union, types.UnionType, Annotated):
        return [choice for part in typing.get_args(hint) for choice in _choices(part)]
    return []
