"""Zones: the divisions, the functional zones where the city has them, and the city."""

from dataclasses import dataclass

from equity.query import Level
from equity.warehouse import Warehouse

SHORT_CITY = "全市"


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone. ``lon``, ``lat``: seat of government (WGS-84), missing above the division. ``area_km2`` as published."""

    code: str
    level: Level
    name_zh: str
    name_en: str
    short_zh: str
    functional_zone: str  # "" where the city has none, and of the city
    parent: str  # the functional zone of a division, else the city; "" above the city
    area_km2: float | None = None
    lon: float | None = None
    lat: float | None = None

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_zh

    def short(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.short_zh


def read_zones(warehouse: Warehouse) -> dict[str, Zone]:
    """All zones by code: divisions in code order, then functional zones, then the city."""
    city = warehouse.city
    frame = warehouse.read(
        "SELECT * REPLACE (coalesce(functional_zone, '') AS functional_zone) FROM core_zones ORDER BY 1"
    )
    zones = {
        row.zone_code: Zone(
            row.zone_code,
            row.level,
            row.name_zh,
            row.name_en,
            row.short_zh,
            row.functional_zone,
            row.functional_zone or city.code,
            *(None if value != value else value for value in (row.area_km2, row.lon, row.lat)),
        )
        for row in frame.itertuples()
    }
    for group in city.functional_zones:
        zones[group.id] = Zone(
            group.id, "functional_zone", group.name.zh, group.name.en, group.short.zh, group.id, city.code
        )
    zones[city.code] = Zone(city.code, "city", city.name.zh, city.name.en, SHORT_CITY, "", "")
    return zones


def read_members(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """The divisions of every zone in code order; a division is its own only one."""
    frame = warehouse.read("SELECT zone_code, division_code FROM core_zone_members ORDER BY ALL")
    members: dict[str, tuple[str, ...]] = {}
    for row in frame.itertuples():
        members[row.zone_code] = (*members.get(row.zone_code, ()), row.division_code)
    return members
