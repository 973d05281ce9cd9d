"""A plan as tables: what it changes, who gains and what remains, its numbers before and after."""

from equity.plans import Figure, Moved, PlanResult
from equity.say import BASES_SHORT, Label
from equity.views.cells import number_cell, plain_grade
from equity.views.plans.words import AFTER, BEFORE, CHANGE, KINDS, POINTS, money, service_name, unit
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

NUMBER, WHAT, SERVICE = Label("序号", "No."), Label("变动", "Change"), Label("服务", "Service")
NAME, WHERE, CAPACITY = Label("名称", "Name"), Label("地点", "Place"), Label("容量", "Capacity")
GROUP = Label("人群", "Group")
COST, ZONE, GRADE = Label("费用", "Cost"), Label("区县", "Division"), Label("等级", "Grade")
MEASURE = Label("指标", "Measure")
CHANGES = Label("{plan}：变动清单", "{plan}: list of changes")
WHO_GAINS = Label(
    "{service}：谁受益、谁受损、谁仍够不着（{unit}）",
    "{service}: who gains, who loses, who is left out ({unit})",
)
GAINS_NOTE = Label(
    "够得着：服务半径内有设施；有容量可用：按容量和到达人数折算。只列有变化的区县。",
    "Within reach: a facility within the radius; served: people for whom capacity suffices. Only divisions in which something changes.",
)
COLUMNS = {
    "reached_new": Label("新够得着", "newly in reach"),
    "served_more": Label("新有容量", "newly served"),
    "lost": Label("受损", "lose"),
    "unreached": Label("仍够不着", "still none"),
}
NUMBERS = Label("{service}：全市现状与方案后", "{service}: the city now and with the plan")
BY_DIVISION = Label(
    "{service}：各区县有效覆盖率现状与方案后（%）",
    "{service}: effective coverage by division, now and with the plan (%)",
)
MEASURES = {
    "reach": Label("可达", "Reach"),
    "adequacy": Label("容量", "Capacity"),
    "entitlement": Label("规则", "Rule"),
    "effective": Label("有效覆盖率", "Effective coverage"),
    "coverage": Label("供给占标准的比例", "Supply against the standard"),
    "shortfall": Label("缺口", "Shortfall"),
    "within": Label("差距：区县之内", "Gap: within divisions"),
    "residence": Label("差距：居住分布", "Gap: where they live"),
    "reach_part": Label("差距：距离", "Gap: distance"),
    "adequacy_part": Label("差距：容量", "Gap: capacity"),
    "entitlement_part": Label("差距：规则", "Gap: rule"),
}
ROW = Label("{measure}，{group}", "{measure}, {group}")


def changes_table(view: View, result: PlanResult) -> Table:
    """The list of changes as it was given, with the names and divisions that the data have for them."""
    voice = view.voice
    told = {f.change: f for f in result.facilities}
    rows = []
    for n, change in enumerate(result.plan.changes, 1):
        found = told.get(n)
        zone = found and (found.division_after or found.division_before)
        capacity = found.capacity_after if found else None
        rows.append(
            (
                Cell(str(n), n),
                Cell(voice.heading(KINDS[change.kind])),
                Cell(service_name(view, change.service) if change.kind != "people" else "—"),
                Cell(found.name if found else change.note or "—"),
                Cell(view.short(zone) if zone else "—"),
                Cell(voice.number(capacity), capacity),
                Cell(money(view, change.cost, result.plan.currency), change.cost),
            )
        )
    columns = (
        Column("number", voice(NUMBER), True, 0.5),
        Column("what", voice(WHAT)),
        Column("service", voice(SERVICE), weight=1.6),
        Column("name", voice(NAME), weight=1.6),
        Column("place", voice(WHERE)),
        Column("capacity", voice(CAPACITY), True),
        Column("cost", voice(COST), True),
    )
    return Table(f"changes-{result.id}", voice(CHANGES, plan=result.plan.name), columns, tuple(rows))


def gains_table(view: View, result: PlanResult, service: str) -> Table:
    """The city, then the divisions where somebody gains or loses; both groups side by side."""
    voice = view.voice
    found: dict[str, dict[str, Moved]] = {}
    for m in result.moved:
        if m.service == service and m.level in ("city", "division"):
            found.setdefault(m.zone, {})[m.group] = m
    zones = [view.city.code, *(z for z in found if z != view.city.code and _touched(found[z]))]
    rows = tuple(
        (
            Cell(view.short(zone)),
            Cell(voice(BASES_SHORT[group])),
            *(people_cell(view, found[zone][group], name) for name in COLUMNS),
            plain_grade(found[zone][group].grade, voice),
        )
        for zone in zones
        for group in ("non_local", "local")
    )
    columns = (
        Column("zone", voice(ZONE), weight=1.2),
        Column("group", voice(GROUP), weight=1.2),
        *(Column(name, voice.heading(label), True, 1.2) for name, label in COLUMNS.items()),
        Column("grade", voice(GRADE), weight=0.9),
    )
    caption = voice(WHO_GAINS, service=service_name(view, service), unit=unit(view, result.service(service)))
    return Table(f"gains-{result.id}-{service}", caption, columns, rows, voice(GAINS_NOTE))


