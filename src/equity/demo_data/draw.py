"""Random streams, exact splitting into whole numbers, and points inside a polygon."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from zlib import crc32

import numpy as np
import shapely
from numpy.typing import NDArray

from equity.city import Water

M_PER_DEGREE_LAT = 110_770.0  # at 25° N
M_PER_DEGREE_LON_EQUATOR = 111_320.0
COORDINATE_DECIMALS = 6
TRIES = 40


@dataclass(frozen=True, slots=True)
class Land:
    """A polygon in degrees without its open water: points must not stand in a lake."""

    polygon: shapely.Geometry
    water: tuple[Water, ...] = ()

    def holds(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which points are strictly inside the polygon and outside of every ellipse of water."""
        found = np.asarray(shapely.contains_xy(self.polygon, lon, lat), dtype=np.bool_)
        for lake in self.water:
            x, y = (lon - lake.lon) / lake.half_lon, (lat - lake.lat) / lake.half_lat
            found &= x * x + y * y > 1.0
        return found


def stream(seed: int, *names: str) -> np.random.Generator:
    """A random generator of its own for each use, so that adding one does not change the others."""
    keys = [seed, *(crc32(name.encode()) for name in names)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(keys)))


def spread(rng: np.random.Generator, n: int, sigma: float) -> list[int]:
    """n whole weights around 10,000, lognormal; rounding hides differences of the last bit."""
    return [max(1, round(float(value) * 10_000)) for value in rng.lognormal(0.0, sigma, n)]


def split(total: int, weights: Sequence[int], *, minimum: int = 0) -> list[int]:
    """Whole parts that add up to ``total``, in proportion to whole weights, each at least ``minimum``.

    Exact integer arithmetic; the largest remainders are rounded up, ties by position. ValueError when the minimum cannot be met.
    """
    rest = total - minimum * len(weights)
    if rest < 0 or (rest and sum(weights) <= 0):
        raise ValueError(f"cannot split {total} into {len(weights)} parts of at least {minimum}")
    whole = sum(weights) or 1
    parts = [rest * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(rest * weights[i] % whole), i))
    for i in order[: rest - sum(parts)]:
        parts[i] += 1
    return [minimum + part for part in parts]


def near(
    rng: np.random.Generator, land: Land, centre: tuple[float, float], sigma_m: float
) -> tuple[float, float]:
    """A point (lon, lat), 6 decimals, on the land, normally scattered about the centre.

    After some tries the scatter shrinks, so that a centre on the land always yields a point on it; about a centre in the water
    it then grows.
    """
    lon_m = M_PER_DEGREE_LON_EQUATOR * cos(radians(round(centre[1], 2)))
    for factor in (*(0.5**k for k in range(12)), *(2.0**k for k in range(1, 8))):
        offsets = rng.normal(0.0, sigma_m * factor, (TRIES, 2))
        lon = np.round(centre[0] + offsets[:, 0] / lon_m, COORDINATE_DECIMALS)
        lat = np.round(centre[1] + offsets[:, 1] / M_PER_DEGREE_LAT, COORDINATE_DECIMALS)
        good = np.flatnonzero(land.holds(lon, lat))
        if good.size:
            return float(lon[good[0]]), float(lat[good[0]])
    raise ValueError(f"no land near {centre}")


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance good to a percent near 25° N; only used to keep random seats apart."""
    east = (a[0] - b[0]) * M_PER_DEGREE_LON_EQUATOR * cos(radians(25.0))
    return float(np.hypot(east, (a[1] - b[1]) * M_PER_DEGREE_LAT))
