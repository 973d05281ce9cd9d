"""Words that a statistician would strike out: in no text of the program, and in nothing that it generates, in either language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from html import unescape
from itertools import chain
from typing import Any

import pytest

from equity.api.openapi import build_document
from equity.dashboard.index import Application
from equity.indicators.compute import Indicators
from equity.query import Presentation, Query
from equity.say import LANGS, Voice
from equity.settings import PACKAGE, PROJECT_ROOT
from equity.views.headline import headline
from equity.views.model import Bullets, Paragraph, Sentence
from equity.views.report import build_report
from equity.views.split import split_sentence
from equity.views.view import View

# what it is -> where it must not stand; (?<!…) spares the full name of the census release
BANNED = {
    "公布，不是实测 · published, not measured": r"实测",
    "功能区的旧名 · old names of the functional zones": r"核心发展区|拓展发展区|生态发展区|(?<!功能)核心区|(?<!功能)拓展区|(?<!生态)涵养区",
    "劳动年龄人口 · working age": r"适龄劳动|千名适龄人口|(?<!非)适龄人口",
    "计量单位 · units nobody uses": r"万 ?m²/千人|/千名|m² per 1,000|均等指数[^。；]*倍",
    "语法 · grammar": r"\b(?:capacity|distance|rule|reach|nearness) (?:lower|raise|change) it|it by 0\.0\b|\b1 (?:divisions|persons)\b",
    "状态不是数 · a status in the place of a number": r"(?:按常住|按户籍|共|约|占|为|多|少|相差) ?(?:无数据|不适用|数量过小)",
    "the same in English": r"(?:about|city|by residents|by the register|is|are|exceed \w+) (?:no data|not applicable|suppressed)\b",
    "至少 · at least": r"the register is as large|as many are registered as live there(?<!at least as many are registered as live there)",
    "一律 · one sign for both families": r"一律表示对|总是表示|always means",
}
# Of primary care there is a national average and no standard: nothing generated may say that it is below, or met, a standard.
AGAINST_A_STANDARD = re.compile(
    r"(?:低于|达到|占|超过)标准|of the standard|below the standard|meets? the standard"
)
FLOATING = "流动人口"
NOT_THAT = ("不是", "不等于", "不含", "is not", "not the floating", "leaves out", "leave out")


def faults(text: str) -> list[str]:
    found = [
        f"{what}: {m[0]!r} in {text[:160]!r}" for what, form in BANNED.items() if (m := re.search(form, text))
    ]
    if FLOATING in text and not any(words in text for words in NOT_THAT):
        found.append(f"{FLOATING} without what it is not: {text[:160]!r}")
    return found


def strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        yield from chain.from_iterable(
            map(strings, content.values() if isinstance(content, dict) else content)
        )


def written() -> Iterator[str]:
    """Every text that is kept as data or in a template; synonyms are what offices write, and code."""
    for path in (*PACKAGE.rglob("*.toml"), *(PROJECT_ROOT / "data").glob("*.toml")):
        if path.name not in {"synonyms.toml", "reasons.toml", "vocabulary.toml"}:
            yield from strings(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in PACKAGE.rglob("*.html"):
        yield from path.read_text(encoding="utf-8").splitlines()


def test_what_is_written_uses_none_of_them() -> None:
    assert [fault for text in written() for fault in faults(text)] == []


def sentences(shipped: Indicators, lang: str) -> Iterator[tuple[str, str]]:
    """Service and first sentence of every map, in every year of a measure and both demonstration settings."""
    voice = Voice(lang)
    for definition in shipped.registry.values():
        for measure in shipped.registry.measures_of(definition.id):
            for basis in measure.bases:
                years = shipped.years(definition, measure)
                for year in dict.fromkeys((years[0], years[-1])):
                    for demo in (True, False):
                        query = Query(definition.id, measure.id, basis, year)
                        yield definition.id, headline(View(shipped, voice, query, demo=demo)).text


@pytest.mark.parametrize("lang", LANGS)
def test_first_sentences_use_none_of_them(shipped: Indicators, lang: str) -> None:
    found = list(sentences(shipped, lang))
    assert len(found) > 150
    assert [fault for _, text in found for fault in faults(text)] == []
    assert [text for service, text in found if service == "clinic" and AGAINST_A_STANDARD.search(text)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_profiles_and_documents_use_none_of_them(shipped: Indicators, lang: str) -> None:
    for zone in ("530100", "core", "530111", "530113", "530128"):
        view = View(
            shipped, Voice(lang), Query("clinic", "coverage", "gap"), Presentation(lang=lang, zone=zone)
        )
        report = build_report(view)
        said = [s.text for s in report.summary] + [report.notice, report.subtitle]
        for section in report.sections:
            said += [section.title, section.lead]
            for b in section.blocks:
                said += [b.text] if isinstance(b, Paragraph | Sentence) else []
                said += [i.text for i in b.items] if isinstance(b, Bullets) else []
        for _, table in report.tables():
            said += [table.caption, table.note, *(c.title for c in table.columns)]
            said += [c.text for row in table.rows for c in row if c.text != view.voice.status("no_data")]
        for figure in (f for _, f in report.figures()):
            said += [figure.caption, figure.alt]
        said += [split_sentence(view, d.id).text for d in shipped.registry.of_kind("facility")]
        assert [fault for text in said for fault in faults(text)] == [], zone


PAGES = (
    "/",
    "/compare",
    "/policy",
    "/methods",
    "/data",
    "/district",
    "/district/530111",
    "/api/v1/docs",
    "/embed/card",
)
ASKED = {"service": "clinic", "measure": "coverage", "basis": "gap", "include": "demo"}
INLINE = re.compile(r"</?(?:span|a|b|i|small|em|strong|abbr)\b[^>]*>")
UNREAD = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PAGES)
def test_pages_use_none_of_them(path: str, lang: str, app: Application) -> None:
    page = app.server.test_client().get(path, query_string=ASKED | {"lang": lang}).get_data(as_text=True)
    lines = re.split(r"<[^>]+>", INLINE.sub("", UNREAD.sub("", page)))
    assert len(lines) > 20
    assert [fault for line in lines for fault in faults(unescape(line))] == []


def test_the_words_of_the_api_use_none_of_them(shipped: Indicators) -> None:
    said = strings(build_document(shipped))
    assert [fault for text in said for fault in faults(text)] == []