def _touched(groups: dict[str, Moved]) -> bool:
    names = ("reached_new", "reached_lost", "served_more", "served_less")
    return any((getattr(m, name) or 0.0) >= 0.5 for m in groups.values() for name in names)


def people_cell(view: View, moved: Moved, name: str) -> Cell:
    value = (
        max(moved.reached_lost or 0.0, moved.served_less or 0.0) if name == "lost" else getattr(moved, name)
    )
    return number_cell(value, view.voice, decimals=0, grade=moved.grade, status=moved.status)


def numbers_table(view: View, result: PlanResult, service: str) -> Table:
    """Every number of the city before and after, the parts of the gap last."""
    voice = view.voice
    rows = []
    for row in result.compared:
        if (row.service, row.level) != (
            service,
            "city",
        ) or "no_data" == row.before.status == row.after.status:
            continue
        points = row.basis == "gap"
        decimals = 0 if row.measure == "shortfall" else 1
        part = row.measure not in ("reach", "adequacy", "entitlement", "effective", "coverage", "shortfall")
        group = "" if part else voice(BASES_SHORT[row.basis])
        name = (
            voice(MEASURES[row.measure]) if part else voice(ROW, measure=MEASURES[row.measure], group=group)
        )
        said = (
            voice(POINTS)
            if points
            else row.unit
            if row.unit == "%"
            else _capacity_unit(view, result, service)
        )
        rows.append(
            (
                Cell(name),
                _figure(view, row.before, decimals, signed=points),
                _figure(view, row.after, decimals, signed=points),
                number_cell(row.change, voice, decimals=decimals, grade=row.after.grade, status=row.after.status, signed=True),
                Cell(said),
                plain_grade(row.after.grade, voice),
            )
        )  # fmt: skip
    columns = (
        Column("measure", voice(MEASURE), weight=2.2),
        Column("before", voice(BEFORE), True),
        Column("after", voice(AFTER), True),
        Column("change", voice(CHANGE), True),
        Column("unit", voice(Label("单位", "Unit"))),
        Column("grade", voice(GRADE), weight=0.9),
    )
    caption = voice(NUMBERS, service=service_name(view, service))
    return Table(f"numbers-{result.id}-{service}", caption, columns, tuple(rows))


def _capacity_unit(view: View, result: PlanResult, service: str) -> str:
    of = result.service(service)
    return of.capacity_unit_zh if view.voice.zh else of.capacity_unit_en


def _figure(view: View, figure: Figure, decimals: int, *, signed: bool = False) -> Cell:
    cell = number_cell(figure.value, view.voice, decimals=decimals, grade=figure.grade, status=figure.status, signed=signed)  # fmt: skip
    ends = view.voice.ends(figure.low, figure.high, decimals=decimals)
    return Cell(cell.text, cell.value, decimals, cell.grade, sub=ends)


def division_table(view: View, result: PlanResult, service: str) -> Table:
    """Effective coverage of both groups in every division, before and after."""
    voice = view.voice
    sides = {
        b: {r.zone: r for r in result.rows(service, "effective", b)} for b in ("non_local", "local", "gap")
    }
    rows = []
    for zone in sides["gap"]:
        cells = []
        for side, known in sides.items():
            row = known[zone]
            signed = side == "gap"
            cells += [_figure(view, row.before, 1, signed=signed), _figure(view, row.after, 1, signed=signed)]
        rows.append((Cell(view.short(zone)), *cells, plain_grade(sides["gap"][zone].after.grade, voice)))
    columns = (
        Column("zone", voice(ZONE), weight=1.2),
        *(
            Column(f"{side}_{state}", f"{voice(BASES_SHORT[side])} {voice(label)}", True)
            for side in sides
            for state, label in (("before", BEFORE), ("after", AFTER))
        ),
        Column("grade", voice(GRADE), weight=0.9),
    )
    caption = voice(BY_DIVISION, service=service_name(view, service))
    return Table(f"by-division-{result.id}-{service}", caption, columns, tuple(rows))
