"""Light pages without the Dash bundle: one HTML file with its styles and at most one small script inside."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from pathlib import Path

from flask import Response

from equity.settings import PROJECT_ROOT

LIGHT = Path(__file__).with_name("light.css")
TOKENS = PROJECT_ROOT / "assets" / "tokens.css"  # a light page has the colours of the application

PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-mantine-color-scheme="{theme}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{theme}"><title>{title}</title>{head}
<style>{css}</style></head>
<body class="{name}">{body}{script}</body></html>
"""


@cache
def read_text(path: Path) -> str:
    """A style sheet or script that stands beside its module."""
    return path.read_text(encoding="utf-8")


def light_page(
    name: str,
    *,
    lang: str,
    theme: str,
    title: str,
    body: str,
    css: str = "",
    head: str = "",
    script: str = "",
) -> str:
    """The page as HTML. ``body`` and ``head`` are finished markup; ``title`` is escaped here."""
    return PAGE.format(
        lang="en" if lang == "en" else "zh-CN",
        theme="dark" if theme == "dark" else "light",
        title=escape(title),
        head=head,
        css=f"{read_text(TOKENS)}\n{read_text(LIGHT)}\n{css}",
        name=escape(name),
        body=body,
        script=f"<script>{script}</script>" if script else "",
    )


def script_hash(script: str) -> str:
    """The CSP source that allows exactly this inline script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def light_response(page: str, *, script: str = "", frame_ancestors: str, status: int = 200) -> Response:
    """The page with a policy of its own: nothing is fetched but pictures of this host, only the known
    script runs.
    """
    rules = (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        f"script-src {script_hash(script) if script else chr(39) + 'none' + chr(39)}",
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
