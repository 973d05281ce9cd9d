"""Which datum the coordinates are in: every candidate is tried against the stated divisions; the user
decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from equity import geo
from equity.errors import UserError
from equity.say import Label

Floats = NDArray[np.float64]
DATUMS: dict[str, Label] = {
    "wgs84": Label("WGS-84（GPS、天地图）", "WGS-84 (GPS)"),
    "cgcs2000": Label("CGCS2000 经纬度", "CGCS2000 degrees"),
    "gcj02": Label("GCJ-02（高德、腾讯地图）", "GCJ-02 (Amap, Tencent)"),
    "bd09": Label("BD-09（百度地图）", "BD-09 (Baidu)"),
    "epsg4543": Label(
        "CGCS2000 3度带投影，中央经线102°（EPSG:4543）",
        "CGCS2000 3-degree Gauss-Krüger, CM 102°E (EPSG:4543)",
    ),
}
NAMES = {
    "wgs84": "WGS-84",
    "cgcs2000": "CGCS2000",
    "gcj02": "GCJ-02",
    "bd09": "BD-09",
    "epsg4543": "EPSG:4543",
}
BY_EPSG = {"4326": "wgs84", "4490": "cgcs2000", "4543": "epsg4543"}
TRIAL_ROWS = 50_000
CLEAR_LEAD = 0.02  # two percentage points ahead of every datum that lies elsewhere
CLEAR_ROWS = 20
SAME_PLACE_M = 1.0
ZONE_PREFIX = 34_000_000.0  # the number of the 3-degree zone of 102° before the easting
EAST_RANGE, NORTH_RANGE = (300_000.0, 750_000.0), (2_600_000.0, 3_000_000.0)


def datum_id(text: str) -> str:
    """The datum as users spell it: EPSG:4543, GCJ-02, wgs 84; what is none of them stays as it is.

    >>> datum_id("EPSG:4543")
    'epsg4543'
    """
    close = re.sub(r"[\s:_-]+", "", text.lower())
    return close if close in DATUMS else BY_EPSG.get(close.removeprefix("epsg"), text.strip())


def to_wgs84(datum: str, x: Any, y: Any) -> tuple[Floats, Floats]:
    """(lon, lat) in WGS-84 degrees of coordinates in ``datum``; NaN for what cannot be coordinates in it.

    CGCS2000 differs from WGS-84 by less than a metre here and is taken as it. For EPSG:4543 the larger
    number is the
    northing, in whichever column it stands, and a zone number 34 before the easting is removed.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if datum in DATUMS and datum != "epsg4543":
        on_earth = (np.abs(x) <= 180) & (np.abs(y) <= 90)
        x, y = np.where(on_earth, x, np.nan), np.where(on_earth, y, np.nan)
    if datum in ("wgs84", "cgcs2000"):
        return x, y
    if datum == "gcj02":
        return geo.gcj02_to_wgs84(x, y)
    if datum == "bd09":
        return geo.bd09_to_wgs84(x, y)
    if datum == "epsg4543":
        east, north = (
            np.where(x >= ZONE_PREFIX, x - ZONE_PREFIX, x),
            np.where(y >= ZONE_PREFIX, y - ZONE_PREFIX, y),
        )
        swapped = (east > NORTH_RANGE[0]) & (north < NORTH_RANGE[0])
        east, north = np.where(swapped, north, east), np.where(swapped, east, north)
        usable = (
            (east > EAST_RANGE[0])
            & (east < EAST_RANGE[1])
            & (north > NORTH_RANGE[0])
            & (north < NORTH_RANGE[1])
        )
        return geo.unproject(np.where(usable, east, np.nan), np.where(usable, north, np.nan))
    raise UserError(
        f"没有坐标系 {datum}；可选 {'、'.join(DATUMS)}。", f"no datum {datum}; there are {', '.join(DATUMS)}."
    )


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

    def sentence(self, lang: str) -> str:
        label = DATUMS[self.datum][lang]
        share, where = self.fit, self.in_division is not None
        if lang == "en":
            inside = "their stated division" if where else "Kunming"
            address = f" ({self.by_address:,} rows state it in their address only)" if self.by_address else ""
            return f"{label}: {share:.1%} fall in {inside}{address}; shift {self.shift_m:.0f} m"
        inside = "所填区县内" if where else "昆明市内"
        address = f"（其中 {self.by_address:,} 行的区县取自地址）" if self.by_address else ""
        return f"{label}：{share:.1%} 落在{inside}{address}；移动 {self.shift_m:.0f} 米"

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
) -> tuple[Trial, ...]:
    """Every candidate on at most 50,000 evenly chosen rows, best first. ``stated`` holds codes, "" where
    none is given; ``by_address`` marks those that come from an address."""
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if len(usable) > TRIAL_ROWS:
        usable = usable[np.linspace(0, len(usable) - 1, TRIAL_ROWS).astype(int)]
    if not len(usable):
        return ()
    x, y, stated = x[usable], y[usable], stated[usable]
    addressed = 0 if by_address is None else int(by_address[usable].sum())
    metric = bool(np.median(np.maximum(np.abs(x), np.abs(y))) > 1000)
    trials = []
    for datum in ("epsg4543",) if metric else ("wgs84", "cgcs2000", "gcj02", "bd09"):
        lon, lat = to_wgs84(datum, x, y)
        found = areas.locate(lon, lat)
        given = stated != ""
        inside = float((found[given] == stated[given]).mean()) if given.any() else None
        shift = 0.0 if metric or datum == "wgs84" else _shift_m(x, y, lon, lat)
        trials.append(Trial(datum, len(usable), inside, float((found != "").mean()), shift, addressed))
    return tuple(sorted(trials, key=lambda t: -t.fit))


