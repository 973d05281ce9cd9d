"""The page in a real Chromium: drawn, moved through, shared, without errors or requests to another host."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from equity.indicators.compute import Indicators
from equity.query import Query
from tests.web.conftest import DRAWN, Visitor

pytestmark = pytest.mark.browser

CAMERA = (
    "() => { const m = dash_clientside.maps.engine('%s'), c = m.getCenter();"
    " return [c.lng, c.lat, m.getZoom()] }"
)
GUANDU = "530111"


def camera(page: Page, graph: str = "overview-map") -> list[float]:
    return page.evaluate(CAMERA % graph)


def args(page: Page) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}


def choose_service(page: Page, name: str) -> None:
    page.locator("#control-service").click()
    page.get_by_role("option", name=name, exact=True).click()


def colours(page: Page, selector: str) -> dict[tuple[int, int, int], int]:
    """Pixels by colour of what is really on screen."""
    image = Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("RGB")
    return {colour: count for count, colour in image.getcolors(image.width * image.height) or []}


def shown_headline(page: Page) -> str:
    return page.locator("#overview-headline").inner_text()


def wait_for_headline_other_than(visitor: Visitor, text: str) -> None:
    visitor.until("t => document.querySelector('#overview-headline')?.innerText !== t", text)


def test_the_map_is_drawn_in_the_classes_of_its_legend(visitor: Visitor) -> None:
    visitor.sized(1440, 900)
    page = visitor.open("/")
    visitor.settle()
    page.wait_for_timeout(400)
    found = colours(page, ".map-area")
    top_class = (0x0A, 0x62, 0x65)
    assert found.get(top_class, 0) > 3000, "the best covered are not on the map in their colour"
    assert "官渡" in shown_headline(page)
    assert page.locator("#main-table tbody tr").count() == 14
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), (
        "the page scrolls at 1440 × 900"
    )
    beyond = "[...document.querySelectorAll('.panel .chip')].filter((chip) => chip.getBoundingClientRect().right > innerWidth - 20)"
    assert page.evaluate(f"{beyond}.length") == 0, "a grade is cut"
    last = page.locator("#main-table tbody tr").last.bounding_box()
    assert last and last["y"] + last["height"] <= 900, "the 14 rows need scrolling"
    share = page.locator(".map-area").bounding_box()
    assert share and share["width"] >= 0.6 * 1440


def test_a_service_is_changed_and_the_view_does_not_jump(visitor: Visitor, shipped: Indicators) -> None:
    page = visitor.open("/")
    visitor.settle()
    page.mouse.move(400, 400)
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(700)
    before, sentence = camera(page), shown_headline(page)
    choose_service(page, "小学")
    wait_for_headline_other_than(visitor, sentence)
    visitor.settle()
    assert args(page)["service"] == "primary_school"
    assert "小学" in shown_headline(page)
    assert camera(page) == pytest.approx(before, abs=1e-6)
    expect(page.locator(".banner")).to_contain_text("小学机构台账")
    asked = Query("primary_school", args(page).get("measure", "coverage"), "gap")
    illustrative = [r for r in shipped.values(asked) if r.ok and r.grade == "illustrative"]
    assert page.locator("#main-table .chip-illustrative").count() == len(illustrative) > 0
    assert page.locator("#overview-key-figures .chip-illustrative").count() == 3


def test_basis_and_measure_follow_the_controls_and_keep_valid(reader: Visitor) -> None:
    page = reader.table("/?service=primary_school&measure=effective&basis=non_local")
    page.locator("#control-measure").click()
    page.get_by_role("option", name="供给覆盖率", exact=True).click()
    reader.until("location.search.includes('measure=coverage')")
    assert args(page)["basis"] == "resident"
    page.locator("#control-basis").get_by_text("户籍").click()
    reader.until("location.search.includes('basis=registered')")
    expect(page.locator(".notice")).to_have_count(0)


def test_table_and_map_select_together_and_the_second_click_opens_the_division(visitor: Visitor) -> None:
    page = visitor.open("/")
    row = page.locator(f'tr[data-zone="{GUANDU}"]')
    row.click()
    expect(row).to_have_class("chosen")
    visitor.until(
        f"document.querySelector('#overview-map .js-plotly-plot').data[1].locations[0] === '{GUANDU}'"
    )
    assert args(page)["zone"] == GUANDU
    row.click()
    visitor.until(f"location.pathname === '/district/{GUANDU}'")
    expect(page.get_by_role("heading", level=1)).to_contain_text("官渡")
    page.go_back()
    visitor.until("location.pathname === '/'")
    expect(page.locator(f'tr[data-zone="{GUANDU}"]')).to_have_class("chosen")


def test_a_slow_click_on_the_map_selects_and_hover_shows_a_card(visitor: Visitor) -> None:
    """A press alone changes nothing: the first one once made the map anew, and the click was lost."""
    page = visitor.open("/")
    visitor.settle()
    spot = page.evaluate(
        "() => { const m = dash_clientside.maps.engine('overview-map'),"
        " b = m.getContainer().getBoundingClientRect(),"
        " p = m.project([102.61, 25.97]); return [b.x + p.x, b.y + p.y] }"
    )
    page.mouse.move(spot[0], spot[1] - 3)
    page.mouse.move(spot[0], spot[1])
    card = page.locator(".hoverlayer .hovertext")
    expect(card).to_contain_text("禄劝")
    assert len(card.locator("tspan.line").all()) <= 5
    page.mouse.click(spot[0], spot[1], delay=400)
    visitor.until("location.search.includes('zone=530128')")
    expect(page.locator('tr[data-zone="530128"]')).to_have_class("chosen")
    page.locator("#main-table").hover()
    expect(card).to_have_count(0)


def test_a_card_asked_for_just_before_leaving_the_map_does_not_come(visitor: Visitor) -> None:
    """Plotly answers the moves of a pointer at most every 50 ms: the last one when the pointer is gone."""
    page = visitor.open("/")
    visitor.settle()
    page.evaluate(
        "() => { const m = dash_clientside.maps.engine('overview-map'), b = m.getContainer().getBoundingClientRect();"
        " for (const lat of [25.9, 25.95, 25.97]) { const p = m.project([102.61, lat]);"
        " m.getCanvas().dispatchEvent(new MouseEvent('mousemove',"
        " { clientX: b.x + p.x, clientY: b.y + p.y, bubbles: true })); }"
        " document.querySelector('.map-graph').dispatchEvent(new MouseEvent('mouseleave')); }"
    )
    page.wait_for_timeout(300)
    expect(page.locator(".hoverlayer .hovertext")).to_have_count(0)


def test_keyboard_reaches_table_and_division(reader: Visitor) -> None:
    page = reader.table("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#main-table tbody tr").first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator("#main-table tbody tr").nth(1)
    expect(second).to_be_focused()
    code = second.get_attribute("data-zone")
    page.keyboard.press("Enter")
    reader.until(f"location.pathname === '/district/{code}'")


def test_language_and_theme_keep_the_view(visitor: Visitor) -> None:
    page = visitor.open("/?service=clinic&measure=coverage&basis=resident&zone=530111")
    visitor.settle()
    page.mouse.move(400, 400)
    page.mouse.wheel(0, -500)
    page.wait_for_timeout(700)
    before = camera(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator(".brand-name")).to_contain_text("Kunming")
    visitor.until(DRAWN)
    visitor.settle()
    assert args(page) == {
        "service": "clinic",
        "measure": "coverage",
        "basis": "resident",
        "zone": GUANDU,
        "lang": "en",
    }
    assert camera(page) == pytest.approx(before, abs=1e-3)
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("button", name="Switch to dark").click()
    visitor.until("document.documentElement.dataset.mantineColorScheme === 'dark'")
    visitor.settle()
    assert camera(page) == pytest.approx(before, abs=1e-3)
    expect(page.locator(f'tr[data-zone="{GUANDU}"]')).to_have_class("chosen")


def test_back_and_forward_reproduce_views_and_controls(reader: Visitor) -> None:
    page = reader.table("/?service=clinic&measure=coverage")
    first = shown_headline(page)
    page.locator("#control-basis").get_by_text("常住").click()
    wait_for_headline_other_than(reader, first)
    second = shown_headline(page)
    choose_service(page, "医院床位")
    wait_for_headline_other_than(reader, second)
    page.go_back()
    reader.until("t => document.querySelector('#overview-headline').innerText === t", second)
    expect(page.locator("#control-service")).to_have_value("基层医疗（全科医生）")
    page.go_back()
    reader.until("t => document.querySelector('#overview-headline').innerText === t", first)
    page.go_forward()
    reader.until("t => document.querySelector('#overview-headline').innerText === t", second)
    assert args(page)["basis"] == "resident"


def test_sorting_and_filtering(reader: Visitor) -> None:
    page = reader.table("/")
    names = page.locator("#main-table tbody .c-name")
    assert names.first.inner_text() == "官渡"
    page.locator('[data-sort="value"]').click()
    expect(page.locator("th.c-value").first).to_have_attribute("aria-sort", "descending")
    expect(names.last).to_have_text("官渡")
    page.locator('[data-sort="name"]').click()
    expect(names.first).to_have_text("五华")
    page.locator("#overview-filter").fill("生态")
    expect(page.locator("#main-table tbody tr")).to_have_count(3)
    page.locator("#overview-filter").fill("没有这个地方")
    expect(page.locator("#main-table tbody")).to_contain_text("没有符合筛选的区县")


def test_sorting_and_filter_are_part_of_the_address_and_outlive_a_change_of_language(
    reader: Visitor,
) -> None:
    page = reader.table("/")
    page.locator('[data-sort="name"]').click()
    page.locator("#overview-filter").fill("guandu")
    names = page.locator("#main-table tbody .c-name")
    expect(names).to_have_text(["官渡"])
    reader.until("location.search.includes('sort=name') && location.search.includes('q=guandu')")
    page.locator(".lang-button").click()
    expect(names).to_have_text(["Guandu"])
    expect(page.locator("#overview-filter")).to_have_value("guandu")
    expect(page.locator("th.c-name").first).to_have_attribute("aria-sort", "ascending")
    reader.table("/?sort=size")
    expect(page.locator(".notice")).to_contain_text("size")
    expect(names.first).to_have_text("官渡")


def test_an_unusable_order_does_not_come_back_over_the_language(reader: Visitor) -> None:
    page = reader.table("/?service=population&measure=residents&sort=-first")
    reader.until("!location.search.includes('sort')")
    page.locator(".lang-button").click()
    expect(page.locator("#main-table tbody .c-name").first).to_have_text(re.compile("[A-Z]"))
    reader.until("location.search.includes('lang=en') && !location.search.includes('sort')")


@pytest.mark.parametrize("path", ["/", "/compare"])
def test_a_notice_takes_its_room_from_the_map(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"{path}?service=nonsense", drawn=False)
    page.wait_for_selector(".map-area[data-drawn='1']")
    expect(page.locator(".notice")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_long_names_and_large_limits_are_not_cut(reader: Visitor, lang: str) -> None:
    clipped = (
        "[...document.querySelectorAll('.control-shown, .legend')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)"
        ".map(e => e.className + ' ' + e.innerText)"
    )
    outside = (
        "(() => { const box = document.querySelector('.legend').getBoundingClientRect();"
        " return [...document.querySelectorAll('.legend-people, .legend-count, .legend-heads')]"
        " .filter(e => e.getBoundingClientRect().right > box.right - 10).length })()"
    )
    for address in (
        "/?service=population",
        "/?service=primary_school&measure=effective",
        "/?service=public_service_staff",
    ):
        page = reader.table(f"{address}&lang={lang}")
        expect(page.locator("#control-service-shown")).not_to_be_empty()
        assert page.evaluate(clipped) == [] and page.evaluate(outside) == 0, address


CONTRAST = """() => {
  const light = (text) => {
    const numbers = text.match(/[\\d.]+/g).map(Number), scale = text.startsWith("rgb") ? 255 : 1;
    const [r, g, b] = numbers.slice(0, 3).map((n) => n / scale)
      .map((n) => (n <= 0.04045 ? n / 12.92 : Math.pow((n + 0.055) / 1.055, 2.4)));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll(".stack-part")].filter((e) => e.innerText.trim()).map((e) => {
    const style = getComputedStyle(e), pair = [light(style.color), light(style.backgroundColor)].sort();
    return getComputedStyle(e.parentElement).opacity * (pair[1] + 0.05) / (pair[0] + 0.05);
  });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_numbers_in_the_bars_can_be_read(reader: Visitor, theme: str) -> None:
    page = reader.open(f"/district/{GUANDU}?theme={theme}&open=people", drawn=False)
    page.wait_for_selector(".stack-part")
    found = page.evaluate(CONTRAST)
    assert len(found) >= 6 and min(found) >= 4.5, found


def test_point_layers_are_fetched_when_asked_for(visitor: Visitor) -> None:
    page = visitor.open("/?service=clinic&measure=reach&basis=gap")
    visitor.settle()
    page.locator("#overview-layers label", has_text="设施").first.click()
    page.locator("#overview-layers label", has_text="居民点").click()
    visitor.until("location.search.includes('layers=facilities,points')")
    visitor.until(
        "document.querySelector('#overview-map .js-plotly-plot').data.slice(3, 6)"
        ".every(t => t.visible && t.lon.length)"
    )
    page.locator("#overview-layers label", has_text="服务半径").click()
    visitor.until("document.querySelector('#overview-map .js-plotly-plot').layout.map.layers[1].visible")
    visitor.settle()


def test_the_area_within_reach_of_a_facility_is_chosen_and_put_away(visitor: Visitor) -> None:
    shapes = (
        "document.querySelector('#overview-map .js-plotly-plot').layout.map.layers[1].source.features.length"
    )
    page = visitor.open("/?service=clinic&measure=reach&basis=gap&layers=facilities")
    visitor.settle()
    page.locator("#overview-facility").click()
    page.get_by_role("option").nth(1).click()
    visitor.until("location.search.includes('facility=clinic-')")
    visitor.until(f"{shapes} === 3 && window.dash_clientside.maps.engine('overview-map').getZoom() > 11")
    expect(page.locator("#overview-legend .area-head")).to_contain_text("可达范围")
    expect(page.locator("#overview-legend [class*='area-']")).to_have_count(4)
    visitor.settle()
    page.locator("#overview-legend [data-set='facility=']").click()
    visitor.until("!location.search.includes('facility')")
    expect(page.locator("#overview-legend .area-head")).to_have_count(0)
    visitor.settle()
    page.evaluate("window.dash_clientside.maps.pick({ points: [{ customdata: 'clinic-530111-001' }] })")
    visitor.until("location.search.includes('facility=clinic-530111-001')")
    expect(page.locator("#overview-facility")).to_have_value(re.compile("clinic-530111-001"))
    visitor.settle()


def test_two_people_at_once_do_not_disturb_each_other(
    visit: Callable[..., Visitor], browser_without_webgl: Browser
) -> None:
    one, two = visit(browser=browser_without_webgl), visit(browser=browser_without_webgl)
    one.table("/?basis=resident")
    two.table("/?service=clinic&measure=coverage&lang=en")
    choose_service(one.page, "初中")
    two.page.locator(f'tr[data-zone="{GUANDU}"]').click()
    expect(two.page.locator(f'tr[data-zone="{GUANDU}"]')).to_have_class("chosen")
    assert args(one.page).get("zone") is None and args(two.page)["lang"] == "en"
    expect(one.page.locator(".brand-name")).to_have_text("昆明公共服务均等化看板")


def test_compare_maps_move_together(visitor: Visitor) -> None:
    page = visitor.open("/compare", drawn=False)
    for graph in ("compare-left", "compare-right"):
        visitor.until(DRAWN.replace("overview-map", graph))
    page.wait_for_timeout(500)
    for graph, twin in (("compare-left", "compare-right"), ("compare-right", "compare-left")):
        box = page.locator(f"#{graph}").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 250)
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(700)
        assert camera(page, graph) == pytest.approx(camera(page, twin), abs=1e-6)
    expect(page.locator("#compare-left-title")).to_contain_text("常住人口")
    expect(page.locator("#compare-right-title")).to_contain_text("户籍人口")
    assert page.locator("#compare-chart .yaxislayer-above .ytick text").count() == 14


