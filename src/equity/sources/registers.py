"""Registers that offices have brought in: versions beside the data folder, merged over the shipped tables.

``var/registers/history.jsonl`` is the record of what happened, one JSON object per line: ``commit`` makes a version count,
``undo`` takes it back. A version is a folder ``<dataset>/<version>/`` with ``data.parquet`` and ``meta.json``; it counts only
through the history, so that a half-written one is never seen.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from equity.city import City
from equity.errors import DataError
from equity.say import texts_of
from equity.schema import TABLES, Table

TEXTS = texts_of(__name__)
REGISTERS_DIR, HISTORY_FILE = "registers", "history.jsonl"
DATA_FILE, META_FILE = "data.parquet", "meta.json"
DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
BY_DIVISION = ("facilities", "settlement_points")  # the others replace row by row, by key
AS_A_WHOLE = ("roads",)  # a network is connected: a new one takes the place of all of the old one
BASE = ""


@dataclass(frozen=True, slots=True)
class Register:
    """One version that counts. ``scope``: divisions (facilities, points) whose earlier rows step back.
    ``digest``: of its data. ``append``: those that earlier registers brought in stay, except for the same ids."""

    dataset: str
    version: str
    table: str
    service: str
    scope: tuple[str, ...]
    digest: str
    folder: Path
    append: bool = False

    @property
    def file(self) -> Path:
        return self.folder / DATA_FILE


def history_path(var_dir: Path) -> Path:
    return var_dir / REGISTERS_DIR / HISTORY_FILE


def read_history(history: Path) -> list[dict[str, Any]]:
    """All entries in order; an unfinished last line (a killed writer) does not count."""
    try:
        lines = history.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in lines[:-1] if line.strip()]


def active_registers(history: Path) -> list[Register]:
    """The versions that count, oldest first: committed and not taken back."""
    return registers_after(read_history(history), history.parent)


def registers_after(entries: Sequence[Mapping[str, Any]], folder: Path) -> list[Register]:
    """The versions that count after these entries of the history; ``folder`` holds them."""
    active: dict[str, Register] = {}
    for entry in entries:
        if entry["action"] == "undo":
            active.pop(entry["version"], None)
        elif entry["action"] == "commit":
            active[entry["version"]] = Register(
                entry["dataset"],
                entry["version"],
                entry["table"],
                entry["service"],
                tuple(entry["scope"]),
                entry["digest"],
                folder / entry["dataset"] / entry["version"],
                bool(entry.get("append", False)),
            )
    return list(active.values())


def covered_by(registers: Sequence[Register]) -> pd.DataFrame:
    """Columns service, division_code: where registers of facilities are complete, with rows or without any."""
    found = {(r.service, code) for r in registers if r.table == "facilities" for code in r.scope}
    return pd.DataFrame(sorted(found), columns=["service", "division_code"], dtype="str")


def registers_digest(history: Path) -> bytes:
    """What the data version takes from the registers: their content in order, not who brought them in or when."""
    said = [
        [r.dataset, r.table, r.service, list(r.scope), r.digest, *(["append"] if r.append else [])]
        for r in active_registers(history)
    ]
    return json.dumps(said, ensure_ascii=False).encode() if said else b""


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def merge_registers(
    tables: dict[str, pd.DataFrame], registers: Sequence[Register], city: City
) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """The tables with the registers over them, later ones over earlier ones; and by version how many of its rows still count.

    Facilities and settlement points: the illustrative rows and those of earlier registers of that service and those divisions
    step back. Other tables: rows with the same key are replaced. Raises :class:`DataError` for a register that is missing, was
    changed on disk, or no longer fits (a division that is gone, an id that occurs twice).
    """
    merged = dict(tables)
    origins: dict[str, Any] = {}
    for register in registers:
        table = TABLES[register.table]
        base = merged[table.name]
        origin = origins.get(table.name, pd.Series(BASE, index=base.index, dtype="str"))
        incoming = _read(register, table)
        leaving = _leaving(base, origin, incoming, register, table)
        merged[table.name] = pd.concat([base[~leaving], incoming], ignore_index=True)
        added = pd.Series(register.version, index=incoming.index, dtype="str")
        origins[table.name] = pd.concat([origin[~leaving], added], ignore_index=True)
        _check(merged, register, table, city)
    counting = {r.version: 0 for r in registers}
    for origin in origins.values():
        counting |= {str(v): int(n) for v, n in origin.value_counts().items() if v != BASE}
    return merged, counting


def _read(register: Register, table: Table) -> pd.DataFrame:
    name = f"{register.dataset}/{register.version}"
    try:
        if file_digest(register.file) != register.digest:
            raise DataError([TEXTS.problem("changed", name, "—", DATA_FILE)])
        frame = pq.read_table(register.file).to_pandas()
    except (OSError, pa.ArrowException) as error:
        raise DataError([TEXTS.problem("unreadable", name, "—", DATA_FILE, error=error)]) from error
    return table_of(frame, table.name)


def table_of(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns of a declared table with their types, from a frame that was stored."""
    return pd.DataFrame({c.name: frame[c.name].astype(DTYPES[c.type]) for c in TABLES[name].columns})


def _leaving(
    base: pd.DataFrame, origin: Any, incoming: pd.DataFrame, register: Register, table: Table
) -> Any:
    if table.name in AS_A_WHOLE:
        return pd.Series(True, index=base.index)
    keys = list(table.primary_key)
    known = pd.MultiIndex.from_frame(incoming[keys].astype(str))
    same = pd.MultiIndex.from_frame(base[keys].astype(str)).isin(known)
    if table.name not in BY_DIVISION:
        return pd.Series(same, index=base.index)
    inside = base["adcode"].isin(register.scope)
    if register.service:
        inside &= base["service"] == register.service
    earlier = (origin != BASE) & (not register.append)
    return inside & ((base["grade"] == "illustrative") | earlier) | same


def _check(tables: dict[str, pd.DataFrame], register: Register, table: Table, city: City) -> None:
    problems = []
    name, frame = f"{register.dataset}/{register.version}", tables[table.name]
    for column in table.columns:
        if column.foreign_key:
            target, field = column.foreign_key.split(".")
            values = frame[column.name].dropna()
            known = {*tables[target][field], *([city.code] if column.or_city else [])}
            unknown = values[~values.isin(list(known))].unique()[:10]
            problems += [TEXTS.problem("no_code", name, column.name, str(v), table=target) for v in unknown]
    twice = frame[frame.duplicated(list(table.primary_key))][list(table.primary_key)].head(10)
    problems += [
        TEXTS.problem("twice", name, "+".join(table.primary_key), " ".join(map(str, row)))
        for row in twice.itertuples(index=False, name=None)
    ]
    if problems:
        raise DataError(problems)
