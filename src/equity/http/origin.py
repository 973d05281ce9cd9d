"""Where a request comes from, as far as the browser says it: no other site may write through its visitors."""

from urllib.parse import urlsplit

from flask import Request

from equity.http.errors import ApiError
from equity.say import Label, texts_of
from equity.settings import Settings

TEXTS = texts_of(__name__)
OWN_SITES = ("same-origin", "none")


def foreign_origin(request: Request, settings: Settings) -> str:
    """The site that sent the request where it is not this one; "" where it is, or where nobody says.

    ``Sec-Fetch-Site`` is the browser's own word, sent over HTTPS and to localhost. Where it is missing, ``Origin`` or else
    ``Referer`` must name this host; ``null``, of a frame or a file, names nobody.
    """
    stated = request.headers.get("Sec-Fetch-Site", "")
    told = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if stated:
        return "" if stated in OWN_SITES else told or stated
    if not told:
        return ""
    own = {request.host, urlsplit(settings.base_url).netloc} - {""}
    try:
        return "" if urlsplit(told).netloc in own else told
    except ValueError:
        return told


def how_to_mend(request: Request, origin: str) -> Label:
    """What the administrator has to set where a proxy has changed the host of this server's own pages."""
    return TEXTS.mend.format(origin=origin[:100], host=request.host[:100])


def refuse_foreign(request: Request, settings: Settings) -> None:
    """A page elsewhere must not fill this server's store, or keep it busy, through its readers' browsers."""
    if origin := foreign_origin(request, settings):
        raise ApiError("forbidden", TEXTS.foreign.format(mend=how_to_mend(request, origin)))
