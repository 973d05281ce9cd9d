"""The web map as a plain Plotly figure dict (MapLibre traces), and the values that change with the indicator.

The order of traces and layers is fixed, so that a change of indicator is a handful of assignments: shapes and
labels stay where they are, and nothing is fetched again.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any

import shapely
from shapely.affinity import scale as stretch

from equity.draw.scales import Scale
from equity.draw.theme import theme as theme_of
from equity.indicators.records import ValueRecord

DIVISIONS, SELECTION, TOWNS, FACILITIES, POINTS, UNREACHED, METRO, HOSPITALS = range(8)
ILLUSTRATIVE, CIRCLES = range(2)
TRACES = {  # of the point layers
    "towns": TOWNS,
    "facilities": FACILITIES,
    "points": POINTS,
    "unreached": UNREACHED,
    "metro": METRO,
    "hospitals": HOSPITALS,
}
LABELS = "labels"
NO_SHAPES = {"type": "FeatureCollection", "features": []}


# With a basemap underneath, the colours let it through.
OPACITY_ON_BASEMAP = 0.72
Point = tuple[float, float]


def label_points(features: Iterable[Mapping[str, Any]]) -> dict[str, Point]:
    """Where a name has most room: lon, lat of the centre of the largest inscribed circle, by code."""
    found = {}
    for feature in features:
        shape = shapely.geometry.shape(feature["geometry"])
        largest = max(shapely.get_parts(shape), key=lambda part: part.area)
        # A degree of longitude is shorter than one of latitude: make the circle round on the ground.
        squeeze = cos(radians(largest.centroid.y))
        centre = shapely.get_point(
            shapely.maximum_inscribed_circle(stretch(largest, squeeze, 1, origin=(0, 0)), tolerance=0.002), 0
        )
        found[feature["properties"]["code"]] = (round(centre.x / squeeze, 5), round(centre.y, 5))
    return found


def style(names: Mapping[str, tuple[str, Point]], theme: str, basemap: str = "") -> Any:
    """A MapLibre style with the division names as its only symbols, or the address of the intranet basemap.

    There is no ``glyphs`` address: MapLibre then draws letters with the fonts of the page, which the browser puts in.
    """
    if basemap:
        return basemap
    colours = theme_of(theme)
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "code": code},
            "geometry": {"type": "Point", "coordinates": list(point)},
        }
        for code, (name, point) in names.items()
    ]
    return {
        "version": 8,
        "sources": {LABELS: {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}},
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": colours["map-paper"]}},
            {
                "id": LABELS,
                "type": "symbol",
                "source": LABELS,
                "layout": {
                    "text-field": ["get", "name"],
                    "text-size": ["interpolate", ["linear"], ["zoom"], 7, 12, 9, 14, 11, 17],
                    "text-padding": 1,
                    "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
                    "text-radial-offset": 0.2,
                },
                "paint": {
                    "text-color": colours["ink"],
                    "text-halo-color": colours["halo"],
                    "text-halo-width": 1.6,
                    "text-halo-blur": 0.4,
                },
            },
        ],
    }


def choropleth(
    records: Sequence[ValueRecord],
    scale: Scale,
    hover: Mapping[str, str],
    *,
    shapes_url: str,
    names: Mapping[str, tuple[str, Point]],
    theme: str = "light",
    selected: str = "",
    basemap: str = "",
    view: str = "map",
) -> dict[str, Any]:
    """The whole figure. ``hover``: each zone's card; ``view`` names the camera that survives updates."""
    colours = theme_of(theme)
    below = "" if basemap else LABELS
    empty: dict[str, Any] = {"lon": [], "lat": [], "text": []}
    outline = [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]]
    shapes = {
        "type": "choroplethmap",
        "geojson": shapes_url,
        "featureidkey": "properties.code",
        "showscale": False,
        "below": below,
    }
    points = {
        "type": "scattermap",
        "mode": "markers",
        "hovertemplate": "%{text}<extra></extra>",
        "visible": False,
        **empty,
    }
    figure: dict[str, Any] = {
        "data": [
            {
                **shapes,
                "locations": [r.zone for r in records],
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "opacity": OPACITY_ON_BASEMAP if basemap else 1,
                    "line": {"color": colours["map-border"], "width": 0.8},
                },
            },
            {
                **shapes,
                "locations": [],
                "z": [],
                "hoverinfo": "skip",
                "colorscale": outline,
                "marker": {"opacity": 1, "line": {"color": colours["ink"], "width": 3}},
            },
            {
                **points,
                "marker": {
                    "color": [],
                    "cmin": 0,
                    "cmax": 100,
                    "colorscale": steps(colours.gaps[:2:-1]),
                    "size": 5,
                    "opacity": 0.85,
                },
            },
            {**points, "marker": {"color": colours["ink"], "size": 5, "opacity": 0.85}},
            {**points, "marker": {"color": colours["point"], "size": 5, "opacity": 0.75}},
            {**points, "marker": {"color": colours["unreached"], "size": 9, "opacity": 0.9}},
            {**points, "marker": {"color": colours["metro"], "size": 6, "opacity": 0.95}},
            {**points, "marker": {"color": colours["hospital"], "size": 8, "opacity": 0.95}},
        ],
        "layout": {
            "map": {
                "style": style(names, theme, basemap),
                "uirevision": view,
                "layers": [
                    {
                        "sourcetype": "geojson",
                        "source": NO_SHAPES,
                        "type": "line",
                        "color": colours["warn-ink"],
                        "line": {"width": 1.6, "dash": [1, 2.2]},
                        "below": below,
                        "visible": False,
                    },
                    {
                        "sourcetype": "geojson",
                        "source": NO_SHAPES,
                        "type": "fill",
                        "color": colours["ink"],
                        "opacity": 0.22,
                        "fill": {"outlinecolor": colours["ink"]},
                        "below": below,
                        "visible": False,
                    },
                ],
            },
            "uirevision": view,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": colours["map-paper"],
            "showlegend": False,
            "hoverlabel": {
                "bgcolor": colours["paper-2"],
                "bordercolor": colours["line-strong"],
                "align": "left",
                "font": {
                    "color": colours["ink"],
                    "size": 14,
                    "family": "var(--font)",
                },
            },
            "dragmode": "pan",
        },
    }
    for path, value in changes(records, scale, hover, shapes_url=shapes_url, selected=selected):
        _assign(figure, path, value)
    return figure


