"""The read-only HTTP API: the same query and records as the page, as JSON, CSV and GeoJSON."""

from equity.api.routes import register_api

__all__ = ["register_api"]
