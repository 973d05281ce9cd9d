"""The map of the divisions as one SVG: first picture of the page, embeds, pictures and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from equity.draw.areas import Area, areas_of, legend_of
from equity.draw.element import Drawing, Node, drawing, el, line_of_text, moved, number
from equity.draw.frame import MARGIN, Frame, Sizes, draw_foot, draw_head
from equity.draw.labels import Placed, place_labels
from equity.draw.legend import Legend, draw_legend
from equity.draw.lettering import clip, text_width
from equity.draw.shapes import Box, Fitted, Shape, fit
from equity.draw.theme import Theme
from equity.say import Voice, texts_of
from equity.views.drawings import MapSpec

NICE_KM = (1, 2, 5, 10, 20, 50, 100, 200)
NAME_LETTERS, VALUE_LETTERS = 12.5, 11.0
TEXTS = texts_of(__name__)


def draw_map(
    spec: MapSpec,
    features: Iterable[Mapping[str, Any]],
    frame: Frame,
    theme: Theme,
    *,
    width: float,
    height: float,
    is_live: bool = False,
    legend: bool = True,
    furniture: bool = True,
    ids: str = "m",
) -> Drawing:
    """The map, ``width`` × ``height`` CSS pixels; ``features``: GeoJSON of the divisions (EPSG:4326, with ``code``).

    A division without a value is grey and hatched; an illustrative one has a dotted outline and the mark 示意 all over its
    area, so that no part can be cut out without it. ``is_live``: for a page, each division is an element ``<ids>-<code>``
    of class ``z`` that takes the keyboard focus and says its values. ``furniture``: scale bar and north arrow. ``ids``
    begins every element id, for several drawings in one page.
    """
    voice, size, features = Voice(frame.lang), Sizes.of(width, height), tuple(features)
    areas = {area.code: area for area in areas_of(spec, features, voice, theme)}
    content = legend_of(spec, voice, theme) if legend else None
    head, top = draw_head(frame, width, size, theme, illustrative=spec.illustrative)
    foot, low = draw_foot(frame, width, size, theme)
    inner = (size(MARGIN), max(top, size(10)), width - size(MARGIN), height - max(low, size(8)))
    box, legend_box = _split(content, inner, size)
    fitted = fit(features, box)
    outline = _Outlines(ids, is_live)
    body = [
        el("defs", *_patterns(theme, ids, size), *outline.shared(fitted.shapes)),
        *head,
        *_divisions(fitted.shapes, areas, outline, theme, size, spec.highlight),
        *_labels(fitted.shapes, areas, box, size, theme, spec.highlight),
        draw_legend(content, legend_box, size, theme, f"url(#{ids}-hatch)")
        if content and legend_box
        else None,
        _scale_bar(fitted, box, size, theme, voice) if furniture else None,
        _north(box, size, theme, voice) if furniture else None,
        moved(foot, height - low),
    ]
    focus = f".z:hover,.z:focus{{stroke:{theme['accent']};stroke-width:{number(size(3))};outline:none}}"
    return drawing(
        body,
        width=width,
        height=height,
        lang=voice.lang,
        label=spec.title,
        description=voice.items(area.spoken for area in areas.values()),
        theme=theme,
        style=focus if is_live else "",
        ids=ids,
        role="group" if is_live else "img",
    )


def _split(legend: Legend | None, box: Box, size: Sizes) -> tuple[Box, Box | None]:
    """Room for the map and, right of it or under it, for the legend."""
    left, top, right, bottom = box
    if legend is None:
        return box, None
    if right - left >= 0.82 * (bottom - top) and right - left > 380:
        width = min(legend.width(size), 0.45 * (right - left))
        return (left, top, right - width - size(12), bottom), (right - width, top, right, bottom)
    height = legend.height(size, columns=2)
    return (left, top, right, bottom - height - size(8)), (left, bottom - height, right, bottom)


@dataclass(frozen=True, slots=True)
class _Outlines:
    """Division outlines to draw: in a page each is written once and referred to, in a file each stands for itself (office
    programs do not all follow references).
    """

    ids: str
    is_live: bool

    def shared(self, shapes: Iterable[Shape]) -> list[Node]:
        if not self.is_live:
            return []
        return [el("path", id=f"{self.ids}-p{shape.code}", d=shape.path) for shape in shapes]

    def draw(self, shape: Shape, *children: Node, **attributes: object) -> Node:
        if self.is_live:
            return el("use", *children, href=f"#{self.ids}-p{shape.code}", **attributes)
        return el("path", *children, d=shape.path, **attributes)

    def division(self, shape: Shape, area: Area, **attributes: object) -> Node:
        """The one that carries the colour; in a page also the name, the focus and the values in words."""
        if not self.is_live:
            return self.draw(shape, **attributes)
        return self.draw(
            shape,
            el("title", text=area.spoken),
            id=f"{self.ids}-{shape.code}",
            class_="z",
            tabindex=0,
            role="img",
            aria_label=area.spoken,
            data_code=shape.code,
            **attributes,
        )


def _divisions(
    shapes: Iterable[Shape],
    areas: Mapping[str, Area],
    outline: _Outlines,
    theme: Theme,
    size: Sizes,
    highlight: str,
) -> list[Node]:
    parts, over = [], []
    for shape in sorted(shapes, key=lambda s: areas[s.code].illustrative):
        area = areas[shape.code]
        dotted = area.illustrative
        parts.append(
            outline.division(
                shape,
                area,
                fill=area.colour or theme["no-data"],
                stroke=theme["paper" if dotted else "border"],  # under dots the neighbour's line would show
                stroke_width=1.6 if dotted else 0.8,
                stroke_linejoin="round",
            )
        )
        if area.colour is None:
            parts.append(outline.draw(shape, fill=f"url(#{outline.ids}-hatch)", pointer_events="none"))
        if dotted:
            parts.append(
                outline.draw(
                    shape,
                    fill=f"url(#{outline.ids}-mark)",
                    stroke=theme["ink"],
                    stroke_width=1.3,
                    stroke_dasharray="1.3 2.6",
                    stroke_linejoin="round",
                    pointer_events="none",
                )
            )
        if shape.code == highlight:
            over.append(
                outline.draw(
                    shape,
                    fill="none",
                    stroke=theme["accent"],
                    stroke_width=size(3),
                    stroke_linejoin="round",
                    pointer_events="none",
                )
            )
    return [*parts, *over]


def _labels(
    shapes: tuple[Shape, ...],
    areas: Mapping[str, Area],
    box: Box,
    size: Sizes,
    theme: Theme,
    highlight: str,
) -> list[Node]:
    rows: dict[str, tuple[str, str]] = {}
    boxes = {}
    for shape in shapes:
        name, said = (
            areas[shape.code].name,
            clip(areas[shape.code].said, size(VALUE_LETTERS), size(64)),
        )
        rows[shape.code] = (name, said)
        widest = max(text_width(name, size(NAME_LETTERS)), text_width(said, size(VALUE_LETTERS)))
        boxes[shape.code] = (widest + 2, size(NAME_LETTERS * 1.1 + VALUE_LETTERS * 1.15))
    placed = place_labels(shapes, boxes, box)
    return [
        _label(rows[code], place, boxes[code][1], size, theme, is_bold=code == highlight)
        for code, place in placed.items()
    ]


def _label(
    rows: tuple[str, str], place: Placed, height: float, size: Sizes, theme: Theme, *, is_bold: bool
) -> Node:
    y = place.y - height / 2 + size(NAME_LETTERS) * 0.92
    leader = place.anchor and el(
        "line",
        x1=place.anchor[0],
        y1=place.anchor[1],
        x2=place.x,
        y2=place.y,
        stroke=theme["ink-2"],
        stroke_width=0.8,
    )
    return el(
        "g",
        leader,
        line_of_text(place.x, y, rows[0], size(NAME_LETTERS), font_weight="bold" if is_bold else None),
        line_of_text(place.x, y + size(VALUE_LETTERS * 1.15), rows[1], size(VALUE_LETTERS)),
        text_anchor="middle",
        stroke=theme["halo"],
        stroke_width=size(NAME_LETTERS / 3.8),
        stroke_linejoin="round",
        stroke_opacity=0.92,
        paint_order="stroke",
        pointer_events="none",
    )


def _patterns(theme: Theme, ids: str, size: Sizes) -> list[Node]:
    """The hatch of missing values and the scattered 示意 of illustrative areas."""
    hatch = el("path", d="M0,6L6,0", stroke=theme["border"], stroke_width=0.8, fill="none")
    ground = el("rect", width=6.0, height=6.0, fill=theme["no-data"])
    wide, high = size(46), size(26)
    marks = [
        line_of_text(wide * x, high * y, "示意", size(9), fill=theme["ink"], fill_opacity=0.34)
        for x, y in ((0.05, 0.4), (0.55, 0.9))
    ]
    units = {"patternUnits": "userSpaceOnUse"}
    return [
        el("pattern", ground, hatch, id=f"{ids}-hatch", width=6.0, height=6.0, **units),
        el("pattern", *marks, id=f"{ids}-mark", width=wide, height=high, **units),
    ]


def _scale_bar(fitted: Fitted, box: Box, size: Sizes, theme: Theme, voice: Voice) -> Node:
    """A bar of a round number of kilometres, about a fifth of the map's width."""
    wanted = (box[2] - box[0]) / 5 * fitted.metres_per_unit / 1000
    km = max((k for k in NICE_KM if k <= max(wanted, 1)), default=1)
    length, x, y = km * 1000 / fitted.metres_per_unit, box[0], box[3] - size(4)
    tick = number(size(5))
    bar = el(
        "path",
        d=f"M{number(x)},{number(y - size(5))}v{tick}h{number(length)}v-{tick}",
        fill="none",
        stroke=theme["ink"],
        stroke_width=1.2,
    )
    words = voice(TEXTS.kilometres, km=km)
    return el("g", bar, line_of_text(x + length / 2, y - size(7), words, size(10), text_anchor="middle"))


def _north(box: Box, size: Sizes, theme: Theme, voice: Voice) -> Node:
    x, y, s = box[0] + size(12), box[1] + size(16), size(9)
    a, b, c = (number(s * k) for k in (0.6, 2, 0.5))
    arrow = el("path", d=f"M{number(x)},{number(y)}l{a},{b}l-{a},-{c}l-{a},{c}z", fill=theme["ink"])
    word = line_of_text(
        x, y - size(4), voice(TEXTS.north), size(11), text_anchor="middle", font_weight="bold"
    )
    return el("g", arrow, word)
