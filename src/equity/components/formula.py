"""The formulas of the methods page, from the LaTeX of ``formulas.toml``: MathML in a card, terms as a definition list."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dash import html
from latex2mathml.converter import convert

from equity.components.parts import Markup
from equity.say import Label, Voice

SET = {  # what the library writes, and how it is set here: limits below a sum, no gap behind the name of a function
    'display="inline"': 'displaystyle="true"',
    "<mo>&#x02211;</mo>": '<mo movablelimits="false" class="sum">∑</mo>',
    "<mo>min</mo>": "<mi>min</mi>",
    "<mo>max</mo>": "<mi>max</mi>",
}
FILE = Path(__file__).with_name("formulas.toml")


@dataclass(frozen=True, slots=True)
class Formula:
    """``maths``: one or more formulas in LaTeX. ``terms``: symbol (LaTeX) and what it stands for."""

    id: str
    title: Label
    maths: tuple[str, ...]
    terms: tuple[tuple[str, Label], ...]
    note: Label | None = None


@cache
def formulas() -> dict[str, tuple[Formula, ...]]:
    """Those of ``provision``, ``access``, ``children`` and ``inequality``, in reading order."""
    groups = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: tuple(map(_formula, entries)) for name, entries in groups.items()}


def _formula(entry: dict[str, Any]) -> Formula:
    terms = tuple((symbol, Label(zh, en)) for symbol, zh, en in entry["terms"])
    note = Label(**entry["note"]) if "note" in entry else None
    return Formula(entry["id"], Label(**entry["title"]), tuple(entry["maths"]), terms, note)


def math(latex: str, *, block: bool = True) -> str:
    """A formula as MathML; within a line it is set as tall as by itself."""
    made = convert(latex.replace(r"\sum_", r"\sum\limits_"), display="block" if block else "inline")
    for written, set_so in SET.items():
        made = made.replace(written, set_so)
    return made


def formula_cards(formulas: Iterable[Formula], voice: Voice) -> html.Div:
    return html.Div([formula_card(f, voice) for f in formulas], className="formulas")


def formula_card(formula: Formula, voice: Voice) -> html.Article:
    """Title and formulas on the left, terms and note on the right."""
    terms = [
        html.Div(
            [html.Dt(Markup(math(symbol, block=False), tag="span")), html.Dd(voice(words))], className="term"
        )
        for symbol, words in formula.terms
    ]
    tail: list[Any] = [html.P(voice(formula.note), className="formula-note")] if formula.note else []
    return html.Article(
        [
            html.H3(voice(formula.title)),
            html.Div(
                [Markup(math(m), className="formula") for m in formula.maths],
                className="formula-block",
                tabIndex="0",
                role="group",
                **{"aria-label": voice(formula.title)},
            ),
            html.Div([*([html.Dl(terms)] if terms else []), *tail], className="formula-words"),
        ],
        className="formula-card",
        id=f"formula-{formula.id}",
    )
