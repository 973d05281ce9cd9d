"""The places that an import adds, removes and moves, as marks on the divisions; colours come from the page's theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup

from equity.draw.svg_base import el, number, text, text_of, text_width
from equity.draw.svg_geometry import DETAIL, Shape, place_labels, project
from equity.draw.svg_map import short_name
from equity.intake.placed import KINDS, PLACE_WORDS, ChangedPlaces

WIDTH, HEIGHT, MARGIN = 700, 700, 10
SIZE, SMALL_SIZE = 3.2, 2.0  # half the width of a mark, drawing units; the small one from FEW marks on
FEW = 300
NAME_SIZE = 13.0
SEEN_AREA = 1_500  # square drawing units: of less than this the name would stand elsewhere
SHAPES = {  # told apart by shape, not by colour alone
    "removed": "M{x0},{y0}L{x1},{y1}M{x0},{y1}L{x1},{y0}",
    "moved": "M{x},{y0}L{x1},{y}L{x},{y1}L{x0},{y}Z",
    "added": "M{x0},{y}a{r},{r} 0 1 0 {d},0a{r},{r} 0 1 0 -{d},0Z",
}
DRAWN_LIKE = {"added": "●", "removed": "×", "moved": "◆"}
LABELS = {"zh": "新增、移除与移位的地点", "en": "Places added, removed and moved"}


@dataclass(frozen=True)
class PlaceMap:
    """The drawing, for each kind (kind, sign, word, all of them, those with coordinates, those drawn), and for
    each kind that occurs (word, some names, how many more)."""

    drawing: Markup
    rows: list[tuple[str, str, str, int, int, int]]
    names: list[tuple[str, list[str], int]]
    unplaced: int
    is_sampled: bool


def place_map(places: ChangedPlaces, features: Iterable[Mapping[str, Any]], lang: str) -> PlaceMap:
    frame = _Frame(list(features), set(places.divisions))
    drawn = [shape for shape in frame.shapes if shape.geometry.intersects(frame.box)]
    parts = [
        el("path", d=s.path, class_="division" if s.code in frame.codes else "division other") for s in drawn
    ]
    size = SIZE if sum(map(len, places.marks.values())) <= FEW else SMALL_SIZE
    for kind in SHAPES:  # removed ones below, added ones on top
        if marks := places.marks[kind]:
            at = frame.to_drawing(project(np.array(marks, dtype=float)))
            path = "".join(_mark(kind, float(x), float(y), size) for x, y in at)
            parts.append(el("path", d=path, class_=f"mark-{kind}"))
    drawing = el(
        "svg",
        el("title", text_of(LABELS[lang])),
        *parts,
        *_names(drawn, frame, lang),
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
    names = [
        (PLACE_WORDS[kind][lang], said, places.counts[kind] - len(said))
        for kind in KINDS
        if (said := places.names.get(kind, []))
    ]
    return PlaceMap(
        Markup(drawing), rows, names, places.unplaced, places.is_sampled
    )  # every text in it is escaped


class _Frame:
    """The drawing fitted to the divisions ``codes`` in which something changes (all, where none is known)."""

    def __init__(self, features: list[Mapping[str, Any]], codes: set[str]) -> None:
        known = {str(f["properties"]["code"]) for f in features}
        self.codes = codes & known or known
        metric = [shapely.transform(shapely.geometry.shape(f["geometry"]), project) for f in features]
        wanted = [
            g for f, g in zip(features, metric, strict=True) if str(f["properties"]["code"]) in self.codes
        ]
        west, south, east, north = shapely.total_bounds(wanted)
        self._metres = max((east - west) / (WIDTH - 2 * MARGIN), (north - south) / (HEIGHT - 2 * MARGIN))
        self._centre = np.array([(west + east) / 2, (south + north) / 2])
        self.box = shapely.box(0, 0, WIDTH, HEIGHT)
        simple = shapely.coverage_simplify([shapely.transform(g, self.to_drawing) for g in metric], DETAIL)
        self.shapes = [
            Shape(str(f["properties"]["code"]), f["properties"], g)
            for f, g in zip(features, simple, strict=True)
        ]

    def to_drawing(self, east_north: np.ndarray) -> np.ndarray:
        """Metres (EPSG:4543) to drawing units, y down."""
        return np.array([WIDTH / 2, HEIGHT / 2]) + (east_north - self._centre) * (1, -1) / self._metres


def _names(drawn: list[Shape], frame: _Frame, lang: str) -> list[str]:
    """The names of the divisions in sight, each inside what is seen of its division."""
    seen = [Shape(s.code, s.properties, _largest(s.geometry.intersection(frame.box))) for s in drawn]
    named = {s.code: short_name(s.properties, lang) for s in seen if s.geometry.area >= SEEN_AREA}
    sizes = {code: (text_width(name, NAME_SIZE) + 4, NAME_SIZE * 1.3) for code, name in named.items()}
    placed = place_labels(seen, sizes, (0, 0, WIDTH, HEIGHT))
    return [
        text(spot.x, spot.y + NAME_SIZE / 3, named[code], NAME_SIZE, class_="name")
        for code, spot in placed.items()
    ]


def _largest(geometry: Any) -> Any:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return max(parts, key=lambda part: part.area, default=shapely.Polygon())


def _mark(kind: str, x: float, y: float, size: float) -> str:
    given = {
        "x": x,
        "y": y,
        "x0": x - size,
        "x1": x + size,
        "y0": y - size,
        "y1": y + size,
        "r": size,
        "d": 2 * size,
    }
    return SHAPES[kind].format(**{name: number(value) for name, value in given.items()})
