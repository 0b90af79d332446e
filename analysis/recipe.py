"""A recipe: every choice of the analyst as one frozen value, written as TOML, strict when read."""

from __future__ import annotations

import datetime as dt
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import tomli_w
from pydantic import Field, ValidationError, field_validator, model_validator

from analysis.cleaning import AnyStep
from analysis.errors import RecipeError, why_unreadable
from analysis.features import Features
from analysis.loyalty import AnyLoyalty, LoyaltyScore
from analysis.progress import Progress, silent
from analysis.refusals import nearest, refusal
from analysis.segmentation import AnySegmenter, KMeans
from analysis.settings import Settings
from analysis.sources.role_names import NAMES as ROLES
from analysis.sources.table import Kind, ReadOptions
from analysis.strategies import Strategies, Targets
from analysis.value import AnyValue, Formula
from analysis.value.rfm import Rfm

if TYPE_CHECKING:
    from analysis.workspace import Store

DEFAULT_METHODS = {"segmentation": "kmeans", "value": "formula", "loyalty": "score"}


class Source(ReadOptions):
    """One input: where it is, what it holds, which column plays which role, and corrections to how it is read."""

    name: str = Field(title="Name", description="What the recipe calls this source.", min_length=1)
    kind: Kind | None = Field(None, title="Kind", description="What a row is; found from the columns where left out.")
    path: str = Field(title="Path", description="File, folder or pattern; relative to the recipe.", min_length=1)
    columns: dict[str, str] = Field(
        default_factory=dict, title="Roles", description="Role = column; roles left out are found by name and content."
    )

    @field_validator("columns")
    @classmethod
    def known_roles(cls, columns: dict[str, str]) -> dict[str, str]:
        """Refuse a role that does not exist, naming the nearest."""
        for role in columns:
            if role not in ROLES:
                near = nearest(role, ROLES)
                raise ValueError(f"{role} is not a role" + (f"; did you mean {near}?" if near else ""))
        return columns

    @field_validator("path")
    @classmethod
    def possible_path(cls, path: str) -> str:
        """Refuse a path that no file can have."""
        if "\0" in path:
            raise ValueError("a path cannot hold a null character")
        return path

    @property
    def options(self) -> ReadOptions:
        """The corrections to how the source is read."""
        return ReadOptions(**{name: getattr(self, name) for name in ReadOptions.model_fields})


class Export(Settings):
    """What the exported customers carry besides the results."""

    columns: tuple[str, ...] = Field((), title="Columns", description="Original columns to carry into customers.*.")
    mask: bool = Field(False, title="Mask", description="Replace names, contacts and ids by keyed hashes.")
    raw_formulas: bool = Field(
        False, title="Raw formulas", description="Leave cells that a spreadsheet would run as formulas as they are."
    )


