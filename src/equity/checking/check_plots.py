"""Candidate plots: rows with a place of their own, where a facility may be built."""

from typing import Any

import numpy as np
import pandas as pd

from equity.checking.body import Body
from equity.checking.cells import (
    MAX_NOTE,
    check_ids,
    check_numbers,
    check_text,
    report_services,
    service_words,
)
from equity.checking.check_facilities import check_repeats, make_ids, or_none
from equity.checking.claims.heard import Heard
from equity.checking.datasets import services_with_facilities
from equity.checking.places import Places, find_places
from equity.reading.numbers import to_numbers
from equity.reading.words import plain
from equity.say import texts_of

TEXTS = texts_of(__name__)

UNITS = {  # of a column name, in the unit of the table
    "area_m2": {"平方米": 1.0, "平米": 1.0, "m2": 1.0, "亩": 10_000 / 15, "公顷": 10_000.0},
    "cost": {"万元": 1.0, "元": 1e-4, "亿元": 10_000.0},
}


def check_plots(heard: Heard) -> tuple[pd.DataFrame, Places]:
    """(rows in the declared shape of table candidate_plots plus ``row``, places). The seat of a township is no plot: each needs
    coordinates. Costs are in 10,000 yuan, as plans are."""
    body, check = heard.body, heard.check
    places = find_places(body, check.options.datum, heard.datum, check)
    names = check_text(body, "name_zh", required=True)
    notes = check_text(body, "note", longest=MAX_NOTE).to_numpy()
    given = check_ids(body, "plot_id")
    ids = make_ids("plot", given, names, places)
    check_repeats(body, ids, given, names, places, "plot_id", check.around.areas.crs)
    unplaced = ~np.isin(places.precision, ["point", "unshifted"]) & (not places.datum_needed)
    body.report("plot_without_place", unplaced, "lon", names)
    capacity = check_numbers(body, "most_capacity")
    body.report("zero_capacity", capacity == 0, "most_capacity", "0")
    frame = pd.DataFrame(
        {
            "plot_id": ids,
            "name_zh": names.to_numpy(),
            "adcode": places.codes,
            "service": _services(body),
            "lon": places.lon,
            "lat": places.lat,
            "area_m2": _measured(body, "area_m2"),
            "most_capacity": capacity,
            "cost": _measured(body, "cost"),
            "source": heard.source,
            "note": or_none(notes),
            "row": body.rows,
        }
    )
    return frame, places


def _services(body: Body) -> object:
    """The service of each row; None where any may stand there."""
    offered, texts = services_with_facilities(), body.column("service")
    known = service_words(offered)
    found = texts.map(lambda t: known.get(plain(t), "")).to_numpy(dtype=object)
    unknown = (texts != "").to_numpy() & ~np.isin(found.astype(str), sorted(d.id for d in offered))
    report_services(body, unknown, offered, TEXTS.or_any)
    return or_none(found)


def _measured(body: Body, name: str) -> np.ndarray[Any, Any]:
    """Numbers of an area or a sum of money, times the unit of the column."""
    texts, unit = body.column(name), body.unit(name)
    values, bad, _ = to_numbers(texts)
    body.report("not_number", bad, name, texts)
    body.report("negative", values < 0, name, texts)
    if unit is None:
        return values
    factor = UNITS[name].get(unit.text)
    if factor is None:
        body.report("unknown_unit", np.isfinite(values), name, unit.text)
        return values
    if factor != 1:
        body.note("header_unit", name, unit.text, a=f"{factor:g}")
    return np.round(values * factor, 6)
