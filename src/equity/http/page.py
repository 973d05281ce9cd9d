"""Pages without the Dash bundle, from templates: everything is escaped, and a name that was not given is an error.

A light page is one HTML file with its styles and at most one small script inside.
"""

import base64
import hashlib
import logging
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from equity.http.request import address, asked_lang, asked_theme
from equity.say import texts_of
from equity.settings import ASSETS

SHARED = Path(__file__).with_name("templates")
LIGHT = Path(__file__).with_name("light.css")
TOKENS = ASSETS / "tokens.css"  # a light page has the colours of the application


def templates(folder: Path | None = None) -> Environment:
    """The templates of a room's ``folder`` and those that all rooms share."""
    return Environment(
        loader=FileSystemLoader([*([folder] if folder else []), SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(environment: Environment, template: str, /, **values: Any) -> str:
    return environment.get_template(f"{template}.html").render(**values)


@cache
def read_text(path: Path) -> str:
    """A style sheet or script that stands beside its module."""
    return path.read_text(encoding="utf-8")


def light_page(
    environment: Environment,
    template: str,
    *,
    name: str,
    lang: str,
    theme: str,
    title: str,
    style: Path,
    script: Path | None = None,
    **values: Any,
) -> str:
    """The page as HTML from a template that extends ``light.html``; ``name`` is the class of its body."""
    return render(
        environment,
        template,
        name=name,
        lang=lang,
        theme="dark" if theme == "dark" else "light",
        title=title,
        # our own files; nothing in them comes from a request or from data
        css=Markup("\n".join(map(read_text, (TOKENS, LIGHT, style)))),
        script=Markup(read_text(script)) if script else "",
        **values,
    )


def script_hash(script: str) -> str:
    """The CSP source that allows exactly this inline script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def light_response(
    page: str, *, script: Path | None = None, frame_ancestors: str, status: int = 200
) -> Response:
    """The page with a policy of its own: nothing is fetched but pictures and fonts of this host, only the known script runs."""
    rules = (
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' data:",
        "script-src " + (script_hash(read_text(script)) if script else "'none'"),
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        f"frame-ancestors {frame_ancestors}",
    )
    response = Response(page, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = "; ".join(rules)
    # a page that may be framed by others must not be cut off from its opener's group, nor need to be
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


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
