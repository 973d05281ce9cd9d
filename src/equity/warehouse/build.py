"""Build: read and check the inputs, run the SQL in a temporary file, check the result, then swap it in."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import duckdb

from equity.errors import Unwritable
from equity.locks import Lock
from equity.say import texts_of
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.sources.registers import history_path
from equity.warehouse.access import build_access, drop_working_tables
from equity.warehouse.checks import CheckResult, raise_for, run_checks
from equity.warehouse.connect import connect_for_build
from equity.warehouse.loading import Rules, data_version, load_inputs, run_sql
from equity.warehouse.reader import DamagedWarehouse, open_warehouse
from equity.warehouse.roads import add_road_distances

TEXTS = texts_of(__name__)

Progress = Callable[[str, int, int], None]
"""Told before and after every step: the stage (inputs, provision, access, checks, swap), steps done, steps in all."""

BEFORE_ACCESS = (
    "05_travel.sql",
    "10_core_zones.sql",
    "15_located.sql",
    "20_core_facilities.sql",
    "30_core_population.sql",
    "40_core_demand.sql",
    "50_core_supply.sql",
    "70_access_points.sql",
    "75_access_inputs.sql",
    "77_access_params.sql",
)
AFTER_ACCESS = ("90_out_access_zones.sql", "91_out_line_only.sql", "95_core_access_kept.sql")


@dataclass(frozen=True)
class BuildReport:
    """What was built: the data version, the checks with their rows, table sizes and seconds."""

    data_version: str
    path: Path
    checks: tuple[CheckResult, ...]
    rows: dict[str, int]
    seconds: float

    @property
    def warnings(self) -> tuple[CheckResult, ...]:
        return tuple(c for c in self.checks if not c.passed)


def unheard(stage: str, done: int, total: int) -> None:
    """Progress that nobody follows."""


def build(
    settings: Settings,
    rules: Rules,
    *,
    history: Path | None = None,
    then: Callable[[], None] | None = None,
    prepared: Path | None = None,
    progress: Progress = unheard,
) -> BuildReport:
    """Build the warehouse of ``settings`` and swap it in.

    ``history``: another record of registers than the one in force (an import that is about to count); ``then`` is called
    right after the swap, before any other build may begin. ``prepared``: a warehouse file built earlier for a preview; where
    it holds exactly the data version that is due it is swapped in instead of being built again, else it is left alone.
    Killed at any moment it leaves the old file serving: the new one is written beside it and renamed at the very end.
    Raises :class:`~equity.errors.DataError` for bad input and :class:`~equity.errors.UserError` for failed checks;
    Ctrl-C ends a running statement too, as :class:`KeyboardInterrupt`.
    """
    started = perf_counter()
    with _in_words(settings.var_dir), _workspace(settings.var_dir) as workspace, _interruptible():
        # read behind the lock: a build that waited for an import must see it
        history = history or history_path(settings.var_dir)
        version = data_version(settings, rules, history)
        target = workspace / "equity.duckdb"
        checks: tuple[CheckResult, ...] = ()
        if prepared and holds_version(prepared, version):
            move(prepared, target)
            rows: dict[str, int] = {}
        else:
            checks, rows = _build_file(target, settings, rules, history, version, progress)
        progress("swap", 0, 1)
        _swap_in(target, version, settings.warehouse_path)
        if then:
            then()
        progress("swap", 1, 1)
    return BuildReport(version, settings.warehouse_path, checks, rows, perf_counter() - started)


def _build_file(
    target: Path, settings: Settings, rules: Rules, history: Path, version: str, progress: Progress
) -> tuple[tuple[CheckResult, ...], dict[str, int]]:
    """Write the checked warehouse to ``target``; its checks and the rows of every table."""
    progress("inputs", 0, 2)
    inputs = read_inputs(settings.data_dir, history)
    progress("inputs", 1, 2)
    con = connect_for_build(target, settings, target.with_name("spill"))
    try:
        load_inputs(con, inputs, rules, version)
        del inputs  # a register of a million rows need not be held twice
        for done, name in enumerate(BEFORE_ACCESS):
            progress("provision", done, len(BEFORE_ACCESS))
            run_sql(con, (name,))
        add_road_distances(con)
        build_access(con, lambda done, total: progress("access", done, total))
        progress("checks", 0, 1)
        run_sql(con, AFTER_ACCESS)
        checks = run_checks(con)
        raise_for(checks)
        rows = _drop_scaffolding(con)
        con.execute("CHECKPOINT")
        return checks, rows
    finally:
        con.close()


def check(settings: Settings, rules: Rules) -> tuple[CheckResult, ...]:
    """Run the same steps in memory and return every check; nothing on disk changes."""
    inputs = read_inputs(settings.data_dir, history_path(settings.var_dir))
    con = connect_for_build(":memory:", settings)
    try:
        load_inputs(con, inputs, rules, "check")
        run_sql(con, BEFORE_ACCESS)
        add_road_distances(con)
        build_access(con)
        run_sql(con, AFTER_ACCESS)
        return run_checks(con)
    finally:
        con.close()


def holds_version(path: Path, version: str) -> bool:
    """Whether the file is a whole warehouse of that data version."""
    if not path.is_file():
        return False
    try:
        warehouse = open_warehouse(path)
    except DamagedWarehouse:
        return False
    try:
        return warehouse.data_version == version
    finally:
        warehouse.close()


def _drop_scaffolding(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Drop what readers never ask for (pairs, spatial types); return the row count of every table that stays."""
    drop_working_tables(con)
    con.execute("DROP TABLE stg_division_polygons")
    kept = con.execute("SELECT table_name, estimated_size FROM duckdb_tables() ORDER BY 1").fetchall()
    return {name: int(size) for name, size in kept}


