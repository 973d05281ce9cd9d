"""Schools as published: pupils per teacher and per school, and the children of migrant workers among the pupils."""

from __future__ import annotations

from collections.abc import Sequence

from equity.indicators.citations import OBSERVED_COPY
from equity.indicators.schooling import WHOLE, Schooling, schooling
from equity.say import Label
from equity.views.cells import number_cell
from equity.views.model import Block, Section, Sentence
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

TITLE = Label("公布的办学情况", "Schools as published")
LEAD = Label(
    "教育事业统计公报的数，照录；只做除法。在校生不是学位，每名教师的学生数不说明质量，也不分户籍。",
    "Figures of the education communiques as printed, and divisions of them. Pupils are not places; pupils per teacher say nothing "
    "of quality and do not tell local from non-local children.",
)
LEVELS = {
    "kindergarten": Label("幼儿园", "Kindergarten"),
    "primary": Label("小学", "Primary"),
    "junior_high": Label("初中", "Junior secondary"),
    WHOLE: Label("义务教育合计", "Compulsory, both"),
    "senior_high_general": Label("普通高中", "General senior secondary"),
}
HEADS = {
    "zone": Label("区域", "Area"),
    "year": Label("年份", "Year"),
    "level": Label("学段", "Level"),
    "schools": Label("学校（所）", "Schools"),
    "pupils": Label("在校生（人）", "Pupils"),
    "teachers": Label("教师（人）", "Teachers"),
    "per_teacher": Label("每名教师的学生", "Pupils per teacher"),
    "per_school": Label("每所学校的学生", "Pupils per school"),
    "grade": Label("等级", "Grade"),
}
CAPTION = Label("{zone}：学校、在校生和教师", "{zone}: schools, pupils and teachers")
WORKED_OUT = Label("由公布数加减得出", "sum or rest of published figures")
PER_TEACHER = Label(
    "{zone} {year} 年义务教育学校平均每名教师 {value} 名学生",
    "{zone}, {year}: {value} pupils per teacher in compulsory schools",
)
BESIDE = Label("（全市 {year} 年 {value} 名）", " (city, {year}: {value})")
BOTH = " / "  # between the languages of a scope
COLON, STOP = Label("：", ": "), Label("。", ".")
MIGRANT = Label(
    "{year} 年全市义务教育在校生中，进城务工人员随迁子女占 {share}（{children}／{pupils}）{parts}。这是唯一公布过的直接数字：只计进城务工人员的子女，"
    "范围小于外来常住儿童，也没有分区县的数。",
    "In {year}, {share} of the city's pupils in compulsory school were children of migrant workers ({children} of {pupils}){parts}. It is "
    "the only figure on the very question that was published: children of migrant workers alone, fewer than non-local children, "
    "and not by division.",
)
PARTS = Label(
    "，其中小学 {primary}、初中 {junior_high}", "; primary {primary}, junior secondary {junior_high}"
)


def schooling_section(view: View) -> Section | None:
    """The zone's own figures with the city's newest beside them, and the city's share of migrant children; None without own ones."""
    figures, city = view.indicators.library.published_figures, view.city.code
    own = schooling(figures, view.zone.code)
    if not own:
        return None
    beside = [] if view.zone.code == city else _newest(schooling(figures, city))
    said = [s for s in (_per_teacher(view, own, beside), _migrant(view, schooling(figures, city))) if s]
    blocks: tuple[Block, ...] = (*said, _table(view, own, beside))
    return Section("schooling", view.voice(TITLE), blocks, view.voice(LEAD))


def _newest(found: Sequence[Schooling]) -> list[Schooling]:
    last = max((s.year for s in found), default=0)
    return [s for s in found if s.year == last]


def _whole(found: Sequence[Schooling]) -> Schooling | None:
    """Compulsory school in the newest year that has its pupils per teacher."""
    known = [s for s in found if s.level == WHOLE and s.pupils_per_teacher is not None]
    return max(known, key=lambda s: s.year, default=None)


