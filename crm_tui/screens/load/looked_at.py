"""The source that the Load screen looks at, and where what is shown of it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from glob import has_magic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_tui.session import Session


@dataclass(frozen=True, eq=False)
class LookedAt:
    """One source of a session by its ``place`` in the recipe; ``preview`` is its head as it is read now, if it is."""

    session: Session
    place: int = 0
    preview: Mapping[str, Any] | None = None

    @property
    def has_parts(self) -> bool:
        """Whether there are files of a folder, or members of an archive or workbook, to choose from."""
        if self.session.recipe is None:
            return False
        place = self.session.recipe.path_of(self.session.recipe.sources[self.place].path)
        return place.is_dir() or has_magic(str(place)) or len((self.found or {}).get("members", ())) > 1

    @property
    def found(self) -> Mapping[str, Any] | None:
        """What was found out about it: from the preview, else from the last reading; None where it was never read."""
        if self.preview is not None:
            findings: Mapping[str, Any] = self.preview["findings"]
            return findings
        place = self._place_read
        return None if place is None else self.session.told["load"]["sources"][place]["findings"]

    @property
    def frame_path(self) -> str:
        """The file that its rows are kept in."""
        artifact = f"{self.session.workspace}/artifacts/{self.session.keys['load']}"
        return f"{artifact}/value.sources.{self._place_read}.frame.parquet"

    @property
    def _place_read(self) -> int | None:
        """Its place among the sources that were read last."""
        recipe = self.session.recipe
        if recipe is None or self.place >= len(recipe.sources):
            return None
        name = recipe.sources[self.place].name
        told = self.session.told.get("load", {}).get("sources", ())
        return next((place for place, one in enumerate(told) if one["name"] == name), None)
