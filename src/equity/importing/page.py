"""Rendering: Jinja with everything escaped, in the frame of the dashboard; and the guard around every route."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from equity.errors import Unwritable, UserError
from equity.http.context import Context
from equity.http.page import render, templates
from equity.http.request import address, asked_lang, asked_theme
from equity.importing.access import Gate, User
from equity.importing.rate_limit import Events
from equity.intake.audit import write_audit
from equity.intake.staging import STAGING_DIR, expired
from equity.reading import limits
from equity.say import Label, texts_of
from equity.settings import Settings
from equity.space import NoRoom

TEXTS = texts_of(__name__)

AUDITED_PER_MINUTE = 20
log = logging.getLogger("equity.importing")

PREFIX = "/data/import"
TEMPLATES = Path(__file__).with_name("templates")
CHINA = timezone(timedelta(hours=8))  # no summer time since 1991
WAIT_S = 3.0  # what is done sooner is shown at once, else its progress
View = Callable[..., Any]


class Pages:
    """Renders templates and wraps routes; one per application."""

    def __init__(self, ctx: Context, gate: Gate) -> None:
        self.ctx, self.gate = ctx, gate
        self._audited = Events(ctx.settings.var_dir, "audited", 60)
        self._environment = templates(TEMPLATES)
        self._environment.filters["thousands"] = lambda n: f"{n:,}"
        self._environment.filters["local_time"] = local_time

    @property
    def settings(self) -> Settings:
        return self.ctx.settings

    def render(self, name: str, user: User | None, *, status: int = 200, **values: Any) -> Response:
        """The page ``name``.html; ``t(zh, en)`` picks the language, ``link(path)`` keeps it."""
        lang = asked_lang()
        body = render(
            self._environment,
            name,
            lang=lang,
            theme=asked_theme(),
            home=address("/"),
            here=lambda **changed: address(
                request.path if request.method == "GET" else f"{PREFIX}/", **changed
            ),
            user=user,
            csrf=self.gate.csrf(user) if user else "",
            product=self.ctx.indicators.city.product[lang],
            prefix=PREFIX,
            t=lambda zh, en: en if lang == "en" else zh,
            link=link,
            by_proxy=self.gate.by_proxy,
            **values,
        )
        return Response(body, status=status, mimetype="text/html")

    def fail(self, error: UserError, user: User | None, status: int = 400, *, back: str = "/") -> Response:
        """The reason, and a way on: to the start, or ``back`` to the upload."""
        return self.render("failed", user, status=status, said=Label(error.zh, error.en), back=back)

    def for_users(self, view: View) -> View:
        """A route for signed-in people; a POST needs the CSRF token and stays below the rate limit."""

        @wraps(view)
        def run(**arguments: Any) -> Any:
            request.max_content_length = limits.MAX_UPLOAD_BYTES
            user = self.gate.user(request)
            if user is None:
                if self.gate.by_proxy:
                    return self.fail(_not_signed_in_by_proxy(self.gate.is_from_proxy(request)), None, 403)
                return redirect(link("/sign-in")) if request.method == "GET" else self._signed_out()
            try:
                if request.method == "POST":
                    if self.gate.too_many_requests(request.remote_addr or ""):
                        return self.fail(TEXTS.user_error("too_many"), user, 429)
                    if not self.gate.is_genuine(request, user):
                        return self.fail(TEXTS.user_error("form_expired"), user, 403)
                return view(user=user, **arguments)
            except Unwritable as error:
                log.error("%s", error.en)
                return self.fail(UserError(error.plain_zh, error.plain_en), user, 507)
            except NoRoom as error:
                return self.fail(error, user, 507)
            except UserError as error:
                return self.fail(error, user)
            except FileNotFoundError:  # the upload was removed by another process while this one read it
                if (self.settings.var_dir / STAGING_DIR / str(arguments.get("token"))).exists():
                    raise
                return self.fail(expired(), user, 404)
            except RequestEntityTooLarge:
                size = limits.MAX_UPLOAD_BYTES // limits.MB
                return self.fail(TEXTS.user_error("too_large", mb=size), user, 413)

        return run

    def audit(self, act: str, who: str, **about: str) -> None:
        write_audit(self.settings, act, who, request.remote_addr or "", **about)

    def audit_rarely(self, act: str, who: str) -> None:
        """For what anybody can do: one line a minute for each address, a few for all together."""
        address = request.remote_addr or ""
        if self._audited.exceeded(f"{act} {address}", 1) or self._audited.exceeded(act, AUDITED_PER_MINUTE):
            return
        self.audit(act, who)

    def _signed_out(self) -> Response:
        return self.fail(TEXTS.user_error("signed_out"), None, 403)


def link(path: str = "", **query: str) -> str:
    """An address below the prefix that keeps language and theme."""
    return address(PREFIX + path, **query)


def local_time(when: str) -> str:
    """An ISO time with its zone as the clock in China shows it, to the minute."""
    return datetime.fromisoformat(when).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def plain_number(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() and len(text.strip()) <= 9 else None


def _not_signed_in_by_proxy(from_proxy: bool) -> UserError:
    if from_proxy:
        return TEXTS.user_error("no_name")
    return TEXTS.user_error("not_the_proxy")
