"""Distances along the office's own roads, worked out before the access engine asks for distances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import cast

import duckdb
import numpy as np
import pandas as pd
import shapely

from equity import geo
from equity.city import City
from equity.roads.classes import Mode
from equity.roads.graph import Floats, RoadGraph, RoadLines, build_graph
from equity.roads.search import ModeNetwork, Placed, Unit

ONEWAY = {"no": 0, "forward": 1, "backward": -1}
ROAD_ROWS = "SELECT road_class, oneway, speed_kmh, through, wkt FROM stg_roads ORDER BY road_id"
NETWORKED = (
    "SELECT DISTINCT f.service FROM core_facilities AS f JOIN stg_network_distances AS n USING (facility_id)"
)
UNMEASURED = f"SELECT DISTINCT service FROM core_access_params WHERE service NOT IN ({NETWORKED}) ORDER BY 1"  # noqa: S608
REACH = """
    SELECT r.service, r.mode, r.radius_m, r.rural_radius_m, r.minutes, r.rural_minutes, max(p.radius_m / r.radius_m) AS widest
    FROM core_access_params AS p
    JOIN stg_services AS r USING (service)
    WHERE p.service IN (SELECT unnest(?))
    GROUP BY ALL
    ORDER BY ALL
"""
POINTS = "SELECT point_id AS id, x, y, rural FROM core_points ORDER BY point_id"
PLACES = "SELECT facility_id AS id, x, y FROM {} WHERE service = ? AND x IS NOT NULL AND zone_code IS NOT NULL ORDER BY id"


@dataclass(frozen=True)
class Yardstick:
    """What of a road counts for one service: metres, or minutes where its radius is stated in them.

    A way of some minutes is entered as the metres that are the same share of the radius, so everything behind the pairs
    compares it with the radius as it compares metres: ``urban`` and ``rural`` are metres for one unit of cost.
    """

    mode: Mode
    unit: Unit
    limit: float
    urban: float
    rural: float

    @classmethod
    def of(
        cls,
        mode: str,
        radius_m: float,
        rural_radius_m: float | None,
        minutes: float | None,
        rural_minutes: float | None,
        widest: float = 1.0,
    ) -> Yardstick:
        """``widest``: the largest factor that a scenario puts on the radius."""
        if minutes is None:
            farthest = max(radius_m, rural_radius_m or 0.0) * widest
            return cls(cast("Mode", mode), "metres", farthest, 1.0, 1.0)
        longest = 60 * max(minutes, rural_minutes or 0.0) * widest
        urban = radius_m / (60 * minutes)
        rural = rural_radius_m / (60 * rural_minutes) if rural_radius_m and rural_minutes else urban
        return cls(cast("Mode", mode), "seconds", longest, urban, rural)

    def metres(self, cost: Floats, rural: np.ndarray) -> Floats:
        """What is entered for a cost, by whether it is that of a rural point."""
        return cost if self.unit == "metres" else cost * np.where(rural, self.rural, self.urban)


def add_road_distances(con: duckdb.DuckDBPyConnection) -> None:
    """Add to ``stg_network_distances`` what lies between settlement points and facilities along ``stg_roads``.

    Nothing without roads. A service for which the office has brought distances of its own keeps these. Pairs farther apart
    than any scenario counts are left out. Leaves ``core_road_places``: one row per service and place (point or facility)
    with its straight line to the road (`leg_m`, metres), in the mode of the service; and ``core_line_reach``: the points that
    a straight line with its detour would count as reached, of every service with network distances.
    """
    con.execute(
        "CREATE TABLE core_road_places (service VARCHAR, kind VARCHAR, id VARCHAR, leg_m DOUBLE, far BOOLEAN)"
    )
    city = City.model_validate_json(con.execute("SELECT city FROM stg_run").fetchall()[0][0])
    graph = read_graph(con.execute(ROAD_ROWS).df(), city.crs)
    if len(graph.start):
        add_ways(con, Networks(lambda: graph), [service for (service,) in con.execute(UNMEASURED).fetchall()])
    _add_line_reach(con)


def read_graph(rows: pd.DataFrame, crs: str) -> RoadGraph:
    """The graph of rows of the table ``roads`` (:data:`ROAD_ROWS`), in metres of ``crs``."""
    degrees = shapely.force_3d(shapely.from_wkt(rows["wkt"].to_numpy(dtype=object)))
    lines = shapely.transform(
        degrees, lambda at: np.column_stack([*geo.project(at[:, 0], at[:, 1], crs), at[:, 2]]), include_z=True
    )
    return build_graph(
        RoadLines(
            lines,
            rows["road_class"].to_numpy(dtype=object),
            rows["oneway"].map(ONEWAY).to_numpy(dtype=np.int8),
            rows["speed_kmh"].to_numpy(dtype=float),
            rows["through"].to_numpy(dtype=bool),
        )
    )


class Networks:
    """The networks of one graph, which is read when it is first asked for; each is made once and kept. Threads may share them."""

    def __init__(self, read: Callable[[], RoadGraph]) -> None:
        self._read, self._lock = cache(read), RLock()
        self._made: dict[tuple[Mode, Unit], ModeNetwork] = {}

    def of(self, yardstick: Yardstick) -> ModeNetwork:
        key = (yardstick.mode, yardstick.unit)
        with self._lock:
            if key not in self._made:
                self._made[key] = ModeNetwork(self._read(), *key)
            return self._made[key]


def add_ways(
    con: duckdb.DuckDBPyConnection,
    networks: Networks,
    services: Sequence[str],
    facilities: str = "core_facilities",
) -> None:
    """Enter in ``stg_network_distances`` and ``core_road_places`` what lies along the roads between ``core_points`` and the
    facilities of these services in a table; services in the same mode share the points' places on the road."""
    points = con.execute(POINTS).df()
    xy, rural = points[["x", "y"]].to_numpy(), points["rural"].to_numpy(dtype=bool)
    points_on: dict[str, Placed] = {}
    for service, *reach in con.execute(REACH, [list(services)]).fetchall():
        places = con.execute(PLACES.format(facilities), [service]).df()
        yardstick = Yardstick.of(*reach)
        network = networks.of(yardstick)
        if not len(places) or not len(points) or not len(network.length):
            continue
        if yardstick.mode not in points_on:
            points_on[yardstick.mode] = network.put(xy)
        at = points_on[yardstick.mode]
        to = network.put(places[["x", "y"]].to_numpy())
        pairs = network.pairs(at, to, yardstick.limit)
        _insert(
            con,
            "stg_network_distances",
            point_id=points["id"].to_numpy()[pairs.place],
            facility_id=places["id"].to_numpy()[pairs.facility],
            metres=yardstick.metres(pairs.cost, rural[pairs.place]),
        )
        for kind, ids, placed in (("point", points["id"], at), ("facility", places["id"], to)):
            _insert(
                con,
                "core_road_places",
                service=service,
                kind=kind,
                id=ids.to_numpy(),
                leg_m=placed.leg_m,
                far=placed.far,
            )


