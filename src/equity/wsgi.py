"""The application a server process loads: built and warmed once per process. Import it in the worker, never before a fork."""

import html
import re
import sys

from flask import Flask

from equity.app import create_app
from equity.errors import UserError
from equity.settings import load

CANNOT_START = 3  # by which gunicorn knows that another worker would not start either


def warm(server: Flask) -> None:
    """Ask for the first page, what it loads and the embed once, so that compression and drawing wait for no reader."""
    client = server.test_client()
    page = client.get("/").get_data(as_text=True)
    for address in ["/embed/map", *re.findall(r'(?:src|href)="(/[^"]+)"', page)]:
        client.get(html.unescape(address), headers={"Accept-Encoding": "gzip"}).close()


def application() -> Flask:
    """The WSGI application of one worker, ready for its first reader."""
    try:
        app = create_app(load())
    except UserError as error:
        print(error, file=sys.stderr, flush=True)
        raise SystemExit(CANNOT_START) from None
    if app.context.prepare:
        app.context.prepare(app.context.data)
    warm(app.server)
    return app.server
