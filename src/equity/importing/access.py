"""Who may: a signed session cookie after the admin secret, or a user name from a trusted proxy; CSRF tokens; rate limits."""

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
from dataclasses import dataclass

from flask import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from equity.http.origin import foreign_origin
from equity.importing.rate_limit import Events, Throttle
from equity.say import texts_of
from equity.settings import Settings

TEXTS = texts_of(__name__)

COOKIE, COOKIE_PATH = "equity_import", "/data/import"
SESSION_S = 8 * 3600
REQUESTS, REQUEST_WINDOW_S = 60, 60
NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class User:
    """Who is signed in. ``key`` ties the CSRF token to this session."""

    name: str
    key: str


class Gate:
    """Signs people in and recognises them. The admin secret is never stored or sent: only what it signs."""

    def __init__(self, settings: Settings) -> None:
        self._header, self._secret = settings.trusted_user_header, settings.admin_secret
        key = hashlib.sha256(b"equity import\0" + settings.admin_secret.encode()).digest()
        self._key, self._serializer = key, URLSafeTimedSerializer(key, salt="session")
        self._https = settings.base_url.startswith("https://")
        self._settings = settings
        self._proxies = networks(settings.trusted_user_proxies)
        self.throttle = Throttle(settings.var_dir)
        self._ended = Events(settings.var_dir, "ended sessions", SESSION_S)
        self._requests = Events(settings.var_dir, "requests", REQUEST_WINDOW_S)

    @property
    def by_proxy(self) -> bool:
        """Whether a reverse proxy signs people in."""
        return bool(self._header)

    def user(self, request: Request) -> User | None:
        """The signed-in user; None for a missing, changed or expired session."""
        if self._header:
            name = person_name(request.headers.get(self._header, ""))
            believed = name and "," not in name and self.is_from_proxy(request)
            return User(name, f"proxy:{name}") if believed else None
        try:
            session = self._serializer.loads(request.cookies.get(COOKIE, ""), max_age=SESSION_S)
            user = User(str(session["name"]), str(session["key"]))
        except (BadSignature, KeyError, TypeError):
            return None
        return None if self._ended.times(user.key) else user

    def is_from_proxy(self, request: Request) -> bool:
        """Whether the connection itself comes from a proxy whose user names are believed."""
        direct = request.environ.get("werkzeug.proxy_fix.orig", request.environ).get("REMOTE_ADDR", "")
        try:
            peer = ipaddress.ip_address(direct)
        except ValueError:
            return False
        return any(peer in network for network in self._proxies)

    def too_many_requests(self, address: str) -> bool:
        return self._requests.exceeded(address, REQUESTS)

    def admits(self, secret: str, address: str, name: str) -> bool:
        """Whether it is the admin secret, compared in constant time; both answers are remembered."""
        given, right = (hashlib.sha256(text.encode()).digest() for text in (secret, self._secret))
        if hmac.compare_digest(given, right):
            self.throttle.admitted(address)
            return True
        self.throttle.failed(address, name)
        return False

    def start(self, response: Response, name: str, *, secure: bool, below: str = "") -> None:
        """Set the session cookie."""
        value = self._serializer.dumps({"name": name, "key": secrets.token_hex(16)})
        response.set_cookie(
            COOKIE,
            value,
            max_age=SESSION_S,
            path=below + COOKIE_PATH,
            httponly=True,
            samesite="Strict",
            secure=secure or self._https,
        )

    def end(self, response: Response, user: User, *, below: str = "") -> None:
        """End the session: its cookie is deleted, and a copy of it admits nobody."""
        self._ended.record(user.key)
        response.delete_cookie(COOKIE, path=below + COOKIE_PATH, httponly=True, samesite="Strict")

    def csrf(self, user: User) -> str:
        """The token that every form of this session carries."""
        return hmac.new(self._key, b"csrf\0" + user.key.encode(), hashlib.sha256).hexdigest()

    def is_genuine(self, request: Request, user: User) -> bool:
        """Whether a form was sent from a page of ours: same origin where the browser says so, and the right token."""
        sent = request.form.get("csrf", "").encode("utf-8", "replace")
        return not foreign_origin(request, self._settings) and hmac.compare_digest(
            sent, self.csrf(user).encode()
        )


def person_name(text: str) -> str:
    """What somebody is called, as it is shown and recorded: printable, without blanks around it; "" for none.

    Not a file name: ``CORP\\zhang`` and ``a/b`` stay what they are.
    """
    plain = unicodedata.normalize("NFC", text)
    return "".join(c for c in plain if c.isprintable()).strip()[:NAME_CHARACTERS].strip()


def networks(text: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Addresses and networks separated by commas. Raises :class:`UserError` for what is none."""
    found = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError as error:
            raise TEXTS.user_error("no_network", part=part) from error
    return tuple(found)
