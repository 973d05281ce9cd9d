"""Who may: a signed session cookie after the admin secret, or a user name from a trusted proxy; CSRF
tokens; rate limits."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from equity.importing.rate_limit import RateLimit
from equity.intake.desk import display_name
from equity.settings import Settings

COOKIE, COOKIE_PATH = "equity_import", "/data/import"
SESSION_S = 8 * 3600
FAILURES, FAILURE_WINDOW_S = 5, 15 * 60
ALL_FAILURES = 50  # from all addresses together: behind a proxy they may look like one
REQUESTS, REQUEST_WINDOW_S = 60, 60


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
        self._public_host = urlsplit(settings.base_url).netloc
        folder = settings.var_dir
        self._failures = RateLimit(folder, "failures", FAILURES, FAILURE_WINDOW_S)
        self._all_failures = RateLimit(folder, "all failures", ALL_FAILURES, FAILURE_WINDOW_S)
        self._ended = RateLimit(folder, "ended sessions", 1, SESSION_S)
        self.requests = RateLimit(folder, "requests", REQUESTS, REQUEST_WINDOW_S)

    @property
    def by_proxy(self) -> bool:
        """Whether a reverse proxy signs people in."""
        return bool(self._header)

    def user(self, request: Request) -> User | None:
        """The signed-in user; None for a missing, changed or expired session."""
        if self._header:
            name = display_name(request.headers.get(self._header, ""))
            return User(name, f"proxy:{name}") if name != "—" else None
        try:
            session = self._serializer.loads(request.cookies.get(COOKIE, ""), max_age=SESSION_S)
            user = User(str(session["name"]), str(session["key"]))
        except (BadSignature, KeyError, TypeError):
            return None
        return None if self._ended.exceeded(user.key, record=False) else user

    def locked(self, address: str) -> bool:
        """Whether too many wrong secrets came from this address, or from everywhere."""
        return self._failures.exceeded(address, record=False) or self._all_failures.exceeded(
            "all", record=False
        )

    def admits(self, secret: str, address: str) -> bool:
        """Whether it is the admin secret, compared in constant time; a wrong one is counted."""
        if hmac.compare_digest(
            hashlib.sha256(secret.encode()).digest(), hashlib.sha256(self._secret.encode()).digest()
        ):
            return True
        self._failures.exceeded(address)
        self._all_failures.exceeded("all")
        return False

    def start(self, response: Response, name: str, *, secure: bool) -> None:
        """Set the session cookie."""
        value = self._serializer.dumps({"name": display_name(name), "key": secrets.token_hex(16)})
        response.set_cookie(
            COOKIE,
            value,
            max_age=SESSION_S,
            path=COOKIE_PATH,
            httponly=True,
            samesite="Strict",
            secure=secure or self._https,
        )

    def end(self, response: Response, user: User) -> None:
        """End the session: its cookie is deleted, and a copy of it admits nobody."""
        self._ended.exceeded(user.key)
        response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="Strict")

    def csrf(self, user: User) -> str:
        """The token that every form of this session carries."""
        return hmac.new(self._key, b"csrf\0" + user.key.encode(), hashlib.sha256).hexdigest()

    def is_genuine(self, request: Request, user: User) -> bool:
        """Whether a form was sent from a page of ours: same origin where the browser says so, and the
        right token."""
        sent = request.form.get("csrf", "").encode("utf-8", "replace")
        return self.is_same_origin(request) and hmac.compare_digest(sent, self.csrf(user).encode())

    def is_same_origin(self, request: Request) -> bool:
        """What the browser says about where the request comes from; silence is accepted, as the cookie is
        SameSite=Strict. A proxy may have changed the host: the public address counts too."""
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin", "")
        ours = {request.host, self._public_host} - {""}
        return site in ("same-origin", "none") and (not origin or origin == "null" or _host(origin) in ours)


def _host(origin: str) -> str:
    """Host and port of an ``Origin`` header; what is no address has none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
