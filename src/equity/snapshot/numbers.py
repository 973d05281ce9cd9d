"""Sections about numbers of the zone itself: population, both bases, shortfalls, inequality."""

from __future__ import annotations

from equity.draw.frame import Frame
from equity.draw.people import draw_people
from equity.draw.theme import theme
from equity.indicators.definition import Definition
from equity.query import GAP
from equity.say import BASES, inside
from equity.snapshot.document import Cell, Chart, Column, Figure, Paragraph, Section, Series, Table
from equity.snapshot.material import Material, ends, grade_cell, interval_cell, number_cell, value_cell
from equity.snapshot.words import SECTION_TITLES
from equity.views import model

DISJOINT = ("absent", "local", "non_local")
GROUPS = ("resident", "local", "non_local", "registered", "absent")


def population_section(m: Material) -> Section:
    """Who lives here, who is registered here: the three disjoint groups and the two that people speak of."""
    people, word = m.indicators.population(m.zone.code), m.word
    rows = tuple(
        (
            Cell(BASES[g][m.lang]),
            value_cell(people[g], m.lang),
            interval_cell(people[g], m.lang),
            Cell(str(people[g].year)),
            grade_cell([people[g]], m.lang),
        )
        for g in GROUPS
    )
    name = m.zone.name(m.lang)
    caption = f"{name}人口构成" if m.zh else f"Population groups of {name}"
    table = Table(
        "population",
        caption,
        (
            Column(word["group"], 2.2),
            Column(word["persons"], 1.4, True),
            Column(word["interval"], 2, True),
            Column(word["year"], 0.8, True),
            Column(word["grade"], 1),
        ),
        rows,
        illustrative=any(r.grade == "illustrative" for r in people.values()),
    )
    drawn = draw_people(
        model.Chart(
            kind="people",
            categories=(name,),
            series=tuple(model.Series(g, BASES[g][m.lang], (people[g].value,)) for g in DISJOINT),
            unit=people["resident"].unit(m.lang),
            decimals=0,
            wholes=tuple(
                model.Series(g, BASES[g][m.lang], (people[g].value,)) for g in ("resident", "registered")
            ),
        ),
        Frame(m.lang),
        theme(),
        label=caption,
        ids="people",
    )
    chart = Chart(
        (name,),
        tuple(Series(BASES[g][m.lang], (people[g].value,), theme().side(g)) for g in DISJOINT),
        word["persons"],
        stacked=True,
    )
    alt = ";".join(f"{row[0].text} {row[1].text}" for row in rows)
    figure = Figure("population", caption, alt, drawn.svg, drawn.width, drawn.height, chart)
    return Section("population", SECTION_TITLES["population"][m.lang], (figure, table))


def bases_section(m: Material) -> Section:
    """Coverage on both bases, or supply per head where no standard is stated, then the housing conditions."""
    word = m.word
    rows = tuple(_basis_row(m, d) for d in m.services("total", "facility"))
    # English units are long ("staff per 1,000 persons") and would break every row in two
    service, side, rank, unit, grade = (2.6, 1.4, 1.15, 1.7, 0.9) if m.zh else (2.9, 1.3, 1.15, 2.5, 1.1)
    columns = (
        Column(word["service"], service),
        *(Column(word[name], side, True) for name in ("resident", "registered", "gap")),
        Column(word["rank"], rank, True),
        Column(word["unit"], unit),
        Column(word["grade"], grade),
    )
    meaning = m.indicators.registry.measures["coverage"].gap_meaning
    blocks: list[Paragraph | Table | Figure] = [
        Table(
            "bases",
            "供给覆盖率：两种口径；没有标准的服务列人均供给"
            if m.zh
            else "Coverage on both bases; supply per head where no standard is stated",
            columns,
            rows,
            note=meaning[m.lang] if meaning else "",
            illustrative=_illustrative(rows),
        )
    ]
    conditions = m.services("condition")
    if conditions:
        blocks.append(_condition_table(m, conditions))
    return Section("bases", SECTION_TITLES["bases"][m.lang], tuple(blocks))


def _basis_row(m: Material, definition: Definition) -> tuple[Cell, ...]:
    resident, registered, gap = (
        m.record(definition, "coverage" if "standard" in definition.offers else "supply_rate", b)
        for b in ("resident", "registered", GAP)
    )
    rank = (
        "—"
        if gap.rank is None or m.zone.level != "division"
        else (
            str(gap.rank)
            if gap.rank_low in (None, gap.rank_high)
            else f"{gap.rank} ({gap.rank_low}–{gap.rank_high})"
        )
    )
    return (
        Cell(definition.label[m.lang]),
        value_cell(resident, m.lang),
        value_cell(registered, m.lang),
        value_cell(gap, m.lang),
        Cell(rank, gap.rank),
        Cell(resident.unit(m.lang)),
        grade_cell([resident, registered], m.lang),
    )


