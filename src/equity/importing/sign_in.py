"""Signing in and out."""

import math
from typing import Any

from flask import Blueprint, Response, redirect, request

from equity.errors import UserError
from equity.http.origin import foreign_origin, how_to_mend
from equity.importing.access import User, person_name
from equity.importing.page import Pages, link
from equity.say import texts_of

TEXTS = texts_of(__name__)


def register_sign_in(blueprint: Blueprint, pages: Pages) -> None:
    gate = pages.gate

    @blueprint.get("/style.css")
    def style() -> Response:
        from equity.importing.page import TEMPLATES

        return Response((TEMPLATES / "style.css").read_bytes(), mimetype="text/css")

    @blueprint.get("/sign-in")
    def sign_in() -> Any:
        if gate.user(request):
            return redirect(link("/"))
        return pages.render("sign_in", None, wrong=False)

    @blueprint.post("/sign-in")
    def try_sign_in() -> Any:
        request.max_content_length = 100_000
        try:
            return let_in()
        except UserError as error:
            return pages.fail(error, None, 503)

    def let_in() -> Any:
        address, name = request.remote_addr or "", person_name(request.form.get("name", ""))
        if gate.by_proxy:
            return pages.fail(TEXTS.user_error("not_from_here"), None, 403)
        if origin := foreign_origin(request, pages.settings):
            mend = how_to_mend(request, origin)
            return pages.fail(TEXTS.user_error("foreign", mend=mend), None, 403)
        if not name:
            return pages.render("sign_in", None, wrong=True, status=403)
        if wait := gate.throttle.wait_s(address, name):
            seconds = math.ceil(wait)
            pages.audit_rarely("sign-in refused", name)
            refused = pages.fail(
                TEXTS.user_error("wait", seconds=seconds),
                None,
                429,
            )
            refused.headers["Retry-After"] = str(seconds)
            return refused
        if not gate.admits(request.form.get("secret", ""), address, name):
            pages.audit_rarely("sign-in failed", name)
            return pages.render("sign_in", None, wrong=True, status=403)
        pages.audit("signed in", name)
        response = redirect(link("/"))
        gate.start(response, name, secure=request.is_secure, below=request.script_root)  # type: ignore[arg-type]
        return response

    @blueprint.post("/sign-out")
    @pages.for_users
    def sign_out(user: User) -> Any:
        pages.audit("signed out", user.name)
        response = redirect(link("/sign-in"))
        gate.end(response, user, below=request.script_root)  # type: ignore[arg-type]
        return response
