"""Where a request comes from, as far as the browser says it: no other site may write through its visitors."""

from urllib.parse import urlsplit

from flask import Request

from equity.http.errors import ApiError
from equity.settings import Settings

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


def how_to_mend(request: Request, origin: str) -> tuple[str, str]:
    """What the administrator has to set where a proxy has changed the host of this server's own pages."""
    return (
        f"浏览器的地址是 {origin[:100]}，服务器收到的主机名是 {request.host[:100]}。若前面有反向代理，请设置 "
        f"EQUITY_BASE_URL=（浏览器中的地址），或让代理传递主机名（nginx：proxy_set_header Host $http_host;）。",
        f"the browser is at {origin[:100]}, the server was told the host {request.host[:100]}. Behind a proxy, set "
        f"EQUITY_BASE_URL to the address in the browser, or let the proxy pass the host on "
        f"(nginx: proxy_set_header Host $http_host;).",
    )


def refuse_foreign(request: Request, settings: Settings) -> None:
    """A page elsewhere must not fill this server's store, or keep it busy, through its readers' browsers."""
    if origin := foreign_origin(request, settings):
        zh, en = how_to_mend(request, origin)
        raise ApiError(
            "forbidden",
            f"不接受来自其他网站的请求。{zh}",
            f"Requests from other sites are not accepted: {en}",
        )
