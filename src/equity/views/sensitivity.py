"""What moves a figure: its inputs as a tornado, each one's share of the uncertainty, and what a register would leave of it."""

from __future__ import annotations

from equity.indicators.sensitivity import Sensitivity, Swing
from equity.say import Label
from equity.views.cells import plain_grade
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import Block, Sentence
from equity.views.subject import subject
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

INPUTS = {
    "resident": Label("常住人口", "Residents"),
    "registered": Label("户籍人口", "Registered population"),
    "non_local": Label("外来常住人口", "Non-local residents"),
    "registered_elsewhere_in_province": Label(
        "户口在省内其他地方的人", "Registered elsewhere in the province"
    ),
    "registered_other_province": Label("户口在外省的人", "Registered in another province"),
    "supply": Label("供给", "Supply"),
    "demand": Label("需求人口", "People in demand"),
    "census_bands": Label("普查年龄组的拆分", "Splitting the census's age bands"),
    "births": Label("出生人口的分摊", "Sharing out births"),
    "moves": Label("迁移", "Moves"),
}
REGISTERS = {  # what an office would load to know an input
    "registered": Label("公安户籍年报", "the police register"),
    "resident": Label("常住人口登记", "a register of residents"),
    "non_local": Label("居住证登记", "residence permits by division"),
    "supply": Label("该项服务的台账", "the register of the service"),
    "demand": Label("分年龄的常住人口", "residents by single year of age"),
    "census_bands": Label("分年龄的常住人口", "residents by single year of age"),
    "births": Label("分区县的出生登记", "births by division"),
    "moves": Label("逐年的分年龄常住人口", "residents by age, year by year"),
}
HEADS = {
    "input": Label("输入", "Input"),
    "interval": Label("输入的区间", "Its interval"),
    "ends": Label("结果随之变动", "The figure at its ends"),
    "share": Label("占不确定性", "Share of the uncertainty"),
    "left": Label("若有实数，结果的区间", "Interval left if it were known"),
    "register": Label("由什么得知", "What would tell"),
    "grade": Label("等级", "Grade"),
}
CAPTION = Label("{zone}：{subject}（{year} 年）", "{zone}: {subject}, {year}")
SAID = Label(
    "{figure}为 {value}（{ends}）。最能左右它的是{input}，占 {share}；有了{register}，区间会缩小到 {left}。",
    "{figure}: {value} ({ends}). What moves it most is {input}, {share} of the uncertainty; with {register}, {left} would be left.",
)
SAID_ALONE = Label(
    "{figure}为 {value}（{ends}）。不确定性全部来自{input}；有了{register}，就没有区间。",
    "{figure}: {value} ({ends}). All of the uncertainty comes from {input}; with {register} there would be no interval.",
)
LOW, HIGH = Label("输入取下限", "input at its low end"), Label("输入取上限", "input at its high end")


def sensitivity_blocks(view: View) -> tuple[Block, ...]:
    """The figure that the view asks for in its zone; nothing where its inputs are not kept apart or all of them are exact."""
    found = view.indicators.sensitivity(view.query, view.zone.code)
    if found is None or not found.swings:
        return ()
    name = _name(view)
    return (_sentence(view, name, found), _figure(view, name, found), _table(view, name, found))


def _name(view: View) -> str:
    return view.voice(
        CAPTION, zone=view.name(view.zone.code), subject=subject(view, view.query), year=view.query.year
    )


def _record(view: View) -> tuple[Label, int]:
    """The unit and the decimals of the figure."""
    record = view.indicators.value(view.query, view.zone.code)
    return Label(record.unit_zh, record.unit_en), record.decimals


def _sentence(view: View, name: str, found: Sensitivity) -> Sentence:
    voice, (unit, decimals), first = view.voice, _record(view), found.swings[0]
    words = {
        "figure": name,
        "value": voice.value(found.value, unit, decimals=decimals),
        "ends": voice.ends(found.low, found.high, decimals=decimals),
        "input": voice.inside(INPUTS[first.input]),
        "register": voice(REGISTERS.get(first.input, INPUTS[first.input])),
    }
    if len(found.swings) == 1:
        return Sentence(voice(SAID_ALONE, **words), "estimated")
    left = voice.ends(*first.left, decimals=decimals) or voice.number(first.left[0], decimals=decimals)
    return Sentence(voice(SAID, share=_share(view, first), left=left, **words), "estimated")


def _figure(view: View, name: str, found: Sensitivity) -> Figure:
    """Bars from the figure itself to where each input alone would take it."""
    voice, (unit, decimals) = view.voice, _record(view)
    series = (
        Series("low", voice(LOW), tuple(s.at_low - found.value for s in found.swings)),
        Series("high", voice(HIGH), tuple(s.at_high - found.value for s in found.swings)),
    )
    chart = Chart(
        "tornado", tuple(voice(INPUTS[s.input]) for s in found.swings), series, voice(unit), decimals
    )
    spoken = [f"{voice(INPUTS[s.input])} {_share(view, s)}" for s in found.swings]
    return Figure("sensitivity", name, voice.items(spoken), chart)


def _table(view: View, name: str, found: Sensitivity) -> Table:
    voice, (_, decimals) = view.voice, _record(view)

    def ends(low: float, high: float, places: int) -> Cell:
        low, high = sorted((low, high))
        return Cell(voice.ends(low, high, decimals=places) or voice.number(low, decimals=places))

    rows = tuple(
        (
            Cell(voice(INPUTS[s.input])),
            ends(s.low, s.high, 0 if s.high >= 10 else 2),
            ends(s.at_low, s.at_high, decimals),
            Cell(_share(view, s), 100 * s.share, 0),
            ends(*s.left, decimals),
            Cell(voice(REGISTERS[s.input]) if s.input in REGISTERS else "—"),
            plain_grade(s.grade, voice),
        )
        for s in found.swings
    )
    numeric = {"interval", "ends", "share", "left"}
    columns = tuple(Column(id_, voice(label), id_ in numeric, 1.4) for id_, label in HEADS.items())
    return Table("sensitivity", name, columns, rows)


def _share(view: View, swing: Swing) -> str:
    return view.voice.value(100 * swing.share, "%", decimals=0)