def _swap_in(built: Path, version: str, pointer: Path) -> None:
    """Move the file to ``warehouses/<version>.duckdb`` and point ``pointer`` (a symbolic link) at it, each in one step.

    A file per version, because DuckDB keys open databases by path: a server that still has the old one open must not get
    it again under the new one's name. The previous file stays for readers that are just opening; older ones go.
    """
    folder = pointer.parent / "warehouses"
    folder.mkdir(exist_ok=True)
    previous = pointer.resolve() if pointer.is_symlink() else None
    target = folder / f"{version}.duckdb"
    move(built, target)
    link = built.with_name("link")
    link.symlink_to(target.relative_to(pointer.parent))
    link.replace(pointer)
    for path in folder.glob("*.duckdb"):
        if path not in {target, previous}:
            path.unlink()


@contextmanager
def _workspace(folder: Path) -> Iterator[Path]:
    """An empty folder in ``folder`` for one builder at a time; a second one waits. The lock goes with the process, however it ends:
    only its holder has a workspace, and what a killed one left behind is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Lock(folder / "build.lock"):
        for leftover in folder.glob("build-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        path = Path(tempfile.mkdtemp(prefix=f"build-{os.getpid()}-", dir=folder))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def move(source: Path, target: Path) -> None:
    """Put a file in its place in one step, also where that is on another disk; nothing is left half-way."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            shutil.copyfile(source, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        source.unlink(missing_ok=True)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """A disk or memory that does not suffice, as an error a person can act on."""
    try:
        yield
    except OSError as error:
        raise Unwritable(Path(error.filename or folder), error) from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise TEXTS.user_error("no_memory") from error
    except duckdb.IOException as error:
        full = "No space left" in str(error)
        raise Unwritable(folder, OSError(errno.ENOSPC if full else 0, str(error).splitlines()[0])) from error


@contextmanager
def _interruptible() -> Iterator[None]:
    """DuckDB answers Ctrl-C with a RuntimeError of its own; callers expect the usual exception."""
    try:
        yield
    except RuntimeError as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from error
        raise
