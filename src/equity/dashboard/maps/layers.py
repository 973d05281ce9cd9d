"""Point layers of the map, under addresses that name the data version: fetched once, kept by the browser."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import shapely
from flask import Flask, Response, abort, request

from equity.http.conditional import FOREVER
from equity.http.context import Context
from equity.http.request import asked_lang
from equity.http.routes import GEOJSON
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition, Reach
from equity.indicators.registry import BASELINE
from equity.indicators.roads import SHARES
from equity.say import GRADES, Voice, texts_of

TEXTS = texts_of(__name__)
PLACE_LAYERS = TEXTS["places"]
SHOWN = {
    "metro_stations": ("lines",),
    "tertiary_hospitals": ("level", "address"),
}  # columns on the card of a place


def facility_layer(frame: pd.DataFrame, definition: Definition, voice: Voice) -> dict[str, Any]:
    """Columns lon, lat (degrees), id and name, and the text of each facility's card."""
    unit = voice(definition.unit)
    texts = [
        f"<b>{_name(r.name_zh)}</b><br>{voice.number(r.capacity)} {unit}<br>{voice(GRADES[r.grade])}"
        for r in frame.itertuples()
    ]
    names = [
        r.name_zh if isinstance(r.name_zh, str) and r.name_zh else r.facility_id for r in frame.itertuples()
    ]
    placed = {"lon": _degrees(frame["lon"]), "lat": _degrees(frame["lat"])}
    return {**placed, "text": texts, "id": frame["facility_id"].tolist(), "name": names}


def _name(name: object) -> str:
    """What the register calls the facility, safe in the markup of a card; empty where it has no name."""
    return escape(name) if isinstance(name, str) else ""


def point_layer(frame: pd.DataFrame, voice: Voice, *, reached: bool, reach: Reach | None) -> dict[str, Any]:
    """Settlement points within, or not within, the radius of a facility; size is the root of the people. ``reach``: where a
    radius in minutes counts, as a way of some metres stands for so many of them.
    """
    frame = frame[frame["reached"].astype(bool) == reached]
    people = frame["local"] + frame["non_local"]
    texts = []
    for r in frame.itertuples():
        here = voice(TEXTS.live_here).format(voice.number(r.local), voice.number(r.non_local))
        known = r.nearest_m is not None and r.nearest_m == r.nearest_m
        near = _nearest(r.nearest_m, reach, voice) if known else voice(TEXTS.line_only) if r.line_only else ""
        first = "" if reached else f"<b>{voice(TEXTS.none_near)}</b>"
        texts.append("<br>".join(part for part in (first, here, near, voice(GRADES[r.grade])) if part))
    size = (people.clip(lower=0) ** 0.5 / 20).clip(lower=3 if reached else 4.5, upper=16)
    return {
        "lon": _degrees(frame["lon"]),
        "lat": _degrees(frame["lat"]),
        "text": texts,
        "size": [round(float(s), 1) for s in size],
    }


def _nearest(metres: float, reach: Reach | None, voice: Voice) -> str:
    if reach is None or not reach.minutes:
        return voice(TEXTS.nearest).format(f"{metres:,.0f}")
    return voice(TEXTS.nearest_minutes).format(f"{metres / reach.radius_m * reach.minutes:,.0f}")


def town_layer(frame: pd.DataFrame, unit: str, voice: Voice) -> dict[str, Any]:
    """Townships as circles: size is the root of the residents, colour the percent of them with a facility within reach."""
    people = frame["local"] + frame["non_local"]
    reach = (
        frame["local"] * frame["local_reach"].fillna(0)
        + frame["non_local"] * frame["non_local_reach"].fillna(0)
    ) / people.where(people > 0)
    texts = [
        "<br>".join(
            (
                f"<b>{_name(r.name_zh)}</b>",
                voice(TEXTS.live_here).format(voice.number(r.local), voice.number(r.non_local)),
                voice(TEXTS.reached).format(
                    *(_percent(v, voice) for v in (r.local_reach, r.non_local_reach))
                ),
                voice(TEXTS.stands_here).format(voice.number(r.facilities), voice.number(r.capacity), unit),
                voice(GRADES[r.grade]),
            )
        )
        for r in frame.itertuples()
    ]
    return _circles(frame, people, reach, texts)


def town_people_layer(frame: pd.DataFrame, voice: Voice) -> dict[str, Any]:
    """Townships that an office has counted, as circles: size is the root of the residents, colour the register coverage."""
    frame = frame[(frame["status"] == "ok") & frame["lon"].notna()]
    texts = [
        "<br>".join(
            (
                f"<b>{_name(r.name_zh)}</b>",
                voice(TEXTS.counted_here).format(
                    r.year, voice.number(r.resident), voice.number(r.registered)
                ),
                voice(TEXTS.covered).format(
                    _percent(r.register_coverage, voice), voice.number(r.beyond_register)
                ),
                voice(GRADES[r.grade]),
            )
        )
        for r in frame.itertuples()
    ]
    return _circles(frame, frame["resident"], frame["register_coverage"], texts)


