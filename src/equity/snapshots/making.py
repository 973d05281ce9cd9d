"""Making snapshots on request: what the export dialog asks for, built from the address, kept when it is
really wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Response, redirect, request

from equity.documents.pdf import first_page_png
from equity.documents.writers import NAMES
from equity.errors import UserError
from equity.http import conditional
from equity.http.answers import dump
from equity.http.arguments import read_choice
from equity.http.byte_cache import ByteCache
from equity.http.errors import ApiError
from equity.say import LANGS
from equity.settings import CITY_CODE
from equity.snapshot import Options, Snapshot, build_snapshot, read_shapes, store_snapshot
from equity.snapshot.identity import SECTIONS

if TYPE_CHECKING:
    from equity.http.context import Context

KEEP_ON_PAGE = ("service", "measure", "basis", "year", "scenario")


def read_options(ctx: Context, args: Mapping[str, str]) -> Options:
    """What goes into the snapshot; lists are separated by commas. ApiError for a service or section there
    is not.
    """
    indicators = ctx.indicators
    query, _ = indicators.resolve({k: v for k, v in args.items() if k in KEEP_ON_PAGE})
    services = tuple(s for s in args.get("services", "").split(",") if s)
    for service in services:
        read_choice({"services": service}, "services", list(indicators.registry))
    wanted = [s for s in args.get("sections", "").split(",") if s] or list(SECTIONS)
    for section in wanted:
        read_choice({"sections": section}, "sections", SECTIONS)
    # in the order of the registry and of the document: the same choice has the same id
    ordered = tuple(s for s in indicators.registry if s in services)
    return Options(
        query=query.but(level="division"),
        services=ordered,
        sections=tuple(s for s in SECTIONS if s in wanted),
        base_url=ctx.settings.base_url,
        approval=ctx.settings.map_approval,
    )


def make_snapshot(ctx: Context, args: Mapping[str, str]) -> Snapshot:
    """The snapshot these arguments describe, built anew from the present data."""
    indicators = ctx.indicators
    zone = read_choice(args, "zone", [z.code for z in indicators.zones()], CITY_CODE)
    lang = read_choice(args, "lang", LANGS, "zh")
    options = read_options(ctx, args)
    return build_snapshot(indicators, zone, lang, options, shapes=read_shapes(ctx.settings))


def preview(ctx: Context, cache: ByteCache) -> Response:
    """The first page as a picture; nothing is kept."""
    args = dict(request.args.items())
    etag = conditional.asked_etag(ctx.indicators.data_version)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    body = cache.get(f"preview:{etag}", lambda: first_page_png(make_snapshot(ctx, args)))
    return conditional.stamp(Response(body, mimetype="image/png"), etag)


def refuse_cross_site() -> None:
    """A page elsewhere must not fill this server's store through its readers' browsers; following a link
    is fine.
    """
    site, mode = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Sec-Fetch-Mode", "")
    if site == "cross-site" and (mode != "navigate" or request.method != "GET"):
        raise ApiError(
            "forbidden", "不接受来自其他网站的请求。", "Requests from other sites are not accepted."
        )


def _kept(ctx: Context) -> Snapshot:
    """The snapshot of this request, now in the store; ApiError where it cannot be written."""
    snapshot = make_snapshot(ctx, dict(request.args.items()))
    try:
        store_snapshot(snapshot, ctx.settings)
    except UserError as error:
        raise ApiError("storage", error.zh, error.en) from error
    return snapshot


def keep(ctx: Context) -> Response:
    """Build and keep; answers with the id and the addresses of page and picture."""
    refuse_cross_site()
    snapshot = _kept(ctx)
    body = {"id": snapshot.id, "page": f"/s/{snapshot.id}", "title": snapshot.title, "lang": snapshot.lang}
    return Response(dump(body), mimetype="application/json", headers={"Cache-Control": "no-store"})


def keep_and_go(ctx: Context, extension: str) -> Response:
    """Build, keep, and on to the page (no extension) or the file of the kept snapshot."""
    refuse_cross_site()
    if extension and extension not in NAMES:
        raise ApiError(
            "unsupported_format",
            f"没有格式“{extension[:20]}”；可用：{'、'.join(NAMES)}。",
            f"There is no format “{extension[:20]}”; there are: {', '.join(NAMES)}.",
            "format",
        )
    snapshot = _kept(ctx)
    response = redirect(f"/s/{snapshot.id}{'.' + extension if extension else ''}", 303)
    response.headers["Cache-Control"] = "no-store"
    assert isinstance(response, Response)
    return response
