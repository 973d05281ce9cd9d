"""One JSON line per request on the logger ``equity.access``: when, what, how it ended, how long it took."""

import json
import logging
from datetime import UTC, datetime
from time import perf_counter

from flask import Flask, Response, g, request

log = logging.getLogger("equity.access")


def register_access_log(server: Flask) -> None:

    @server.before_request
    def start_clock() -> None:
        g.started = perf_counter()

    @server.after_request
    def write_line(response: Response) -> Response:
        elapsed_ms = (perf_counter() - g.get("started", perf_counter())) * 1000
        response.headers["Server-Timing"] = f"app;dur={elapsed_ms:.1f}"
        if log.isEnabledFor(logging.INFO):
            log.info(
                json.dumps(
                    {
                        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                        "method": request.method,
                        "path": request.path,
                        "query": request.query_string.decode("utf-8", "replace"),
                        "status": response.status_code,
                        "ms": round(elapsed_ms, 1),
                        "bytes": response.calculate_content_length(),
                        "address": request.remote_addr,
                    },
                    ensure_ascii=False,
                )
            )
        return response
