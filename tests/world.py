"""A small world that can be checked by hand, written with the product's own schema and read with its own readers.

Four divisions, each a square kilometre, in a row from west to east along y = 2,760,000 m (EPSG:4543)::

    A 530102 core | B 530103 core | C 530111 expansion | D 530112 ecological (nobody lives there)

    persons    resident  local  non-local  registered  absent
    A              1000    600        400         800     200
    B               500    500          0         700     200
    C              2000    500       1500         600     100
    D                 0      0          0           0       0
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from equity import geo
from equity.city import CITY_FILE, read_city
from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.schema import TABLES, facility_path
from equity.settings import shipped

CITY = read_city(shipped("data"))  # the small world stands in it
CITY_CODE, CRS = CITY.code, CITY.crs
X0, Y0, SIDE = 500_000.0, 2_760_000.0, 1_000.0
CODES = ("530102", "530103", "530111", "530112")
NAMES = {
    "530102": ("甲区", "Jia"),
    "530103": ("乙区", "Yi"),
    "530111": ("丙区", "Bing"),
    "530112": ("丁区", "Ding"),
}
ZONES = {"530102": "core", "530103": "core", "530111": "expansion", "530112": "ecological"}
PERSONS = {
    "530102": {"resident": 1000, "local": 600, "non_local": 400, "registered": 800, "absent": 200},
    "530103": {"resident": 500, "local": 500, "non_local": 0, "registered": 700, "absent": 200},
    "530111": {"resident": 2000, "local": 500, "non_local": 1500, "registered": 600, "absent": 100},
    "530112": {"resident": 0, "local": 0, "non_local": 0, "registered": 0, "absent": 0},
}
HEALTH_STAFF = {"530102": 10, "530103": 4, "530111": 6, "530112": 0}
SHARES = {"age_5_9": 0.05, "age_10_14": 0.05, "age_15_19": 0.05, "age_15_59": 0.6, "renting_households": 0.2}

Row = Mapping[str, object]
Change = Callable[[dict[str, list[dict[str, Any]]]], None]


def lonlat(dx: float, dy: float) -> tuple[float, float]:
    """Degrees of the point ``dx`` metres east and ``dy`` metres north of the south-west corner of A."""
    lon, lat = geo.unproject([X0 + dx], [Y0 + dy], CRS)
    return float(lon[0]), float(lat[0])


def facility(
    facility_id: str,
    service: str,
    dx: float,
    dy: float,
    capacity: float,
    adcode: str = "530102",
    **more: object,
) -> dict[str, Any]:
    lon, lat = lonlat(dx, dy)
    return {
        "facility_id": facility_id,
        "service": service,
        "name_zh": f"示意 {facility_id}",
        "adcode": adcode,
        "lon": lon,
        "lat": lat,
        "capacity": capacity,
        "year": 2023,
        "grade": "illustrative",
        "source": "test",
        **more,
    }


def tables() -> dict[str, list[dict[str, Any]]]:
    """The rows of every table of the world; a test changes them before they are written."""
    common = {"grade": "observed", "source": "test"}
    divisions, population, shares, households, points, conditions = [], [], [], [], [], []
    for i, code in enumerate(CODES):
        lon, lat = lonlat((i + 0.5) * SIDE, 0.5 * SIDE)
        divisions.append(
            {
                "adcode": code,
                "name_zh": NAMES[code][0],
                "short_zh": NAMES[code][0][:1],
                "name_en": NAMES[code][1],
                "functional_zone": ZONES[code],
                "area_km2_published": 1,
                "seat_lon": lon,
                "seat_lat": lat,
                **common,
            }
        )
        population += [
            {"adcode": code, "year": 2020, "population_group": g, "persons": n, **common}
            for g, n in PERSONS[code].items()
        ]
        shares += [
            {"adcode": code, "year": 2020, "item": item, "share": share, **common}
            for item, share in SHARES.items()
        ]
        households.append(
            {
                "adcode": code,
                "year": 2020,
                "family_households": PERSONS[code]["resident"] // 2,
                "avg_household_size": 2,
                **common,
            }
        )
        conditions.append(
            {"adcode": code, "year": 2020, "item": "toilet_share", "value": 0.9, "unit": "1", **common}
        )
        points.append(
            {
                "point_id": f"p-{code}",
                "adcode": code,
                "name_zh": f"示意居民点 {code}",
                "urban_rural": "urban",
                "lon": lon,
                "lat": lat,
                "local_persons": PERSONS[code]["local"],
                "non_local_persons": PERSONS[code]["non_local"],
                "absent_persons": PERSONS[code]["absent"],
                "grade": "illustrative",
                "source": "test",
            }
        )
    totals = [
        {
            "adcode": code,
            "service": "health_staff",
            "item": "capacity",
            "value": n,
            "unit": "person",
            "year": 2020,
            "grade": "estimated",
            "source": "test",
        }
        for code, n in HEALTH_STAFF.items()
    ]
    return {
        "divisions": divisions,
        "division_population": population,
        "division_shares": shares,
        "households": households,
        "settlement_points": points,
        "conditions": conditions,
        "standards": cited_standards(),
        "totals": totals,
        "facilities": [
            facility("c1", "clinic", 500, 500, 2),
            facility("c2", "clinic", 1500, 500, 1, "530103"),
        ],
    }


def cited_standards() -> list[dict[str, Any]]:
    """A row for every standard that the shipped definitions cite; only its id matters here."""
    ids = sorted(set(rule_tables(registry())["cited_standards"]["standard_id"]))
    words = {
        "item_zh": "示意",
        "item_en": "test",
        "unit": "1",
        "document": "test",
        "year": 2020,
        "verified": "false",
    }
    return [
        {
            "standard_id": each,
            "value": 1,
            "kind": "national_average" if "country" in each else "standard",
            **words,
        }
        for each in ids
    ]


def write_world(data_dir: Path, change: Change | None = None) -> Path:
    """Write the world to ``data_dir`` (every declared table, polygons, release date) and return the folder."""
    rows = tables()
    if change:
        change(rows)
    for name, table in TABLES.items():
        if name == "facilities":
            for service in sorted({r["service"] for r in rows["facilities"]}):
                _write(
                    facility_path(data_dir, service),
                    table.column_names,
                    [r for r in rows["facilities"] if r["service"] == service],
                )
        else:
            _write(data_dir / table.path, table.column_names, rows.get(name, []))
    write_squares(data_dir / "geo" / "districts.geojson")
    write_squares(data_dir / "geo" / "districts_overview.geojson")
    (data_dir / CITY_FILE).write_text(city_toml(), encoding="utf-8")
    (data_dir / "release.toml").write_text("released = 2026-01-02\n", encoding="utf-8")
    return data_dir


def city_toml() -> str:
    """The shipped city's codes, bounds and functional zones around the four squares."""
    return (shipped("data") / CITY_FILE).read_text(encoding="utf-8")


def write_squares(path: Path) -> None:
    """The four squares as GeoJSON; neighbours share their corners exactly."""
    features = []
    for i, code in enumerate(CODES):
        corners = [(i, 0), (i + 1, 0), (i + 1, 1), (i, 1), (i, 0)]
        ring = [list(lonlat(cx * SIDE, cy * SIDE)) for cx, cy in corners]
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "code": code,
                    "name_zh": NAMES[code][0],
                    "short_zh": NAMES[code][0][:1],
                    "name_en": NAMES[code][1],
                    "functional_zone": ZONES[code],
                },
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8"
    )


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
