"""The page of a snapshot, its files and its addresses under `/s/`; where one is absent, a page that says so."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request, send_file

from equity.documents.differences import Difference, differences
from equity.documents.identity import ID_PATTERN
from equity.documents.pdf import first_page_png, is_marked
from equity.documents.store import UnreadableSnapshot, find_report, was_removed
from equity.documents.writers import FORMATS, NAMES, ZIP, write_format
from equity.http import conditional
from equity.http.context import Context
from equity.http.errors import dump, errors_as_json
from equity.http.kept import Kept, kept_bytes
from equity.http.origin import refuse_foreign
from equity.http.page import light_page, light_response, templates
from equity.http.request import asked_lang, asked_theme, discovery_url
from equity.indicators.citations import grade_words
from equity.indicators.compute import Indicators
from equity.say import BASES_SHORT, STATUSES, Voice, texts_of
from equity.snapshots import making
from equity.snapshots.jobs import Jobs
from equity.snapshots.making import file_response, pack
from equity.views.model import Report

KEPT_COMPARISONS = 64
SHOWN_CHANGES = 200
TEMPLATES = templates(Path(__file__).with_name("templates"))
STYLE = Path(__file__).with_name("snapshot.css")
TEXTS = texts_of(__name__)
WORDS = TEXTS["words"]


def register_snapshots(server: Flask, ctx: Context) -> None:
    cache = kept_bytes()
    held: dict[str, tuple[Difference, ...]] = {}

    @server.errorhandler(UnreadableSnapshot)
    def unreadable(error: UnreadableSnapshot) -> Response:
        return absent(ctx, "unreadable", 410, said=error.message(asked_lang()), home="")

    @server.get("/s/<number>")
    def page(number: str) -> Response:
        return show(ctx, held, number)

    @server.get("/s/<number>.<extension>")
    def file(number: str, extension: str) -> Response:
        if extension not in NAMES:
            abort(404)
        snapshot = _kept(ctx, number)
        return errors_as_json(lambda: download(ctx, cache, snapshot, extension))()

    @server.get("/s/<number>/preview.png")
    def preview(number: str) -> Response:
        snapshot = _kept(ctx, number)

        def draw() -> bytes:
            with ctx.drawing.turn():
                return first_page_png(snapshot)

        def give() -> Response:
            body = cache.get(f"{snapshot.id}/preview", draw)
            return _forever(Response(body, mimetype="image/png"), snapshot.id)

        return errors_as_json(give)()

    _register_making(server, ctx, cache)


def absent(ctx: Context, state: str, status: int, **about: str) -> Response:
    page = absent_page(state, voice=Voice(asked_lang()), theme=asked_theme(), **about)
    return light_response(page, frame_ancestors=ctx.settings.dashboard_frame_ancestors, status=status)


def _register_making(server: Flask, ctx: Context, cache: Kept[bytes]) -> None:
    """What the export dialog calls: preview, keep, file, and the background export of many zones."""
    jobs = Jobs(ctx)

    @server.get("/export/preview.png")
    @errors_as_json
    def export_preview() -> Response:
        return making.preview(ctx, cache)

    @server.get("/export/snapshot")
    def export_page() -> Response:
        """A link followed without the page's script: nothing is written before the reader says so."""
        page = absent_page("ask", voice=Voice(asked_lang()), theme=asked_theme(), action=request.full_path)
        return light_response(page, frame_ancestors="'none'")

    @server.post("/export/snapshot")
    @errors_as_json
    def export_keep() -> Response:
        return making.keep(ctx)

    @server.get("/export/file.<extension>")
    @errors_as_json
    def export_file(extension: str) -> Response:
        return making.give_file(ctx, extension)

    @server.post("/export/job")
    @errors_as_json
    def export_job() -> Response:
        refuse_foreign(request, ctx.settings)
        return _fresh({"job": jobs.start(dict(request.args.items()), request.remote_addr or "")}, 202)

    @server.get("/export/job/<number>")
    @errors_as_json
    def export_state(number: str) -> Response:
        return _fresh(jobs.state(number))

    @server.get("/export/job/<number>.zip")
    @errors_as_json
    def export_result(number: str) -> Response:
        name = f"{ctx.indicators.city.file_prefix}-equity.zip"
        return send_file(jobs.result(number), as_attachment=True, download_name=name)


def _fresh(body: dict[str, Any], status: int = 200) -> Response:
    return Response(dump(body), status, {"Cache-Control": "no-store"}, mimetype="application/json")


