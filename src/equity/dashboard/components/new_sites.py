"""Where: for every facility service the places that would bring the most residents of the zone within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.components.words import link, table
from equity.dashboard.parts import grade_chip
from equity.errors import UserError
from equity.say import Label, format_number

if TYPE_CHECKING:
    from equity.http.view import PageView
    from equity.indicators.compute import Indicators
    from equity.indicators.siting import Site, Siting
    from equity.indicators.zones import Zone

COUNT = 3
MOST_PAIRS = 20_000  # a fifth of a second; for denser points there is `equity sites`
SERVICE = Label("服务", "Service")
NOW = Label("现在可达", "Within reach now")
THEN = Label("新增三处后", "With three sites")
PLACES = Label("放在哪里（新增可达）", "Where (newly within reach)")
NONE = Label("所有人都已在半径内", "Everyone is within reach")


def new_sites(indicators: Indicators, view: PageView, zone: Zone) -> Any:
    """One row per service with a radius, the one that would gain most first."""
    lang, found, said = view.lang, [], []
    for d in indicators.registry.of_kind("facility"):
        try:
            found.append(indicators.siting(d.id, zone.code, "resident", COUNT, MOST_PAIRS))
        except UserError as error:
            said.append(html.P(f"{d.label[lang]} · {error.message(lang)}", className="note"))
    rows = [_row(indicators, view, zone, s) for s in sorted(found, key=lambda s: s.reach - _reach_then(s))]
    headers = [SERVICE[lang], NOW[lang], THEN[lang], PLACES[lang]]
    return html.Div([table(headers, rows, numeric=(1, 2), class_name="sites-table") if rows else None, *said])


def _row(indicators: Indicators, view: PageView, zone: Zone, found: Siting) -> list[Any]:
    lang, service = view.lang, indicators.registry[found.service]
    name = link(
        view,
        service.label[lang],
        "/",
        service=found.service,
        measure="reach",
        basis="non_local",
        zone=zone.code,
    )
    return [
        [
            html.Span(name, className="service-name"),
            html.Span(grade_chip(found.grade, lang), className="cell-foot"),
        ],
        f"{found.reach:.1f}%",
        f"{_reach_then(found):.1f}%",
        html.Ol([html.Li(_place(site, found, lang)) for site in found.sites]) if found.sites else NONE[lang],
    ]


def _place(site: Site, found: Siting, lang: str) -> str:
    gain = format_number(site.gain, lang, decimals=0)
    unit = found.unit[lang] if lang == "zh" else f" {found.unit[lang]}"
    if lang == "zh":
        return f"{site.name_zh or site.point_id}（+{gain}{unit}）"
    return f"{site.point_id} (+{gain}{unit})"


def _reach_then(found: Siting) -> float:
    return found.sites[-1].reach if found.sites else found.reach
