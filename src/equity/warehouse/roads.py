"""Distances along the office's own roads, worked out before the access engine asks for distances."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import shapely

from equity import geo
from equity.city import City
from equity.roads.graph import RoadGraph, RoadLines, build_graph
from equity.roads.search import ModeNetwork

ONEWAY = {"no": 0, "forward": 1, "backward": -1}


def add_road_distances(con: duckdb.DuckDBPyConnection) -> None:
    """Add to ``stg_network_distances`` what lies between settlement points and facilities along ``stg_roads``.

    Nothing without roads. A service for which the office has brought distances of its own keeps these. Pairs farther apart
    than any scenario counts are left out. Leaves ``core_road_places``: one row per service and place (point or facility)
    with its straight line to the road (`leg_m`, metres), in the mode of the service.
    """
    con.execute(
        "CREATE TABLE core_road_places (service VARCHAR, kind VARCHAR, id VARCHAR, leg_m DOUBLE, far BOOLEAN)"
    )
    graph = read_graph(con)
    if not len(graph.start):
        return
    points = con.execute("SELECT point_id AS id, x, y FROM core_points ORDER BY point_id").df()
    services = con.execute(
        """
        SELECT p.service, r.mode, max(greatest(p.radius_m, coalesce(p.rural_radius_m, 0))) AS limit_m
        FROM core_access_params AS p
        JOIN stg_services AS r USING (service)
        WHERE p.service NOT IN (
            SELECT f.service FROM core_facilities AS f JOIN stg_network_distances AS n USING (facility_id)
        )
        GROUP BY ALL
        ORDER BY ALL
        """
    ).fetchall()
    networks: dict[str, ModeNetwork] = {}
    for service, mode, limit_m in services:
        network = networks.setdefault(mode, ModeNetwork(graph, mode))
        if len(points) and len(network.length):
            _add_service(con, network, service, points, limit_m)


def read_graph(con: duckdb.DuckDBPyConnection) -> RoadGraph:
    """The graph of ``stg_roads``."""
    rows = con.execute(
        "SELECT road_class, oneway, speed_kmh, through, wkt FROM stg_roads ORDER BY road_id"
    ).df()
    run = con.execute("SELECT city FROM stg_run").fetchall()
    crs = City.model_validate_json(run[0][0]).crs
    lines = shapely.from_wkt(rows["wkt"].to_numpy(dtype=object))
    return build_graph(
        RoadLines(
            np.array([geo.project_geometry(line, crs) for line in lines], dtype=object),
            rows["road_class"].to_numpy(dtype=object),
            rows["oneway"].map(ONEWAY).to_numpy(dtype=np.int8),
            rows["speed_kmh"].to_numpy(dtype=float),
            rows["through"].to_numpy(dtype=bool),
        )
    )


def _add_service(
    con: duckdb.DuckDBPyConnection, network: ModeNetwork, service: str, points: pd.DataFrame, limit_m: float
) -> None:
    facilities = con.execute(
        "SELECT facility_id AS id, x, y FROM core_facilities WHERE service = ? AND x IS NOT NULL AND zone_code IS NOT NULL "
        "ORDER BY facility_id",
        [service],
    ).df()
    if not len(facilities):
        return
    at, to = (network.put(frame[["x", "y"]].to_numpy()) for frame in (points, facilities))
    found = network.pairs(at, to, limit_m)
    pairs = pd.DataFrame(
        {
            "point_id": points["id"].to_numpy()[found.place],
            "facility_id": facilities["id"].to_numpy()[found.facility],
            "metres": found.cost,
        }
    )
    places = pd.concat(
        pd.DataFrame(
            {"service": service, "kind": kind, "id": frame["id"], "leg_m": placed.leg_m, "far": placed.far}
        )
        for kind, frame, placed in (("point", points, at), ("facility", facilities, to))
    )
    for target, frame in (("stg_network_distances", pairs), ("core_road_places", places)):
        con.register("arriving", frame)
        listed = ", ".join(frame.columns)
        con.execute(f"INSERT INTO {target} ({listed}) SELECT {listed} FROM arriving")  # noqa: S608 - names from above
        con.unregister("arriving")
