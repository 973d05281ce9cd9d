"""The web room: pages, routes and callbacks. The only room that knows dash."""

from equity.web.app import create_app

__all__ = ["create_app"]
