"""The profile of a division shows what the facade says, and marks what is illustrative."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from equity.dashboard.components.service_table import BOTH_MET
from equity.dashboard.parts import value_text
from equity.headlines import district_sentences, split_sentence
from equity.indicators.compute import Indicators
from equity.query import GAP, Query
from equity.say import format_number, format_range
from tests.web_pages.conftest import nodes, with_class, words

LANGS = ("zh", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_value_of_every_zone_is_the_facades(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    for zone in shipped.zones():
        page = words(draw(f"/district/{zone.code}", lang=lang))
        for sentence in district_sentences(shipped, zone.code, lang):
            assert sentence in page
        for record in shipped.population(zone.code).values():
            assert value_text(record, lang) in page
        for d in shipped.registry.of_kind("total", "facility"):
            share = "coverage_uncapped" if zone.level == "division" else "coverage"
            for measure in ("supply_per_1000", share):
                for side in ("resident", "registered"):
                    assert value_text(shipped.value(Query(d.id, measure, side), zone.code), lang) in page, (
                        zone.code,
                        d.id,
                    )
            gap, uncapped = (
                shipped.value(Query(d.id, m, GAP), zone.code) for m in ("coverage", "coverage_uncapped")
            )
            assert value_text(gap, lang, signed=True) in page or BOTH_MET[lang] in page, (zone.code, d.id)
            assert format_number(uncapped.value, lang, decimals=1, signed=True) in page, (zone.code, d.id)
            missing = shipped.value(Query(d.id, "shortfall", "resident"), zone.code)
            if d.public and missing.ok and (missing.value or 0) >= 0.5:
                assert value_text(missing, lang) in page, (zone.code, d.id)
        for d in shipped.registry.of_kind("condition"):
            assert value_text(shipped.value(Query(d.id, "condition", "resident"), zone.code), lang) in page
        for d in shipped.registry.of_kind("facility"):
            assert split_sentence(shipped, d.id, zone.code, lang) in page
            if "entitlement" in (ends := shipped.split(d.id, zone.code).intervals):
                low, high = ends["entitlement"]
                assert format_range(-high, -low, lang, decimals=1) in page


@pytest.mark.parametrize("lang", LANGS)
def test_illustrative_values_carry_their_mark(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    illustrative = {
        d.id
        for d in shipped.registry.of_kind("total", "facility")
        if shipped.value(Query(d.id, "supply_per_1000", "resident"), "530111").grade == "illustrative"
    }
    assert illustrative, "the shipped data has illustrative registers"
    page = draw("/district/530111", lang=lang)
    marked = with_class(page, "is-illustrative")
    assert marked and all(with_class(n, "chip-illustrative") for n in marked)
    table = next(n for n in nodes(page) if getattr(n, "id", "") == "main-table")
    rows = [n for n in nodes(table) if type(n).__name__ == "Tr" and with_class(n, "chip-illustrative")]
    assert len(rows) == len(illustrative)
    assert len(with_class(page, "split-card")) == len(shipped.registry.of_kind("facility"))
    assert all(with_class(c, "chip-illustrative") for c in with_class(page, "split-card"))


def test_the_gap_of_the_profile_is_the_one_of_the_overview(
    shipped: Indicators, draw: Callable[..., Any]
) -> None:
    """Guandu's primary care is at +7.9 on both pages, and says how much a surplus by the register would add."""
    table = next(n for n in nodes(draw("/district/530111")) if getattr(n, "id", "") == "main-table")
    row = next(n for n in nodes(table) if type(n).__name__ == "Tr" and "基层医疗（全科医生）" in words(n))
    gap = next(n for n in nodes(row) if getattr(n, "data-label", "") == "差距")
    assert words(gap).split("\n")[:1] == ["差距"] and "+7.9 个百分点" in words(gap)
    assert "不封顶 +149.7" in words(gap)
    met = next(n for n in nodes(table) if type(n).__name__ == "Tr" and "普通高中" in words(n))
    assert "均达标" in words(met) and "+0.0" not in words(met)


def test_intervals_stand_where_they_say_something(shipped: Indicators, draw: Callable[..., Any]) -> None:
    page = draw("/district/530111")
    share = shipped.value(Query("health_staff", "coverage_uncapped", "resident"), "530111")
    missing = shipped.value(Query("health_staff", "shortfall", "resident"), "530111")
    assert f"区间 {share.low:.1f}–{share.high:.1f}" in words(page)
    assert f"区间 {missing.low:.0f}–{missing.high:.0f}" in words(page)
    figures = [words(n) for n in with_class(draw("/district/530113"), "key-figure")]
    non_local = next(f for f in figures if "外来常住人口占比" in f)
    assert "·" not in non_local, "an interval that prints as one number is none"


def test_what_is_missing_is_told_from_what_is_below_average(draw: Callable[..., Any]) -> None:
    page = words(next(n for n in nodes(draw("/district/530111")) if getattr(n, "id", "") == "missing"))
    fixed, average = page.split("与全市平均相差")
    assert "低于标准（应补）" in fixed and "小学学位" in fixed and "小学学位" not in average
    assert "公共管理和社会保障人员" in average and "不是编制或建设计划" in average
    assert "住房建筑面积" not in page, "nobody has to add private housing"


