"""Then and now: residents and the register year by year, as published or estimated, never mixed in one trend."""

from __future__ import annotations

from equity.indicators.records import ValueRecord
from equity.say import Label
from equity.views.cells import grade_cell, value_cell
from equity.views.model import Block, Cell, Chart, Column, Figure, Paragraph, Section, Series, Table
from equity.views.view import View, known, sound

TITLE = Label("历年变化", "Year by year")
LEAD = Label(
    "公布数与估算数不连成一条趋势：口径变了就分开说。",
    "Published and estimated figures are never one trend: where the method changes, they are kept apart.",
)
MEASURES = {
    "residents": Label("常住人口", "Residents"),
    "registered": Label("户籍人口", "Registered"),
    "registered_ratio": Label("常住 ÷ 户籍", "Residents ÷ registered"),
}
YEAR, GRADE = Label("年份", "Year"), Label("等级", "Grade")
CAPTION = Label("{zone}：常住与户籍人口", "{zone}: residents and registered population")
PERSONS = Label("人", "persons")
CHANGE = Label(
    "{what}从 {first} 年的 {a}到 {last} 年的 {b}（{change}）。",
    "{what}: {a} in {first}, {b} in {last} ({change}).",
)
NO_CHANGE = Label("没有两个同一口径的年份，不说变化。", "No two years of one method, so no change is stated.")


def years_section(view: View) -> Section | None:
    """Sentences on what changed, a bar pair for each year, and the table; nothing where only one year is known."""
    series = {measure: _series(view, measure) for measure in MEASURES}
    years = sorted({r.year for records in series.values() for r in records})
    if len(years) < 2:
        return None
    said = [s for s in (change_sentence(view, m, series[m]) for m in ("residents", "registered")) if s]
    text = view.voice.sentences(said) or view.voice(NO_CHANGE)
    blocks: tuple[Block, ...] = (Paragraph(text), _figure(view, series, years), _table(view, series, years))
    return Section("years", view.voice(TITLE), blocks, view.voice(LEAD))


def change_sentence(view: View, measure: str, records: list[ValueRecord]) -> str:
    """The change between the first and the last year that are both published; empty where there are not two."""
    published = [r for r in records if r.grade == "observed"]
    if len(published) < 2 or not published[0].value:
        return ""
    first, last, voice = published[0], published[-1], view.voice
    percent = 100 * ((last.value or 0.0) / published[0].value - 1)
    return voice(
        CHANGE,
        what=voice(MEASURES[measure]),
        first=first.year,
        last=last.year,
        a=voice.record(first),
        b=voice.record(last),
        change=voice.value(percent, "%", decimals=1, signed=True),
    )


def _series(view: View, measure: str) -> list[ValueRecord]:
    """The records of every year that the zone has, oldest first."""
    population, asked = view.registry["population"], view.registry.measures[measure]
    years = view.indicators.years(population, asked, view.zone.code)
    question = view.ask("population", measure)
    records = [sound(view.indicators.value(question.but(year=y), view.zone.code)) for y in years]
    return known(records)


def _figure(view: View, series: dict[str, list[ValueRecord]], years: list[int]) -> Figure:
    values = {m: {r.year: r for r in series[m]} for m in ("residents", "registered")}
    caption = view.voice(CAPTION, zone=view.name(view.zone.code))

    def column(measure: str) -> tuple[float | None, ...]:
        return tuple(values[measure][y].value if y in values[measure] else None for y in years)

    chart = Chart(
        "dumbbell",
        tuple(str(y) for y in years),
        tuple(
            Series(id_, view.voice(MEASURES[m]), column(m))
            for m, id_ in (("residents", "resident"), ("registered", "registered"))
        ),
        view.voice(PERSONS),
        0,
    )
    spoken = [f"{y} {view.voice.record(values['residents'][y])}" for y in years if y in values["residents"]]
    return Figure("years", caption, view.voice.items(spoken), chart)


def _table(view: View, series: dict[str, list[ValueRecord]], years: list[int]) -> Table:
    voice = view.voice
    columns = [Column("year", voice(YEAR))]
    for measure, label in MEASURES.items():
        columns += [Column(measure, voice(label), True, 1.4), Column(f"{measure}_grade", voice(GRADE))]
    rows = []
    for year in years:
        row = [Cell(str(year))]
        for measure in MEASURES:
            record = next((r for r in series[measure] if r.year == year), None)
            row += (
                [value_cell(record, voice, interval=True), grade_cell([record], voice)]
                if record
                else [Cell("—"), Cell("")]
            )
        rows.append(tuple(row))
    return Table("years", voice(CAPTION, zone=view.name(view.zone.code)), tuple(columns), tuple(rows))
