"""The language and the theme that a request asks for, read here and nowhere else; its other arguments, strictly; addresses of this server."""

from collections.abc import Collection, Mapping
from urllib.parse import quote, urlencode

from flask import has_request_context, request

from equity.http.context import Context
from equity.http.errors import ApiError
from equity.query import Theme
from equity.say import Label, Lang, texts_of

SHOWN = 60  # characters of a refused value that are repeated in the message
TEXTS = texts_of(__name__)


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


def refuse(name: str, given: str, why: Label) -> ApiError:
    said = TEXTS.refused.format(name=name, given=given[:SHOWN], why=why)
    return ApiError("invalid_parameter", said, name)


def read_integer(args: Mapping[str, str], name: str, low: int, high: int, default: int) -> int:
    given = args.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= 10 and low <= int(given) <= high):
        raise refuse(name, given, TEXTS.integer.format(low=low, high=high))
    return int(given)


def read_choice(args: Mapping[str, str], name: str, choices: Collection[str], default: str = "") -> str:
    given = args.get(name, default)
    if given and given not in choices:
        raise refuse(name, given, TEXTS.one_of.format(known=list(choices)))
    return given
