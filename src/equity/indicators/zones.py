"""Zones: the 14 divisions, the three functional zones and the city."""

from __future__ import annotations

from dataclasses import dataclass

from equity.query import Level
from equity.say import FUNCTIONAL_ZONES, Label
from equity.settings import CITY_CODE
from equity.warehouse import Warehouse

CITY_LABEL = Label("昆明市", "Kunming")


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone. ``lon``, ``lat``: seat of government (WGS-84), missing above the division. ``area_km2`` as published."""

    code: str
    level: Level
    name_zh: str
    name_en: str
    short_zh: str
    functional_zone: str
    area_km2: float | None = None
    lon: float | None = None
    lat: float | None = None

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_zh

    def short(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.short_zh

    @property
    def parent(self) -> str:
        """The functional zone of a division, the city of a functional zone, nothing above the city."""
        return {"division": self.functional_zone, "functional_zone": CITY_CODE}.get(self.level, "")


def read_zones(warehouse: Warehouse) -> dict[str, Zone]:
    """All zones by code: divisions in code order, then functional zones, then the city."""
    frame = warehouse.read("SELECT * FROM core_zones ORDER BY zone_code")
    zones = {
        row.zone_code: Zone(
            row.zone_code,
            row.level,
            row.name_zh,
            row.name_en,
            row.short_zh,
            row.functional_zone,
            None if row.area_km2 != row.area_km2 else row.area_km2,
            row.lon,
            row.lat,
        )
        for row in frame.itertuples()
    }
    for code, label in FUNCTIONAL_ZONES.items():
        zones[code] = Zone(code, "functional_zone", label.zh, label.en, label.zh[-3:], code)
    zones[CITY_CODE] = Zone(CITY_CODE, "city", CITY_LABEL.zh, CITY_LABEL.en, "全市", "")
    return zones


def read_members(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """The divisions of every zone in code order; a division is its own only one."""
    frame = warehouse.read("SELECT zone_code, division_code FROM core_zone_members ORDER BY ALL")
    members: dict[str, tuple[str, ...]] = {}
    for row in frame.itertuples():
        members[row.zone_code] = (*members.get(row.zone_code, ()), row.division_code)
    return members
