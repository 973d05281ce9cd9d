"""A planner at work: three schools by clicking, a row by keyboard, one taken back; the Word file says what the API says. Then by hand:
dragging, arrow keys, a table pasted in, a facility enlarged, closed and moved on the map."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pytest
from docx import Document
from playwright.sync_api import Page

from equity.indicators.compute import Indicators
from equity.say import Voice
from tests.web.conftest import TAKEN_OVER, Visitor

pytestmark = pytest.mark.browser

READY = "window.dash_clientside?.maps?.ready('plan-map') && document.querySelector('#plan-editor .plan-tabs')"
SPOT = """([lon, lat]) => { const at = dash_clientside.maps.engine('plan-map').project([lon, lat]),
  box = document.getElementById('plan-markers').getBoundingClientRect(); return [at.x + box.x, at.y + box.y] }"""
ROWS = "n => document.querySelectorAll('.plan-row[data-row]').length === n && !document.querySelector('[data-dash-is-loading]')"


def places(shipped: Indicators) -> list[tuple[float, float]]:
    """The settlement of each of three divisions that is farthest from any school: a click there meets none."""
    schools = shipped.facilities("primary_school")
    points = shipped.points("primary_school").query("reached == 0")
    far = [float(np.hypot(schools["lon"] - p.lon, schools["lat"] - p.lat).min()) for p in points.itertuples()]
    chosen = points.assign(far=far).sort_values("far", ascending=False).drop_duplicates("zone_code").head(3)
    return list(zip(chosen["lon"], chosen["lat"], strict=True))


def plan_of(page: Page) -> dict[str, object]:
    return json.loads(parse_qs(urlsplit(page.url).query)["plan"][0])


def test_three_schools_by_clicking_and_the_word_file_says_what_the_api_says(
    visitor: Visitor, shipped: Indicators
) -> None:
    page = visitor.sized(1440, 900)
    page.goto(f"{visitor.base_url}/plan?service=primary_school")
    visitor.until(TAKEN_OVER)
    visitor.until(READY)
    for n, place in enumerate(places(shipped), 1):
        page.mouse.click(*page.evaluate(SPOT, list(place)), delay=200)
        visitor.until(ROWS, n)
    capacity = page.locator('[data-key="0-capacity"]')
    capacity.fill("2400")
    capacity.press("Enter")
    visitor.until("document.querySelector('#plan-panel .key-figures') && location.search.includes('2400')")
    plan = plan_of(page)
    assert [c["kind"] for c in plan["changes"]] == ["add"] * 3
    assert plan["changes"][0]["capacity"] == 2400
    answer = page.request.post(f"{visitor.base_url}/api/v1/plans", data=plan).json()["data"]
    city = {m["group"]: m for m in answer["moved"] if m["zone"] == shipped.city.code}
    number = Voice("zh").number
    said = [
        [number(city[g][name]) for name in ("reached_new", "served_more")] for g in ("non_local", "local")
    ]

    page.locator("#feature-export").click()
    link = page.locator("#export-link-docx")
    visitor.until("document.querySelector('#export-link-docx')?.href.includes('plan=')")
    made = page.request.get(page.evaluate("e => e.href", link.element_handle()))
    document = Document(io.BytesIO(made.body()))
    gains = next(t for t in document.tables if t.rows[0].cells[1].text == "人群")
    cells = [[c.text.replace("示意", "").strip() for c in row.cells] for row in gains.rows[1:3]]
    assert [row[2:4] for row in cells] == said
    assert any("示意数据" in p.text and "小学新增 3 处" in p.text for p in document.paragraphs)

    page.keyboard.press("Escape")
    page.locator('[data-key="2-remove"]').click()
    visitor.until(ROWS, 2)
    page.go_back()
    visitor.until(ROWS, 3)


LONELY = """([ids, lon, lat]) => { const map = dash_clientside.maps.engine('plan-map'), frame = document.getElementById('plan-markers');
  const at = lon.map((x, i) => map.project([x, lat[i]])), inside = (p) => p.x > 340 && p.y > 60
    && p.x < frame.clientWidth - 120 && p.y < frame.clientHeight - 120;
  const room = (p, i) => Math.min(...at.map((q, j) => j === i ? 1e9 : Math.hypot(p.x - q.x, p.y - q.y)));
  return at.map((p, i) => [ids[i], inside(p) ? room(p, i) : 0]).sort((a, b) => b[1] - a[1]).slice(0, 3).map(([id]) => id) }"""
CHANGES = "n => JSON.parse(new URLSearchParams(location.search).get('plan')).changes.length === n && !document.querySelector('[data-dash-is-loading]')"


def test_a_plan_made_by_hand(visitor: Visitor, shipped: Indicators) -> None:
    """Each step is read off the address, which is the plan."""
    page = visitor.sized(1440, 900)
    lon, lat = places(shipped)[0]
    start = {
        "name": "手工",
        "changes": [{"kind": "add", "service": "primary_school", "lon": lon, "lat": lat, "capacity": 900}],
    }
    page.goto(
        f"{visitor.base_url}/plan?" + urlencode({"service": "primary_school", "plan": json.dumps(start)})
    )
    visitor.until(TAKEN_OVER)
    visitor.until(READY)
    visitor.until("document.querySelector('.plan-marker')")

    def changes(count: int) -> list[dict[str, Any]]:
        visitor.until(CHANGES, count)
        visitor.until(ROWS, count)
        return plan_of(page)["changes"]  # type: ignore[return-value]

    def centre(selector: str) -> tuple[float, float]:
        box = page.locator(selector).bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(start: tuple[float, float], by: tuple[int, int]) -> None:
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(start[0] + by[0] / 2, start[1] + by[1] / 2)
        page.mouse.move(start[0] + by[0], start[1] + by[1])
        page.mouse.up()

    first = centre(".plan-marker")
    drag(first, (24, -18))
    visitor.until(
        "lon => JSON.parse(new URLSearchParams(location.search).get('plan')).changes[0].lon !== lon", lon
    )
    moved = changes(1)[0]
    found = page.evaluate(SPOT, [moved["lon"], moved["lat"]])
    assert found == pytest.approx([first[0] + 24, first[1] - 18], abs=3)

    for step in (1, 2):  # the mark keeps the focus while the answer comes
        page.locator(".plan-marker").focus()
        page.keyboard.press("ArrowRight")
        east = round(moved["lon"] + 0.002 * step, 5)
        visitor.until(
            "lon => JSON.parse(new URLSearchParams(location.search).get('plan')).changes[0].lon === lon", east
        )
    visitor.until("document.activeElement.classList.contains('plan-marker')")

    facilities = shipped.facilities("primary_school")
    ids = page.evaluate(LONELY, [list(facilities[c]) for c in ("facility_id", "lon", "lat")])
    spots = {
        f.facility_id: (f.lon, f.lat, f.capacity)
        for f in facilities[facilities["facility_id"].isin(ids)].itertuples()
    }
    enlarged, closed, shifted = ids

    page.mouse.click(*page.evaluate(SPOT, list(spots[enlarged][:2])))
    page.locator(".plan-card button").nth(0).click()
    assert changes(2)[1] == {
        "kind": "capacity",
        "service": "primary_school",
        "facility_id": enlarged,
        "capacity": round(spots[enlarged][2] * 1.5),
    }
    page.mouse.click(*page.evaluate(SPOT, list(spots[closed][:2])))
    page.locator(".plan-card button").nth(2).click()
    assert changes(3)[2] == {"kind": "close", "service": "primary_school", "facility_id": closed}
    drag(tuple(page.evaluate(SPOT, list(spots[shifted][:2]))), (30, 10))
    assert (changes(4)[3]["kind"], changes(4)[3]["facility_id"]) == ("move", shifted)

    page.locator("details.plan-paste:not(.plan-suggest) summary").click()
    page.locator('[data-key="paste"]').fill(
        f"新增\t小学\t东校\t{lon}\t{lat}\t1,200\t9000\n扩容\t小学\t{closed}\t\t\t50"
    )
    page.locator("details.plan-paste:not(.plan-suggest) button").click()
    pasted = changes(6)[4]
    assert (pasted["name"], pasted["capacity"], pasted["cost"]) == ("东校", 1200, 9000)
    visitor.until(
        "document.querySelector('[data-row=\"5\"] .plan-fault')"
    )  # closed above: said beside the row

    page.locator('.plan-marker[data-n="4"]').focus()
    page.keyboard.press("Delete")
    assert [c["kind"] for c in changes(5)] == ["add", "capacity", "close", "move", "capacity"]