def test_the_city_is_marked_only_where_it_is_not_its_own_yardstick(
    shipped: Indicators, draw: Callable[..., Any]
) -> None:
    fixed = [d for d in shipped.registry.of_kind("facility") if d.standard and d.standard.type == "fixed"]
    table = next(n for n in nodes(draw("/district/530111")) if getattr(n, "id", "") == "main-table")
    assert len(with_class(table, "bell-city")) == len(fixed)
    assert len(with_class(table, "bell-tick")) == len(shipped.registry.of_kind("total", "facility"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_city_shows_how_unequal_every_service_is(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    section = next(
        n for n in nodes(draw("/district/530100", lang=lang)) if getattr(n, "id", "") == "inequality"
    )
    rows = [n for n in nodes(section) if type(n).__name__ == "Tr"][1:]
    services = shipped.registry.of_kind("total", "facility")
    assert len(rows) == len(services)
    for definition, row in zip(services, rows, strict=True):
        found = shipped.inequality(Query(definition.id, "supply_per_1000", "resident"))
        assert definition.label[lang] in words(row)
        for index in found:
            if not index.id.startswith("theil_") or index.id == "theil_t":
                assert format_number(index.value, lang, decimals=index.decimals) in words(row)
    assert not [n for n in nodes(draw("/district/530111")) if getattr(n, "id", "") == "inequality"]


def test_matrix_and_profile_say_what_they_grade(draw: Callable[..., Any]) -> None:
    """Dongchuan's senior places are an estimate, the yardstick they are set against is illustrative: both pages say which."""
    assert "等级取本行各数（含比较标准）中最低的一级" in words(draw("/district/530113"))
    assert "比较标准不在其中" in words(draw("/data"))


def test_services_are_ordered_by_their_gap(shipped: Indicators) -> None:
    from equity.dashboard.components.service_table import service_rows

    for zone in shipped.zones():
        rows = service_rows(shipped, zone)
        assert len(rows) == len(shipped.registry.of_kind("total", "facility"))
        gaps = [round(r.gap.value, 1) for r in rows if r.gap.value is not None]
        assert gaps == sorted(gaps, reverse=True)


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_code_says_so_and_offers_the_divisions(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    page = draw("/district/999999", lang=lang)
    assert "999999" in words(page)
    cards = with_class(page, "division-card")
    assert {c.href.split("?")[0] for c in cards} == {f"/district/{z.code}" for z in shipped.zones("division")}
    assert not with_class(draw("/district", lang=lang), "page-notice")


def test_links_keep_language_and_query(draw: Callable[..., Any]) -> None:
    page = draw("/district/530111", lang="en", theme="dark", service="clinic", measure="reach", basis="gap")
    back = next(
        n for n in nodes(page) if getattr(n, "data-nav", "") == "/" and "button" in (n.className or "")
    )
    assert all(
        part in back.href
        for part in ("lang=en", "theme=dark", "service=clinic", "measure=reach", "zone=530111")
    )
    assert getattr(back, "data-set") == "zone=530111"


def test_neighbours_go_round(shipped: Indicators, draw: Callable[..., Any]) -> None:
    codes = [z.code for z in shipped.zones("division")]
    links = [
        n.href
        for n in nodes(with_class(draw(f"/district/{codes[0]}"), "neighbours")[0])
        if getattr(n, "href", "")
    ]
    assert links == [f"/district/{codes[-1]}", f"/district/{codes[1]}"]


def test_the_three_groups_fill_one_bar(shipped: Indicators, draw: Callable[..., Any]) -> None:
    for zone in shipped.zones():
        groups = with_class(draw(f"/district/{zone.code}"), "group")
        assert sum(float(g.style["flexBasis"].rstrip("%")) for g in groups) == pytest.approx(100, abs=0.01)


def test_a_world_with_an_empty_division_is_drawn(world: Any, draw: Callable[..., Any], context: Any) -> None:
    """Nobody lives in the last division: words in place of numbers, no error."""
    from types import SimpleNamespace

    from equity.http.view import read_view

    indicators = world()
    small = SimpleNamespace(
        indicators=indicators, shapes=context.shapes, view=lambda args: read_view(indicators, args)
    )
    for zone in indicators.zones():
        for path in (f"/district/{zone.code}", "/policy", "/data", "/methods"):
            for lang in LANGS:
                assert words(draw(path, of=small, lang=lang))


@pytest.mark.parametrize("lang", LANGS)
def test_proposed_sites_are_the_facades_and_the_city_has_none(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    for zone in ("530111", "530129", "core"):
        page = words(draw(f"/district/{zone}", lang=lang))
        for d in shipped.registry.of_kind("facility"):
            found = shipped.siting(d.id, zone, "resident", 3)
            assert all(site.point_id in page for site in found.sites), (zone, d.id)
            assert f"{found.reach:.1f}%" in page
    assert not with_class(draw("/district/530100", lang=lang), "sites-table")
