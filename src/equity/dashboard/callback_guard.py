"""What may be posted to the callbacks: exactly what the pages post. Anything else is 400, in words and without a trace."""

from collections.abc import Mapping
from typing import Any

from dash.fingerprint import check_fingerprint
from flask import Flask, Response, abort, request

from equity.dashboard.index import Application

CALLBACKS, SUITES = "/_dash-update-component", "/_dash-component-suites/"
LONGEST_TEXT = 8_000  # characters of an address: the address line of gunicorn and nginx ends there too
REFUSED = "请求的格式不正确。The request is malformed.\n"


def register_callback_guard(app: Application) -> None:
    server: Flask = app.server

    @server.before_request
    def check() -> Response | None:
        asks = request.path == CALLBACKS and request.method == "POST"
        if asks and not is_genuine(_posted(), app.callback_map):
            return Response(REFUSED, 400, mimetype="text/plain")
        if request.path.startswith(SUITES):
            package, _, path = request.path.removeprefix(SUITES).partition("/")
            if check_fingerprint(path)[0] not in app.registered_paths.get(package, ()):
                abort(404)
        return None


def _posted() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # lists in lists in lists
        return None


def is_genuine(body: Any, callbacks: Mapping[str, Any]) -> bool:
    """Whether ``body`` asks one of ``callbacks`` that runs on the server, with its inputs and outputs and texts that fit."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    declared = callbacks.get(body["output"])
    if declared is None or "callback" not in declared:
        return False
    changed = body.get("changedPropIds", [])
    return (
        _output_of(body.get("outputs")) == body["output"]
        and isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
        and _fits(body.get("inputs"), declared["inputs"])
        and _fits(body.get("state", []), declared["state"])
    )


def _output_of(outputs: Any) -> str:
    """The name Dash gives to these outputs; "" for what are none."""
    several = isinstance(outputs, list)
    names = []
    for one in outputs if several else [outputs]:
        if not isinstance(one, dict) or not all(isinstance(one.get(k), str) for k in ("id", "property")):
            return ""
        names.append(f"{one['id']}.{one['property']}")
    return f"..{'...'.join(names)}.." if several else names[0]


def _fits(given: Any, declared: list[dict[str, str]]) -> bool:
    if not isinstance(given, list) or len(given) != len(declared):
        return False
    return all(
        isinstance(one, dict)
        and one.get("id") == expected["id"]
        and one.get("property") == expected["property"]
        and _is_address(one.get("value"))
        for one, expected in zip(given, declared, strict=True)
    )


def _is_address(value: Any) -> bool:
    """Every callback of ours is told an address: texts that are not too long, and when it was asked for."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("search"), str)
        and isinstance(value.get("path", ""), str)
        and all(isinstance(one, str | int | float | bool | None) for one in value.values())
        and all(len(one) <= LONGEST_TEXT for one in value.values() if isinstance(one, str))
    )
