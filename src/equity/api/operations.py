"""The operations of the API, each declared once: address, parameters, columns, formats, reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from equity.api import reading, rows
from equity.api.parameters import NARROWER, PARAMETERS, QUERY_NAMES, Parameter
from equity.api.reading import Asked, Result
from equity.indicators.fields import Row
from equity.say import Label

ALL_FORMATS, TABLE_FORMATS = ("json", "csv", "geojson"), ("json", "csv")
PAGING = ("limit", "offset")


@dataclass(frozen=True, slots=True)
class Operation:
    """``path`` is below ``/api/v1``. ``item`` names the path parameter of a single record: no paging, 404
    when unknown.
    """

    id: str
    path: str
    summary: Label
    row: type[Row]
    read: Callable[[Asked], Result]
    parameters: tuple[str, ...] = ()
    formats: tuple[str, ...] = TABLE_FORMATS
    item: str = ""

    @property
    def declared(self) -> tuple[Parameter, ...]:
        """The parameters in the query string, ``format`` aside."""
        names = (*self.parameters, *(() if self.item else PAGING))
        return tuple((PARAMETERS | NARROWER)[name] for name in names)

    @property
    def arguments(self) -> tuple[str, ...]:
        """Names that may stand in the query string."""
        return (*(p.name for p in self.declared), "format")


ASKED = tuple(name for name in QUERY_NAMES if name not in {"level", "since"})
OPERATIONS = (
    Operation(
        "listZones",
        "/zones",
        Label("地区：区县、功能区、全市", "Zones: divisions, functional zones, the city"),
        rows.ZoneRecord,
        reading.read_zones,
        ("level",),
        ALL_FORMATS,
    ),
    Operation(
        "getZone",
        "/zones/{code}",
        Label("一个地区", "One zone"),
        rows.ZoneRecord,
        reading.read_zone,
        (),
        ALL_FORMATS,
        "code",
    ),
    Operation(
        "listServices", "/services", Label("服务", "Services"), rows.ServiceRecord, reading.read_services
    ),
    Operation(
        "getService",
        "/services/{service}",
        Label("一项服务", "One service"),
        rows.ServiceRecord,
        reading.read_service,
        item="service",
    ),
    Operation(
        "listIndicators",
        "/indicators",
        Label(
            "服务与指标的组合，含口径、单位与公式",
            "Indicators: each measure of each service with bases, units, formula",
        ),
        rows.IndicatorRecord,
        reading.read_indicators,
        ("service", "measure"),
    ),
    Operation(
        "listValues",
        "/values",
        Label(
            "数值：与网页同一查询，逐地区的完整记录", "Values: the page's query, a full record for each zone"
        ),
        rows.ValueRecord,
        reading.read_values,
        (*QUERY_NAMES, "zone"),
        ALL_FORMATS,
    ),
    Operation(
        "listSplits",
        "/splits",
        Label(
            "差距分解：距离、容量、规则三部分，相加等于差距",
            "The gap taken apart: distance, capacity and rules add up to it",
        ),
        rows.SplitRecord,
        reading.read_splits,
        ("facility_service", "level", "scenario"),
        ALL_FORMATS,
    ),
    Operation(
        "listInequality",
        "/inequality",
        Label("区县间差异指数", "Inequality between divisions"),
        rows.InequalityRecord,
        reading.read_inequality,
        ASKED,
    ),
    Operation(
        "listSensitivity",
        "/sensitivity",
        Label(
            "什么左右结果：每个输入单独变动时的结果、占不确定性的比例、若为实数还剩多少",
            "What moves a figure: each input alone, its share of the uncertainty, and what is left if it were known",
        ),
        rows.SensitivityRecord,
        reading.read_sensitivity,
        tuple(name for name in (*QUERY_NAMES, "zone") if name not in {"since", "scenario"}),
    ),
    Operation(
        "listFacilities",
        "/facilities",
        Label("设施点（WGS-84）", "Facilities (WGS-84)"),
        rows.FacilityRecord,
        reading.read_facilities,
        ("facility_service", "division"),
        ALL_FORMATS,
    ),
    Operation(
        "listReachAreas",
        "/reach-areas",
        Label(
            "可达范围（等时圈）：一处设施或一项服务，三分之一、三分之二和整个半径",
            "Areas within reach (isochrones) of one facility or a whole service: a third, two thirds and all of the radius",
        ),
        rows.ReachAreaRecord,
        reading.read_reach_areas,
        ("facility_service", "facility", "scenario"),
        ALL_FORMATS,
    ),
    Operation(
        "listTownships",
        "/townships",
        Label("街镇：人口、可达与设施", "Townships: people, who of them is within reach, facilities"),
        rows.TownshipRecord,
        reading.read_townships,
        ("facility_service", "division"),
        ALL_FORMATS,
    ),
    Operation(
        "listSnapshots",
        "/snapshots",
        Label("已保存的快照", "Stored snapshots"),
        rows.SnapshotRecord,
        reading.read_snapshots,
    ),
    Operation(
        "getSnapshot",
        "/snapshots/{id}",
        Label("一份快照的条目", "The entry of one snapshot"),
        rows.SnapshotRecord,
        reading.read_snapshot,
        item="id",
    ),
)
