"""Who lives here: the three disjoint groups, register coverage, ages, and where the residents are registered."""

from __future__ import annotations

from typing import NamedTuple

from equity.say import BASES, Label
from equity.settings import CENSUS_YEAR
from equity.views.cells import grade_cell, interval_cell, value_cell, worst
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import KeyFigure, Section, Sentence, sentence
from equity.views.tables import Cell, Column, Grade, Table
from equity.views.view import View

TITLE = Label("谁住在这里", "Who lives here")
LEAD = Label(
    "三个互不重叠的群体。常住人口与户籍人口部分重叠，谁也不包含谁。",
    "Three groups that do not overlap. Residents and registered people share one of them; neither contains the other.",
)
GROUPS = ("resident", "local", "non_local", "registered", "absent")
# In this order both wholes, registered and residents, are one stretch of the bar.
DISJOINT = ("absent", "local", "non_local")
WHOLES = ("resident", "registered")
CAPTION = Label("{name}的人口", "Population of {name}")
PERSONS = Label("人", "persons")
AGES = {
    "age_0_14": Label("0–14 岁", "Ages 0–14"),
    "age_15_59": Label("15–59 岁", "Ages 15–59"),
    "age_60_plus": Label("60 岁及以上", "Ages 60 and over"),
}
AGE_TITLE = Label("常住人口的年龄", "Ages of the residents")
ORIGINS = {
    "here": Label("户口就在本地", "Registered here"),
    "registered_elsewhere_same_division": Label("本区县其他乡镇街道", "Elsewhere in this division"),
    "registered_elsewhere_in_province": Label("省内其他地方", "Elsewhere in the province"),
    "registered_other_province": Label("外省", "Another province"),
}
ORIGIN_TITLE = Label("常住人口的户口在哪里", "Where the residents are registered")
COLUMNS = {
    "group": Label("人群", "Group"),
    "persons": Label("人数", "Persons"),
    "interval": Label("区间", "Interval"),
    "year": Label("年份", "Year"),
    "grade": Label("等级", "Grade"),
}
DETAIL = Label("{year} 年 · {grade}", "{year} · {grade}")
SPOKEN = Label("{name} {value}", "{name} {value}")


def people_section(view: View) -> Section:
    blocks = [people_figure(view), people_table(view), outside(view), ages_figure(view), origins_figure(view)]
    return Section("people", view.voice(TITLE), tuple(b for b in blocks if b is not None), view.voice(LEAD))


def outside(view: View) -> Sentence | None:
    """Of a zone of several divisions: what no definition of non-local moves, and how many are registered outside the city."""
    record = view.indicators.population(view.zone.code)["non_local"]
    return sentence(note, [record]) if (note := record.note(view.voice.lang)) else None


def people_figure(view: View) -> Figure | None:
    """One bar of the three groups; nothing where nobody lives or is registered, or a group is not known."""
    people, voice = view.indicators.population(view.zone.code), view.voice
    values = [people[g].value for g in DISJOINT if people[g].ok]
    if len(values) < len(DISJOINT) or not sum(v or 0.0 for v in values):
        return None
    caption = voice(CAPTION, name=view.name(view.zone.code))

    def series(groups: tuple[str, ...]) -> tuple[Series, ...]:
        return tuple(Series(g, voice.heading(BASES[g]), (people[g].value,)) for g in groups)

    grades: tuple[Grade, ...] = (worst([people[g] for g in DISJOINT]),)
    chart = Chart(
        "people",
        (view.name(view.zone.code),),
        series(DISJOINT),
        voice(PERSONS),
        0,
        grades,
        wholes=series(WHOLES),
    )
    spoken = [voice(SPOKEN, name=voice.heading(BASES[g]), value=voice.record(people[g])) for g in GROUPS]
    return Figure("population", caption, voice.items(spoken), chart)


def people_table(view: View) -> Table:
    people, voice = view.indicators.population(view.zone.code), view.voice
    rows = tuple(
        (
            Cell(voice.heading(BASES[g])),
            value_cell(people[g], voice),
            interval_cell(people[g], voice),
            Cell(str(people[g].year)),
            grade_cell([people[g]], voice),
        )
        for g in GROUPS
    )
    numeric, weights = {"persons", "interval", "year"}, (2.2, 1.4, 2, 0.8, 1)
    columns = tuple(
        Column(id_, voice(title), id_ in numeric, weight)
        for (id_, title), weight in zip(COLUMNS.items(), weights, strict=True)
    )
    return Table("population", voice(CAPTION, name=view.name(view.zone.code)), columns, rows)


def key_figures(view: View) -> tuple[KeyFigure, ...]:
    """Register coverage and the persons beyond it where these are defined, residents per registered person, non-local share."""
    wanted = ("register_coverage", "beyond_register", "registered_ratio", "non_local_share")
    return tuple(_key(view, measure) for measure in wanted if measure in view.registry.measures)


def _key(view: View, measure: str) -> KeyFigure:
    record, voice = view.people(measure), view.voice
    known = record.value is not None
    grade = grade_cell([record], voice).text
    detail = [
        voice(DETAIL, year=record.year, grade=grade) if known else voice.year(record.year),
        *([ends] if (ends := voice.interval(record)) else []),
    ]
    return KeyFigure(
        voice(view.registry.measures[measure].label), voice.record(record), " · ".join(detail), record
    )


def ages_figure(view: View) -> Figure | None:
    """Three age groups of this zone, its functional zone and the city."""
    codes = [view.zone.code, *(z.code for z in view.beside())]
    shares = {code: view.indicators.ages(code) for code in codes}
    known = [code for code in codes if all(item in shares[code] for item in AGES)]
    if not known:
        return None
    bars = {
        view.name(code): Bar([shares[code][i].value for i in AGES], worst([shares[code][i] for i in AGES]))
        for code in known
    }
    return _stacked(view, "ages", AGE_TITLE, AGES, bars)


def origins_figure(view: View) -> Figure | None:
    """Where the residents are registered: here, in this division, in the province, in another one."""
    shares = view.indicators.ages(view.zone.code)
    away = [k for k in ORIGINS if k != "here"]
    if not all(k in shares and shares[k].ok for k in away):
        return None
    records = [shares[k] for k in away]
    here = 100 - sum(r.value or 0.0 for r in records)
    bar = Bar([here, *(r.value for r in records)], worst(records))
    return _stacked(view, "origins", ORIGIN_TITLE, ORIGINS, {view.name(view.zone.code): bar})


class Bar(NamedTuple):
    """Shares of one whole in percent, and how well they are known."""

    shares: list[float | None]
    grade: Grade


def _stacked(view: View, id_: str, title: Label, parts: dict[str, Label], bars: dict[str, Bar]) -> Figure:
    """Shares of a whole, one named bar per row."""
    voice = view.voice
    series = tuple(
        Series(key, voice(label), tuple(bar.shares[n] for bar in bars.values()))
        for n, (key, label) in enumerate(parts.items())
    )
    spoken = [
        voice.clauses(
            [
                name,
                *(
                    voice(SPOKEN, name=s.name, value=voice.value(s.values[n], "%", decimals=1))
                    for s in series
                ),
            ]
        )
        for n, name in enumerate(bars)
    ]
    grades = tuple(bar.grade for bar in bars.values())
    chart = Chart("shares", tuple(bars), series, "%", 1, grades)
    return Figure(id_, f"{voice(title)} · {voice.year(CENSUS_YEAR)}", voice.items(spoken), chart)
