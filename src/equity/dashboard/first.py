"""The first answer of an address: bar and page as HTML, drawn once per data version and address."""

from flask import request

from equity.dashboard.shell import draw_page, header
from equity.dashboard.static import to_html
from equity.http.context import Context
from equity.http.kept import kept_bytes

KEEP_BYTES = 16_000_000


class FirstAnswers:
    """``of_request()`` is what the reader sees before any script has run."""

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
