"""Pages for what went wrong, in the reader's language: what happened and what to do, never a stack trace."""

from __future__ import annotations

import logging
from html import escape
from typing import TYPE_CHECKING

from dash import html
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from equity.say import Label
from equity.web.pages import heading_of

if TYPE_CHECKING:
    from equity.web.context import Context
    from equity.web.index import Application

log = logging.getLogger("equity.web")

NOT_FOUND = (
    Label("没有这个页面", "There is no such page"),
    Label(
        "地址可能有误，或页面已移动。请从总览重新开始。",
        "The address may be wrong or the page has moved. Start again from the overview.",
    ),
)
BROKEN = (
    Label("页面出错了", "Something went wrong"),
    Label(
        "错误已记入日志。请刷新页面；若仍出错，请把时间告诉系统管理员。",
        "The error has been logged. Reload the page; if it happens again, tell the administrator the time.",
    ),
)
ANY_PATH = "/<path:path>"  # the rule by which Dash serves its frame
HOME = Label("回到总览", "Back to the overview")

PAGE = """<!DOCTYPE html>
<html lang="{html_lang}" data-mantine-color-scheme="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="stylesheet" href="{assets}tokens.css"><link rel="stylesheet" href="{assets}app.css"></head>
<body><main class="failure"><p class="failure-code">{code}</p><h1>{title}</h1><p>{text}</p>
<p><a class="button" href="/{home_search}">{home}</a></p></main></body></html>"""


def failure_component(lang: str, texts: tuple[Label, Label], code: int) -> html.Div:
    """The same page as a component, for an address inside the application."""
    title, text = texts
    return html.Div(
        [
            html.P(str(code), className="failure-code"),
            html.H1(title[lang]),
            html.P(text[lang]),
            html.P(html.A(HOME[lang], href="/", className="button", **{"data-nav": "/"})),
        ],
        className="failure",
    )


def failure_page(code: int, *, lang: str, theme: str, assets: str) -> str:
    title, text = NOT_FOUND if code == 404 else BROKEN
    return PAGE.format(
        html_lang="en" if lang == "en" else "zh-CN",
        theme=theme,
        code=code,
        title=escape(title[lang]),
        text=escape(text[lang]),
        home=HOME[lang],
        home_search="?lang=en" if lang == "en" else "",
        assets=assets,
    )


def register_failures(app: Application, ctx: Context) -> None:
    server: Flask = app.server

    def answer(code: int) -> Response:
        lang = "en" if request.args.get("lang") == "en" else "zh"
        theme = "dark" if request.args.get("theme") == "dark" else "light"
        page = failure_page(code, lang=lang, theme=theme, assets=app.get_asset_url(""))
        return Response(page, status=code, mimetype="text/html")

    @server.after_request
    def nothing_there(response: Response) -> Response:
        """The application answers every address with its frame; what it will then say is missing is also a 404."""
        if request.endpoint == ANY_PATH and response.status_code == 200 and response.mimetype == "text/html":
            response.status_code = 200 if heading_of(ctx, request.path, "zh") is not None else 404
        return response

    @server.errorhandler(404)
    def not_found(error: HTTPException) -> Response:
        return answer(404)

    @server.errorhandler(500)
    def broken(error: Exception) -> Response:
        log.error("unhandled error at %s", request.path, exc_info=getattr(error, "original_exception", error))
        return answer(500)
