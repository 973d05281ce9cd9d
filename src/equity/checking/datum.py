"""Which datum the coordinates are in: every candidate is tried against the stated divisions; the user decides."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from equity import geo
from equity.checking.surroundings import Areas
from equity.city import City
from equity.reading.projections import (
    crs_of,
    is_unshifted,
    near_projections,
    projection_name,
    to_degrees_of_datum,
)
from equity.reading.vocabulary import datum_of
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

Floats = NDArray[np.float64]
DATUMS = TEXTS["datums"]  # of every city; each has projections of its own beside them
DEGREES = ("wgs84", "cgcs2000", "gcj02", "bd09")  # those that are tried; the older two lie where WGS-84 does
WEB_MERCATOR = "epsg3857"
OLD = ("beijing1954", "xian1980")
NAMES = {
    "wgs84": "WGS-84",
    "cgcs2000": "CGCS2000",
    "gcj02": "GCJ-02",
    "bd09": "BD-09",
    "beijing1954": "北京1954 Beijing 1954",
    "xian1980": "西安1980 Xi'an 1980",
}
BY_EPSG = {
    "4326": "wgs84",
    "4490": "cgcs2000",
    "4214": "beijing1954",
    "4610": "xian1980",
    "900913": "epsg3857",
}
TRIAL_ROWS = 50_000
CLEAR_LEAD = 0.02  # two percentage points ahead of every datum that lies elsewhere
CLEAR_ROWS = 20
SAME_PLACE_M = 1.0
FAR = 3.0  # degrees from the city: what lies farther away says nothing of a shift


def datum_id(text: str) -> str:
    """The datum as users spell it: EPSG:4543, GCJ-02, wgs 84, 西安80; what is none of them stays as it is.

    >>> datum_id("EPSG:4543"), datum_id("北京54")
    ('epsg4543', 'beijing1954')
    """
    close = re.sub(r"[\s:_-]+", "", text.lower())
    known = close if close in DATUMS else BY_EPSG.get(close.removeprefix("epsg"), "")
    named = (
        close
        if crs_of(close) is not None
        else "epsg3857"
        if datum_of(text) == "web_mercator"
        else datum_of(text)
    )
    return known or named or text.strip()


def offered(city: City) -> dict[str, Label]:
    """The datums to choose from in a city: degrees, the projections near it, Web Mercator."""
    near = {datum: label_of(datum) for datum in near_projections(city.middle[0])}
    return (
        {d: label for d, label in DATUMS.items() if d != WEB_MERCATOR}
        | near
        | {WEB_MERCATOR: DATUMS[WEB_MERCATOR]}
    )


def label_of(datum: str) -> Label:
    """What a datum is called: one of ours, or any projected CRS that PROJ knows."""
    if known := DATUMS.get(datum) or projection_name(datum):
        return known
    crs = crs_of(datum)
    name = f"{crs.name}（{datum.upper().replace('EPSG', 'EPSG:')}）" if crs is not None else datum
    return Label(name, name)


def short_name(datum: str) -> str:
    return NAMES.get(datum, datum.upper().replace("EPSG", "EPSG:"))


def is_old(datum: str) -> bool:
    """Whether coordinates in it stay up to some 100 m off: no transformation to WGS-84 is public."""
    crs = crs_of(datum)
    return datum in OLD or (crs is not None and is_unshifted(crs))


def to_wgs84(datum: str, x: Any, y: Any) -> tuple[Floats, Floats]:
    """(lon, lat) in WGS-84 degrees of coordinates in ``datum``; NaN for what cannot be coordinates in it.

    CGCS2000 differs from WGS-84 by less than a metre here and is taken as it; so are the older datums, for want of a
    transformation (:func:`is_old`). Of metres the larger number may stand in either column, with a zone number before the easting.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if (crs := crs_of(datum)) is not None:
        return to_degrees_of_datum(crs, x, y)
    if datum not in DATUMS:
        raise TEXTS.user_error("no_datum", datum=datum, known=list(DATUMS))
    on_earth = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    x, y = np.where(on_earth, x, np.nan), np.where(on_earth, y, np.nan)
    if datum == "gcj02":
        return geo.gcj02_to_wgs84(x, y)
    return geo.bd09_to_wgs84(x, y) if datum == "bd09" else (x, y)