def _add_line_reach(con: duckdb.DuckDBPyConnection) -> None:
    """The points within the radius of a facility in a straight line with its detour, as if there were no network."""
    from scipy.spatial import cKDTree  # a build without roads need not wait for it

    con.execute("CREATE TABLE core_line_reach (service VARCHAR, point_id VARCHAR)")
    points = con.execute(POINTS).df()
    rows = con.execute(
        f"SELECT r.service, r.radius_m, r.rural_radius_m, r.detour FROM stg_services AS r WHERE r.service IN ({NETWORKED}) "  # noqa: S608
        "AND r.service IN (SELECT service FROM core_access_params) ORDER BY ALL"
    ).fetchall()
    for service, radius_m, rural_radius_m, detour in rows:
        facilities = con.execute(PLACES.format("core_facilities"), [service]).df()
        if not len(facilities) or not len(points):
            continue
        nearest, _ = cKDTree(facilities[["x", "y"]].to_numpy()).query(points[["x", "y"]].to_numpy())
        limit = np.where(points["rural"].to_numpy(dtype=bool), rural_radius_m or np.nan, radius_m)
        near = points["id"].to_numpy()[nearest * detour <= limit + 1e-6]
        _insert(con, "core_line_reach", service=service, point_id=near)


def _insert(con: duckdb.DuckDBPyConnection, table: str, **columns: object) -> None:
    con.register("arriving", pd.DataFrame(columns))
    listed = ", ".join(columns)
    con.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM arriving")  # noqa: S608 - names from above
    con.unregister("arriving")
