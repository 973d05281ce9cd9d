"""The panel beside the map, as components: sentence, key figures, notes."""

import sys
from typing import Any

from dash import html

from equity.components.parts import records_chip, together
from equity.components.words import link
from equity.dashboard.charts import small
from equity.dashboard.maps.catalogue import SHORT_BASES
from equity.dashboard.maps.state import MapState, rank_note, source_link
from equity.http.view import PageView
from equity.indicators.records import supply_years
from equity.query import GAP
from equity.say import UNROUNDED, Voice, texts_of
from equity.views.figures import key_figures
from equity.views.model import KeyFigure, Sentence
from equity.views.view import View
from equity.views.years import years_figure

SIDE_MARKS = {"non_local": "non-local", "value": "resident"}
ATTACHED = frozenset({"%", "‰"})  # units that stay on the line of their number, and in its size
TEXTS = texts_of(__name__)


def mark_of(side: str) -> str:
    """The class of the knob that stands for a side: filled for the people who are here, a ring for the register."""
    return f"knob knob-{SIDE_MARKS.get(side, side)}"


def lead(said: Sentence, view: PageView, state: MapState) -> list[Any]:
    """The first sentence large, the rest quieter, then what to know; on a phone all but the first opens on demand."""
    first, rest = opening(said.text, view.voice)
    source = source_link(view, state.query)
    link = html.A(
        source["text"],
        href=source["href"],
        title=source["title"],
        **{"data-nav": "/data", "data-anchor": source["anchor"]},
    )
    about_people = view.registry[state.query.service].kind == "population"
    caveat = "" if about_people else _caveat(view, state)
    button = html.Button(
        [html.Span(TEXTS.more[view.lang]), html.Span(TEXTS.less[view.lang])],
        className="lead-more",
        **{"data-more": ""},
    )
    return [
        html.Span(first, className="lead-first"),
        *(
            [html.Span([rest, *([] if caveat else [" ", link])], className="lead-second lead-rest")]
            if rest
            else []
        ),
        *([html.Span([caveat, " ", link], className="lead-caveat lead-rest")] if caveat or not rest else []),
        button,
    ]


def _caveat(view: View, state: MapState) -> str:
    """The first thing to know about what is shown; of placeholders also what they were drawn from."""
    service = state.query.service
    drawn = view.indicators.drawn_from(service) if state.illustrative else None
    said = [*view.indicators.caveats(service)[:1], *([drawn] if drawn else [])]
    return view.voice.sentences(map(view.voice, said))


def opening(text: str, voice: Voice, *, most: int = sys.maxsize) -> tuple[str, str]:
    """The first sentence of a headline, or what stands before its first semicolon where it has one sentence or one of more than
    ``most`` letters, and the rest."""
    full, half = ("。", "；") if voice.zh else (". ", "; ")
    at = text.find(full, 0, -1)
    if not 0 <= at <= most:
        before = text.find(half, 0, at if at >= 0 else len(text))
        at = before if before >= 0 else at
    if at < 0:
        return text, ""
    rest = text[at + len(full) :].strip()
    return text[:at] + full.strip(), rest[:1].upper() + rest[1:]


def figures(view: View) -> list[html.Div]:
    return [_figure(figure, view.voice) for figure in key_figures(view)]


def _figure(figure: KeyFigure, voice: Voice) -> html.Div:
    """Label, number and unit, then the grade with the year; only an interval may go to a line of its own."""
    number = voice.figure(figure.record)
    unit = figure.text.removeprefix(number).strip() if figure.record.ok else ""
    if unit in ATTACHED:
        number, unit = number + unit, ""
    year, _, ends = figure.detail.partition(" · ")
    chip = records_chip([figure.record, *figure.others], voice)
    foot = [*([chip, " "] if chip else []), together(year)]
    return html.Div(
        [
            html.Dt(figure.label),
            html.Dd(
                [
                    html.Span(number),
                    *(["" if voice.zh else " ", html.Small(unit, className="key-unit")] if unit else []),
                ],
                className="key-value",
            ),
            html.Dd([html.Span(foot), *([" ", together(ends)] if ends else [])], className="key-foot"),
        ],
        className="key-figure",
    )


def table_key(state: MapState, voice: Voice, *, line: bool) -> list[html.Span]:
    """What the marks in the bars stand for; ``line``: the city has a place on their axis."""
    sides = [(mark_of(s), SHORT_BASES[s]) for s in state.sides] if len(state.sides) > 1 else []
    marks = [*sides, *([("city-line", TEXTS.city)] if line else [])]
    return [html.Span([html.I(className=mark), voice(label)], className="key-dot") for mark, label in marks]


def notes(view: View, state: MapState) -> list[Any]:
    """How to read the figures and where their ranges come from."""
    voice, query = view.voice, state.query
    measure = view.registry.measure_of(query)
    is_gap = query.basis == GAP and measure.gap_meaning is not None
    years, distance = (
        supply_years(state.shown),
        view.indicators.distance_basis(query.service, query.scenario),
    )
    said = [
        voice(TEXTS.compared, since=query.since, year=query.year) if query.since else "",
        voice(measure.gap_meaning if is_gap and measure.gap_meaning else measure.meaning),
        voice(TEXTS.supply_year, years=years) if years else "",
        voice(distance) if distance and measure.family == "access" else "",
        voice(UNROUNDED) if is_gap else "",
        _caveat(view, state) if measure.family == "population" else "",
        voice(rank_note(measure.family, query.scenario, state.shown)),
    ]
    hints = [
        html.Span(voice(TEXTS.select), className="for-pointer"),
        html.Span(voice(TEXTS.tap), className="for-touch"),
    ]
    return [voice.sentences(said), "" if voice.zh else " ", *hints]


def years(view: PageView) -> list[Any]:
    """Of people: the selected zone's residents and register over the years, with the way to the same numbers as a table."""
    drawn = years_figure(view) if view.registry[view.query.service].kind == "population" else None
    if drawn is None:
        return []
    table = link(view, view.voice(TEXTS.as_table), f"/district/{view.zone.code}", anchor="years")
    return [
        html.H2([drawn.caption, " ", table], className="panel-sub"),
        small(drawn, view.voice),
    ]
