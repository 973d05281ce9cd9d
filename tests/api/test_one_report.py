"""Page, document and API say one thing: 18 zones in both languages, number by number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from equity.dashboard.pages.district import SECTIONS
from equity.documents.identity import Options
from equity.documents.making import make_report, read_shapes
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.query import Presentation, Query
from equity.say import LANGS, Voice
from equity.settings import Settings
from equity.views.model import Report
from equity.views.report import build_report
from equity.views.view import View
from tests.api.conftest import Get

CHINESE = re.compile("[㐀-鿿]")


def records(report: Report) -> Iterator[ValueRecord]:
    yield from (k.record for k in report.key_figures)
    for _, table in report.tables():
        yield from (cell.record for row in table.rows for cell in row if cell.record is not None)
    for _, figure in report.figures():
        yield from figure.map.records if figure.map else ()


def numbers(report: Report) -> list[float | None]:
    return [cell.value for _, table in report.tables() for row in table.rows for cell in row]


@pytest.fixture(scope="module")
def pages(shipped: Indicators) -> dict[tuple[str, str], Report]:
    """What the profile of every zone renders."""
    asked = {
        (z.code, lang): View(shipped, Voice(lang), Query(), Presentation(zone=z.code))
        for z in shipped.zones()
        for lang in LANGS
    }
    return {key: build_report(view, SECTIONS) for key, view in asked.items()}


@pytest.fixture(scope="module")
def documents(shipped: Indicators, shipped_settings: Settings) -> dict[tuple[str, str], Report]:
    """What the files of every zone are written from, demonstration included."""
    shapes = read_shapes(shipped_settings)
    return {
        (zone.code, lang): make_report(shipped, zone.code, lang, Options(demo=True), shapes=shapes)
        for zone in shipped.zones()
        for lang in LANGS
    }


def test_page_and_document_show_the_same(
    pages: dict[tuple[str, str], Report], documents: dict[tuple[str, str], Report]
) -> None:
    for key, page in pages.items():
        document = documents[key]
        assert page.summary == document.summary
        assert page.key_figures == document.key_figures
        for section in page.sections:
            same = document.section(section.id)
            assert same is not None, section.id
            tables = {t.id: t.rows for s, t in document.tables() if s.id == section.id}
            for part, table in page.tables():
                if part.id == section.id:
                    assert tables[table.id] == table.rows, (key, table.id)


def test_the_api_has_every_number_of_page_and_document(
    get: Get, pages: dict[tuple[str, str], Report], documents: dict[tuple[str, str], Report]
) -> None:
    shown: dict[Query, dict[str, ValueRecord]] = defaultdict(dict)
    for report in (*pages.values(), *documents.values()):
        for record in records(report):
            shown[record.query][record.zone] = record
    assert len(shown) > 50
    for query, zones in shown.items():
        rows = {
            r["zone"]: r
            for r in get(
                "/values", include="demo", **{n: getattr(query, n) for n in Query.__dataclass_fields__}
            )["data"]
        }
        for zone, record in zones.items():
            row = rows[zone]
            assert (row["value"], row["status"], row["grade"]) == (
                record.value,
                record.status,
                record.grade,
            ), (query, zone)


def test_both_languages_of_a_document_have_the_same_numbers(documents: dict[tuple[str, str], Report]) -> None:
    for (zone, lang), report in documents.items():
        if lang == "en":
            other = documents[zone, "zh"]
            assert numbers(report) == numbers(other)
            assert not any(CHINESE.search(s.text) for s in report.summary)
