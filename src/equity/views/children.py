"""The children who are coming: how many of school age live here each year of this decade, of which group, and the places for them."""

from dataclasses import replace

from equity.indicators.children import AGES, SERVICES, YEARS
from equity.indicators.records import ValueRecord
from equity.query import Basis, Query
from equity.say import BASES_SHORT, Label, texts_of
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import Block, Paragraph, Section
from equity.views.tables import Cell, Column, Table, grade_cell, value_cell
from equity.views.view import View, sound

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
LEVELS, NAMES = TEXTS["levels"], TEXTS["names"]
GROUPS: tuple[Basis, ...] = ("local", "non_local")
Records = list[ValueRecord]


def children_section(view: View) -> Section:
    """Sentences on the peak and on places, lines with their intervals, and tables of all levels and of both groups."""
    voice = view.voice
    counts = {level: _children(view, level) for level in AGES}
    blocks: tuple[Block, ...] = (Paragraph(voice(TEXTS.missing)),)
    if all(r.ok for r in counts["primary"]):
        spare = {level: found for level in AGES if (found := _spare(view, level))}
        told = [peak_sentence(view), *(places_sentence(view, level, spare[level]) for level in spare)]
        drawn = [_figure(view, "children", counts, voice(TEXTS.persons))]
        if spare:
            drawn.append(_figure(view, "spare_places", spare, voice(TEXTS.places)))
        tables = (_table(view, counts, spare), _groups_table(view))
        blocks = (Paragraph(voice.sentences(told)), *drawn, *tables)
    return Section("children", voice(TITLE), blocks, voice(TEXTS.lead))


def _children(view: View, level: str, group: Basis = "value") -> Records:
    return _each_year(view, Query("population", f"children_{level}", group))


def _spare(view: View, level: str) -> Records:
    """Places less children each year; empty where no register of places is loaded, or there is no such service."""
    service = SERVICES[level]
    if service not in view.registry or view.indicators.standing(service, view.zone.code) != "real":
        return []
    found = _each_year(view, Query(service, "spare_places", "resident"))
    return found if all(r.ok for r in found) else []


def _each_year(view: View, query: Query) -> Records:
    """Ranked in the year of the view alone, as all of its records are: ranks are by far the most work."""
    return [sound(_record(view, query.but(year=year))) for year in YEARS]


def _record(view: View, query: Query) -> ValueRecord:
    if query.year == view.ask(query.service, query.measure).year:
        return view.indicators.value(query, view.zone.code)
    records = view.indicators.unranked(query.but(level=view.zone.level))
    return next(r for r in records if r.zone == view.zone.code)


def places_sentence(view: View, level: str, spare: Records) -> str:
    """In which years places are short, and by how many at worst. Short only where the interval says so."""
    voice = view.voice
    label = voice(LEVELS[level])
    short = [r for r in spare if _end(r, "high") < 0]
    if not short:
        sure = all(_end(r, "low") >= 0 for r in spare)
        return voice(TEXTS.enough if sure else TEXTS.open, level=label, first=YEARS[0], last=YEARS[-1])
    worst = min(short, key=lambda r: _end(r, "value"))
    return voice(
        TEXTS.short,
        level=label,
        years=voice.names(str(r.year) for r in short),
        worst=worst.year,
        value=voice.value(-_end(worst, "value"), voice(TEXTS.places), decimals=0),
    )


def _end(record: ValueRecord, end: str) -> float:
    """Of a record with a value; an exact one has no other ends."""
    found = getattr(record, end)
    return float((record.value or 0.0) if found is None else found)


def peak_sentence(view: View) -> str:
    """When most children of primary age live in the zone; empty where that is not known."""
    found, voice = view.indicators.children.peak(view.zone.code, "primary"), view.voice
    if found is None:
        return ""
    year, estimate = found
    label = TEXTS.peak_now if year == YEARS[0] else TEXTS.peak
    value = voice.value(estimate.value, voice(TEXTS.persons), decimals=0)
    ends = voice.ends(estimate.low, estimate.high, decimals=0)
    return voice(label, zone=view.short(view.zone.code), year=year, value=value, ends=ends)


def _figure(view: View, id_: str, found: dict[str, Records], unit: str) -> Figure:
    """A line for each level, with its intervals."""
    voice = view.voice
    caption = voice(TEXTS["captions"][id_], zone=view.name(view.zone.code), first=YEARS[0], last=YEARS[-1])
    lines = tuple(
        Series(
            level,
            voice(LEVELS[level]),
            tuple(r.value for r in records),
            tuple(r.grade for r in records),
            tuple((r.low, r.high) if r.low is not None and r.high is not None else None for r in records),
            (0,) * len(records),
        )
        for level, records in found.items()
    )
    first = next(iter(found))
    spoken = [f"{r.year} {voice.number(r.value, decimals=0)}" for r in found[first]]
    chart = Chart("lines", tuple(map(str, YEARS)), lines, unit, 0)
    return Figure(id_, caption, voice.items([f"{voice(LEVELS[first])} {spoken[0]}", *spoken[1:]]), chart)


def _table(view: View, counts: dict[str, Records], spare: dict[str, Records]) -> Table:
    """Children of each level, and beside them places less children where a register says."""
    columns = []
    for level, label in LEVELS.items():
        columns.append((level, label, counts[level]))
        if level in spare:
            columns.append((f"{level}_places", TEXTS.spare, spare[level]))
    return _by_year(view, "children", TEXTS.table, columns)


def _groups_table(view: View) -> Table:
    """Children of each level by whether they are of local or of non-local residents, or why that is not known."""
    voice, ratios = view.voice, []
    columns = []
    for level, name in NAMES.items():
        for group in GROUPS:
            title = Label(*(f"{name[lang]}·{BASES_SHORT[group][lang]}" for lang in ("zh", "en")))
            columns.append((f"{level}_{group}", title, _children(view, level, group)))
        ratio = view.indicators.child_ratio(level)
        value = voice.number(ratio.ratio, decimals=2)
        ratios.append(f"{voice(name)} {value} ({voice.ends(ratio.low, ratio.high, decimals=2) or value})")
    note = voice(TEXTS.groups_note, ratios=voice.clauses(ratios))
    return replace(_by_year(view, "children_groups", TEXTS.groups, columns), note=note)


def _by_year(view: View, id_: str, caption: Label, columns: list[tuple[str, Label, Records]]) -> Table:
    """A row for each year: the columns with their intervals, and the worst grade among them."""
    voice = view.voice
    heads = (Column(name, voice(title), True, 1.5) for name, title, _ in columns)
    rows = tuple(
        (Cell(str(year)), *(_cell(view, r) for r in row), grade_cell(row, voice))
        for year, *row in zip(YEARS, *(records for _, _, records in columns), strict=True)
    )
    whole = (Column("year", voice(TEXTS.year)), *heads, Column("grade", voice(TEXTS.grade)))
    return Table(id_, voice(caption, zone=view.name(view.zone.code)), whole, rows)


def _cell(view: View, record: ValueRecord) -> Cell:
    cell = value_cell(record, view.voice, interval=True)
    if record.measure != "spare_places" or not record.ok:
        return cell
    return replace(cell, text=view.voice.number(record.value, decimals=0, signed=True))
