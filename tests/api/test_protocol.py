"""How the API answers: errors in one shape, paging, conditional requests, formats, the document."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from equity.api.openapi import BASE
from equity.api.operations import OPERATIONS
from equity.api.parameters import MAX_LIMIT
from equity.app import create_app
from equity.indicators.compute import Indicators
from equity.settings import Settings
from tests.api.conftest import Get
from tests.conftest import World

WRONG = [
    ("/values?service=nonsense", 400, "invalid_parameter", "service"),
    ("/values?service=toilet&measure=effective", 400, "invalid_parameter", "measure"),
    ("/values?basis=local", 400, "invalid_parameter", "basis"),
    ("/values?year=1999", 400, "invalid_parameter", "year"),
    ("/values?year=02020", 400, "invalid_parameter", "year"),
    ("/values?scenario=nonsense", 400, "invalid_parameter", "scenario"),
    ("/values?zone=999999", 400, "invalid_parameter", "zone"),
    ("/values?measure=", 400, "invalid_parameter", "measure"),
    ("/values?limit=0", 400, "invalid_parameter", "limit"),
    ("/values?limit=1001", 400, "invalid_parameter", "limit"),
    ("/values?offset=-1", 400, "invalid_parameter", "offset"),
    ("/values?offset=٣", 400, "invalid_parameter", "offset"),
    ("/values?servcie=clinic", 400, "unknown_parameter", "servcie"),
    ("/values?service=clinic&service=hospital", 400, "repeated_parameter", "service"),
    ("/services?format=geojson", 400, "unsupported_format", "format"),
    ("/facilities?service=toilet", 400, "invalid_parameter", "service"),
    ("/zones/999999", 404, "not_found", "code"),
    ("/services/nonsense", 404, "not_found", "service"),
    ("/snapshots/..%2f..%2fetc", 404, "not_found", None),
    ("/snapshots/aaaaaaaaaa", 404, "not_found", "id"),
    ("/nothing/here", 404, "not_found", None),
]


@pytest.mark.parametrize(("path", "status", "code", "parameter"), WRONG)
def test_a_wrong_request_is_told_what_is_wrong(
    client: FlaskClient, path: str, status: int, code: str, parameter: str | None
) -> None:
    answer = client.get(BASE + path)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    error = answer.get_json()["error"]
    assert set(error) == {"code", "message_zh", "message_en", "parameter"}
    assert (error["code"], error["parameter"]) == (code, parameter)
    assert re.search("[一-鿿]", error["message_zh"]) and error["message_en"].isprintable()
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_methods_are_refused_in_the_same_shape(client: FlaskClient) -> None:
    answer = client.post(f"{BASE}/values")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.get_json()["error"]["code"] == "method_not_allowed"


def test_a_failure_nobody_foresaw_says_nothing_of_the_inside(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("equity.api.reading._zone", fail)
    answer = client.get(f"{BASE}/zones")
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
    assert "secret detail" in caplog.text


def test_pages_together_are_the_whole(client: FlaskClient, shipped: Indicators) -> None:
    path, found = f"{BASE}/facilities?service=clinic&include=demo&limit=50", []
    for _ in range(20):
        answer = client.get(path)
        body = answer.get_json()
        found += [row["facility_id"] for row in body["data"]]
        path = body["meta"]["next"]
        if not path:
            assert "Link" not in answer.headers
            break
        assert answer.headers["Link"] == f'<{path}>; rel="next"'
    expected = list(shipped.facilities("clinic")["facility_id"])
    assert found == expected
    assert int(answer.headers["X-Total-Count"]) == len(expected)


def test_the_largest_page_is_as_declared(get: Get) -> None:
    assert len(get("/facilities", service="clinic", include="demo", limit=MAX_LIMIT)["data"]) <= MAX_LIMIT


def test_what_is_held_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"{BASE}/values")
    again = client.get(f"{BASE}/values", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(f"{BASE}/values?measure=residents", headers={"If-None-Match": first.headers["ETag"]})
    as_csv = client.get(
        f"{BASE}/values", headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"}
    )
    assert (other.status_code, as_csv.status_code) == (200, 200)
    assert "Accept" in first.headers["Vary"]


def test_the_tag_holds_over_compression_and_restart(client: FlaskClient, shipped_settings: Settings) -> None:
    first = client.get(f"{BASE}/values", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    fresh = create_app(shipped_settings).server.test_client()
    again = fresh.get(
        f"{BASE}/values", headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    )
    assert again.status_code == 304


def test_new_data_have_a_new_tag(client: FlaskClient, world: World, world_settings: Settings) -> None:
    world()
    other = create_app(world_settings).server.test_client().get(f"{BASE}/values")
    assert other.headers["ETag"] != client.get(f"{BASE}/values").headers["ETag"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv", "text/csv"),
        ("application/geo+json;q=0.5, text/csv;q=0.4", "application/geo+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_the_format_follows_accept(client: FlaskClient, accept: str, expected: str) -> None:
    assert client.get(f"{BASE}/values", headers={"Accept": accept}).mimetype == expected
    given = client.get(f"{BASE}/values?format=csv", headers={"Accept": accept})
    assert given.mimetype == "text/csv"


def test_other_sites_may_not_read(client: FlaskClient) -> None:
    answer = client.get(f"{BASE}/values", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name, _ in answer.headers if name.lower().startswith("access-control")]


def test_the_document_describes_every_operation(get: Get, shipped: Indicators) -> None:
    document = get("/openapi.json")
    assert document["openapi"].startswith("3.1")
    plans = {f"{BASE}/plans{more}" for more in ("", "/suggest", "/{id}")}
    assert set(document["paths"]) == {BASE + o.path for o in OPERATIONS} | plans
    services = next(
        p for p in document["paths"][f"{BASE}/values"]["get"]["parameters"] if p["name"] == "service"
    )
    assert services["schema"]["enum"] == list(shipped.registry)
    assert all(text for text in json.dumps(document, ensure_ascii=False).split('"description"'))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_docs_page_needs_nothing_else(client: FlaskClient, lang: str) -> None:
    answer = client.get(f"{BASE}/docs?lang={lang}")
    page = answer.get_data(as_text=True)
    for operation in OPERATIONS:
        assert f'id="{operation.id}"' in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert re.findall(r"<link[^>]*>", page) == ['<link rel="stylesheet" href="/assets/fonts.css">']
    assert not re.findall(r"<script|@import|url\(", page)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for address in re.findall(r'href="(/api[^"]+)"', page):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
