"""The Dash application, put together. No module-level callbacks: several apps can live in one process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import dash
from werkzeug.middleware.proxy_fix import ProxyFix

from equity.indicators.store import open_indicators
from equity.say import PRODUCT
from equity.settings import PROJECT_ROOT, Settings, load
from equity.web.access_log import register_access_log
from equity.web.api import register_api
from equity.web.compression import register_compression
from equity.web.context import Context
from equity.web.dialogs import register_dialogs
from equity.web.embed.routes import register_embeds
from equity.web.failures import register_failures
from equity.web.importing import register_importing
from equity.web.index import Application
from equity.web.pages import PAGES
from equity.web.routes import register_routes
from equity.web.security import register_security
from equity.web.shell import register_shell_callbacks, shell_layout
from equity.web.snapshots import register_snapshots

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

ASSETS = PROJECT_ROOT / "assets"


def create_app(
    settings: Settings | None = None, *, open_with: Callable[[Settings], Indicators] = open_indicators
) -> dash.Dash:
    """A Dash application that is ready to serve; ``.server`` is its WSGI application."""
    settings = settings or load()
    ctx = Context(settings, open_with)
    app = Application(
        "equity",
        assets_folder=str(ASSETS),
        serve_locally=True,
        suppress_callback_exceptions=True,
        title=PRODUCT.zh,
        update_title="",
        add_log_handler=False,
    )
    app.context = ctx
    app.layout = shell_layout
    register_shell_callbacks(app, ctx)
    for page in PAGES:
        if hasattr(page.module, "register_callbacks"):
            page.module.register_callbacks(app, ctx)
    register_routes(app, ctx)
    register_api(app, ctx)
    register_embeds(app, ctx)
    register_snapshots(app, ctx)
    register_importing(app, ctx)
    register_dialogs(app, ctx)
    register_compression(app)
    register_failures(app, ctx)
    register_access_log(app)
    register_security(app, ctx)
    if proxies := settings.trusted_proxies:
        app.server.wsgi_app = ProxyFix(app.server.wsgi_app, proxies, proxies, proxies)
    return app
