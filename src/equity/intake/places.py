"""Where each row lies: coordinates read, turned to WGS-84, compared with the stated division; placed by
name without them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.intake.body import Body
from equity.intake.cells import Codes, check_addresses, check_divisions, check_townships
from equity.intake.datum import NAMES, Areas, Trial, to_wgs84, try_datums
from equity.intake.findings import Findings
from equity.intake.gazetteer import Gazetteer
from equity.intake.mapping import LAT_RANGE, LON_RANGE
from equity.intake.numbers import split_pairs, to_degrees
from equity.intake.words import words

Floats = NDArray[np.float64]
BORDER_M = 500.0  # a point this near its stated division may be right: borders are simplified
PRECISION = {
    "township": "位置精度：乡镇街道 / precision: township",
    "division": "位置精度：区县 / precision: division",
}


@dataclass
class Places:
    """Per row: division and township code, lon, lat (WGS-84 degrees, NaN: known to the division only),
    precision."""

    codes: Codes
    towns: Codes
    lon: Floats
    lat: Floats
    precision: Codes
    trials: tuple[Trial, ...]
    datum_needed: bool


def find_places(
    body: Body, datum: str, gazetteer: Gazetteer, townships: pd.DataFrame, areas: Areas, findings: Findings
) -> Places:
    """The places of all rows. Without ``datum`` the trials are made but no coordinate is used."""
    codes = check_divisions(body, gazetteer, findings)
    by_address, town_in_address = check_addresses(body, codes, gazetteer, findings)
    x, y, given = read_coordinates(body, findings)
    trials = try_datums(x, y, codes, areas, by_address=by_address)
    usable = np.isfinite(x) & np.isfinite(y)
    needed = bool(usable.any()) and not datum
    lon, lat = (
        to_wgs84(datum, x, y)
        if datum and usable.any()
        else (np.full(len(x), np.nan), np.full(len(x), np.nan))
    )
    if not needed:
        foreign = usable & np.isnan(lon)
        findings.add(
            "not_in_datum", body.rows[foreign], "lon", _written(body, foreign), a=NAMES.get(datum, datum)
        )
        _compare(body, codes, lon, lat, usable & ~foreign, gazetteer, areas, findings)
        lost = (codes == "") & (body.column("division") == "").to_numpy() & ~given
        findings.add("missing_division", body.rows[lost], "division")
    towns = check_townships(body, codes, town_in_address, gazetteer, findings)
    precision = np.where(np.isfinite(lon), "point", "").astype(object)
    if not needed:
        _place_by_name(body, codes, towns, lon, lat, precision, ~given, gazetteer, townships, findings)
    return Places(codes, towns, lon, lat, precision, trials, needed)


def read_coordinates(body: Body, findings: Findings) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """(x, y, given) as written: degrees or metres, NaN where empty or bad. Swapped degrees are put right
    and said so."""
    if body.has("lonlat") and not (body.has("lon") and body.has("lat")):
        first, second = split_pairs(body.column("lonlat"))
    else:
        first, second = body.column("lon"), body.column("lat")
    first, second = (t.where(~t.str.lower().isin(words()["cells"]["nothing"]), "") for t in (first, second))
    x, bad_x = to_degrees(first)
    y, bad_y = to_degrees(second)
    for bad, texts, name in ((bad_x, first, "lon"), (bad_y, second, "lat")):
        findings.add("bad_coordinate", body.rows[bad], name, texts[bad])
    has_x, has_y = (first != "").to_numpy(), (second != "").to_numpy()
    half = (has_x != has_y) & ~bad_x & ~bad_y
    findings.add("half_coordinate", body.rows[half], "lon", first[half])
    broken = bad_x | bad_y | half
    x[broken], y[broken] = np.nan, np.nan
    zero = (x == 0) & (y == 0)  # 0, 0 is how systems write "none"
    findings.add("zero_coordinate", body.rows[zero], "lon", _written(body, zero))
    x[zero], y[zero] = np.nan, np.nan
    swapped = (x > LAT_RANGE[0]) & (x < LAT_RANGE[1]) & (y > LON_RANGE[0]) & (y < LON_RANGE[1])
    findings.add("swapped", body.rows[swapped], "lon", first[swapped], a=y[swapped], b=x[swapped])
    x[swapped], y[swapped] = y[swapped].copy(), x[swapped].copy()
    return x, y, (has_x | has_y) & ~zero


def _written(body: Body, mask: NDArray[np.bool_]) -> list[str]:
    """The coordinates of some rows as they stand in the file."""
    texts = [body.column(name)[mask] for name in ("lon", "lat", "lonlat") if body.has(name)]
    return [", ".join(t for t in row if t) for row in zip(*texts, strict=True)]


def _compare(
    body: Body,
    codes: Codes,
    lon: Floats,
    lat: Floats,
    usable: NDArray[np.bool_],
    gazetteer: Gazetteer,
    areas: Areas,
    findings: Findings,
) -> None:
    found = areas.locate(lon, lat)
    outside = usable & (found == "")
    where = [f"{a:.5f}, {b:.5f}" for a, b in zip(lon[outside], lat[outside], strict=True)]
    findings.add("outside_city", body.rows[outside], "lon", where)
    elsewhere = usable & (found != "") & (codes != "") & (found != codes)
    if elsewhere.any():
        metres = areas.metres_from(codes[elsewhere], lon[elsewhere], lat[elsewhere])
        written = np.array(_written(body, elsewhere), dtype=object)
        rows, inside, stated = body.rows[elsewhere], found[elsewhere], codes[elsewhere]
        for code, mask in (("near_border", metres <= BORDER_M), ("other_division", metres > BORDER_M)):
            names = [[gazetteer.names[c] for c in which[mask]] for which in (inside, stated)]
            findings.add(
                code,
                rows[mask],
                "lon",
                written[mask],
                a=names[0],
                b=names[1],
                c=[f"{m:,.0f}" for m in metres[mask]],
            )
    unstated = usable & (found != "") & (codes == "") & (body.column("division") == "").to_numpy()
    codes[unstated] = found[unstated]
    findings.add(
        "division_from_point",
        body.rows[unstated],
        "division",
        a=[gazetteer.names[c] for c in codes[unstated]],
    )


def _place_by_name(
    body: Body,
    codes: Codes,
    towns: Codes,
    lon: Floats,
    lat: Floats,
    precision: Codes,
    without: NDArray[np.bool_],
    gazetteer: Gazetteer,
    townships: pd.DataFrame,
    findings: Findings,
) -> None:
    """Rows without coordinates go to the seat of their township where it is known, else count for the
    division only."""
    seats = townships.dropna(subset=["lon", "lat"]).set_index("town_code")[["lon", "lat"]]
    at_town = without & np.isin(towns.astype(str), seats.index.to_numpy().astype(str)) & (towns != "")
    if at_town.any():
        found = seats.loc[list(towns[at_town])]
        lon[at_town], lat[at_town] = found["lon"].to_numpy(dtype=float), found["lat"].to_numpy(dtype=float)
        precision[at_town] = "township"
        findings.add(
            "placed_at_township",
            body.rows[at_town],
            "lon",
            a=[gazetteer.town_names[t] for t in towns[at_town]],
        )
    at_division = without & ~at_town & (codes != "")
    precision[at_division] = "division"
    findings.add(
        "placed_at_division",
        body.rows[at_division],
        "lon",
        a=[gazetteer.names[c] for c in codes[at_division]],
    )