def changes(
    records: Sequence[ValueRecord],
    scale: Scale,
    hover: Mapping[str, str],
    *,
    shapes_url: str,
    selected: str = "",
) -> list[tuple[tuple[str | int, ...], Any]]:
    """What another indicator or selection changes, as (path, value) into the figure of :func:`choropleth`."""
    count = len(scale.colours)
    z = [1 + scale.index(r.value) if r.ok and r.value is not None else 0 for r in records]
    marked = [r.zone for r in records if r.ok and r.grade == "illustrative"]
    divisions, overlay = ("data", DIVISIONS), ("layout", "map", "layers", ILLUSTRATIVE)
    return [
        ((*divisions, "z"), z),
        ((*divisions, "zmin"), -0.5),
        ((*divisions, "zmax"), count + 0.5),
        ((*divisions, "colorscale"), steps((scale.no_data_colour, *scale.colours))),
        ((*divisions, "text"), [hover.get(r.zone, "") for r in records]),
        (("data", SELECTION, "locations"), [selected] if selected else []),
        (("data", SELECTION, "z"), [1] if selected else []),
        ((*overlay, "visible"), bool(marked)),
        ((*overlay, "source"), outline_url(shapes_url, marked, len(records)) if marked else NO_SHAPES),
    ]


def outline_url(shapes_url: str, codes: Sequence[str], total: int) -> str:
    """The shapes to outline: all of them under the address that is already loaded, or some of them."""
    return shapes_url if len(codes) == total else f"{shapes_url}?codes={','.join(codes)}"


def steps(colours: Sequence[str]) -> list[list[Any]]:
    """A colour scale of flat steps, one per colour."""
    n = len(colours)
    return [[(i + side) / n, colour] for i, colour in enumerate(colours) for side in (0, 1)]


def _assign(figure: dict[str, Any], path: Sequence[str | int], value: Any) -> None:
    target: Any = figure
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = value
