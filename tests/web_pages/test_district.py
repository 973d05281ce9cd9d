"""The profile of a zone is its report, rendered: every number, every mark, and sections that open from the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dash import html

from equity.dashboard.pages.district import OPENING, SECTIONS
from equity.indicators.compute import Indicators
from equity.query import Presentation, Query
from equity.say import LANGS, Voice
from equity.views.model import Report
from equity.views.report import build_report
from equity.views.tables import Table
from equity.views.view import View
from tests.web_pages.conftest import nodes, with_class, words

Draw = Callable[..., Any]


def report_of(shipped: Indicators, zone: str, lang: str) -> Report:
    extra = ("inequality",) if shipped.zone(zone).level == "city" else ()
    return build_report(View(shipped, Voice(lang), Query(), Presentation(zone=zone)), (*SECTIONS, *extra))


def by_id(root: Any, name: str) -> Any:
    return next(n for n in nodes(root) if getattr(n, "id", "") == name)


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_and_number_of_the_report_is_on_the_page(
    lang: str, shipped: Indicators, draw: Draw
) -> None:
    for zone in shipped.zones():
        page, report = draw(f"/district/{zone.code}", lang=lang), report_of(shipped, zone.code, lang)
        said = words(page)
        for sentence in report.summary:
            assert sentence.text in said
        for figure in report.key_figures:
            assert figure.text in said and figure.label in said
        for section in report.sections:
            assert section.title in said
            drawn = words(by_id(page, section.id))
            for table in (b for b in section.blocks if isinstance(b, Table)):
                for row in table.rows:
                    for cell in row:
                        assert cell.text in drawn and cell.sub in drawn, (zone.code, table.id, cell.text)


@pytest.mark.parametrize("lang", LANGS)
def test_placeholders_are_marked_and_folded_apart(lang: str, shipped: Indicators, draw: Draw) -> None:
    page = draw("/district/530111", lang=lang)
    marked = with_class(page, "is-illustrative")
    assert marked and all(with_class(n, "chip-illustrative") for n in marked)
    apart = set(map(id, with_class(by_id(page, "demonstration"), "is-illustrative")))
    assert {id(n) for n in marked} == apart
    report = report_of(shipped, "530111", lang)
    section = report.section("demonstration")
    assert section is not None
    rows = [row for b in section.blocks if isinstance(b, Table) for row in b.rows]
    assert len(marked) == sum(any(c.marked for c in row) for row in rows)


def test_the_first_screen_answers(shipped: Indicators, draw: Draw) -> None:
    """Before anything is opened: who lives here, register coverage, findings, the groups and key figures."""
    for zone in shipped.zones():
        page = draw(f"/district/{zone.code}")
        assert len(with_class(page, "profile-headline")) == OPENING
        assert 1 <= len(with_class(page, "finding")) <= 3
        assert with_class(page, "key-figure")
        assert not any(n.open for n in nodes(page) if isinstance(n, html.Details))


def test_the_address_opens_sections(draw: Draw) -> None:
    page = draw("/district/530111", open="services,sources,nonsense")
    opened = {n.id for n in nodes(page) if isinstance(n, html.Details) and n.open}
    assert opened == {"services", "sources"}


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_code_says_so_and_offers_the_divisions(lang: str, shipped: Indicators, draw: Draw) -> None:
    page = draw("/district/999999", lang=lang)
    assert "999999" in words(page)
    cards = with_class(page, "division-card")
    assert {c.href.split("?")[0] for c in cards} == {f"/district/{z.code}" for z in shipped.zones("division")}
    assert not with_class(draw("/district", lang=lang), "page-notice")


def test_links_keep_language_and_query(draw: Draw) -> None:
    page = draw("/district/530111", lang="en", theme="dark", service="clinic", measure="reach", basis="gap")
    back = next(
        n for n in nodes(page) if getattr(n, "data-nav", "") == "/" and "button" in (n.className or "")
    )
    for part in ("lang=en", "theme=dark", "service=clinic", "measure=reach", "zone=530111"):
        assert part in back.href
    assert getattr(back, "data-set") == "zone=530111"


def test_a_service_leads_to_its_map(draw: Draw) -> None:
    page = draw("/district/530111", lang="en", service="hospital", measure="effective", basis="gap")
    links = [n for n in nodes(by_id(page, "table-conditions")) if isinstance(n, html.A)]
    assert links
    for link in links:
        assert "measure=condition" in link.href and "basis=resident" in link.href and "lang=en" in link.href
        assert "service=hospital" not in link.href and "zone=530111" in link.href


def test_neighbours_go_round(shipped: Indicators, draw: Draw) -> None:
    codes = [z.code for z in shipped.zones("division")]
    tools = with_class(draw(f"/district/{codes[0]}"), "neighbours")[0]
    links = [n.href for n in nodes(tools) if getattr(n, "href", "")]
    assert links == [f"/district/{codes[-1]}", f"/district/{codes[1]}"]


def test_the_three_groups_fill_one_bar(shipped: Indicators, draw: Draw) -> None:
    for zone in shipped.zones():
        groups = with_class(draw(f"/district/{zone.code}"), "group")
        assert sum(float(g.style["flexBasis"].rstrip("%")) for g in groups) == pytest.approx(100, abs=0.01)


def test_a_world_with_an_empty_division_is_drawn(world: Any, draw: Draw, context: Any) -> None:
    """Nobody lives in the last division: words in place of numbers, no error."""
    from types import SimpleNamespace

    from equity.http.view import read_view

    indicators = world()
    small = SimpleNamespace(
        indicators=indicators,
        settings=context.settings,
        shapes=context.shapes,
        view=lambda args: read_view(indicators, args),
    )
    for zone in indicators.zones():
        for path in (f"/district/{zone.code}", "/policy", "/data", "/methods"):
            for lang in LANGS:
                assert words(draw(path, of=small, lang=lang))
