"""Signing in and out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from equity.errors import UserError
from equity.importing.access import Gate, User
from equity.importing.page import Pages, link
from equity.intake.desk import display_name


def register_sign_in(blueprint: Blueprint, gate: Gate, pages: Pages) -> None:
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
        address, name = request.remote_addr or "", display_name(request.form.get("name", ""))
        if gate.by_proxy or not gate.is_same_origin(request):
            return pages.fail(UserError("不能从这里登录。", "you cannot sign in from here."), None, 403)
        if gate.locked(address):
            pages.audit("sign-in refused", name)
            return pages.fail(
                UserError("口令错误次数过多；请 15 分钟后再试。", "too many wrong secrets; wait 15 minutes."),
                None,
                429,
            )
        if name == "—" or not gate.admits(request.form.get("secret", ""), address):
            pages.audit("sign-in failed", name)
            return pages.render("sign_in", None, wrong=True, status=403)
        pages.audit("signed in", name)
        response = redirect(link("/"))
        gate.start(response, name, secure=request.is_secure)  # type: ignore[arg-type]
        return response

    @blueprint.post("/sign-out")
    @pages.guarded
    def sign_out(user: User) -> Any:
        pages.audit("signed out", user.name)
        response = redirect(link("/sign-in"))
        gate.end(response, user)  # type: ignore[arg-type]
        return response
