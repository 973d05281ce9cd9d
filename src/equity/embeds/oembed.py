"""oEmbed (oembed.com): a pasted link to the dashboard becomes a frame with the same view."""

from html import escape
from urllib.parse import urlencode, urlsplit
from xml.sax.saxutils import escape as xml

from flask import Response, request

from equity.embeds.images import read_material
from equity.http import conditional
from equity.http.context import Context
from equity.http.errors import ApiError, dump
from equity.http.request import base_address, read_choice, read_integer
from equity.http.view import read_args
from equity.say import texts_of

SIZES = {"map": (800, 560), "chart": (720, 560), "card": (480, 300)}
MIN_SIDE, MAX_SIDE = 120, 4000
CACHE_AGE_S = 3600
TEXTS = texts_of(__name__)


def embed_of(url: str, own: str) -> tuple[str, dict[str, str]]:
    """Kind of embed and its arguments for an address of the dashboard; ApiError for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ApiError("not_found", TEXTS.not_ours, "url") from None
    path = parts.path.removeprefix(request.script_root).rstrip("/") or "/"
    args = read_args(parts.query)
    if parts.netloc and parts.netloc not in (urlsplit(own).netloc, request.host):
        raise ApiError("not_found", TEXTS.not_ours, "url")
    first, _, rest = path.strip("/").partition("/")
    if first == "embed" and rest in SIZES:
        return rest, args
    if path in ("/", "/plan"):
        return "map", args
    if path == "/compare":
        return "chart", args
    if first == "district" and rest:
        return "card", args | {"zone": rest}
    if first == "s" and rest:
        return "map", {"snapshot": rest}
    raise ApiError("not_found", TEXTS.not_ours, "url")


def oembed(ctx: Context) -> Response:
    """The answer of type ``rich``; ``maxwidth`` and ``maxheight`` are honoured."""
    args = dict(request.args.items())
    if not args.get("url"):
        raise ApiError("invalid_parameter", TEXTS.no_url, "url")
    format = read_choice(args, "format", ("json", "xml"), "json")
    base = base_address(ctx)
    kind, found = embed_of(args["url"], base)
    m = read_material(ctx, found, zones=kind == "chart")
    width = min(SIZES[kind][0], read_integer(args, "maxwidth", MIN_SIDE, MAX_SIDE, MAX_SIDE))
    height = min(SIZES[kind][1], read_integer(args, "maxheight", MIN_SIDE, MAX_SIDE, MAX_SIDE))
    address = f"{base}/embed/{kind}" + (f"?{urlencode(found)}" if found else "")
    body: dict[str, str | int] = {
        "version": "1.0",
        "type": "rich",
        "title": m.caption,
        "provider_name": m.city.product[m.lang],
        "provider_url": base + "/",
        "cache_age": CACHE_AGE_S,
        "width": width,
        "height": height,
        "html": iframe(address, m.caption, width, height),
    }
    if kind != "card":
        picture = f"{base}/image/{kind}.png" + (f"?{urlencode(found)}" if found else "")
        body |= {"thumbnail_url": picture, "thumbnail_width": 1800, "thumbnail_height": 1280}
    if format == "xml":
        inside = "".join(f"<{k}>{xml(str(v))}</{k}>" for k, v in body.items())
        return Response(
            f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{inside}</oembed>',
            mimetype="text/xml",
        )
    etag = conditional.asked_etag(m.data_version, base)
    return conditional.stamp(Response(dump(body), mimetype="application/json"), etag)


def iframe(address: str, title: str, width: int | str, height: int) -> str:
    """The markup to paste; the title is what a screen reader says of the frame."""
    return (
        f'<iframe src="{escape(address, quote=True)}" title="{escape(title, quote=True)}" width="{width}" '
        f'height="{height}" '
        'style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
