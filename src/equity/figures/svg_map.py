"""The map of the divisions as one standalone SVG: for pages without WebGL, embeds and documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity.figures.scales import Scale, classes
from equity.figures.svg_base import THEMES, Theme, clip, document, el, number, text, text_of, text_width, wrap
from equity.figures.svg_geometry import Box, Fitted, Placed, Shape, fit, place_labels
from equity.figures.svg_legend import Legend, draw_legend, legend_of
from equity.indicators.records import ValueRecord
from equity.text import GRADES, STATUSES, format_number, format_value

NICE_KM = (1, 2, 5, 10, 20, 50, 100, 200)
WORDS = {
    "zh": {"mark": "示意数据", "north": "北", "map": "昆明市各区县地图", "approval": "审图号:", "id": "编号 "},
    "en": {"mark": "Illustrative data", "north": "N", "map": "Map of Kunming by division", "approval": "Map approval no. ", "id": "ID "},
}


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Type sizes and distances of a drawing; they grow with it, slower than it."""

    factor: float

    @classmethod
    def of(cls, width: float, height: float) -> _Sizes:
        return cls(min(max(min(width, height) / 560, 0.68), 2.5) ** 0.75)

    def __call__(self, base: float) -> float:
        return base * self.factor


def svg_map(
    records: Iterable[ValueRecord], geometry: Mapping[str, Any], *, lang: str, theme: str = "light", width: float = 900,
    height: float = 700, title: str | None = None, subtitle: str | None = None, legend: bool = True, scale_bar: bool = True,
    north_arrow: bool = True, source_line: str | None = None, snapshot_id: str | None = None, approval: str | None = None,
    highlight: str | None = None, tooltips: bool = False, values: bool = True, scale: Scale | None = None, ids: str = "m",
) -> str:
    """Draw value records (one per division) on division polygons.

    ``geometry`` is the GeoJSON FeatureCollection of the divisions (EPSG:4326, ``code``, ``short_zh``, ``name_en``), drawn in
    EPSG:4543. ``width`` and ``height`` are CSS pixels. A division without a record counts as no data (grey, hatched);
    an illustrative one has a dotted outline and the mark 示意 all over its area. ``highlight`` is the code of a division to
    outline. With ``tooltips`` every division takes keyboard focus and has its values as a title. ``ids`` prefixes element
    ids, for several drawings in one page. All text is escaped; the result refers to nothing outside itself.
    """
    by_zone = {r.zone: r for r in records}
    colours = THEMES[theme]
    scale = scale or classes(tuple(by_zone.values()), theme=theme, lang=lang)
    size, words = _Sizes.of(width, height), WORDS["en" if lang == "en" else "zh"]
    illustrative = any(r.ok and r.grade == "illustrative" for r in by_zone.values())
    head, top = _head(title, subtitle, width, size, colours, words["mark"] if illustrative else "")
    foot, bottom = _foot(source_line, snapshot_id, approval, width, height, size, colours, words)
    content = legend_of(by_zone.values(), scale, lang) if legend else None
    map_box, legend_at = _split(content, (size(14), top, width - size(14), bottom), size)
    fitted = fit(geometry, map_box)
    parts = [
        el("defs", *_patterns(colours, ids, size)), *head,
        *_polygons(fitted, by_zone, scale, colours, lang, ids, tooltips=tooltips),
    ]
    if highlight:
        parts += [
            el("path", d=s.path, fill="none", stroke=colours.accent, stroke_width=size(3), stroke_linejoin="round")
            for s in fitted.shapes if s.code == highlight
        ]
    parts += _labels(fitted, by_zone, map_box, size, colours, lang, values=values, highlight=highlight)
    if content and legend_at:
        parts += draw_legend(content, legend_at, size.factor, colours, f"url(#{ids}-hatch)")
    if scale_bar:
        parts += _scale_bar(fitted, map_box, size, colours, lang)
    if north_arrow:
        parts += _north(map_box, size, colours, words["north"])
    style = f".z:hover,.z:focus{{stroke:{colours.accent};stroke-width:{number(size(3))};outline:none}}" if tooltips else ""
    described = ";".join(_spoken(s, by_zone.get(s.code), lang) for s in fitted.shapes)
    drawing = document(
        [*parts, *foot], width=width, height=height, lang=lang, label=title or words["map"], description=described,
        theme=colours, style=style, ids=ids,
    )
    return drawing.replace('role="img"', 'role="group"', 1) if tooltips else drawing


