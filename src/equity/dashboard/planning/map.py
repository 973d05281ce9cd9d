"""The map of a plan: divisions by what changes, settlement points that gain or lose; facilities are put on by the browser."""

from typing import Any

from dash import html
from flask import Flask, Response

from equity.dashboard.figures.choropleth import POINTS, UNREACHED, choropleth
from equity.dashboard.maps.figure import names
from equity.dashboard.maps.layers import definition_of, layer_answer
from equity.dashboard.maps.legend import class_rows, legend_note
from equity.dashboard.planning.state import Planning
from equity.draw.scales import Scale, classes
from equity.draw.theme import theme
from equity.http.context import Context
from equity.indicators.records import ValueRecord
from equity.plans import PointChange
from equity.say import BASES_SHORT, GRADES, Voice, texts_of

TEXTS = texts_of(__name__)
MARKS = TEXTS["marks"]


def scale_of(planning: Planning) -> Scale:
    """What a plan moves is small beside the gaps of the city: a change has classes of its own."""
    page = planning.view
    return classes(planning.records(), theme=page.theme, lang=page.lang, common=planning.result is None)


def plan_figure(ctx: Context, planning: Planning) -> dict[str, Any]:
    page = planning.view
    figure = choropleth(
        planning.records(),
        scale_of(planning),
        {r.zone: card(planning, r) for r in planning.records()},
        shapes_url=ctx.shapes().url,
        names=names(ctx, page.voice),
        theme=page.theme,
        basemap=ctx.settings.basemap_style,
        view="plan",
    )
    for trace, opacity in ((POINTS, 0.95), (UNREACHED, 0.4)):
        figure["data"][trace]["marker"] |= {"opacity": opacity}
    return figure


def card(planning: Planning, record: ValueRecord) -> str:
    """Name, then both groups before and after, or as they are now; grade."""
    view, lines = planning.view, []
    voice = view.voice
    for basis in ("non_local", "local", "gap"):
        if planning.result:
            row = next(
                r for r in planning.result.rows(planning.service, "effective", basis) if r.zone == record.zone
            )
            before, after = (
                voice.number(f.value, decimals=1) if f.value is not None else voice.status(f.status)
                for f in (row.before, row.after)
            )
            lines.append(voice(TEXTS.moves, group=BASES_SHORT[basis], before=before, after=f"<b>{after}</b>"))
        else:
            now = view.indicators.value(planning.view.query.but(basis=basis), record.zone)
            lines.append(f"{voice(BASES_SHORT[basis])} <b>{voice.record(now)}</b>")
    return "<br>".join([f"<b>{view.name(record.zone)}</b>", *lines, voice(GRADES[record.grade])])  # fmt: skip


def point_layer(planning: Planning) -> dict[str, Any]:
    """Settlement points that gain or lose, as the map takes them: columns of equal length."""
    points = planning.result.points if planning.result else ()
    moved = [p for p in points if p.service == planning.service and _gain(p)]
    colours, voice = theme(planning.view.theme), planning.view.voice
    return {
        "lon": [round(p.lon, 5) for p in moved],
        "lat": [round(p.lat, 5) for p in moved],
        "text": [_point(p, voice) for p in moved],
        "size": [round(min(max(p.people**0.5 / 20, 5.0), 18.0), 1) for p in moved],
        "color": [colours["gains" if _gain(p) > 0 else "loses"] for p in moved],
    }


def _gain(point: PointChange) -> float:
    return (point.reached_after - point.reached_before) or (point.adequacy_after - point.adequacy_before)


def _point(point: PointChange, voice: Voice) -> str:
    a, b = (voice.number(100 * v) for v in (point.adequacy_before, point.adequacy_after))
    lines = [voice(TEXTS.here, n=voice.number(point.people)), voice(TEXTS.adequacy, a=a, b=b)]
    if point.reached_before != point.reached_after:
        lines.insert(1, f"<b>{voice(TEXTS.now_in_reach if point.reached_after else TEXTS.no_longer)}</b>")
    return "<br>".join(lines)


def register_facility_route(server: Flask, ctx: Context) -> None:
    @server.get("/geo/facilities/<service>.<version>.json")
    def facilities(service: str, version: str) -> Response:
        """Every facility of a service with a place: id, name, capacity, degrees; columns of equal length."""
        indicators = ctx.indicators
        definition_of(indicators, service)
        frame = indicators.facilities(service)
        body = {
            "id": list(frame["facility_id"]),
            "name": [n if isinstance(n, str) else "" for n in frame["name_zh"]],
            "capacity": [None if c != c else float(c) for c in frame["capacity"]],
            "lon": [round(float(v), 6) for v in frame["lon"]],
            "lat": [round(float(v), 6) for v in frame["lat"]],
        }
        return layer_answer(body, version, indicators.data_version)


def legend(planning: Planning) -> list[Any]:
    """Classes from high to low, then what has no value, then the marks."""
    voice, records, scale = planning.view.voice, planning.records(), scale_of(planning)
    title = TEXTS.change if planning.result else TEXTS.now
    held = [0] * len(scale.labels)
    for r in records:
        if r.ok and r.value is not None:
            held[scale.index(r.value)] += 1
    rows = class_rows(records, scale.colours, scale.labels, held, [""] * len(held), voice)
    shown = MARKS if planning.result else {name: MARKS[name] for name in ("facility", "unreached")}
    rows += [
        legend_note(f"layer-mark layer-{mark}", voice(label), only="for-webgl")
        for mark, label in shown.items()
    ]
    unit = records[0].unit(voice.lang) if records else ""
    said = voice(title, group=BASES_SHORT[planning.basis], unit=unit)
    heads = [html.Span(said), html.Span(voice(TEXTS.divisions), className="legend-heads")]
    return [
        html.Div(
            [html.P(heads, className="legend-title"), html.Ul(rows, className="legend-rows")],
            className="legend-body",
        )
    ]