def _per_teacher(view: View, own: Sequence[Schooling], beside: Sequence[Schooling]) -> Sentence | None:
    voice, here, city = view.voice, _whole(own), _whole(beside)
    if here is None:
        return None
    said = voice(
        PER_TEACHER,
        zone=view.short(view.zone.code),
        year=here.year,
        value=_one(view, here.pupils_per_teacher),
    )
    if city:
        said += voice(BESIDE, year=city.year, value=_one(view, city.pupils_per_teacher))
    return Sentence(said + voice(STOP), "observed")


def _migrant(view: View, city: Sequence[Schooling]) -> Sentence | None:
    voice = view.voice
    whole = next((s for s in city if s.level == WHOLE and s.migrant_share is not None), None)
    if whole is None or whole.migrant_share is None:
        return None
    share = {
        s.level: voice.value(100 * s.migrant_share, "%", decimals=1)
        for s in city
        if s.year == whole.year and s.migrant_share is not None
    }
    parts = {level: words for level, words in share.items() if level in ("primary", "junior_high")}
    return Sentence(
        voice(
            MIGRANT,
            year=whole.year,
            share=share[WHOLE],
            children=voice.value(whole.migrant, Label("人", ""), exact=True),
            pupils=voice.value(whole.pupils, Label("人", ""), exact=True),
            parts=voice(PARTS, **parts) if len(parts) == 2 else "",
        ),
        "observed",
    )


def _table(view: View, own: Sequence[Schooling], beside: Sequence[Schooling]) -> Table:
    voice = view.voice
    rows = [_row(view, view.short(view.zone.code), s) for s in own]
    rows += [_row(view, view.short(view.city.code), s) for s in beside]
    numeric = {"schools", "pupils", "teachers", "per_teacher", "per_school"}
    columns = tuple(
        Column(id_, voice(title), id_ in numeric, 1.6 if id_ == "level" else 1.1)
        for id_, title in HEADS.items()
    )
    notes = dict.fromkeys(
        f"{voice(LEVELS[s.level])} {s.year}{voice(COLON)}{_said(view, scope)}"
        for s in (*own, *beside)
        for scope in s.scopes
        if BOTH in scope
    )
    cited = view.indicators.citations.cite_briefly(
        (source for s in (*own, *beside) for source in s.sources), voice
    )
    note = voice.sentences(
        f"{text}{voice(STOP)}" for text in (*[voice.items(notes)] * bool(notes), voice.items(cited))
    )
    return Table("schooling", voice(CAPTION, zone=view.name(view.zone.code)), columns, tuple(rows), note)


def _row(view: View, zone: str, level: Schooling) -> tuple[Cell, ...]:
    voice = view.voice

    def cell(thing: str) -> Cell:
        made = number_cell(getattr(level, thing), voice, decimals=0, grade="observed")
        sub = voice(WORKED_OUT) if thing in level.worked_out else ""
        return Cell(made.text, made.value, 0, made.grade, sub=sub) if made.value is not None else Cell("—")

    return (
        Cell(zone),
        Cell(str(level.year)),
        Cell(voice(LEVELS[level.level])),
        *(cell(thing) for thing in ("schools", "pupils", "teachers")),
        Cell(_one(view, level.pupils_per_teacher), level.pupils_per_teacher, 1, "observed"),
        Cell(_one(view, level.pupils_per_school, 0), level.pupils_per_school, 0, "observed"),
        Cell(voice(OBSERVED_COPY) if level.quoted else voice.grade("observed"), grade="observed"),
    )


def _one(view: View, value: float | None, decimals: int = 1) -> str:
    return "—" if value is None else view.voice.number(value, decimals=decimals)


def _said(view: View, scope: str) -> str:
    """A scope that is written for readers: "中文 / English"."""
    zh, _, en = scope.partition(BOTH)
    return zh if view.voice.zh else en
