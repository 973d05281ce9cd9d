"""Embeds and pictures without a browser: size, text, escaping, pinning, caching, who may frame them."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from html import unescape
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from PIL import Image

from equity.app import create_app
from equity.indicators.compute import Indicators
from equity.query import Query, to_url
from equity.say import Voice
from equity.settings import Settings
from tests.conftest import AppWith, World

MAX_BYTES = 150_000
STAFF = Query("health_staff", "supply_rate", "resident")
PLACEHOLDERS = "service=primary_school&measure=effective"
FONTS = '<link rel="stylesheet" href="/assets/fonts.css">'  # the only thing a page asks for beside itself
VIEWS = [
    "/embed/map",
    "/embed/map?service=primary_school&measure=effective&theme=dark&lang=en",
    "/embed/map?service=clinic&measure=reach&basis=local&zone=530111",
    "/embed/chart?service=hospital&measure=coverage_uncapped",
    "/embed/chart?service=toilet&level=functional_zone",
    "/embed/chart?service=population&measure=residents",
    "/embed/card?zone=530111",
    "/embed/card?service=primary_school&measure=effective&zone=core&lang=en",
]


@pytest.mark.parametrize("view", VIEWS)
def test_an_embed_is_light_and_complete_in_itself(client: FlaskClient, view: str) -> None:
    answer = client.get(view)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert len(answer.get_data()) <= MAX_BYTES
    assert set(re.findall(r"<link[^>]+stylesheet[^>]*>", page)) == {FONTS}
    assert not re.findall(r"<script[^>]+src|<img|@import|url\(['\"]?http", page)
    assert "_dash" not in page and "plotly" not in page.lower()


def test_the_mark_of_illustrative_data_is_on_every_kind(client: FlaskClient) -> None:
    for kind in ("map", "chart", "card"):
        page = client.get(f"/embed/{kind}?{PLACEHOLDERS}&include=demo").get_data(as_text=True)
        assert "示意数据" in page, kind
    assert "示意数据" not in client.get("/embed/chart").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/embed/map", "/embed/chart", "/embed/card", "/image/map.svg", "/image/chart.svg"]
)
@pytest.mark.parametrize(
    "asked", ["service=clinic", PLACEHOLDERS, f"{PLACEHOLDERS}&basis=gap&zone=530111&lang=en"]
)
def test_placeholders_are_left_out_unless_asked_for(client: FlaskClient, path: str, asked: str) -> None:
    """No number, no mark: a division without a register has no data, and the way to the demonstration is said."""
    page, shown = (
        re.sub(
            r"<(style|script|pattern).*?</\1>",
            "",
            client.get(f"{path}?{asked}{more}").get_data(as_text=True),
            flags=re.S,
        )
        for more in ("", "&include=demo")
    )
    assert re.search("示意|illustrative", shown) and not re.search("示意|illustrative", page)
    assert "include=demo" in page and ("无数据" in page or "no data" in page)
    numbers = re.findall(r"\d+\.\d%?</(?:td|dd|tspan|text)>", page)
    assert not numbers, numbers


def test_the_table_twin_has_the_facades_numbers(client: FlaskClient, shipped: Indicators) -> None:
    page = client.get(f"/embed/map?{to_url(STAFF)}&lang=en").get_data(as_text=True)
    rows = dict(re.findall(r'<tr data-code="(\d+)"><td>[^<]*</td><td class=n>([^<]*)</td>', page))
    assert len(rows) == 14
    for record in shipped.values(STAFF):
        assert rows[record.zone] == f"{record.value:,.1f}"


def test_the_card_shows_its_zone(client: FlaskClient, shipped: Indicators) -> None:
    for zone in ("530111", "core", "530100"):
        page = client.get(f"/embed/card?{to_url(STAFF)}&zone={zone}").get_data(as_text=True)
        record = shipped.value(STAFF, zone)
        number = Voice("zh").figure(record)
        assert f"<dd>{number}" in page and shipped.zone(zone).name_zh in page


def test_a_value_that_cannot_be_used_is_told(client: FlaskClient) -> None:
    page = client.get("/embed/map?service=%3Cscript%3Ex").get_data(as_text=True)
    assert 'class="notices"' in page and "&lt;script&gt;x" in page and "<script>x" not in page


def test_markup_in_names_stays_text(world: World, world_settings: Settings) -> None:
    def change(rows: dict[str, list[dict[str, object]]]) -> None:
        rows["divisions"][0] |= {"name_zh": "<img src=x>", "short_zh": "<b>", "name_en": '"><script>'}

    world(change)
    client = create_app(world_settings).server.test_client()
    for path in (
        "/embed/map",
        "/embed/chart",
        "/embed/card",
        "/image/map.svg",
        "/image/chart.svg",
    ):
        for lang in ("zh", "en"):
            text = client.get(path, query_string={"lang": lang, "zone": "530102"}).get_data(as_text=True)
            assert not re.search(r"<img src=x|<b>|\"><script>", text), path


def test_only_sites_of_the_setting_may_frame(app_with: AppWith) -> None:
    allowed = "https://briefing.example"
    client = app_with(frame_ancestors=allowed).server.test_client()
    for kind in ("map", "chart", "card"):
        policy = client.get(f"/embed/{kind}").headers["Content-Security-Policy"]
        assert f"frame-ancestors {allowed}" in policy
    for path in ("/", "/api/v1/docs", "/healthz"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]


def test_an_embed_is_checked_before_it_is_shown_again(client: FlaskClient, app_with: AppWith) -> None:
    first = client.get("/embed/chart")
    assert first.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/embed/chart", headers=tag).status_code == 304
    other = app_with(frame_ancestors="'none'").server.test_client()
    assert other.get("/embed/chart", headers=tag).status_code == 200, "a new policy must reach the reader"


@pytest.mark.parametrize("kind", ["map", "chart"])
def test_pictures_have_the_size_asked_for(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/image/{kind}.png?width=600&height=500&dpi=96&service=clinic&measure=coverage")
    with Image.open(io.BytesIO(answer.get_data())) as image:
        assert abs(image.width - 600) <= 1 and image.height >= 499
        assert len(image.getcolors(1_000_000) or ()) > 20, "an empty picture"
    svg = client.get(f"/image/{kind}.svg?width=600&height=500").get_data(as_text=True)
    root = ET.fromstring(svg)
    assert float(root.get("width", "0")) == 600
    assert "户籍口径覆盖" in "".join(root.itertext())


@pytest.mark.parametrize(
    "query", ["width=239", "height=4001", "dpi=601", "width=x", "width=4000&height=4000&dpi=600"]
)
def test_a_picture_out_of_bounds_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/image/map.png?{query}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "invalid_parameter")


def test_there_is_no_other_picture(client: FlaskClient) -> None:
    assert client.get("/image/map.gif").status_code == client.get("/image/secret.svg").status_code == 404


def test_a_pasted_link_becomes_a_frame(client: FlaskClient) -> None:
    page = client.get("/embed/map?service=clinic").get_data(as_text=True)
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
    assert found
    answer = client.get(unescape(found[1]).removeprefix("http://localhost")).get_json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert 'src="http://localhost/embed/map?service=clinic"' in unescape(answer["html"])
    link = client.get("/district/530111?service=clinic").headers["Link"]
    address = link[1 : link.index(">")].removeprefix("http://localhost")
    small = client.get(f"{address}&maxwidth=300&maxheight=200").get_json()
    assert (small["width"], small["height"]) == (300, 200)
    assert "/embed/card?service=clinic&zone=530111" in unescape(small["html"])
    as_xml = client.get(address.replace("format=json", "format=xml"))
    assert ET.fromstring(as_xml.get_data(as_text=True)).findtext("type") == "rich"


@pytest.mark.parametrize("url", ["", "https://elsewhere.example/", "http://localhost/healthz", "http://[bad"])
def test_a_foreign_link_does_not(client: FlaskClient, url: str) -> None:
    assert client.get("/oembed", query_string={"url": url}).status_code in {400, 404}


PLAN = '{"name":"两处","changes":[{"kind":"add","service":"clinic","lon":102.72,"lat":25.06,"capacity":40}]}'


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_of_a_plan_shows_its_change(client, lang: str) -> None:
    answer = client.get("/embed/map", query_string={"plan": PLAN, "lang": lang})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "两处" in text
    assert ("示意数据" if lang == "zh" else "llustrative data") in text
    assert "/plan?" in text and client.get("/image/map.svg", query_string={"plan": PLAN}).status_code == 200
    beside = client.get("/oembed", query_string={"url": f"/plan?{urlencode({'plan': PLAN})}"}).get_json()
    assert "/embed/map?" in beside["html"]


def test_a_kept_comparison_is_embedded_with_its_numbers(client) -> None:
    kept = client.post("/export/snapshot", query_string={"plan": PLAN}).get_json()["id"]
    assert "两处" in client.get(f"/embed/map?snapshot={kept}").get_data(as_text=True)
    assert client.get(f"/s/{kept}").status_code == 200


def test_a_plan_that_cannot_be_carried_out_is_said_so(client) -> None:
    answer = client.get("/embed/map", query_string={"plan": PLAN.replace("102.72", "110")})
    assert answer.status_code == 400 and "changes[1]" in answer.get_data(as_text=True)
