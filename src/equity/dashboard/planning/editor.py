"""What the browser needs to draw the list of changes: the plans, what can be chosen, and what is wrong with each change."""

import statistics
from typing import Any

from dash import html

from equity.dashboard.figures.choropleth import CIRCLES, TRACES
from equity.dashboard.planning.state import Planning, planned_services
from equity.http.context import Context
from equity.http.plans import ARGS, change_of
from equity.indicators.compute import Indicators
from equity.query import GAP
from equity.say import Voice, texts_of
from equity.views.plans import changes_table, sentences_of

WORDS = texts_of(__name__)["words"]


def editor_state(ctx: Context, planning: Planning) -> dict[str, Any]:
    """A few kilobytes. ``texts``: every plan of the address by its argument, as compact JSON; ``problems``: by change, from 1."""
    indicators, voice, result = ctx.indicators, planning.view.voice, planning.result
    said = planning.view.voice
    return {
        "arg": planning.arg,
        "args": list(ARGS),
        "texts": {p.arg: p.plan.compact() for p in planning.plans if p.plan},
        "service": planning.service,
        "basis": planning.basis,
        "group": "resident" if planning.basis == GAP else planning.basis,
        "version": indicators.data_version,
        "services": [_service(indicators, d.id, voice) for d in planned_services(indicators)],
        "plots": len(indicators.library.table("candidate_plots")),
        "divisions": [{"code": z.code, "label": z.short(voice.lang)} for z in indicators.zones("division")],
        "places": {f.change: said.names([*filter(None, [_zone(planning, f.division_after or f.division_before)])]) for f in result.facilities}
        if result
        else {},
        "problems": [
            {"change": change_of(p), "field": p.field, "text": p.en if not voice.zh else p.zh}
            for p in (planning.chosen.problems if planning.chosen else ())
        ],
        "spoken": _spoken(planning),
        "traces": {"traces": TRACES, "circles": CIRCLES},
        "words": {name: voice(label) for name, label in WORDS.items()},
    }  # fmt: skip


def _service(indicators: Indicators, service: str, voice: Voice) -> dict[str, Any]:
    """Name, unit of capacity, and the capacity that a new facility begins with: the middle one of those there are."""
    definition = indicators.registry[service]
    known = [float(c) for c in indicators.facilities(service)["capacity"].dropna()]
    usual = statistics.median(known) if known else 1.0
    return {
        "id": service,
        "label": voice(definition.label),
        "unit": voice(definition.unit),
        "usual": float(f"{usual:.2g}"),
        "ruled": definition.eligibility is not None,
    }


def _zone(planning: Planning, code: str | None) -> str:
    return planning.view.short(code) if code else ""


def _spoken(planning: Planning) -> str:
    """What a screen reader is told when the plan has changed."""
    return sentences_of(planning.view, planning.result, planning.service)[0].text if planning.result else ""


def written_list(planning: Planning) -> list[html.Li]:
    """The changes in words."""
    result = planning.chosen.result if planning.chosen else None
    if result is None:
        return []
    rows = changes_table(planning.view, result).without("number").rows
    gap = " · "
    return [html.Li(gap.join(cell.text for cell in row if cell.text != "—")) for row in rows]
