"""The API over the shipped data, called without a network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

Get = Callable[..., Any]


@pytest.fixture
def get(client: FlaskClient) -> Get:
    """``get("/values", service=…)``: the JSON of a successful answer."""

    def ask(path: str, **args: object) -> Any:
        answer = client.get(f"/api/v1{path}", query_string={k: str(v) for k, v in args.items()})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    return ask