def _head(
    title: str | None, subtitle: str | None, width: float, size: _Sizes, theme: Theme, mark: str
) -> tuple[list[str], float]:
    parts, y = [], size(12)
    room = width - size(28)
    if mark:
        box = text_width(mark, size(12)) + size(14)
        parts += [
            el("rect", x=width - size(14) - box, y=size(11), width=box, height=size(21), rx=size(3), fill=theme.mark_paper,
               stroke=theme.mark, stroke_dasharray="2 2"),
            text(width - size(14) - box / 2, size(26), mark, size(12), fill=theme.mark, text_anchor="middle", font_weight="bold"),
        ]
        room -= box + size(8)
    for line in wrap(title or "", size(17), room)[:2]:
        y += size(20)
        parts.append(text(size(14), y, line, size(17), font_weight="bold"))
    for line in wrap(subtitle or "", size(12), room)[:2]:
        y += size(17)
        parts.append(text(size(14), y, line, size(12), fill=theme.muted))
    return parts, max(y + size(10), size(36) if mark else 0)


def _foot(
    source: str | None, snapshot_id: str | None, approval: str | None, width: float, height: float, size: _Sizes,
    theme: Theme, words: Mapping[str, str],
) -> tuple[list[str], float]:
    right = " · ".join(
        part for part in (f"{words['approval']}{approval}" if approval else "", f"{words['id']}{snapshot_id}" if snapshot_id else "") if part
    )
    lines = wrap(source or "", size(9.5), width - size(28))[:3]
    if right and lines and text_width(lines[-1], size(9.5)) + text_width(right, size(9.5)) < width - size(48):
        rows = len(lines)
    else:
        rows = len(lines) + bool(right)
    base = height - size(10)
    parts = [
        text(size(14), base - size(13) * (rows - 1 - i), line, size(9.5), fill=theme.muted) for i, line in enumerate(lines)
    ]
    if right:
        parts.append(text(width - size(14), base, right, size(9.5), fill=theme.muted, text_anchor="end"))
    return parts, base - size(13) * rows - size(6)


def _split(content: Legend | None, box: Box, size: _Sizes) -> tuple[Box, Box | None]:
    """Room for the map and, right of it or under it, for the legend."""
    left, top, right, bottom = box
    if content is None:
        return box, None
    if right - left >= 0.82 * (bottom - top) and right - left > 380:
        width = min(content.width(size.factor), 0.45 * (right - left))
        return (left, top, right - width - size(12), bottom), (right - width, top, right, bottom)
    height = content.height(size.factor, columns=2)
    return (left, top, right, bottom - height - size(8)), (left, bottom - height, right, bottom)


def _patterns(theme: Theme, ids: str, size: _Sizes) -> list[str]:
    """The hatch of "no data" and the scattered 示意 of illustrative areas."""
    hatch = el("path", d="M0,6L6,0", stroke=theme.border, stroke_width=0.8, fill="none")
    w, h = size(46), size(26)
    mark = [
        text(w * fx, h * fy, "示意", size(9), fill=theme.ink, fill_opacity=0.34) for fx, fy in ((0.05, 0.4), (0.55, 0.9))
    ]
    return [
        el("pattern", hatch, id=f"{ids}-hatch", width=6.0, height=6.0, patternUnits="userSpaceOnUse"),
        el("pattern", *mark, id=f"{ids}-mark", width=w, height=h, patternUnits="userSpaceOnUse"),
    ]


def _polygons(
    fitted: Fitted, records: Mapping[str, ValueRecord], scale: Scale, theme: Theme, lang: str, ids: str, *, tooltips: bool
) -> list[str]:
    parts = []
    dotted_last = sorted(fitted.shapes, key=lambda s: getattr(records.get(s.code), "grade", "") == "illustrative")
    for item in dotted_last:
        record, path = records.get(item.code), item.path
        known = record is not None and record.value is not None and record.ok
        fill = scale.colour(record.value) if known and record is not None else scale.no_data_colour
        dotted = known and record is not None and record.grade == "illustrative"
        outline: dict[str, object] = {
            "d": path, "fill": fill, "stroke": theme.ink if dotted else theme.border, "stroke_width": 1.3 if dotted else 0.8,
            "stroke_linejoin": "round", "stroke_dasharray": "1.3 2.6" if dotted else None,
        }
        if dotted:  # the neighbour's full line shows between the dots otherwise
            parts.append(el("path", d=path, fill="none", stroke=theme.paper, stroke_width=1.6))
        if tooltips:
            spoken = _spoken(item, record, lang)
            title = el("title", text_of(spoken))
            parts.append(el("path", title, **outline, class_="z", tabindex=0, role="img", aria_label=spoken, data_code=item.code))
        else:
            parts.append(el("path", **outline))
        pattern = "mark" if dotted else "" if known else "hatch"
        if pattern:
            parts.append(el("path", d=path, fill=f"url(#{ids}-{pattern})", pointer_events="none"))
    return parts


