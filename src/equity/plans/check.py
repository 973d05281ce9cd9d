"""Whether a plan can be carried out on a data version: every fault at once, with the number of the change and its field."""

from collections.abc import Iterator

from equity.errors import DataError, Problem
from equity.indicators.compute import Indicators
from equity.plans.known import Known
from equity.plans.plan import (
    FILE,
    AddFacility,
    Change,
    ChangePeople,
    ChangeRule,
    CloseFacility,
    MoveFacility,
    Plan,
    change_problem,
)

Fault = tuple[str, str, str, str]  # field, value, zh, en


def check_plan(plan: Plan, indicators: Indicators, file: str = FILE) -> Known:
    """What the data know of the plan. Raises :class:`DataError` where a change cannot be carried out."""
    known = Known(indicators, plan)
    problems: list[Problem] = []
    seen: set[tuple[str, ...]] = set()
    for number, change in enumerate(plan.changes, 1):
        for field, value, zh, en in _faults(number, change, plan, known, seen):
            problems.append(change_problem(file, number, field, value, zh, en))
    if plan.scenario not in indicators.registry.scenarios:
        zh, en = "没有这个情景。", "there is no such scenario."
        problems.append(change_problem(file, None, "scenario", plan.scenario, zh, en))
    problems = problems or list(_emptied(plan, known, file))
    if problems:
        raise DataError(problems)
    return known


def _faults(
    number: int, change: Change, plan: Plan, known: Known, seen: set[tuple[str, ...]]
) -> Iterator[Fault]:
    if isinstance(change, ChangePeople):
        yield from _people(change, known, seen)
        return
    if change.service not in known.services:
        names = "、".join(known.services)
        yield (
            "service",
            change.service,
            f"没有这项有设施台账的服务；可用：{names}。",
            f"no service of that name with a register of facilities; there are: {', '.join(known.services)}.",
        )
        return
    if isinstance(change, ChangeRule):
        if known.indicators.registry[change.service].eligibility is None:
            yield (
                "service",
                change.service,
                "该服务没有资格规则。",
                "the service has no rule of who is admitted.",
            )
        yield from _once(("rule", change.service), seen, "service", change.service)
        return
    if not isinstance(change, AddFacility):
        yield from _facility(number, change, plan, known, seen)
    if isinstance(change, AddFacility | MoveFacility):
        yield from _place(number, change, known)


def _facility(
    number: int, change: Change, plan: Plan, known: Known, seen: set[tuple[str, ...]]
) -> Iterator[Fault]:
    assert not isinstance(change, AddFacility | ChangePeople | ChangeRule)
    id_ = change.facility_id
    if (change.service, id_) not in known.facilities and not _is_own(number, change.service, id_, plan):
        yield (
            "facility_id",
            id_,
            "台账中没有该服务的这所设施；编号见数据页或 equity list。",
            "the register of the service has no such facility; copy its id from the data page.",
        )
        return
    if ("close", change.service, id_) in seen:
        yield "facility_id", id_, "该设施已在前面的变动中关闭。", "an earlier change closes this facility."
    if change.kind == "close" and {(k, change.service, id_) for k in ("capacity", "move")} & seen:
        yield (
            "facility_id",
            id_,
            "该设施既变动又关闭；请只保留一项。",
            "the facility is changed and closed; keep one of the two.",
        )
    yield from _once((change.kind, change.service, id_), seen, "facility_id", id_)


def _is_own(number: int, service: str, facility_id: str, plan: Plan) -> bool:
    """Whether that is a facility which an earlier change of the plan adds."""
    return any(
        facility_id == f"plan-{n}" and isinstance(c, AddFacility) and c.service == service
        for n, c in enumerate(plan.changes[: number - 1], 1)
    )


def _place(number: int, change: AddFacility | MoveFacility, known: Known) -> Iterator[Fault]:
    code, _, _ = known.place[number]
    place = f"{change.lon:.6f}, {change.lat:.6f}"
    if code is None:
        yield (
            "lon, lat",
            place,
            "不在任何区县之内；请检查经纬度是否填反、是否为 WGS-84。",
            "lies in no division; check that longitude and latitude are not swapped and are WGS-84.",
        )
        return
    if change.division and change.division != code:
        yield (
            "division",
            change.division,
            f"该地点位于 {code}；请改正代码或坐标。",
            f"the place lies in {code}; correct the code or the coordinates.",
        )
    if (change.service, code) not in known.registers:
        yield (
            "division",
            code,
            "该区县没有这项服务的台账，已有多少不得而知；请先导入台账。",
            "there is no register of the service for this division, so nobody knows what is there; import one first.",
        )
    if change.service in known.own_distances:
        yield (
            "lon, lat",
            place,
            "该服务按单位提供的路网距离计算，新地点还没有距离；请先导入道路。",
            "the service goes by distances that the office has brought as a table, and there are none to a new place; import roads first.",
        )


def _people(change: ChangePeople, known: Known, seen: set[tuple[str, ...]]) -> Iterator[Fault]:
    assert known.points is not None
    where = change.division or change.point_id
    field = "division" if change.division else "point_id"
    column = "adcode" if change.division else "point_id"
    here = known.points[known.points[column] == where]
    if here.empty:
        yield field, where, "数据中没有这里的居民点。", "the data have no settlement points there."
        return
    if not here[["local", "non_local"]].to_numpy().sum() and change.persons:
        yield (
            field,
            where,
            "此处现无人居住，无从分布。",
            "nobody lives here now, so there is nothing to spread people by.",
        )
    around = () if change.division else (("people", change.group, here["adcode"].iloc[0]),)
    if any(key in seen for key in around) or (
        change.division
        and any(
            ("people", change.group, point) in seen
            for point in known.points["point_id"][known.points["adcode"] == where]
        )
    ):
        yield (
            field,
            where,
            "同一组人既按区县又按居民点变动；请只用一种。",
            "the group changes by division and by settlement point at once; use one of the two.",
        )
    yield from _once(("people", change.group, where), seen, field, where)


def _once(key: tuple[str, ...], seen: set[tuple[str, ...]], field: str, value: str) -> Iterator[Fault]:
    if key in seen:
        yield (
            field,
            value,
            "同一对象的同类变动重复；请只保留一项。",
            "the same thing is changed twice in the same way; keep one.",
        )
    seen.add(key)


def _emptied(plan: Plan, known: Known, file: str) -> Iterator[Problem]:
    """A division whose last facility closes would look as if it had no register, which is not the same as having none left."""
    left = dict(known.registers)
    for number, change in enumerate(plan.changes, 1):
        if isinstance(change, AddFacility):
            code = known.place[number][0]
            assert code is not None
            left[change.service, code] += 1
    for number, change in enumerate(plan.changes, 1):
        if isinstance(change, CloseFacility | MoveFacility):
            row = known.facilities.get((change.service, change.facility_id))
            if row is None or row["zone_code"] is None:
                continue
            left[change.service, row["zone_code"]] -= 1
            if isinstance(change, MoveFacility):
                code = known.place[number][0]
                assert code is not None
                left[change.service, code] += 1
    for (service, code), count in left.items():
        if count <= 0:
            number = next(
                n
                for n, c in enumerate(plan.changes, 1)
                if isinstance(c, CloseFacility | MoveFacility) and c.service == service
            )
            yield change_problem(
                file,
                number,
                "facility_id",
                code,
                "关闭后该区县这项服务一所不剩，将与没有台账无从区分；请保留或新建一所。",
                "nothing of the service would be left in the division, which the data cannot tell from having no register; keep or add one.",
            )
