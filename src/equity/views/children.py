"""The children who are coming: how many of school age live here each year of this decade."""

from __future__ import annotations

from equity.indicators.children import AGES, YEARS
from equity.indicators.interval import Estimate
from equity.say import Label
from equity.views.cells import number_cell, plain_grade
from equity.views.model import Block, Cell, Chart, Column, Figure, Paragraph, Section, Series, Table
from equity.views.view import View

TITLE = Label("将来的学龄儿童", "Children of school age to come")
LEAD = Label(
    "普查各年龄组逐年上移，2021 年以后出生的人按比重分摊；迁移在“无人迁移”和“2020 年以来的趋势”之间，取中间值。区间包含这两端。",
    "Age bands of the census moved up year by year; those born from 2021 on are shared out; moves lie between nobody moving and the "
    "trend since 2020, the value half way. The interval holds both ends.",
)
LEVELS = {
    "primary": Label("小学（6–11 岁）", "Primary (6–11)"),
    "junior": Label("初中（12–14 岁）", "Junior secondary (12–14)"),
    "senior": Label("高中（15–17 岁）", "Senior secondary (15–17)"),
}
YEAR, GRADE = Label("年份", "Year"), Label("等级", "Grade")
CAPTION = Label("{zone}：小学学龄儿童，{first}–{last} 年", "{zone}: children of primary age, {first}–{last}")
TABLE = Label(
    "{zone}：各学段学龄儿童（括号内为区间）", "{zone}: children by school level (range in brackets)"
)
PERSONS = Label("人", "persons")
PEAK = Label(
    "{zone}小学学龄儿童在 {year} 年最多，约 {value}（{ends}）。",
    "Children of primary age in {zone} are most in {year}: about {value} ({ends}).",
)
PEAK_NOW = Label(
    "{zone}小学学龄儿童自 {year} 年（{value}）起减少。",
    "Children of primary age in {zone} have been fewer each year than in {year} ({value}).",
)
MISSING = Label(
    "缺少年龄结构或出生人口，无法推算。", "Ages or births are missing, so nothing can be projected."
)
FEW = Label("儿童人数过少，不公布。", "Too few children: their numbers are not published.")


def children_section(view: View) -> Section:
    """A sentence on the peak, a bar for each year with its interval, and a table of all levels."""
    voice, zone = view.voice, view.zone
    counts = {
        level: [view.indicators.children.estimate(zone.code, level, year) for year in YEARS] for level in AGES
    }
    hidden = any(e.status == "suppressed" for e in counts["primary"])
    blocks: tuple[Block, ...] = (Paragraph(voice(FEW if hidden else MISSING)),)
    if all(e.value is not None for e in counts["primary"]):
        blocks = (Paragraph(peak_sentence(view)), _figure(view, counts["primary"]), _table(view, counts))
    return Section("children", voice(TITLE), blocks, voice(LEAD))


def peak_sentence(view: View) -> str:
    """When most children of primary age live in the zone; empty where that is not known."""
    found, voice = view.indicators.children.peak(view.zone.code, "primary"), view.voice
    if found is None:
        return ""
    year, estimate = found
    label = PEAK_NOW if year == YEARS[0] else PEAK
    value = voice.value(estimate.value, voice(PERSONS), decimals=0)
    return voice(label, zone=view.short(view.zone.code), year=year, value=value, ends=_ends(view, estimate))


def _figure(view: View, counts: list[Estimate]) -> Figure:
    caption = view.voice(CAPTION, zone=view.name(view.zone.code), first=YEARS[0], last=YEARS[-1])
    chart = Chart(
        "bars",
        tuple(str(y) for y in YEARS),
        (Series("resident", view.voice(LEVELS["primary"]), tuple(e.value for e in counts)),),
        view.voice(PERSONS),
        0,
        tuple(e.grade for e in counts),
        intervals=tuple(
            (e.low, e.high) if e.low is not None and e.high is not None else None for e in counts
        ),
    )
    spoken = [
        f"{year} {view.voice.number(e.value, decimals=0)}" for year, e in zip(YEARS, counts, strict=True)
    ]
    return Figure("children", caption, view.voice.items(spoken), chart)


def _table(view: View, counts: dict[str, list[Estimate]]) -> Table:
    voice = view.voice
    columns = (
        Column("year", voice(YEAR)),
        *(Column(level, voice(label), True, 1.6) for level, label in LEVELS.items()),
        Column("grade", voice(GRADE)),
    )
    rows = tuple(
        (
            Cell(str(year)),
            *(_cell(view, counts[level][i]) for level in LEVELS),
            plain_grade(counts["primary"][i].grade, voice),
        )
        for i, year in enumerate(YEARS)
    )
    return Table("children", voice(TABLE, zone=view.name(view.zone.code)), columns, rows)


def _cell(view: View, estimate: Estimate) -> Cell:
    cell = number_cell(estimate.value, view.voice, decimals=0, grade=estimate.grade, status=estimate.status)
    return Cell(cell.text, cell.value, 0, cell.grade, sub=_ends(view, estimate))


def _ends(view: View, estimate: Estimate) -> str:
    return view.voice.ends(estimate.low, estimate.high, decimals=0)
