"""The panel of results: sentences, key figures, plans side by side, dumbbells, who gains and what remains."""

from typing import Any

from dash import html

from equity.dashboard.parts import fold
from equity.dashboard.planning.state import Planning
from equity.dashboard.render import block, figure, key_figure, sentence
from equity.say import Label
from equity.views.headline import headline
from equity.views.map import sides_figure
from equity.views.plans import (
    division_table,
    dumbbells,
    gains_table,
    numbers_table,
    opening_sentences,
    opening_table,
    plan_key_figures,
    sentences_of,
    shares_table,
    side_by_side,
    towns_table,
)

START = Label(
    "在地图上点一下就新增一处设施；点已有设施可以改容量、迁移或关闭。谁受益、谁受损、差距怎样变化，随即写在这里。",
    "Click on the map to add a facility; click on one that is there to change, move or close it. Who gains and who loses is then said here.",
)
ELSEWHERE = Label("本方案没有改动这项服务。", "This plan does not change this service.")
COMPARED = Label("方案比选", "Plans side by side")
FOLDS = {
    "gains": Label("谁受益、谁受损、谁仍够不着", "Who gains, who loses, who is left out"),
    "towns": Label("各街镇谁受益、谁受损", "Who gains and who loses by township"),
    "shares": Label("各项变动的贡献", "What each change contributes"),
    "opening": Label(
        "学位赶得上吗：各年学龄儿童与学位", "Do places open in time: children and places by year"
    ),
    "numbers": Label("全市数字与差距的构成", "The city's numbers and the parts of the gap"),
    "divisions": Label("各区县有效覆盖率", "Effective coverage by division"),
}

WAITING = Label("正在计算……", "Being worked out …")
MANY = Label(
    "方案变动过多，网页上不算；请用命令行 equity plan evaluate --shares。",
    "Too many changes to be taken apart here: use the command equity plan evaluate --shares.",
)
RESULTS = Label("推演结果", "What comes of it")


def panel(planning: Planning) -> list[Any]:
    """Everything that the reader is told; before there is a change, how things stand and how to begin."""
    view, result = planning.view, planning.result
    compared = _compared(planning)
    if result is None:
        start = START if not (planning.chosen and planning.chosen.result) else ELSEWHERE
        now = headline(view, view.query)
        return [
            html.H2(RESULTS[view.lang], className="visually-hidden"),
            html.Div(sentence(now, view, "lead-first"), className="lead-sentence"),
            html.P(start[view.lang], className="plan-start"),
            *compared,
            figure(sides_figure(view, view.query), view),
        ]
    service = planning.service
    first, *rest = (*sentences_of(view, result, service), *opening_sentences(view, result, service))
    opened = view.opened
    tables = {
        "gains": gains_table(view, result, service),
        "towns": towns_table(view, result, service),
        "opening": opening_table(view, result, service),
        "numbers": numbers_table(view, result, service),
        "divisions": division_table(view, result, service),
    }
    shown = {name: [block(table, view)] for name, table in tables.items() if table}
    if sum(c.kind == "people" or c.service == service for c in result.plan.changes) > 1:
        shown["shares"] = [_shares(planning) if "shares" in opened else html.P(WAITING[view.lang])]
    return [
        html.H2(RESULTS[view.lang], className="visually-hidden"),
        html.Div(sentence(first, view, "lead-first"), className="lead-sentence"),
        html.Dl([key_figure(k, view) for k in plan_key_figures(view, result, service)], className="key-figures"),
        html.Ul([html.Li(sentence(s, view, "finding")) for s in rest], className="plan-said"),
        *compared,
        *(figure(part, view) for part in dumbbells(view, result, service)),
        html.Div(
            [
                fold(title[view.lang], *shown[name], id=name, is_open=name in opened)
                for name, title in FOLDS.items()
                if name in shown
            ],
            className="folds",
        ),
    ]  # fmt: skip


def _shares(planning: Planning) -> Any:
    """What each change contributes takes many runs of the engine: it is worked out when somebody opens the section."""
    result = planning.with_shares()
    table = result and shares_table(planning.view, result, planning.service)
    return block(table, planning.view) if table else html.P(MANY[planning.view.lang])


def _compared(planning: Planning) -> list[Any]:
    results = planning.results
    return [block(side_by_side(planning.view, results), planning.view)] if len(results) > 1 else []
