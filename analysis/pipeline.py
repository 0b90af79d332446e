"""The whole job as a table of stages over a recipe.

A stage's key is the hash of the code, of the choices it reads and of the keys of what it needs; a result that is kept
under its key is not computed again. Undo, resume after a lost link and "what is stale" all follow from that.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from analysis.intake.loading import sources_told
from analysis.lanes import in_lanes, in_turn, side_by_side
from analysis.memory import hand_back, handing_back
from analysis.progress import Progress, share_of
from analysis.recipe import Recipe
from analysis.stages import grouping, reading, reviewing, scoring
from analysis.stages.bench import Arrays, Bench, Fit, Work
from analysis.workspace import Store

COMPUTING = ("polars", "numpy", "scikit-learn", "scipy", "narwhals")


@dataclass(frozen=True)
class StageEvent:
    """What is told while stages run: ``state`` is running, done, kept (found under its key) or failed.

    ``done`` of ``total`` units of ``what`` are finished, and ``share`` of the whole stage at least, 0…1.
    """

    stage: str
    state: str
    done: int = 0
    total: int = 0
    what: str = ""
    share: float = 0.0
    seconds: float = 0.0
    key: str = ""


Listener = Callable[[StageEvent], None]


@dataclass(frozen=True)
class Stage:
    """One step of the job: the stages whose results it needs, and how it is done.

    One that takes much memory, and keeps all cores busy by itself, is done ``alone``: no other stage runs beside it,
    and its large arrays go back to the system as soon as they are free.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    work: Work
    alone: bool = False


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage("load", "Load", (), reading.LOAD),
        Stage("clean", "Clean", ("load",), reading.CLEAN),
        Stage("table", "Customer table", ("load", "clean"), reading.TABLE, alone=True),
        Stage("bought", "Purchases", ("load", "clean", "table"), reading.BOUGHT, alone=True),
        Stage("customers", "Customers", ("table",), reading.CUSTOMERS),
        Stage("rfm", "RFM", ("customers",), scoring.RFM),
        Stage("value", "Value", ("customers", "rfm"), scoring.VALUE),
        Stage("loyalty", "Loyalty", ("customers",), scoring.LOYALTY),
        Stage("tiers", "Tiers", ("customers", "value", "loyalty"), scoring.TIERS),
        Stage("features", "Features", ("customers",), grouping.FEATURES),
        Stage("segments", "Segments", ("customers", "features"), grouping.SEGMENTS),
        Stage("plane", "Plane", ("features", "segments"), grouping.PLANE),
        Stage("files", "Files", ("load",), reading.FILES),
        Stage(
            "review",
            "Review",
            ("bought", "customers", "features", "segments", "rfm", "value", "loyalty"),
            reviewing.REVIEW,
        ),
    )
}
"""The job, from the files to the reviewed segments; what is quick stands before what takes long."""


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return the hash of this package's code and of the versions of what computes."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.*")):
        if path.suffix in {".py", ".toml"}:
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    for name in COMPUTING:
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()


def digest_of(*parts: object) -> str:
    """Return a short hash of plain values."""
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def unheard(event: StageEvent) -> None:
    """Take an event and tell nobody."""