def short_name(properties: Mapping[str, Any], lang: str) -> str:
    """The name that goes on a map: 寻甸 / Xundian."""
    if lang == "en":
        return str(properties.get("short_en") or str(properties["name_en"]).split(" ")[0])
    return str(properties.get("short_zh") or properties["name_zh"])


def shown_value(record: ValueRecord | None, lang: str) -> str:
    """The number without its unit, or the status in words."""
    if record is None or not record.ok:
        return STATUSES[record.status if record else "no_data"][lang]
    return format_number(record.value, lang, decimals=record.decimals, signed=record.is_gap)


def _spoken(item: Shape, record: ValueRecord | None, lang: str) -> str:
    name = str(item.properties["name_en" if lang == "en" else "name_zh"])
    if record is None or not record.ok:
        return f"{name}: {shown_value(record, lang)}"
    value = format_value(record.value, record.unit(lang), lang, decimals=record.decimals, signed=record.is_gap)
    return f"{name}: {value} ({record.year}, {GRADES[record.grade][lang]})"


def _labels(
    fitted: Fitted, records: Mapping[str, ValueRecord], box: Box, size: _Sizes, theme: Theme, lang: str, *, values: bool,
    highlight: str | None,
) -> list[str]:
    name_size, value_size = size(12.5), size(11)
    lines: dict[str, Sequence[str]] = {}
    boxes = {}
    for item in fitted.shapes:
        name = short_name(item.properties, lang)
        value = clip(shown_value(records.get(item.code), lang), value_size, size(64)) if values else ""
        lines[item.code] = (name, value)
        boxes[item.code] = (
            max(text_width(name, name_size), text_width(value, value_size)) + 2, name_size * 1.1 + (value_size * 1.15 if value else 0)
        )
    parts: list[str] = []
    for code, place in place_labels(fitted.shapes, boxes, box).items():
        parts += _label(lines[code], place, boxes[code][1], name_size, value_size, theme, bold=code == highlight)
    return parts


def _label(
    lines: Sequence[str], place: Placed, height: float, name_size: float, value_size: float, theme: Theme, *, bold: bool
) -> list[str]:
    halo = {
        "text_anchor": "middle", "stroke": theme.halo, "stroke_width": name_size / 4.5, "stroke_linejoin": "round",
        "paint_order": "stroke", "pointer_events": "none", "stroke_opacity": 0.85,
    }
    parts = []
    if place.anchor:
        parts.append(el("line", x1=place.anchor[0], y1=place.anchor[1], x2=place.x, y2=place.y, stroke=theme.muted, stroke_width=0.8))
    y = place.y - height / 2 + name_size * 0.92
    parts.append(text(place.x, y, lines[0], name_size, font_weight="bold" if bold else None, **halo))
    if lines[1]:
        parts.append(text(place.x, y + value_size * 1.15, lines[1], value_size, **halo))
    return parts


def _scale_bar(fitted: Fitted, box: Box, size: _Sizes, theme: Theme, lang: str) -> list[str]:
    """A bar of a round number of kilometres, about a fifth of the map's width."""
    wanted = (box[2] - box[0]) / 5 * fitted.metres_per_unit / 1000
    km = max((k for k in NICE_KM if k <= max(wanted, 1)), default=1)
    length = km * 1000 / fitted.metres_per_unit
    x, y = box[0], box[3] - size(4)
    return [
        el("path", d=f"M{number(x)},{number(y - size(5))}v{number(size(5))}h{number(length)}v{number(-size(5))}", fill="none",
           stroke=theme.ink, stroke_width=1.2),
        text(x + length / 2, y - size(7), f"{km} km" if lang == "en" else f"{km} 千米", size(10), text_anchor="middle"),
    ]


def _north(box: Box, size: _Sizes, theme: Theme, word: str) -> list[str]:
    x, y, s = box[0] + size(12), box[1] + size(16), size(9)
    return [
        el("path", d=f"M{number(x)},{number(y)}l{number(s * 0.6)},{number(s * 2)}l{number(-s * 0.6)},{number(-s * 0.5)}"
           f"l{number(-s * 0.6)},{number(s * 0.5)}z", fill=theme.ink),
        text(x, y - size(4), word, size(11), text_anchor="middle", font_weight="bold"),
    ]
