"""The operations of the API, each declared once: address, rows, reader, parameters, formats."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from equity.api import places, reading, rows
from equity.api.asked import Asked, Result
from equity.api.parameters import PARAMETERS, QUERY_NAMES, Parameter
from equity.http.view import INCLUDE
from equity.indicators.fields import Row
from equity.indicators.published import ValueRecord
from equity.say import Label, texts_of

SUMMARIES = texts_of(__name__)["summaries"]
TABLES, MAPS = ("json", "csv"), ("json", "csv", "geojson")  # formats
PAGING = ("limit", "offset")


@dataclass(frozen=True, slots=True)
class Operation:
    """``path`` is below ``/api/v1``; one that ends in a parameter is of a single record: no paging, 404 when unknown."""

    id: str
    path: str
    row: type[Row]
    read: Callable[[Asked], Result]
    formats: tuple[str, ...] = TABLES
    parameters: tuple[str, ...] = ()

    @property
    def summary(self) -> Label:
        return SUMMARIES[self.id]

    @property
    def item(self) -> str:
        """The parameter in the path of a single record, empty for a list."""
        found = re.search(r"{(\w+)}$", self.path)
        return found[1] if found else ""

    @property
    def declared(self) -> tuple[Parameter, ...]:
        """The parameters in the query string, ``format`` aside."""
        return tuple(PARAMETERS[name] for name in (*self.parameters, *(() if self.item else PAGING)))

    @property
    def arguments(self) -> tuple[str, ...]:
        """Names that may stand in the query string."""
        return (*(p.name for p in self.declared), "format")


def _query(*but: str) -> tuple[str, ...]:
    return tuple(name for name in QUERY_NAMES if name not in but)


PLACED = ("facility_service", "division", INCLUDE)
OPERATIONS = (
    Operation("listZones", "/zones", rows.ZoneRecord, reading.read_zones, MAPS, ("level",)),
    Operation("getZone", "/zones/{code}", rows.ZoneRecord, reading.read_zone, MAPS),
    Operation("listServices", "/services", rows.ServiceRecord, reading.read_services),
    Operation("getService", "/services/{service}", rows.ServiceRecord, reading.read_service),
    Operation(
        "listIndicators",
        "/indicators",
        rows.IndicatorRecord,
        reading.read_indicators,
        parameters=("service", "measure"),
    ),
    Operation(
        "listValues", "/values", ValueRecord, reading.read_values, MAPS, (*QUERY_NAMES, "zone", INCLUDE)
    ),
    Operation(
        "listSplits",
        "/splits",
        rows.SplitRecord,
        reading.read_splits,
        MAPS,
        ("facility_service", "level", "scenario", INCLUDE),
    ),
    Operation(
        "listInequality",
        "/inequality",
        rows.InequalityRecord,
        reading.read_inequality,
        parameters=(*_query("level", "since"), INCLUDE),
    ),
    Operation(
        "listSensitivity",
        "/sensitivity",
        rows.SensitivityRecord,
        reading.read_sensitivity,
        parameters=(*_query("since", "scenario"), "zone"),
    ),
    Operation("listFacilities", "/facilities", rows.FacilityRecord, places.read_facilities, MAPS, PLACED),
    Operation(
        "listReachAreas",
        "/reach-areas",
        rows.ReachAreaRecord,
        places.read_reach_areas,
        MAPS,
        ("facility_service", "facility", "scenario", INCLUDE),
    ),
    Operation("listTownships", "/townships", rows.TownshipRecord, places.read_townships, MAPS, PLACED),
    Operation(
        "listTownshipPeople",
        "/township-people",
        rows.TownshipPeopleRecord,
        places.read_township_people,
        MAPS,
        ("division",),
    ),
    Operation("listSnapshots", "/snapshots", rows.SnapshotRecord, reading.read_snapshots),
    Operation("getSnapshot", "/snapshots/{id}", rows.SnapshotRecord, reading.read_snapshot),
)
