"""The rows of a snapshot's data files: one per value record, one per facility, and every number of its plans."""

from collections.abc import Iterator

from equity.indicators.fields import Number, Row
from equity.indicators.published import ValueRecord
from equity.plans import Figure, PlannedFacility, PlanResult, PointChange, ShareOf
from equity.say import Grade, Label, Status
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


class OfPlan(Row):
    """The plan a row belongs to, by name and number."""

    plan: str
    plan_id: str


class PlanNumber(OfPlan):
    """One number before and after."""

    service: str
    zone: str
    level: str
    measure: str
    basis: str
    unit: str
    before: float | None
    before_low: float | None
    before_high: float | None
    after: float | None
    after_low: float | None
    after_high: float | None
    change: float | None
    status: Status
    grade: Grade
    mark: str
    distance_zh: str
    distance_en: str


class PlanPeople(OfPlan):
    """People of one group in one zone: who gains, who loses, who is left out."""

    service: str
    zone: str
    level: str
    name: str
    within: str
    group: str
    people: float | None
    reached_new: float | None
    reached_lost: float | None
    served_more: float | None
    served_less: float | None
    admitted_more: float | None
    unreached: float | None
    status: Status
    grade: Grade
    mark: str
    distance_zh: str
    distance_en: str


class PlanShare(ShareOf, OfPlan):
    """What one change contributes to a total of one service in the city, whatever the order of the changes."""

    grade: Grade
    mark: str


class PlanPlaces(OfPlan):
    """School places of one division in one year against its children."""

    service: str
    zone: str
    year: int
    children: float | None
    children_low: float | None
    children_high: float | None
    places_before: float
    places_after: float
    spare_before: float | None
    spare_after: float | None
    grade: Grade
    mark: str


class PlanFacility(PlannedFacility, OfPlan):
    """A facility that a plan changes; what is before is missing for a new one, what is after for one that closes."""


class PlanPoint(PointChange, OfPlan):
    """A settlement point where something changes; adequacy from 0 to 1."""


ROWS: dict[str, tuple[type[Row], Label]] = {
    "plan-numbers": (PlanNumber, Label("方案数值", "Plan numbers")),
    "plan-people": (PlanPeople, Label("方案人数", "Plan people")),
    "plan-shares": (PlanShare, Label("方案各项贡献", "Plan shares")),
    "plan-places": (PlanPlaces, Label("方案学位逐年", "Plan places by year")),
    "plan-facilities": (PlanFacility, Label("方案设施", "Plan facilities")),
    "plan-points": (PlanPoint, Label("方案居民点", "Plan points")),
}


def plan_rows(report: Report) -> dict[str, list[Row]]:
    """The rows of each kind by the name of its file; empty where the report is about no plan."""
    if not report.plans:
        return {}
    return {
        "plan-numbers": list(_numbers(report)),
        "plan-people": list(_people(report)),
        "plan-shares": list(_shares(report)),
        "plan-places": list(_places(report)),
        "plan-facilities": list(_plain(report, PlanFacility, "facilities")),
        "plan-points": list(_plain(report, PlanPoint, "points")),
    }


def _numbers(report: Report) -> Iterator[Row]:
    for result in report.plans:
        for row in result.compared:
            worse = row.before if row.before.value is None else row.after
            known = row.model_dump(exclude={"before", "after"}) | _named(result)
            known |= _ends("before", row.before) | _ends("after", row.after) | _distance(result, row.service)
            yield PlanNumber.model_validate(known | _told(worse.status, worse.grade))


def _ends(state: str, figure: Figure) -> dict[str, float | None]:
    return {state: figure.value, f"{state}_low": figure.low, f"{state}_high": figure.high}


def _told(status: str, grade: str) -> dict[str, str]:
    return {"status": status, "grade": grade, "mark": mark(grade)}


def _distance(result: PlanResult, service: str) -> dict[str, str]:
    return result.service(service).model_dump(include={"distance_zh", "distance_en"})


def _people(report: Report) -> Iterator[Row]:
    for result in report.plans:
        for moved in result.moved:
            known = (
                moved.model_dump()
                | _named(result)
                | _told(moved.status, moved.grade)
                | _distance(result, moved.service)
            )
            yield PlanPeople.model_validate(known)


def _shares(report: Report) -> Iterator[Row]:
    for result in report.plans:
        for share in result.shares:
            grade = result.service(share.service).grade
            known = {"grade": grade, "mark": mark(grade)} | _named(result)
            yield PlanShare.model_validate(share.model_dump() | known)


def _places(report: Report) -> Iterator[Row]:
    for result in report.plans:
        for opening in result.openings:
            known = {
                "zone": opening.zone,
                "service": opening.service,
                "grade": opening.grade,
                "mark": mark(opening.grade),
            }
            for y in opening.years:
                numbers = {"spare_before": y.spare_before.value, "spare_after": y.spare_after.value}
                own = y.model_dump(include={"year", "places_before", "places_after"}) | _ends(
                    "children", y.children
                )
                yield PlanPlaces.model_validate(own | numbers | known | _named(result))


def _plain(report: Report, kind: type[Row], name: str) -> Iterator[Row]:
    for result in report.plans:
        for part in getattr(result, name):
            yield kind.model_validate(part.model_dump() | _named(result))


def _named(result: PlanResult) -> dict[str, str]:
    return {"plan": result.plan.name, "plan_id": result.id}