def test_classes_are_fitted_to_one_map_on_request(visitor: Visitor) -> None:
    page = visitor.open("/?service=primary_school&measure=adequacy&basis=gap")
    limits = page.locator(".legend-label")
    common = limits.all_inner_texts()
    assert common[0] == "≥ +25"
    page.get_by_role("button", name="按本项指标细分颜色").click()
    visitor.settle()
    assert "scale=own" in page.url and limits.all_inner_texts() != common
    page.get_by_role("button", name="恢复统一色阶").click()
    visitor.settle()
    assert "scale" not in page.url and limits.all_inner_texts() == common


def test_a_bad_address_shows_the_nearest_view_with_a_notice(visitor: Visitor) -> None:
    page = visitor.open("/?service=nonsense")
    expect(page.locator(".notice")).to_contain_text("nonsense")
    page.locator(".notice-close").click()
    expect(page.locator(".notice")).to_be_hidden()
    answer = page.goto(visitor.base_url + "/no/such/page")
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("没有这个页面")


def test_without_webgl_the_drawn_map_takes_its_place(reader: Visitor) -> None:
    page = reader.open("/?service=clinic&measure=coverage&zone=530111", drawn=False)
    page.wait_for_selector("#main-table tbody tr")
    reader.until("document.documentElement.dataset.webgl === '0'")
    drawing = page.locator("#overview-map-drawing svg:visible")
    expect(drawing).to_be_visible()
    box, frame = drawing.bounding_box(), page.locator(".map-area").bounding_box()
    assert box and frame and box["width"] > frame["width"] / 2 and box["height"] > 0.9 * frame["height"]
    expect(page.locator("#overview-layers")).to_be_hidden()
    page.locator("#control-basis").get_by_text("常住").click()
    reader.until("document.querySelector('#overview-map-drawing').dataset.wanted?.includes('basis=resident')")
    reader.settle_drawing("overview-map-drawing")
    page.locator('#overview-map-drawing [data-code="530128"]:visible').click()
    reader.until("location.search.includes('zone=530128')")
    reader.settle_drawing("overview-map-drawing")
    page.locator('#overview-map-drawing [data-code="530111"]:visible').focus()
    page.keyboard.press("Enter")
    reader.until("location.search.includes('zone=530111')")


