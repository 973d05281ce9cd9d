"""The state of a view as data: rows, legend, key figures, and what the address makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from equity.dashboard.maps.banner import illustrative_datasets
from equity.dashboard.maps.catalogue import catalogue, service_options
from equity.dashboard.maps.hover import hover_cards, people_column
from equity.dashboard.maps.layers import facility_layer
from equity.dashboard.maps.state import ROW, as_data, key_figures, legend, read_state, source_link, table_rows
from equity.dashboard.pages import find_page
from equity.dashboard.pages.compare import comparable
from equity.dashboard.parts import notice_bar
from equity.draw.areas import legend_of
from equity.draw.theme import theme
from equity.http.view import read_args, read_view
from equity.indicators.compute import Indicators
from equity.indicators.notices import notice_text
from equity.indicators.units import concerned
from equity.query import Query
from equity.say import Voice, format_concerned
from equity.views.model import MapSpec

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
    assert figures[2][1].startswith("+") and all(
        f[3].startswith("2020 年") and f[4] == "estimated" for f in figures
    )


def test_key_figures_give_the_interval_that_the_decimals_show(shipped: Indicators) -> None:
    city = shipped.value(Query(basis="resident", level="city"), "530100")
    figures = key_figures(shipped, read_state(shipped, Query(), theme="light", lang="zh"), "zh")
    assert figures[0][3] == f"2020 年 · {city.low:.1f}–{city.high:.1f}"


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


def test_the_first_view_says_what_its_figures_are_and_whence(shipped: Indicators) -> None:
    view = read_view(shipped, {})
    data = as_data(shipped, view, read_state(shipped, view.query, theme="light", lang="zh"), "")
    assert data["caveat"].startswith("按居住地统计")
    assert data["source"]["href"].endswith("/data#dataset-totals") and "国家统计局" in data["source"]["title"]
    tables = {d.name for d in shipped.library.datasets}
    for definition in shipped.registry.values():
        measure = shipped.registry.measures_of(definition.id)[0]
        link = source_link(shipped, view, Query(definition.id, measure.id, measure.bases[0]))
        assert link["anchor"].removeprefix("dataset-") in tables


def test_illustrative_views_name_their_datasets(shipped: Indicators) -> None:
    names = illustrative_datasets(shipped.registry, Query("primary_school", "effective"), "zh")
    assert names == ["小学学位机构台账", "居民点人口分布", "资格规则参数"]
    assert illustrative_datasets(shipped.registry, Query("primary_school", "coverage"), "zh") == names[:1]


def test_the_catalogue_offers_exactly_what_the_registry_has(shipped: Indicators) -> None:
    offered = catalogue(shipped, "zh")
    assert list(offered["services"]) == list(shipped.registry)
    for service, entry in offered["services"].items():
        assert list(entry["measures"]["years"]) == [m.id for m in shipped.registry.measures_of(service)]
    assert len(offered["zones"]) == 14


def test_bad_arguments_become_the_nearest_view_with_notices(shipped: Indicators) -> None:
    view = read_view(shipped, read_args("?service=nonsense&zone=999999&lang=fr&year=1066"))
    assert view.query == Query() and view.zone == "" and view.lang == "zh"
    assert {n.parameter for n in view.notices} == {"service", "zone", "lang", "year"}


@pytest.mark.parametrize(
    ("search", "kept"),
    [
        ("?service=clinic&measure=reach&basis=non_local&sort=-value", "rank"),
        ("?service=clinic&measure=reach&basis=gap&sort=-value", "-value"),
        ("?service=population&measure=residents&sort=first", "rank"),
        ("?service=population&measure=residents&sort=value", "value"),
    ],
)
def test_an_order_by_a_column_that_is_not_there_is_dropped_with_a_notice(
    shipped: Indicators, search: str, kept: str
) -> None:
    view = read_view(shipped, read_args(search))
    assert view.presentation.sort == kept and ("sort=" in view.corrected()) == (kept != "rank")
    assert [n.parameter for n in view.notices] == (["sort"] if kept == "rank" else [])
    drawn = as_data(shipped, view, read_state(shipped, view.query, theme="light", lang="zh"), "")
    assert kept.lstrip("-") in drawn["columns"]


def test_only_years_with_figures_are_offered(shipped: Indicators) -> None:
    offered = catalogue(shipped, "zh")["services"]["population"]["measures"]["years"]
    assert offered["residents"] == ["2020", "2021", "2022", "2023", "2024"]
    assert offered["local_residents"] == ["2020"] and offered["registered"][-1] == "2023"
    for measure, years in offered.items():
        for year in years:
            records = shipped.values(Query("population", measure, "value", int(year)))
            assert any(r.ok for r in records), (measure, year)


def test_what_has_no_value_has_no_grade(shipped: Indicators) -> None:
    query = Query("population", "registered", "value", 2024)
    view = read_view(shipped, {"service": "population", "measure": "registered"})
    drawn = as_data(shipped, view, read_state(shipped, query, theme="light", lang="zh"), "")
    assert {row[COLUMN["grade"]] for row in drawn["rows"]} == {""} == {key[4] for key in drawn["keys"]}
    assert drawn["grades"] == {}


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


def test_a_division_is_found_by_its_name_in_either_language(shipped: Indicators) -> None:
    words = catalogue(shipped, "zh")["zones"]["530111"]
    assert words[0] == "官渡" and {"Guandu", "官渡区"} <= set(words)


def test_a_column_of_people_has_one_unit() -> None:
    assert people_column([4_356_000, 0, 41_100], "人", "zh") == ("万人", ["435.6", "0.0", "4.1"])
    assert people_column([4_356_000, 0, 41_100], "persons", "en") == ("thousand", ["4,356", "0", "41"])
    assert people_column([49_900, 0], "households", "en") == ("thousand households", ["50", "0"])
    assert people_column([12_000, 300], "persons", "en") == ("people", ["12,000", "300"])


def test_people_are_counted_as_readers_count() -> None:
    assert format_concerned(1_602_279, "人", "zh") == "160.2 万人"
    assert format_concerned(1_602_279, "persons", "en") == "1.60 m people"
    assert format_concerned(283.9, "户", "zh") == "284 户"
    assert format_concerned(283.9, "households", "en") == "284 households"
    assert format_concerned(None, "人", "zh") == ""


def test_households_are_not_called_people(shipped: Indicators) -> None:
    view = read_view(shipped, {"service": "rental_housing", "measure": "coverage"})
    state = read_state(shipped, view.query, theme="light", lang="zh")
    assert all(r.concerned_unit("zh") == "户" and r.concerned_unit("en") == "households" for r in state.shown)
    drawn = as_data(shipped, view, state, "")["legend"]
    assert drawn["concerned"] == "涉及：租房家庭户（常住）"
    assert drawn["peopleUnit"] in ("户", "万户")
    assert all(
        "人 · " not in card and "户 · " in card for card in hover_cards(shipped, state.cards, "zh").values()
    )
    scale = state.scale
    spec = MapSpec(tuple(state.shown), scale.breaks, scale.labels, scale.diverging, "", "")
    assert "人" not in "".join(e.detail for e in legend_of(spec, Voice("zh"), theme()).entries)


@pytest.mark.parametrize(
    ("service", "measure", "basis", "words"),
    [
        ("primary_school", "coverage", "registered", "6–11 岁人口（户籍）"),
        ("primary_school", "parity", "value", "6–11 岁人口（外来常住）"),
        ("clinic", "supply_per_1000", "gap", "常住人口"),
        ("clinic", "reach", "gap", "外来常住人口"),
        ("population", "registered", "value", "户籍人口"),
    ],
)
def test_the_legend_says_whom_it_counts(
    shipped: Indicators, service: str, measure: str, basis: str, words: str
) -> None:
    assert concerned(shipped.registry[service], shipped.registry.measures[measure], basis).zh == words


def test_compare_offers_only_what_has_two_sides(shipped: Indicators) -> None:
    offered = catalogue(shipped, "zh", compared=True)["services"]
    assert "population" not in offered and "primary_school" in offered
    measures = {m for entry in offered.values() for m in entry["measures"]["years"]}
    assert measures and all(shipped.registry.measures[m].two_sided for m in measures)
    options = [
        o["value"] for group in service_options(shipped.registry, "zh", compared=True) for o in group["items"]
    ]
    assert options == list(offered)


def test_notices_speak_in_names_and_cover_every_argument(shipped: Indicators) -> None:
    view = read_view(
        shipped, read_args("?scenario=wide_radius&layers=zzz,points&zone=999999&measure=coverage&tab=1")
    )
    said = {n.parameter: notice_text(shipped.registry, n, "zh") for n in view.notices}
    assert set(said) == {"scenario", "layers", "zone"}
    assert "服务半径放宽一半" in said["scenario"] and "wide_radius" not in said["scenario"]
    assert "zzz" in said["layers"] and view.presentation.layers == ("points",)
    assert read_args(view.corrected()) == {"tab": "1", "measure": "coverage", "layers": "points"}
    bar = notice_bar(list(said.values()), "zh")
    assert bar.children[0].children[0].children == "地址中有 3 项不可用，已换成最接近的视图。"


def test_distance_follows_the_scenario(shipped: Indicators) -> None:
    reach = shipped.registry["clinic"].reach
    assert reach is not None
    for scenario, words in (
        ("wide_radius", f"半径 {1.5 * reach.radius_m:,.0f} 米"),
        ("short_detour", "1.105"),
    ):
        args = {"service": "clinic", "measure": "effective", "scenario": scenario}
        view = read_view(shipped, args)
        data = as_data(shipped, view, read_state(shipped, view.query, theme="light", lang="zh"), "")
        assert words in data["distance"] and words in shipped.values(view.query)[0].note_zh
        assert data["baseline"] is False


def _data(shipped: Indicators, args: dict[str, str], lang: str = "zh") -> dict[str, Any]:
    view = read_view(shipped, args)
    return as_data(shipped, view, read_state(shipped, view.query, theme="light", lang=lang), "")


def test_a_total_of_the_city_has_no_line_among_its_divisions(shipped: Indicators) -> None:
    assert _data(shipped, {"service": "population", "measure": "residents"})["sides"][0][2] is None
    assert _data(shipped, {"service": "clinic", "measure": "coverage"})["sides"][0][2] is not None


def test_supply_of_several_years_is_said_to_be(shipped: Indicators) -> None:
    found = {r.supply_year for r in shipped.values(Query("primary_school", "coverage")) if r.supply_year}
    assert found == {2022, 2023}
    assert _data(shipped, {"service": "primary_school", "measure": "coverage"})["supplyYears"] == "2022–2023"
    assert _data(shipped, {})["supplyYears"] == ""


def test_the_note_says_where_the_range_of_ranks_comes_from(shipped: Indicators) -> None:
    assert "其他" not in _data(shipped, {})["rankNote"]
    access = {"service": "clinic", "measure": "effective"}
    assert "和其他计算情景" in _data(shipped, access)["rankNote"]
    assert "不含其他情景" in _data(shipped, access | {"scenario": "two_step"})["rankNote"]


def test_a_name_in_a_register_is_no_markup_on_its_card(shipped: Indicators) -> None:
    frame = shipped.facilities("clinic").head(2).copy()
    frame["name_zh"] = frame["name_zh"].astype(object)
    frame["name_zh"] = ["<i>甲</i>", None]
    texts = facility_layer(frame, shipped.registry["clinic"], "zh")["text"]
    assert texts[0].startswith("<b>&lt;i&gt;甲&lt;/i&gt;</b>") and texts[1].startswith("<b></b>")
