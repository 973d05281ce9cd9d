"""Who lives here: the three disjoint groups, register coverage, ages, and where the residents are registered."""

from typing import NamedTuple

from equity.say import BASES, Label, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import KeyFigure, Section, Sentence, sentence
from equity.views.tables import Cell, Grade, Table, columns_of, grade_cell, interval_cell, value_cell, worst
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
GROUPS = ("resident", "local", "non_local", "registered", "absent")
# In this order both wholes, registered and residents, are one stretch of the bar.
DISJOINT = ("absent", "local", "non_local")
WHOLES = ("resident", "registered")
AGES = TEXTS["ages"]
ORIGINS = TEXTS["origins"]


def people_section(view: View) -> Section:
    blocks = [people_figure(view), people_table(view), outside(view), ages_figure(view), origins_figure(view)]
    return Section(
        "people", view.voice(TITLE), tuple(b for b in blocks if b is not None), view.voice(TEXTS.lead)
    )


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
    caption = voice(TEXTS.caption, name=view.name(view.zone.code))

    def series(groups: tuple[str, ...]) -> tuple[Series, ...]:
        return tuple(Series(g, voice.heading(BASES[g]), (people[g].value,)) for g in groups)

    grades: tuple[Grade, ...] = (worst([people[g] for g in DISJOINT]),)
    chart = Chart(
        "people",
        (view.name(view.zone.code),),
        series(DISJOINT),
        voice(TEXTS.persons),
        0,
        grades,
        wholes=series(WHOLES),
    )
    spoken = [
        voice(TEXTS.spoken, name=voice.heading(BASES[g]), value=voice.record(people[g])) for g in GROUPS
    ]
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
    return Table(
        "population", voice(TEXTS.caption, name=view.name(view.zone.code)), columns_of(TEXTS, voice), rows
    )


def key_figures(view: View) -> tuple[KeyFigure, ...]:
    """Register coverage and the persons beyond it where these are defined, residents per registered person, non-local share."""
    wanted = ("register_coverage", "beyond_register", "registered_ratio", "non_local_share")
    return tuple(_key(view, measure) for measure in wanted if measure in view.registry.measures)


def _key(view: View, measure: str) -> KeyFigure:
    record, voice = view.people(measure), view.voice
    known = record.value is not None
    grade = grade_cell([record], voice).text
    detail = [
        voice(TEXTS.detail, year=record.year, grade=grade) if known else voice.year(record.year),
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
    return _stacked(view, "ages", TEXTS.age_title, AGES, bars)


def origins_figure(view: View) -> Figure | None:
    """Where the residents are registered: here, in this division, in the province, in another one."""
    shares = view.indicators.ages(view.zone.code)
    away = [k for k in ORIGINS if k != "here"]
    if not all(k in shares and shares[k].ok for k in away):
        return None
    records = [shares[k] for k in away]
    here = 100 - sum(r.value or 0.0 for r in records)
    bar = Bar([here, *(r.value for r in records)], worst(records))
    return _stacked(view, "origins", TEXTS.origin_title, ORIGINS, {view.name(view.zone.code): bar})


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
                    voice(TEXTS.spoken, name=s.name, value=voice.value(s.values[n], "%", decimals=1))
                    for s in series
                ),
            ]
        )
        for n, name in enumerate(bars)
    ]
    grades = tuple(bar.grade for bar in bars.values())
    chart = Chart("shares", tuple(bars), series, "%", 1, grades)
    return Figure(id_, f"{voice(title)} · {voice.year(CENSUS_YEAR)}", voice.items(spoken), chart)
