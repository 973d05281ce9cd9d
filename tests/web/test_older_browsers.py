"""Chromium 86 and Firefox 102 draw the pages: what came later stands in our sheets and scripts only with a fallback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from equity.settings import PACKAGE, PROJECT_ROOT

SHEETS = sorted([*(PROJECT_ROOT / "assets").glob("*.css"), *PACKAGE.rglob("*.css")])
SCRIPTS = sorted([*(PROJECT_ROOT / "assets").glob("*.js"), *PACKAGE.rglob("*.js")])
# Selectors dropped with their whole rule; allowed below @supports selector(…).
LATE_SELECTORS = (":has(", ":is(", ":where(", "&", ":user-", ":popover-open", "::backdrop", ":not(:not(")
# Properties and values that need an earlier declaration of the same property.
LATE_PROPERTIES = (
    "inset",
    "translate",
    "rotate",
    "scale",
    "content-visibility",
    "inset-inline",
    "inset-block",
)
LATE_VALUES = re.compile(
    r"subgrid|color-mix\(|\d(?:d|s|l)v[hw]\b|oklch\(|light-dark\(|safe (?:center|end)|overflow: clip"
)
PREFIXED = {
    "mask": "-webkit-mask",
    "mask-image": "-webkit-mask-image",
    "backdrop-filter": "-webkit-backdrop-filter",
}
LATE_SCRIPT = re.compile(
    r"\.replaceAll\(|\.at\(-|\.findLast|\.toSorted|\.toReversed|Object\.groupBy|Object\.fromAsync|crypto\.randomUUID|"
    r"AbortSignal\.(?:timeout|any)|\?\?=|\|\|=|&&=|\(\?<[=!]|static \{|structuredClone|Object\.hasOwn|navigator\.userAgentData"
)
DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[^;()])+)")


def late(css: str) -> list[str]:
    """What an office browser of 2020 would drop without anything in its place."""
    found = []
    for head, body in blocks(css):
        supported = any(part.startswith("@supports") for part in head)
        selector = head[-1]
        if not supported and not selector.startswith("@"):
            found += [f"{selector}: {part}" for part in LATE_SELECTORS if part in selector]
        seen: set[str] = set()
        for name, value in DECLARATION.findall(body):
            needs = PREFIXED.get(name, name)
            is_late = name in LATE_PROPERTIES or name in PREFIXED or LATE_VALUES.search(f"{name}: {value}")
            if is_late and not supported and needs not in seen:
                found.append(f"{selector}: {name}: {value.strip()}")
            seen.add(name)
    return found


def blocks(css: str) -> Iterator[tuple[list[str], str]]:
    """Every block without blocks inside: the heads around it, its own last, and its declarations."""
    heads: list[str] = []
    text = ""
    for part in re.split(r"([{}])", re.sub(r"/\*.*?\*/", "", css, flags=re.S)):
        if part == "{":
            heads.append(text.strip().rpartition(";")[2].strip())
            text = ""
        elif part == "}":
            if text.strip():
                yield list(heads), text
            heads.pop()
            text = ""
        else:
            text = part


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_sheet_needs_nothing_newer_than_chromium_86(sheet: Path) -> None:
    assert late(sheet.read_text("utf-8")) == []


@pytest.mark.parametrize("script", [p for p in SCRIPTS if p.name != "older.js"], ids=lambda p: p.name)
def test_a_script_needs_nothing_newer_than_chromium_86(script: Path) -> None:
    assert LATE_SCRIPT.findall(script.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("css", "faults"),
    [
        ("a { inset: 0; }", ["a: inset: 0"]),
        ("a { color: red; color: color-mix(in srgb, red, blue); }", []),
        ("a { color: color-mix(in srgb, red 5%, blue); }", ["a: color: color-mix(in srgb, red 5%, blue)"]),
        ("a { mask: url(x); }", ["a: mask: url(x)"]),
        ("a { -webkit-mask: url(x); mask: url(x); }", []),
        ("@media print { b:has(i) { color: red; } }", ["b:has(i): :has("]),
        ("@media print { @supports selector(:has(a)) { b:has(i) { inset: 0; } } }", []),
        ("ul { display: grid; grid-template-columns: subgrid; }", ["ul: grid-template-columns: subgrid"]),
        ("a { top: 0; clip-path: inset(50%); box-shadow: inset 0 0 1px red; }", []),
    ],
)
def test_the_scan_sees_what_it_looks_for(css: str, faults: list[str]) -> None:
    assert late(css) == faults


@pytest.mark.browser
@pytest.mark.parametrize(("lang", "says"), [("zh", "这个浏览器太旧"), ("en", "too old")])
def test_a_browser_before_that_is_told_and_sent_on(
    browser: Browser, base_url: str, lang: str, says: str
) -> None:
    context = browser.new_context()
    context.add_init_script("delete Element.prototype.replaceChildren;")
    page = context.new_page()
    page.goto(f"{base_url}/?lang={lang}")
    told = page.locator(".too-old")
    assert told.is_visible() and says in told.inner_text()
    assert not page.locator("#react-entry-point").is_visible()
    addresses = told.locator("a").evaluate_all("links => links.map((a) => a.href)")
    assert len(addresses) == 4
    assert all(context.request.get(address).ok for address in addresses)
    context.close()


@pytest.mark.browser
def test_a_browser_in_between_gets_what_is_missing(browser: Browser, base_url: str) -> None:
    context = browser.new_context()
    context.add_init_script("delete Object.hasOwn; delete Array.prototype.at; delete window.structuredClone;")
    page = context.new_page()
    page.goto(f"{base_url}/methods")
    page.wait_for_selector(".text-page h1")
    seen = page.evaluate(
        "[[1, 2, 3].at(-1), [1].at(5), Object.hasOwn({a: 1}, 'a'), Object.hasOwn({}, 'toString'), structuredClone({a: [1]})]"
    )
    assert seen == [3, None, True, False, {"a": [1]}]
    context.close()
