"""Plain routes beside the pages: shapes for the map, every table as a CSV that Excel opens correctly and that cannot smuggle formulas
into it, and the health check."""

import json
import re
from typing import Any

import pandas as pd
from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from equity.http.conditional import FOREVER, REVALIDATE
from equity.http.context import SHAPES, Context
from equity.safe_cells import csv_text, harmless
from equity.schema import DETAILED_FILE, TABLES

VERSIONED = re.compile(r"\.v\d+_\d+[\w]*m\d+\.|^/assets/style\.\w+\.css$")
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

    @server.get(f"/download/{DETAILED_FILE.partition('/')[2]}")
    def boundaries() -> Response:
        """The polygons as they are on disk."""
        return Response(
            (ctx.settings.data_dir / DETAILED_FILE).read_bytes(),
            mimetype="application/geo+json",
            headers={
                "Content-Disposition": 'attachment; filename="districts.geojson"',
                "Cache-Control": "no-cache",
            },
        )

    @server.get("/download/<name>.csv")
    def download(name: str) -> Response:
        """A table by its declared name and nothing else: the name never reaches the file system."""
        if name not in TABLES:
            abort(404)
        indicators = ctx.indicators
        return Response(
            to_csv(indicators.library.table(name)),
            mimetype="text/csv",
            headers={
                "Content-Disposition": f'attachment; filename="{name}-{indicators.data_version}.csv"',
                "ETag": f'"{indicators.data_version}-{name}"',
                "Cache-Control": "no-cache",
            },
        )


def to_csv(frame: pd.DataFrame) -> str:
    """Text with a byte-order mark (for Excel), LF lines, empty cell = missing."""
    rows = frame.itertuples(index=False, name=None)
    return csv_text(frame.columns, (map(_cell, row) for row in rows), "\n")


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return str(value)


def _names_its_version() -> bool:
    """Slices of fonts and the style sheet carry a hash, Dash's files `.v4_4_1m…`, our scripts the time of their last change."""
    path = request.path
    return path.startswith("/assets/fonts/") or bool(request.args.get("m")) or bool(VERSIONED.search(path))
