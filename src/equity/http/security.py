"""Security headers: nothing loads from another host; nobody frames the dashboard, and no page of another site reads the
API, unless a setting says so.
"""

from flask import Flask, Response, request

from equity.http.context import Context
from equity.settings import Settings

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Access-Control-Max-Age": "86400",
}


def content_security_policy(script_hashes: list[str], frame_ancestors: str, *, basemap_host: str = "") -> str:
    """The policy as one header value.

    Styles may be inline because Mantine and Plotly write style elements; scripts may not, except the
    hashed one that starts the renderer. MapLibre runs its worker from a blob and decodes images into blobs.
    """
    hosts = f" {basemap_host}" if basemap_host else ""
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob:{hosts}",
        "font-src": "'self' data:",
        "connect-src": f"'self' blob: data:{hosts}",
        "worker-src": "'self' blob:",
        "child-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def host_of(url: str) -> str:
    """``https://host`` of an address, empty for one of our own."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/')[0]}" if rest else ""


def register_security(server: Flask, ctx: Context, script_hashes: list[str]) -> None:
    """``script_hashes``: the inline scripts that may run, as CSP sources."""
    policy = content_security_policy(
        script_hashes,
        ctx.settings.dashboard_frame_ancestors,
        basemap_host=host_of(ctx.settings.basemap_style),
    )

    @server.after_request
    def add_headers(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        # A route that sets its own policy (an embed with its own frame-ancestors) keeps it.
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


def register_cors(server: Flask, settings: Settings) -> None:
    """Pages of other sites may read: only that, only below ``/api``, where no cookie counts."""
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
