"""Plain routes beside the pages: shapes and points for the map, and the health check."""

import json
import re

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from equity.http.conditional import FOREVER, REVALIDATE
from equity.http.context import SHAPES, Context

VERSIONED = re.compile(r"\.v\d+_\d+[\w]*m\d+\.")
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
    def keep_files(response: Response) -> Response:
        """A file that has its content or version in its address is kept; any other is asked for again."""
        if response.status_code == 200 and request.path.startswith(("/assets/", "/_dash-component-suites/")):
            response.headers["Cache-Control"] = FOREVER if _names_its_version() else REVALIDATE
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
        cache = FOREVER if digest == found.digest else REVALIDATE
        return Response(body, mimetype=GEOJSON, headers={"Cache-Control": cache})


def _names_its_version() -> bool:
    """Slices of fonts carry a hash, Dash's files `.v4_4_1m…`, our own files the time of their last change, as Dash asks."""
    path = request.path
    return path.startswith("/assets/fonts/") or bool(request.args.get("m")) or bool(VERSIONED.search(path))
