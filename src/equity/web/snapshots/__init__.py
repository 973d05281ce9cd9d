"""Kept snapshots on the web: the page, the files, the picture of the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equity.web.context import Context
    from equity.web.index import Application


def register_snapshots(app: Application, ctx: Context) -> None:
    # the API reads the shelf of this package, the routes read the API's caching: imported when both are there
    from equity.web.snapshots.routes import register_snapshots as register

    register(app, ctx)