@dataclass(frozen=True, slots=True)
class Trial:
    """One datum tried: shares (0..1) of ``rows`` in the stated division and in the city; metres that it
    moves the points. ``by_address``: how many of the rows state their division only in their address."""

    datum: str
    rows: int
    in_division: float | None
    in_city: float
    shift_m: float
    by_address: int = 0

    @property
    def sentence(self) -> Label:
        """How well it fits, in words."""
        return TEXTS.fit.format(
            datum=label_of(self.datum),
            share=self.fit,
            inside=TEXTS.in_city if self.in_division is None else TEXTS.in_division,
            address=TEXTS.by_address.format(rows=self.by_address) if self.by_address else "",
            metres=self.shift_m,
        )

    @property
    def fit(self) -> float:
        return self.in_city if self.in_division is None else self.in_division


def try_datums(
    x: Floats,
    y: Floats,
    stated: NDArray[np.object_],
    areas: Areas,
    *,
    by_address: NDArray[np.bool_] | None = None,
    also: str = "",
) -> tuple[Trial, ...]:
    """Every candidate on at most 50,000 evenly chosen rows, best first; of projections only those that bring a point to
    the city. ``stated`` holds codes, "" where none is given; ``by_address`` marks those that come from an address.
    ``also``: one more datum, chosen or stated."""
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if len(usable) > TRIAL_ROWS:
        usable = usable[np.linspace(0, len(usable) - 1, TRIAL_ROWS).astype(int)]
    if not len(usable):
        return ()
    x, y, stated = x[usable], y[usable], stated[usable]
    addressed = 0 if by_address is None else int(by_address[usable].sum())
    metric = bool(np.median(np.maximum(np.abs(x), np.abs(y))) > 1000)
    trials = []
    tried = (*near_projections(areas.city.middle[0]), WEB_MERCATOR) if metric else DEGREES
    extra = () if not also or also in (*tried, *DEGREES) else (also,)
    for datum in (*tried, *extra):
        lon, lat = to_wgs84(datum, x, y)
        found = areas.locate(lon, lat)
        given = stated != ""
        inside = float((found[given] == stated[given]).mean()) if given.any() else None
        shift = 0.0 if metric or datum == "wgs84" else _shift_m(x, y, lon, lat, areas)
        trials.append(Trial(datum, len(usable), inside, float((found != "").mean()), shift, addressed))
    near = [t for t in trials if not metric or t.in_city or t.datum == also] or trials[:1]
    return tuple(sorted(near, key=lambda t: -t.fit))


def clear_choice(trials: tuple[Trial, ...]) -> str:
    """The datum that fits clearly better than all that differ from it by more than a metre; "" if none does."""
    if not trials or trials[0].rows < CLEAR_ROWS or trials[0].in_division is None:
        return ""
    best = trials[0]
    others = [
        t for t in trials[1:] if t.datum.startswith("epsg") or abs(t.shift_m - best.shift_m) > SAME_PLACE_M
    ]
    return best.datum if all(best.fit - t.fit >= CLEAR_LEAD for t in others) and best.fit > 0.5 else ""


def _shift_m(x: Floats, y: Floats, lon: Floats, lat: Floats, areas: Areas) -> float:
    west, south, east, north = areas.bounds
    near = (x > west - FAR) & (x < east + FAR) & (y > south - FAR) & (y < north + FAR)
    if not near.any():
        return 0.0
    (e1, n1), (e2, n2) = (
        geo.project(x[near], y[near], areas.crs),
        geo.project(lon[near], lat[near], areas.crs),
    )
    return float(np.median(np.hypot(e1 - e2, n1 - n2)))
