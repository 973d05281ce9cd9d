"""Shapes for the GeoJSON answers: division polygons as shipped, functional zones and the city as their
union.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import mapping, shape

if TYPE_CHECKING:
    from equity.http.context import Shapes
    from equity.indicators.compute import Indicators


def zone_geometries(indicators: Indicators, shapes: Shapes) -> Mapping[str, Mapping[str, Any]]:
    """GeoJSON geometry (EPSG:4326) by zone code; a zone without any polygon is left out."""
    members = tuple(
        (
            zone.code,
            tuple(
                division.code
                for division in indicators.zones("division")
                if zone.level == "city" or division.functional_zone == zone.code
            ),
        )
        for zone in indicators.zones()
        if zone.level != "division"
    )
    return _merge(shapes, members)


@lru_cache(maxsize=4)
def _merge(
    shapes: Shapes, members: tuple[tuple[str, tuple[str, ...]], ...]
) -> Mapping[str, Mapping[str, Any]]:
    found = {str(f["properties"]["code"]): f["geometry"] for f in shapes.features}
    merged = {}
    for code, parts in members:
        polygons = [shape(found[part]) for part in parts if part in found]
        if polygons:
            merged[code] = mapping(shapely.union_all(polygons))
    return found | merged


def point_of(row: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [row.lon, row.lat]}
