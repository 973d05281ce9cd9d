"""Pages of other sites may read the API where a setting says so: only read, only below ``/api``, where no cookie counts."""

from __future__ import annotations

from flask import Flask, Response, request

from equity.settings import Settings

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Access-Control-Max-Age": "86400",
}


def register_cors(server: Flask, settings: Settings) -> None:
    origins = frozenset(part.strip().rstrip("/") for part in settings.cors_origins.split(",")) - {""}
    if not origins:
        return

    @server.after_request
    def allow(response: Response) -> Response:
        if not request.path.startswith("/api/") or request.method not in READING:
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin and ("*" in origins or origin in origins):
            response.headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
            for name, value in ALLOWED.items():
                response.headers[name] = value
        return response
