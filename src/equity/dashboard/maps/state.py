"""One view of a map page as data: the records of each side, scale, legend, table rows, key figures, sentence.

The browser draws table, legend and key figures from this (assets/overview.js): a change of indicator is one
small answer. Rows are lists in the order of ``ROW``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equity.dashboard.maps.catalogue import SHORT_BASES
from equity.dashboard.maps.hover import people_column
from equity.dashboard.parts import interval_ends
from equity.draw.scales import Scale, classes
from equity.http.view import PageView, sortable
from equity.indicators.citations import cite_briefly
from equity.indicators.records import ValueRecord, supply_years
from equity.indicators.registry import BASELINE
from equity.indicators.resolve import SCENARIO_FAMILIES
from equity.indicators.units import concerned
from equity.query import GAP, Query
from equity.say import GRADES, STATUSES, Label, format_concerned, format_number, listed
from equity.settings import CITY_CODE
from equity.views.classes import has_common_classes

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

ROW = ("code", "rank", "range", "a", "b", "a_text", "b_text", "value", "text", "grade", "class")
# Which population a side stands for, in drawing order: the one that is usually worse off first.
ORDER = ("resident", "non_local", "registered", "local", "value")
HIGHEST = Label("最高", "Highest")
LOWEST = Label("最低", "Lowest")
CITY = Label("全市", "City")
GAP_OF = Label("差距（全市）", "Gap, city")
CONCERNED = Label("涉及：{}", "Concerns: {}")
RANGE = Label(
    "名次旁的小字是名次可能的范围，由各区县数值的区间得出。",
    "Small figures beside a rank: the range it may take, from the intervals of the divisions.",
)
RANGES = {
    "access": Label(
        "名次旁的小字是名次可能的范围，由各区县自身的区间和其他计算情景得出。",
        "Small figures beside a rank: the range it may take, from the divisions' own intervals and the other scenarios.",
    ),
    "composite": Label(
        "名次旁的小字是名次可能的范围，由各区县自身的区间、其他计算情景和其他权重得出。",
        "Small figures beside a rank: the range it may take, from the divisions' own intervals, the other scenarios and other weights.",
    ),
}
RANGE_IN_SCENARIO = Label(
    "名次旁的小字（如有）是名次可能的范围，只计各区县自身的区间，不含其他情景；完整的范围见基准情景。",
    "Small figures beside a rank (if any): the range it may take, from the divisions' own intervals only, without the other "
    "scenarios; "
    "the baseline has the whole range.",
)
YEAR = Label("{} 年", "{}")
SOURCES = Label("来源", "Sources")
# The table of the data page that a service rests on first.
TABLE_OF_KIND = {
    "total": "totals",
    "facility": "facilities",
    "condition": "conditions",
    "population": "division_population",
    "composite": "facilities",
}
ATTACHED = {"%": "%", "‰": "‰", "pp": "\u00a0pp"}  # units that stay on the line of their number


@dataclass(frozen=True, slots=True)
class MapState:
    """The records behind one view: ``sides`` of the measure, ``shown`` on the chosen basis."""

    query: Query
    shown: tuple[ValueRecord, ...]
    sides: Mapping[str, tuple[ValueRecord, ...]]
    gap: tuple[ValueRecord, ...]
    city: Mapping[str, ValueRecord]
    scale: Scale

    @property
    def illustrative(self) -> bool:
        return any(r.ok and r.grade == "illustrative" for r in self.shown)

    @property
    def cards(self) -> dict[str, tuple[ValueRecord, ...]]:
        """What the hover card lists: both sides and the gap, or the one side."""
        return dict(self.sides) | ({GAP: self.gap} if self.gap else {})


def read_state(
    indicators: Indicators, query: Query, *, theme: str, lang: str, scale: str = "common"
) -> MapState:
    """Everything one view needs, from the facade."""
    query = query.but(level="division")
    measure = indicators.registry.measures[query.measure]
    ordered = sorted(measure.sides, key=ORDER.index)
    shown = indicators.values(query)
    bases = [*ordered, *([GAP] if measure.gap else [])]
    return MapState(
        query=query,
        shown=shown,
        sides={side: indicators.values(query.but(basis=side)) for side in ordered},
        gap=indicators.values(query.but(basis=GAP)) if measure.gap else (),
        city={b: indicators.value(query.but(basis=b, level="city"), CITY_CODE) for b in bases},
        scale=classes(shown, theme=theme, lang=lang, common=scale == "common"),
    )


def table_rows(state: MapState, lang: str) -> list[list[Any]]:
    """One row per division, in code order."""
    sides = list(state.sides.values())
    first, second = sides[0], sides[1] if len(sides) > 1 else (None,) * len(sides[0])
    rows = []
    for r, a, b in zip(state.shown, first, second, strict=True):
        moving = r.rank_low is not None and r.rank_low != r.rank_high
        rows.append(
            [
                r.zone,
                r.rank,
                f"{r.rank_low}–{r.rank_high}" if moving else "",
                _plain(a),
                _plain(b),
                _number(a, lang),
                _number(b, lang),
                _plain(r),
                _number(r, lang, signed=r.is_gap),
                r.grade if r.ok else "",
                state.scale.index(r.value) if r.ok and r.value is not None else -1,
            ]
        )
    return rows


def legend(state: MapState, lang: str) -> dict[str, Any]:
    """Classes from high to low: colour, limits, divisions, people or households concerned; then what has no value."""
    known = [(state.scale.index(r.value), r) for r in state.shown if r.ok and r.value is not None]
    held = [[r for k, r in known if k == i] for i in range(len(state.scale.colours))]
    counted = state.shown[0].concerned_unit(lang) if state.shown else ""
    unit, people = people_column([sum(r.persons or 0.0 for r in records) for records in held], counted, lang)
    entries = [
        [state.scale.colours[i], state.scale.labels[i], len(held[i]), people[i] if held[i] else ""]
        for i in reversed(range(len(held)))
    ]
    missing = [
        [STATUSES[status][lang], sum(r.status == status for r in state.shown)]
        for status in dict.fromkeys(r.status for r in state.shown if not r.ok)
    ]
    return {
        "entries": entries,
        "missing": missing,
        "unit": state.shown[0].unit(lang),
        "peopleUnit": unit,
        "gap": state.scale.diverging,
    }


def class_total(held: Sequence[ValueRecord], lang: str) -> str:
    """How many people or households live in the divisions of a class; the head of the legend says whom it counts."""
    if not held:
        return ""
    unit = held[0].concerned_unit("zh") if lang == "zh" else ""
    return format_concerned(sum(r.persons or 0.0 for r in held), unit, lang)


def key_figures(indicators: Indicators, state: MapState, lang: str) -> list[list[str]]:
    """Three figures (see `_key`): the city on each side, then its gap, or highest and lowest."""
    if len(state.city) == 3:
        return [
            _key(
                f"{CITY[lang]} · {SHORT_BASES[b][lang]}" if b != GAP else GAP_OF[lang],
                r,
                lang,
                signed=b == GAP,
            )
            for b, r in state.city.items()
        ]
    figures = [
        _key(CITY[lang] if b == "value" else f"{CITY[lang]} · {SHORT_BASES[b][lang]}", r, lang)
        for b, r in state.city.items()
    ]
    known = [r for r in state.shown if r.value is not None]
    for label, pick in ((HIGHEST, max), (LOWEST, min)):
        if known and len(figures) < 3:
            r = pick(known, key=lambda r: r.value or 0.0)
            figures.append(_key(f"{label[lang]} · {indicators.zone(r.zone).short(lang)}", r, lang))
    return figures


def as_data(indicators: Indicators, view: PageView, state: MapState, sentence: str) -> dict[str, Any]:
    """The state as JSON, a few kilobytes."""
    lang, query = view.lang, state.query
    definition, measure = indicators.registry[query.service], indicators.registry.measures[query.measure]
    label = measure.label_in(indicators.registry.scenarios[query.scenario])
    values = [v for records in state.sides.values() for r in records if (v := r.value) is not None]
    axis = [min(0.0, *values), max(values)] if values else [0.0, 1.0]
    grades = sorted({r.grade for r in (*state.shown, *state.city.values()) if r.ok})
    distance = indicators.distance_basis(query.service, query.scenario)
    return {
        "search": view.search(),
        "zone": view.zone,
        "title": f"{definition.label[lang]} · {label[lang]}",
        "meaning": measure.meaning[lang],
        "basis": query.basis,
        "gapMeaning": measure.gap_meaning[lang] if query.basis == GAP and measure.gap_meaning else "",
        "headline": sentence,
        "caveat": next((c[lang] for c in indicators.caveats(definition.id)), ""),
        "source": source_link(indicators, view, query),
        "keys": key_figures(indicators, state, lang),
        "sides": [[side, SHORT_BASES[side][lang], _city_mark(state, side, axis)] for side in state.sides],
        "unit": next(iter(state.sides.values()))[0].unit(lang),
        "range": axis,
        "columns": list(sortable(measure, query.basis)),
        "rows": table_rows(state, lang),
        "legend": legend(state, lang)
        | {
            "scale": view.presentation.scale if has_common_classes(state.shown) else "",
            "concerned": CONCERNED[lang].format(concerned(definition, measure, query.basis)[lang]),
        },
        "grades": {g: GRADES[g][lang] for g in grades},
        "distance": distance[lang] if distance and measure.family == "access" else "",
        "illustrative": state.illustrative,
        "baseline": query.scenario == BASELINE,
        "facility": definition.kind == "facility",
        "year": query.year,
        "supplyYears": supply_years(state.shown),
        "rankNote": rank_note(measure.family, query.scenario, state.shown)[lang],
    }


def source_link(indicators: Indicators, view: PageView, query: Query) -> dict[str, str]:
    """The way to where the figures come from: words, address on the data page, and the sources in short."""
    anchor = f"dataset-{TABLE_OF_KIND[indicators.registry[query.service].kind]}"
    return {
        "text": f"{SOURCES[view.lang]} ›",
        "title": listed(cite_briefly(indicators.sources(query), view.lang), view.lang, mark=";"),
        "href": f"{view.href('/data')}#{anchor}",
        "anchor": anchor,
    }


def rank_note(family: str, scenario: str, records: Sequence[ValueRecord]) -> Label:
    """What the range beside a rank comes from, or leaves out; nothing in the baseline where no rank has one."""
    if family in SCENARIO_FAMILIES and scenario != BASELINE:
        return RANGE_IN_SCENARIO
    if all(r.rank_low == r.rank_high for r in records):
        return Label("", "")
    return RANGES.get(family, RANGE)


def _city_mark(state: MapState, side: str, axis: Sequence[float]) -> float | None:
    """Where the city's line stands among its divisions; a total of the city has no place on their axis."""
    city = _plain(state.city[side])
    return city if city is not None and axis[0] <= city <= axis[1] else None


def _key(label: str, record: ValueRecord, lang: str, *, signed: bool = False) -> list[str]:
    """Label, number, unit, year with the interval, grade; per cent stays with its number, other units stand beside it."""
    unit = record.unit(lang) if record.ok else ""
    number = _number(record, lang, signed=signed)
    if unit in ATTACHED:
        number, unit = number + ATTACHED[unit], ""
    foot = " · ".join(part for part in (YEAR[lang].format(record.year), interval_ends(record, lang)) if part)
    return [label, number, unit, foot, record.grade if record.ok else ""]


def _plain(record: ValueRecord | None) -> float | None:
    return None if record is None or record.value is None else float(f"{record.value:.6g}")


def _number(record: ValueRecord | None, lang: str, *, signed: bool = False) -> str:
    if record is None:
        return ""
    if not record.ok:
        return STATUSES[record.status][lang]
    return format_number(record.value, lang, decimals=record.decimals, signed=signed)
