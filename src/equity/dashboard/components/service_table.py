"""Every service of a zone on both bases, beside its functional zone and the city; largest gaps first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.components.words import link
from equity.dashboard.figures.service_bars import Mark, axis_end, marks
from equity.dashboard.parts import grade_chip, icon, interval_line, value_text
from equity.headlines import ranked_gaps, with_standard
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.query import GAP, Basis, Query
from equity.say import BASES_SHORT, DOMAINS, Label, format_number, listed, worst_grade
from equity.settings import CENSUS_YEAR, CITY_CODE

if TYPE_CHECKING:
    from equity.http.view import PageView
    from equity.indicators.compute import Indicators
    from equity.indicators.zones import Zone

SIDES: tuple[Basis, ...] = ("resident", "registered")
HEAD = {
    "service": Label("服务", "Service"),
    "gap": Label("差距", "Gap"),
    "chart": Label("占标准的比例", "Share of the yardstick"),
}
BOTH_MET = Label("均达标", "both met")
YARDSTICK = Label("标准", "standard")
SUPPLY_OF = Label("供给为 {year} 年", "supply of {year}")
TICK = Label("短线：{name}（常住）", "Tick: {name} (residents)")
CITY_TICK = Label("三角：{name}（常住）", "Triangle: {name} (residents)")
STANDARD_LINE = Label("竖线：100%", "Line: 100 %")
BEYOND = Label("超出坐标", "past the end of the axis")


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """What the table says of one service, all from the facade."""

    definition: Definition
    rates: dict[str, ValueRecord]
    shares: dict[str, ValueRecord]
    gap: ValueRecord
    beside: dict[str, dict[str, ValueRecord]]

    @property
    def both_met(self) -> bool:
        """Whether neither basis is below the yardstick, so that the gap is none."""
        return all(s.ok and round(s.value or 0.0, s.decimals) >= 100 for s in self.shares.values())

    @property
    def grade(self) -> str:
        return worst_grade(*(r.grade for r in (*self.rates.values(), *self.shares.values(), self.gap)))


def service_rows(indicators: Indicators, zone: Zone) -> list[ServiceRow]:
    """One row per service with a stated standard, the largest gap first, those without one last."""
    order = {service: n for n, (service, _) in enumerate(ranked_gaps(indicators, zone.code))}
    definitions = with_standard(indicators)
    place = {d.id: order.get(d.id, len(order) + n) for n, d in enumerate(definitions)}
    return [_row(indicators, zone, d) for d in sorted(definitions, key=lambda d: place[d.id])]


def beside_of(zone: Zone) -> tuple[str, ...]:
    """Codes of the zones that a zone is set beside."""
    return (
        tuple(dict.fromkeys(c for c in (zone.functional_zone, CITY_CODE) if c and c != zone.code))
        if zone.code != CITY_CODE
        else ()
    )


def _row(indicators: Indicators, zone: Zone, d: Definition) -> ServiceRow:
    def both(measure: str, code: str) -> dict[str, ValueRecord]:
        return {side: indicators.value(Query(d.id, measure, side), code) for side in SIDES}

    share = share_measure(zone)
    gap = Query(d.id, "coverage", GAP)
    return ServiceRow(
        d,
        both("supply_rate", zone.code),
        both(share, zone.code),
        indicators.value(gap, zone.code),
        {code: both(share, code) for code in beside_of(zone)},
    )


def share_measure(zone: Zone) -> str:
    """Which share of the yardstick is shown: a division's own, or of several divisions what surplus does not hide."""
    return "coverage_uncapped" if zone.level == "division" else "coverage"


def table_key(indicators: Indicators, zone: Zone, lang: str) -> html.Ul:
    """What the marks of the table mean."""
    entries = [html.Li([html.Span(className=f"dot dot-{s}"), BASES_SHORT[s][lang]]) for s in SIDES]
    entries.append(html.Li([html.Span(className="key-line"), STANDARD_LINE[lang]]))
    for code in beside_of(zone):
        kind, label = ("key-city", CITY_TICK) if code == CITY_CODE else ("key-tick", TICK)
        name = indicators.zone(code).name(lang)
        entries.append(html.Li([html.Span(className=kind), label[lang].format(name=name)]))
    return html.Ul(entries, className="swatch-key")


def service_table(indicators: Indicators, view: PageView, zone: Zone) -> html.Div:
    lang, rows = view.lang, service_rows(indicators, zone)
    end = axis_end(r for row in rows for r in row.shares.values())
    beside = beside_of(zone)
    axis = html.Span(
        [
            html.Span(f"{tick}%", style={"left": f"{100 * tick / end:.2f}%"})
            for tick in (0, 50, 100, 150, 200, 300)
            if tick <= end and (end < 300 or tick % 100 == 0)
        ],
        className="axis-ticks",
        **{"aria-hidden": "true"},
    )
    headers = [
        html.Th(HEAD["service"][lang], scope="col"),
        *[
            html.Th([html.Span(className=f"dot dot-{s}"), BASES_SHORT[s][lang]], scope="col", className="num")
            for s in SIDES
        ],
        html.Th(
            [html.Span(HEAD["chart"][lang], className="axis-title"), axis],
            scope="col",
            className="chart-cell",
        ),
        html.Th(HEAD["gap"][lang], scope="col", className="num"),
        *[
            html.Th(
                indicators.zone(c).short(lang) if c == CITY_CODE else indicators.zone(c).name(lang),
                scope="col",
                className="num beside",
            )
            for c in beside
        ],
    ]
    body = [_service_line(indicators, view, row, end, beside) for row in rows]
    return html.Div(
        html.Table([html.Thead(html.Tr(headers)), html.Tbody(body)], className="table cards service-table"),
        className="table-frame",
        id="main-table",
    )


