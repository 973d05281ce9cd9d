"""The panel of results: sentences, key figures, plans side by side, dumbbells, who gains and what remains."""

from __future__ import annotations

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
    plan_key_figures,
    sentences_of,
    side_by_side,
)

START = Label(
    "在地图上点一下就新增一处设施；点已有设施可以改容量、迁移或关闭。谁受益、谁受损、差距怎样变化，随即写在这里。",
    "Click on the map to add a facility; click on one that is there to change, move or close it. Who gains and who loses is then said here.",
)
ELSEWHERE = Label("本方案没有改动这项服务。", "This plan does not change this service.")
COMPARED = Label("方案比选", "Plans side by side")
FOLDS = {
    "gains": Label("谁受益、谁受损、谁仍够不着", "Who gains, who loses, who is left out"),
    "numbers": Label("全市数字与差距的构成", "The city's numbers and the parts of the gap"),
    "divisions": Label("各区县有效覆盖率", "Effective coverage by division"),
}


RESULTS = Label("推演结果", "What comes of it")


def panel(planning: Planning) -> list[Any]:
    """Everything that the reader is told; before there is a change, how things stand and how to begin."""
    page, view, result = planning.page, planning.view, planning.result
    compared = _compared(planning)
    if result is None:
        start = START if not (planning.chosen and planning.chosen.result) else ELSEWHERE
        now = headline(view, page.query)
        return [
            html.H2(RESULTS[page.lang], className="visually-hidden"),
            html.Div(sentence(now, page, "lead-first"), className="lead-sentence"),
            html.P(start[page.lang], className="plan-start"),
            *compared,
            figure(sides_figure(view, page.query), page),
        ]
    service = planning.service
    first, *rest = sentences_of(view, result, service)
    opened = page.opened
    shown = {
        "gains": [block(gains_table(view, result, service), page)],
        "numbers": [block(numbers_table(view, result, service), page)],
        "divisions": [block(division_table(view, result, service), page)],
    }
    return [
        html.H2(RESULTS[page.lang], className="visually-hidden"),
        html.Div(sentence(first, page, "lead-first"), className="lead-sentence"),
        html.Dl([key_figure(k, page) for k in plan_key_figures(view, result, service)], className="key-figures"),
        html.Ul([html.Li(sentence(s, page, "finding")) for s in rest], className="plan-said"),
        *compared,
        *(figure(part, page) for part in dumbbells(view, result, service)),
        html.Div(
            [
                fold(FOLDS[name][page.lang], *parts, id=name, is_open=name in opened)
                for name, parts in shown.items()
            ],
            className="folds",
        ),
    ]  # fmt: skip


def _compared(planning: Planning) -> list[Any]:
    results = planning.results
    return [block(side_by_side(planning.view, results), planning.page)] if len(results) > 1 else []