def test_without_webgl_both_maps_are_readable_and_share_their_classes(reader: Visitor) -> None:
    page = reader.open("/compare?service=primary_school&measure=coverage", drawn=False)
    fills = set()
    for side in ("left", "right"):
        drawing = page.locator(f"#compare-{side}-drawing svg:visible")
        expect(drawing).to_be_visible()
        box = drawing.bounding_box()
        assert box and box["width"] > 300
        fills |= set(
            drawing.locator("[data-code]").evaluate_all("all => all.map(e => getComputedStyle(e).fill)")
        )
    swatches = page.locator(".compare-swatch").evaluate_all(
        "all => all.map(e => getComputedStyle(e).backgroundColor)"
    )
    assert len(fills) > 1 and fills <= set(swatches)
    choose_service(page, "初中")
    for side, basis in (("left", "resident"), ("right", "registered")):
        reader.until(
            "([id, basis]) => { const w = document.querySelector(id).dataset.wanted || '';"
            " return w.includes('basis=' + basis) && w.includes('part=compared') && w.includes('junior_school') }",
            [f"#compare-{side}-drawing", basis],
        )


def test_compare_says_what_it_shows_instead_and_corrects_the_address(reader: Visitor) -> None:
    page = reader.open("/compare?service=toilet&measure=condition&basis=resident", drawn=False)
    expect(page.locator(".notice")).to_contain_text("人口")
    reader.until("location.search === '?measure=residents'")
    expect(page.locator("#control-service")).to_have_value("人口")
    expect(page.locator("#compare-left-title")).to_contain_text("人口 · 常住人口")
    expect(page.locator("#compare-right-title")).to_contain_text("人口 · 户籍人口")
    choose_service(page, "小学")
    reader.until("location.search.includes('service=primary_school')")
    expect(page.locator("#compare-right-title")).to_contain_text("小学")
    expect(page.locator(".notice")).to_have_count(0)
    page.go_back()
    reader.until("location.search === '?measure=residents'")


