"""The legend on the map: classes, what has no value, and the marks of the layers that are switched on."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from dash import html

from equity.dashboard.maps.catalogue import GROUPS_OF_LAYER, LAYER_NOTES, PLACES
from equity.dashboard.maps.layers import PLACE_LAYERS
from equity.dashboard.maps.state import MapState, layers_class
from equity.draw.areas import class_colours
from equity.draw.theme import theme
from equity.geo import area_km2
from equity.http.view import PageView
from equity.indicators.distance import amount_words, method_words
from equity.indicators.records import ValueRecord
from equity.indicators.registry import BASELINE
from equity.indicators.roads import SHARES
from equity.indicators.units import concerned
from equity.query import Query
from equity.say import GRADES, STATUSES, Voice, texts_of
from equity.views.classes import has_common_classes
from equity.views.map import map_classes, map_spec
from equity.views.tables import ILLUSTRATIVE
from equity.views.view import View

TEXTS = texts_of(__name__)


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
    counts = [len(records) for records in held]
    rows = class_rows(spec.records, colours, own.words, counts, people, view.voice)
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


def class_rows(
    records: Sequence[ValueRecord],
    colours: Sequence[str],
    limits: Sequence[str],
    counts: Sequence[int],
    people: Sequence[str],
    voice: Voice,
) -> list[html.Li]:
    """The classes from high to low, with the divisions and people in each, then what has no value, and the mark of placeholders."""
    rows = [
        legend_row({"background": colours[i]}, limits[i], str(n), people[i] if n else "")
        for i, n in reversed(list(enumerate(counts)))
    ]
    missing = [r.status for r in records if not r.ok]
    rows += [
        legend_row({}, voice(STATUSES[status]), str(missing.count(status)), "", mark="hatch")
        for status in dict.fromkeys(missing)
    ]
    if any(r.ok and r.grade == ILLUSTRATIVE for r in records):
        rows.append(legend_note("legend-swatch dotted", voice(TEXTS.dotted)))
    return rows


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
    area = partial(indicators.reach_area, query.service, query.scenario, facility)
    sizes = [
        legend_note(
            f"legend-swatch area-{number}",
            voice(
                TEXTS.area,
                within=voice(amount_words(reach.part(share), basis)),
                size=voice.number(area_km2(area(share), indicators.city.crs), decimals=2),
            ),
        )
        for number, share in enumerate(SHARES, 1)
    ]
    row = indicators.facilities(query.service).set_index("facility_id").loc[facility]
    known = {"name": row["name_zh"] or facility, "grade": voice(GRADES[row["grade"]])}
    asked = urlencode({"facility": facility, "scenario": query.scenario})
    address = f"/geo/circles/{query.service}.{indicators.data_version}.geojson?{asked}"
    ways = [
        html.A("GeoJSON", href=address, download=f"{facility}.geojson"),
        html.Button(voice(TEXTS.no_area), className="legend-scale", **{"data-set": "facility="}),
    ]
    said = voice(TEXTS.area_of, **known, way=voice(method_words(reach, basis)))
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
