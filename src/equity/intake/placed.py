"""Which places an import adds, removes and moves: counted in full, drawn from an even sample."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity import geo
from equity.checking.outcome import Outcome
from equity.say import texts_of
from equity.stored import store, stored
from equity.warehouse import Warehouse

TEXTS = texts_of(__name__)
PLACES_FILE = "places.json"
PLACE_WORDS = TEXTS["kinds"]
KINDS = tuple(PLACE_WORDS)
MOVED_M = 1.0  # less is rounding of the coordinates
DRAWN = 1_500  # marks of one kind: more would cover each other
NAMED = 20  # names of one kind that are listed
COLUMNS = {"facilities": "facility_id", "settlement_points": "point_id", "candidate_plots": "plot_id"}


@dataclass(frozen=True)
class ChangedPlaces:
    """``counts``: all changed places by kind, those without coordinates too (``unplaced``). ``marks``: of each kind at most
    1,500 evenly chosen (longitude, latitude) in WGS-84 degrees; of moved ones the new place. ``names``: the first 20 of each kind.
    ``divisions``: codes of those in which something changes."""

    counts: dict[str, int]
    unplaced: int
    marks: dict[str, list[tuple[float, float]]]
    names: dict[str, list[str]] = field(default_factory=dict)
    divisions: tuple[str, ...] = ()

    @property
    def is_sampled(self) -> bool:
        return any(self.drawn(kind) < self.placed(kind) for kind in KINDS)

    def drawn(self, kind: str) -> int:
        return len(self.marks[kind])

    def placed(self, kind: str) -> int:
        return self.counts[f"{kind}_placed"]


def compare_places(before: Warehouse, after: Warehouse, outcome: Outcome) -> ChangedPlaces | None:
    """The places of the dataset in one warehouse against those in the other; None for data without places.

    The same id is the same place; ids that are on one side only are compared by name and division, so that a register with
    ids of its own still shows which facilities stayed.
    """
    key = COLUMNS.get(outcome.dataset.table, "")
    if not key:
        return None
    old, new = (_read(side, outcome, key) for side in (before, after))
    known = pd.Index(new["id"])
    at = known.get_indexer(pd.Index(old["id"]))
    pairs = [np.column_stack([np.flatnonzero(at >= 0), at[at >= 0]])]
    rest_old = np.flatnonzero(at < 0)
    rest_new = np.flatnonzero(~known.isin(old["id"]))
    pairs.append(_same_name(old, new, rest_old, rest_new))
    matched = np.concatenate(pairs)
    gone = _but(len(old), matched[:, 0])
    come = _but(len(new), matched[:, 1])
    shift = _metres(old.iloc[matched[:, 0]], new.iloc[matched[:, 1]], after.city.crs)
    moved = matched[shift > MOVED_M, 1]
    found = {"added": new.iloc[come], "removed": old.iloc[gone], "moved": new.iloc[moved]}
    placed = {kind: frame[np.isfinite(frame["lon"])] for kind, frame in found.items()}
    return ChangedPlaces(
        {kind: len(frame) for kind, frame in found.items()}
        | {f"{kind}_placed": len(frame) for kind, frame in placed.items()},
        sum(len(found[kind]) - len(placed[kind]) for kind in KINDS),
        {kind: _sample(frame) for kind, frame in placed.items()},
        {kind: [str(name) for name in frame["name"].head(NAMED)] for kind, frame in found.items()},
        tuple(sorted({str(code) for frame in found.values() for code in frame["adcode"].dropna().unique()})),
    )


def _but(rows: int, matched: NDArray[np.intp]) -> NDArray[np.intp]:
    """The other rows, in order."""
    others = np.ones(rows, dtype=bool)
    others[matched] = False
    return np.flatnonzero(others)


def write_places(path: Path, changed: ChangedPlaces | None) -> None:
    if changed is not None:
        store(path, changed)


def read_places(path: Path) -> ChangedPlaces | None:
    try:
        return stored(path, ChangedPlaces)
    except FileNotFoundError:
        return None


def _read(warehouse: Warehouse, outcome: Outcome, key: str) -> pd.DataFrame:
    """Columns id, name, adcode, lon, lat of the dataset's rows, in the order of the ids."""
    service = outcome.dataset.service
    where, values = ("WHERE service = ?", [service]) if service else ("", [])
    frame = warehouse.read(
        f"SELECT {key} AS id, name_zh AS name, adcode, CAST(lon AS DOUBLE) AS lon, CAST(lat AS DOUBLE) AS lat "  # noqa: S608 - from COLUMNS
        f"FROM stg_{outcome.dataset.table} {where} ORDER BY 1",
        values,
    )
    return frame


def _same_name(
    old: pd.DataFrame, new: pd.DataFrame, rest_old: NDArray[np.intp], rest_new: NDArray[np.intp]
) -> NDArray[np.intp]:
    """(row of old, row of new) with the same name in the same division, where both sides have it once."""
    sides = []
    for frame, rest in ((old, rest_old), (new, rest_new)):
        side = frame.iloc[rest][["name", "adcode"]].assign(at=rest)
        sides.append(side[~side.duplicated(["name", "adcode"], keep=False)])
    both = sides[0].merge(sides[1], on=["name", "adcode"])
    return both[["at_x", "at_y"]].to_numpy(dtype=np.intp)


def _metres(old: pd.DataFrame, new: pd.DataFrame, crs: str) -> NDArray[np.float64]:
    """Distance between the two places of each row; infinite where only one of them has coordinates, 0 where none has."""
    (e1, n1), (e2, n2) = (
        geo.project(f["lon"].to_numpy(float), f["lat"].to_numpy(float), crs) for f in (old, new)
    )
    first, second = np.isfinite(e1), np.isfinite(e2)
    with np.errstate(invalid="ignore"):
        metres = np.hypot(e1 - e2, n1 - n2)
    return np.where(first & second, metres, np.where(first == second, 0.0, np.inf))


def _sample(frame: pd.DataFrame) -> list[tuple[float, float]]:
    rows = (
        frame.iloc[np.linspace(0, len(frame) - 1, min(DRAWN, len(frame))).astype(int)]
        if len(frame)
        else frame
    )
    return [(round(float(x), 5), round(float(y), 5)) for x, y in zip(rows["lon"], rows["lat"], strict=True)]
