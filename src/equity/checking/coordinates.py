"""Coordinates as written, whatever way: degrees, packed degrees, scaled whole numbers, metres; in one column or two."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.check import Check
from equity.checking.claims.questions import Option
from equity.checking.coordinate_columns import lat_range, lon_range
from equity.city import Bounds
from equity.reading.numbers import split_pairs, to_degrees
from equity.reading.vocabulary import vocabulary
from equity.reading.words import words
from equity.say import texts_of

TEXTS = texts_of(__name__)

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
MOST = 0.8
CHANCE = 1e-4  # that decimal degrees look packed by accident
BELOW_SIXTY = 0.6  # of two random digits
BETTER = 0.1  # share of rows that packed degrees bring home and decimal ones do not


@dataclass(frozen=True)
class Coordinates:
    """x, y in degrees or metres, NaN where empty or bad; ``given``: rows that have any, readable or not."""

    x: Floats
    y: Floats
    given: Mask


def read_coordinates(body: Body, stated: NDArray[np.object_], check: Check) -> Coordinates:
    """The coordinates of all rows. What was written another way is turned to degrees and said; a row that has some and
    cannot be read is a finding, never one without."""
    x, y, given = _as_written(body)
    x, y = _put_in_order(body, x, y, check.areas.city.bounds)
    x, y = _decoded(body, x, y, stated, check)
    return Coordinates(x, y, given)


def _as_written(body: Body) -> tuple[Floats, Floats, Mask]:
    both = body.has("lonlat") and not (body.has("lon") and body.has("lat"))
    if both:
        first, second = split_pairs(body.column("lonlat"))
    else:
        first, second = body.column("lon"), body.column("lat")
    nothing = words()["cells"]["nothing"]
    first, second = (t.where(~t.str.lower().isin(nothing), "") for t in (first, second))
    x, bad_x = to_degrees(first)
    y, bad_y = to_degrees(second)
    for bad, texts, name in ((bad_x, first, "lon"), (bad_y & ~(bad_x & both), second, "lat")):
        body.report("bad_coordinate", bad, "lonlat" if both else name, texts)
    has_x, has_y = (first != "").to_numpy(), (second != "").to_numpy()
    half = (has_x != has_y) & ~bad_x & ~bad_y
    body.report("half_coordinate", half, "lon", first)
    broken = bad_x | bad_y | half
    x[broken], y[broken] = np.nan, np.nan
    zero = (x == 0) & (y == 0)  # 0, 0 is how systems write "none"
    body.report("zero_coordinate", zero, "lon", written(body, zero))
    x[zero], y[zero] = np.nan, np.nan
    return x, y, (has_x | has_y) & ~zero


def _put_in_order(body: Body, x: Floats, y: Floats, bounds: Bounds) -> tuple[Floats, Floats]:
    """Longitude first: a file that has latitude first throughout is told once, single rows one by one."""
    scale = _scale(x, y, bounds)
    swapped = _in(x, lat_range(bounds), scale) & _in(y, lon_range(bounds), scale)
    if swapped.any():
        usable = np.isfinite(x) & np.isfinite(y)
        if swapped.sum() > MOST * usable.sum() and body.has("lonlat"):
            body.note("latitude_first", "lonlat", body.names[body.mapping.columns["lonlat"]])
        else:
            body.report(
                "swapped", swapped, "lon", written(body, swapped), a=y[swapped] / scale, b=x[swapped] / scale
            )
        x, y = np.where(swapped, y, x), np.where(swapped, x, y)
    return x, y


def _decoded(
    body: Body, x: Floats, y: Floats, stated: NDArray[np.object_], check: Check
) -> tuple[Floats, Floats]:
    """Degrees out of what was written: 102.2859 for 102°28′59″, 10228.98 for 102°28.98′, 102483056 for 102.483056."""
    usable = np.isfinite(x) & np.isfinite(y)
    if not usable.any():
        return x, y
    headings = " ".join(h for f in ("lon", "lat", "lonlat") for h in body.headings(f))
    says_packed = re.search(vocabulary()["packed"]["headings"], headings.lower()) is not None
    bounds = check.areas.city.bounds
    scale = _scale(x, y, bounds)
    degrees = _in(x, lon_range(bounds), scale) & _in(y, lat_range(bounds), scale)
    if degrees.sum() < MOST * usable.sum() and not says_packed:
        return x, y
    if scale == 100:
        body.note("degrees_minutes", "lon", written(body, usable)[0])
        return _minutes(x), _minutes(y)
    plain_x, plain_y = x / scale, y / scale
    packed_x, packed_y = unpack(plain_x), unpack(plain_y)
    possible = np.isfinite(packed_x) & np.isfinite(packed_y)
    if says_packed or (scale == 10_000 and possible[usable].all()):
        body.note("packed_degrees", "lon", written(body, usable)[0], a=_dms(packed_x[usable][0]))
        wrong = usable & ~possible
        body.report("bad_packed", wrong, "lon", written(body, wrong))
        return packed_x, packed_y
    if possible[usable].all() and _looks_packed(plain_x, plain_y, packed_x, packed_y, stated, check):
        shares = [_home(a, b, stated, check) for a, b in ((plain_x, plain_y), (packed_x, packed_y))]
        example = written(body, usable)[0]
        chosen = check.questions.ask(
            "degrees",
            TEXTS.which_degrees.format(
                example=example, packed=_dms(packed_x[usable][0]), as_decimal=shares[0], as_packed=shares[1]
            ),
            (Option("decimal", TEXTS.decimal), Option("packed", TEXTS.packed)),
            proposed=["packed" if shares[1] > shares[0] else "decimal"],
            first=True,
            field="lon",
        )
        if "packed" in chosen:
            return packed_x, packed_y
    if scale != 1:
        body.note("scaled_degrees", "lon", written(body, usable)[0], a=f"{plain_x[usable][0]:.6f}")
    return plain_x, plain_y


def unpack(values: Floats) -> Floats:
    """Degrees of D.MMSSss; NaN where minutes or seconds reach 60.

    >>> unpack(np.array([102.2859])).round(6).tolist()
    [102.483056]
    """
    fraction = np.round(np.abs(values) % 1 * 1e8) / 1e8
    whole = np.floor(np.abs(values) + 1e-9)
    minutes = np.floor(fraction * 100 + 1e-6)
    seconds = np.round((fraction * 100 - minutes) * 100, 6)
    good = (minutes < 60) & (seconds < 60)
    return np.where(good, whole + minutes / 60 + seconds / 3600, np.nan)


def written(body: Body, mask: Mask) -> list[str]:
    """The coordinates of some rows as they stand in the file."""
    texts = [body.column(name)[mask] for name in ("lon", "lat", "lonlat") if body.has(name)]
    return [", ".join(t for t in row if t) for row in zip(*texts, strict=True)]


def _scale(x: Floats, y: Floats, bounds: Bounds) -> float:
    """The power of ten by which the numbers are degrees in the city, 1 for those that are none."""
    usable = np.isfinite(x) & np.isfinite(y)
    if not usable.any():
        return 1
    (south, north), (west, east) = lat_range(bounds), lon_range(bounds)
    a, b = float(np.median(x[usable])), float(np.median(y[usable]))
    for scale in (1.0, 100.0, *(10.0**k for k in range(4, 11))):
        low, high = sorted((a / scale, b / scale))
        if south < low < north and west < high < east:
            return scale
    return 1


def _in(values: Floats, within: tuple[float, float], scale: float) -> Mask:
    return np.asarray((values > within[0] * scale) & (values < within[1] * scale), dtype=bool)


def _minutes(values: Floats) -> Floats:
    whole = np.floor(values / 100)
    rest = values - whole * 100
    return np.where(rest < 60, whole + rest / 60, np.nan)


def _looks_packed(
    x: Floats, y: Floats, packed_x: Floats, packed_y: Floats, stated: NDArray[np.object_], check: Check
) -> bool:
    """Whether so many seconds below 60 can be no accident, or packed degrees bring more rows home."""
    usable = np.isfinite(x) & np.isfinite(y)
    exact = sum(int((np.abs(v[usable] * 100 - np.round(v[usable] * 100)) > 1e-6).sum()) for v in (x, y))
    if exact and BELOW_SIXTY**exact < CHANCE:
        return True
    return _home(packed_x, packed_y, stated, check) > _home(x, y, stated, check) + BETTER


def _home(lon: Floats, lat: Floats, stated: NDArray[np.object_], check: Check) -> float:
    found = check.areas.locate(lon, lat)
    given = stated != ""
    usable = np.isfinite(lon) & (given if given.any() else True)
    if not usable.any():
        return 0.0
    return float((found[usable] == stated[usable]).mean() if given.any() else (found[usable] != "").mean())


def _dms(value: float) -> str:
    minutes, seconds = divmod(round(value * 3600), 60)
    degrees, minutes = divmod(minutes, 60)
    return f"{degrees}°{minutes}′{seconds}″"
