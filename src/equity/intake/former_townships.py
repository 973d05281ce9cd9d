"""Townships under names that have ended, with what became of them and where that is written; from ``townships.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from equity.errors import DataError, Problem

FILE = "townships.toml"
TEXTS = ("division", "old", "how", "source")


@dataclass(frozen=True, slots=True)
class FormerTownship:
    """``old`` ended in ``year``; its area lies in ``new`` today: one name, or several where it was split."""

    division: str
    old: str
    new: tuple[str, ...]
    year: int
    how: str
    source: str


@cache
def former_townships(path: Path | None = None) -> dict[tuple[str, str], FormerTownship]:
    """All of them by (division, former name). Raises :class:`DataError` for an entry that lacks something."""
    path = path or Path(__file__).with_name(FILE)
    with path.open("rb") as file:
        entries = tomllib.load(file).get("change", [])
    found = [_read(entry, number) for number, entry in enumerate(entries, start=1)]
    return {(f.division, f.old): f for f in found}


def _read(entry: dict[str, object], number: int) -> FormerTownship:
    texts = {name: str(entry.get(name, "")).strip() for name in TEXTS}
    new, year = entry.get("new"), entry.get("year")
    lacking = [name for name, text in texts.items() if not text]
    if not isinstance(new, list) or not new:
        lacking.append("new")
    if not isinstance(year, int):
        lacking.append("year")
    if lacking or not isinstance(new, list) or not isinstance(year, int):
        raise DataError(
            [
                Problem(
                    FILE,
                    name,
                    str(entry.get(name, "")),
                    f"第 {number} 条缺少此项。",
                    f"entry {number} lacks it.",
                )
                for name in lacking
            ]
        )
    return FormerTownship(
        texts["division"], texts["old"], tuple(map(str, new)), year, texts["how"], texts["source"]
    )
