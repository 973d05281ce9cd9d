"""Making snapshots on request: what the export dialog asks for, built from the address, kept when it is really wanted."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from flask import Response, redirect, request

from equity.documents.archives import write_zip
from equity.documents.identity import Options
from equity.documents.making import make_report, read_shapes
from equity.documents.pdf import first_page_png
from equity.documents.store import store_report
from equity.documents.writers import FORMATS, NAMES, ZIP, file_stem, write_format
from equity.http import conditional
from equity.http.context import Context
from equity.http.errors import ApiError, dump
from equity.http.kept import Kept
from equity.http.origin import refuse_foreign
from equity.http.plans import sound_plans, taken_apart
from equity.http.request import read_choice
from equity.http.view import DEMO, INCLUDE
from equity.indicators.compute import Indicators
from equity.say import LANGS, texts_of
from equity.settings import Settings
from equity.views.model import Report
from equity.views.report import SECTIONS

TEXTS = texts_of(__name__)
KEEP_ON_PAGE = ("service", "measure", "basis", "year", "scenario", "since")


def report_of(ctx: Context, args: Mapping[str, str]) -> Report:
    """The snapshot these arguments describe, built anew from the present data."""
    indicators = ctx.indicators
    zone = read_choice(args, "zone", [z.code for z in indicators.zones()], indicators.city.code)
    lang = read_choice(args, "lang", LANGS, "zh")
    options = read_options(indicators, ctx.settings, args)
    plans = [taken_apart(ctx, result) for result in sound_plans(ctx, args)]
    return make_report(indicators, zone, lang, options, shapes=read_shapes(ctx.settings), plans=plans)


def preview(ctx: Context, cache: Kept[bytes]) -> Response:
    """The first page as a picture; nothing is kept."""
    args = dict(request.args.items())
    etag = conditional.asked_etag(ctx.indicators.data_version)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)

    def draw() -> bytes:
        with ctx.drawing.turn():
            return first_page_png(report_of(ctx, args))

    return conditional.stamp(Response(cache.get(f"preview:{etag}", draw), mimetype="image/png"), etag)


def give_file(ctx: Context, name: str) -> Response:
    """The document or data file, made from the address and not kept: it names no page, because there is none."""
    if name not in NAMES:
        raise ApiError("unsupported_format", TEXTS.no_format.format(name=name[:20], known=NAMES), "format")
    args, etag = dict(request.args.items()), conditional.asked_etag(ctx.indicators.data_version)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    with ctx.drawing.turn():
        report = replace(report_of(ctx, args), link="")
        body = pack(write_format(report, name))
    return conditional.stamp(file_response(report, name, body), etag)


def keep(ctx: Context) -> Response:
    """Build and keep. A form is sent on to the page, a script gets the id and the address of the page."""
    refuse_foreign(request, ctx.settings)
    args = dict(request.args.items())
    with ctx.drawing.turn():
        report = report_of(ctx, args)
        store_report(report, ctx.settings)
    page = f"/s/{report.id}"
    if request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html":
        return see_other(page)
    body = {"id": report.id, "page": page, "title": report.title, "lang": report.lang}
    return Response(dump(body), mimetype="application/json", headers={"Cache-Control": "no-store"})


def see_other(place: str) -> Response:
    response = redirect(place, 303)
    response.headers["Cache-Control"] = "no-store"
    assert isinstance(response, Response)
    return response


def file_response(report: Report, name: str, body: bytes) -> Response:
    """One format as a file to be saved; several files of one format come as a zip."""
    zipped = body[:2] == b"PK" and name in ("svg", "png", "csv")
    chosen = ZIP if zipped or name == ZIP.name else FORMATS[name]
    ending = f"-{name}.zip" if zipped else f".{name}"
    # these may not stand in a file name on Windows
    title = re.sub(r'[\\/:*?"<>|\s]+', " ", report.title).strip()
    full = quote(f"{title}-{report.id}{ending}")
    response = Response(body, mimetype=chosen.mime)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{file_stem(report)}{ending}\"; filename*=UTF-8''{full}"
    )
    return response


def pack(files: Mapping[str, bytes]) -> bytes:
    """The file itself, or a zip where there are several."""
    return next(iter(files.values())) if len(files) == 1 else write_zip(files)


def read_options(indicators: Indicators, settings: Settings, args: Mapping[str, str]) -> Options:
    """Lists are separated by commas. ApiError for a service or section there is not."""
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
        demo=args.get(INCLUDE) == DEMO,
        base_url=settings.base_url,
        approval=settings.map_approval,
    )
