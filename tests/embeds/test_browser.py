"""In a real Chromium: who may frame an embed, its cards and keyboard, and the two dialogs of the page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, Page

from equity.app import create_app
from equity.dashboard.index import Application
from equity.settings import Settings
from tests.conftest import World
from tests.embeds.conftest import InChromium
from tests.serving import serving

pytestmark = pytest.mark.browser


def frames(address: str) -> Flask:
    """Another site whose only page frames an embed."""
    server = Flask("elsewhere")

    @server.get("/")
    def page() -> Response:
        return Response(f'<iframe src="{address}" width="700" height="500"></iframe>', mimetype="text/html")

    return server


def until(page: Page, expression: str, *, seconds: float = 15) -> Any:
    """The value of a JavaScript expression once it is true."""
    deadline = monotonic() + seconds
    while not (value := page.evaluate(expression)):
        assert monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(40)
    return value


def watched(browser: Browser, **options: Any) -> tuple[Page, list[str]]:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    return page, faults


def test_an_allowed_site_frames_the_embed_and_a_refused_one_does_not(
    shipped_settings: Settings, in_chromium: InChromium
) -> None:
    """Three origins on loopback: the dashboard and two sites, of which the setting names one."""
    allowed_site, refused_site = frames(""), frames("")
    with serving(allowed_site) as allowed, serving(refused_site) as refused:
        settings = replace(shipped_settings, frame_ancestors=f"'self' {allowed}")
        with serving(create_app(settings).server) as dashboard:
            for site in (allowed_site, refused_site):
                address = f"{dashboard}/embed/chart"
                site.view_functions["page"] = lambda address=address: f'<iframe src="{address}"></iframe>'

            def visit(browser: Browser) -> tuple[bool, bool, list[str]]:
                seen, faults = [], []
                for site in (allowed, refused):
                    page, said = watched(browser)
                    page.goto(site)
                    page.wait_for_load_state("networkidle")
                    inner = page.frames[1]
                    seen.append(inner.locator("svg").count() > 0)
                    faults += said
                page, _ = watched(browser)
                page.goto(f"{allowed}/")
                page.set_content(f'<iframe src="{dashboard}/"></iframe>')
                page.wait_for_timeout(300)
                whole = page.frames[1].locator(".topbar, .boot").count()
                assert whole == 0, "the dashboard itself may not be framed"
                return seen[0], seen[1], faults

            shown, hidden, faults = in_chromium(visit)
    assert (shown, hidden) == (True, False)
    assert any("frame-ancestors" in fault for fault in faults)


def test_cards_and_keyboard(app: Application, in_chromium: InChromium) -> None:
    with serving(app.server) as address:

        def visit(browser: Browser) -> None:
            page, faults = watched(browser, viewport={"width": 800, "height": 560})
            page.goto(f"{address}/embed/map?lang=en")
            page.keyboard.press("Tab")  # the frame itself, for one that has to be scrolled
            assert (
                page.evaluate("document.activeElement.matches('main')") and page.locator("#card").is_hidden()
            )
            page.keyboard.press("Tab")
            first = page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert first and page.locator("#card").is_visible()
            assert page.locator("#card b").inner_text() in first
            lines = page.locator("#card div").all_inner_texts()
            assert 3 <= len(lines) <= 7
            page.keyboard.press("Escape")
            assert page.locator("#card").is_hidden()
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.getAttribute('aria-label')") != first
            box = page.locator(".wide [data-code='530129']").bounding_box()
            assert box
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            assert "Xundian" in page.locator("#card b").inner_text()
            page.set_viewport_size({"width": 375, "height": 560})
            assert page.locator(".narrow svg").is_visible() and page.locator(".wide").is_hidden()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert faults == []

        in_chromium(visit)


def test_the_embed_dialog(app: Application, in_chromium: InChromium) -> None:
    """What is copied is an address that shows the view; pinned, it carries the id of a snapshot that is
    kept.
    """
    with serving(app.server) as address:

        def visit(browser: Browser) -> None:
            page, faults = watched(browser, permissions=["clipboard-read", "clipboard-write"])
            page.goto(f"{address}/policy?service=clinic&measure=reach&basis=local")
            page.locator("#feature-embed").click()
            until(page, "document.getElementById('embed-text-iframe')?.value?.includes('/embed/map')")
            texts = {
                name: page.locator(f"#embed-text-{name}").input_value()
                for name in ("iframe", "image", "link", "markdown")
            }
            asked = "service=clinic&measure=reach&basis=local"
            assert f"{address}/embed/map?{asked}" in texts["iframe"].replace("&amp;", "&")
            assert texts["image"] == f"{address}/image/map.png?{asked}"
            assert texts["markdown"].endswith(f"({texts['link']})") and texts["image"] in texts["markdown"]
            page.locator("[data-copy='embed-text-image']").click()
            until(page, "document.querySelector(\"[data-copy='embed-text-image']\").textContent === '已复制'")
            assert page.evaluate("navigator.clipboard.readText()") == texts["image"]
            page.frame_locator("#embed-frame").locator(".narrow svg").wait_for()
            page.get_by_text("固定为现在的数字").click()
            until(page, "document.getElementById('embed-text-link').value.includes('/s/')", seconds=60)
            link = page.locator("#embed-text-link").input_value()
            number = link.rpartition("/")[2]
            assert f"snapshot={number}" in page.locator("#embed-text-image").input_value()
            assert page.request.get(link).status == 200
            page.get_by_text("数字卡片").click()
            until(page, "document.getElementById('embed-field-image').hidden")
            page.keyboard.press("Escape")
            until(page, "!document.querySelector('.dialog-body')")
            assert faults == []

        in_chromium(visit)


def test_the_export_dialog(
    world: World, world_settings: Settings, in_chromium: InChromium, tmp_path: Path
) -> None:
    """Preview, a file by its address, and the progress of an export in the background (four divisions and
    the city).
    """
    world()
    with serving(create_app(world_settings).server) as address:

        def visit(browser: Browser) -> None:
            page, faults = watched(browser, accept_downloads=True)
            page.goto(f"{address}/district/530112")
            page.locator("#feature-export").click()
            loaded = (
                "(i => i && i.complete && i.naturalWidth > 300)(document.getElementById('export-preview'))"
            )
            until(page, loaded)
            until(page, "document.getElementById('export-link-csv').href.includes('zone=530112')")
            with page.expect_download() as waiting:
                page.locator("#export-link-geojson").click()
            waiting.value.save_as(tmp_path / "got.geojson")
            assert len(json.loads((tmp_path / "got.geojson").read_bytes())["features"]) >= 1
            page.locator("#export-zone").click()
            page.get_by_role("option").first.click()  # all at once
            until(page, "!document.getElementById('export-many').hidden")
            assert page.locator("#export-one").is_hidden()
            assert page.locator("#export-many input:checked").count() == 2
            for name in ("PDF", "Word"):
                page.locator("#export-many").get_by_text(name).click()
            page.locator("[data-export-start]").click()
            until(page, "/至少/.test(document.getElementById('export-progress').textContent)")
            page.locator("#export-many").get_by_text("GeoJSON").click()
            page.locator("[data-export-start]").click()
            until(page, "document.querySelector('#export-progress progress')?.max === 5")
            until(page, "document.querySelector('#export-progress a')?.href.endsWith('.zip')", seconds=240)
            with page.expect_download() as waiting:
                page.locator("#export-progress a").click()
            waiting.value.save_as(tmp_path / "all.zip")
            assert (tmp_path / "all.zip").stat().st_size > 2_000
            assert faults == []

        in_chromium(visit)