def _circles(frame: pd.DataFrame, people: Any, percent: Any, texts: list[str]) -> dict[str, Any]:
    return {
        "lon": _degrees(frame["lon"]),
        "lat": _degrees(frame["lat"]),
        "text": texts,
        "size": [round(float(s), 1) for s in (people**0.5 / 14).clip(lower=6, upper=30)],
        "color": [round(float(v), 1) for v in percent.fillna(0)],
    }


def _percent(value: float | None, voice: Voice) -> str:
    return "—" if value is None or value != value else f"{voice.number(value, decimals=1)}%"


def place_layer(frame: pd.DataFrame, name: str, voice: Voice) -> dict[str, Any]:
    """Named places for orientation, neither supply nor demand: columns lon, lat (WGS-84 degrees) and the text of each card; with
    the name, sources and licences of the layer.
    """
    frame = frame.dropna(subset=["lon", "lat"])
    texts = []
    for row in frame.to_dict("records"):
        lines = [str(row[column]) for column in SHOWN[name] if row[column]] + [
            voice(TEXTS.as_of).format(row["as_of"])
        ]
        texts.append("<br>".join([f"<b>{escape(str(row['name_zh']))}</b>", *map(escape, lines)]))
    return {
        "name": voice(PLACE_LAYERS[name]),
        "lon": _degrees(frame["lon"]),
        "lat": _degrees(frame["lat"]),
        "text": texts,
        "sources": sorted(set(frame["source"])),
        "licences": sorted(set(frame["licence"])),
    }


def area_layer(areas: Mapping[float, shapely.Geometry]) -> dict[str, Any]:
    """Areas (degrees) as GeoJSON shapes, each with the share of the radius that it stands for; what is empty is left out."""
    shapes = [
        {
            "type": "Feature",
            "properties": {"share": round(share, 4)},
            "geometry": json.loads(shapely.to_geojson(area)),
        }
        for share, area in areas.items()
        if not area.is_empty
    ]
    return {"type": "FeatureCollection", "features": shapes}


def definition_of(indicators: Indicators, service: str) -> Definition:
    """The service of an address; 404 for one without facilities."""
    definition = indicators.registry.get(service)
    if definition is None or definition.kind != "facility":
        abort(404)
    return definition


def layer_answer(
    body: dict[str, Any], version: str, current: str, mimetype: str = "application/json"
) -> Response:
    """Kept for ever under the address of the data version that is ``current``."""
    cache = FOREVER if version == current else "no-cache"
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, mimetype=mimetype, headers={"Cache-Control": cache})


def register_layer_routes(server: Flask, ctx: Context) -> None:
    @server.get("/geo/layers/<service>.<version>.json")
    def layers(service: str, version: str) -> Response:
        """Facilities and settlement points of one service; ``?lang=en`` for English cards."""
        indicators = ctx.indicators
        definition = definition_of(indicators, service)
        lang = asked_lang()
        points = indicators.points(service)
        timed = definition.reach if indicators.bases.get(service) == "roads" else None
        body = {
            "facilities": facility_layer(indicators.facilities(service), definition, Voice(lang)),
            "points": point_layer(points, Voice(lang), reached=True, reach=timed),
            "unreached": point_layer(points, Voice(lang), reached=False, reach=timed),
        }
        return layer_answer(body, version, indicators.data_version)

    @server.get("/geo/layers/towns/<service>.<version>.json")
    def towns(service: str, version: str) -> Response:
        """Townships as circles, with what they add up to for one service, or what offices have counted there of the population;
        ``?lang=en`` for English cards."""
        indicators, lang = ctx.indicators, asked_lang()
        asked = indicators.registry.get(service)
        if asked is not None and asked.kind == "population":
            counted = town_people_layer(indicators.township_people, Voice(lang))
            return layer_answer(counted, version, indicators.data_version)
        definition = definition_of(indicators, service)
        body = town_layer(indicators.townships(service), definition.unit[lang], Voice(lang))
        return layer_answer(body, version, indicators.data_version)

    @server.get("/geo/layers/places/<name>.<version>.json")
    def places(name: str, version: str) -> Response:
        """The named places of one layer; ``?lang=en`` for English cards."""
        if name not in PLACE_LAYERS:
            abort(404)
        indicators = ctx.indicators
        body = place_layer(indicators.library.table(name), name, Voice(asked_lang()))
        return layer_answer(body, version, indicators.data_version)

    @server.get("/geo/circles/<service>.<version>.geojson")
    def circles(service: str, version: str) -> Response:
        """What lies within the radius of any facility, or of ``?facility=`` within a third, two thirds and all of it; ``?scenario=`` as
        on the page."""
        indicators = ctx.indicators
        definition_of(indicators, service)
        scenario, facility = request.args.get("scenario", BASELINE), request.args.get("facility", "")
        if scenario not in indicators.registry.scenarios:
            abort(404)
        shares = SHARES if facility else SHARES[-1:]
        areas = {share: indicators.reach_area(service, scenario, facility, share) for share in shares}
        return layer_answer(area_layer(areas), version, indicators.data_version, GEOJSON)


def _degrees(column: pd.Series) -> list[float]:
    return [round(float(v), 5) for v in column]
