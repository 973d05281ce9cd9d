"""Whether the school places of a plan open before they are missing."""

from collections.abc import Iterator

from equity.plans import Figure, Opening, PlanResult
from equity.say import Label
from equity.views.cells import number_cell, plain_grade
from equity.views.model import Sentence
from equity.views.plans.words import MARK, service_name
from equity.views.tables import ILLUSTRATIVE, Cell, Column, Table
from equity.views.view import View

IN_TIME = Label(
    "{zone}{service}：新增学位 {opens} 年启用，赶在学位不足（{short} 年起）之前{mark}。",
    "{service}, {zone}: the new places open in {opens}, before places are missing (from {short}){mark}.",
)
LATE = Label(
    "{zone}{service}：学位 {short} 年起不足，新增学位 {opens} 年才启用，此前 {years} 年都缺{mark}。",
    "{service}, {zone}: places are missing from {short}, the new ones open in {opens}; they are missing in {years} before that{mark}.",
)
SUFFICE = Label(
    "{zone}{service}：不新增，{first}–{last} 年也没有哪一年肯定缺学位{mark}。",
    "{service}, {zone}: even without the new places no year from {first} to {last} is surely short of places{mark}.",
)
STILL = Label(
    "启用之后 {years} 年仍不足{mark}。", "After they open, places are still missing in {years}{mark}."
)
CAPTION = Label("{service}：各年学龄儿童与学位（个）", "{service}: children of school age and places by year")
NOTE = Label(
    "儿童按普查推算，为住在该区县的全部学龄儿童，括号内为区间；新建学校自启用年份起计，其他变动自首年起计。余缺为学位减儿童，负数为缺。",
    "Children: all of school age who live in the division, projected from the census, range in brackets. A new school counts from the year in which "
    "it opens, all other changes from the first year. Spare: places less children; negative: missing.",
)
COLUMNS = {
    "children": Label("学龄儿童", "Children"),
    "places_before": Label("现有学位", "Places now"),
    "spare_before": Label("现有余缺", "Spare now"),
    "places_after": Label("方案学位", "Places with the plan"),
    "spare_after": Label("方案余缺", "Spare with the plan"),
}
ZONE, YEAR, GRADE = Label("区县", "Division"), Label("年份", "Year"), Label("等级", "Grade")


def opening_sentences(view: View, result: PlanResult, service: str) -> tuple[Sentence, ...]:
    """One for each division in which the plan adds school places."""
    voice = view.voice
    return tuple(
        Sentence(voice.sentences(_said(view, o)), o.grade) for o in result.openings if o.service == service
    )


def _said(view: View, of: Opening) -> Iterator[str]:
    voice, years = view.voice, [y.year for y in of.years]
    mark = voice(MARK) if of.grade == ILLUSTRATIVE else ""
    known = {
        "zone": view.short(of.zone),
        "service": service_name(view, of.service),
        "opens": of.opens,
        "mark": mark,
    }
    missed = [y for y in of.short_after if y < of.opens]
    if missed:
        yield voice(LATE, **known, short=missed[0], years=voice.and_names(map(str, missed)))
    elif of.short_before:
        yield voice(IN_TIME, **known, short=of.short_before[0])
    else:
        yield voice(SUFFICE, **known, first=years[0], last=years[-1])
    still = [str(y) for y in of.short_after if y >= of.opens]
    if still:
        yield voice(STILL, years=voice.and_names(still), mark=mark)


def opening_table(view: View, result: PlanResult, service: str) -> Table | None:
    """One row per division and year; None without a register of places or a forecast, or where the plan adds none."""
    voice = view.voice
    found = [o for o in result.openings if o.service == service]
    if not found:
        return None
    rows = []
    for of in found:
        for y in of.years:
            numbers: list[Figure | float] = [
                y.children,
                y.places_before,
                y.spare_before,
                y.places_after,
                y.spare_after,
            ]
            cells = (_cell(view, n, of.grade, name) for name, n in zip(COLUMNS, numbers, strict=True))
            rows.append((Cell(view.short(of.zone)), Cell(str(y.year)), *cells, plain_grade(of.grade, voice)))
    columns = (
        Column("zone", voice(ZONE)),
        Column("year", voice(YEAR), weight=0.8),
        *(Column(name, voice(label), True, 1.4) for name, label in COLUMNS.items()),
        Column("grade", voice(GRADE), weight=0.9),
    )
    caption = voice(CAPTION, service=service_name(view, service))
    return Table(f"openings-{result.id}-{service}", caption, columns, tuple(rows), voice(NOTE))


def _cell(view: View, number: Figure | float, grade: str, name: str) -> Cell:
    if not isinstance(number, Figure):
        return number_cell(number, view.voice, decimals=0, grade=grade)
    signed = name.startswith("spare")
    cell = number_cell(number.value, view.voice, decimals=0, grade=grade, status=number.status, signed=signed)
    return Cell(
        cell.text, cell.value, 0, cell.grade, sub=view.voice.ends(number.low, number.high, decimals=0)
    )