def _domain(d: Definition, lang: str) -> html.Span:
    return html.Span(icon(d.domain, size=16), title=DOMAINS[d.domain][lang], className="service-icon")


def _service_line(
    indicators: Indicators, view: PageView, row: ServiceRow, end: float, beside: tuple[str, ...]
) -> html.Tr:
    lang, d = view.lang, row.definition
    name = link(view, d.label[lang], "/", service=d.id, measure="coverage", basis=GAP, zone=row.gap.zone)
    against = YARDSTICK[lang]
    foot = [html.Span(f"{'对照' if lang == 'zh' else 'vs. '}{against}"), grade_chip(row.grade, lang)]
    supply_year = row.rates["resident"].supply_year
    if supply_year and supply_year != CENSUS_YEAR:
        foot.insert(1, html.Span(SUPPLY_OF[lang].format(year=supply_year)))
    cells = [
        html.Th(
            [
                html.Span([_domain(d, lang), name], className="service-name"),
                html.Span(foot, className="cell-foot"),
            ],
            scope="row",
        ),
        *[
            html.Td(
                [
                    html.Span(value_text(row.shares[s], lang), className="cell-main"),
                    html.Span(interval_line(row.shares[s], lang), className="cell-sub cell-interval"),
                    html.Span(
                        value_text(row.rates[s], lang) if row.rates[s].ok else "", className="cell-sub"
                    ),
                ],
                className="num",
                **{"data-label": BASES_SHORT[s][lang]},
            )
            for s in SIDES
        ],
        html.Td(dumbbell(row, end, beside, indicators, lang), className="chart-cell"),
        html.Td(
            _gap(row, lang),
            className="num",
            **{"data-label": HEAD["gap"][lang]},
        ),
        *[
            html.Td(
                [
                    html.Span(
                        [html.Span(className=f"dot dot-{s}"), value_text(row.beside[c][s], lang)],
                        className="pair",
                    )
                    for s in SIDES
                ],
                className="num beside",
                **{"data-label": indicators.zone(c).name(lang)},
            )
            for c in beside
        ],
    ]
    return html.Tr(cells, className="is-illustrative" if row.grade == "illustrative" else "")


def _gap(row: ServiceRow, lang: str) -> list[html.Span]:
    """The gap as defined, with its interval."""
    said = BOTH_MET[lang] if row.both_met else value_text(row.gap, lang, signed=True)
    return [
        html.Span(said, className="cell-main" + (" positive" if (row.gap.value or 0) > 0 else "")),
        html.Span("" if row.both_met else interval_line(row.gap, lang), className="cell-sub cell-interval"),
    ]


def dumbbell(row: ServiceRow, end: float, beside: tuple[str, ...], indicators: Indicators, lang: str) -> Any:
    """Both bases on the axis, joined; ticks for functional zone and city (residents); the line at 100 %."""
    points = marks([(s, row.shares[s]) for s in SIDES], end)
    ticks = marks([(c, row.beside[c]["resident"]) for c in beside], end)
    if not points:
        return html.Span("—", className="status-word")
    at = [p.position for p in points.values()]
    spoken = listed((f"{BASES_SHORT[s][lang]} {value_text(row.shares[s], lang)}" for s in SIDES), lang)
    dotted = " dotted" if row.grade == "illustrative" else ""
    parts: list[Any] = [
        html.Span(className="bell-standard", style={"left": f"{100 * 100 / end:.2f}%"}),
        *[
            html.Span(
                className="bell-city" if c == CITY_CODE else "bell-tick",
                style={"left": f"{t.position:.2f}%"},
                title=f"{indicators.zone(c).name(lang)} {format_number(t.value, lang, decimals=1)}%",
            )
            for c, t in ticks.items()
        ],
        html.Span(
            className="bell-line" + dotted,
            style={"left": f"{min(at):.2f}%", "width": f"{max(at) - min(at):.2f}%"},
        ),
        *[_point(p, lang) for p in points.values()],
    ]
    return html.Span(parts, className="bell", role="img", **{"aria-label": spoken})


def _point(point: Mark, lang: str) -> html.Span:
    beyond = {"title": BEYOND[lang]} if point.beyond else {}
    return html.Span(
        className=f"bell-point point-{point.id}" + (" beyond" if point.beyond else ""),
        style={"left": f"{point.position:.2f}%"},
        **beyond,
    )
