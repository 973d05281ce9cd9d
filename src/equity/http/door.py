"""The door of the application: which names of this server are believed, below which path it stands, whose word counts.

Nothing behind it reads ``X-Forwarded-*`` or doubts ``request.host``.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from equity.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})
PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
REFUSED_ZH = "这台服务器不以“{}”为名。请用正确的地址打开；若地址无误，请管理员把它写入 EQUITY_BASE_URL 或 EQUITY_ALLOWED_HOSTS。"
REFUSED_EN = (
    "This server does not go by the name “{}”. Open it by its own address; if this is the right one, the administrator "
    "states it in EQUITY_BASE_URL or EQUITY_ALLOWED_HOSTS."
)
# attributes of pages; properties of components whose value is an address
IN_PAGES = re.compile(rb'(\s(?:href|src|data-src|action|data-nav)=["\'])/(?!/)')
SLASH = rb"(?:/|\\u002f)"  # Dash writes it so
IN_COMPONENTS = re.compile(rb'("(?:href|src|action|data-nav)"\s*:\s*")' + SLASH + rb"(?!" + SLASH + rb")")
OF_DASH = re.compile(rb'("requests_pathname_prefix"\s*:\s*)"' + SLASH + rb'"')


class Door:
    """WSGI: takes the path below which the server stands off every address, and notes it as ``SCRIPT_NAME``."""

    def __init__(self, application: Application, prefix: str) -> None:
        self._application, self._prefix = application, prefix

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        told = environ.get("SCRIPT_NAME", "").rstrip("/")
        prefix = self._prefix or (told if PREFIX.fullmatch(told) else "")
        environ["SCRIPT_NAME"] = prefix
        path = environ.get("PATH_INFO", "")
        if prefix and (path == prefix or path.startswith(prefix + "/")):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return self._application(environ, start_response)


def prefix_of(base_url: str) -> str:
    """The path of the public address, without a slash at its end; "" where there is none."""
    return urlsplit(base_url).path.rstrip("/")


def register_door(server: Flask, settings: Settings) -> None:
    """Call first: no other part sees a request that is refused here."""
    server.wsgi_app = Door(server.wsgi_app, prefix_of(settings.base_url))  # type: ignore[method-assign]
    if count := settings.trusted_proxies:  # never X-Forwarded-Host, which proxies pass on from the visitor
        server.wsgi_app = ProxyFix(server.wsgi_app, count, count, x_host=0, x_prefix=count)  # type: ignore[method-assign]
    believed = believed_hosts(settings)

    @server.before_request
    def refuse_foreign_names() -> Response | None:
        name = host_name(request.host)
        if believed(name):
            return None
        shown = escape(name[:100])
        text = f"{REFUSED_ZH.format(shown)}\n{REFUSED_EN.format(shown)}\n"
        return Response(text, 400, {"Cache-Control": "no-store"}, mimetype="text/plain")


def believed_hosts(settings: Settings) -> Callable[[str], bool]:
    """Whether a host name is one of this server's. With a public address set: its host, this machine, and what is allowed
    beside; else this machine, the address listened on, and, where that is every address, any literal address."""
    names = {name.strip().lower() for name in settings.allowed_hosts.split(",")} | LOOPBACK
    literal = False
    if settings.base_url:
        names.add((urlsplit(settings.base_url).hostname or "").lower())
    else:
        names |= {settings.host.lower(), socket.gethostname().lower(), socket.getfqdn().lower()}
        literal = settings.host in EVERYWHERE  # a name that was made to lead here is no literal
    names -= EVERYWHERE

    def believed(name: str) -> bool:
        return name in names or (literal and is_address(name))

    return believed


def host_name(host: str) -> str:
    """The name of a ``Host`` header without its port and brackets, in small letters; "" for what is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def register_below(server: Flask) -> None:
    """Call after the compression, before which it must run."""

    @cache
    def anywhere() -> re.Pattern[bytes]:
        """A value of JSON that begins like an address of this server, whatever it is called."""
        first = {rule.rule.split("/")[1] for rule in server.url_map.iter_rules()}
        plain = sorted(re.escape(name) for name in first if name and "<" not in name)
        return re.compile(
            rb'([:\[,]\s*")' + SLASH + rb"(?=(?:" + "|".join(plain).encode() + rb")(?:" + SLASH + rb'|[?"]))'
        )

    @server.after_request
    def move(response: Response) -> Response:
        prefix = request.script_root
        if not prefix or response.direct_passthrough or response.status_code == 304:
            return response
        location = response.headers.get("Location", "")
        if location.startswith("/") and not _is_below(location, prefix):
            response.headers["Location"] = prefix + location
        by = rb"\1" + prefix.encode() + b"/"
        if response.mimetype == "text/html":
            response.set_data(
                OF_DASH.sub(rb'\1"' + prefix.encode() + b'/"', IN_PAGES.sub(by, response.get_data()))
            )
        elif response.mimetype == "application/json":
            # those moved by their name begin with the prefix, and are not moved again
            response.set_data(anywhere().sub(by, IN_COMPONENTS.sub(by, response.get_data())))
        return response


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")
