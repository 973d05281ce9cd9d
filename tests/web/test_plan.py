"""A planner at work: three schools by clicking, a row by keyboard, one taken back; the Word file says what the API says."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

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
    visit: Callable[..., Visitor], shipped: Indicators
) -> None:
    visitor = visit(1440, 900)
    page = visitor.page
    page.goto(f"{visitor.base_url}/plan?service=primary_school")
    visitor.until(TAKEN_OVER)
    visitor.until(READY)
    for n, place in enumerate(places(shipped), 1):
        page.mouse.click(*page.evaluate(SPOT, list(place)))
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
