"""Pages for what went wrong, in the reader's language: what happened and what to do, never a stack trace."""

import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from equity.http.page import render, templates
from equity.http.request import address, asked_lang, asked_theme
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

TEMPLATES = templates()


def failure_page(code: int) -> str:
    """The page in the language and theme of the request."""
    lang = asked_lang()
    title, text = NOT_FOUND if code == 404 else BROKEN
    return render(
        TEMPLATES,
        "failure",
        lang=lang,
        theme=asked_theme(),
        code=code,
        title=title[lang],
        text=text[lang],
        home=address("/", theme=""),
        home_word=HOME[lang],
    )


def register_failures(server: Flask) -> None:

    def answer(code: int) -> Response:
        return Response(failure_page(code), status=code, mimetype="text/html")

    @server.errorhandler(404)
    def not_found(error: HTTPException) -> Response:
        return answer(404)

    @server.errorhandler(500)
    def broken(error: Exception) -> Response:
        log.error("unhandled error at %s", request.path, exc_info=getattr(error, "original_exception", error))
        return answer(500)
