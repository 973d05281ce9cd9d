"""The places that an import adds, removes and moves, as marks on the divisions; colours come from the page's theme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup

from equity.draw.areas import short_name
from equity.draw.element import Node, el, inline, line_of_text, number
from equity.draw.labels import place_labels
from equity.draw.lettering import text_width
from equity.draw.shapes import Box, Shape, fit
from equity.intake.placed import KINDS, PLACE_WORDS, ChangedPlaces
from equity.say import Voice, texts_of

TEXTS = texts_of(__name__)

WIDTH, HEIGHT, MARGIN = 700, 700, 10
BOX: Box = (MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN)
SIGHT = shapely.box(0, 0, WIDTH, HEIGHT)
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


@dataclass(frozen=True)
class PlaceMap:
    """The drawing, for each kind (kind, sign, word, all of them, those with coordinates, those drawn), and for
    each kind that occurs (word, some names, how many more)."""

    drawing: Markup
    rows: list[tuple[str, str, str, int, int, int]]
    names: list[tuple[str, list[str], int]]
    unplaced: int
    is_sampled: bool


def place_map(places: ChangedPlaces, features: Iterable[Mapping[str, Any]], voice: Voice) -> PlaceMap:
    """The divisions in which something changes fill the drawing; all of them, where none is known."""
    fitted = fit(features, BOX, around=set(places.divisions))
    known = {shape.code for shape in fitted.shapes}
    chosen = set(places.divisions) & known or known
    drawn = [shape for shape in fitted.shapes if shape.geometry.intersects(SIGHT)]
    parts = [el("path", d=s.path, class_="division" if s.code in chosen else "division other") for s in drawn]
    size = SIZE if sum(map(len, places.marks.values())) <= FEW else SMALL_SIZE
    for kind in SHAPES:  # removed ones below, added ones on top
        if marks := places.marks[kind]:
            lon, lat = np.array(marks, dtype=float).T
            path = "".join(_mark(kind, float(x), float(y), size) for x, y in fitted.place(lon, lat))
            parts.append(el("path", d=path, class_=f"mark-{kind}"))
    drawing = el(
        "svg",
        el("title", text=voice(TEXTS.title)),
        *parts,
        *_names(drawn, voice),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        fill_rule="evenodd",
        role="img",
        class_="places",
    )
    rows = [
        (
            kind,
            DRAWN_LIKE[kind],
            voice(PLACE_WORDS[kind]),
            places.counts[kind],
            places.placed(kind),
            places.drawn(kind),
        )
        for kind in KINDS
    ]
    names = [
        (voice(PLACE_WORDS[kind]), said, places.counts[kind] - len(said))
        for kind in KINDS
        if (said := places.names.get(kind, []))
    ]
    return PlaceMap(
        Markup(inline(drawing)), rows, names, places.unplaced, places.is_sampled
    )  # every text in it is escaped


def _names(drawn: list[Shape], voice: Voice) -> list[Node]:
    """The names of the divisions in sight, each inside what is seen of its division."""
    seen = [Shape(s.code, s.properties, _largest(s.geometry.intersection(SIGHT))) for s in drawn]
    named = {s.code: short_name(s.properties, voice) for s in seen if s.geometry.area >= SEEN_AREA}
    sizes = {code: (text_width(name, NAME_SIZE) + 4, NAME_SIZE * 1.3) for code, name in named.items()}
    placed = place_labels(seen, sizes, (0, 0, WIDTH, HEIGHT))
    return [
        line_of_text(spot.x, spot.y + NAME_SIZE / 3, named[code], NAME_SIZE, class_="name")
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
