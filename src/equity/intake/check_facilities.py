"""Facilities of one service and settlement points: rows with a place."""

from typing import Any

import numpy as np
import pandas as pd

from equity import geo
from equity.intake.body import Body
from equity.intake.cells import MAX_NOTE, check_ids, check_numbers, check_text, check_years
from equity.intake.claims.heard import Heard
from equity.intake.claims.questions import Questions
from equity.intake.datasets import Dataset
from equity.intake.duplicates import comparable, repeats, same_place
from equity.intake.findings import Findings
from equity.intake.options import Options, Surroundings
from equity.intake.places import PRECISION, Places, find_places
from equity.intake.words import words

UNUSUAL_FACTOR = 10.0
UNUSUAL_FROM_ROWS = 30


def check_facilities(
    body: Body,
    dataset: Dataset,
    options: Options,
    around: Surroundings,
    heard: Heard,
    questions: Questions,
    findings: Findings,
) -> tuple[pd.DataFrame, Places]:
    """(rows in the declared shape of table facilities plus ``row``, places). Rows with a stop finding are
    still in it."""
    places = find_places(body, options.datum, heard.datum, around, questions, findings)
    names = check_text(body, "name_zh", findings, required=True)
    whole = dataset.service not in words()["posts"]["services"]
    capacity = check_numbers(body, "capacity", findings, required=True, whole=whole)
    _check_capacity(body, capacity, dataset.service, findings)
    kinds = check_text(body, "facility_type", findings)
    notes = check_text(body, "note", findings, longest=MAX_NOTE)
    years = check_years(body, findings, default=options.year, latest=options.this_year)
    given = check_ids(body, "facility_id", findings)
    ids = make_ids(dataset.service, given, names, places)
    check_repeats(body, ids, given, names, places, "facility_id", findings, around.areas.crs)
    frame = pd.DataFrame(
        {
            "facility_id": ids,
            "service": dataset.service,
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


def check_points(
    body: Body,
    dataset: Dataset,
    options: Options,
    around: Surroundings,
    heard: Heard,
    questions: Questions,
    findings: Findings,
) -> tuple[pd.DataFrame, Places]:
    """The same for settlement points; every point needs coordinates or a township with a known seat."""
    places = find_places(body, options.datum, heard.datum, around, questions, findings)
    names = check_text(body, "name_zh", findings, required=True)
    notes = check_text(body, "note", findings, longest=MAX_NOTE)
    persons = {
        f: check_numbers(body, f, findings, required=dataset.field(f).required, whole=True)
        for f in ("local_persons", "non_local_persons", "absent_persons")
    }
    persons["absent_persons"] = np.nan_to_num(persons["absent_persons"], nan=0.0)
    given = check_ids(body, "point_id", findings)
    ids = make_ids("p", given, names, places)
    check_repeats(body, ids, given, names, places, "point_id", findings, around.areas.crs)
    unplaced = (places.precision == "division") & (not places.datum_needed)
    findings.add("point_without_place", body.rows[unplaced], "lon", names[unplaced])
    frame = pd.DataFrame(
        {
            "point_id": ids,
            "adcode": places.codes,
            "town_code": or_none(places.towns),
            "name_zh": names.to_numpy(),
            "urban_rural": or_none(body.column("urban_rural").map(urban_or_rural).to_numpy()),
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


def _check_capacity(body: Body, capacity: Any, service: str, findings: Findings) -> None:
    limit = float(words()["limits"].get(service, 1e6))
    findings.add("zero_capacity", body.rows[capacity == 0], "capacity", "0")
    beyond = capacity > limit
    findings.add("impossible_capacity", body.rows[beyond], "capacity", capacity[beyond], a=f"{limit:g}")
    usual = capacity[np.isfinite(capacity) & (capacity > 0) & ~beyond]
    if len(usual) >= UNUSUAL_FROM_ROWS:
        common = float(np.quantile(usual, 0.95))
        unusual = (capacity > UNUSUAL_FACTOR * common) & ~beyond
        findings.add("unusual_capacity", body.rows[unusual], "capacity", capacity[unusual], a=f"{common:.0f}")


def check_repeats(
    body: Body,
    ids: Any,
    given: Any,
    names: Any,
    places: Places,
    id_name: str,
    findings: Findings,
    crs: str,
) -> None:
    again, first = repeats(ids.where(given.to_numpy() != "", ""), body.rows)
    findings.add("same_id", again, id_name, given[np.isin(body.rows, again)], a=first.astype(str))
    located = np.isin(places.precision, ["point", "unshifted"])
    lon, lat = np.where(located, places.lon, np.nan), np.where(located, places.lat, np.nan)
    east, north = geo.project(lon, lat, crs)
    again, first = same_place(names, east, north, body.rows)
    findings.add("same_place", again, "name_zh", names[np.isin(body.rows, again)], a=first.astype(str))
    unplaced = ~located & (places.codes != "")
    keys = (
        pd.Series(places.codes[unplaced], dtype="str") + comparable(names[unplaced].reset_index(drop=True))
    ).where(names[unplaced].reset_index(drop=True) != "", "")
    again, first = repeats(keys, body.rows[unplaced])
    findings.add("same_name", again, "name_zh", names[np.isin(body.rows, again)], a=first.astype(str))


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