def show(ctx: Context, held: dict[str, tuple[Difference, ...]], number: str) -> Response:
    """The page exactly as kept; checked again each time, because it says when there is newer data."""
    snapshot = find_report(ctx.settings, number)
    if snapshot is None:
        removed = ID_PATTERN.fullmatch(number) and was_removed(number, ctx.settings)
        return (
            absent(ctx, "removed", 410, number=number)
            if removed
            else absent(ctx, "missing", 404, number=number)
        )
    indicators = ctx.indicators
    etag = conditional.asked_etag(snapshot.id, indicators.data_version)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    changed = _compare(held, snapshot, indicators)
    discovery = discovery_url(ctx, f"/s/{snapshot.id}")
    body = snapshot_page(snapshot, indicators, changed, theme=asked_theme(), discovery=discovery)
    response = light_response(body, frame_ancestors=ctx.settings.dashboard_frame_ancestors)
    return conditional.stamp(response, etag)


def _compare(
    held: dict[str, tuple[Difference, ...]], snapshot: Report, indicators: Indicators
) -> tuple[Difference, ...]:
    """What differs, worked out once per snapshot and data version."""
    key = f"{snapshot.id}:{indicators.data_version}"
    if key not in held:
        if len(held) >= KEPT_COMPARISONS:
            held.clear()
        held[key] = differences(snapshot, indicators)
    return held[key]


def _kept(ctx: Context, number: str) -> Report:
    snapshot = find_report(ctx.settings, number)
    if snapshot is None:
        abort(404)
    return snapshot


def download(ctx: Context, cache: Kept[bytes], snapshot: Report, name: str) -> Response:
    """One format as a file. The bytes follow from the id alone."""

    def make() -> bytes:
        with ctx.drawing.turn():
            return pack(write_format(snapshot, name))

    return _forever(file_response(snapshot, name, cache.get(f"{snapshot.id}.{name}", make)), snapshot.id)


def _forever(response: Response, number: str) -> Response:
    return conditional.stamp(response, conditional.etag_of(number, request.path), conditional.FOREVER)


def snapshot_page(
    snapshot: Report, indicators: Indicators, changed: Sequence[Difference], *, theme: str, discovery: str
) -> str:
    """The page in the snapshot's own language; ``discovery`` is the address of its oEmbed answer."""
    lang, versions = snapshot.lang, (snapshot.data_version, indicators.data_version)
    voice, language = Voice(lang), "?lang=en" if lang == "en" else ""
    more = len(changed) - SHOWN_CHANGES
    return light_page(
        TEMPLATES,
        "snapshot",
        name="snapshot",
        lang=lang,
        theme=theme,
        title=snapshot.title,
        style=STYLE,
        s=snapshot,
        is_marked=is_marked,
        mark=snapshot.labels["mark"],
        discovery=discovery,
        words=_words(voice),
        grade_words=partial(grade_words, voice=voice),
        formats=(*FORMATS.values(), ZIP),
        home=f"/{language}",
        fresh=(f"/district/{snapshot.zone}" if snapshot.zone_level == "division" else "/") + language,
        is_current=versions[0] == versions[1],
        said=WORDS["kept" if changed else "same"][lang].format(*versions, len(changed)),
        changes=[_changed_cells(snapshot, difference) for difference in changed[:SHOWN_CHANGES]],
        more=WORDS["more"][lang].format(more) if more > 0 else "",
    )


def absent_page(
    state: str,
    *,
    voice: Voice,
    theme: str,
    said: str = "",
    number: str = "",
    home: str = "/",
    action: str = "",
) -> str:
    """In place of a snapshot: one that is ``missing`` or was ``removed``, that is ``unreadable`` (``said``: why), or that the reader is
    to ``ask`` for; ``action`` is the address that keeps it when posted to.
    """
    words = _words(voice)
    return light_page(
        TEMPLATES,
        "absent",
        name="snapshot",
        lang=voice.lang,
        theme=theme,
        title=words[f"{state}_title"],
        style=STYLE,
        said=said or words[state].format(number[:20]),
        home=home,
        action=action,
        words=words,
    )


def _words(voice: Voice) -> dict[str, str]:
    return {name: voice(word) for name, word in WORDS.items()}


def _changed_cells(snapshot: Report, difference: Difference) -> tuple[str, ...]:
    """Zone, item, the number then, now, and the change."""
    old, new, lang = difference.old, difference.new, snapshot.lang
    labels = snapshot.labels
    item = " · ".join(
        (
            labels.get(f"service:{old.service}", old.service),
            labels.get(f"measure:{old.measure}", old.measure),
            BASES_SHORT[old.basis][lang],
            *([f"{old.query.since}–{old.year}"] if old.query.since else []),
        )
    )
    now = WORDS["gone"][lang] if new is None else Voice(lang).record(new) or STATUSES[new.status][lang]
    if new is not None and new.grade != old.grade:
        now += f" ({grade_words([new], Voice(lang))})"
    change = Voice(lang).number(difference.change, decimals=old.decimals, signed=True)
    return (labels.get(f"zone:{old.zone}", old.zone), item, Voice(lang).record(old), now, change)
