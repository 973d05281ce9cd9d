"""The map of one view as a Plotly figure, or as the few assignments that lead there from the view before; and the card that
appears over a division, five lines at most.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from dash import Patch

from equity.dashboard.figures.choropleth import changes, choropleth, label_points
from equity.dashboard.maps.state import MapState
from equity.http.context import Context, Shapes
from equity.http.view import PageView
from equity.indicators.citations import grade_words
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.say import BASES_SHORT, Voice


@lru_cache(maxsize=8)
def _points(shapes: Shapes) -> dict[str, tuple[float, float]]:
    return label_points(shapes.features)


def names(ctx: Context, voice: Voice) -> dict[str, tuple[str, tuple[float, float]]]:
    """Short name and place of each division's label."""
    points = _points(ctx.shapes())
    return {
        z.code: (z.short(voice.lang), points[z.code])
        for z in ctx.indicators.zones("division")
        if z.code in points
    }


def map_figure(
    ctx: Context, view: PageView, state: MapState, *, basis: str = "", camera: str = "map"
) -> dict[str, Any]:
    """The whole figure; ``basis`` picks one side of the state instead of what the query shows."""
    return choropleth(
        state.sides[basis] if basis else state.shown,
        state.scale,
        hover_cards(ctx.indicators, state.cards, view.voice),
        shapes_url=ctx.shapes().url,
        names=names(ctx, view.voice),
        theme=view.theme,
        selected=view.chosen,
        basemap=ctx.settings.basemap_style,
        view=camera,
    )


def map_patch(ctx: Context, view: PageView, state: MapState, *, basis: str = "") -> Patch:
    """What changes on a map that is already on screen, as a patch of the store that holds its ``figure``."""
    patch = Patch()
    records = state.sides[basis] if basis else state.shown
    hover = hover_cards(ctx.indicators, state.cards, view.voice)
    for path, value in changes(
        records, state.scale, hover, shapes_url=ctx.shapes().url, selected=view.chosen
    ):
        target = patch["figure"]
        for part in path[:-1]:
            target = target[part]
        target[path[-1]] = value
    return patch


def hover_cards(
    indicators: Indicators,
    sides: Mapping[str, Sequence[ValueRecord]],
    voice: Voice,
) -> dict[str, str]:
    """HTML (Plotly's subset) by zone: name; sides and gap with unit and interval; people concerned, year, grade."""
    by_zone: dict[str, list[str]] = {}
    for basis, records in sides.items():
        for r in records:
            word = (
                voice(BASES_SHORT[basis])
                if basis != "value"
                else voice(indicators.registry.measure_of(r.query).label)
            )
            value = escape(voice.record(r))
            line = f"{word} <b>{value}</b>{escape(_interval(r, voice))}"
            by_zone.setdefault(r.zone, [f"<b>{escape(indicators.zone(r.zone).name(voice.lang))}</b>"]).append(
                line
            )
    last = list(sides.values())[-1]
    return {r.zone: "<br>".join([*by_zone[r.zone], _foot(r, voice)]) for r in last}


def _interval(record: ValueRecord, voice: Voice) -> str:
    """In brackets, to be set after the value."""
    ends = voice.interval(record)
    return ends and (f"（{ends}）" if voice.zh else f" ({ends})")


def _foot(record: ValueRecord, voice: Voice) -> str:
    people = voice.concerned(record)
    return " · ".join(part for part in (people, str(record.year), grade_words([record], voice)) if part)
