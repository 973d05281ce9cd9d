"""Every number of the plans of a report as rows: for Excel, CSV and maps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from equity.documents.tables import mark
from equity.indicators import fields as f
from equity.indicators.fields import Row
from equity.plans import Figure, PlanResult
from equity.say import Label
from equity.views.model import Report

PlanName = Annotated[str, Label("方案名称", "name of the plan")]
PlanId = Annotated[str, Label("方案编号", "id of the plan")]
Mark = Annotated[str, Label("示意数据在此写明“示意”", "says 示意 for illustrative data")]


class PlanNumber(Row):
    """One number before and after."""

    plan: PlanName
    plan_id: PlanId
    service: f.ServiceId
    zone: f.ZoneCode
    level: Annotated[str, Label("层级", "level")]
    measure: Annotated[str, Label("指标", "measure")]
    basis: Annotated[str, Label("人群", "group")]
    unit: Annotated[str, Label("单位", "unit")]
    before: Annotated[float | None, Label("现状", "now")]
    before_low: Annotated[float | None, Label("现状下限", "now, low")]
    before_high: Annotated[float | None, Label("现状上限", "now, high")]
    after: Annotated[float | None, Label("方案后", "with the plan")]
    after_low: Annotated[float | None, Label("方案后下限", "with the plan, low")]
    after_high: Annotated[float | None, Label("方案后上限", "with the plan, high")]
    change: Annotated[float | None, Label("变化", "change")]
    status: f.StatusOf
    grade: f.GradeOf
    mark: Mark


class PlanPeople(Row):
    """People of one group in one zone: who gains, who loses, who is left out."""

    plan: PlanName
    plan_id: PlanId
    service: f.ServiceId
    zone: f.ZoneCode
    level: Annotated[str, Label("层级", "level")]
    group: Annotated[str, Label("人群", "group")]
    people: Annotated[float | None, Label("需要服务的人", "people in demand")]
    reached_new: Annotated[float | None, Label("新够得着", "newly within reach")]
    reached_lost: Annotated[float | None, Label("不再够得着", "no longer within reach")]
    served_more: Annotated[float | None, Label("新有容量可用", "newly served")]
    served_less: Annotated[float | None, Label("可用容量减少", "lose capacity")]
    admitted_more: Annotated[float | None, Label("其中规则允许的净增", "of whom the rule admits, net")]
    unreached: Annotated[float | None, Label("仍够不着", "still none within reach")]
    status: f.StatusOf
    grade: f.GradeOf
    mark: Mark


class PlanFacility(Row):
    """A facility that a plan changes; what is before is missing for a new one, what is after for one that closes."""

    plan: PlanName
    plan_id: PlanId
    change: Annotated[int, Label("变动序号", "number of the change")]
    kind: Annotated[str, Label("变动", "change")]
    service: f.ServiceId
    facility_id: f.FacilityId
    name: f.FacilityName
    division_before: Annotated[str | None, Label("原区县", "division before")]
    division_after: Annotated[str | None, Label("新区县", "division after")]
    lon_before: Annotated[float | None, Label("原经度", "longitude before")]
    lat_before: Annotated[float | None, Label("原纬度", "latitude before")]
    capacity_before: Annotated[float | None, Label("原容量", "capacity before")]
    lon_after: Annotated[float | None, Label("新经度", "longitude after")]
    lat_after: Annotated[float | None, Label("新纬度", "latitude after")]
    capacity_after: Annotated[float | None, Label("新容量", "capacity after")]


class PlanPoint(Row):
    """A settlement point where something changes; adequacy from 0 to 1."""

    plan: PlanName
    plan_id: PlanId
    service: f.ServiceId
    point_id: Annotated[str, Label("居民点编号", "id of the settlement point")]
    zone: f.ZoneCode
    lon: f.Lon
    lat: f.Lat
    people: Annotated[float, Label("人口", "people")]
    reached_before: Annotated[bool, Label("现状够得着", "within reach now")]
    reached_after: Annotated[bool, Label("方案后够得着", "within reach with the plan")]
    adequacy_before: Annotated[float, Label("现状容量", "capacity now")]
    adequacy_after: Annotated[float, Label("方案后容量", "capacity with the plan")]


ROWS: dict[str, tuple[type[Row], Label]] = {
    "plan-numbers": (PlanNumber, Label("方案数值", "Plan numbers")),
    "plan-people": (PlanPeople, Label("方案人数", "Plan people")),
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
        "plan-facilities": list(_plain(report, PlanFacility, "facilities")),
        "plan-points": list(_plain(report, PlanPoint, "points")),
    }


def _numbers(report: Report) -> Iterator[Row]:
    for result in report.plans:
        for row in result.compared:
            worse = row.before if row.before.value is None else row.after
            known = row.model_dump(exclude={"before", "after"}) | _named(result)
            known |= _ends("before", row.before) | _ends("after", row.after)
            yield PlanNumber.model_validate(known | _told(worse.status, worse.grade))


def _ends(state: str, figure: Figure) -> dict[str, float | None]:
    return {state: figure.value, f"{state}_low": figure.low, f"{state}_high": figure.high}


def _told(status: str, grade: str) -> dict[str, str]:
    return {"status": status, "grade": grade, "mark": mark(grade)}


def _people(report: Report) -> Iterator[Row]:
    for result in report.plans:
        for moved in result.moved:
            known = moved.model_dump() | _named(result) | _told(moved.status, moved.grade)
            yield PlanPeople.model_validate(known)


def _plain(report: Report, kind: type[Row], name: str) -> Iterator[Row]:
    for result in report.plans:
        for part in getattr(result, name):
            yield kind.model_validate(part.model_dump() | _named(result))


def _named(result: PlanResult) -> dict[str, str]:
    return {"plan": result.plan.name, "plan_id": result.id}
