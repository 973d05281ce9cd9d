"""Names, paths and bodies at the door: what is believed, where addresses lead, what is refused in words."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from equity.http.origin import foreign_origin
from equity.settings import Settings
from tests.conftest import AppWith

OUTPUT = "..header.children...notices.children...page.children...dialogs.children...rendered.data.."
PARTS = ["header.children", "notices.children", "page.children", "dialogs.children", "rendered.data"]


ClientOf = Callable[..., FlaskClient]


@pytest.fixture
def client_of(app_with: AppWith) -> ClientOf:
    """``client_of(base_url=...)``: of the application under these settings, which has answered before."""

    def make(**changed: Any) -> FlaskClient:
        client = app_with(**changed).server.test_client()
        client.get("/healthz")
        return client

    return make


@pytest.fixture
def client(client_of: ClientOf) -> FlaskClient:
    return client_of()


def asking(path: object = "/", search: object = "", **changed: Any) -> dict[str, Any]:
    outputs = [dict(zip(("id", "property"), part.split("."), strict=True)) for part in PARTS]
    body = {
        "output": OUTPUT,
        "outputs": outputs,
        "inputs": [{"id": "request", "property": "data", "value": {"path": path, "search": search, "at": 1}}],
        "changedPropIds": ["request.data"],
    }
    return body | changed


def with_value(value: object) -> dict[str, Any]:
    return asking(inputs=[{"id": "request", "property": "data", "value": value}])


MALFORMED: list[Any] = [
    None, [], {}, 1, "x", True, [[]], {"output": 1}, {"output": None}, {"output": "x"}, {"output": OUTPUT},
    {"output": OUTPUT, "outputs": []}, {"output": OUTPUT, "outputs": None, "inputs": []},
    asking(outputs={}), asking(outputs=[1]), asking(outputs=[{"id": 1, "property": 2}]), asking(outputs="x"),
    asking(inputs=None), asking(inputs={}), asking(inputs=[]), asking(inputs=[None]), asking(inputs=[[]]),
    asking(inputs=[{"id": "request"}]), asking(inputs=[{"id": {"a": 1}, "property": "data", "value": {}}]),
    asking(changedPropIds=1), asking(changedPropIds=[1]), asking(changedPropIds={}), asking(state=1), asking(state=[{}]),
    with_value(None), with_value([]), with_value("x"), with_value(3), with_value({}), with_value({"path": "/"}),
    asking(search=1), asking(search=None), asking(search=[]), asking(search={}), asking(path=1), asking(path=[]),
    asking(search="?layers=" + ",".join(f"x{i}" for i in range(50_000))), with_value({"search": "", "more": {}}),
]  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_callback_is_400_without_a_trace(
    client: FlaskClient, body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 400, answer.data[:200]
    assert "malformed" in answer.text and not caplog.records


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"NaN", b'{"output":'])
def test_what_is_no_json_is_400(client: FlaskClient, raw: bytes) -> None:
    answer = client.post("/_dash-update-component", data=raw, content_type="application/json")
    assert answer.status_code == 400
    assert client.post("/_dash-update-component", data=b"{}", content_type="text/plain").status_code == 400


def test_what_the_page_posts_is_answered(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", json=asking())
    assert answer.status_code == 200 and answer.json and "page" in answer.json["response"]


@pytest.mark.parametrize(
    "path", ["dash/x", "nothing/x.js", "dash/../secret", "dash/", "plotly/package_data/x.js", "%00/x"]
)
def test_unknown_parts_of_the_bundle_are_404(
    client: FlaskClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/")
    with caplog.at_level(logging.WARNING):
        assert client.get(f"/_dash-component-suites/{path}").status_code == 404
    assert not caplog.records
    assert client.get("/_dash-component-suites/plotly/package_data/plotly.min.js").status_code == 200


PLACES = [
    "/",
    "/embed/map",
    "/oembed?url=/",
    "/api/v1/openapi.json",
    "/data/import",
    "/s/aaaaaaaaaa",
    "/district/530111",
]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8050", "localhost.evil.example", "8.8.8.8", "a@localhost"]
)
@pytest.mark.parametrize("base_url", ["", "https://fair.example/equity"])
def test_no_foreign_name_is_believed_or_repeated(client_of: ClientOf, host: str, base_url: str) -> None:
    client = client_of(base_url=base_url, admin_secret="long enough for it")
    for place in PLACES:
        answer = client.get(place, headers={"Host": host})
        assert answer.status_code == 400, place
        assert "EQUITY_ALLOWED_HOSTS" in answer.text
        assert "evil" not in str(answer.headers)
        for mark in ("X-Forwarded-Host", "Forwarded", "X-Host"):
            answer = client.get(place, headers={mark: host})
            assert "evil" not in str(answer.headers) + answer.text, (place, mark)


@pytest.mark.parametrize(
    "changed, host",
    [
        ({}, "localhost:8050"), ({}, "127.0.0.1:8050"), ({}, "[::1]:8050"), ({"host": "10.1.2.3"}, "10.1.2.3:8050"),
        ({"host": "0.0.0.0"}, "10.9.9.9"), ({"host": "::"}, "[fd00::1]:8050"),
        ({"allowed_hosts": "a.example, B.example"}, "b.example"), ({"base_url": "https://fair.example"}, "fair.example"),
        ({"base_url": "https://fair.example"}, "localhost"),
    ],
)  # fmt: skip
def test_its_own_names_are_believed(client_of: ClientOf, changed: dict[str, Any], host: str) -> None:
    assert client_of(**changed).get("/healthz", headers={"Host": host}).status_code == 200


def test_only_as_many_proxies_are_believed_as_are_stated(client_of: ClientOf) -> None:
    told = {"X-Forwarded-For": "1.1.1.1, 2.2.2.2", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/portal",
            "X-Forwarded-Host": "evil.example"}  # fmt: skip
    for proxies, linked in ((0, "http://localhost/"), (1, "https://localhost/portal/")):
        answer = client_of(trusted_proxies=proxies).get("/", headers=told)
        assert f"<{linked}oembed" in answer.headers["Link"] and "evil" not in answer.headers["Link"]


@pytest.mark.parametrize("prefix", ["//evil.example", '/"><script>', "/a b", "/../x/\n", "javascript:"])
def test_a_prefix_that_is_no_path_is_not_taken(client_of: ClientOf, prefix: str) -> None:
    client = client_of(trusted_proxies=1)
    try:
        answer = client.get("/", headers={"X-Forwarded-Prefix": prefix})
    except ValueError:  # the header itself is impossible
        return
    assert 'href="/assets/' in answer.text and "evil" not in answer.text


@pytest.mark.parametrize("path", ["/equity", ""], ids=["kept by the proxy", "taken off by the proxy"])
def test_below_a_path_every_address_is_moved(client_of: ClientOf, path: str) -> None:
    client = client_of(base_url="https://fair.example/equity", admin_secret="long enough for it")

    def get(place: str) -> str:
        answer = client.get(path + place)
        assert answer.status_code in (200, 404), (place, answer.status_code)
        return answer.text

    for place in ("/", "/compare", "/district/530111", "/data", "/embed/map", "/embed/card?zone=530111", "/api/v1/docs",
                  "/s/aaaaaaaaaa", "/data/import/sign-in", "/nothing/here"):  # fmt: skip
        found = re.findall(r'(?:href|src|action)="(/[^"]*)"', get(place))
        assert found and all(link.startswith("/equity/") for link in found), (place, found)
    layout = client.get(path + "/_dash-layout").text
    assert '"/equity/' not in layout or '"/equity/equity/' not in layout
    answer = client.post(path + "/_dash-update-component", json=asking("/equity/district/530111"))
    drawn = json.dumps(answer.json, ensure_ascii=False)
    links = re.findall(r'"(?:href|src|data-nav)":\s*"([^"]*)"', drawn)
    assert "官渡" in drawn and links
    assert all(link.startswith(("/equity/", "#", "http", "?", "data:")) for link in links if link), links
    assert client.get(path + "/data/import").headers["Location"].endswith("/equity/data/import/")
    assert client.get(path + "/data/import/").headers["Location"].startswith("/equity/data/import/sign-in")
    assert '"requests_pathname_prefix":"/equity/"' in get("/")
    assert "https://fair.example/equity/embed/map" in get("/oembed?url=https://fair.example/equity/")


def headers(**given: str) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in given.items()}


@pytest.mark.parametrize(
    "sent, foreign",
    [
        ({}, False),
        (headers(Sec_Fetch_Site="same-origin", Origin="http://proxy.example"), False),
        (headers(Sec_Fetch_Site="none"), False),
        (headers(Sec_Fetch_Site="cross-site"), True),
        (headers(Sec_Fetch_Site="same-site"), True),
        (headers(Origin="http://localhost"), False),
        (headers(Origin="https://fair.example"), False),
        (headers(Origin="http://evil.example"), True),
        (headers(Origin="http://localhost.evil.example"), True),
        (headers(Origin="null"), True),
        (headers(Origin="http://["), True),
        (headers(Referer="http://localhost/compare"), False),
        (headers(Referer="http://evil.example/page"), True),
    ],
)
def test_the_browser_says_who_sent_it(
    app_with: AppWith, shipped_settings: Settings, sent: dict[str, str], foreign: bool
) -> None:
    settings = replace(shipped_settings, base_url="https://fair.example")
    with app_with(base_url=settings.base_url).server.test_request_context("/", headers=sent) as context:
        assert bool(foreign_origin(context.request, settings)) is foreign


@pytest.mark.parametrize(
    "setting, origin, allowed",
    [
        ("", "https://portal.example", None),
        ("https://portal.example", "https://portal.example", "https://portal.example"),
        ("https://portal.example, https://b.example/", "https://b.example", "https://b.example"),
        ("https://portal.example", "https://evil.example", None),
        ("*", "https://any.example", "*"),
    ],
)
def test_other_sites_may_read_the_api_only_where_a_setting_says_so(
    client_of: ClientOf, setting: str, origin: str, allowed: str | None
) -> None:
    client = client_of(cors_origins=setting)
    sent = {"Origin": origin}
    for method in (client.get, client.options):
        assert method("/api/v1/zones", headers=sent).headers.get("Access-Control-Allow-Origin") == allowed
    for elsewhere in ("/", "/healthz", "/embed/map"):
        assert "Access-Control-Allow-Origin" not in client.get(elsewhere, headers=sent).headers
