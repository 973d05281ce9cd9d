"""Pages for what went wrong, in the reader's language: what happened and what to do, never a stack trace."""

from __future__ import annotations

import logging
from html import escape

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from equity.http.request import asked_lang, asked_theme
from equity.say import Label

log = logging.getLogger("equity.http")

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
HOME = Label("回到总览", "Back to the overview")

PAGE = """<!DOCTYPE html>
<html lang="{html_lang}" data-mantine-color-scheme="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="stylesheet" href="{assets}tokens.css"><link rel="stylesheet" href="{assets}app.css"></head>
<body><main class="failure"><p class="failure-code">{code}</p><h1>{title}</h1><p>{text}</p>
<p><a class="button" href="/{home_search}">{home}</a></p></main></body></html>"""


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


def register_failures(server: Flask) -> None:

    def answer(code: int) -> Response:
        lang = asked_lang()
        theme = asked_theme()
        page = failure_page(code, lang=lang, theme=theme, assets="/assets/")
        return Response(page, status=code, mimetype="text/html")

    @server.errorhandler(404)
    def not_found(error: HTTPException) -> Response:
        return answer(404)

    @server.errorhandler(500)
    def broken(error: Exception) -> Response:
        log.error("unhandled error at %s", request.path, exc_info=getattr(error, "original_exception", error))
        return answer(500)
