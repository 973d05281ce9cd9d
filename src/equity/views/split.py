"""Local against non-local: effective coverage of both groups and what their gap is made of.

A zone of several divisions says first what happens within its divisions, then what comes from where the groups live.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from equity.indicators.definition import Definition
from equity.indicators.split import RESIDENCE, GapSplit
from equity.query import GAP
from equity.say import BASES_SHORT, STATUSES, UNROUNDED, Label, texts_of
from equity.views.distances import distance_line
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import Block, Paragraph, Section, Sentence
from equity.views.tables import Cell, Column, Grade, Table, number_cell, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
WITHIN = "within"
PARTS = TEXTS["parts"]
INSIDE = TEXTS["inside"]
DECAYING = {
    "adequacy": "nearness"
}  # what a part is called where capacity counts for less the further away it is

SMALL = 0.05  # percentage points: printed as 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One service of the section."""

    definition: Definition
    split: GapSplit

    @property
    def illustrative(self) -> bool:
        return self.split.grade == "illustrative"


def lines(view: View, *, placeholders: bool) -> list[Line]:
    """Facility services whose split rests on real points, or on placeholders, the largest gap first; placeholders in the order
    of the services. What waits for a register is neither.
    """
    found = [
        Line(d, view.indicators.split(d.id, view.zone.code, view.query.scenario))
        for d in view.of_kind("facility")
    ]
    return sorted(
        (line for line in found if line.illustrative == placeholders and line.split.status != "no_data"),
        key=lambda line: 0.0 if placeholders else -abs(line.split.gap or 0.0),
    )


def split_section(view: View) -> Section:
    found = lines(view, placeholders=False)
    blocks: Sequence[Block] = split_blocks(view, found) or (Paragraph(view.voice(TEXTS.none)),)
    return Section("split", view.voice(TITLE), tuple(blocks), _lead(view))


def _lead(view: View) -> str:
    return view.voice(TEXTS.lead, capacity=part_name(view, "adequacy", INSIDE))


def split_blocks(view: View, found: list[Line]) -> list[Block]:
    """A sentence on the largest gap, the parts drawn, and the table."""
    if not found:
        return []
    blocks: list[Block] = []
    if not found[0].illustrative:
        blocks.append(split_sentence(view, found[0].definition.id))
    return [*blocks, _figure(view, found), _table(view, found)]


def _figure(view: View, found: list[Line]) -> Figure:
    voice = view.voice
    series = tuple(
        Series(part, voice(label), tuple(_drawn(line, part) for line in found))
        for part, label in _parts_of(view, found).items()
    )
    grades: tuple[Grade, ...] = tuple(line.split.grade for line in found)  # type: ignore[misc]
    missing = tuple(voice(STATUSES[line.split.status]) for line in found)
    chart = Chart(
        "stacked",
        tuple(voice(line.definition.label) for line in found),
        series,
        voice(TEXTS.points),
        1,
        grades,
        missing,
    )
    spoken = voice.sentences(split_sentence(view, line.definition.id).text for line in found[:3])
    return Figure("split", voice(TEXTS.caption), spoken, chart)


def _table(view: View, found: list[Line]) -> Table:
    voice, parts = view.voice, _parts_of(view, found)
    lead = (
        [WITHIN] if RESIDENCE in parts else []
    )  # of several divisions: what happens within them comes first
    rows = tuple(
        (
            Cell(
                voice(line.definition.label),
                to=view.map_of(view.ask(line.definition.id, "effective", GAP), view.zone.code),
            ),
            *(_number(view, line, name) for name in ("local", "non_local", *lead, "gap", *parts)),
            plain_grade(line.split.grade, voice),
        )
        for line in found
    )
    columns = (
        Column("service", voice(TEXTS.service), weight=2.3),
        Column("local", f"{voice(BASES_SHORT['local'])} %", True, 1.3),
        Column("non_local", f"{voice(BASES_SHORT['non_local'])} %", True, 1.3),
        *(Column(name, voice(TEXTS.within), True, 1.3) for name in lead),
        Column("gap", voice(BASES_SHORT["gap"]), True, 1.3),
        *(Column(part, voice(label), True, 1.3) for part, label in parts.items()),
        Column("grade", voice(TEXTS.grade), weight=0.9),
    )
    measured = distance_line(view, (line.definition for line in found))
    return Table(
        "split",
        voice(TEXTS.caption),
        columns,
        rows,
        voice.sentences([voice(TEXTS.note), voice(UNROUNDED), measured]),
    )


