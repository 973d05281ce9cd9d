"""The same records as JSON, CSV or GeoJSON, and which of them the reader wants."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import request

from equity.http.errors import ApiError, dump
from equity.indicators.fields import Row
from equity.safe_cells import csv_text, harmless
from equity.say import texts_of

TEXTS = texts_of(__name__)

MIMETYPES = {"json": "application/json", "csv": "text/csv", "geojson": "application/geo+json"}

Geometry = Callable[[Row], Mapping[str, Any] | None]


def choose_format(args: Mapping[str, str], offered: Collection[str]) -> str:
    """``format=`` where given, else the best match of the Accept header, else JSON."""
    given = args.get("format")
    if given is None:
        by_type = {MIMETYPES[name]: name for name in offered}
        best = request.accept_mimetypes.best_match(list(by_type), default=MIMETYPES["json"])
        return by_type.get(best or "", "json")
    if given not in offered:
        raise ApiError(
            "unsupported_format", TEXTS.no_format.format(format=given[:20], known=list(offered)), "format"
        )
    return given


def as_csv(rows: Sequence[Row], row: type[Row]) -> str:
    """UTF-8 with BOM, CRLF; lists joined by ``;``; no value is an empty cell."""
    return csv_text(row.model_fields, (map(_cell, r.model_dump().values()) for r in rows))


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, tuple):
        value = ";".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def as_geojson(rows: Sequence[Row], meta: Mapping[str, Any], geometry: Geometry) -> str:
    """A FeatureCollection (RFC 7946, WGS-84); ``meta`` is a foreign member that GIS programs pass over."""
    features = [
        {"type": "Feature", "geometry": geometry(row), "properties": row.model_dump()} for row in rows
    ]
    return dump({"type": "FeatureCollection", "features": features, "meta": meta})
