"""The state of a view as data: rows, legend, key figures, and what the address makes of it."""

from __future__ import annotations

import pytest

from equity.indicators.compute import Indicators
from equity.query import Query
from equity.web.maps.banner import illustrative_datasets
from equity.web.maps.catalogue import catalogue
from equity.web.maps.hover import hover_cards, people_column, people_text
from equity.web.maps.state import ROW, as_data, key_figures, legend, read_state, table_rows
from equity.web.pages import PAGES, find_page
from equity.web.pages.compare import comparable
from equity.web.view import read_args, read_view

COLUMN = {name: i for i, name in enumerate(ROW)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_say_what_the_records_say(shipped: Indicators, lang: str) -> None:
    query = Query()
    state = read_state(shipped, query, theme="light", lang=lang)
    rows = {row[0]: row for row in table_rows(state, lang)}
    assert len(rows) == 14
    for record in shipped.values(query):
        row = rows[record.zone]
        assert row[COLUMN["value"]] == pytest.approx(record.value, rel=1e-5)
        assert row[COLUMN["b"]] - row[COLUMN["a"]] == pytest.approx(record.value, abs=1e-3)
        assert row[COLUMN["rank"]] == record.rank and row[COLUMN["grade"]] == record.grade


def test_legend_counts_every_division_and_everybody_once(shipped: Indicators) -> None:
    state = read_state(shipped, Query(), theme="light", lang="zh")
    drawn = legend(state, "zh")
    assert sum(entry[2] for entry in drawn["entries"]) + sum(n for _, n in drawn["missing"]) == 14
    assert sum(r.persons or 0 for r in state.shown) == 8_460_088
    assert [entry[1] for entry in drawn["entries"]] == list(reversed(state.scale.labels))


def test_key_figures_are_the_city_on_both_sides_and_the_gap(shipped: Indicators) -> None:
    figures = key_figures(shipped, read_state(shipped, Query(), theme="light", lang="zh"), "zh")
    assert [f[0] for f in figures] == ["全市 · 常住", "全市 · 户籍", "差距（全市）"]
    assert figures[2][1].startswith("+") and all(f[3] == "2020 年" and f[4] == "estimated" for f in figures)


def test_a_fact_with_one_side_shows_city_highest_and_lowest(shipped: Indicators) -> None:
    query = Query("population", "residents", "value")
    figures = key_figures(shipped, read_state(shipped, query, theme="light", lang="en"), "en")
    assert [f[0] for f in figures] == ["City", "Highest · Guandu", "Lowest · Fumin"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_can_be_said(shipped: Indicators, lang: str) -> None:
    for service in shipped.registry:
        for measure in shipped.registry.measures_of(service):
            for basis in measure.bases:
                view = read_view(
                    shipped, {"service": service, "measure": measure.id, "basis": basis, "lang": lang}
                )
                state = read_state(shipped, view.query, theme="light", lang=lang)
                data = as_data(shipped, view, state, "")
                cards = hover_cards(shipped, state.cards, lang)
                assert len(data["rows"]) == len(cards) == 14
                assert all(card.count("<br>") <= 4 and "nan" not in card.lower() for card in cards.values())
                assert view.notices == ()


def test_hover_cards_give_the_interval_that_the_decimals_show(shipped: Indicators) -> None:
    view = read_view(shipped, {"service": "rental_housing", "measure": "effective", "basis": "local"})
    state = read_state(shipped, view.query, theme="light", lang="zh")
    cards = hover_cards(shipped, state.cards, "zh")
    local, reach = (
        shipped.value(Query("rental_housing", measure, "local"), "530102")
        for measure in ("effective", "reach")
    )
    assert local.low is not None and local.high is not None and reach.low is None
    assert f"{local.value:.1f}%</b>（{local.low:.1f}–{local.high:.1f}）" in cards["530102"]
    state = read_state(shipped, view.query.but(measure="reach"), theme="light", lang="zh")
    assert "（" not in hover_cards(shipped, state.cards, "zh")["530102"]


def test_illustrative_views_name_their_datasets(shipped: Indicators) -> None:
    names = illustrative_datasets(shipped.registry, Query("primary_school", "effective"), "zh")
    assert names == ["小学学位机构台账", "居民点人口分布", "资格规则参数"]
    assert illustrative_datasets(shipped.registry, Query("primary_school", "coverage"), "zh") == names[:1]


def test_the_catalogue_offers_exactly_what_the_registry_has(shipped: Indicators) -> None:
    offered = catalogue(shipped.registry, shipped.zones("division"), "zh")
    assert list(offered["services"]) == list(shipped.registry)
    for service, entry in offered["services"].items():
        assert list(entry["measures"]["years"]) == [m.id for m in shipped.registry.measures_of(service)]
    assert len(offered["zones"]) == 14


def test_bad_arguments_become_the_nearest_view_with_notices(shipped: Indicators) -> None:
    view = read_view(shipped, read_args("?service=nonsense&zone=999999&lang=fr&year=1066"))
    assert view.query == Query() and view.zone == "" and view.lang == "zh"
    assert {n.parameter for n in view.notices} == {"service", "zone", "lang", "year"}


def test_an_address_survives_the_round_trip(shipped: Indicators) -> None:
    view = read_view(
        shipped,
        read_args("?service=clinic&measure=coverage&basis=resident&zone=530111&lang=en&layers=points"),
    )
    again = read_view(shipped, read_args(view.search()))
    assert (again.query, again.presentation) == (view.query, view.presentation)
    assert view.href("/compare", lang="zh").startswith("/compare?") and "lang=" not in view.href(
        "/compare", lang="zh"
    )


def test_comparison_moves_to_a_measure_with_two_sides(shipped: Indicators) -> None:
    same, notices = comparable(shipped.registry, Query("clinic", "coverage", "resident"))
    assert same.measure == "coverage" and not notices
    moved, notices = comparable(shipped.registry, Query("clinic", "parity", "value"))
    assert len(shipped.registry.measures[moved.measure].sides) == 2 and notices
    fallen, notices = comparable(shipped.registry, Query("population", "residents", "value"))
    assert fallen == Query() and notices


def test_pages_are_found_by_their_address() -> None:
    found = find_page("/district/530111")
    assert found and found[0].name == "district" and found[1] == {"code": "530111"}
    overview = find_page("/")
    assert overview and overview[0].name == "overview"
    assert find_page("/no/such/page") is None
    assert [p.order for p in PAGES if p.order] == sorted(p.order for p in PAGES if p.order)


def test_a_division_is_found_by_its_name_in_either_language(shipped: Indicators) -> None:
    words = catalogue(shipped.registry, shipped.zones("division"), "zh")["zones"]["530111"]
    assert words[0] == "官渡" and {"Guandu", "官渡区"} <= set(words)


def test_a_column_of_people_has_one_unit() -> None:
    assert people_column([4_356_000, 0, 41_100], "zh") == ("万人", ["435.6", "0.0", "4.1"])
    assert people_column([4_356_000, 0, 41_100], "en") == ("thousand", ["4,356", "0", "41"])
    assert people_column([12_000, 300], "en") == ("people", ["12,000", "300"])


def test_people_are_counted_as_readers_count() -> None:
    assert people_text(1_602_279, "zh") == "160.2 万人" and people_text(1_602_279, "en") == "1.60 m people"
    assert people_text(None, "zh") == ""
