"""What a city adds to the declared tables: how its codes begin, where it lies, how it groups its divisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from equity.city import City
from equity.schema.model import Column, Table


def narrowed(tables: Mapping[str, Table], city: City) -> dict[str, Table]:
    """The tables with the constraints that hold for this city."""
    return {
        name: replace(table, columns=tuple(_narrowed(c, city) for c in table.columns))
        for name, table in tables.items()
    }


def _narrowed(column: Column, city: City) -> Column:
    bounds = city.bounds
    match column.of_city:
        case "code":
            also = (city.code,) if column.or_city else ()
            said = f"{city.code} = {city.name.zh} / the whole city" if column.or_city else column.description
            return replace(column, begins=city.prefix, also=also, description=said)
        case "lon":
            return replace(column, minimum=bounds.west, maximum=bounds.east)
        case "lat":
            return replace(column, minimum=bounds.south, maximum=bounds.north)
        case "functional_zone":
            zones = tuple(zone.id for zone in city.functional_zones)
            named = "，".join(f"{zone.id} {zone.name.zh}" for zone in city.functional_zones)
            return replace(column, enum=zones, nullable=not zones, description=named)
    return column
