"""Addresses of kept snapshots: the page, its files, the picture of its first page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, Response, abort, request, send_file

from equity.documents.archives import write_zip
from equity.documents.pdf import first_page_png
from equity.documents.writers import FORMATS, NAMES, ZIP, file_stem, write_format
from equity.http import conditional
from equity.http.addresses import discovery_url
from equity.http.answers import dump
from equity.http.byte_cache import ByteCache
from equity.http.errors import guarded
from equity.http.page import light_response
from equity.http.request import asked_lang, asked_theme
from equity.snapshot import Difference, UnreadableSnapshot, differences
from equity.snapshot.kept import find_snapshot
from equity.snapshots import making
from equity.snapshots.jobs import Jobs
from equity.snapshots.page import missing_page, snapshot_page, unreadable_page

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.indicators.compute import Indicators
    from equity.snapshot import Snapshot

KEPT_COMPARISONS = 64


def register_snapshots(server: Flask, ctx: Context) -> None:
    cache = ByteCache()
    held: dict[str, tuple[Difference, ...]] = {}

    @server.errorhandler(UnreadableSnapshot)
    def unreadable(error: UnreadableSnapshot) -> Response:
        lang = asked_lang()
        theme = asked_theme()
        page = unreadable_page(error.message(lang), lang=lang, theme=theme)
        return light_response(page, frame_ancestors=ctx.settings.dashboard_frame_ancestors, status=410)

    @server.get("/s/<number>")
    def page(number: str) -> Response:
        return show(ctx, held, number)

    @server.get("/s/<number>.<extension>")
    def file(number: str, extension: str) -> Response:
        if extension not in NAMES:
            abort(404)
        return download(cache, _kept(ctx, number), extension)

    @server.get("/s/<number>/preview.png")
    def preview(number: str) -> Response:
        snapshot = _kept(ctx, number)
        body = cache.get(f"{snapshot.id}/preview", lambda: first_page_png(snapshot))
        return _forever(Response(body, mimetype="image/png"), snapshot.id)

    _register_making(server, ctx, cache)


def _register_making(server: Flask, ctx: Context, cache: ByteCache) -> None:
    """What the export dialog calls: preview, keep, file, and the background export of many zones."""
    jobs = Jobs(ctx)

    @server.get("/export/preview.png")
    def export_preview() -> Response:
        return guarded(lambda: making.preview(ctx, cache))()

    @server.get("/export/snapshot")
    def export_page() -> Response:
        return guarded(lambda: making.keep_and_go(ctx, ""))()

    @server.post("/export/snapshot")
    def export_keep() -> Response:
        return guarded(lambda: making.keep(ctx))()

    @server.get("/export/file.<extension>")
    def export_file(extension: str) -> Response:
        return guarded(lambda: making.keep_and_go(ctx, extension))()

    @server.post("/export/job")
    def export_job() -> Response:
        def start() -> Response:
            making.refuse_cross_site()
            return _fresh({"job": jobs.start(dict(request.args.items()))}, 202)

        return guarded(start)()

    @server.get("/export/job/<number>")
    def export_state(number: str) -> Response:
        return guarded(lambda: _fresh(jobs.state(number)))()

    @server.get("/export/job/<number>.zip")
    def export_result(number: str) -> Response:
        def give() -> Response:
            return send_file(jobs.result(number), as_attachment=True, download_name="kunming-equity.zip")

        return guarded(give)()


def _fresh(body: dict[str, Any], status: int = 200) -> Response:
    return Response(dump(body), status, {"Cache-Control": "no-store"}, mimetype="application/json")


def show(ctx: Context, held: dict[str, tuple[Difference, ...]], number: str) -> Response:
    """The page exactly as kept; checked again each time, because it says when there is newer data."""
    ancestors = ctx.settings.dashboard_frame_ancestors
    theme = asked_theme()
    lang = asked_lang()
    snapshot = find_snapshot(ctx.settings, number)
    if snapshot is None:
        return light_response(
            missing_page(number, lang=lang, theme=theme), frame_ancestors=ancestors, status=404
        )
    indicators = ctx.indicators
    etag = conditional.asked_etag(snapshot.id, indicators.data_version)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    changed = _compare(held, snapshot, indicators)
    discovery = discovery_url(ctx, f"/s/{snapshot.id}")
    body = snapshot_page(snapshot, indicators, changed, theme=theme, discovery=discovery)
    return conditional.stamp(light_response(body, frame_ancestors=ancestors), etag)


def _compare(
    held: dict[str, tuple[Difference, ...]], snapshot: Snapshot, indicators: Indicators
) -> tuple[Difference, ...]:
    """What differs, worked out once per snapshot and data version."""
    key = f"{snapshot.id}:{indicators.data_version}"
    if key not in held:
        if len(held) >= KEPT_COMPARISONS:
            held.clear()
        held[key] = differences(snapshot, indicators)
    return held[key]


def _kept(ctx: Context, number: str) -> Snapshot:
    snapshot = find_snapshot(ctx.settings, number)
    if snapshot is None:
        abort(404)
    return snapshot


def download(cache: ByteCache, snapshot: Snapshot, name: str) -> Response:
    """One format as a file; several files of one format come as a zip. The bytes follow from the id alone."""
    body = cache.get(f"{snapshot.id}.{name}", lambda: pack(write_format(snapshot, name)))
    zipped = body[:2] == b"PK" and name in ("svg", "png", "csv")
    chosen = ZIP if zipped or name == ZIP.name else FORMATS[name]
    ending = f"-{name}.zip" if zipped else f".{name}"
    # these may not stand in a file name on Windows
    title = re.sub(r'[\\/:*?"<>|\s]+', " ", snapshot.title).strip()
    full = quote(f"{title}-{snapshot.id}{ending}")
    response = Response(body, mimetype=chosen.mime)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{file_stem(snapshot)}{ending}\"; filename*=UTF-8''{full}"
    )
    return _forever(response, snapshot.id)


def pack(files: Mapping[str, bytes]) -> bytes:
    """The file itself, or a zip where there are several."""
    return next(iter(files.values())) if len(files) == 1 else write_zip(files)


def _forever(response: Response, number: str) -> Response:
    return conditional.stamp(response, conditional.etag_of(number, request.path), conditional.FOREVER)
