"""What a data version knows of the things a plan names: services, facilities, settlement points, and the division of a place."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import pandas as pd
import shapely

from equity import geo
from equity.indicators.compute import Indicators
from equity.plans.plan import AddFacility, ChangeCapacity, ChangePeople, CloseFacility, MoveFacility, Plan

Facility = dict[str, Any]
Key = tuple[str, str]


class Known:
    """Read once for a plan. ``facilities``: rows of ``core_facilities`` that it names, by (service, facility_id). ``divisions``: where
    its new places lie, by the number of the change; None outside of all. ``x``, ``y`` likewise, in metres."""

    def __init__(self, indicators: Indicators, plan: Plan) -> None:
        self.indicators, self._warehouse = indicators, indicators.warehouse
        self.city = indicators.city.code
        rows = self._warehouse.read(
            "SELECT service, zone_code, count(*) AS n, max(year) AS year FROM core_facilities WHERE zone_code IS NOT NULL GROUP BY ALL"
        )
        self.registers = {(r.service, r.zone_code): int(r.n) for r in rows.itertuples()}
        self.newest = {str(s): int(y) for s, y in rows.groupby("service")["year"].max().items()}
        params = self._warehouse.read("SELECT DISTINCT service FROM core_access_params ORDER BY 1")
        self.services = tuple(params["service"])
        named = {
            (c.service, c.facility_id)
            for c in plan.changes
            if isinstance(c, ChangeCapacity | MoveFacility | CloseFacility)
        }
        self.facilities = self._read_facilities(named)
        places = [(n, c) for n, c in enumerate(plan.changes, 1) if isinstance(c, AddFacility | MoveFacility)]
        lon, lat = [c.lon for _, c in places], [c.lat for _, c in places]
        xs, ys = geo.project(lon, lat, indicators.city.crs)
        codes = locate(self._warehouse.table("stg_polygons_wkb"), lon, lat)
        self.place = {
            n: (code, float(x), float(y)) for (n, _), code, x, y in zip(places, codes, xs, ys, strict=True)
        }
        self.points = self._read_points(plan) if any(c.kind == "people" for c in plan.changes) else None

    @cached_property
    def own_distances(self) -> frozenset[str]:
        """Services whose only distances the office has brought as a table: there are none to a place that is new."""
        found = self._warehouse.read(
            "SELECT service FROM core_access_services WHERE on_network AND service NOT IN (SELECT service FROM core_road_places)"
        )
        return frozenset(found["service"])

    def apart_m(self, service: str, scenario: str) -> float | None:
        """Metres from which two changed places share no settlement point whose score both can move; None where distance is no bar: along
        a network, or where the yardstick is the city's own."""
        if self.indicators.registry[service].offers & {"average"}:
            return None
        rows = self._warehouse.read(
            "SELECT CASE WHEN variant = '3sfca' THEN 3 ELSE 1 END * (greatest(radius_m, coalesce(rural_radius_m, 0)) + 1e-6) / detour "
            "FROM core_access_params JOIN core_access_services AS s USING (service) WHERE service = ? AND scenario = ? AND NOT s.on_network",
            [service, scenario],
        )
        return 2 * float(rows.iat[0, 0]) + 1.0 if len(rows) else None

    def _read_facilities(self, named: Iterable[Key]) -> dict[Key, Facility]:
        keys = sorted(named)
        if not keys:
            return {}
        rows = self._warehouse.read(
            "SELECT f.* FROM core_facilities AS f JOIN (SELECT unnest($services) AS service, unnest($ids) AS facility_id) AS k "
            "USING (service, facility_id)",
            {"services": [k[0] for k in keys], "ids": [k[1] for k in keys]},
        )
        return {(r["service"], r["facility_id"]): _plain(r) for r in rows.to_dict("records")}

    def _read_points(self, plan: Plan) -> pd.DataFrame:
        """Settlement points of the divisions in which people change: point_id, adcode, local, non_local (persons)."""
        changes = [c for c in plan.changes if isinstance(c, ChangePeople)]
        return self._warehouse.read(
            "SELECT point_id, adcode, local_persons AS local, non_local_persons AS non_local FROM stg_settlement_points "
            "WHERE list_contains($divisions, adcode) OR list_contains($points, point_id) ORDER BY point_id",
            {
                "divisions": sorted({c.division for c in changes if c.division}),
                "points": sorted({c.point_id for c in changes if c.point_id}),
            },
        )


def locate(polygons: pd.DataFrame, lon: Sequence[float], lat: Sequence[float]) -> list[str | None]:
    """The division of each place (degrees), by the border rule of ``15_located.sql``: of those that touch it the smallest code."""
    ordered = polygons.sort_values("code")
    shapes = shapely.from_wkb([bytes(w) for w in ordered["wkb"]])
    codes = list(ordered["code"])
    found: list[str | None] = []
    for point in shapely.points(list(lon), list(lat)) if len(lon) else ():
        inside = shapely.intersects(shapes, point)
        found.append(next((code for code, hit in zip(codes, inside, strict=True) if hit), None))
    return found


def _plain(row: Facility) -> Facility:
    return {k: None if v is None or v is pd.NA or v != v else v for k, v in row.items()}
