"""The children who are coming: how many of school age live here each year of this decade."""

from equity.indicators.children import AGES, SERVICES, YEARS
from equity.indicators.interval import Estimate
from equity.say import texts_of
from equity.views.cells import number_cell, plain_grade
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import Block, Paragraph, Section
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
LEVELS = TEXTS["levels"]


def children_section(view: View) -> Section:
    """Sentences on the peak and on places, lines with their intervals, and a table of all levels."""
    voice, zone = view.voice, view.zone
    counts = {
        level: [view.indicators.children.estimate(zone.code, level, year) for year in YEARS] for level in AGES
    }
    blocks: tuple[Block, ...] = (Paragraph(voice(TEXTS.missing)),)
    if all(e.value is not None for e in counts["primary"]):
        places = {level: _places(view, level, counts[level]) for level in AGES}
        told = [peak_sentence(view), *(places_sentence(view, level, places[level]) for level in AGES)]
        blocks = (Paragraph(voice.sentences(told)), _figure(view, counts), _table(view, counts, places))
    return Section("children", voice(TITLE), blocks, voice(TEXTS.lead))


def _places(view: View, level: str, counts: list[Estimate]) -> list[Estimate]:
    """Places less children each year; empty where no register of places is loaded, or there is no such service."""
    service = SERVICES[level]
    if service not in view.registry:
        return []
    found = [view.indicators.places_over(service, view.zone.code, e) for e in counts]
    return found if all(e.value is not None for e in found) else []


def places_sentence(view: View, level: str, places: list[Estimate]) -> str:
    """In which years places are short, and by how many at worst; empty without a register. Short only where the interval says so."""
    if not places:
        return ""
    voice = view.voice
    label = voice(LEVELS[level])
    short = [(y, e) for y, e in zip(YEARS, places, strict=True) if e.high is not None and e.high < 0]
    if not short:
        sure = all(e.low is not None and e.low >= 0 for e in places)
        return voice(TEXTS.enough if sure else TEXTS.open, level=label, first=YEARS[0], last=YEARS[-1])
    year, worst = min(short, key=lambda item: item[1].value or 0.0)
    return voice(
        TEXTS.short,
        level=label,
        years=voice.names(str(y) for y, _ in short),
        worst=year,
        value=voice.value(-(worst.value or 0.0), voice(TEXTS.places), decimals=0),
    )


def peak_sentence(view: View) -> str:
    """When most children of primary age live in the zone; empty where that is not known."""
    found, voice = view.indicators.children.peak(view.zone.code, "primary"), view.voice
    if found is None:
        return ""
    year, estimate = found
    label = TEXTS.peak_now if year == YEARS[0] else TEXTS.peak
    value = voice.value(estimate.value, voice(TEXTS.persons), decimals=0)
    return voice(label, zone=view.short(view.zone.code), year=year, value=value, ends=_ends(view, estimate))


def _figure(view: View, counts: dict[str, list[Estimate]]) -> Figure:
    voice = view.voice
    caption = voice(TEXTS.caption, zone=view.name(view.zone.code), first=YEARS[0], last=YEARS[-1])
    lines = tuple(
        Series(
            level,
            voice(LEVELS[level]),
            tuple(e.value for e in found),
            tuple(e.grade for e in found),
            tuple((e.low, e.high) if e.low is not None and e.high is not None else None for e in found),
            (0,) * len(found),
        )
        for level, found in counts.items()
    )
    chart = Chart("lines", tuple(map(str, YEARS)), lines, voice(TEXTS.persons), 0)
    spoken = [
        f"{year} {voice.number(e.value, decimals=0)}"
        for year, e in zip(YEARS, counts["primary"], strict=True)
    ]
    return Figure("children", caption, voice.items(spoken), chart)


def _table(view: View, counts: dict[str, list[Estimate]], places: dict[str, list[Estimate]]) -> Table:
    """Children of each level, and beside them places less children where a register says."""
    voice = view.voice
    columns, cells = [Column("year", voice(TEXTS.year))], [[Cell(str(y))] for y in YEARS]
    for level, label in LEVELS.items():
        columns.append(Column(level, voice(label), True, 1.6))
        for row, estimate in zip(cells, counts[level], strict=True):
            row.append(_cell(view, estimate))
        if places[level]:
            columns.append(Column(f"{level}_places", voice(TEXTS.spare), True, 1.3))
            for row, estimate in zip(cells, places[level], strict=True):
                row.append(_cell(view, estimate, signed=True))
    columns.append(Column("non_local", voice(TEXTS.non_local), True, 1.6))
    for row, year in zip(cells, YEARS, strict=True):
        row.append(_cell(view, _non_local(view, year)))
    columns.append(Column("grade", voice(TEXTS.grade)))
    for row, estimate in zip(cells, counts["primary"], strict=True):
        row.append(plain_grade(estimate.grade, voice))
    caption = voice(TEXTS.table, zone=view.name(view.zone.code))
    return Table("children", caption, tuple(columns), tuple(map(tuple, cells)))


def _non_local(view: View, year: int) -> Estimate:
    """Of the children of primary age those of non-local residents, as the definition of primary schools has it."""
    definition = view.registry.get(SERVICES["primary"])
    if definition is None or definition.demand is None:
        return Estimate.missing("no_data")
    return view.indicators.children.non_local(view.zone.code, "primary", year, definition.demand.by_group)


def _cell(view: View, estimate: Estimate, *, signed: bool = False) -> Cell:
    cell = number_cell(
        estimate.value, view.voice, decimals=0, grade=estimate.grade, status=estimate.status, signed=signed
    )
    return Cell(cell.text, cell.value, 0, cell.grade, sub=_ends(view, estimate))


def _ends(view: View, estimate: Estimate) -> str:
    return view.voice.ends(estimate.low, estimate.high, decimals=0)