def test_the_first_screen_of_a_phone_says_what_the_map_shows(visit: Callable[..., Visitor]) -> None:
    visitor = visit(390, 844, has_touch=True, is_mobile=True)
    page = visitor.open("/", drawn=False)
    expect(page.locator(".sheet-open")).to_have_text("人口 · 户籍口径覆盖 · 2020")
    sentence, graph, row = (
        page.locator(selector).first.bounding_box()
        for selector in ("#overview-headline", "#overview-map-drawing", ".legend-row")
    )
    assert sentence and graph and row
    assert sentence["y"] + sentence["height"] <= graph["y"] and row["y"] < 844
    assert page.locator(".legend-row.empty:visible").count() == 0
    short = shown_headline(page)
    page.locator(".lead-more").tap()
    assert len(shown_headline(page)) > len(short) + 20
    page.locator("#overview-sort-choice").click()
    page.get_by_role("option", name="排序：数值 ↑", exact=True).click()
    expect(page.locator("#main-table tbody .c-name").first).to_have_text("官渡")
    visitor.until("location.search.includes('sort=value')")
    assert page.locator("#overview-map").count() == 0, "a phone loads the web map when it is touched"
    page.locator(".map-frame").tap()
    visitor.until(DRAWN)
    titles = "/compare?lang=en"
    visitor.open(titles, drawn=False)
    page.wait_for_selector("#compare-left-title h2")
    title, map_ = (page.locator(f"#compare-left{part}").bounding_box() for part in ("-title", "-slot"))
    assert title and map_ and title["y"] + title["height"] <= map_["y"] + 1
    page.locator(".nav-link").last.tap()
    visitor.until("location.pathname === '/methods'")
    visitor.until(
        "(() => { const b = document.querySelector('.nav-link[aria-current]').getBoundingClientRect();"
        " return b.left >= 0 && b.right <= innerWidth + 1 })()"
    )


