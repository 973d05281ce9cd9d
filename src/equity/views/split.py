"""Local against non-local: effective coverage of both groups and what their gap is made of.

A zone of several divisions says first what happens within its divisions, then what comes from where the groups live.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from equity.indicators.definition import Definition
from equity.indicators.split import RESIDENCE, GapSplit
from equity.query import GAP
from equity.say import BASES_SHORT, STATUSES, UNROUNDED, Label
from equity.views.cells import number_cell, plain_grade
from equity.views.distances import distance_line
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import Block, Paragraph, Section, Sentence
from equity.views.tables import Cell, Column, Grade, Table
from equity.views.view import View

TITLE = Label("本地与外来：差距从哪里来", "Local and non-local: where the gap comes from")
LEAD = Label(
    "有效覆盖率 = 可达 × 容量 × 规则。差距为本地户籍减外来常住：正数表示对户口不在本地的人更不利。",
    "Effective coverage = reach × capacity × rule. The gap is local minus non-local: positive means worse for people off the "
    "register.",
)
NONE = Label(
    "需要设施位置和容量的台账；导入前没有可以公布的结果。",
    "This needs a register with places and capacities; until one is loaded there is nothing to publish.",
)
CAPTION = Label(
    "有效覆盖率差距的构成（本地户籍 − 外来常住）",
    "What the gap in effective coverage is made of (local − non-local)",
)
NOTE = Label(
    "区县之内的差距按 Shapley 值分成各部分，多个区县合计时另有居住分布一项；相加正好等于差距。没有数字的规则不计入。",
    "The gap within divisions is split by Shapley values; over several divisions the rest is where the groups live. The parts add "
    "up to the gap exactly. A rule without a figure is not applied.",
)
POINTS = Label("个百分点", "percentage points")
PARTS = {
    "reach": Label("距离", "Distance"),
    "adequacy": Label("容量", "Capacity"),
    "entitlement": Label("规则", "Rule"),
    "residence": Label("居住分布", "Where they live"),
}
INSIDE = {
    "reach": Label("距离", "distance"),
    "adequacy": Label("容量", "capacity"),
    "entitlement": Label("规则", "the rule"),
    "residence": Label("居住分布", "where the groups live"),
}
SERVICE, GRADE = Label("服务", "Service"), Label("等级", "Grade")

HEAD = Label("{zone}{service}{mark}：{said}。", "{zone}, {service}{mark}: {said}.")
NO_GAP = Label(
    "外来常住与本地户籍常住的有效覆盖率没有差距",
    "no gap in effective coverage between non-local and local residents",
)
LOWER = Label(
    "外来常住的有效覆盖率低 {size} 个百分点",
    "effective coverage of non-local residents is {size} points lower",
)
HIGHER = Label(
    "外来常住的有效覆盖率高 {size} 个百分点",
    "effective coverage of non-local residents is {size} points higher",
)
NO_GAP_WITHIN = Label(
    "在各区县内部，两群人的有效覆盖率没有差距", "within divisions there is no gap in effective coverage"
)
LOWER_WITHIN = Label(
    "在各区县内部，外来常住的有效覆盖率平均低{size}个百分点",
    "within divisions effective coverage of non-local residents is {size} points lower on average",
)
HIGHER_WITHIN = Label(
    "在各区县内部，外来常住的有效覆盖率平均高{size}个百分点",
    "within divisions effective coverage of non-local residents is {size} points higher on average",
)
MOVES_DOWN = Label(
    "两群人住在不同区县，居住分布拉低{size}，合计{in_all}",
    "the groups live in different divisions, which lowers it by {size}: in all {in_all}",
)
MOVES_UP = Label(
    "两群人住在不同区县，居住分布拉高{size}，合计{in_all}",
    "the groups live in different divisions, which raises it by {size}: in all {in_all}",
)
STAYS = Label("居住分布没有影响，合计{in_all}", "where the groups live changes nothing: in all {in_all}")
SO_LOWER, SO_HIGHER = Label("低{size}", "{size} points lower"), Label("高{size}", "{size} points higher")
EVEN = Label("没有差距", "no gap")
OF_WHICH = Label("{gap}，其中{parts}", "{gap}: {parts}")
LOWERS = Label("{part}拉低 {size}", "{part} lowers it by {size}")
RAISES = Label("{part}拉高 {size}", "{part} raises it by {size}")
NOTHING = Label("{part}没有影响", "{part} changes nothing")
MARK = Label("（示意数据）", " (illustrative data)")
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
    blocks: Sequence[Block] = split_blocks(view, found) or (Paragraph(view.voice(NONE)),)
    return Section("split", view.voice(TITLE), tuple(blocks), view.voice(LEAD))


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
        for part, label in _parts_of(found).items()
    )
    grades: tuple[Grade, ...] = tuple(line.split.grade for line in found)  # type: ignore[misc]
    missing = tuple(voice(STATUSES[line.split.status]) for line in found)
    chart = Chart(
        "stacked",
        tuple(voice(line.definition.label) for line in found),
        series,
        voice(POINTS),
        1,
        grades,
        missing,
    )
    spoken = voice.sentences(split_sentence(view, line.definition.id).text for line in found[:3])
    return Figure("split", voice(CAPTION), spoken, chart)


def _table(view: View, found: list[Line]) -> Table:
    voice = view.voice
    rows = tuple(
        (
            Cell(
                voice(line.definition.label),
                to=view.map_of(view.ask(line.definition.id, "effective", GAP), view.zone.code),
            ),
            *(_number(view, line, name) for name in ("local", "non_local", "gap", *_parts_of(found))),
            plain_grade(line.split.grade, voice),
        )
        for line in found
    )
    columns = (
        Column("service", voice(SERVICE), weight=2.3),
        Column("local", f"{voice(BASES_SHORT['local'])} %", True, 1.3),
        Column("non_local", f"{voice(BASES_SHORT['non_local'])} %", True, 1.3),
        Column("gap", voice(BASES_SHORT["gap"]), True, 1.3),
        *(Column(part, voice(label), True, 1.3) for part, label in _parts_of(found).items()),
        Column("grade", voice(GRADE), weight=0.9),
    )
    measured = distance_line(view, (line.definition for line in found))
    return Table(
        "split", voice(CAPTION), columns, rows, voice.sentences([voice(NOTE), voice(UNROUNDED), measured])
    )


def _parts_of(found: list[Line]) -> dict[str, Label]:
    """The parts that any of the services has: a rule without a figure is none, nor is where they live in a single division."""
    return {part: label for part, label in PARTS.items() if any(part in line.split.parts() for line in found)}


def _drawn(line: Line, part: str) -> float | None:
    return line.split.parts().get(part, 0.0) if line.split.status == "ok" else None


def _number(view: View, line: Line, name: str) -> Cell:
    """A number of the split; parts are printed rounded so that they add up, and keep their exact value."""
    split, voice = line.split, view.voice
    exact: float | None = getattr(split, name)
    printed = split.shown_parts().get(name, exact)
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
        said = voice(NO_GAP)
    else:
        said = _taken_apart(view, split.gap, split.shown_parts(), LOWER, HIGHER)
    mark = MARK if split.grade == "illustrative" else Label("", "")
    text = voice(
        HEAD, zone=view.name(view.zone.code), service=view.registry[service].label, mark=mark, said=said
    )
    return Sentence(text, split.grade)  # type: ignore[arg-type]


def _within(view: View, split: GapSplit) -> str:
    """Of several divisions: first what happens within them, then what comes from where the groups live, then both."""
    voice, shown = view.voice, split.shown_parts()
    moved = shown.pop(RESIDENCE)
    inside, gap = sum(shown.values()), split.gap or 0.0
    head = (
        voice(NO_GAP_WITHIN)
        if abs(inside) < SMALL
        else _taken_apart(view, inside, shown, LOWER_WITHIN, HIGHER_WITHIN)
    )
    in_all = (
        voice(EVEN) if abs(gap) < SMALL else voice(SO_LOWER if gap > 0 else SO_HIGHER, size=_size(view, gap))
    )
    moves = STAYS if abs(moved) < SMALL else MOVES_DOWN if moved > 0 else MOVES_UP
    return voice.items([head, voice(moves, size=_size(view, moved), in_all=in_all)])


def _taken_apart(view: View, gap: float, parts: Mapping[str, float], lower: Label, higher: Label) -> str:
    """By how much one group is ahead, and each part with the way it points, the largest first."""
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
    head = view.voice(lower if gap > 0 else higher, size=_size(view, gap))
    return view.voice(OF_WHICH, gap=head, parts=view.voice.clauses(_part(view, *part) for part in ordered))


def _size(view: View, value: float) -> str:
    return view.voice.number(abs(value), decimals=1)


def _part(view: View, name: str, value: float) -> str:
    words = NOTHING if abs(value) < SMALL else LOWERS if value > 0 else RAISES
    return view.voice(words, part=INSIDE[name], size=_size(view, value))
