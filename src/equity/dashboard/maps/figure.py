"""The map of one view as a Plotly figure, or as the few assignments that lead there from the view before."""

from functools import lru_cache
from typing import Any

from dash import Patch

from equity.dashboard.figures.choropleth import changes, choropleth, label_points
from equity.dashboard.maps.hover import hover_cards
from equity.dashboard.maps.state import MapState
from equity.http.context import Context, Shapes
from equity.http.view import PageView
from equity.say import Voice


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
        selected=view.zone,
        basemap=ctx.settings.basemap_style,
        view=camera,
    )


def map_patch(ctx: Context, view: PageView, state: MapState, *, basis: str = "") -> Patch:
    """What changes on a map that is already on screen, as a patch of the store that holds its ``figure``."""
    patch = Patch()
    records = state.sides[basis] if basis else state.shown
    hover = hover_cards(ctx.indicators, state.cards, view.voice)
    for path, value in changes(records, state.scale, hover, shapes_url=ctx.shapes().url, selected=view.zone):
        target = patch["figure"]
        for part in path[:-1]:
            target = target[part]
        target[path[-1]] = value
    return patch
