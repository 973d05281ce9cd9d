"""Policy: what was promised, what is measured, who is responsible."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dash import html

from equity.city import Plan
from equity.components.measures_list import measure_article
from equity.components.parts import fold
from equity.components.targets import NOT_ADDED, confidence_key, other_progress, target_cards
from equity.components.words import disclosure, named
from equity.dashboard.render import folds, text_page
from equity.draw.lettering import punctuate
from equity.http.context import Context
from equity.http.view import DEMO, INCLUDE, PageView
from equity.say import UNROUNDED, Label, Voice, texts_of

PATH = "/policy"
TEXTS = texts_of(__name__)
TITLE = TEXTS.title
ARGUMENT = "department"

MEASURES_LEAD = Label(
    "每项措施对应的指标、全市现值与责任部门；只列真实数字，等待台账的服务只列名称。差距为户籍口径减常住口径。"
    + UNROUNDED.zh,
    "For each measure its indicators with the present value for the city and the departments in charge; real figures alone, services that "
    "wait for a register by name. The gap is the registered basis minus the resident one. " + UNROUNDED.en,
)


def layout(ctx: Context, view: PageView) -> Any:
    indicators, lang = ctx.indicators, view.lang
    plan = indicators.city.words.plan
    if plan is None:
        return _without_plan(view.voice)
    rows: list[Mapping[str, Any]] = [
        {str(k): v for k, v in r.items()} for r in indicators.library.policy_measures.to_dict("records")
    ]
    measured = [r for r in rows if r["services"]]
    known = _departments(rows)
    given = view.arg(ARGUMENT)
    chosen = given if given in known else ""
    shown = [r for r in rows if not chosen or chosen in r["departments_zh"]]
    notice = (
        [html.P(TEXTS.unknown[lang].format(name=given[:40]), className="page-notice", role="status")]
        if given and not chosen
        else []
    )
    counted = {"total": len(rows), "measured": len(measured), "bare": len(rows) - len(measured)}
    head = [
        html.H1(TEXTS.heading[lang]),
        html.P(plan.summary[lang].format(**counted), className="profile-headline"),
        html.P(named(plan.document, view.voice), className="muted"),
    ]
    targets = fold(
        plan.targets_title[lang],
        confidence_key(view.voice),
        target_cards(indicators, view.voice),
        html.P(NOT_ADDED[lang], className="note"),
        other_progress(indicators, view.voice),
        lead=TEXTS.targets_lead[lang],
        id="targets",
        is_open="targets" in view.opened,
    )
    measures = fold(
        plan.measures_title[lang],
        *notice,
        _filter(rows, known, chosen, view.voice),
        _demo_button(view),
        html.Div(_chapters(ctx, view, shown, plan), id="main-table"),
        lead=MEASURES_LEAD[lang],
        id="measures",
        is_open="measures" in view.opened or bool(given),
    )
    return text_page("policy", head, folds([targets, measures]))


def _without_plan(voice: Voice) -> Any:
    """The page of a city whose folder has no plan."""
    head = [html.H1(voice(TEXTS.heading)), html.P(voice(TEXTS.no_plan), className="lead")]
    return text_page("policy", head, html.Div(id="main-table"))


def _demo_button(view: PageView) -> html.P:
    """Demonstration figures are left out unless asked for."""
    is_on = view.asks_for_demo
    button = html.Button(
        (TEXTS.hide_demo if is_on else TEXTS.show_demo)[view.lang],
        className="pill" + (" on" if is_on else ""),
        **{"data-set": f"{INCLUDE}={'' if is_on else DEMO}", "aria-pressed": "true" if is_on else "false"},
    )
    return html.P(button)


def _departments(rows: list[Mapping[str, Any]]) -> dict[str, tuple[str, int]]:
    """Departments by Chinese name: English name and number of measures, the busiest first."""
    count = Counter(d for r in rows for d in r["departments_zh"])
    english = {zh: en for r in rows for zh, en in zip(r["departments_zh"], r["departments_en"], strict=True)}
    return {d: (english[d], n) for d, n in count.most_common()}


def _filter(
    rows: list[Mapping[str, Any]], known: dict[str, tuple[str, int]], chosen: str, voice: Voice
) -> html.Details:
    def button(name: str, text: Any, count: int) -> html.Button:
        return html.Button(
            [text, html.Span(str(count), className="count")],
            className="pill" + (" on" if name == chosen else ""),
            **{"data-set": f"{ARGUMENT}={name}", "aria-pressed": "true" if name == chosen else "false"},
        )

    buttons = [
        button("", voice(TEXTS.all), len(rows)),
        *[button(zh, named(en if not voice.zh else zh, voice), n) for zh, (en, n) in known.items()],
    ]
    summary: Any = voice(TEXTS.filter)
    if chosen:
        english, n = known[chosen]
        summary = [
            f"{voice(TEXTS.filter)} · ",
            html.B(voice(TEXTS.filtered).format(department=english if not voice.zh else chosen, n=n)),
        ]
    return disclosure(
        summary, html.Div(buttons, className="department-filter"), open=True, class_name="filter-box"
    )


def _chapters(ctx: Context, view: PageView, rows: list[Mapping[str, Any]], plan: Plan) -> list[Any]:
    lang, indicators = view.lang, ctx.indicators
    parts: list[Any] = []
    for chapter in dict.fromkeys(r["chapter_zh"] for r in rows):
        title: Any = punctuate(chapter)
        if lang == "en":
            title = plan.chapters_en.get(chapter[1:2], named(title, view.voice))
        articles = [
            measure_article(
                indicators,
                view,
                r,
                zone=indicators.city.code,
                departments=_department_buttons(r, view.voice),
                demo=view.asks_for_demo,
            )
            for r in rows
            if r["chapter_zh"] == chapter
        ]
        parts.append(
            html.Div([html.H3(title, className="chapter"), html.Div(articles, className="measures")])
        )
    return parts


def _department_buttons(row: Mapping[str, Any], voice: Voice) -> html.Ul:
    pairs = zip(row["departments_zh"], row["departments_en"], strict=True)
    return html.Ul(
        [
            html.Li(
                html.Button(
                    named(en if not voice.zh else zh, voice),
                    className="link-button",
                    **{"data-set": f"{ARGUMENT}={zh}"},
                )
            )
            for zh, en in pairs
        ],
        className="department-list",
    )
