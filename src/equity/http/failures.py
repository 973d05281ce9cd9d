"""Pages for what went wrong, in the reader's language: what happened and what to do, never a stack trace."""

import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from equity.http.page import render, templates
from equity.http.request import address, asked_lang, asked_theme
from equity.say import texts_of

log = logging.getLogger("equity.http")

TEXTS = texts_of(__name__)
NOT_FOUND, BROKEN = (TEXTS.no_page, TEXTS.no_page_help), (TEXTS.broken, TEXTS.broken_help)
HOME = TEXTS.home
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
