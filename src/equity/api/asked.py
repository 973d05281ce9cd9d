"""What is asked of an operation, and what it gives back; with the shapes of GeoJSON answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from equity.api.formats import Geometry
from equity.api.parameters import QUERY_NAMES, read_query
from equity.http.context import Context, Shapes
from equity.http.request import read_choice
from equity.http.view import DEMO, INCLUDE
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.fields import Row
from equity.query import Query
from equity.say import Label

Rows = list[Row]
UNKNOWN = Label("", "")


@dataclass(frozen=True)
class Asked:
    """One request: the indicators it is answered from (one data version throughout) and its arguments."""

    ctx: Context
    indicators: Indicators
    args: Mapping[str, str]
    path: Mapping[str, str]

    @cached_property
    def query(self) -> Query:
        return read_query({k: v for k, v in self.args.items() if k in QUERY_NAMES}, self.indicators)

    @cached_property
    def service(self) -> Definition:
        """The service with facilities that is asked for, the first unless one is named."""
        registry = self.indicators.registry
        choices = [d.id for d in registry.of_kind("facility")]
        return registry[read_choice(self.args, "service", choices, choices[0])]

    @cached_property
    def scenario(self) -> str:
        return read_choice(self.args, "scenario", list(self.indicators.registry.scenarios), "baseline")

    @cached_property
    def demo(self) -> bool:
        """Whether demonstration figures are asked for; without it placeholders are left out."""
        return read_choice(self.args, INCLUDE, (DEMO,)) == DEMO

    def withholds(self, grade: str) -> bool:
        """Whether what has this grade is left out."""
        return grade == "illustrative" and not self.demo

    def zone(self, level: str | None = None) -> str:
        """The code of one zone of the level, or empty."""
        return read_choice(self.args, "zone", [z.code for z in self.indicators.zones(level)])

    def shapes(self) -> Geometry:
        found = zone_geometries(self.indicators, self.ctx.shapes())
        return lambda row: found.get(getattr(row, "code", "") or getattr(row, "zone", ""))

    def row(self, kind: type[Row], *sources: object, **known: Any) -> Row:
        return kind.of(*sources, **known, data_version=self.indicators.data_version)


@dataclass(frozen=True, slots=True)
class Result:
    """``page(start, stop)`` makes the rows of one page; ``total`` is how many there are."""

    total: int
    page: Callable[[int, int], Rows]
    meta: dict[str, Any] = field(default_factory=dict)
    geometry: Geometry | None = None

    @classmethod
    def of(cls, rows: Rows, *, geometry: Geometry | None = None, **meta: Any) -> Result:
        return cls(len(rows), lambda start, stop: rows[start:stop], meta, geometry)


def zone_geometries(indicators: Indicators, shapes: Shapes) -> Mapping[str, Mapping[str, Any]]:
    """GeoJSON geometry (EPSG:4326) by zone code; a zone without any polygon is left out."""
    members = tuple((z.code, indicators.members(z.code)) for z in indicators.zones() if z.level != "division")
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
