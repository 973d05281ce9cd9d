"""Where new facilities of a service would bring the most people of a zone within reach."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.errors import UserError
from equity.indicators.definition import Definition, Reach
from equity.indicators.distance import how_measured
from equity.indicators.roads import Roads
from equity.measures import maximal_covering
from equity.say import Label
from equity.warehouse import Warehouse

Integers = NDArray[np.int64]
GROUPS = ("resident", "local", "non_local")
MOST_SITES, MOST_PAIRS, MOST_SECONDS = 20, 200_000, 30.0
POINTS = """
    WITH here AS (
        SELECT p.*, s.name_zh, a.reached
        FROM core_points AS p
        JOIN core_zone_members AS m ON m.division_code = p.zone_code AND m.zone_code = $zone
        JOIN stg_settlement_points AS s USING (point_id)
        JOIN out_access__point_service AS a ON a.point_id = p.point_id AND a.service = $service
        WHERE a.applies
    ),
    needing AS ( -- people in demand of each group, over the points of the division in proportion
        SELECT zone_code, coalesce(max(persons) FILTER (population_group = 'local'), 0) AS local,
               coalesce(max(persons) FILTER (population_group = 'non_local'), 0) AS non_local
        FROM out_access__zone_service_scenario_group
        WHERE service = $service AND scenario = 'baseline'
        GROUP BY zone_code
    )
    SELECT h.point_id, h.name_zh, h.zone_code, h.lon, h.lat, h.x, h.y, h.rural, h.reached,
           CASE WHEN $group <> 'non_local'
                THEN coalesce(h.local * n.local / nullif(sum(h.local) OVER division, 0), 0) ELSE 0 END
         + CASE WHEN $group <> 'local'
                THEN coalesce(h.non_local * n.non_local / nullif(sum(h.non_local) OVER division, 0), 0) ELSE 0 END AS demand
    FROM here AS h
    JOIN needing AS n USING (zone_code)
    WINDOW division AS (PARTITION BY h.zone_code)
    ORDER BY h.point_id
"""


@dataclass(frozen=True, slots=True)
class Site:
    """One proposed place, a settlement point. ``gain``: people in demand that it brings within reach, besides those before it;
    ``reach``: percent of the zone's people in demand that are then within reach."""

    point_id: str
    name_zh: str
    division: str
    lon: float
    lat: float
    gain: float
    reach: float


@dataclass(frozen=True, slots=True)
class Siting:
    """The best places for so many new facilities, the one with the greatest gain first.

    ``demand``: people in demand of the ``group`` in the zone, in ``unit``; ``reach``: percent of them within reach today.
    Every site is a settlement point of the zone; people of other zones are not counted, nor those at rural points where no
    radius holds for them. Distances run along the office's roads where there are any; else they are straight lines times
    the detour factor, also for a service whose distances the office brought as a table: it has none to places that do not exist.
    """

    service: str
    zone: str
    group: str
    unit: Label
    distance: Label
    demand: float
    reach: float
    grade: str
    sites: tuple[Site, ...]


