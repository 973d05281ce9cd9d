"""The panel of results: sentences, key figures, plans side by side, dumbbells, who gains and what remains."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from equity.components.parts import fold
from equity.dashboard.maps.panel import opening
from equity.dashboard.planning.state import Planning
from equity.dashboard.render import block, figure, folds, key_figure, sentence
from equity.say import texts_of
from equity.views.headline import headline
from equity.views.map import sides_figure
from equity.views.plans import (
    division_table,
    dumbbells,
    gains_table,
    numbers_table,
    opening_sentences,
    opening_tables,
    plan_key_figures,
    sentences_of,
    shares_table,
    side_by_side,
    towns_table,
)
from equity.views.tables import Table

TEXTS = texts_of(__name__)
FOLDS = TEXTS["folds"]


def panel(planning: Planning) -> list[Any]:
    """Everything that the reader is told; before there is a change, how things stand and how to begin."""
    view, result = planning.view, planning.result
    compared = _compared(planning)
    if result is None:
        start = TEXTS.start if not (planning.chosen and planning.chosen.result) else TEXTS.elsewhere
        now = headline(view, view.query)
        stands, more = opening(now.text, view.voice)
        return [
            html.H2(TEXTS.results[view.lang], className="visually-hidden"),
            html.Div(
                [
                    sentence(replace(now, text=stands), view, "lead-first"),
                    *([html.P(more, className="lead-second")] if more else []),
                ],
                className="lead-sentence",
            ),
            html.P(start[view.lang], className="plan-start"),
            *compared,
            figure(sides_figure(view, view.query), view),
        ]
    service = planning.service
    first, *rest = (*sentences_of(view, result, service), *opening_sentences(view, result, service))
    opened = view.opened
    tables: dict[str, Sequence[Table | None]] = {
        "gains": [gains_table(view, result, service)],
        "towns": [towns_table(view, result, service)],
        "opening": opening_tables(view, result, service),
        "numbers": [numbers_table(view, result, service)],
        "divisions": [division_table(view, result, service)],
    }
    shown = {name: [block(t, view) for t in parts if t] for name, parts in tables.items()}
    if sum(c.kind == "people" or c.service == service for c in result.plan.changes) > 1:
        shown["shares"] = [_shares(planning) if "shares" in opened else html.P(TEXTS.waiting[view.lang])]
    return [
        html.H2(TEXTS.results[view.lang], className="visually-hidden"),
        html.Div(sentence(first, view, "lead-first"), className="lead-sentence"),
        html.Dl([key_figure(k, view) for k in plan_key_figures(view, result, service)], className="key-figures"),
        html.Ul([html.Li(sentence(s, view, "finding")) for s in rest], className="plan-said"),
        *compared,
        *(figure(part, view) for part in dumbbells(view, result, service)),
        folds([
            fold(title[view.lang], *shown[name], id=name, is_open=name in opened)
            for name, title in FOLDS.items()
            if shown.get(name)
        ]),
    ]  # fmt: skip


def _shares(planning: Planning) -> Any:
    """What each change contributes takes many runs of the engine: it is worked out when somebody opens the section."""
    result = planning.with_shares()
    table = result and shares_table(planning.view, result, planning.service)
    return block(table, planning.view) if table else html.P(TEXTS.many[planning.view.lang])


def _compared(planning: Planning) -> list[Any]:
    results = planning.results
    return [block(side_by_side(planning.view, results), planning.view)] if len(results) > 1 else []
