"""Methods: how each number is made, with one worked example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import dcc, html

from equity.dashboard import ids
from equity.dashboard.components.formula import formula_cards, formulas
from equity.dashboard.components.method_tables import (
    grade_table,
    measure_table,
    scenario_table,
    service_rules,
    standard_table,
    status_table,
)
from equity.dashboard.components.populations_diagram import populations_diagram
from equity.dashboard.components.words import link, named
from equity.dashboard.components.worked_example import split_example, worked_example
from equity.dashboard.parts import fold
from equity.dashboard.render import block
from equity.say import BASES, Label, Voice
from equity.settings import CENSUS_YEAR
from equity.views.sensitivity import sensitivity_blocks
from equity.views.view import View

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.http.view import PageView
    from equity.indicators.compute import Indicators

PATH = "/methods"
TITLE = Label("方法", "Methods")

HEADING = Label("每个数字是怎样算出来的", "How each number is made")
SUMMARY = Label(
    "先看人口：按户籍规划，住在这里的人有多少不在其内。再看供给、可达与规则，各用常住与户籍、本地与外来两种口径衡量。",
    "People first: how many of those who live here does planning by the register leave out. Then supply, nearness and rules, measured for "
    "residents and the registered, for local and non-local residents.",
)
SECTIONS: dict[str, tuple[Label, Label]] = {
    "populations": (
        Label("人口：三个群体，两种口径", "Populations: three groups, two bases"),
        Label(
            "常住 R 与户籍 H 部分重叠，谁也不包含谁。户口在本市其他区县的人，在其居住的区县算外来常住。",
            "Residents R and registered H overlap; neither contains the other. People registered in "
            "another division of the city are non-local where they live.",
        ),
    ),
    "provision": (
        Label("户籍口径覆盖、供给与缺口", "Register coverage, provision and shortfall"),
        Label(
            "对每项服务、每个区县，在两种口径上分别计算。", "For every service and division, on both bases."
        ),
    ),
    "example": (
        Label("手算一例", "One example by hand"),
        Label(
            "数字取自当前数据，每一步都在这里重新计算，再与看板上的数相比。",
            "Numbers come from the present data; every step is computed here again and compared with the "
            "dashboard.",
        ),
    ),
    "access": (
        Label("可达、容量与资格", "Reach, capacity and entitlement"),
        Label(
            "设施类服务在居民点一级计算，分本地户籍与外来常住两个群体。",
            "Facility services are computed at settlement points, for local and non-local residents.",
        ),
    ),
    "split-example": (
        Label("差距拆分一例", "The split, worked out"),
        Label("六种次序全部写出。", "All six orders written out."),
    ),
    "rules": (
        Label("各项服务的需求、标准与规则", "Demand, yardstick and rule of each service"),
        Label(
            "这些都是数据，不是程序：改一个定义文件即可更改。",
            "These are data, not code: a planner changes them in one definition file.",
        ),
    ),
    "signs": (
        Label("指标与正负号", "Measures and signs"),
        Label(
            "供给类：正值表示按户籍规划会掩盖常住人口遇到的缺口。本地减外来：正值表示对户口不在本地的人更不利。",
            "Provision: positive where planning by the register hides a shortage that residents meet. Local less non-local: positive where people off "
            "the register fare worse.",
        ),
    ),
    "inequality": (
        Label("区县之间的不均等", "Inequality between divisions"),
        Label("以人口为权重，在各区县之间计算。", "Weighted by people, across the divisions."),
    ),
    "sensitivity": (
        Label("什么左右结果", "What moves the result"),
        Label(
            "逐个输入取其区间两端，其余不变；占比为夏普利值，相加为 100%。示意数据没有区间，不在此列。",
            "Each input at both ends of its interval, the others as they are; shares are Shapley values and add up to 100 %. Placeholders have no "
            "interval and are not here.",
        ),
    ),
    "grades": (
        Label("等级、状态与区间", "Grades, statuses and intervals"),
        Label(
            "结果取各输入中最低的等级；状态互不混同，也不会变成 0。",
            "A result has the worst grade of its inputs; statuses never collapse into each other or into 0.",
        ),
    ),
    "standards": (
        Label("标准", "Standards"),
        Label(
            "被指标使用的排在前面。没有核对原文的，一律如此标明。",
            "Those in use come first. Where the printed text has not been checked, it says so.",
        ),
    ),
    "limits": (Label("这些数字不能说明什么", "What these numbers cannot tell"), Label("", "")),
}
INTERVALS = (
    Label(
        "每个估算的输入带有下限与上限。比率的下限 = 供给下限 ÷ 需求上限，上限反之；"
        "差距取两者可能的最大范围，两侧共用的供给与比较标准只算一次。",
        "Every estimated input has a lower and an upper bound. A ratio's lower bound is the lower supply "
        "over the upper demand, and the other way round; a gap takes the widest range the two allow, with the "
        "supply and yardstick that both sides share counted once.",
    ),
    Label(
        "封顶覆盖率的区间由 min(S, qD) 在两端重新计算；缺口同理。",
        "The interval of capped coverage comes from min(S, qD) worked out again at both ends; the "
        "shortfall likewise.",
    ),
    Label(
        "可达类指标：各区县人口的区间使其全部居民点同比例变动，需求最多时每个点得到的容量最少，"
        "需求最少时最多，由此得到充足度与有效覆盖率的两端；资格参数的区间另乘。"
        "区县内的可达率不受总数影响，没有区间。差距各部分的区间是六个因子所有组合的范围，各自独立，不相加。",
        "Access measures: a division's uncertain total moves all its settlement points in proportion; with the most "
        "people everywhere every point gets least, with the fewest most, which gives both ends of adequacy and effective "
        "coverage; the interval of the rule's parameters multiplies. Reach within a division does not depend on its "
        "total and has none. The range of each part of a gap covers all combinations of the six factors; the ranges do "
        "not add up.",
    ),
    Label(
        "不假定各区县的误差如何相关（户籍总数只约束其和）：所有输入可同时取最不利的一端，所以区间可能偏宽，不会偏窄。",
        "Nothing is assumed about how the divisions' errors hang together (the published register total ties only their "
        "sum): all inputs may stand at the worse end at once, so an interval may be too wide, never too narrow.",
    ),
    Label(
        "位次旁的范围：各区县在自身区间内独立模拟 2,000 次，取 95%；共同的标准和规则参数对各区县一起变动，不影响位次。"
        "可达类还包括其他情景下的位次。示意数据没有区间，也没有位次。",
        "The range beside a rank: 2,000 simulated worlds with each division drawn from its own interval, 95 %; a common standard or rule moves all "
        "together and decides no rank. Access measures also take the ranks of the other scenarios. Illustrative data have neither interval nor rank.",
    ),
    Label(
        "界限不是置信区间：它们说明数字可能落在哪里，不说明可能性有多大。",
        "The bounds are not confidence intervals: they say where a number may lie, not how likely it is.",
    ),
)
LIMITS = (
    Label(
        "从业人员按居住地统计。住在一个区县、在另一个上班的医生，算在居住的区县。",
        "Staff are counted where they live. A doctor who lives in one division and works in another counts "
        "where she lives.",
    ),
    Label(
        "人员与数量不等于质量：没有衡量师资水平、医疗质量和住房状况好坏。",
        "Numbers are not quality: nothing here measures how good the teaching, the care or the housing is.",
    ),
    Label(
        "“外来常住”包括户口在本市其他区县的人；公开数据不能把他们与市外户籍分开到每项服务。",
        "Non-local residents include people registered elsewhere in the city; public data do not separate "
        "them from people registered outside the city service by service.",
    ),
    Label(
        "没有明文标准的服务只能在区县之间比高低：全市都不足时，看不出来。",
        "Services without a stated standard are compared among divisions alone: a shortage of the whole city does not show.",
    ),
    Label(
        "示意数据只为说明方法，其数值不反映实际，不能用于决策。",
        "Illustrative data only shows the method; its values do not describe reality and must not be used "
        "for decisions.",
    ),
    Label(
        "距离为直线乘绕行系数，不计地形、公交和就诊、就学的实际选择。",
        "Distance is the straight line times a detour factor; terrain, buses and what people actually "
        "choose are left out.",
    ),
    Label(
        "规则参数（居住证、社保年限等）没有公开数字：基准情景不计规则，只有“假设”情景才用设想的比例。",
        "Parameters of the rules (permits, years insured) are not published: the baseline applies no rule, and supposed shares stand in a "
        "scenario that says so.",
    ),
    Label(
        "2020 年普查在疫情期间进行，此后的流动没有计入。",
        "The census was taken in 2020 during the epidemic; movement since then is not included.",
    ),
)
OTHERS = Label(
    "其他例子（地址里的服务、指标、年份和区域决定看哪个数）",
    "Other examples (service, measure, year and zone of the address choose the figure)",
)
SCENARIOS = Label("可达引擎的情景", "Scenarios of the access engine")
GRADES_TITLE = Label("等级", "Grades")
STATUS_TITLE = Label("没有数字时", "Where there is no number")
INTERVAL_TITLE = Label("区间与名次", "Intervals and ranks")
DEFINITIONS = {
    "local": Label("住在本区县，户口也在本区县。", "live in the division and are registered in it."),
    "non_local": Label("住在本区县，户口在别处。", "live in the division, registered elsewhere."),
    "absent": Label("户口在本区县，住在别处。", "registered in the division, live elsewhere."),
}


def layout(ctx: Context, view: PageView) -> Any:
    indicators, lang = ctx.indicators, view.lang
    blocks, opened = _blocks(indicators, view.voice), view.opened
    blocks["sensitivity"] = moving(indicators, view)
    return html.Div(
        [
            dcc.Store(id=ids.VIEW),
            html.Header(
                [html.H1(HEADING[lang]), html.P(SUMMARY[lang], className="profile-headline")],
                className="page-head",
            ),
            html.Div(
                [
                    fold(title[lang], *blocks[id_], lead=lead[lang], id=id_, is_open=id_ in opened)
                    for id_, (title, lead) in SECTIONS.items()
                ],
                className="folds",
            ),
        ],
        className="text-page methods",
    )


def moving(indicators: Indicators, view: PageView) -> list[Any]:
    """What moves the figure of the address, or of the first example, and the ways to the others."""
    voice, asked = view.voice, View(indicators, view.voice, view.query, view.presentation)
    examples = [_most_uncertain(asked), asked.at("").but(measure="children_primary", year=CENSUS_YEAR + 10)]
    shown = sensitivity_blocks(asked) or sensitivity_blocks(examples[0])
    links = [
        html.Li(
            link(
                view,
                f"{e.short(e.zone.code)} · {voice(indicators.registry.measures[e.query.measure].label)} · {e.query.year}",
                "/methods",
                anchor="sensitivity",
                **{"service": e.query.service, "measure": e.query.measure, "year": str(e.query.year)},
                zone=e.zone.code,
                open="sensitivity",
            )
        )
        for e in examples
    ]
    return [*(block(b, view) for b in shown), html.H3(voice(OTHERS), className="sub-title"), html.Ul(links)]


def _most_uncertain(asked: View) -> View:
    """Register coverage of the division whose interval is widest."""
    people = asked.but(
        service="population", measure="register_coverage", basis="value", year=CENSUS_YEAR, since=0
    )
    records = [r for r in people.by_division(people.query) if r.low is not None and r.high is not None]
    widest = max(records, key=lambda r: (r.high or 0.0) - (r.low or 0.0), default=None)
    return people.at(widest.zone if widest else "")


def _blocks(indicators: Indicators, voice: Voice) -> dict[str, list[Any]]:
    groups = html.Dl(
        [
            html.Div(
                [html.Dt([html.Span(className=f"swatch swatch-{g}"), voice(BASES[g])]), html.Dd(voice(t))]
            )
            for g, t in DEFINITIONS.items()
        ],
        className="definitions",
    )
    people = indicators.population(indicators.city.code)
    suppress = getattr(indicators, "suppress_below", 10)
    return {
        "populations": [
            populations_diagram(indicators.city, people, voice),
            groups,
            html.P(named(people["non_local"].note(voice.lang), voice), className="note"),
        ],
        "provision": [formula_cards(formulas()["provision"], voice)],
        "example": [worked_example(indicators, voice)],
        "access": [
            formula_cards(formulas()["access"], voice),
            html.H3(voice(SCENARIOS), className="sub-title"),
            scenario_table(indicators, voice),
        ],
        "split-example": [split_example(indicators, voice)],
        "rules": [service_rules(indicators, voice)],
        "signs": [measure_table(indicators, voice)],
        "inequality": [formula_cards(formulas()["inequality"], voice)],
        "grades": [
            html.H3(voice(GRADES_TITLE), className="sub-title"),
            grade_table(voice),
            html.H3(voice(STATUS_TITLE), className="sub-title"),
            status_table(voice, suppress),
            html.H3(voice(INTERVAL_TITLE), className="sub-title"),
            html.Ul([html.Li(voice(t)) for t in INTERVALS], className="plain-list"),
        ],
        "standards": [html.Div(standard_table(indicators, voice), id="main-table")],
        "limits": [html.Ul([html.Li(voice(t)) for t in LIMITS], className="plain-list")],
    }
