"""Who lacks a service where, and where it could be built: the arrays a proposal is worked out from."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.indicators.compute import Indicators
from equity.indicators.definition import Reach
from equity.indicators.roads import Roads
from equity.measures.choice_terms import Integers
from equity.plans.question import Question
from equity.say import texts_of

TEXTS = texts_of(__name__)

MOST_PAIRS = 400_000
POINTS = """
    WITH needing AS ( -- people in demand of each group, over the points of the division in proportion
        SELECT zone_code, coalesce(max(persons) FILTER (population_group = 'local'), 0) AS local,
               coalesce(max(persons) FILTER (population_group = 'non_local'), 0) AS non_local,
               coalesce(max(entitled / nullif(served, 0)) FILTER (population_group = 'non_local'), 1) AS admitted
        FROM out_access__zone_service_scenario_group
        WHERE service = $service AND scenario = 'baseline'
        GROUP BY zone_code
    )
    SELECT p.point_id, s.name_zh, p.zone_code, p.lon, p.lat, p.x, p.y, p.rural, a.reached, a.adequacy, n.admitted,
           coalesce(p.local * n.local / nullif(sum(p.local) OVER division, 0), 0) AS local,
           coalesce(p.non_local * n.non_local / nullif(sum(p.non_local) OVER division, 0), 0) AS non_local
    FROM core_points AS p
    JOIN out_access__point_service AS a ON a.point_id = p.point_id AND a.service = $service AND a.applies
    JOIN stg_settlement_points AS s ON s.point_id = p.point_id
    JOIN needing AS n ON n.zone_code = p.zone_code
    WINDOW division AS (PARTITION BY p.zone_code)
    ORDER BY p.point_id
"""
FACILITIES = """
    SELECT facility_id, name_zh, zone_code, x, y, coalesce(capacity, 0) AS capacity
    FROM core_facilities WHERE service = ? AND x IS NOT NULL AND zone_code IS NOT NULL ORDER BY facility_id
