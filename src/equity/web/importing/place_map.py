"""The places that an import adds, removes and moves, as marks on the divisions; colours come from the page's theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup

from equity.figures.svg_base import el, number, text_of
from equity.figures.svg_geometry import fit, project
from equity.intake.placed import KINDS, PLACE_WORDS, ChangedPlaces

WIDTH, HEIGHT, MARGIN = 700, 560, 10
SIZE = 3.2  # half the width of a mark, drawing units
SHAPES = {  # told apart by shape, not by colour alone
    "removed": "M{x0},{y0}L{x1},{y1}M{x0},{y1}L{x1},{y0}",
    "moved": "M{x},{y0}L{x1},{y}L{x},{y1}L{x0},{y}Z",
    "added": "M{x0},{y}a{r},{r} 0 1 0 {d},0a{r},{r} 0 1 0 -{d},0Z",
}
DRAWN_LIKE = {"added": "●", "removed": "×", "moved": "◆"}
LABELS = {"zh": "新增、移除与移位的地点", "en": "Places added, removed and moved"}


@dataclass(frozen=True)
class PlaceMap:
    """The drawing, and for each kind (kind, sign, word, all of them, those with coordinates, those drawn)."""

    drawing: Markup
    rows: list[tuple[str, str, str, int, int, int]]
    unplaced: int
    is_sampled: bool


def place_map(places: ChangedPlaces, features: Iterable[Mapping[str, Any]], lang: str) -> PlaceMap:
    shapes = list(features)
    fitted = fit(
        {"type": "FeatureCollection", "features": shapes}, (MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN)
    )
    corners = [shapely.transform(shapely.geometry.shape(f["geometry"]), project) for f in shapes]
    west, _, _, north = shapely.total_bounds(corners)
    parts = [el("path", d=shape.path, class_="division") for shape in fitted.shapes]
    for kind in SHAPES:  # removed ones below, added ones on top
        if marks := places.marks[kind]:
            east_north = project(np.array(marks, dtype=float))
            x = fitted.box[0] + (east_north[:, 0] - west) / fitted.metres_per_unit
            y = fitted.box[1] + (north - east_north[:, 1]) / fitted.metres_per_unit
            path = "".join(_mark(kind, float(a), float(b)) for a, b in zip(x, y, strict=True))
            parts.append(el("path", d=path, class_=f"mark-{kind}"))
    drawing = el(
        "svg",
        el("title", text_of(LABELS[lang])),
        *parts,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        class_="places",
    )
    rows = [
        (
            kind,
            DRAWN_LIKE[kind],
            PLACE_WORDS[kind][lang],
            places.counts[kind],
            places.placed(kind),
            places.drawn(kind),
        )
        for kind in KINDS
    ]
    return PlaceMap(
        Markup(drawing), rows, places.unplaced, places.is_sampled
    )  # numbers and words of ours only


def _mark(kind: str, x: float, y: float) -> str:
    given = {
        "x": x,
        "y": y,
        "x0": x - SIZE,
        "x1": x + SIZE,
        "y0": y - SIZE,
        "y1": y + SIZE,
        "r": SIZE,
        "d": 2 * SIZE,
    }
    return SHAPES[kind].format(**{name: number(value) for name, value in given.items()})
