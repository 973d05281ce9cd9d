"""The panel beside the map and the legend on it, as components: sentence, key figures, classes, notes."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html

from equity.dashboard.charts import small
from equity.dashboard.components.words import link
from equity.dashboard.maps.catalogue import GROUPS_OF_LAYER, LAYER_NOTES, PLACES, SHORT_BASES
from equity.dashboard.maps.layers import PLACE_LAYERS
from equity.dashboard.maps.state import MapState, layers_class, rank_note, source_link
from equity.dashboard.parts import records_chip
from equity.draw.areas import class_colours
from equity.draw.theme import theme
from equity.http.view import PageView
from equity.indicators.distance import amount_words, method_words
from equity.indicators.records import supply_years
from equity.indicators.registry import BASELINE
from equity.indicators.roads import SHARES
from equity.indicators.units import concerned
from equity.query import GAP, Query
from equity.say import STATUSES, UNROUNDED, Voice, texts_of
from equity.views.classes import has_common_classes
from equity.views.figures import key_figures
from equity.views.map import map_classes, map_spec
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


def opening(text: str, voice: Voice) -> tuple[str, str]:
    """The first sentence of a headline, or what stands before its second semicolon, and the rest."""
    for stop in ("。", "；") if voice.zh else (". ", "; "):
        at = text.find(stop)
        if 0 <= at < len(text) - len(stop):
            end = "。" if voice.zh else "."
            rest = text[at + len(stop) :].strip()
            return text[:at] + end, rest[:1].upper() + rest[1:]
    return text, ""


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
    foot = [html.Span(([chip, " "] if chip else []) + [year])]
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
            html.Dd([*foot, *([" ", html.Span(ends)] if ends else [])], className="key-foot"),
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


def legend(view: PageView, state: MapState) -> list[Any]:
    """Classes from high to low: colour, limits, divisions and people in each; then what has no value, and the marks."""
    voice, query = view.voice, state.query
    spec, own = map_spec(view, query), map_classes(view, query)
    held = [[r for r in spec.records if own.index(r) == i] for i in range(len(own.words))]
    counted = spec.records[0].concerned_unit(view.lang) if spec.records else ""
    unit, people = people_column(
        [sum(r.persons or 0.0 for r in records) for records in held], counted, view.voice
    )
    colours = class_colours(spec, theme("page"))
    rows = [
        legend_row({"background": colours[i]}, own.words[i], str(len(held[i])), people[i] if held[i] else "")
        for i in reversed(range(len(held)))
    ]
    missing = [r.status for r in spec.records if not r.ok]
    rows += [
        legend_row({}, STATUSES[status][view.lang], str(missing.count(status)), "", mark="hatch")
        for status in dict.fromkeys(missing)
    ]
    if spec.illustrative:
        rows.append(legend_note("legend-swatch dotted", voice(TEXTS.dotted)))
    rows += _layer_rows(view, state)
    definition, measure = view.registry[query.service], view.registry.measures[query.measure]
    whom, against = concerned(definition, measure, query.basis), view.indicators.yardstick(query)
    return [
        *(
            [html.P(voice(TEXTS.against, yardstick=against.dated), className="legend-about")]
            if against
            else []
        ),
        html.P(voice(TEXTS.concerned, whom=whom), className="legend-about"),
        html.P(
            [
                html.Span(spec.records[0].unit(view.lang) if spec.records else ""),
                html.Span(voice(TEXTS.divisions), className="legend-heads"),
                html.Span(unit, className="legend-heads"),
            ],
            className="legend-title",
        ),
        html.Ul(rows, className="legend-rows"),
        *([_scale_button(view)] if has_common_classes(spec.records) else []),
    ]


def people_column(counts: Sequence[float], unit: str, voice: Voice) -> tuple[str, list[str]]:
    """One unit for a column of people or households, and the numbers in it: 万 or thousands where no count is lost by it."""
    many = max(counts, default=0) >= 10_000 and all(count == 0 or count >= 1_000 for count in counts)
    if voice.zh:
        return (f"万{unit}" if many else unit), [
            voice.number(n / 10_000, decimals=1) if many else voice.number(n) for n in counts
        ]
    whose = "" if unit == "persons" else f" {unit}"
    head = f"thousand{whose}" if many else whose.strip() or "people"
    return head, [voice.number(n / 1_000 if many else n) for n in counts]


def legend_row(style: dict[str, str], limits: str, count: str, people: str, *, mark: str = "") -> html.Li:
    cells = [
        html.Span(className=f"legend-swatch {mark}".strip(), style=style),
        html.Span(limits, className="legend-label"),
        html.Span(count, className="legend-count"),
        html.Span(people, className="legend-people"),
    ]
    return html.Li(cells, className="legend-row" if count != "0" else "legend-row empty")


def legend_note(mark: str, words: str, *, only: str = "") -> html.Li:
    swatch = [html.Span(className=mark)] if mark else []
    return html.Li(
        [*swatch, html.Span(words, className="legend-note")], className=f"legend-row {only}".strip()
    )


def _layer_rows(view: PageView, state: MapState) -> list[html.Li]:
    """The marks of the point layers that are switched on; without WebGL there are none."""
    places = [_place_row(view, name) for name in view.presentation.layers if name in PLACES]
    definition = view.registry[state.query.service]
    if definition.kind != "facility":
        counted = "with-towns" in layers_class(view.indicators, definition)
        words = LAYER_NOTES["town_people"][view.lang]
        towns = [legend_note("layer-mark layer-town", words, only="for-webgl")]
        return [*(towns if counted and "towns" in view.presentation.layers else []), *places]
    marks = [m for name in view.presentation.layers for m in GROUPS_OF_LAYER.get(name, ())]
    rows = [legend_note(f"layer-mark layer-{m}", LAYER_NOTES[m][view.lang], only="for-webgl") for m in marks]
    if "reached" in marks and state.query.scenario != BASELINE:
        rows.append(legend_note("", LAYER_NOTES["baseline"][view.lang], only="for-webgl"))
    return [*rows, *_area_rows(view, state.query), *places]


def _area_rows(view: PageView, query: Query) -> list[html.Li]:
    """The area within reach of the chosen facility: its name, and for each part of the radius how large the area is."""
    facility, voice, indicators = view.presentation.facility, view.voice, view.indicators
    reach, basis = (
        view.registry.reach(query.service, query.scenario),
        indicators.bases.get(query.service, "line"),
    )
    if not facility or reach is None:
        return []
    sizes = [
        legend_note(
            f"legend-swatch area-{number}",
            voice(
                TEXTS.area,
                within=voice(amount_words(reach.part(share), basis)),
                size=voice.number(
                    indicators.reach_km2(query.service, query.scenario, facility, share), decimals=2
                ),
            ),
        )
        for number, share in enumerate(SHARES, 1)
    ]
    name = indicators.facilities(query.service).set_index("facility_id").at[facility, "name_zh"] or facility
    asked = urlencode({"facility": facility, "scenario": query.scenario})
    address = f"/geo/circles/{query.service}.{indicators.data_version}.geojson?{asked}"
    ways = [
        html.A("GeoJSON", href=address, download=f"{facility}.geojson"),
        html.Button(voice(TEXTS.no_area), className="legend-scale", **{"data-set": "facility="}),
    ]
    said = voice(TEXTS.area_of, name=name, way=voice(method_words(reach, basis)))
    head = html.Li(
        [html.Span(said, className="legend-note"), html.Span(ways, className="legend-note")],
        className="legend-row area-head",
    )
    return [head, *sizes]


def _place_row(view: View, layer: str) -> html.Li:
    """What named places are, of when, and under which licence; their sources on the pointer."""
    name = PLACES[layer]
    table, lang = view.indicators.library.table(name), view.voice.lang
    said = [
        PLACE_LAYERS[name][lang],
        *sorted({str(v) for c in ("as_of", "licence") for v in table[c].dropna()}),
    ]
    row = legend_note(f"layer-mark layer-{layer.removesuffix('s')}", " · ".join(said), only="for-webgl")
    row.title = "; ".join(sorted(set(table["source"].dropna())))
    return row


def _scale_button(view: PageView) -> html.Button:
    is_own = view.presentation.scale == "own"
    return html.Button(
        (TEXTS.scale_common if is_own else TEXTS.scale_own)[view.lang],
        className="legend-scale",
        **{"data-set": "scale=" if is_own else "scale=own"},
    )
