"""The map of the divisions as one standalone SVG: for pages without WebGL, embeds and documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from equity.draw.scales import Scale, classes
from equity.draw.svg_base import THEMES, Theme, clip, document, el, number, text, text_of, text_width
from equity.draw.svg_frame import Sizes, draw_foot, draw_head, draw_north, draw_patterns, draw_scale_bar
from equity.draw.svg_geometry import Box, Fitted, Placed, Shape, fit, place_labels
from equity.draw.svg_legend import Legend, draw_legend, legend_of
from equity.indicators.records import ValueRecord
from equity.say import GRADES, STATUSES, format_number, format_value

WORDS = {
    "zh": {
        "mark": "示意数据",
        "north": "北",
        "map": "昆明市各区县地图",
        "approval": "审图号：",
        "id": "编号 ",
    },
    "en": {
        "mark": "Illustrative data",
        "north": "N",
        "map": "Map of Kunming by division",
        "approval": "Map approval no. ",
        "id": "ID ",
    },
}


def svg_map(
    records: Iterable[ValueRecord],
    geometry: Mapping[str, Any],
    *,
    lang: str,
    theme: str = "light",
    width: float = 900,
    height: float = 700,
    title: str | None = None,
    subtitle: str | None = None,
    legend: bool = True,
    scale_bar: bool = True,
    north_arrow: bool = True,
    source_line: str | None = None,
    snapshot_id: str | None = None,
    approval: str | None = None,
    highlight: str | None = None,
    tooltips: bool = False,
    values: bool = True,
    scale: Scale | None = None,
    ids: str = "m",
) -> str:
    """Draw value records (one per division) on division polygons.

    ``geometry`` is the GeoJSON FeatureCollection of the divisions (EPSG:4326, ``code``, ``short_zh``,
    ``name_en``), drawn in
    EPSG:4543. ``width`` and ``height`` are CSS pixels. A division without a record counts as no data (grey,
    hatched);
    an illustrative one has a dotted outline and the mark 示意 all over its area. ``highlight`` is the code of
    a division to
    outline. With ``tooltips`` every division takes keyboard focus and has its values as a title. ``ids``
    prefixes element
    ids, for several drawings in one page. All text is escaped; the result refers to nothing outside itself.
    """
    by_zone = {r.zone: r for r in records}
    colours = THEMES[theme]
    scale = scale or classes(tuple(by_zone.values()), theme=theme, lang=lang)
    size, words = Sizes.of(width, height), WORDS["en" if lang == "en" else "zh"]
    illustrative = any(r.ok and r.grade == "illustrative" for r in by_zone.values())
    title_parts, top = draw_head(title, subtitle, width, size, colours, words["mark"] if illustrative else "")
    foot_parts, bottom = draw_foot(source_line, snapshot_id, approval, width, height, size, colours, words)
    content = legend_of(by_zone.values(), scale, lang) if legend else None
    map_box, legend_at = _split(content, (size(14), top, width - size(14), bottom), size)
    fitted = fit(geometry, map_box)
    parts = [
        el("defs", *draw_patterns(colours, ids, size)),
        *title_parts,
        *_polygons(fitted, by_zone, scale, colours, lang, ids, tooltips=tooltips),
    ]
    if highlight:
        parts += [
            el(
                "path",
                d=s.path,
                fill="none",
                stroke=colours.accent,
                stroke_width=size(3),
                stroke_linejoin="round",
            )
            for s in fitted.shapes
            if s.code == highlight
        ]
    parts += _labels(fitted, by_zone, map_box, size, colours, lang, values=values, highlight=highlight)
    if content and legend_at:
        parts += draw_legend(content, legend_at, size.factor, colours, f"url(#{ids}-hatch)")
    if scale_bar:
        parts += draw_scale_bar(fitted, map_box, size, colours, lang)
    if north_arrow:
        parts += draw_north(map_box, size, colours, words["north"])
    style = (
        f".z:hover,.z:focus{{stroke:{colours.accent};stroke-width:{number(size(3))};outline:none}}"
        if tooltips
        else ""
    )
    described = ";".join(_spoken(s, by_zone.get(s.code), lang) for s in fitted.shapes)
    drawing = document(
        [*parts, *foot_parts],
        width=width,
        height=height,
        lang=lang,
        label=title or words["map"],
        description=described,
        theme=colours,
        style=style,
        ids=ids,
    )
    return drawing.replace('role="img"', 'role="group"', 1) if tooltips else drawing


def _split(content: Legend | None, box: Box, size: Sizes) -> tuple[Box, Box | None]:
    """Room for the map and, right of it or under it, for the legend."""
    left, top, right, bottom = box
    if content is None:
        return box, None
    if right - left >= 0.82 * (bottom - top) and right - left > 380:
        width = min(content.width(size.factor), 0.45 * (right - left))
        return (left, top, right - width - size(12), bottom), (right - width, top, right, bottom)
    height = content.height(size.factor, columns=2)
    return (left, top, right, bottom - height - size(8)), (left, bottom - height, right, bottom)


def _polygons(
    fitted: Fitted,
    records: Mapping[str, ValueRecord],
    scale: Scale,
    theme: Theme,
    lang: str,
    ids: str,
    *,
    tooltips: bool,
) -> list[str]:
    parts = []
    dotted_last = sorted(
        fitted.shapes, key=lambda s: getattr(records.get(s.code), "grade", "") == "illustrative"
    )
    for item in dotted_last:
        record, path = records.get(item.code), item.path
        known = record is not None and record.value is not None and record.ok
        fill = scale.colour(record.value) if known and record is not None else scale.no_data_colour
        dotted = known and record is not None and record.grade == "illustrative"
        outline: dict[str, object] = {
            "d": path,
            "fill": fill,
            "stroke": theme.ink if dotted else theme.border,
            "stroke_width": 1.3 if dotted else 0.8,
            "stroke_linejoin": "round",
            "stroke_dasharray": "1.3 2.6" if dotted else None,
        }
        if dotted:  # the neighbour's full line shows between the dots otherwise
            parts.append(el("path", d=path, fill="none", stroke=theme.paper, stroke_width=1.6))
        if tooltips:
            spoken = _spoken(item, record, lang)
            title = el("title", text_of(spoken))
            parts.append(
                el(
                    "path",
                    title,
                    **outline,
                    class_="z",
                    tabindex=0,
                    role="img",
                    aria_label=spoken,
                    data_code=item.code,
                )
            )
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
    value = format_value(
        record.value, record.unit(lang), lang, decimals=record.decimals, signed=record.is_gap
    )
    return f"{name}: {value} ({record.year}, {GRADES[record.grade][lang]})"


def _labels(
    fitted: Fitted,
    records: Mapping[str, ValueRecord],
    box: Box,
    size: Sizes,
    theme: Theme,
    lang: str,
    *,
    values: bool,
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
            max(text_width(name, name_size), text_width(value, value_size)) + 2,
            name_size * 1.1 + (value_size * 1.15 if value else 0),
        )
    parts: list[str] = []
    for code, place in place_labels(fitted.shapes, boxes, box).items():
        parts += _label(
            lines[code], place, boxes[code][1], name_size, value_size, theme, bold=code == highlight
        )
    return parts


def _label(
    lines: Sequence[str],
    place: Placed,
    height: float,
    name_size: float,
    value_size: float,
    theme: Theme,
    *,
    bold: bool,
) -> list[str]:
    halo = {
        "text_anchor": "middle",
        "stroke": theme.halo,
        "stroke_width": name_size / 3.8,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
        "pointer_events": "none",
        "stroke_opacity": 0.92,
    }
    parts = []
    if place.anchor:
        parts.append(
            el(
                "line",
                x1=place.anchor[0],
                y1=place.anchor[1],
                x2=place.x,
                y2=place.y,
                stroke=theme.muted,
                stroke_width=0.8,
            )
        )
    y = place.y - height / 2 + name_size * 0.92
    parts.append(text(place.x, y, lines[0], name_size, font_weight="bold" if bold else None, **halo))
    if lines[1]:
        parts.append(text(place.x, y + value_size * 1.15, lines[1], value_size, **halo))
    return parts
