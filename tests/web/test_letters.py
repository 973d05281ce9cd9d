"""On a machine without any Chinese font every letter can be drawn, from the fonts the product brings; `test_accessibility` looks at every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Playwright

from equity.documents.fonts import FACES, FONT_DIR, covered
from equity.settings import PROJECT_ROOT
from tests.browsing import bare_fonts, launch
from tests.glyphs import WATCH_CANVAS, boxes
from tests.web.every_page import open_page

ASSETS = PROJECT_ROOT / "assets"
FACE = re.compile(r"font-weight:(\d+) \d+;.*?url\((fonts/[\w.-]+)\).*?unicode-range:([^}]+)}")
SHOWN = ("src/**/*.py", "src/**/*.toml", "src/**/*.html", "assets/*.js", "data/**/*.csv", "data/**/*.toml")
FIRST_PAGE_BYTES = 2_500_000


@pytest.mark.browser
def test_a_box_is_seen(browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script(WATCH_CANVAS)
    page.goto("about:blank")
    page.set_content("<p style='font-family: DejaVu Sans'>五 houses</p><p>houses</p><canvas></canvas>")
    page.evaluate("""() => {
        const pen = document.querySelector("canvas").getContext("2d");
        pen.font = "20px DejaVu Sans"; pen.fillText("a五", 0, 30);
    }""")
    found = boxes(page)
    assert len(found) == 2 and found[0].startswith("五 houses") and found[1].startswith("五 in ")
    page.close()


@pytest.mark.browser
def test_the_first_page_is_light_although_it_brings_letters(base_url: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    fetched: dict[str, float] = {}
    names: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: fetched.update({e["requestId"]: e["encodedDataLength"]}))
    open_page(page, base_url)
    fonts = [size for id, size in fetched.items() if "/assets/fonts/" in names.get(id, "")]
    assert fonts and sum(fonts) < 300_000
    assert sum(fetched.values()) < FIRST_PAGE_BYTES
    context.close()


@pytest.mark.browser
def test_a_reader_with_a_font_of_their_own_fetches_none(
    base_url: str, playwright: Playwright, tmp_path: Path
) -> None:
    own = launch(playwright, fonts=bare_fonts(own_font(tmp_path)))
    page = own.new_page(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/assets/fonts/" in r.url else None)
    open_page(page, base_url)
    own.close()
    letters = set[int]().union(*(letters_of(ASSETS / url.partition("/assets/")[2]) for url in asked))
    assert not {chr(c) for c in letters if c >= 0x2E80} - set("、。，：；？！（）「」《》【】％"), (
        "signs only"
    )


def letters_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def own_font(folder: Path) -> Path:
    """A font of the documents under a name that the stack of the pages begins with."""
    with TTFont(FONT_DIR / FACES[0]) as font:
        for record in list(font["name"].names):
            font["name"].setName("Noto Sans SC", record.nameID, 3, 1, 0x409)
        font.save(folder / "NotoSansSC.otf")
    return folder / "NotoSansSC.otf"


def faces() -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """(weight, file, code ranges) of every rule of the sheet."""
    for weight, file, spans in FACE.findall((ASSETS / "fonts.css").read_text("utf-8")):
        pairs = (span.removeprefix("U+").split("-") for span in spans.split(","))
        yield weight, file, [(int(pair[0], 16), int(pair[-1], 16)) for pair in pairs]


@pytest.mark.parametrize("weight", ["400", "600"])
def test_every_text_and_gb_2312_is_in_the_slice_that_is_asked(weight: str) -> None:
    """The last rule whose range holds a character is the one a browser asks."""
    rules = [(letters_of(ASSETS / file), spans) for w, file, spans in faces() if w == weight]
    texts = {c for pattern in SHOWN for p in PROJECT_ROOT.glob(pattern) for c in p.read_text("utf-8")}
    hanzi = {
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    }
    missing = []
    for code in sorted(map(ord, texts | hanzi - {""})):
        held = next((cmap for cmap, spans in reversed(rules) if any(a <= code <= b for a, b in spans)), ())
        if code in covered() and code not in held:
            missing.append(chr(code))
    assert missing == [], "run tools/web_fonts.py"


def test_the_fonts_are_small_and_have_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (ASSETS / "fonts" / "OFL.txt").read_text("utf-8")
    files = {f"fonts/{f.name}" for f in (ASSETS / "fonts").glob("*.woff2")}
    assert files == {file for _, file, _ in faces()}
    assert sum((ASSETS / file).stat().st_size for file in files) < 8_000_000
