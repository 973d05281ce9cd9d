"""Below a path: every address is written as if the server stood at the root, and moved here, in one place, on its way out."""

import re
from functools import cache

from flask import Flask, Response, request

# attributes of pages; properties of components whose value is an address
IN_PAGES = re.compile(rb'(\s(?:href|src|data-src|action|data-nav)=["\'])/(?!/)')
SLASH = rb"(?:/|\\u002f)"  # Dash writes it so
IN_COMPONENTS = re.compile(rb'("(?:href|src|action|data-nav)"\s*:\s*")' + SLASH + rb"(?!" + SLASH + rb")")
OF_DASH = re.compile(rb'("requests_pathname_prefix"\s*:\s*)"' + SLASH + rb'"')


def register_below(server: Flask) -> None:
    """Call after the compression, before which it must run."""

    @cache
    def anywhere() -> re.Pattern[bytes]:
        """A value of JSON that begins like an address of this server, whatever it is called."""
        first = {rule.rule.split("/")[1] for rule in server.url_map.iter_rules()}
        plain = sorted(re.escape(name) for name in first if name and "<" not in name)
        return re.compile(
            rb'([:\[,]\s*")' + SLASH + rb"(?=(?:" + "|".join(plain).encode() + rb")(?:" + SLASH + rb'|[?"]))'
        )

    @server.after_request
    def move(response: Response) -> Response:
        prefix = request.script_root
        if not prefix or response.direct_passthrough or response.status_code == 304:
            return response
        location = response.headers.get("Location", "")
        if location.startswith("/") and not _is_below(location, prefix):
            response.headers["Location"] = prefix + location
        by = rb"\1" + prefix.encode() + b"/"
        if response.mimetype == "text/html":
            response.set_data(
                OF_DASH.sub(rb'\1"' + prefix.encode() + b'/"', IN_PAGES.sub(by, response.get_data()))
            )
        elif response.mimetype == "application/json":
            # those moved by their name begin with the prefix, and are not moved again
            response.set_data(anywhere().sub(by, IN_COMPONENTS.sub(by, response.get_data())))
        return response


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")
