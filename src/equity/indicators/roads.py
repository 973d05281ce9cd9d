"""The office's own roads behind the numbers: which services run along them, ways to places that do not exist yet, and the
area within reach of a facility, a circle where there are no roads."""

from functools import partial

import numpy as np
import pandas as pd
import shapely

from equity import geo
from equity.indicators.definition import Reach, Travel
from equity.indicators.distance import Basis, Far
from equity.roads.areas import area_within
from equity.roads.graph import Floats
from equity.roads.search import Pairs
from equity.warehouse import Warehouse
from equity.warehouse.roads import NETWORKED, Yardstick

CIRCLE_TOLERANCE_M = 20.0
DEGREES = 0.00001  # about a metre
SHARES = (1 / 3, 2 / 3, 1.0)  # of the radius: the areas that are shown of a facility


def read_bases(warehouse: Warehouse) -> dict[str, Basis]:
    """Services whose distances are not straight lines, and what they are instead."""
    found: dict[str, Basis] = dict.fromkeys(warehouse.read(NETWORKED)["service"], "brought")
    along = warehouse.read("SELECT DISTINCT service FROM core_road_places")["service"]
    return found | dict.fromkeys(along, "roads")


def read_far(warehouse: Warehouse) -> dict[str, Far]:
    """By service along the roads, how many settlement points and facilities lie far from them."""
    found = warehouse.rows(
        "SELECT service, count(*) FILTER (kind = 'point') AS points, count(*) FILTER (kind = 'facility') AS facilities "
        "FROM core_road_places WHERE far GROUP BY service ORDER BY service"
    )
    return {row["service"]: Far(row["points"], row["facilities"]) for row in found}


def read_travel(warehouse: Warehouse) -> dict[str, Travel]:
    """How people get to the services for which the office has chosen."""
    found = warehouse.rows(
        "SELECT service, mode, minutes, rural_minutes, source FROM stg_travel ORDER BY service"
    )
    return {row.pop("service"): Travel(**row) for row in found}


class Roads:
    """What can be asked of the networks of one data version, in the metres of ``crs``."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._networks, self.crs = warehouse.roads, warehouse.city.crs

    def ways(self, reach: Reach, origins: Floats, rural: np.ndarray, places: Floats) -> Pairs:
        """Origins and places ((n, 2) metres) within the radius of ``reach``, as the access engine would have them as points
        and facilities: the cost is metres, or for a radius in minutes the same share of it in metres."""
        yardstick = _yardstick(reach)
        network = self._networks.of(yardstick)
        found = network.pairs(network.put(origins), network.put(places), yardstick.limit)
        return Pairs(found.place, found.facility, yardstick.metres(found.cost, rural[found.place]))

    def area(self, reach: Reach, facilities: Floats, share: float = 1.0) -> shapely.Geometry:
        """Within ``share`` of the urban radius of the facilities ((n, 2) metres), along the roads; metres."""
        yardstick = _yardstick(reach.model_copy(update={"rural": None}))
        return area_within(self._networks.of(yardstick), facilities, share * yardstick.limit)


def _yardstick(reach: Reach) -> Yardstick:
    country = reach.rural
    return Yardstick.of(
        reach.mode,
        reach.radius_m,
        country.radius_m if country else None,
        reach.minutes,
        country.minutes if country else None,
    )


def reach_area(
    frame: pd.DataFrame, reach: Reach, basis: Basis, roads: Roads, share: float = 1.0
) -> shapely.Geometry:
    """Within ``share`` of the radius for urban points of any facility of ``frame`` (lon, lat); degrees (EPSG:4326).

    Straight lines are the radius divided by the detour factor; so are those of a service whose distances the office brought as
    a table, which says nothing of other places.
    """
    if frame.empty:
        return shapely.Polygon()
    crs = roads.crs
    xy = np.column_stack(geo.project(frame["lon"].to_numpy(float), frame["lat"].to_numpy(float), crs))
    if basis == "roads":
        area = roads.area(reach, xy, share)
    else:
        circles = shapely.buffer(shapely.points(xy), share * reach.radius_m / reach.detour, quad_segs=6)
        area = shapely.simplify(shapely.union_all(circles), CIRCLE_TOLERANCE_M)
    return shapely.set_precision(geo.map_vertices(partial(geo.unproject, crs=crs), area), DEGREES)
