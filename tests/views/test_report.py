"""One report per zone and language: every number is the facade's, placeholders stand apart, words are of one language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from equity.indicators.compute import Indicators
from equity.query import Presentation, Query
from equity.say import LANGS, Voice
from equity.views.drawings import Figure
from equity.views.model import Bullets, Paragraph, Report, Sentence
from equity.views.report import SECTIONS, build_report
from equity.views.tables import Cell, Table
from equity.views.view import View, sound

QUERY = Query("population", "register_coverage", "value")
HALF_WIDTH = re.compile(r"[一-鿿][,;:?!(]|[,;:?!)][一-鿿]")


def made(shipped: Indicators, *, demo: bool) -> list[Report]:
    return [
        build_report(View(shipped, Voice(lang), QUERY, Presentation(zone=zone.code), demo=demo))
        for lang in LANGS
        for zone in shipped.zones()
    ]


@pytest.fixture(scope="module")
def reports(shipped: Indicators) -> list[Report]:
    return made(shipped, demo=True)


def words(report: Report) -> Iterator[str]:
    yield from (s.text for s in report.summary)
    for section in report.sections:
        yield from (section.title, section.lead)
        for block in section.blocks:
            if isinstance(block, Sentence | Paragraph):
                yield block.text
            elif isinstance(block, Bullets):
                yield from (part for item in block.items for part in (item.text, item.about))
            elif isinstance(block, Figure):
                yield from (block.caption, block.alt)
            else:
                yield from (block.caption, block.note, *(c.title for c in block.columns))
                yield from (cell.text for row in block.rows for cell in row)


def cells(report: Report) -> Iterator[tuple[Table, Cell]]:
    for _, table in report.tables():
        for row in table.rows:
            assert len(row) == len(table.columns), table.id
            yield from ((table, cell) for cell in row)


def test_every_cell_says_what_the_facade_says(shipped: Indicators, reports: list[Report]) -> None:
    for report in reports:
        voice, seen = Voice(report.lang), 0
        for table, cell in cells(report):
            if cell.record is None or (table.id == "population" and cell.text == voice.interval(cell.record)):
                continue
            seen += 1
            now = sound(shipped.value(cell.record.query, cell.record.zone))
            assert (cell.record.value, cell.record.status) == (now.value, now.status)
            assert cell.text == voice.figure(cell.record)
            assert cell.value == now.value
            assert cell.grade == now.grade
        assert seen > 20


def test_both_languages_have_the_same_numbers(reports: list[Report]) -> None:
    found: dict[str, list[list[float | None]]] = {}
    for report in reports:
        found.setdefault(report.zone, []).append([cell.value for _, cell in cells(report)])
    for zone, (chinese, english) in found.items():
        assert chinese == english, zone


def test_placeholders_stand_apart_from_findings(shipped: Indicators, reports: list[Report]) -> None:
    for report in reports:
        for section in report.sections:
            if not section.apart and section.id != "map":
                assert not section.illustrative, (report.zone, section.id)
        assert not any(s.illustrative for s in report.summary)
    for report in made(shipped, demo=False):
        assert report.section("demonstration") is None
        assert not report.illustrative and not report.notice


def test_a_map_of_placeholders_gives_way_where_they_are_left_out(shipped: Indicators) -> None:
    asked = View(
        shipped, Voice("zh"), Query("clinic", "effective", "gap"), Presentation(zone="530111"), demo=False
    )
    figure = next(f for _, f in build_report(asked, ("map",)).figures())
    assert figure.map is not None
    assert {r.measure for r in figure.map.records} == {"register_coverage"}


@pytest.mark.parametrize("section", SECTIONS)
def test_sections_can_be_left_out(shipped: Indicators, section: str) -> None:
    view = View(shipped, Voice("en"), QUERY, Presentation(zone="530111"))
    report = build_report(view, [section])
    assert [s.id for s in report.sections] in ([section], [])


def test_words_are_of_one_language_and_rightly_set(reports: list[Report]) -> None:
    for report in reports:
        for text in words(report):
            assert "）（" not in text and ") (" not in text, text
            if report.lang == "zh":
                assert not HALF_WIDTH.search(text), text
                assert "按常住 无数据" not in text
            else:
                assert "（" not in text and "，" not in text, text


def test_the_page_answers_first(reports: list[Report]) -> None:
    """Who lives here, register coverage, and three findings for every division."""
    for report in reports:
        assert 3 <= len(report.summary) <= 5
        assert report.key_figures[0].record.measure == "register_coverage"
