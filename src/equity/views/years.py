"""Then and now: residents and the register year by year, as published or estimated, never mixed in one trend."""

from itertools import accumulate, pairwise

from equity.indicators.records import ValueRecord
from equity.say import texts_of
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import Block, Paragraph, Section
from equity.views.tables import Cell, Column, Table, grade_cell, value_cell
from equity.views.view import View, known

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
MEASURES = TEXTS["measures"]
SIDES = {"residents": "resident", "registered": "registered"}


def years_section(view: View) -> Section | None:
    """Sentences on what changed, lines that break where the method does, and the table; nothing where only one year is known."""
    series = {measure: _series(view, measure) for measure in MEASURES}
    years = sorted({r.year for records in series.values() for r in records})
    if len(years) < 2:
        return None
    told = {**series, "beyond_register": _series(view, "beyond_register")}
    said = (change_sentence(view, m, told[m]) for m in ("residents", "registered", "beyond_register"))
    text = view.voice.sentences(said) or view.voice(TEXTS.no_change)
    drawn = years_figure(view, series)
    blocks: tuple[Block, ...] = (Paragraph(text), *([drawn] if drawn else []), _table(view, series, years))
    return Section("years", view.voice(TITLE), blocks, view.voice(TEXTS.lead))


def change_sentence(view: View, measure: str, records: list[ValueRecord]) -> str:
    """The change between the first and the last published year of the newest method; empty where there are not two, or both are 0."""
    published = [r for r in records if r.grade == "observed"]
    runs = view.indicators.runs(measure, view.zone.code, tuple(r.year for r in published))
    newest = [r for r, run in zip(published, runs, strict=True) if run == runs[-1]]
    if len(newest) < 2 or not (newest[0].value or newest[-1].value):
        return ""
    first, last, voice = newest[0], newest[-1], view.voice
    change = view.indicators.value(last.query.but(since=first.year), view.zone.code)
    return voice(
        TEXTS.change,
        what=voice(view.registry.measures[measure].label),
        first=first.year,
        last=last.year,
        a=voice.record(first),
        b=voice.record(last),
        change=voice.record(change),
    )


def _series(view: View, measure: str) -> list[ValueRecord]:
    """The records of every year that the zone has, oldest first."""
    population, asked = view.registry["population"], view.registry.measures[measure]
    years = view.indicators.years(population, asked, view.zone.code)
    question = view.ask("population", measure)
    records = [view.value(question.but(year=y), view.zone.code) for y in years]
    return known(records)


def years_figure(view: View, series: dict[str, list[ValueRecord]] | None = None) -> Figure | None:
    """Residents and register over the years as lines; None where no year is known."""
    series = series or {measure: _series(view, measure) for measure in SIDES}
    known_years = {r.year for measure in SIDES for r in series[measure]}
    if not known_years:
        return None
    years = tuple(sorted(known_years))
    caption = view.voice(TEXTS.caption, zone=view.name(view.zone.code))
    lines = tuple(_line(view, measure, series[measure], years) for measure in SIDES if series[measure])
    chart = Chart("lines", tuple(map(str, years)), lines, view.voice(TEXTS.persons), 0)
    spoken = [f"{r.year} {view.voice.record(r)}" for r in series["residents"]]
    return Figure("years", caption, view.voice.items(spoken), chart)


def _line(view: View, measure: str, records: list[ValueRecord], years: tuple[int, ...]) -> Series:
    """One run for years of one method and grade."""
    by_year = {r.year: r for r in records}
    methods = dict(zip(years, view.indicators.runs(measure, view.zone.code, years), strict=True))
    kinds = [(methods[r.year], r.grade) for r in records]
    turns = [0, *accumulate(int(a != b) for a, b in pairwise(kinds))]
    run = {r.year: turn for r, turn in zip(records, turns, strict=True)}
    return Series(
        SIDES[measure],
        view.voice(MEASURES[measure]),
        tuple(by_year[y].value if y in by_year else None for y in years),
        tuple(by_year[y].grade if y in by_year else "" for y in years),
        tuple(_ends(by_year.get(y)) for y in years),
        tuple(run.get(y, 0) for y in years),
    )


def _ends(record: ValueRecord | None) -> tuple[float, float] | None:
    """The interval of an estimate; the rounding of a published figure is not drawn."""
    if record is None or record.grade == "observed" or record.low is None or record.high is None:
        return None
    return record.low, record.high


def _table(view: View, series: dict[str, list[ValueRecord]], years: list[int]) -> Table:
    voice = view.voice
    columns = [Column("year", voice(TEXTS.year))]
    for measure, label in MEASURES.items():
        columns += [Column(measure, voice(label), True, 1.4), Column(f"{measure}_grade", voice(TEXTS.grade))]
    rows = []
    for year in years:
        row = [Cell(str(year))]
        for measure in MEASURES:
            record = next((r for r in series[measure] if r.year == year), None)
            row += (
                [value_cell(record, voice, interval=record.grade != "observed"), grade_cell([record], voice)]
                if record
                else [Cell("—"), Cell("")]
            )
        rows.append(tuple(row))
    return Table("years", voice(TEXTS.caption, zone=view.name(view.zone.code)), tuple(columns), tuple(rows))
