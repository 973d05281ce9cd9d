"""The version store: an import counts only once the warehouse with it serves; anything before leaves no trace."""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from equity.checking.outcome import Examination
from equity.checking.progress import Report, unheard
from equity.errors import EquityError
from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.intake.effect import recorded
from equity.locks import Lock
from equity.say import texts_of
from equity.settings import Settings
from equity.sources.registers import (
    DATA_FILE,
    META_FILE,
    REGISTERS_DIR,
    active_registers,
    file_digest,
    history_path,
    merge_registers,
    read_history,
    registers_digest,
)
from equity.sources.tables import read_tables
from equity.warehouse import BuildReport, build, open_warehouse
from equity.warehouse.loading import data_version

TEXTS = texts_of(__name__)
PENDING_FILE = "history.pending.jsonl"
TEMPORARY = ".incoming-"
Entry = dict[str, Any]


def commit(
    settings: Settings,
    examination: Examination,
    *,
    who: str,
    file: str,
    origin: str = "",
    prepared: Path | None = None,
    report: Report = unheard,
) -> tuple[Entry, BuildReport]:
    """Make the accepted rows a version of their dataset: write it aside, build with it, swap, then let it count.

    Raises :class:`UserError` where there is nothing to commit or it is what serves already, and whatever the build says about
    the data; in every such case, and when killed at any point, the old data keep serving and nothing half-done counts.
    ``origin``: see :func:`state`; refuses if the registers changed since the user saw the preview.
    ``prepared``: the warehouse of the preview; it becomes the one that serves where nothing changed since.
    """
    if not examination.can_commit:
        raise TEXTS.user_error("no_rows")
    if not examination.options.source.strip():
        raise TEXTS.user_error("no_source")
    report("store", 0, 1)
    with _store(settings) as folder:
        _refuse_if_moved(settings, origin)
        incoming = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder))
        try:
            write_data(incoming / DATA_FILE, examination.accepted)
            digest = file_digest(incoming / DATA_FILE)
            entry = _entry(settings, examination, digest, who=who, file=file)
            _refuse_repetition(settings, entry)
            (incoming / META_FILE).write_text(
                json.dumps(entry, ensure_ascii=False, indent=1), encoding="utf-8"
            )
            _sync(incoming)
            target = folder / entry["dataset"] / entry["version"]
            target.parent.mkdir(exist_ok=True)
            incoming.replace(target)
        except BaseException:
            shutil.rmtree(incoming, ignore_errors=True)
            raise
        report("store", 1, 1)
        with recorded(settings, target):
            built = _let_count(
                settings,
                entry,
                undo=lambda: shutil.rmtree(target, ignore_errors=True),
                prepared=prepared,
                report=report,
            )
    return entry, built


def undo(settings: Settings, version: str, *, who: str) -> tuple[Entry, BuildReport]:
    """Take one version back; what it replaced counts again. The version itself is kept, and so is the record of it."""
    with _store(settings):
        found = [r for r in active_registers(history_path(settings.var_dir)) if r.version == version]
        if not found:
            raise TEXTS.user_error("not_in_force", version=version)
        entry: Entry = {
            "action": "undo",
            "version": version,
            "dataset": found[0].dataset,
            "who": who,
            "when": _now(),
        }
        return entry, _let_count(settings, entry)


def history(settings: Settings) -> list[Entry]:
    """What happened, newest first; each commit says whether it is ``in_force``."""
    path = history_path(settings.var_dir)
    active = {r.version for r in active_registers(path)}
    entries = [
        e | {"in_force": e["action"] == "commit" and e["version"] in active} for e in read_history(path)
    ]
    return entries[::-1]


def earlier(settings: Settings, version: str) -> list[str]:
    """The versions of the same dataset that were committed before it, newest first: those it can be compared with."""
    commits = [e for e in read_history(history_path(settings.var_dir)) if e["action"] == "commit"]
    dataset = next((e["dataset"] for e in commits if e["version"] == version), "")
    return [e["version"] for e in commits if e["dataset"] == dataset and e["version"] < version][::-1]


def rows_in_force(settings: Settings) -> dict[str, int]:
    """How many rows of each version in force still count: later versions may have replaced some or all."""
    tables = read_tables(settings.data_dir, settings.city)
    return merge_registers(tables, active_registers(history_path(settings.var_dir)), settings.city)[1]


def state(settings: Settings) -> str:
    """Names the registers in force: changes with every commit and undo."""
    path = history_path(settings.var_dir)
    return f"{hashlib.sha256(registers_digest(path)).hexdigest()[:16]}-{len(read_history(path))}"