@dataclass
class Pipeline:
    """The stages over one recipe and one store; results are computed when asked for, at most once.

    ``lanes``: how many stages may run at once; with several, what a stage can do side by side it does so too.
    Events are told one at a time, from whatever thread.
    """

    recipe: Recipe
    store: Store
    listen: Listener = unheard
    lanes: int = 1
    timings: dict[str, float] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _values: dict[str, Any] = field(default_factory=dict)
    _only: tuple[str, ...] = ()
    _telling: Lock = field(default_factory=Lock)
    _letting_go: Lock = field(default_factory=Lock)

    def key(self, name: str) -> str:
        """Return the key of a stage's result; it changes with every choice and input the result depends on."""
        if name not in self._keys:
            stage = STAGES[name]
            needs = [self.key(need) for need in stage.needs]
            outside = stage.work.outside(self.recipe, self.store) if stage.work.outside else None
            self._keys[name] = f"{name}-{digest_of(code_version(), stage.work.reads(self.recipe), needs, outside)}"
        return self._keys[name]

    def result(self, name: str) -> Any:  # noqa: ANN401
        """Return a stage's result, computing what is missing on the way."""
        value = self._values.get(name)
        if value is None:
            value = self.store.load(self.key(name), STAGES[name].work.gives)
            if value is None:
                value = self._compute(STAGES[name])
            else:
                self._tell(StageEvent(name, "kept", key=self.key(name)))
            self._values[name] = value
            self._let_go()
        return value

    def kept(self, name: str) -> bool:
        """Tell whether a stage's result is there already."""
        return name in self._values or self.store.load(self.key(name), STAGES[name].work.gives) is not None

    def run(self, upto: Iterable[str] = ("review",)) -> None:
        """Compute the named stages and whatever they need, where there are several lanes in as many threads."""
        upto = tuple(upto)
        if self.lanes == 1:
            for name in upto:
                self.result(name)
            return
        missing = self._missing(upto)
        needs = {name: missing.intersection(stage.needs) for name, stage in STAGES.items() if name in missing}
        with one_thread_each():
            in_lanes(needs, self.result, self.lanes, [name for name, stage in STAGES.items() if stage.alone])

    def run_only(self, upto: tuple[str, ...]) -> None:
        """Compute the named stages, and hold other results in memory no longer than any stage to come needs them.

        Who asks for one of those later has it computed again, or read where the store is on disk.
        """
        self._only = upto
        try:
            self.run(upto)
        finally:
            self._only = ()

    def _let_go(self) -> None:
        """Let go of the results that are neither wanted nor needed for those that are."""
        if not self._only:
            return
        with self._letting_go:
            needed = {need for name in self._missing(self._only) for need in STAGES[name].needs}
            for name in set(self._values).difference(self._only, needed):
                del self._values[name]
                self.store.let_go(self.key(name))

    def _missing(self, upto: Iterable[str]) -> set[str]:
        """Return the stages that have to be computed for the named ones."""
        missing = {name for name in upto if not self.kept(name)}
        return missing.union(*(self._missing(STAGES[name].needs) for name in missing))

    def tell(self, name: str) -> dict[str, Any]:
        """Return the summary of a stage's result, as plain JSON values."""
        return STAGES[name].work.tell(self.result(name))

    def _tell(self, event: StageEvent) -> None:
        with self._telling:
            self.listen(event)

    def _compute(self, stage: Stage) -> Any:  # noqa: ANN401
        inputs: Mapping[str, Any] = {need: self.result(need) for need in stage.needs}
        self._tell(StageEvent(stage.name, "running"))
        start = time.perf_counter()
        remember = partial(self._remember, stage.name)
        together = in_turn if self.lanes == 1 else side_by_side
        bench = Bench(self.recipe, inputs, self.store, self._progress(stage.name), remember, together)
        told = sources_told(self.recipe) if stage.name == "load" else nullcontext()
        with one_thread_each(), told, handing_back() if stage.alone else nullcontext():
            value = self.store.save(self.key(stage.name), stage.work.run(bench))
        hand_back()
        self.timings[stage.name] = time.perf_counter() - start
        self._tell(StageEvent(stage.name, "done", seconds=self.timings[stage.name], key=self.key(stage.name)))
        return value

    def _progress(self, name: str) -> Progress:
        def tell(done: int, total: int, what: str = "", share: float | None = None) -> None:
            finished = share_of(done, total) if share is None else share
            self._tell(StageEvent(name, "running", done, total, what, finished))

        return tell

    def _remember(self, stage: str, name: str, compute: Callable[[], Arrays]) -> Arrays:
        """Return the arrays kept under a name within a stage, computing and keeping them where they are missing.

        The name carries the settings that a fit depends on: the key holds the rest, so that one segment more, or
        another method, finds what was computed for these data before.
        """
        needs = [self.key(need) for need in STAGES[stage].needs]
        key = f"fit-{digest_of(code_version(), stage, needs, self.recipe.seed, name)}"
        kept = self.store.load(key, Fit)
        return (kept or self.store.save(key, Fit(compute()))).arrays


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Keep products of matrices to the thread that asks for them: their last digits depend on how many share them."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield


def heirs_of(name: str) -> list[str]:
    """Return a stage and all stages that need its result, directly or not, in the order of the table."""
    heirs = [name]
    for stage in STAGES.values():
        if set(heirs).intersection(stage.needs):
            heirs.append(stage.name)
    return heirs


def changed_stages(before: Recipe, after: Recipe) -> set[str]:
    """Return the stages whose results two recipes make differ: those that read a changed choice, and their heirs."""
    changed: set[str] = set()
    for name, stage in STAGES.items():
        if changed.intersection(stage.needs) or stage.work.reads(before) != stage.work.reads(after):
            changed.add(name)
    return changed
