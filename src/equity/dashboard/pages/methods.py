"""Methods: how each number is made, with one worked example."""

from typing import Any

from dash import html

from equity.components.formula import formula_cards, formulas
from equity.components.method_tables import (
    grade_table,
    measure_table,
    scenario_table,
    service_rules,
    standard_table,
    status_table,
)
from equity.components.parts import fold
from equity.components.populations_diagram import populations_diagram
from equity.components.words import link, named
from equity.components.worked_example import split_example, worked_example
from equity.dashboard.render import block, folds, text_page
from equity.http.context import Context
from equity.http.view import PageView
from equity.indicators.compute import Indicators
from equity.say import BASES, Voice, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.cohorts import against_published, assumptions, example
from equity.views.narrowing import narrowing_table
from equity.views.sensitivity import sensitivity_blocks, without_blocks
from equity.views.view import View

PATH = "/methods"
TEXTS = texts_of(__name__)
TITLE = TEXTS.title

SECTIONS, LEADS = TEXTS["sections"], TEXTS["leads"]
INTERVALS = TEXTS.several("intervals")
LIMITS = TEXTS.several("limits")
DEFINITIONS = TEXTS["definitions"]


def layout(ctx: Context, view: PageView) -> Any:
    indicators, lang = ctx.indicators, view.lang
    blocks, opened = _blocks(indicators, view.voice), view.opened
    blocks["sensitivity"] = moving(view)
    blocks["children"] = [formula_cards(formulas()["children"], view.voice), *_projected(view)]
    head = [html.H1(TEXTS.heading[lang]), html.P(TEXTS.summary[lang], className="profile-headline")]
    shown = [
        fold(
            title[lang],
            *blocks[id_],
            lead=LEADS[id_][lang] if id_ in LEADS else "",
            id=id_,
            is_open=id_ in opened,
        )
        for id_, title in SECTIONS.items()
    ]
    return text_page("methods", head, folds(shown))


def _projected(view: PageView) -> list[Any]:
    """What the projection of children assumes, one division worked out, and how it fares against what was published."""
    return [block(b, view) for b in (assumptions(view), *example(view), *against_published(view))]


def moving(view: PageView) -> list[Any]:
    """What moves the figure of the address, or of the first example, and the ways to the others."""
    voice = view.voice
    examples = [_most_uncertain(view), view.at("").but(measure="children_primary", year=CENSUS_YEAR + 10)]
    shown = sensitivity_blocks(view) or (*without_blocks(view), *sensitivity_blocks(examples[0]))
    links = [
        html.Li(
            link(
                view,
                f"{e.short(e.zone.code)} · {voice(view.registry.measure_of(e.query).label)} · {e.query.year}",
                "/methods",
                anchor="sensitivity",
                **{"service": e.query.service, "measure": e.query.measure, "year": str(e.query.year)},
                zone=e.zone.code,
                open="sensitivity",
            )
        )
        for e in examples
    ]
    return [
        *(block(b, view) for b in shown),
        html.H3(voice(TEXTS.others), className="sub-title"),
        html.Ul(links, className="plain-list other-examples"),
        block(narrowing_table(view.at("")), view),
    ]


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
            html.H3(voice(TEXTS.scenarios), className="sub-title"),
            scenario_table(indicators, voice),
        ],
        "split-example": [split_example(indicators, voice)],
        "rules": [service_rules(indicators, voice)],
        "signs": [measure_table(indicators, voice)],
        "inequality": [formula_cards(formulas()["inequality"], voice)],
        "grades": [
            html.H3(voice(TEXTS.grades_title), className="sub-title"),
            grade_table(voice),
            html.H3(voice(TEXTS.status_title), className="sub-title"),
            status_table(voice, suppress),
            html.H3(voice(TEXTS.interval_title), className="sub-title"),
            html.Ul([html.Li(voice(t)) for t in INTERVALS], className="plain-list"),
        ],
        "standards": [html.Div(standard_table(indicators, voice), id="main-table")],
        "limits": [html.Ul([html.Li(voice(t)) for t in LIMITS], className="plain-list")],
    }
