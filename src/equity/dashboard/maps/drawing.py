"""A map in its frame: the server's own drawing, and the web map that takes over from it in the same place and classes."""

from dash import dcc, html

from equity.components.parts import Markup
from equity.draw.frame import Frame
from equity.draw.map import draw_map
from equity.draw.theme import theme
from equity.http.context import Context
from equity.say import Voice
from equity.views.drawings import MapSpec

GRAPH_CONFIG = {"displayModeBar": False, "scrollZoom": True, "doubleClick": False, "responsive": True}
# Drawing units are pixels of a usual frame; the page fits the drawing to the frame that there is.
SIZES = {"wide": (530.0, 800.0), "narrow": (370.0, 440.0)}


def first_drawing(ctx: Context, spec: MapSpec, voice: Voice, *, id: str) -> Markup:
    """One drawing for a wide and one for a narrow screen: shapes, names and values, each division to be chosen."""
    features = ctx.shapes().features
    drawn = []
    for name, (width, height) in SIZES.items():
        made = draw_map(
            spec,
            features,
            Frame(voice.lang),
            theme("page"),
            width=width,
            height=height,
            is_live=True,
            legend=False,
            furniture=False,
            ids=f"{id}-{name}",
        )
        drawn.append(f'<div class="drawn drawn-{name}">{made.inline}</div>')
    return Markup("".join(drawn), id=id, className="map-drawing")


def on_paper(id: str, alt: str, **usual: str) -> html.Div:
    """The place of the map when the page is printed (assets/paper.js), ``usual``: what it asks for where the address
    does not say."""
    data = {f"data-with-{name}": value for name, value in usual.items()}
    return html.Div(id=f"{id}-paper", className="map-paper", role="img", **{"aria-label": alt}, **data)


def map_frame(
    ctx: Context, spec: MapSpec, voice: Voice, *, id: str, alt: str, **usual_on_paper: str
) -> html.Div:
    """The place of the web map ``id``, that on paper and the server's drawing."""
    return html.Div(
        [
            html.Div(id=f"{id}-slot", className="map-slot"),
            on_paper(id, alt, **usual_on_paper),
            first_drawing(ctx, spec, voice, id=f"{id}-drawing"),
        ],
        className="map-frame",
    )


def map_graph(id: str) -> dcc.Graph:
    """The web map, put in its place when the reader has seen the page."""
    return dcc.Graph(
        id=id, config=GRAPH_CONFIG, className="map-graph", responsive=True, style={"height": "100%"}
    )
