"""A plan as tables: what it changes, who gains and what remains, also by township, its numbers before and after."""

from equity.plans import Figure, Moved, PlanResult
from equity.say import BASES_SHORT, Label, texts_of
from equity.views.plans.words import (
    AFTER,
    BEFORE,
    CHANGE,
    KINDS,
    POINTS,
    money,
    particulars,
    service_name,
    unit,
)
from equity.views.tables import Cell, Column, Table, number_cell, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
GROUP = TEXTS.group
ZONE = TEXTS.zone
GRADE = TEXTS.grade
COLUMNS = TEXTS["columns"]
MEASURES = TEXTS["measures"]
WORTH_LISTING = 0.01  # of the people in demand


def changes_table(view: View, result: PlanResult) -> Table:
    """The list of changes as it was given, with the names and divisions that the data have for them."""
    voice = view.voice
    told = {f.change: f for f in result.facilities}
    rows = []
    for n, change in enumerate(result.plan.changes, 1):
        found = told.get(n)
        zone = (found.division_after or found.division_before) if found else getattr(change, "division", "")
        capacity = found.capacity_after if found else None
        rows.append(
            (
                Cell(str(n), n),
                Cell(voice.heading(KINDS[change.kind])),
                Cell(service_name(view, change.service) if change.kind != "people" else "—"),
                Cell(found.name if found else particulars(view, change)),
                Cell(view.short(zone) if zone else "—"),
                Cell(voice.number(capacity), capacity),
                Cell(money(view, change.cost, result.plan.currency), change.cost),
            )
        )
    columns = (
        Column("number", voice(TEXTS.number), True, 0.5),
        Column("what", voice(TEXTS.what)),
        Column("service", voice(TEXTS.service), weight=1.6),
        Column("name", voice(TEXTS.name), weight=1.6),
        Column("place", voice(TEXTS.where)),
        Column("capacity", voice(TEXTS.capacity), True),
        Column("cost", voice(TEXTS.cost), True),
    )
    return Table(f"changes-{result.id}", voice(TEXTS.changes, plan=result.plan.name), columns, tuple(rows))


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
    caption = voice(
        TEXTS.who_gains, service=service_name(view, service), unit=unit(view, result.service(service))
    )
    return Table(f"gains-{result.id}-{service}", caption, columns, rows, voice(TEXTS.gains_note))


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
            voice(_called(view, result, row.measure))
            if part
            else voice(TEXTS.row, measure=_called(view, result, row.measure), group=group)
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
        Column("measure", voice(TEXTS.measure), weight=2.2),
        Column("before", voice(BEFORE), True),
        Column("after", voice(AFTER), True),
        Column("change", voice(CHANGE), True),
        Column("unit", voice(Label("单位", "Unit"))),
        Column("grade", voice(GRADE), weight=0.9),
    )
    caption = voice(TEXTS.numbers, service=service_name(view, service))
    return Table(f"numbers-{result.id}-{service}", caption, columns, tuple(rows))


def _called(view: View, result: PlanResult, measure: str) -> Label:
    """A measure by the name that it has in the scenario of the plan."""
    decays = view.registry.scenarios[result.plan.scenario].decays
    return MEASURES.get(f"{measure}_decaying" if decays else measure, MEASURES[measure])


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
    caption = voice(TEXTS.by_division, service=service_name(view, service))
    return Table(f"by-division-{result.id}-{service}", caption, columns, tuple(rows))


def towns_table(view: View, result: PlanResult, service: str) -> Table | None:
    """One row per township and group; None where settlement points name no township or nothing worth telling changes."""
    voice = view.voice
    found = [m for m in result.moved if (m.service, m.level) == (service, "township")]
    told = {
        (m.zone, m.within)
        for m in found
        if max(m.reached_new or 0.0, m.reached_lost or 0.0, m.served_more or 0.0, m.served_less or 0.0)
        >= max(WORTH_LISTING * (m.people or 0.0), 0.5)
    }
    rows = tuple(
        (
            Cell(m.name, sub=view.short(m.within)),
            Cell(voice(BASES_SHORT[m.group])),
            *(people_cell(view, m, name) for name in COLUMNS),
            plain_grade(m.grade, voice),
        )
        for m in found
        if (m.zone, m.within) in told
    )
    if not rows:
        return None
    columns = (
        Column("town", voice(TEXTS.town), weight=1.6),
        Column("group", voice(GROUP), weight=1.2),
        *(Column(name, voice.heading(label), True, 1.2) for name, label in COLUMNS.items()),
        Column("grade", voice(GRADE), weight=0.9),
    )
    caption = voice(
        TEXTS.caption, service=service_name(view, service), unit=unit(view, result.service(service))
    )
    return Table(f"towns-{result.id}-{service}", caption, columns, rows, voice(TEXTS.note))
