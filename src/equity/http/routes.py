"""Plain routes beside the pages: shapes and points for the map, and the health check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from equity.http.context import SHAPES

if TYPE_CHECKING:
    from equity.http.context import Context

FOREVER = "public, max-age=31536000, immutable"
GEOJSON = "application/geo+json"


def register_routes(server: Flask, ctx: Context) -> None:

    @server.get("/healthz")
    def health() -> Response:
        body = {"status": "ok", "data_version": ctx.indicators.data_version}
        return Response(json.dumps(body), mimetype="application/json", headers={"Cache-Control": "no-store"})

    @server.get("/favicon.ico")
    def favicon() -> BaseResponse:
        """Browsers ask for this beside pages that name no icon, such as embeds and downloads."""
        return redirect("/assets/favicon.svg")

    @server.after_request
    def keep_fonts(response: Response) -> Response:
        """A slice of a font has its content in its name."""
        if request.path.startswith("/assets/fonts/") and response.status_code == 200:
            response.headers["Cache-Control"] = FOREVER
        return response

    @server.get("/geo/<name>.<digest>.geojson")
    def shapes(name: str, digest: str) -> Response:
        """The shapes under their content hash; ``?codes=a,b`` keeps only those divisions."""
        if name not in SHAPES:
            abort(404)
        found = ctx.shapes(name)
        body = found.body
        if codes := request.args.get("codes"):
            wanted = set(codes.split(","))
            kept = [f for f in found.features if f["properties"]["code"] in wanted]
            body = json.dumps({"type": "FeatureCollection", "features": kept}).encode()
        cache = FOREVER if digest == found.digest else "no-cache"
        return Response(body, mimetype=GEOJSON, headers={"Cache-Control": cache})
