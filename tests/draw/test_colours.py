"""What is seen at a point of every part of every division is the colour of that division's class.

五华 has exclaves inside 富民; where the holes of a path are filled, 富民 is painted over them. So the drawings are rendered
and looked up, those of pages and pictures as those that stand in documents.
"""

from __future__ import annotations

import io
from collections import Counter
from functools import reduce
from typing import Any

import numpy as np
import pytest
import shapely
from PIL import Image

from equity.documents.images import svg_to_png
from equity.draw.areas import areas_of
from equity.draw.element import Drawing, read_drawing
from equity.draw.scales import classes
from equity.draw.theme import theme as theme_of
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import Voice
from equity.views.drawings import MapSpec
from equity.views.model import Report

DPI = 240


def divisions(drawn: Drawing) -> list[Any]:
    """The divisions as the file outlines them, in the order of the data, read by rings: a ring inside another is a hole."""
    shared = {node.get("id"): node.get("d") for node in drawn.root.iter("{*}path") if node.get("id")}
    found = []
    for node in drawn.root.iter("{*}path", "{*}use"):
        d = node.get("d") or shared.get((node.get("href") or "").lstrip("#"), "")
        if len(d) > 200 and node.get("fill", "none").startswith("#"):
            rings = [[p.split(",") for p in ring[1:].split("L")] for ring in d.rstrip("Z").split("Z")]
            found.append(reduce(shapely.symmetric_difference, map(shapely.Polygon, rings)))
    return found


def seen(picture: np.ndarray, part: Any) -> str:
    """The most common colour well inside a part: lines, names and marks stand on few of its points."""
    inner = part.buffer(-0.3 * shapely.maximum_inscribed_circle(part).length)
    west, south, east, north = inner.bounds
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(west, east, 60), np.linspace(south, north, 60)))
    inside, scale = shapely.contains_xy(inner, x, y), DPI / 96
    pixels = picture[(y[inside] * scale).astype(int), (x[inside] * scale).astype(int)]
    return "#" + bytes(Counter(map(tuple, pixels.tolist())).most_common(1)[0][0]).hex()


def check(drawn: Drawing, records: tuple[Any, ...], features: tuple[Any, ...], theme: str) -> None:
    scale = classes(records)
    spec = MapSpec(records, scale.breaks, scale.labels, scale.diverging, "", "")
    colours = [a.colour for a in areas_of(spec, features, Voice("zh"), theme_of(theme))]
    outlined = divisions(drawn)
    for node in drawn.root.iter("{*}path", "{*}use"):  # the smallest parts are no wider than their outline
        node.attrib.pop("stroke", None)
    png = svg_to_png(drawn.svg, drawn.width, drawn.height, dpi=DPI)
    picture = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    assert len(outlined) == len(features)
    for feature, geometry, colour in zip(features, outlined, colours, strict=True):
        parts = shapely.get_parts(geometry)
        whole = shapely.get_parts(shapely.geometry.shape(feature["geometry"]))
        assert len(parts) == len(whole), feature["properties"]["name_zh"]
        for part in parts:
            assert seen(picture, part) == colour, (feature["properties"]["name_zh"], part.centroid)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("is_live", [True, False])
def test_every_part_of_a_map_has_the_colour_of_its_division(
    shipped: Indicators, features, draw, theme: str, is_live: bool
) -> None:
    records = shipped.values(Query())
    drawn = draw(records, theme=theme, is_live=is_live)
    check(drawn, records, features, theme)


def test_every_part_of_the_map_in_a_document_has_it_too(shipped: Indicators, features, city: Report) -> None:
    figure = next(f for _, f in city.figures() if f.id == "map")
    query = Query(**city.query)
    check(read_drawing(figure.svg), shipped.values(query), features, "light")


def test_a_renderer_that_knows_no_even_odd_rule_sees_the_same(shipped: Indicators, features, draw) -> None:
    records = shipped.values(Query())
    drawn = draw(records)
    del drawn.root.attrib["fill-rule"]
    check(drawn, records, features, "light")


def test_the_shipped_divisions_do_have_such_parts(features) -> None:
    shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}
    assert len(shapely.get_parts(shapes["530102"])) > 1
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(shapes["530124"]) for ring in part.interiors]
    assert any(
        hole.buffer(1e-6).contains(part) for hole in holes for part in shapely.get_parts(shapes["530102"])
    )
