"""Who lives here and who is registered here, as one bar."""

from __future__ import annotations

from collections.abc import Mapping

from equity.draw.palette import SIDES
from equity.draw.svg_base import THEMES, Theme, document, el, text, text_width
from equity.draw.svg_chart_parts import MARGIN, draw_foot, draw_head
from equity.indicators.records import ValueRecord
from equity.say import BASES, format_number

GROUPS = ("absent", "local", "non_local")


def svg_people(
    population: Mapping[str, ValueRecord],
    *,
    lang: str,
    theme: str = "light",
    width: float = 640,
    title: str | None = None,
    source_line: str | None = None,
    snapshot_id: str | None = None,
    ids: str = "p",
) -> str:
    """The three disjoint groups in one bar (absent | local | non-local), with brackets over residents and
    registered people.
    """
    colours = THEMES[theme]
    persons = {g: (population[g].value or 0.0) if population[g].ok else 0.0 for g in GROUPS}
    total = sum(persons.values()) or 1.0
    head, y = draw_head(title, "", width, colours)
    inner, x, edges = width - 2 * MARGIN, MARGIN, {}
    bar_top = y + 34
    parts = [*head]
    for group, count in persons.items():
        span = inner * count / total
        edges[group] = (x, x + span)
        if span > 0:
            parts.append(
                el(
                    "rect",
                    x=x,
                    y=bar_top,
                    width=max(span, 0.8),
                    height=30.0,
                    fill=SIDES[theme][group],
                    stroke=colours.paper,
                )
            )
        x += span
    for groups, whole, above in (
        (("local", "non_local"), "resident", True),
        (("absent", "local"), "registered", False),
    ):
        parts += _bracket(
            edges[groups[0]][0],
            edges[groups[1]][1],
            bar_top,
            population[whole],
            whole,
            lang,
            colours,
            above=above,
        )
    legend_y = bar_top + 82
    at = MARGIN
    for group in persons:
        label = f"{BASES[group][lang]} {_words(population[group], lang)}"
        if at > MARGIN and at + 18 + text_width(label, 11.5) > width - MARGIN:
            at, legend_y = MARGIN, legend_y + 18
        parts += [
            el("rect", x=at, y=legend_y - 10, width=12.0, height=12.0, fill=SIDES[theme][group]),
            text(at + 17, legend_y, label, 11.5),
        ]
        at += 36 + text_width(label, 11.5)
    foot, height = draw_foot(source_line, snapshot_id, legend_y + 12, width, lang, colours)
    label = title or ("人口构成" if lang == "zh" else "Population groups")
    described = ";".join(f"{BASES[g][lang]} {_words(population[g], lang)}" for g in population)
    return document(
        [*parts, *foot],
        width=width,
        height=height,
        lang=lang,
        label=label,
        description=described,
        theme=colours,
        ids=ids,
    )


def _words(record: ValueRecord, lang: str) -> str:
    unit = " persons" if lang == "en" else " 人" if (record.value or 0) < 1e4 else "人"
    return format_number(record.value, lang) + unit


def _bracket(
    x0: float,
    x1: float,
    bar_top: float,
    record: ValueRecord,
    basis: str,
    lang: str,
    theme: Theme,
    *,
    above: bool,
) -> list[str]:
    y, tick = (bar_top - 6, -5) if above else (bar_top + 36, 5)
    label = f"{BASES[basis][lang]} {_words(record, lang)}"
    half = text_width(label, 12) / 2
    return [
        el(
            "path",
            d=f"M{x0:.1f},{y:.1f}v{tick}H{x1:.1f}v{-tick}",
            fill="none",
            stroke=theme.ink,
            stroke_width=1.2,
        ),
        text(
            max((x0 + x1) / 2, x0 + half + 2) if above else max((x0 + x1) / 2, MARGIN + half),
            y + (-10 if above else 20),
            label,
            12,
            text_anchor="middle",
            font_weight="bold",
        ),
    ]
