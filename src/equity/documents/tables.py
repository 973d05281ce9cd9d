"""The rows of a snapshot's data files: one per value record, one per facility."""

from equity.indicators.fields import Number, Row
from equity.indicators.published import ValueRecord
from equity.say import Grade
from equity.views.model import Report
from equity.views.tables import ILLUSTRATIVE

MARK = "示意"


SnapshotValue = ValueRecord.picked(  # one value record, in the language of the report
    "SnapshotValue",
    "snapshot_id zone zone_name service service_name measure measure_name yardstick basis year since scenario value unit "
    "low high status grade quoted mark persons concerned_unit rank sources",
    texts="snapshot_id zone_name service_name measure_name yardstick unit mark concerned_unit sources",
)


class SnapshotFacility(Row):
    facility_id: str
    service: str
    service_name: str
    name: str | None
    adcode: str
    lon: float
    lat: float
    capacity: Number
    type: str | None
    year: int | None
    grade: Grade
    mark: str
    source: str | None


def value_rows(report: Report) -> list[Row]:
    """One row per value record."""
    names = report.labels
    return [
        SnapshotValue.of(
            r,
            r.query,
            snapshot_id=report.id,
            zone_name=names[f"zone:{r.zone}"],
            service_name=names[f"service:{r.service}"],
            measure_name=names[f"measure:{r.measure}"],
            yardstick=names.get(f"yardstick:{r.service}:{r.measure}", ""),
            unit=r.unit(report.lang),
            mark=mark(r.grade),
            concerned_unit=r.concerned_unit(report.lang),
            sources=";".join(r.sources),
        )
        for r in report.records
    ]


def facility_rows(report: Report) -> list[SnapshotFacility]:
    return [
        SnapshotFacility.of(found, facility_id=found.id, mark=mark(found.grade))
        for found in report.facilities
    ]


def mark(grade: str) -> str:
    return MARK if grade == ILLUSTRATIVE else ""
