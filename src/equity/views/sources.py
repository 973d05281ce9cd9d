"""Where the numbers come from, how well they are known, and what they cannot tell."""

from __future__ import annotations

from collections.abc import Iterable

from equity.indicators.records import ValueRecord
from equity.say import GRADE_HELP, GRADES, Label
from equity.views.cells import plain_grade
from equity.views.model import Bullets, Item, Section, Source
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

TITLE = Label("来源与等级", "Sources and grades")
CITED, GRADE_TABLE = Label("所用数据来源", "Sources used"), Label("数据等级", "Grades")
NOTE = Label(
    "等级为依据该来源的数字中最低的等级。",
    "The grade is the worst among the numbers that rest on the source.",
)
SOURCE, WORST = Label("来源", "Source"), Label("最低等级", "Worst grade")
GRADE, MEANING = Label("等级", "Grade"), Label("含义", "Meaning")
LINE = Label("来源：{sources}", "Sources: {sources}")

LIMITS_TITLE = Label("这些数字不能说明什么", "What these numbers cannot tell")
CAVEATS = Label("各项服务请注意", "Bear in mind, by service")
LIMITS = (
    Label(
        "常住口径与户籍口径是两个有重叠的人群：本地户籍常住人口同时属于两者，不能相加。",
        "Residents and registered people overlap: local residents belong to both, so the two must not be added.",
    ),
    Label(
        "按户籍计算的覆盖率是规划口径的反事实比较，不是户籍居民实际得到的服务。",
        "Coverage by the register shows how planning by the register looks; it is not what registered people actually receive.",
    ),
    Label(
        "区间来自输入数据的误差范围；没有写区间的数字，误差小于其末位，或来源未给出。",
        "Intervals follow from those of the inputs; a number without one is exact to its last digit, or its source gives none.",
    ),
    Label(
        "供给充足不等于服务质量好：质量不在衡量之内。",
        "Enough provision is not good service: quality is not measured.",
    ),
)


def sources_of(view: View, records: Iterable[ValueRecord]) -> tuple[Source, ...]:
    """Each source once, in words, with the worst grade of the numbers that rest on it."""
    order, worst = list(GRADES), dict[str, str]()
    for record in records:
        for source in view.indicators.citations.cite_all(record.sources, view.voice):
            worst[source] = max(worst.get(source, "observed"), record.grade, key=order.index)
    ranked = sorted(worst, key=lambda source: (order.index(worst[source]), source))
    return tuple(Source(text, worst[text]) for text in ranked)  # type: ignore[arg-type]


def source_line(view: View, sources: Iterable[str]) -> str:
    """One line under a figure: every part of its sources once; empty where there is none."""
    cited = view.indicators.citations.cite_briefly(sources, view.voice)
    return view.voice(LINE, sources=view.voice.items(cited)) if cited else ""


def sources_section(view: View, sources: tuple[Source, ...]) -> Section:
    voice = view.voice
    cited = Table(
        "sources",
        voice(CITED),
        (Column("source", voice(SOURCE), weight=5), Column("grade", voice(WORST))),
        tuple((Cell(s.text), plain_grade(s.grade, voice)) for s in sources),
        voice(NOTE),
    )
    grades = Table(
        "grades",
        voice(GRADE_TABLE),
        (Column("grade", voice(GRADE)), Column("meaning", voice(MEANING), weight=5)),
        tuple((plain_grade(grade, voice), Cell(voice(GRADE_HELP[grade]))) for grade in GRADES),
    )
    return Section("sources", voice(TITLE), (cited, grades))


def limits_section(view: View) -> Section:
    """General limits, then the caveats of the chosen services, each once."""
    voice, caveats = view.voice, dict[str, list[str]]()
    for definition in view.of_kind("total", "facility", "condition"):
        for caveat in view.indicators.caveats(definition.id, view.zone.code):
            caveats.setdefault(voice(caveat), []).append(voice(definition.label))
    general = Bullets(tuple(Item(voice(limit)) for limit in LIMITS))
    blocks = [general]
    if caveats:
        items = tuple(Item(text, voice.names(names)) for text, names in caveats.items())
        blocks.append(Bullets(items, voice(CAVEATS)))
    return Section("limits", voice(LIMITS_TITLE), tuple(blocks))
