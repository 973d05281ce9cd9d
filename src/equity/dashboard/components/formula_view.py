"""Formulas on the page: MathML in a card, its terms as a definition list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from equity.dashboard.components.formula import Formula
from equity.dashboard.components.markup import Markup


def formula_cards(formulas: Iterable[Formula], lang: str) -> html.Div:
    return html.Div([formula_card(f, lang) for f in formulas], className="formulas")


def formula_card(formula: Formula, lang: str) -> html.Article:
    """Title and formulas on the left, terms and note on the right."""
    terms = [
        html.Div([html.Dt(Markup(symbol, tag="span")), html.Dd(words[lang])], className="term")
        for symbol, words in formula.terms
    ]
    tail: list[Any] = [html.P(formula.note[lang], className="formula-note")] if formula.note else []
    return html.Article(
        [
            html.H3(formula.title[lang]),
            html.Div(
                [Markup(m, className="formula") for m in formula.maths],
                className="formula-block",
                tabIndex="0",
                role="group",
                **{"aria-label": formula.title[lang]},
            ),
            html.Div([*([html.Dl(terms)] if terms else []), *tail], className="formula-words"),
        ],
        className="formula-card",
        id=f"formula-{formula.id}",
    )
