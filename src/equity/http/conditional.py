"""Conditional requests: an ETag from the data version and what was asked, and 304 where the reader has it already."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Response, request

from equity.settings import ASSETS

PACKAGE = Path(__file__).parents[1]
REVALIDATE = "no-cache"  # may be kept, must be checked before use: the data can be rebuilt at any time
CODE = {".py", ".toml", ".css", ".js", ".html", ".svg", ".typ"}
FOREVER = "public, max-age=31536000, immutable"


@cache
def code_version() -> str:
    """A hash of what draws the answers: after an update of the program nobody is told that nothing changed."""
    folders = (PACKAGE, ASSETS)
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.suffix in CODE)
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def etag_of(*parts: str) -> str:
    """A short content tag. Weak, because the compressed and the plain body share it."""
    return hashlib.sha256("\x1f".join((code_version(), *parts)).encode()).hexdigest()[:20]


def asked_etag(data_version: str, *more: str) -> str:
    """The tag of this request: data version, path, arguments and whatever else decides the answer."""
    return etag_of(data_version, request.path, request.query_string.decode("latin-1"), *more)


def has_it(etag: str) -> bool:
    """Whether the reader says that it holds this version."""
    return request.if_none_match.contains_weak(etag)


def not_modified(etag: str, cache: str = REVALIDATE) -> Response:
    return stamp(Response(status=304), etag, cache)


def stamp(response: Response, etag: str, cache: str = REVALIDATE) -> Response:
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = cache
    return response