def _parts_of(view: View, found: list[Line]) -> dict[str, Label]:
    """The parts that any of the services has: a rule without a figure is none, nor is where they live in a single division."""
    had = {part for line in found for part in line.split.parts()}
    return {part: part_name(view, part) for part in PARTS if part in had}


def part_name(view: View, part: str, names: Mapping[str, Label] = PARTS) -> Label:
    """What a part is called in the scenario of the view."""
    decays = view.registry.scenarios[view.query.scenario].decays
    return names[DECAYING.get(part, part) if decays else part]


def _drawn(line: Line, part: str) -> float | None:
    return line.split.parts().get(part, 0.0) if line.split.status == "ok" else None


def _number(view: View, line: Line, name: str) -> Cell:
    """A number of the split; parts are printed rounded so that they add up, and keep their exact value."""
    split, voice = line.split, view.voice
    exact: float | None = getattr(split, name)
    shown = split.shown_parts()
    inside = sum(value for part, value in shown.items() if part != RESIDENCE) if shown else None
    printed = inside if name == WITHIN else shown.get(name, exact)
    signed = name not in {"local", "non_local"}
    cell = number_cell(printed, voice, decimals=1, grade=split.grade, status=split.status, signed=signed)
    low, high = split.intervals.get(name, (None, None))
    return replace(cell, value=exact, sub="" if line.illustrative else voice.ends(low, high, decimals=1))


def split_sentence(view: View, service: str) -> Sentence:
    """ "某区小学：外来常住的有效覆盖率低 18.0 个百分点，其中规则拉低 11.0，容量拉低 9.0，距离拉高 2.0".

    Each part says in words which way it moves the coverage of non-local residents, so that no reader has to guess what a
    sign refers to.
    """
    voice, split = view.voice, view.indicators.split(service, view.zone.code, view.query.scenario)
    if split.status != "ok" or split.gap is None:
        said = voice(STATUSES[split.status])
    elif split.residence is not None:
        said = _within(view, split)
    elif abs(split.gap) < SMALL:
        said = voice(TEXTS.no_gap)
    else:
        said = _taken_apart(view, split.gap, split.shown_parts(), TEXTS.lower, TEXTS.higher)
    what = voice(view.registry[service].label)
    if split.grade == "illustrative":
        what = voice.bracketed(what, voice(TEXTS.mark))
    text = voice(TEXTS.head, zone=view.name(view.zone.code), service=what, said=said)
    return Sentence(text, split.grade)  # type: ignore[arg-type]


def _within(view: View, split: GapSplit) -> str:
    """Of several divisions: first what happens within them, then what comes from where the groups live, then both."""
    voice, shown = view.voice, split.shown_parts()
    moved = shown.pop(RESIDENCE)
    inside, gap = sum(shown.values()), split.gap or 0.0
    head = (
        voice(TEXTS.no_gap_within)
        if abs(inside) < SMALL
        else _taken_apart(view, inside, shown, TEXTS.lower_within, TEXTS.higher_within)
    )
    in_all = (
        voice(TEXTS.even)
        if abs(gap) < SMALL
        else voice(TEXTS.so_lower if gap > 0 else TEXTS.so_higher, size=_size(view, gap))
    )
    moves = TEXTS.stays if abs(moved) < SMALL else TEXTS.moves_down if moved > 0 else TEXTS.moves_up
    return voice.items([head, voice(moves, size=_size(view, moved), in_all=in_all)])


def _taken_apart(view: View, gap: float, parts: Mapping[str, float], lower: Label, higher: Label) -> str:
    """By how much one group is ahead, and each part with the way it points, the largest first."""
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
    head = view.voice(lower if gap > 0 else higher, size=_size(view, gap))
    return view.voice(
        TEXTS.of_which, gap=head, parts=view.voice.clauses(_part(view, *part) for part in ordered)
    )


def _size(view: View, value: float) -> str:
    return view.voice.number(abs(value), decimals=1)


def _part(view: View, name: str, value: float) -> str:
    words = TEXTS.nothing if abs(value) < SMALL else TEXTS.lowers if value > 0 else TEXTS.raises
    return view.voice(words, part=part_name(view, name, INSIDE), size=_size(view, value))
