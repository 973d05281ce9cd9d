"""Every table as a CSV that Excel opens correctly and that cannot smuggle formulas into it."""

import csv
import io

import pandas as pd
from flask import Flask, Response, abort

from equity.http.context import Context
from equity.safe_cells import BOM, harmless
from equity.schema import DETAILED_FILE, TABLES


def to_csv(frame: pd.DataFrame) -> str:
    """Text with a byte-order mark (for Excel), LF lines, empty cell = missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        writer.writerow(
            "" if pd.isna(cell) else harmless(cell) if isinstance(cell, str) else _plain(cell) for cell in row
        )
    return BOM + out.getvalue()


def _plain(value: object) -> str:
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return str(value)


def register_downloads(server: Flask, ctx: Context) -> None:

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
