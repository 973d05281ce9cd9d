"""The HTTP side of the API: one view for all operations, the document, and errors in one shape."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed

from equity.api import formats
from equity.api.asked import Asked, Result
from equity.api.docs_page import docs_page
from equity.api.openapi import BASE, build_document
from equity.api.operations import OPERATIONS, Operation
from equity.api.parameters import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_OFFSET,
    read_arguments,
)
from equity.api.plans import register_plans
from equity.http import conditional
from equity.http.context import Context
from equity.http.errors import ApiError, dump, errors_as_json, not_found
from equity.http.page import light_response
from equity.http.request import asked_lang, asked_theme, read_integer
from equity.indicators.fields import Row
from equity.say import texts_of

TEXTS = texts_of(__name__)


def register_api(server: Flask, ctx: Context) -> None:
    for operation in OPERATIONS:
        server.add_url_rule(
            BASE + operation.path.replace("{", "<").replace("}", ">"),
            endpoint=f"api-{operation.id}",
            view_func=errors_as_json(partial(answer, ctx, operation)),
            methods=["GET"],
        )
    register_plans(server, ctx)
    server.add_url_rule(
        f"{BASE}/openapi.json", "api-openapi", errors_as_json(lambda: document(ctx)), methods=["GET"]
    )
    server.add_url_rule(f"{BASE}/", "api-docs", lambda: docs(ctx), methods=["GET"], strict_slashes=False)
    server.add_url_rule(f"{BASE}/docs", "api-docs-page", lambda: docs(ctx), methods=["GET"])
    server.add_url_rule("/api/<path:rest>", "api-unknown", errors_as_json(_unknown), methods=["GET"])

    @server.errorhandler(405)
    def wrong_method(error: MethodNotAllowed) -> Response | MethodNotAllowed:
        if not request.path.startswith("/api/"):
            return error
        answer = ApiError("method_not_allowed", TEXTS.wrong_method).response()
        answer.headers["Allow"] = ", ".join(error.valid_methods or ["GET", "HEAD", "OPTIONS"])
        return answer


def _unknown(rest: str) -> Response:
    raise not_found(TEXTS.no_address.format(rest=rest[:60], base=BASE))


def answer(ctx: Context, operation: Operation, **path: str) -> Response:
    """One page of an operation's records in the format asked for, or 304."""
    indicators = ctx.indicators
    args = read_arguments(request.args, operation.arguments)
    format = formats.choose_format(args, operation.formats)
    limit = read_integer(args, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT)
    offset = read_integer(args, "offset", 0, MAX_OFFSET, 0)
    result = operation.read(Asked(ctx, indicators, args, path))
    # what is in the store changes without a new data version
    etag = conditional.asked_etag(indicators.data_version, format, str(result.total))
    if conditional.has_it(etag):
        return _finish(conditional.not_modified(etag))
    rows = result.page(offset, offset + limit)
    following = _next(args, offset + limit) if offset + limit < result.total else None
    meta: dict[str, Any] = {
        "data_version": indicators.data_version,
        "released": indicators.released.isoformat(),
        "total": result.total,
    }
    if not operation.item:
        meta |= {"limit": limit, "offset": offset, "next": following}
    body = _body(operation, result, format, rows, meta | result.meta)
    response = Response(body, mimetype=formats.MIMETYPES[format])
    response.headers["X-Total-Count"] = str(result.total)
    response.headers["X-Data-Version"] = indicators.data_version
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    if format != "json":
        name = operation.path.strip("/").split("/")[0]
        response.headers["Content-Disposition"] = (
            f'inline; filename="{indicators.city.file_prefix}-{name}.{format}"'
        )
    return _finish(conditional.stamp(response, etag))


def _finish(response: Response) -> Response:
    response.vary.add("Accept")
    return response


def _next(args: Mapping[str, str], offset: int) -> str:
    return f"{request.path}?{urlencode(dict(args) | {'offset': str(offset)})}"


def _body(operation: Operation, result: Result, format: str, rows: list[Row], meta: Mapping[str, Any]) -> str:
    if format == "csv":
        return formats.as_csv(rows, operation.row)
    if format == "geojson":
        return formats.as_geojson(rows, meta, result.geometry or (lambda row: None))
    data = [row.model_dump() for row in rows]
    return dump({"data": data[0] if operation.item else data, "meta": meta})


def document(ctx: Context) -> Response:
    indicators = ctx.indicators
    etag = conditional.asked_etag(indicators.data_version, ctx.settings.base_url)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    body = dump(build_document(indicators, server=ctx.settings.base_url))
    return conditional.stamp(Response(body, mimetype="application/json"), etag)


def docs(ctx: Context) -> Response:
    indicators = ctx.indicators
    lang = asked_lang()
    theme = asked_theme()
    etag = conditional.asked_etag(indicators.data_version)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    page = docs_page(indicators, lang=lang, theme=theme, server=ctx.settings.base_url)
    response = light_response(page, frame_ancestors=ctx.settings.dashboard_frame_ancestors)
    return conditional.stamp(response, etag)
