"""Where each row lies: coordinates read, turned to WGS-84, compared with the stated division; placed by name without them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.cells import Codes, check_addresses, check_communities, check_divisions, check_townships
from equity.checking.check import Check
from equity.checking.claims.headings import row_datums
from equity.checking.claims.questions import Option
from equity.checking.coordinates import read_coordinates, written
from equity.checking.datum import CLEAR_LEAD, Trial, is_old, label_of, short_name, to_wgs84, try_datums
from equity.checking.findings import Findings
from equity.reading.projections import NORTH_RANGE, crs_of, has_zone_number, zones_of
from equity.say import texts_of

TEXTS = texts_of(__name__)

Floats = NDArray[np.float64]
BORDER_M = 500.0  # a point this near its stated division may be right: borders are simplified
HOPELESS, HOME = 0.5, 0.8  # shares of the points in their division: as good as none, nearly all
PRECISION = {
    "community": "位置精度：社区（约 1.5 公里） / precision: community (about 1.5 km)",
    "unshifted": "位置精度：约 100 米（原坐标系未平移） / precision: about 100 m (datum not shifted)",
    "township": "位置精度：乡镇街道 / precision: township",
    "division": "位置精度：区县 / precision: division",
}


@dataclass
class Places:
    """Per row: division and township code, lon, lat (WGS-84 degrees, NaN: known to the division only), precision."""

    codes: Codes
    towns: Codes
    lon: Floats
    lat: Floats
    precision: Codes
    trials: tuple[Trial, ...]
    datum_needed: bool


def find_places(body: Body, datum: str, stated: str, check: Check) -> Places:
    """The places of all rows. Without ``datum`` the trials are made but no coordinate is used; ``stated``: the datum that
    the file names, if any."""
    areas = check.areas
    codes = check_divisions(body, check)
    by_address, town_in_address = check_addresses(body, codes, check)
    found = read_coordinates(body, codes, check)
    x, y, given = found.x, found.y, found.given
    trials = try_datums(x, y, codes, areas, by_address=by_address, also=datum or stated)
    usable = np.isfinite(x) & np.isfinite(y)
    x, y, datum = _by_row(body, x, y, _fitting(datum, trials, check))
    needed = bool(usable.any()) and not datum
    none = np.full(len(x), np.nan)
    lon, lat = to_wgs84(datum, x, y) if datum and usable.any() else (none, none.copy())
    unshifted = bool(usable.any()) and is_old(stated if is_old(stated) else datum)
    if unshifted and not needed and "drop" in _ask_shift(stated if is_old(stated) else datum, check):
        lon, lat, given, unshifted = none, none.copy(), np.zeros_like(given), False
        usable = np.zeros_like(usable)
    if not needed:
        foreign = usable & np.isnan(lon)
        body.report("not_in_datum", foreign, "lon", written(body, foreign), a=short_name(datum))
        _say_arrangement(datum, x, y, body.findings)
        _compare(body, codes, lon, lat, usable & ~foreign, check)
    towns = check_townships(body, codes, town_in_address, check)
    communities = check_communities(body, codes, towns, ~given, check)
    if not needed:
        lost = (codes == "") & (body.column("division") == "").to_numpy() & ~given
        body.report("missing_division", lost, "division")
    precision = np.where(np.isfinite(lon), "unshifted" if unshifted else "point", "").astype(object)
    if not needed:
        _place_by_name(body, codes, towns, communities, lon, lat, precision, ~given, check)
    return Places(codes, towns, lon, lat, precision, trials, needed)


def _by_row(body: Body, x: Floats, y: Floats, datum: str) -> tuple[Floats, Floats, str]:
    """All in WGS-84 where the rows state several datums; those that state none are in the one chosen."""
    stated = row_datums(body)
    if not datum or not (stated != "").any():
        return x, y, datum
    own = np.where(stated == "", datum, stated)
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for name in dict.fromkeys(own):
        here = own == name
        lon[here], lat[here] = to_wgs84(name, x[here], y[here])
    counted = [f"{short_name(name)} × {int((own == name).sum()):,}" for name in dict.fromkeys(own)]
    body.note("datum_by_row", "lon", "、".join(counted), a=", ".join(counted))
    return lon, lat, "wgs84"


def _fitting(datum: str, trials: tuple[Trial, ...], check: Check) -> str:
    """The datum chosen, or the one that the numbers fit where the chosen one brings next to nothing home."""
    if not datum or not trials:
        return datum
    chosen, best = next((t for t in trials if t.datum == datum), None), trials[0]
    fit = chosen.fit if chosen else 0.0
    if (chosen and chosen.in_city >= HOPELESS) or best.fit < HOME or best.datum == datum:
        return datum
    metric = best.datum.startswith(
        "epsg"
    )  # UTM and Gauss-Krüger lie a kilometre apart: divisions do not tell them apart
    alike = [t.datum for t in trials if metric and best.fit - t.fit < CLEAR_LEAD] or [best.datum]
    said = check.questions.ask(
        "datum",
        TEXTS.other_datum.format(
            datum=label_of(datum), fit=fit, best=label_of(best.datum), best_fit=best.fit
        ),
        [Option(id_, label_of(id_)) for id_ in (*alike, datum)],
        proposed=alike if len(alike) == 1 else [],
        first=True,
        field="lon",
    )
    return said[0] if said else datum


def _ask_shift(datum: str, check: Check) -> tuple[str, ...]:
    """What to do with a datum that nobody outside the survey offices can turn into WGS-84."""
    name = label_of(datum)
    return check.questions.ask(
        "datum_shift",
        TEXTS.no_shift.format(datum=name),
        (Option("unshifted", TEXTS.unshifted), Option("drop", TEXTS.drop)),
        proposed=["unshifted"],
        first=True,
        field="lon",
    )


def _say_arrangement(datum: str, x: Floats, y: Floats, findings: Findings) -> None:
    """That a zone number was taken off, or northing stood first."""
    usable = np.isfinite(x) & np.isfinite(y)
    if crs_of(datum) is None or not usable.any():
        return
    first, second = float(np.median(x[usable])), float(np.median(y[usable]))
    crs = crs_of(datum)
    if crs is not None and zones_of(crs) and has_zone_number(x[usable], y[usable]):
        east = max(first, second)
        findings.add("zone_removed", [0], "lon", f"{east:.2f}", a=f"{east // 1e6:.0f}")
    if NORTH_RANGE[0] < first < NORTH_RANGE[1]:
        findings.add("north_first", [0], "lon", f"{first:.2f}")


def _compare(
    body: Body, codes: Codes, lon: Floats, lat: Floats, usable: NDArray[np.bool_], check: Check
) -> None:
    found = check.areas.locate(lon, lat)
    outside = usable & (found == "")
    where = [f"{a:.5f}, {b:.5f}" for a, b in zip(lon[outside], lat[outside], strict=True)]
    body.report("outside_city", outside, "lon", where)
    elsewhere = usable & (found != "") & (codes != "") & (found != codes)
    if elsewhere.any():
        metres = check.areas.metres_from(codes[elsewhere], lon[elsewhere], lat[elsewhere])
        as_written = np.array(written(body, elsewhere), dtype=object)
        rows, inside, stated = body.rows[elsewhere], found[elsewhere], codes[elsewhere]
        for code, mask in (("near_border", metres <= BORDER_M), ("other_division", metres > BORDER_M)):
            names = [[check.gazetteer.names[c] for c in which[mask]] for which in (inside, stated)]
            body.findings.add(
                code,
                rows[mask],
                "lon",
                as_written[mask],
                a=names[0],
                b=names[1],
                c=[f"{m:,.0f}" for m in metres[mask]],
            )
    unstated = usable & (found != "") & (codes == "") & (body.column("division") == "").to_numpy()
    codes[unstated] = found[unstated]
    body.report(
        "division_from_point", unstated, "division", a=[check.gazetteer.names[c] for c in codes[unstated]]
    )


def _place_by_name(
    body: Body,
    codes: Codes,
    towns: Codes,
    communities: Codes,
    lon: Floats,
    lat: Floats,
    precision: Codes,
    without: NDArray[np.bool_],
    check: Check,
) -> None:
    """Rows without coordinates go to the point of their community, else to the seat of their township, where these are
    known; else they count for the division only."""
    gazetteer, rest = check.around.gazetteer, without.copy()
    for kind, places, points, names in (
        ("community", communities, check.around.community_points, gazetteer.communities.names),
        ("township", towns, check.around.seats, gazetteer.town_names),
    ):
        here = rest & (places != "") & np.isin(places.astype(str), points.index.to_numpy().astype(str))
        if here.any():
            found = points.loc[list(places[here])]
            lon[here], lat[here] = found["lon"].to_numpy(dtype=float), found["lat"].to_numpy(dtype=float)
            precision[here] = kind
            body.report(f"placed_at_{kind}", here, "lon", a=[names[p] for p in places[here]])
            rest &= ~here
    at_division = rest & (codes != "")
    precision[at_division] = "division"
    body.report("placed_at_division", at_division, "lon", a=[gazetteer.names[c] for c in codes[at_division]])
