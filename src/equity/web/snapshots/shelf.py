"""The kept snapshots as the web sees them: each read once (they never change), newest first in the list."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from equity.errors import UserError
from equity.settings import Settings
from equity.snapshot import Snapshot, load_snapshot
from equity.snapshot.identity import ID_PATTERN

SUFFIX = ".json.gz"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says about a snapshot."""

    id: str
    zone: str
    zone_name: str
    lang: str
    title: str
    released: str
    illustrative: bool
    data_version: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def find_snapshot(settings: Settings, number: str) -> Snapshot | None:
    """The snapshot of that id, or None; text that cannot be an id is simply not there."""
    if not ID_PATTERN.fullmatch(number):
        return None
    return _read(settings, number) if (settings.var_dir / "snapshots" / f"{number}{SUFFIX}").exists() else None


@lru_cache(maxsize=24)
def _read(settings: Settings, number: str) -> Snapshot | None:
    try:
        return load_snapshot(number, settings)
    except UserError:
        return None


def list_ids(settings: Settings) -> list[str]:
    """Ids in the store, the latest written first."""
    found = [
        (path.stat().st_mtime_ns, path.name.removesuffix(SUFFIX))
        for path in (settings.var_dir / "snapshots").glob(f"*{SUFFIX}")
    ]
    return [number for _, number in sorted(found, reverse=True) if ID_PATTERN.fullmatch(number)]


@lru_cache(maxsize=4096)
def read_entry(settings: Settings, number: str) -> Entry | None:
    """The list entry of one snapshot; None where it is not there."""
    found = find_snapshot(settings, number)
    if found is None:
        return None
    return Entry(
        found.id,
        found.zone,
        found.zone_name,
        found.lang,
        found.title,
        found.released.isoformat(),
        found.illustrative,
        found.data_version,
    )
