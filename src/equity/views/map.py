"""The map of one question: the sentence, the classes, both sides by division, and the same as a table."""

from collections.abc import Sequence

from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import BASES_SHORT, STATUSES, texts_of
from equity.views.classes import Classes, classes
from equity.views.drawings import Chart, Figure, MapSpec, Series
from equity.views.headline import headline
from equity.views.model import Block, Section
from equity.views.sources import source_line
from equity.views.standing import in_chart
from equity.views.subject import subject
from equity.views.tables import Cell, Column, Grade, Table, grade_cell, rank_cell, value_cell, worst
from equity.views.view import View, is_placeholder, printed

# Reading order of the sides: people who live here first, then those who are usually worse off.
ORDER = ("resident", "non_local", "registered", "local", "value")
TEXTS = texts_of(__name__)
TITLE = TEXTS.title
RANK = TEXTS.rank
DIVISION = TEXTS.division
GRADE = TEXTS.grade
LOWEST_FIRST = frozenset({"register_coverage"})  # whom it leaves out is the question


def map_section(view: View) -> Section:
    """The map of the city with the zone outlined, both sides by division, and the same numbers as a table."""
    query = view.query.but(level="division")
    blocks: list[Block] = [headline(view, query), map_figure(view, query)]
    if len(view.registry.measures[query.measure].sides) == 2:
        blocks.append(sides_figure(view, query))
    return Section("map", view.voice(TITLE), (*blocks, division_table(view, query)))


def sides_of(view: View, query: Query) -> tuple[str, ...]:
    """The sides of the query's measure in reading order."""
    return tuple(sorted(view.registry.measures[query.measure].sides, key=ORDER.index))


def map_classes(view: View, query: Query) -> Classes:
    return classes(view.by_division(query), view.voice, common=view.presentation.scale == "common")


def map_spec(view: View, query: Query) -> MapSpec:
    records, own = view.by_division(query), map_classes(view, query)
    return MapSpec(
        records,
        own.breaks,
        own.words,
        own.diverging,
        view.voice(TEXTS.year_and_subject, year=query.year, subject=subject(view, query)),
        source_line(view, view.indicators.sources(query)),
        view.zone.code if view.is_division else "",
    )


def map_figure(view: View, query: Query) -> Figure:
    spec = map_spec(view, query)
    alt = view.voice(TEXTS.alt, title=spec.title, said=headline(view, query).text)
    return Figure("map", subject(view, query), alt, map=spec)


def sides_figure(view: View, query: Query) -> Figure:
    """Both sides of every division as a dumbbell, the widest gap first; placeholders in code order, divisions without values last."""
    voice, sides = view.voice, sides_of(view, query)
    pairs = list(zip(*(view.by_division(query.but(basis=s)) for s in sides), strict=True))
    pairs.sort(key=lambda pair: _distance(pair, query, view))
    series = tuple(
        Series(s, voice(BASES_SHORT[s]), tuple(pair[n].value for pair in pairs)) for n, s in enumerate(sides)
    )
    grades: tuple[Grade, ...] = tuple(worst(pair) for pair in pairs)
    missing = tuple(next((voice(STATUSES[r.status]) for r in pair if not r.ok), "") for pair in pairs)
    first = pairs[0][0]
    chart = Chart(
        "dumbbell",
        tuple(view.short(pair[0].zone) for pair in pairs),
        series,
        first.unit(voice.lang),
        first.decimals,
        grades,
        missing,
        highlight=view.short(view.zone.code) if view.is_division else "",
    )
    caption = voice(TEXTS.by_division, subject=subject(view, query, basis=False))
    spoken = [f"{view.short(p[0].zone)} {' / '.join(voice.figure(r) for r in p)}" for p in pairs]
    return Figure("bases", caption, voice.items(spoken), chart)


def _distance(pair: Sequence[ValueRecord], query: Query, view: View) -> tuple[int, float, str]:
    gap = view.registry.measures[query.measure].gap
    by_side = {r.basis: printed(r) for r in pair if r.ok}
    amount = None
    if len(by_side) == len(pair):
        amount = by_side[gap[0]] - by_side[gap[1]] if gap else printed(pair[0])
    return in_chart(pair[0].zone, [r.grade for r in pair], amount)


def division_table(view: View, query: Query) -> Table:
    """One row per division in the order of the ranks; placeholders are in code order and have none. A table of ``changes`` is another
    than that of the ``divisions`` as they are."""
    voice, sides = view.voice, sides_of(view, query)
    by_side = {s: {r.zone: r for r in view.by_division(query.but(basis=s))} for s in sides}
    if view.registry.measures[query.measure].gap:
        by_side[GAP] = {r.zone: r for r in view.by_division(query.but(basis=GAP))}
    records = view.by_division(query)
    way = -1 if query.measure in LOWEST_FIRST else 1
    ranked = sorted(records, key=lambda r: (r.rank is None, way * (r.rank or 0), r.zone))
    rows = []
    for record in ranked:
        shown = [by_side[b][record.zone] for b in by_side]
        rank = Cell("—") if is_placeholder(record) else rank_cell(record)
        rows.append(
            (
                rank,
                Cell(view.name(record.zone), to=f"/district/{record.zone}"),
                *(value_cell(r, voice) for r in shown),
                grade_cell(shown, voice),
            )
        )
    columns = (
        Column("rank", voice(RANK), True, 1.0),
        Column("division", voice(DIVISION), weight=2),
        *(Column(b, voice(BASES_SHORT[b]), True, 1.3) for b in by_side),
        Column("grade", voice(GRADE), weight=0.9),
    )
    unit = records[0].unit(voice.lang) if records else ""
    ranged = any(row[0].sub for row in rows)
    caption = voice(TEXTS.table, subject=subject(view, query), unit=unit)
    return Table(
        "changes" if query.since else "divisions",
        caption,
        columns,
        tuple(rows),
        voice(TEXTS.rank_note) if ranged else "",
    )