"""
PARAMS = "SELECT * FROM core_access_params WHERE service = ? AND scenario = 'baseline'"


@dataclass(frozen=True)
class Places:
    """``points``: settlement points of the city with their people in demand (local, non_local, people), whether they are ``inside`` the
    zone, and ``limit``: metres that count from each, straight or along the ``roads``. ``facilities``: those there are. ``sites``: where it may be built
    (id, name, zone_code, lon, lat, x, y, capacity, cost, plot). ``q``: units of supply per person. ``most_pairs``: compared at most."""

    points: pd.DataFrame
    facilities: pd.DataFrame
    sites: pd.DataFrame
    q: float
    reach: Reach
    roads: Roads | None
    most_pairs: int = MOST_PAIRS

    def near(self, at: pd.DataFrame, numbers: Integers) -> tuple[Integers, Integers]:
        """Points of these numbers, and places within the point's own limit (≤ counts), by position; UserError where there are too
        many."""
        from scipy.spatial import cKDTree  # not for a command that plans nothing

        points = self.points.iloc[numbers]
        if not len(points) or not len(at):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
        limits = points["limit"].to_numpy(dtype=float)
        here, there = points[["x", "y"]].to_numpy(), at[["x", "y"]].to_numpy()
        if self.roads:
            ways = self.roads.ways(self.reach, here, points["rural"].to_numpy(dtype=bool), there)
            point, place, cost = ways.place, ways.facility, ways.cost
            many = len(cost) > self.most_pairs
        else:
            tree, other = cKDTree(here), cKDTree(there)
            many = tree.count_neighbors(other, limits.max()) > self.most_pairs
            if not many:
                found = tree.sparse_distance_matrix(other, limits.max(), output_type="ndarray")
                point, place, cost = found["i"], found["j"], found["v"]
        if many:
            raise TEXTS.user_error("too_many")
        kept = cost <= limits[point]
        return numbers[point[kept]], place[kept].astype(np.intp)


def read_places(indicators: Indicators, asked: Question, most_pairs: int = MOST_PAIRS) -> Places:
    """Raises UserError for a service, zone or register that cannot be asked about."""
    warehouse = indicators.warehouse
    params = warehouse.read(PARAMS, [asked.service])
    if params.empty:
        raise TEXTS.user_error("no_service", service=asked.service)
    zone = asked.zone or indicators.city.code
    if not indicators.has_zone(zone):
        raise TEXTS.user_error("no_zone", zone=zone)
    basis = indicators.bases.get(asked.service, "line")
    if basis == "brought":
        raise TEXTS.user_error("by_table")
    reach = indicators.registry[asked.service].reach
    assert reach is not None
    row = params.iloc[0]
    points = warehouse.read(POINTS, {"service": asked.service})
    points = points[~points["point_id"].isin(indicators.publishable.hidden_points)].reset_index(drop=True)
    country = 0.0 if pd.isna(row.rural_radius_m) else float(row.rural_radius_m)
    limit = np.where(points["rural"], country, float(row.radius_m)) + 1e-6
    points = points.assign(
        people=points["local"] + points["non_local"],
        inside=points["zone_code"].isin(indicators.members(zone)),
        limit=limit if basis == "roads" else limit / float(row.detour),
    )
    sites = _plots(indicators, asked, zone) if asked.candidates == "plots" else _points(points, asked)
    facilities = warehouse.read(FACILITIES, [asked.service])
    roads = indicators.roads if basis == "roads" else None
    return Places(points, facilities, sites, float(row.standard_q), reach, roads, most_pairs)


def _points(points: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """Every settlement point of the zone as a place to build on."""
    capacity = asked.capacity or 0.0
    here = points[points["inside"]]
    return pd.DataFrame(
        {
            **{name: here[name] for name in ("zone_code", "lon", "lat", "x", "y")},
            "id": here["point_id"],
            "name": here["name_zh"].fillna("").where(lambda n: n != "", here["point_id"]),
            "capacity": capacity,
            "cost": asked.build_cost + asked.unit_cost * capacity,
            "plot": "",
        }
    ).reset_index(drop=True)


def _plots(indicators: Indicators, asked: Question, zone: str) -> pd.DataFrame:
    """The imported plots of the zone that the service may stand on."""
    plots = indicators.warehouse.read(
        "SELECT * FROM stg_candidate_plots WHERE service IS NULL OR service = ? ORDER BY plot_id",
        [asked.service],
    )
    plots = plots[plots["adcode"].isin(indicators.members(zone))]
    if plots.empty:
        raise TEXTS.user_error("no_plots")
    capacity = np.minimum(plots["most_capacity"].fillna(np.inf), asked.capacity or 0.0)
    built = plots["cost"].fillna(asked.build_cost)
    return pd.DataFrame(
        {
            **{name: plots[name] for name in ("lon", "lat", "x", "y")},
            "zone_code": plots["adcode"],
            "id": plots["plot_id"],
            "name": plots["name_zh"],
            "capacity": capacity,
            "cost": built + asked.unit_cost * capacity,
            "plot": plots["plot_id"],
        }
    ).reset_index(drop=True)


def worst_tenth(points: pd.DataFrame) -> NDArray[np.bool_]:
    """The points of the zone whose people are served worst: a tenth of the people, and all who tie with the last of them."""
    inside = points[points["inside"] & (points["people"] > 0)].sort_values("adequacy", kind="stable")
    if inside.empty:
        return np.zeros(len(points), dtype=bool)
    before = inside["people"].cumsum() - inside["people"]
    last = inside["adequacy"][before < 0.1 * inside["people"].sum()].max()
    found = (
        points["inside"].to_numpy()
        & (points["people"].to_numpy() > 0)
        & (points["adequacy"].to_numpy() <= last)
    )
    return np.asarray(found, dtype=np.bool_)