def _condition_table(m: Material, conditions: tuple[Definition, ...]) -> Table:
    word = m.word
    rows = []
    for definition in conditions:
        here, city = (
            m.record(definition, m.indicators.registry.measures_of(definition.id)[0].id, "resident", z)
            for z in (m.zone.code, m.indicators.zones("city")[0].code)
        )
        rows.append(
            (
                Cell(definition.label[m.lang]),
                value_cell(here, m.lang),
                value_cell(city, m.lang),
                Cell(here.unit(m.lang)),
                grade_cell([here], m.lang),
            )
        )
    return Table(
        "conditions",
        "住房条件（常住家庭户）" if m.zh else "Housing conditions (resident households)",
        (
            Column(word["topic"], 2.6),
            Column(m.zone.name(m.lang), 1.5, True),
            Column(word["city"], 1.5, True),
            Column(word["unit"], 1),
            Column(word["grade"], 1),
        ),
        tuple(rows),
        illustrative=_illustrative(tuple(rows)),
    )


def shortfall_section(m: Material) -> Section:
    """Units below the standard on both bases; the difference is what planning by the register hides."""
    word, rows = m.word, []
    for definition in (d for d in m.services("total", "facility") if "standard" in d.offers):
        coverage = m.record(definition, "coverage", "resident")
        resident, registered = (m.record(definition, "shortfall", b) for b in ("resident", "registered"))
        hidden = (
            None if resident.value is None or registered.value is None else resident.value - registered.value
        )
        rows.append(
            (
                Cell(definition.label[m.lang]),
                Cell(word["fixed_standard"]),
                value_cell(coverage, m.lang),
                value_cell(resident, m.lang),
                value_cell(registered, m.lang),
                number_cell(
                    hidden, m.lang, decimals=resident.decimals, grade=resident.grade, status=resident.status
                ),
                Cell(resident.unit(m.lang)),
                grade_cell([resident, coverage], m.lang),
            )
        )
    note = (
        "覆盖率按常住人口计算（%）；达到标准应补的数量。"
        if m.zh
        else "Coverage is for residents (%); units to add to reach the standard."
    )
    table = Table(
        "shortfall",
        "低于标准的数量" if m.zh else "Units below the standard",
        (
            Column(word["service"], 2.5),
            Column(word["yardstick"], 1.2),
            Column(word["coverage"], 1.2, True),
            Column(word["missing_resident"], 1.4, True),
            Column(word["missing_registered"], 1.4, True),
            Column(word["hidden"], 1.3, True),
            Column(word["unit"], 1),
            Column(word["grade"], 0.9),
        ),
        tuple(rows),
        note=note,
        illustrative=_illustrative(tuple(rows)),
    )
    return Section("shortfall", SECTION_TITLES["shortfall"][m.lang], (table,))


def inequality_section(m: Material) -> Section | None:
    """Inequality of the mapped measure across the city's divisions."""
    query, word = m.options.query, m.word
    found = m.indicators.inequality(query)
    if not found:
        return None
    rows = tuple(
        (
            Cell(i.label[m.lang]),
            number_cell(i.value, m.lang, decimals=i.decimals, grade=i.grade, status=i.status),
            Cell(ends(i.low, i.high, m.lang, decimals=i.decimals)),
            Cell(i.note[m.lang] if i.note else ""),
        )
        for i in found
    )
    definition, measure = m.indicators.registry[query.service], m.indicators.registry.measures[query.measure]
    subject = (
        f"{definition.label.zh}({measure.label.zh})"
        if m.zh
        else f"{definition.label.en}, {inside(measure.label.en)}"
    )
    table = Table(
        "inequality",
        f"{subject}:14 个区县之间的差异" if m.zh else f"{subject}: inequality between the divisions",
        (
            Column(word["index"], 2),
            Column(word["value"], 1, True),
            Column(word["interval"], 1.4, True),
            Column(word["note"], 4),
        ),
        rows,
        illustrative=_illustrative(rows),
    )
    return Section("inequality", SECTION_TITLES["inequality"][m.lang], (table,))


def _illustrative(rows: tuple[tuple[Cell, ...], ...]) -> bool:
    return any(cell.grade == "illustrative" for row in rows for cell in row)
