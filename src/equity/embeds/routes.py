"""The addresses of embeds, pictures and oEmbed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from equity.embeds.images import picture, read_material
from equity.embeds.oembed import oembed
from equity.embeds.views import SCRIPT, STYLE, embed_page
from equity.http import conditional
from equity.http.addresses import discovery_url
from equity.http.byte_cache import ByteCache
from equity.http.errors import ApiError, guarded
from equity.http.page import light_page, light_response, read_text

if TYPE_CHECKING:
    from equity.http.context import Context

KINDS = ("map", "chart", "card")
DISCOVERED = ("/", "/compare", "/district/", "/s/")  # pages whose link may be pasted into a document


def register_embeds(server: Flask, ctx: Context) -> None:
    cache = ByteCache()

    @server.get("/embed/<any(map, chart, card):kind>")
    def embed(kind: str) -> Response:
        return embed_response(ctx, cache, kind)

    @server.get("/image/<kind>.<extension>")
    def image(kind: str, extension: str) -> Response:
        return guarded(lambda: picture(ctx, cache, kind, extension))()

    @server.get("/oembed")
    def discovery() -> Response:
        return guarded(lambda: oembed(ctx))()

    @server.after_request
    def announce(response: Response) -> Response:
        """Tools that unfurl a pasted link read this header where they do not run the page."""
        path = request.path
        ours = path in DISCOVERED or path.startswith(DISCOVERED[2:])
        if ours and response.status_code == 200 and response.mimetype == "text/html":
            response.headers.add("Link", _link(discovery_url(ctx, _here())))
        return response


def _here() -> str:
    return request.full_path.rstrip("?")


def _link(address: str) -> str:
    return f'<{address}>; rel="alternate"; type="application/json+oembed"'


def embed_response(ctx: Context, cache: ByteCache, kind: str) -> Response:
    """One embed. Always checked again before it is shown, even pinned: who may frame it can be changed at
    any time.
    """
    args = dict(request.args.items())
    script, ancestors = read_text(SCRIPT), ctx.settings.frame_ancestors
    try:
        m = read_material(ctx, args, zones=kind == "chart")
    except ApiError as error:
        return _failure(error, args.get("lang", "zh"), args.get("theme", "light"), ancestors)
    current = ctx.indicators.data_version
    etag = conditional.asked_etag(m.data_version, current, ancestors, ctx.settings.map_approval)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    address = escape(discovery_url(ctx, _here()), quote=True)
    head = f'<link rel="alternate" type="application/json+oembed" href="{address}">'
    body = cache.get(
        f"{etag}:{address}",
        lambda: embed_page(kind, m, current=current, approval=ctx.settings.map_approval, head=head).encode(),
    )
    response = light_response(body.decode(), script=script, frame_ancestors=ancestors)
    return conditional.stamp(response, etag)


def _failure(error: ApiError, lang: str, theme: str, ancestors: str) -> Response:
    body = f'<main class="card-body"><p role="alert">{escape(error.message(lang))}</p></main>'
    page = light_page("card-page", lang=lang, theme=theme, title="404", body=body, css=read_text(STYLE))
    return light_response(page, frame_ancestors=ancestors, status=error.http_status)
