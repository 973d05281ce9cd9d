"""District profile: why, for this division, and who must act. Also for functional zones and the city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.components.conditions import CONDITION_TITLE, condition_table
from equity.dashboard.components.district_index import district_index
from equity.dashboard.components.gap_split import gap_splits
from equity.dashboard.components.inequality import NAME as INEQUALITY_NAME
from equity.dashboard.components.inequality import inequality_of_services
from equity.dashboard.components.locator import locator
from equity.dashboard.components.measures_list import measures_of_zone
from equity.dashboard.components.new_sites import new_sites
from equity.dashboard.components.people import ages, groups_bar, origins, people_facts
from equity.dashboard.components.service_table import service_table, table_key
from equity.dashboard.components.shortfalls import shortfalls
from equity.dashboard.components.source_list import source_list
from equity.dashboard.components.words import link
from equity.dashboard.parts import icon, section
from equity.headlines import district_sentences
from equity.say import FUNCTIONAL_ZONES, UNROUNDED, Label
from equity.settings import CITY_CODE

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.http.view import PageView
    from equity.indicators.compute import Indicators
    from equity.indicators.zones import Zone

PATH = "/district/<code>"
TITLE = Label("区县", "Divisions")

PEOPLE = Label("谁住在这里", "Who lives here")
PEOPLE_LEAD = Label(
    "三个互不重叠的群体。常住人口与户籍人口部分重叠，谁也不包含谁。",
    "Three groups that do not overlap. Residents and registered people share one of them; neither contains "
    "the other.",
)
SERVICES = Label("每项服务，两种口径", "Every service, on both bases")
SERVICES_LEAD = Label(
    "同一份供给，除以不同的人口。竖线为 100%（标准或全市常住水平）；差距以 100% 封顶，只计达标之前的部分，"
    "不封顶的差距列在下面。" + UNROUNDED.zh + "等级取本行各数（含比较标准）中最低的一级。",
    "The same supply over different populations. The line marks 100 % of the yardstick; the gap is capped there and counts "
    "only what is below it, with the uncapped gap underneath. "
    + UNROUNDED.en
    + " The grade is the worst in the row, the yardstick's included.",
)
POOLED_LEAD = Label(
    "占标准的比例逐区县以 100% 封顶后合并：一个区县的富余不能补另一个区县的不足。",
    "Shares of the yardstick are capped at 100 % division by division and then pooled: surplus in one does not serve another.",
)
MISSING = Label("缺多少，差多少", "What is missing, what is below average")
INEQUALITY_LEAD = Label(
    "每千人供给（按常住）在 14 个区县之间的差异，按需求人口加权。基尼、泰尔、差异系数为 0 表示完全相同；"
    "集中指数为负表示外来人口占比越高的区县越少。",
    "Supply per 1,000 residents across the 14 divisions, weighted by the people in demand. Gini, Theil and coefficient of "
    "variation are 0 where all are equal; a negative concentration index means less where more non-local people live.",
)
WHY = Label("差距从哪里来", "Where the gap comes from")
WHY_LEAD = Label(
    "本地户籍与外来常住人口的有效覆盖率之差，拆成三部分：距离（建得更近）、容量（建得更多）、"
    "规则（放宽准入）。三部分之和等于差距。",
    "The difference in effective coverage between local and non-local residents in three parts: distance "
    "(build nearer), capacity (build more), rules (admit more). They add up to the gap.",
)
WHERE = Label("新建在哪里，最多的人够得着", "Where new facilities would reach most people")
WHERE_LEAD = Label(
    "每项服务在居民点中选三处，使此前在服务半径之外的常住人口最多地进入半径（最大覆盖选址，精确解；距离为直线 × 绕行系数）。"
    "只比较距离，没有考虑用地、费用和容量：是讨论的起点，不是选址结论。",
    "For every service the three settlement points that bring the most residents within its radius who are outside it now "
    "(maximal covering, solved exactly; straight line × detour factor). Land, cost and capacity are not considered: a place to "
    "start a discussion, no decision.",
)
POLICY = Label("相关措施与责任部门", "Measures of the plan and who is in charge")
POLICY_LEAD = Label(
    "《实施方案》中有指标的措施，按此地差距从大到小排列。",
    "Measures of the plan that have an indicator, largest gap here first.",
)
SOURCES = Label("来源与等级", "Sources and grades")
BACK = Label("回到地图", "Back to the map")
PREVIOUS = Label("上一个", "Previous")
NEXT = Label("下一个", "Next")
UNKNOWN = Label(
    "没有编号为“{code}”的区县。请从下面选择。",
    "There is no division with the code “{code}”. Choose one below.",
)
CODE = Label("行政区划代码", "Division code")
MEMBERS = Label("所含区县：", "Its divisions: ")
LEVELS = {"functional_zone": Label("功能区", "Functional zone"), "city": Label("全市", "Whole city")}


def subject(ctx: Context, lang: str, code: str = "") -> str | None:
    if not code:
        return ""
    return ctx.indicators.zone(code).name(lang) if ctx.indicators.has_zone(code) else None


def layout(ctx: Context, view: PageView, code: str = "") -> Any:
    indicators = ctx.indicators
    if not code or not indicators.has_zone(code):
        message = UNKNOWN[view.lang].format(code=code) if code else ""
        return district_index(ctx, indicators, view, message)
    return profile(ctx, indicators, view, indicators.zone(code))


def profile(ctx: Context, indicators: Indicators, view: PageView, zone: Zone) -> html.Div:
    lang = view.lang
    conditions = condition_table(indicators, view, zone)
    services_lead = SERVICES_LEAD[lang]
    if zone.level != "division":
        services_lead += ("" if lang == "zh" else " ") + POOLED_LEAD[lang]
    return html.Div(
        [
            _head(ctx, indicators, view, zone),
            section(
                PEOPLE[lang],
                groups_bar(indicators, zone, lang),
                people_facts(indicators, zone, lang),
                html.Div(
                    [f for f in (ages(indicators, zone, lang), origins(indicators, zone, lang)) if f],
                    className="two-figures",
                ),
                lead=PEOPLE_LEAD[lang],
                id="people",
            ),
            section(
                SERVICES[lang],
                table_key(indicators, zone, lang),
                service_table(indicators, view, zone),
                *([html.H3(CONDITION_TITLE[lang], className="sub-title"), conditions] if conditions else []),
                lead=services_lead,
                id="services",
            ),
            section(MISSING[lang], shortfalls(indicators, zone, lang), id="missing"),
            section(
                INEQUALITY_NAME[lang],
                inequality_of_services(indicators, view),
                lead=INEQUALITY_LEAD[lang],
                id="inequality",
            )
            if zone.code == CITY_CODE
            else None,
            section(WHY[lang], gap_splits(indicators, zone, lang), lead=WHY_LEAD[lang], id="why"),
            *(
                [section(WHERE[lang], new_sites(indicators, view, zone), lead=WHERE_LEAD[lang], id="where")]
                if zone.level != "city"
                else []
            ),
            section(
                POLICY[lang],
                measures_of_zone(indicators, view, zone.code),
                lead=POLICY_LEAD[lang],
                id="policy",
            ),
            section(SOURCES[lang], source_list(indicators, view, zone.code), id="sources"),
            html.Nav(
                _neighbours(indicators, view, zone), className="neighbours", **{"aria-label": TITLE[lang]}
            ),
        ],
        className="text-page district",
    )


def _head(ctx: Context, indicators: Indicators, view: PageView, zone: Zone) -> html.Header:
    lang = view.lang
    sentences = district_sentences(indicators, zone.code, lang)
    other = "zh" if lang == "en" else "en"
    chips: list[Any] = []
    if zone.level == "division":
        chips = [
            link(view, FUNCTIONAL_ZONES[zone.functional_zone][lang], f"/district/{zone.functional_zone}"),
            html.Span(f"{CODE[lang]} {zone.code}"),
        ]
    else:
        inside = [z for z in indicators.zones("division") if zone.code in {CITY_CODE, z.functional_zone}]
        chips = [
            html.Span(LEVELS[zone.level][lang]),
            html.Span(
                [
                    MEMBERS[lang],
                    html.Span(
                        _between([link(view, z.short(lang), f"/district/{z.code}") for z in inside], lang)
                    ),
                ]
            ),
        ]
    return html.Header(
        [
            html.Div(
                [
                    html.Div(
                        [
                            link(
                                view,
                                [icon("back", size=16), BACK[lang]],
                                "/",
                                class_name="button",
                                zone=zone.code,
                            ),
                            html.Span(_neighbours(indicators, view, zone), className="neighbours"),
                        ],
                        className="page-tools",
                    ),
                    html.H1(
                        [zone.name(lang), html.Span(zone.name(other), className="other-name", lang=other)]
                    ),
                    html.P(chips, className="page-facts"),
                    html.P(sentences[0], className="profile-headline") if sentences else None,
                    html.Ul([html.Li(s) for s in sentences[1:]], className="headline-more"),
                ],
                className="page-head-text",
            ),
            locator(ctx, indicators, view, zone),
        ],
        className="page-head with-map",
    )


def _between(parts: list[Any], lang: str) -> list[Any]:
    gap = "、" if lang == "zh" else ", "
    return [piece for n, part in enumerate(parts) for piece in ([gap, part] if n else [part])]


def _neighbours(indicators: Indicators, view: PageView, zone: Zone) -> list[Any]:
    """Links to the zone before and the one after on the same level, round the end."""
    same = indicators.zones(zone.level)
    if len(same) < 2:
        return []
    at = [z.code for z in same].index(zone.code)
    before, after = same[at - 1], same[(at + 1) % len(same)]
    return [
        link(
            view,
            [
                html.Span("←", **{"aria-hidden": "true"}),
                html.Span(f"{PREVIOUS[view.lang]} ", className="neighbour-word"),
                before.name(view.lang),
            ],
            f"/district/{before.code}",
            class_name="button",
        ),
        link(
            view,
            [
                html.Span(f"{NEXT[view.lang]} ", className="neighbour-word"),
                after.name(view.lang),
                html.Span("→", **{"aria-hidden": "true"}),
            ],
            f"/district/{after.code}",
            class_name="button",
        ),
    ]
