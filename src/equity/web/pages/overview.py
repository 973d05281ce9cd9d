"""Overview: where the gap is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from equity.text import Label

if TYPE_CHECKING:
    from equity.web.context import Context
    from equity.web.view import PageView

PATH = "/"
TITLE = Label("总览", "Overview")
ORDER = 1


def layout(ctx: Context, view: PageView) -> Any:
    return html.Div(str(view))
