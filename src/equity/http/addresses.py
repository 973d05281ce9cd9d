"""Full addresses of this server, as others are to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import request

if TYPE_CHECKING:
    from equity.http.context import Context


def base_address(ctx: Context) -> str:
    """The public address of this server, without a slash at the end."""
    return (ctx.settings.base_url or request.url_root).rstrip("/")


def discovery_url(ctx: Context, path_and_search: str) -> str:
    """Where the oEmbed answer for an address of ours is found."""
    base = base_address(ctx)
    return f"{base}/oembed?format=json&url={quote(base + path_and_search, safe='')}"