def siting(
    warehouse: Warehouse,
    definition: Definition,
    zone: str,
    group: str,
    count: int,
    grade: str,
    hidden: Collection[str] = (),
    most_pairs: int = MOST_PAIRS,
    roads: Roads | None = None,
) -> Siting:
    """The ``count`` places that together bring the most people within reach who are not (maximal covering location problem).

    ``hidden``: settlement points with too few people to be told of; they are neither counted nor chosen.
    Raises :class:`~equity.errors.UserError` for a service without a radius, a group or count out of range, and where more
    than ``most_pairs`` pairs of points would have to be compared.
    """
    reach = _reach(definition)
    if group not in GROUPS or not 1 <= count <= MOST_SITES:
        raise UserError(
            f"人群应为 {'、'.join(GROUPS)} 之一，新址数应为 1–{MOST_SITES}。",
            f"the group must be one of {', '.join(GROUPS)} and the number of sites 1 to {MOST_SITES}.",
        )
    points = warehouse.read(POINTS, {"group": group, "zone": zone, "service": definition.id})
    points = points[~points["point_id"].isin(hidden)].reset_index(drop=True)
    demand = points["demand"].to_numpy(float)
    unreached = points[~points["reached"].to_numpy(bool) & (demand > 0)]
    limits = _limits(reach, unreached["rural"], detour=1.0 if roads else reach.detour)
    limit = float(limits.max(initial=0.0))
    pairs = (
        _pairs_along(roads, reach, unreached, points, most_pairs)
        if roads
        else _pairs(unreached, points, limit, most_pairs)
    )
    pairs = pairs[pairs["cost"].to_numpy() <= limits[pairs["unreached"]]]
    try:
        found = maximal_covering(
            pairs[["origin", "facility", "cost"]],
            unreached["demand"],
            points["demand"],
            count,
            max_cost=limit,
            time_limit=MOST_SECONDS,
        )
    except RuntimeError as error:
        raise _too_many() from error
    total, within = float(demand.sum()), float(demand.sum() - unreached["demand"].sum())
    gained = np.cumsum([0.0, *found.gains]).tolist()
    percent = [100 * (within + gain) / total if total else 0.0 for gain in gained]
    chosen = points.iloc[found.sites]
    return Siting(
        definition.id,
        zone,
        group,
        _unit(definition),
        how_measured(reach, "roads" if roads else "line"),
        total,
        percent[0],
        grade,
        tuple(
            Site(p.point_id, p.name_zh, p.zone_code, p.lon, p.lat, float(gain), after)
            for p, gain, after in zip(chosen.itertuples(), found.gains, percent[1:], strict=True)
        ),
    )


def _unit(definition: Definition) -> Label:
    unit = definition.demand.unit if definition.demand else definition.unit
    return Label(unit.zh, unit.en)


def _reach(definition: Definition) -> Reach:
    if definition.reach is None:
        raise UserError(
            f"“{definition.label.zh}”没有服务半径，无法选址。",
            f"{definition.label.en} has no service radius, so there is nothing to site.",
        )
    return definition.reach


def _limits(reach: Reach, rural: pd.Series, detour: float) -> NDArray[np.float64]:
    """Metres that count from each of some points, before the detour."""
    country = reach.rural.radius_m if reach.rural else 0.0
    return (np.where(rural, country, reach.radius_m) + 1e-6) / detour


def _too_many() -> UserError:
    return UserError(
        "居民点太密，无法逐一比较；请改选一个区县，或换半径较小的服务。",
        "there are too many settlement points to compare; choose one division, or a service with a smaller radius.",
    )


def _pairs(unreached: pd.DataFrame, points: pd.DataFrame, limit: float, most: int) -> pd.DataFrame:
    """Pairs (origin, facility, cost in metres) of unreached and all points within ``limit``, by their index in ``points``;
    ``unreached``: position of the origin among them."""
    from scipy.spatial import cKDTree

    here, there = cKDTree(unreached[["x", "y"]].to_numpy()), cKDTree(points[["x", "y"]].to_numpy())
    if here.count_neighbors(there, limit) > most:
        raise _too_many()
    near = here.sparse_distance_matrix(there, limit, output_type="ndarray")
    return _pairs_of(unreached, points, near["i"], near["j"], near["v"])


def _pairs_along(
    roads: Roads, reach: Reach, unreached: pd.DataFrame, points: pd.DataFrame, most: int
) -> pd.DataFrame:
    """The same along the roads."""
    here, there = (frame[["x", "y"]].to_numpy() for frame in (unreached, points))
    if not len(here):
        return _pairs_of(unreached, points, *(np.empty(0, int), np.empty(0, int), np.empty(0)))
    near = roads.ways(reach, here, unreached["rural"].to_numpy(dtype=bool), there)
    if len(near.cost) > most:
        raise _too_many()
    return _pairs_of(unreached, points, near.place, near.facility, near.cost)


def _pairs_of(
    unreached: pd.DataFrame,
    points: pd.DataFrame,
    origin: Integers,
    place: Integers,
    cost: NDArray[np.float64],
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unreached": origin,
            "origin": unreached.index.to_numpy()[origin],
            "facility": points.index.to_numpy()[place],
            "cost": cost,
        }
    )
