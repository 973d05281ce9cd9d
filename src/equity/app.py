"""The application, put together from its rooms. Several can live in one process."""

from collections.abc import Callable
from functools import partial

from flask import Flask, g

from equity.api import register_api
from equity.city import read_city
from equity.dashboard import Application, create_dashboard
from equity.embeds import register_embeds
from equity.http.access_log import register_access_log
from equity.http.compression import register_compression
from equity.http.context import Context, Data
from equity.http.door import register_below
from equity.http.page import register_failures
from equity.http.routes import register_routes
from equity.http.security import register_cors, register_security
from equity.importing import register_importing
from equity.indicators.compute import Indicators
from equity.indicators.store import open_indicators
from equity.settings import Settings, load
from equity.snapshots import register_snapshots


def create_app(
    settings: Settings | None = None, *, open_with: Callable[[Settings], Indicators] = open_indicators
) -> Application:
    """A Dash application that is ready to serve; ``.server`` is its WSGI application."""
    settings = settings or load()
    ctx = Context(settings, open_with)
    app = create_dashboard(ctx)
    server = app.server
    register_routes(server, ctx)
    register_api(server, ctx)
    register_embeds(server, ctx)
    register_snapshots(server, ctx)
    register_importing(server, ctx)
    register_compression(server)
    register_below(server)
    register_cors(server, settings)
    register_failures(server)
    register_access_log(server)
    register_security(server, ctx, list(app.csp_hashes()))
    ctx.prepare = partial(prepare, server, read_city(settings.data_dir).example_division)
    return app


def prepare(server: Flask, division: str, data: Data) -> None:
    """Draw the pages that ask for most from ``data`` before a reader does: what they work out is kept with the data."""
    for path in ("/", f"/district/{division}"):
        with server.test_request_context(path):
            g.data = data
            server.dispatch_request()