def clear_choice(trials: tuple[Trial, ...]) -> str:
    """The datum that fits clearly better than all that differ from it by more than a metre; "" if none
    does."""
    if not trials or trials[0].rows < CLEAR_ROWS or trials[0].in_division is None:
        return ""
    best = trials[0]
    others = [t for t in trials[1:] if abs(t.shift_m - best.shift_m) > SAME_PLACE_M]
    return best.datum if all(best.fit - t.fit >= CLEAR_LEAD for t in others) and best.fit > 0.5 else ""


def _shift_m(x: Floats, y: Floats, lon: Floats, lat: Floats) -> float:
    near = (np.abs(x - 103) < 3) & (np.abs(y - 25.5) < 3)
    if not near.any():
        return 0.0
    (e1, n1), (e2, n2) = geo.project(x[near], y[near]), geo.project(lon[near], lat[near])
    return float(np.median(np.hypot(e1 - e2, n1 - n2)))


class Areas:
    """The division polygons, prepared for many points."""

    def __init__(self, codes: Any, polygons: Any) -> None:
        self.codes = [str(c) for c in codes]
        self._polygons = list(polygons)
        self._metric = {c: geo.project_geometry(p) for c, p in zip(self.codes, self._polygons, strict=True)}
        shapely.prepare(self._polygons)

    def locate(self, lon: Floats, lat: Floats) -> NDArray[np.object_]:
        """Code of the division each point lies in (a border point: the lower code), "" for none or NaN."""
        found = np.full(len(lon), "", dtype=object)
        for code, polygon in sorted(zip(self.codes, self._polygons, strict=True), key=lambda pair: pair[0]):
            west, south, east, north = polygon.bounds
            near = np.flatnonzero(
                (found == "") & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
            )
            if len(near):
                inside = near[shapely.intersects_xy(polygon, lon[near], lat[near])]
                found[inside] = code
        return found

    def metres_from(self, codes: NDArray[np.object_], lon: Floats, lat: Floats) -> Floats:
        """Distance in metres of each point from the division ``codes``."""
        out = np.full(len(lon), np.nan)
        east, north = geo.project(lon, lat)
        points = shapely.points(east, north)
        for code in set(codes):
            here = codes == code
            if code in self._metric:
                out[here] = shapely.distance(self._metric[code], points[here])
        return out
