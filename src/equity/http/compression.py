"""Compressed answers: what the server computes on the fly, scripts and styles once per process and kept."""

import gzip
import threading

from flask import Flask, Response, request
from flask_compress import Compress

TYPES = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
    "application/geo+json",
    "image/svg+xml",
    "text/csv",
]
STATIC = ("/assets/", "/_dash-component-suites/")
MIN_BYTES = 400
LEVEL = 9


def register_compression(server: Flask) -> None:
    # Files are answered as streams, which flask-compress leaves open: they are compressed below.
    server.config |= {"COMPRESS_MIMETYPES": TYPES, "COMPRESS_MIN_SIZE": MIN_BYTES, "COMPRESS_STREAMS": False}
    Compress(server)
    kept: dict[tuple[str, str], bytes] = {}
    lock = threading.Lock()

    @server.after_request
    def compress_files(response: Response) -> Response:
        accepts = "gzip" in request.headers.get("Accept-Encoding", "").lower()
        if not (accepts and response.status_code == 200 and request.path.startswith(STATIC)):
            return response
        if response.mimetype not in TYPES or response.headers.get("Content-Encoding"):
            return response
        key = (request.path, response.headers.get("ETag", "") or response.headers.get("Last-Modified", ""))
        response.direct_passthrough = False
        with lock:
            body = kept.get(key) or kept.setdefault(key, gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.close()
        response.set_data(body)
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        return response
