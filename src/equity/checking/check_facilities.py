"""Facilities of one service and settlement points: rows with a place, each once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity import geo
from equity.checking.body import Body
from equity.checking.cells import MAX_NOTE, check_ids, check_numbers, check_text, check_years
from equity.checking.claims.heard import Heard
from equity.checking.places import PRECISION, Places, find_places
from equity.reading.columns import each_once, replaced
from equity.reading.words import NOISE, words

NEAR_M = 100.0
CELL_M = 70.0  # its diagonal is 99 m: two points of one cell are near each other
REACH_CELLS = 2
Ints = NDArray[np.int64]
UNUSUAL_FACTOR = 10.0
UNUSUAL_FROM_ROWS = 30


def comparable(names: pd.Series[Any]) -> pd.Series[Any]:
    """Names without spaces and marks, so that 第一 小学 and 第一小学 are one."""
    return replaced(names, NOISE.pattern, "")


def repeats(keys: pd.Series[Any], rows: Ints) -> tuple[Ints, Ints]:
    """(row, first row) of every value that stood in an earlier row; empty values repeat nothing."""
    frame = pd.DataFrame({"key": keys.to_numpy(), "row": rows})
    frame = frame[frame["key"].astype(str) != ""]
    frame["first"] = frame.groupby("key", sort=False)["row"].transform("first")
    again = frame[frame["row"] != frame["first"]]
    return again["row"].to_numpy(dtype=np.int64), again["first"].to_numpy(dtype=np.int64)


def same_place(
    names: pd.Series[Any], x: NDArray[np.float64], y: NDArray[np.float64], rows: Ints
) -> tuple[Ints, Ints]:
    """(row, earlier row) of rows with the same name within 100 m (x, y in metres; NaN rows take no part).

    A row is compared with earlier rows that are themselves no repetition, so a chain of three keeps its first.
    """
    frame = pd.DataFrame({"name": comparable(names).to_numpy(), "x": x, "y": y, "row": rows})
    frame = frame[np.isfinite(x) & np.isfinite(y) & (frame["name"] != "").to_numpy()]
    frame = frame[frame.duplicated("name", keep=False)].sort_values("row")
    if frame.empty:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    frame["cx"], frame["cy"] = (frame["x"] // CELL_M).astype("int64"), (frame["y"] // CELL_M).astype("int64")
    frame["first"] = frame.groupby(["name", "cx", "cy"], sort=False)["row"].transform("first")
    again = {int(r): int(f) for r, f in zip(frame["row"], frame["first"], strict=True) if r != f}
    kept = frame[frame["row"] == frame["first"]]
    pairs = []
    for dx in range(-REACH_CELLS, REACH_CELLS + 1):
        for dy in range(-REACH_CELLS, REACH_CELLS + 1):
            if (dx, dy) == (0, 0):
                continue
            moved = kept.assign(cx=kept["cx"] + dx, cy=kept["cy"] + dy)
            both = kept.merge(moved, on=["name", "cx", "cy"], suffixes=("", "_b"))
            near = both[
                (both["row_b"] < both["row"])
                & (np.hypot(both["x"] - both["x_b"], both["y"] - both["y_b"]) <= NEAR_M)
            ]
            pairs.append(near[["row", "row_b"]])
    for row, earlier in pd.concat(pairs).sort_values(["row", "row_b"]).itertuples(index=False, name=None):
        if int(row) not in again and int(earlier) not in again:
            again[int(row)] = int(earlier)
    ordered = sorted(again)
    return np.array(ordered, dtype=np.int64), np.array([again[r] for r in ordered], dtype=np.int64)


def check_facilities(heard: Heard) -> tuple[pd.DataFrame, Places]:
    """(rows in the declared shape of table facilities plus ``row``, places). Rows with a stop finding are still in it."""
    body, check = heard.body, heard.check
    places = find_places(body, check.options.datum, heard.datum, check)
    names = check_text(body, "name_zh", required=True)
    whole = check.dataset.service not in words()["posts"]["services"]
    capacity = check_numbers(body, "capacity", required=True, whole=whole)
    _check_capacity(body, capacity, check.dataset.service)
    kinds = check_text(body, "facility_type")
    notes = check_text(body, "note", longest=MAX_NOTE)
    years = check_years(body, check)
    given = check_ids(body, "facility_id")
    ids = make_ids(check.dataset.service, given, names, places)
    check_repeats(body, ids, given, names, places, "facility_id", check.around.areas.crs)
    frame = pd.DataFrame(
        {
            "facility_id": ids,
            "service": check.dataset.service,
            "name_zh": names.to_numpy(),
            "adcode": places.codes,
            "town_code": or_none(places.towns),
            "lon": places.lon,
            "lat": places.lat,
            "capacity": capacity,
            "facility_type": or_none(kinds.to_numpy()),
            "year": years,
            "grade": heard.grade,
            "source": heard.source,
            "note": or_none(_with_precision(notes, places)),
            "row": body.rows,
        }
    )
    return frame, places


def check_points(heard: Heard) -> tuple[pd.DataFrame, Places]:
    """The same for settlement points; every point needs coordinates or a township with a known seat."""
    body, check = heard.body, heard.check
    places = find_places(body, check.options.datum, heard.datum, check)
    names = check_text(body, "name_zh", required=True)
    notes = check_text(body, "note", longest=MAX_NOTE)
    persons = {
        f: check_numbers(body, f, required=check.dataset.field(f).required, whole=True)
        for f in ("local_persons", "non_local_persons", "absent_persons")
    }
    persons["absent_persons"] = np.nan_to_num(persons["absent_persons"], nan=0.0)
    given = check_ids(body, "point_id")
    ids = make_ids("p", given, names, places)
    check_repeats(body, ids, given, names, places, "point_id", check.around.areas.crs)
    unplaced = (places.precision == "division") & (not places.datum_needed)
    body.report("point_without_place", unplaced, "lon", names)
    frame = pd.DataFrame(
        {
            "point_id": ids,
            "adcode": places.codes,
            "town_code": or_none(places.towns),
            "name_zh": names.to_numpy(),
            "urban_rural": or_none(each_once(body.column("urban_rural"), urban_or_rural)),
            "lon": places.lon,
            "lat": places.lat,
            **persons,
            "grade": heard.grade,
            "source": heard.source,
            "note": or_none(_with_precision(notes, places)),
            "row": body.rows,
        }
    )
    return frame, places


def urban_or_rural(text: str) -> str:
    """urban or rural, in words or by the NBS code (1xx urban, 2xx rural); "" where that is not said.

    >>> urban_or_rural("城镇"), urban_or_rural("220"), urban_or_rural("")
    ('urban', 'rural', '')
    """
    for kind, marks in (("urban", ("1", "城", "镇", "urban")), ("rural", ("2", "乡", "农", "村", "rural"))):
        if text.strip().lower().startswith(marks):
            return kind
    return ""


def _check_capacity(body: Body, capacity: Any, service: str) -> None:
    limit = float(words()["limits"].get(service, 1e6))
    body.report("zero_capacity", capacity == 0, "capacity", "0")
    beyond = capacity > limit
    body.report("impossible_capacity", beyond, "capacity", capacity, a=f"{limit:g}")
    usual = capacity[np.isfinite(capacity) & (capacity > 0) & ~beyond]
    if len(usual) >= UNUSUAL_FROM_ROWS:
        common = float(np.quantile(usual, 0.95))
        unusual = (capacity > UNUSUAL_FACTOR * common) & ~beyond
        body.report("unusual_capacity", unusual, "capacity", capacity, a=f"{common:.0f}")


def check_repeats(
    body: Body, ids: Any, given: Any, names: Any, places: Places, id_name: str, crs: str
) -> None:
    again, first = repeats(ids.where(given.to_numpy() != "", ""), body.rows)
    body.findings.add("same_id", again, id_name, given[np.isin(body.rows, again)], a=first.astype(str))
    located = np.isin(places.precision, ["point", "unshifted"])
    lon, lat = np.where(located, places.lon, np.nan), np.where(located, places.lat, np.nan)
    east, north = geo.project(lon, lat, crs)
    again, first = same_place(names, east, north, body.rows)
    body.findings.add("same_place", again, "name_zh", names[np.isin(body.rows, again)], a=first.astype(str))
    unplaced = ~located & (places.codes != "")
    keys = (
        pd.Series(places.codes[unplaced], dtype="str") + comparable(names[unplaced].reset_index(drop=True))
    ).where(names[unplaced].reset_index(drop=True) != "", "")
    again, first = repeats(keys, body.rows[unplaced])
    body.findings.add("same_name", again, "name_zh", names[np.isin(body.rows, again)], a=first.astype(str))


def make_ids(prefix: str, ids: Any, names: Any, places: Places) -> Any:
    """The office's id with service and division before it, since every office counts from 1; where it gives none, one that
    the same name and place always get. One that has the service before it already is taken as it is."""
    mixed = pd.util.hash_pandas_object(names, index=False).to_numpy()
    for values in (places.lon, places.lat):
        whole = np.nan_to_num(values * 1e5, nan=0.0).round().astype(np.int64)
        mixed = mixed * np.uint64(31) + pd.util.hash_array(whole)
    made = [f"{prefix}:{code}-{key:016x}" for code, key in zip(places.codes, mixed.tolist(), strict=True)]
    keys = pd.Series(mixed ^ pd.util.hash_array(places.codes))  # numbers are grouped faster than texts
    again = keys.groupby(keys, sort=False).cumcount().to_numpy() if keys.duplicated().any() else ()
    for i in np.flatnonzero(again):
        made[i] = f"{made[i]}-{again[i] + 1}"
    if not (ids != "").any():
        return pd.Series(made, dtype="str")
    return pd.Series(
        [
            own if not given else given if given.startswith(f"{prefix}:") else f"{prefix}:{code}-{given}"
            for given, own, code in zip(ids.tolist(), made, places.codes, strict=True)
        ],
        dtype="str",
    )


def or_none(values: Any) -> Any:
    values = np.asarray(values, dtype=object)
    return np.where(values == "", None, values)


def _with_precision(notes: Any, places: Places) -> Any:
    notes = np.asarray(notes, dtype=object).copy()
    for kind, text in PRECISION.items():
        hit = places.precision == kind
        notes[hit] = [f"{n}; {text}" if n else text for n in notes[hit]]
    return notes
