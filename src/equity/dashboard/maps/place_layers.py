"""Named places as layers of the map, for orientation: metro stations, tertiary hospitals. No supply, no demand."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
from flask import Flask, Response, abort

from equity.http.conditional import FOREVER
from equity.http.request import asked_lang
from equity.say import Label, Voice

if TYPE_CHECKING:
    from equity.http.context import Context

PLACE_LAYERS: dict[str, tuple[Label, tuple[str, ...]]] = {
    "metro_stations": (Label("地铁站", "metro stations"), ("lines",)),
    "tertiary_hospitals": (Label("三级医院", "tertiary hospitals"), ("level", "address")),
}
AS_OF = Label("截至 {}", "as of {}")


def place_layer(frame: pd.DataFrame, name: str, voice: Voice) -> dict[str, Any]:
    """Columns lon, lat (WGS-84 degrees) and the text of each card; with the name, sources and licences of the layer."""
    label, shown = PLACE_LAYERS[name]
    frame = frame.dropna(subset=["lon", "lat"])
    texts = []
    for row in frame.to_dict("records"):
        lines = [str(row[column]) for column in shown if row[column]] + [voice(AS_OF).format(row["as_of"])]
        texts.append("<br>".join([f"<b>{escape(str(row['name_zh']))}</b>", *map(escape, lines)]))
    return {
        "name": voice(label),
        "lon": [round(float(v), 5) for v in frame["lon"]],
        "lat": [round(float(v), 5) for v in frame["lat"]],
        "text": texts,
        "sources": sorted(set(frame["source"])),
        "licences": sorted(set(frame["licence"])),
    }


def register_place_layer_routes(server: Flask, ctx: Context) -> None:
    @server.get("/geo/layers/places/<name>.<version>.json")
    def places(name: str, version: str) -> Response:
        """The named places of one layer; ``?lang=en`` for English cards."""
        if name not in PLACE_LAYERS:
            abort(404)
        indicators = ctx.indicators
        body = place_layer(indicators.library.table(name), name, Voice(asked_lang()))
        cache = FOREVER if version == indicators.data_version else "no-cache"
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return Response(text, mimetype="application/json", headers={"Cache-Control": cache})
