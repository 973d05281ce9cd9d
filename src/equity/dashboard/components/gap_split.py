"""Why: for every facility service the way from local to non-local effective coverage, drawn and said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.figures.waterfall import PART_LABELS, Bar, axis_limit, waterfall
from equity.dashboard.parts import year_and_grade
from equity.headlines import split_sentence
from equity.indicators.split import FACTORS, RESIDENCE
from equity.say import STATUSES, UNROUNDED, Label, format_number, format_range, listed
from equity.settings import CENSUS_YEAR

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators
    from equity.indicators.split import GapSplit
    from equity.indicators.zones import Zone

FIGURE = Label(
    "{service}：从本地户籍到外来常住的有效覆盖率（%）",
    "{service}: effective coverage from local to non-local residents (%)",
)
READING = Label(
    "两端的柱是有效覆盖率（%），中间是各部分把外来常住的覆盖率拉低或拉高多少（个百分点）。",
    "The bars at the ends are effective coverage (%); those between show by how many percentage points each part lowers "
    "or raises the coverage of non-local residents.",
)
RANGES = Label("各数的区间：{}。", "Intervals: {}.")
NOT_DEFINED = Label("此处无法计算：", "Not defined here: ")


def gap_splits(indicators: Indicators, zone: Zone, lang: str) -> html.Div:
    """One card per facility service, the largest gap first."""
    definitions = indicators.registry.of_kind("facility")
    splits = {d.id: indicators.split(d.id, zone.code) for d in definitions}
    limit = axis_limit(tuple(splits.values()))
    order = sorted(definitions, key=lambda d: -abs(splits[d.id].gap or 0))
    cards = [
        html.Li(
            [
                html.Div(
                    [html.H3(d.label[lang]), year_and_grade(CENSUS_YEAR, splits[d.id].grade, lang)],
                    className="card-head",
                ),
                _figure(splits[d.id], d.label[lang], limit, lang),
                html.P(split_sentence(indicators, d.id, zone.code, lang), className="split-sentence"),
                html.P(_ranges(splits[d.id], lang), className="split-ranges"),
            ],
            className="card split-card"
            + (" is-illustrative" if splits[d.id].grade == "illustrative" else ""),
        )
        for d in order
    ]
    return html.Div(
        [
            html.Ul(cards, className="cards-grid split-grid"),
            html.P(
                f"{READING[lang]} {UNROUNDED[lang]}" if lang == "en" else READING.zh + UNROUNDED.zh,
                className="note",
            ),
        ]
    )


def _figure(split: GapSplit, service: str, limit: float, lang: str) -> Any:
    bars = waterfall(split)
    if not bars:
        return html.P(NOT_DEFINED[lang] + STATUSES[split.status][lang], className="split-empty")
    columns = [
        _column(bar, bars[n + 1] if n + 1 < len(bars) else None, limit, lang) for n, bar in enumerate(bars)
    ]
    spoken = (
        FIGURE[lang].format(service=service)
        + " "
        + listed(
            (f"{PART_LABELS[b.id][lang]} {format_number(b.value, lang, decimals=1)}" for b in bars), lang
        )
    )
    return html.Div(columns, className="waterfall", role="img", **{"aria-label": spoken})


def _ranges(split: GapSplit, lang: str) -> str:
    """How far each number of the figure may lie elsewhere, with the figure's signs; empty where all are exact."""
    said = []
    for name in ("local", *FACTORS, RESIDENCE, "non_local"):
        low, high = split.intervals.get(name, (0.0, 0.0))
        if name in {*FACTORS, RESIDENCE}:
            low, high = -high, -low
        ends = format_range(low, high, lang, decimals=1)
        if ends != format_range(low, low, lang, decimals=1):
            said.append(f"{PART_LABELS[name][lang]} {ends}")
    return RANGES[lang].format(listed(said, lang)) if said else ""


def _column(bar: Bar, following: Bar | None, limit: float, lang: str) -> html.Div:
    bottom, height = 100 * bar.low / limit, 100 * (bar.high - bar.low) / limit
    value = -bar.value if bar.is_part else bar.value
    kind = bar.id if not bar.is_part else "part" + (" part-up" if value > 0 else "")
    level = 100 * bar.end / limit
    inside: list[Any] = [
        html.Span(
            className=f"fall-bar fall-{kind}",
            style={"bottom": f"{bottom:.2f}%", "height": f"max({height:.2f}%, 2px)"},
        ),
        html.Span(
            format_number(value, lang, decimals=1, signed=bar.is_part),
            className="fall-value",
            style={"bottom": f"{bottom + height:.2f}%"},
        ),
    ]
    if following is not None:
        inside.append(html.Span(className="fall-link", style={"bottom": f"{level:.2f}%"}))
    return html.Div(
        [
            html.Div(inside, className="fall-plot"),
            html.Span(PART_LABELS[bar.id][lang], className="fall-name"),
        ],
        className="fall-column",
    )
