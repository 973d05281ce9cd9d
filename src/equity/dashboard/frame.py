"""The Dash application with all its pages. No module-level callbacks: several can live in one process."""

from hashlib import sha256
from importlib import resources

from flask import Flask, Response, abort, request

from equity.dashboard.callback_guard import register_callback_guard
from equity.dashboard.dialogs import register_dialogs
from equity.dashboard.index import Application
from equity.dashboard.pages import PAGES, heading_of
from equity.dashboard.shell import draw_page, header, register_shell_callbacks, shell_layout
from equity.dashboard.static import to_html
from equity.http.context import Context
from equity.http.door import register_door
from equity.http.kept import kept_bytes
from equity.say import Voice
from equity.settings import ASSETS

BEGIN = resources.files("equity.dashboard").joinpath("begin.js").read_text("utf-8")
KEEP_BYTES = 16_000_000
ANY_PATH = "/<path:path>"  # the rule by which Dash serves its frame


def create_dashboard(ctx: Context) -> Application:
    app = Application(
        "equity",
        assets_folder=str(ASSETS),
        serve_locally=True,
        suppress_callback_exceptions=True,
        update_title="",
        add_log_handler=False,
        assets_ignore=r".*\.css",
    )
    app.renderer = BEGIN
    app.context = ctx
    app.first = FirstAnswers(ctx).of_request
    app.style = register_style(app.server)
    register_door(app.server, ctx.settings)
    app.layout = shell_layout
    register_shell_callbacks(app, ctx)
    for page in PAGES:
        page.register_callbacks(app, ctx)
    register_dialogs(app)
    register_callback_guard(app)
    _answer_missing_pages(app.server, ctx)
    return app


def _answer_missing_pages(server: Flask, ctx: Context) -> None:
    @server.after_request
    def nothing_there(response: Response) -> Response:
        """The application answers every address with its frame; what it will then say is missing is also a 404."""
        if request.endpoint == ANY_PATH and response.status_code == 200 and response.mimetype == "text/html":
            response.status_code = 200 if heading_of(ctx, request.path, Voice("zh")) is not None else 404
        return response


class FirstAnswers:
    """``of_request()`` is what the reader sees before any script has run: bar and page as HTML, drawn once per data version and
    address.
    """

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._kept = kept_bytes(KEEP_BYTES)

    def of_request(self) -> str:
        search = request.query_string.decode("utf-8", "replace")
        key = "\n".join((self._ctx.indicators.data_version, request.path, search))
        return self._kept.get(key, lambda: self._draw(request.path, search).encode()).decode()

    def _draw(self, path: str, search: str) -> str:
        drawn = draw_page(self._ctx, path, search)
        return (
            f'<header class="topbar">{to_html(header(drawn.view, drawn.name, self._ctx.indicators.city.product))}</header>{to_html(drawn.notices)}'
            f'<main class="page">{to_html(drawn.content)}</main>'
        )


def register_style(server: Flask) -> str:
    """Serve the joined sheet; its path, which names its content."""
    body = "\n".join(path.read_text("utf-8") for path in sorted(ASSETS.glob("*.css")))
    digest = sha256(body.encode()).hexdigest()[:12]

    @server.get("/assets/style.<asked>.css")
    def style(asked: str) -> Response:
        if asked != digest:
            abort(404)
        return Response(body, mimetype="text/css")

    return f"/assets/style.{digest}.css"
