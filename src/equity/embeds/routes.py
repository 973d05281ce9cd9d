"""The addresses of embeds, pictures and oEmbed."""

from flask import Flask, Response, request

from equity.embeds.images import picture, read_material
from equity.embeds.oembed import oembed
from equity.embeds.views import SCRIPT, embed_page, failure_page
from equity.http import conditional
from equity.http.context import Context
from equity.http.errors import ApiError, errors_as_json
from equity.http.kept import Kept, kept_bytes
from equity.http.page import light_response
from equity.http.request import asked_lang, asked_theme, discovery_url
from equity.say import Voice

DISCOVERED = ("/", "/compare", "/plan", "/district/", "/s/")  # pages whose link may be pasted into a document


def register_embeds(server: Flask, ctx: Context) -> None:
    cache = kept_bytes()

    @server.get("/embed/<any(map, chart, card):kind>")
    def embed(kind: str) -> Response:
        return embed_response(ctx, cache, kind)

    @server.get("/image/<kind>.<extension>")
    @errors_as_json
    def image(kind: str, extension: str) -> Response:
        return picture(ctx, cache, kind, extension)

    @server.get("/oembed")
    @errors_as_json
    def discovery() -> Response:
        return oembed(ctx)

    @server.after_request
    def announce(response: Response) -> Response:
        """Tools that unfurl a pasted link read this header where they do not run the page."""
        path = request.path
        ours = path in DISCOVERED or path.startswith(DISCOVERED[3:])
        if ours and response.status_code == 200 and response.mimetype == "text/html":
            response.headers.add("Link", _link(discovery_url(ctx, _here())))
        return response


def _here() -> str:
    return request.full_path.rstrip("?")


def _link(address: str) -> str:
    return f'<{address}>; rel="alternate"; type="application/json+oembed"'


def embed_response(ctx: Context, cache: Kept[bytes], kind: str) -> Response:
    """One embed. Always checked again before it is shown, even pinned: who may frame it can be changed at any time."""
    args = dict(request.args.items())
    ancestors = ctx.settings.frame_ancestors
    try:
        m = read_material(ctx, args, zones=kind == "chart")
    except ApiError as error:
        lang = asked_lang()
        page = failure_page(error.message(lang), voice=Voice(lang), theme=asked_theme())
        return light_response(page, frame_ancestors=ancestors, status=error.http_status)
    current = ctx.indicators.data_version
    etag = conditional.asked_etag(m.data_version, current, ancestors, ctx.settings.map_approval)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    discovery = discovery_url(ctx, _here())
    body = cache.get(
        f"{etag}:{discovery}",
        lambda: embed_page(
            kind, m, current=current, discovery=discovery, approval=ctx.settings.map_approval
        ).encode(),
    )
    response = light_response(body.decode(), script=SCRIPT, frame_ancestors=ancestors)
    return conditional.stamp(response, etag)
