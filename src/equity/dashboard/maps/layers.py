"""Point layers of the map, under addresses that name the data version: fetched once, kept by the browser."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely
from flask import Flask, Response, abort, request

from equity.dashboard.maps.place_layers import register_place_layer_routes
from equity.http.conditional import FOREVER
from equity.http.request import asked_lang
from equity.http.routes import GEOJSON
from equity.indicators.registry import BASELINE
from equity.say import GRADES, Label, format_number
from equity.settings import CRS_GEOGRAPHIC

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.indicators.compute import Indicators
    from equity.indicators.definition import Definition, Reach

NEAREST = Label("最近设施 {} 米", "nearest facility {} m")
NONE_NEAR = Label("半径内没有设施", "no facility within the radius")
LIVE_HERE = Label("本地户籍 {} · 外来 {}", "local {} · non-local {}")
CIRCLE_TOLERANCE_M = 20.0


def facility_layer(frame: pd.DataFrame, definition: Definition, lang: str) -> dict[str, Any]:
    """Columns lon, lat (degrees) and the text of each facility's card."""
    unit = definition.unit[lang]
    texts = [
        f"<b>{_name(r.name_zh)}</b><br>{format_number(r.capacity, lang)} {unit}<br>{GRADES[r.grade][lang]}"
        for r in frame.itertuples()
    ]
    return {"lon": _degrees(frame["lon"]), "lat": _degrees(frame["lat"]), "text": texts}


def _name(name: object) -> str:
    """What the register calls the facility, safe in the markup of a card; empty where it has no name."""
    return escape(name) if isinstance(name, str) else ""


def point_layer(frame: pd.DataFrame, lang: str, *, reached: bool) -> dict[str, Any]:
    """Settlement points within, or not within, the radius of a facility; size is the root of the people."""
    frame = frame[frame["reached"].astype(bool) == reached]
    people = frame["local"] + frame["non_local"]
    texts = []
    for r in frame.itertuples():
        here = LIVE_HERE[lang].format(format_number(r.local, lang), format_number(r.non_local, lang))
        known = r.nearest_m is not None and r.nearest_m == r.nearest_m
        near = NEAREST[lang].format(f"{r.nearest_m:,.0f}") if known else ""
        first = "" if reached else f"<b>{NONE_NEAR[lang]}</b>"
        texts.append("<br>".join(part for part in (first, here, near, GRADES[r.grade][lang]) if part))
    size = (people.clip(lower=0) ** 0.5 / 20).clip(lower=3 if reached else 4.5, upper=16)
    return {
        "lon": _degrees(frame["lon"]),
        "lat": _degrees(frame["lat"]),
        "text": texts,
        "size": [round(float(s), 1) for s in size],
    }


def circle_layer(frame: pd.DataFrame, radius_m: float, crs: str) -> dict[str, Any]:
    """The area within ``radius_m`` metres of a facility, as one dissolved GeoJSON shape (EPSG:4326)."""
    if frame.empty:
        return {"type": "FeatureCollection", "features": []}
    degrees = gpd.GeoSeries(gpd.points_from_xy(frame["lon"], frame["lat"]), crs=CRS_GEOGRAPHIC)
    points = degrees.to_crs(crs)
    area = points.buffer(radius_m, quad_segs=6).union_all().simplify(CIRCLE_TOLERANCE_M)
    shape = gpd.GeoSeries([area], crs=crs).to_crs(CRS_GEOGRAPHIC).iloc[0]
    rounded = shapely.set_precision(shape, 0.00001)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(rounded))}
        ],
    }


def straight_radius_m(reach: Reach) -> float:
    """Radius on the map: the standard's distance along streets divided by the detour factor, in metres."""
    return reach.radius_m / reach.detour


def register_layer_routes(server: Flask, ctx: Context) -> None:
    register_place_layer_routes(server, ctx)

    def definition_of(indicators: Indicators, service: str) -> Definition:
        definition = indicators.registry.get(service)
        if definition is None or definition.kind != "facility":
            abort(404)
        return definition

    def answer(
        body: dict[str, Any], version: str, current: str, mimetype: str = "application/json"
    ) -> Response:
        cache = FOREVER if version == current else "no-cache"
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return Response(text, mimetype=mimetype, headers={"Cache-Control": cache})

    @server.get("/geo/layers/<service>.<version>.json")
    def layers(service: str, version: str) -> Response:
        """Facilities and settlement points of one service; ``?lang=en`` for English cards."""
        indicators = ctx.indicators
        definition = definition_of(indicators, service)
        lang = asked_lang()
        points = indicators.points(service)
        body = {
            "facilities": facility_layer(indicators.facilities(service), definition, lang),
            "points": point_layer(points, lang, reached=True),
            "unreached": point_layer(points, lang, reached=False),
        }
        return answer(body, version, indicators.data_version)

    @server.get("/geo/circles/<service>.<version>.geojson")
    def circles(service: str, version: str) -> Response:
        """What lies within the radius of a facility; ``?scenario=`` as on the page."""
        indicators = ctx.indicators
        definition_of(indicators, service)
        scenario = request.args.get("scenario", BASELINE)
        if scenario not in indicators.registry.scenarios:
            abort(404)
        reach = indicators.registry.reach(service, scenario)
        assert reach is not None
        shape = circle_layer(indicators.facilities(service), straight_radius_m(reach), indicators.city.crs)
        return answer(shape, version, indicators.data_version, GEOJSON)


def _degrees(column: pd.Series[float]) -> list[float]:
    return [round(float(v), 5) for v in column]