def registers_folder(settings: Settings) -> Path:
    return settings.var_dir / REGISTERS_DIR


def recover(settings: Settings) -> None:
    """Finish or drop what a killed import left behind. Called under the lock before anything else."""
    folder = registers_folder(settings)
    for leftover in folder.glob(f"{TEMPORARY}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    pending = folder / PENDING_FILE
    if pending.exists():
        if _serves(settings, pending):
            pending.replace(history_path(settings.var_dir))
        else:
            pending.unlink()
    known = {(e["dataset"], e["version"]) for e in read_history(history_path(settings.var_dir))}
    for version in folder.glob("*/*/"):
        if (version.parent.name, version.name) not in known:
            shutil.rmtree(version, ignore_errors=True)


def _serves(settings: Settings, pending: Path) -> bool:
    """Whether the warehouse on disk was already swapped for the one with ``pending``."""
    if not settings.warehouse_path.exists():
        return False
    with closing(open_warehouse(settings.warehouse_path)) as warehouse:
        return warehouse.data_version == data_version(settings, rule_tables(registry()), pending)


def _let_count(
    settings: Settings,
    entry: Entry,
    undo: Callable[[], None] = lambda: None,
    *,
    prepared: Path | None = None,
    report: Report = unheard,
) -> BuildReport:
    """Build with ``entry`` in the record, swap, and in the same breath put the record in force."""
    path = history_path(settings.var_dir)
    pending = path.with_name(PENDING_FILE)
    try:
        before = path.read_bytes() if path.exists() else b""
        before = before[: before.rfind(b"\n") + 1]
        pending.write_bytes(before + json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        _sync_file(pending)
        return build(
            settings,
            rule_tables(registry()),
            history=pending,
            then=lambda: _put_in_force(pending, path),
            prepared=prepared,
            progress=report,
        )
    except BaseException as error:
        if pending.exists():  # not in force yet; interrupted after the swap it is what serves, and stays
            if _serves(settings, pending):
                _put_in_force(pending, path)
            else:
                pending.unlink(missing_ok=True)
                undo()
        raise _worded(error) from error


def _put_in_force(pending: Path, path: Path) -> None:
    pending.replace(path)
    _sync_file(path.parent)


def _worded(error: BaseException) -> BaseException:
    """The error to show: our own as they are, a full disk in words, anything else as a failed build."""
    if isinstance(error, EquityError) or not isinstance(error, Exception):
        return error
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error):
        return TEXTS.user_error("disk_full")
    return TEXTS.user_error("failed", why=error)


@contextmanager
def _store(settings: Settings) -> Iterator[Path]:
    """The registers folder, for one writer at a time; a second one waits. The lock goes with the process."""
    folder = registers_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Lock(folder / "lock"):
            recover(settings)
            yield folder
    except OSError as error:
        raise _worded(error) from error


def write_data(path: Path, accepted: pd.DataFrame) -> None:
    """The rows as Parquet without pandas metadata, so that the same rows give the same bytes."""
    table = pa.Table.from_pandas(accepted, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd")


def _entry(settings: Settings, examination: Examination, digest: str, *, who: str, file: str) -> Entry:
    entries, dataset = read_history(history_path(settings.var_dir)), examination.dataset
    number = 1 + sum(e["action"] == "commit" for e in entries)
    return {
        "action": "commit",
        "version": f"{number:04d}",
        "dataset": dataset.id,
        "table": dataset.table,
        "service": dataset.service,
        "scope": list(examination.scope),
        "append": examination.options.append,
        "digest": digest,
        "rows": len(examination.accepted),
        "rows_read": examination.rows_read,
        "rejected": examination.rejected_rows,
        "datum": examination.options.datum,
        "source": examination.options.source,
        "file": file,
        "who": who,
        "when": _now(),
    }


def _refuse_repetition(settings: Settings, entry: Entry) -> None:
    new = (entry["dataset"], entry["digest"], entry["scope"])
    for register in active_registers(history_path(settings.var_dir))[-1:]:
        if (register.dataset, register.digest, list(register.scope)) == new:
            raise TEXTS.user_error("repeated", version=register.version)


def _refuse_if_moved(settings: Settings, origin: str) -> None:
    if origin and origin != state(settings):
        raise TEXTS.user_error("changed_since")


def _sync(folder: Path) -> None:
    for path in [*folder.iterdir(), folder]:
        _sync_file(path)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
