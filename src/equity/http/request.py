"""The language and the theme that a request asks for, read here and nowhere else, and addresses of this server."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import has_request_context, request

from equity.http.context import Context
from equity.query import Theme
from equity.say import Lang


def read_lang(args: Mapping[str, str]) -> Lang:
    return "en" if args.get("lang") == "en" else "zh"


def read_theme(args: Mapping[str, str]) -> Theme:
    return "dark" if args.get("theme") == "dark" else "light"


def asked_lang() -> Lang:
    """Of the request under way; Chinese where there is none."""
    return read_lang(request.args) if has_request_context() else "zh"


def asked_theme() -> Theme:
    """Of the request under way; light where there is none."""
    return read_theme(request.args) if has_request_context() else "light"


def address(path: str, **query: str) -> str:
    """An address with language and theme as they are, unless ``query`` says otherwise ("" drops one)."""
    kept = {
        "lang": "en" if asked_lang() == "en" else "",
        "theme": "dark" if asked_theme() == "dark" else "",
    } | query
    text = urlencode({name: value for name, value in kept.items() if value})
    return f"{path}?{text}" if text else path


def inside(path: str | None) -> str:
    """A path of the reader's address line as this server knows it: without the path below which the server stands."""
    root, path = request.script_root if has_request_context() else "", path or "/"
    return path[len(root) :] or "/" if root and (path + "/").startswith(root + "/") else path


def base_address(ctx: Context) -> str:
    """The public address of this server, without a slash at the end."""
    return (ctx.settings.base_url or request.url_root).rstrip("/")


def discovery_url(ctx: Context, path_and_search: str) -> str:
    """Where the oEmbed answer for an address of ours is found."""
    base = base_address(ctx)
    return f"{base}/oembed?format=json&url={quote(base + path_and_search, safe='')}"