@pytest.mark.parametrize("path", ["/methods?open=provision,access", "/methods?open=provision,access&lang=en"])
def test_formulas_and_scenarios_fit_a_phone(phone: Visitor, path: str) -> None:
    page = phone.open(path, drawn=False)
    page.wait_for_selector(".formula-block")
    wide = "[...document.querySelectorAll('.formula-block, .scenario-table')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(wide) == 0


@pytest.mark.parametrize("path", ["/", "/compare"])
def test_a_phone_can_use_it(phone: Visitor, path: str) -> None:
    page = phone.open(path, drawn=False)
    page.wait_for_selector(".sheet-open")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    page.locator(".sheet-open").tap()
    expect(page.locator(".map-controls")).to_be_visible()
    page.locator(".sheet-close").tap()
    expect(page.locator(".map-controls")).to_be_hidden()
    small = page.evaluate(
        "[...document.querySelectorAll('button, a, input, [role=tab]')]"
        ".filter(e => e.offsetParent && !e.closest('.skip-link'))"
        ".filter(e => e.getBoundingClientRect().height > 0 && e.getBoundingClientRect().height < 32).length"
    )
    assert small == 0


def test_a_phone_begins_when_it_is_touched_and_does_then_what_was_touched(phone: Visitor) -> None:
    page = phone.page
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(phone.base_url + "/")
    phone.traffic.wait()
    expect(page.locator("#first h1, #first h2").first).to_be_attached()
    assert not [url for url in asked if url.endswith(".js") or ".js?" in url], "read before any script comes"
    page.locator("#first .sheet-open").tap()
    expect(page.locator("#react-entry-point .map-controls")).to_be_visible()