class Recipe(Settings):
    """Every choice of one analysis, as one value; sections of choices are values of their own."""

    version: Literal[1] = Field(1, title="Version", description="Version of the recipe's format.")
    seed: int = Field(0, ge=0, le=2**32 - 1, title="Seed", description="Seed of every random choice.")
    as_of: dt.date | None = Field(
        None, title="As of", description="What today means for recency; default: the day after the last event."
    )
    currency: str | None = Field(
        None,
        title="Currency",
        description="Currency code shown with money; where a column tells several, only what is in this one counts.",
    )
    sources: tuple[Source, ...] = Field((), title="Sources")
    clean: tuple[AnyStep, ...] = Field((), title="Cleaning steps")
    features: Features = Field(default_factory=Features, title="Features")
    segmentation: AnySegmenter = Field(default_factory=KMeans, title="Segmentation")
    value: AnyValue = Field(default_factory=Formula, title="Value")
    rfm: Rfm = Field(default_factory=Rfm, title="RFM")
    loyalty: AnyLoyalty = Field(default_factory=LoyaltyScore, title="Loyalty")
    targets: Targets = Field(default_factory=Targets, title="Targets")
    strategies: Strategies = Field(default_factory=Strategies, title="Strategies")
    export: Export = Field(default_factory=Export, title="Export")
    edits: str | None = Field(None, title="Edits", description="Journal of corrected, added and excluded customers.")
    base: str = Field("", exclude=True, title="Folder", description="Where relative paths start; not part of the file.")

    @model_validator(mode="after")
    def known_sources(self) -> Self:
        """Refuse two sources of one name, and steps that name a source that is not there."""
        names = [source.name for source in self.sources]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two sources are called {name}; give each its own name")
        refuse_the_same_twice(self.sources)
        for number, step in enumerate(self.clean):
            if step.source is not None and step.source not in names:
                near = nearest(step.source, names)
                raise ValueError(
                    f"clean.{number}.source: there is no source {step.source}"
                    + (f"; did you mean {near}?" if near else "")
                )
            if step.source is None and len(names) > 1:
                raise ValueError(f"clean.{number}: name the source of this step; there are {', '.join(names)}")
        return self

    @classmethod
    def parse(cls, text: str, *, where: str = "recipe", base: str = "") -> Recipe:
        """Return the recipe that a TOML text holds; RecipeError says which key is refused and why."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise RecipeError(f"is not valid TOML: {error}", where=where, remedy="correct that line") from error
        except RecursionError as error:
            raise RecipeError("is not valid TOML: it nests too deep", where=where, remedy="correct it") from error
        if "base" in document:
            raise RecipeError("base: is not a known key", where=where, remedy="paths are relative to the recipe")
        return cls.from_document(document, where=where, base=base)

    @classmethod
    def from_document(cls, document: dict[str, Any], *, where: str = "recipe", base: str = "") -> Recipe:
        """Return the recipe that a parsed TOML or JSON document holds; refused keys raise RecipeError."""
        try:
            return cls.model_validate_json(json.dumps(_with_methods(document) | {"base": base}, default=_iso))
        except ValidationError as error:
            raise refusal(error, cls, where) from error

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Recipe:
        """Return the recipe of which :meth:`plain` told."""
        document = dict(plain)
        return cls.from_document(document, base=document.pop("base", ""))

    def plain(self) -> dict[str, Any]:
        """Return the recipe as it travels between processes: plain values, its base among them, nothing left open."""
        return self.model_dump(mode="json", exclude_none=True) | {"base": self.base}

    @classmethod
    def load(cls, path: str | Path) -> Recipe:
        """Read a recipe file; relative paths in it start at its folder."""
        path = Path(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            what = f"cannot be read ({why_unreadable(error)})"
            raise RecipeError(what, where=str(path), remedy="check the path") from error
        return cls.parse(text, where=str(path), base=str(path.resolve().parent))

    def dump(self, path: str | Path) -> None:
        """Write the recipe as TOML, with absolute source paths; read back it gives the same results."""
        Path(path).write_text(self.to_toml(), encoding="utf-8")

    def document(self) -> dict[str, Any]:
        """Return the recipe as plain tables, source paths absolute, without what was left open."""
        document = self.model_dump(exclude_none=True)
        brief = self.model_dump(exclude_none=True, exclude_defaults=True)
        document["sources"] = [
            entry | {"path": str(self.path_of(source.path))}
            for entry, source in zip(brief.get("sources", ()), self.sources, strict=True)
        ]
        document["clean"] = [
            {"step": step.step} | entry for step, entry in zip(self.clean, brief.get("clean", ()), strict=True)
        ]
        return document

    def __str__(self) -> str:
        """Return the recipe as TOML text."""
        return self.to_toml()

    def to_toml(self) -> str:
        """Return the recipe as TOML text."""
        return tomli_w.dumps(self.document())

    @classmethod
    def for_files(cls, paths: Sequence[str | Path], store: Store | None = None, progress: Progress = silent) -> Recipe:
        """Return the default recipe for data files: paths as given, roles as found, the cleaning steps proposed.

        Of a folder of several tables each file is a source of its own, under its whole path.

        What was read is kept in ``store``: a run over the same store does not read it again.
        """
        from analysis.intake.opening import open_files

        recipe = open_files([str(path) for path in paths], store, progress).recipe
        given = {str(recipe.path_of(str(path))): str(path) for path in paths}
        sources = tuple(one.model_copy(update={"path": given.get(one.path, one.path)}) for one in recipe.sources)
        return recipe.model_copy(update={"sources": sources})

    def path_of(self, path: str) -> Path:
        """Return where a path of the recipe points, absolute; ``-`` stays itself, ``~/`` is the home folder."""
        if path == "-":
            return Path(path)
        at = Path(path).expanduser() if path.startswith("~/") else Path(path)
        return Path(os.path.normpath(Path(self.base or ".").absolute() / at))

    def with_steps(self, *steps: Mapping[str, Any]) -> Recipe:
        """Return the recipe with further cleaning steps at its end, given as plain tables; RecipeError refuses one."""
        plain = self.plain()
        told = ({name: value for name, value in step.items() if value is not None} for step in steps)
        return Recipe.from_plain(plain | {"clean": [*plain.get("clean", ()), *told]})

    def changed(self, key: str, value: object) -> Recipe:
        """Return the recipe with the choice at a dotted ``key`` replaced, as ``--set KEY=VALUE`` does it."""
        return self.with_choices({key: value}, where=f"--set {key}")

    def with_choices(self, choices: Mapping[str, object], where: str = "--set") -> Recipe:
        """Return the recipe with all these choices, by dotted key, made at once: a method and what it cannot do
        without. Methods come first, since another method begins with its own defaults.
        """
        document = json.loads(json.dumps(self.model_dump(exclude_none=True), default=_iso))
        for key in sorted(choices, key=lambda key: key.split(".")[-1] != "method"):
            _put(document, key.split("."), choices[key], key)
        return Recipe.from_document(document, where=where, base=self.base)


def refuse_the_same_twice(sources: Sequence[Source]) -> None:
    """Refuse two sources that read the same rows in the same way, which would count everything twice."""
    first: dict[object, str] = {}
    for source in sources:
        before = first.setdefault((os.path.normpath(source.path), source.member, source.kind), source.name)
        if before != source.name:
            raise ValueError(f"the sources {before} and {source.name} read the same file; leave one of them out")


def parse_value(text: str) -> Any:  # noqa: ANN401
    """Return what a TOML value says; text that is no TOML value is taken as text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _with_methods(document: dict[str, Any]) -> dict[str, Any]:
    """Let a section leave its method out."""
    given = {section: document.get(section) for section in DEFAULT_METHODS}
    return document | {
        section: {"method": DEFAULT_METHODS[section], **choices}
        for section, choices in given.items()
        if isinstance(choices, dict)
    }


def _iso(value: object) -> str:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a recipe")


def _put(document: Any, path: Sequence[str], value: object, key: str) -> None:  # noqa: ANN401
    """Set the value at a path of tables and lists, making the tables that are missing."""
    head, rest = path[0], path[1:]
    if isinstance(document, list):
        if not head.isdigit() or int(head) >= len(document):
            raise RecipeError(
                f"{head} is not one of the {len(document)} entries", where=f"--set {key}", remedy="count from 0"
            )
        if rest:
            _put(document[int(head)], rest, value, key)
        else:
            document[int(head)] = value
    elif not isinstance(document, dict):
        raise RecipeError("leads through something that is no table", where=f"--set {key}", remedy="check the key")
    elif rest:
        _put(document.setdefault(head, {}), rest, value, key)
    elif head == "method" and document.get("method") != value:
        # Another method has other settings: those of the old one go, what both share stays in the shared base.
        document.clear()
        document["method"] = value
    else:
        document[head] = value
