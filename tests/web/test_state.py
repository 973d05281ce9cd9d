"""The state of a view as data: rows, legend, key figures, and what the address makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from dash.development.base_component import Component

from equity.components.parts import notice_bar
from equity.dashboard.maps import panel
from equity.dashboard.maps.banner import illustrative_datasets
from equity.dashboard.maps.catalogue import PEOPLE, catalogue, measure_options, service_options
from equity.dashboard.maps.compared import comparable, side_query
from equity.dashboard.maps.figure import hover_cards
from equity.dashboard.maps.layers import facility_layer
from equity.dashboard.maps.legend import legend, people_column
from equity.dashboard.maps.ranked import ranked_data
from equity.dashboard.maps.state import city_line, read_state, source_link
from equity.dashboard.pages import find_page
from equity.dashboard.static import labels
from equity.draw.areas import legend_of
from equity.draw.theme import theme
from equity.http.view import read_args, read_view, sortable
from equity.indicators.compute import Indicators
from equity.indicators.resolve import notice_text
from equity.indicators.units import concerned
from equity.query import Query
from equity.say import Voice, format_concerned
from equity.views.drawings import MapSpec
from equity.views.figures import key_figures
from equity.views.headline import headline
from equity.views.view import View

CLINIC = Query("clinic", "coverage", "gap")


def asked(shipped: Indicators, query: Query, lang: str = "zh") -> View:
    return View(shipped, Voice(lang), query)


def words(node: Any) -> str:
    """All that a tree of components says, in a row."""
    if isinstance(node, (list, tuple)):
        return "".join(words(part) for part in node)
    return words(node.children) if isinstance(node, Component) else "" if node is None else str(node)


def parts(node: Any, class_name: str) -> list[Any]:
    """Components of a class, in the order in which they are read."""
    if isinstance(node, (list, tuple)):
        return [found for part in node for found in parts(part, class_name)]
    if not isinstance(node, Component):
        return []
    own = class_name in (getattr(node, "className", "") or "").split()
    return [*([node] if own else []), *parts(getattr(node, "children", None), class_name)]


def table_of(shipped: Indicators, query: Query, lang: str = "zh") -> dict[str, Any]:
    state = read_state(shipped, query, theme="light", voice=Voice(lang))
    return ranked_data(asked(shipped, query, lang), state)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_say_what_the_records_say(shipped: Indicators, lang: str) -> None:
    rows = {row["zone"]: row for row in table_of(shipped, CLINIC, lang)["rows"]}
    assert len(rows) == 14
    for record in shipped.values(CLINIC):
        keys, cells = rows[record.zone]["keys"], rows[record.zone]["cells"]
        assert keys["value"] == pytest.approx(record.value)
        assert keys["second"] - keys["first"] == pytest.approx(record.value)
        assert Voice(lang).figure(record) == words(parts(cells, "c-value"))
        assert parts(cells, f"chip-{record.grade}")


def test_whom_the_register_leaves_out_most_comes_first(shipped: Indicators) -> None:
    rows = table_of(shipped, Query())["rows"]
    values = [row["keys"]["value"] for row in rows]
    assert values == sorted(values) and [row["keys"]["rank"] for row in rows] == list(range(14))
    assert words(parts(rows[0]["cells"], "c-name")) == "官渡"


def test_placeholders_have_no_rank(shipped: Indicators) -> None:
    for row in table_of(shipped, CLINIC)["rows"]:
        if parts(row["cells"], "chip-illustrative"):
            assert words(parts(row["cells"], "c-rank")) == "—"


def test_what_can_be_sorted_by_is_what_an_address_may_ask_for(shipped: Indicators) -> None:
    for query in (Query(), CLINIC, Query("clinic", "coverage", "resident")):
        offered = [s["value"] for s in table_of(shipped, query)["sorts"]]
        known = sortable(shipped.registry.measures[query.measure])
        assert {s.lstrip("-") for s in offered} == set(known) and len(offered) == 2 * len(known)


def test_legend_counts_every_division_and_everybody_once(shipped: Indicators) -> None:
    view = read_view(shipped, {})
    state = read_state(shipped, view.query, theme="light", voice=Voice("zh"))
    drawn = legend(view, state)
    assert sum(int(words(count)) for count in parts(drawn, "legend-count")) == 14
    assert sum(r.persons or 0 for r in state.shown) == 8_460_088
    assert [words(label) for label in parts(drawn, "legend-label")] == list(reversed(state.scale.labels))


def test_key_figures_are_the_city_on_both_sides_and_the_gap(shipped: Indicators) -> None:
    figures = key_figures(asked(shipped, CLINIC))
    assert [f.label for f in figures] == ["全市 · 常住", "全市 · 户籍", "差距（全市）"]
    assert all(f.detail.startswith("2020 年") and f.grade == "illustrative" for f in figures)


def test_the_first_figures_are_coverage_the_people_beyond_it_and_the_lowest(shipped: Indicators) -> None:
    coverage, beyond, lowest = key_figures(asked(shipped, Query()))
    city = shipped.value(Query(level="city"), "530100")
    assert coverage.detail == f"2020 年 · {city.low:.1f}–{city.high:.1f}"
    assert beyond.text == "263.2 万人" and "官渡" in lowest.label and lowest.text == "38.1%"


def test_placeholders_have_no_highest_and_no_lowest(shipped: Indicators) -> None:
    figures = key_figures(asked(shipped, Query("clinic", "reach", "gap")))
    assert [f.label for f in figures] == ["全市 · 外来常住", "全市 · 本地户籍"] or len(figures) == 2


def test_a_fact_with_one_side_shows_city_highest_and_lowest(shipped: Indicators) -> None:
    figures = key_figures(asked(shipped, Query("population", "residents", "value"), "en"))
    assert [f.label for f in figures] == ["City", "Highest · Guandu", "Lowest · Fumin"]


def test_a_headline_is_opened_at_its_first_sentence(shipped: Indicators) -> None:
    first, rest = panel.opening("甲（38.1%）；乙。丙。", Voice("zh"))
    assert (first, rest) == ("甲（38.1%）；乙。", "丙。")
    assert panel.opening("A; b: 1.5; c.", Voice("en")) == ("A.", "B: 1.5; c.")
    assert panel.opening("A only 1.5.", Voice("en")) == ("A only 1.5.", "")
    assert panel.opening("A; b. C; d.", Voice("en"), most=4) == ("A; b.", "C; d.")
    assert panel.opening("A; b. C; d.", Voice("en"), most=3) == ("A.", "B. C; d."), "too long for its panel"
    assert panel.opening("甲乙丙。丁；戊。", Voice("zh"), most=2) == ("甲乙丙。", "丁；戊。"), (
        "no semicolon in it"
    )


def test_services_stand_by_the_grade_of_their_data(shipped: Indicators) -> None:
    groups = service_options(shipped, Voice("zh"))
    assert [g["group"] for g in groups] == ["真实数字", "演示（导入台账之前）", "等待台账"]
    real, demonstration, waiting = ([o["value"] for o in g["items"]] for g in groups)
    assert real[0] == "population" and "clinic" in demonstration and "kindergarten" in waiting
    for group, standing in zip(groups, ("real", "demonstration", "waiting"), strict=True):
        assert {shipped.standing(o["value"]) for o in group["items"]} == {standing}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_can_be_said(shipped: Indicators, lang: str) -> None:
    for service in shipped.registry:
        for measure in shipped.registry.measures_of(service):
            for basis in measure.bases:
                view = read_view(
                    shipped, {"service": service, "measure": measure.id, "basis": basis, "lang": lang}
                )
                state = read_state(shipped, view.query, theme="light", voice=Voice(lang))
                rows = ranked_data(view, state)["rows"]
                cards = hover_cards(shipped, state.cards, Voice(lang))
                assert len(rows) == len(cards) == 14
                legend(view, state)
                panel.notes(view, state)
                assert all(card.count("<br>") <= 4 and "nan" not in card.lower() for card in cards.values())
                assert view.notices == ()


def test_hover_cards_give_the_interval_that_the_decimals_show(shipped: Indicators) -> None:
    state = read_state(shipped, Query(), theme="light", voice=Voice("zh"))
    cards, voice = hover_cards(shipped, state.cards, Voice("zh")), Voice("zh")
    ends = {r.zone: voice.interval(r) for r in state.shown}
    assert "" in ends.values() and any(ends.values())
    for zone, said in ends.items():
        assert (f"（{said}）" in cards[zone]) if said else ("（" not in cards[zone].split("<br>")[1])


def test_the_first_view_says_what_its_figures_are_and_whence(shipped: Indicators) -> None:
    view = read_view(shipped, {})
    staff = read_view(shipped, {"service": "health_staff"})
    for one, about in ((view, ""), (staff, "按居住地统计")):
        state = read_state(shipped, one.query, theme="light", voice=Voice("zh"))
        said = panel.lead(headline(one), one, state)
        assert about in words(said)
        link = parts(said, "lead-rest")[-1].children[-1]
        assert "#dataset-" in link.href and "国家统计局" in link.title
    tables = {d.name for d in shipped.library.datasets}
    for definition in shipped.registry.values():
        measure = shipped.registry.measures_of(definition.id)[0]
        link = source_link(view, Query(definition.id, measure.id, measure.bases[0]))
        assert link["anchor"].removeprefix("dataset-") in tables


def test_illustrative_views_name_their_datasets(shipped: Indicators) -> None:
    names = illustrative_datasets(shipped.registry, Query("primary_school", "effective"), Voice("zh"))
    assert names == ["小学机构台账", "居民点人口分布"]
    assert (
        illustrative_datasets(shipped.registry, Query("primary_school", "coverage"), Voice("zh")) == names[:1]
    )


def test_the_catalogue_offers_exactly_what_the_registry_has(shipped: Indicators) -> None:
    offered = catalogue(shipped, Voice("zh"))
    assert list(offered["services"]) == list(shipped.registry)
    for service, entry in offered["services"].items():
        assert list(entry["measures"]["years"]) == [m.id for m in shipped.registry.measures_of(service)]
    assert {*offered["traces"]} == {"facilities", "points", "unreached", "towns", "metro", "hospitals"}


@pytest.mark.parametrize(("scenario", "name"), [("baseline", "容量充足度"), ("distance_decay", "容量与远近")])
def test_the_chooser_names_a_measure_as_its_scenario_has_it(
    shipped: Indicators, scenario: str, name: str
) -> None:
    options = measure_options(shipped.registry, "clinic", Voice("zh"), scenario=scenario)
    assert labels(options)["adequacy"] == name
    known = catalogue(shipped, Voice("zh"))
    assert known["decayLabels"] == {"adequacy": "容量与远近"}
    assert known["decays"] == ["distance_decay", "three_step"]


def test_bad_arguments_become_the_nearest_view_with_notices(shipped: Indicators) -> None:
    view = read_view(shipped, read_args("?service=nonsense&zone=999999&lang=fr&year=1066"))
    assert view.query == Query(year=2018) and view.chosen == "" and view.lang == "zh"
    assert {n.parameter for n in view.notices} == {"service", "zone", "lang", "year"}


@pytest.mark.parametrize(
    ("search", "kept"),
    [
        ("?service=population&measure=residents&sort=-first", "rank"),
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
    assert kept in [s["value"] for s in table_of(shipped, view.query)["sorts"]]


def test_only_years_with_figures_are_offered(shipped: Indicators) -> None:
    offered = catalogue(shipped, Voice("zh"))["services"]["population"]["measures"]["years"]
    assert offered["residents"] == [str(year) for year in range(2010, 2025)]
    assert offered["local_residents"] == ["2020"] and offered["registered"][-1] == "2023"
    for measure, years in offered.items():
        for year in years:
            records = shipped.values(Query("population", measure, "value", int(year)))
            assert any(r.ok for r in records), (measure, year)


def test_what_has_no_value_has_no_grade(shipped: Indicators) -> None:
    query = Query("population", "registered", "value", 2024)
    rows = table_of(shipped, query)["rows"]
    assert not any(parts(row["cells"], "chip") for row in rows)
    assert {f.grade for f in key_figures(asked(shipped, query))} == {""}


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
    people, notices = comparable(shipped.registry, Query())
    assert people.measure == "residents" and not notices, "people are compared with people"
    assert [side_query(people, side).measure for side in PEOPLE] == ["residents", "registered"]
    fallen, notices = comparable(shipped.registry, Query("toilet", "condition", "resident"))
    assert fallen == people and notices


def test_pages_are_found_by_their_address() -> None:
    found = find_page("/district/530111")
    assert found and found[0].name == "district" and found[1] == {"code": "530111"}
    overview = find_page("/")
    assert overview and overview[0].name == "overview"
    assert find_page("/no/such/page") is None


def test_a_division_is_found_by_its_name_in_either_language(shipped: Indicators) -> None:
    found = next(row["words"] for row in table_of(shipped, Query())["rows"] if row["zone"] == "530111")
    assert {"guandu", "官渡", "官渡区"} <= set(found)


def test_a_column_of_people_has_one_unit() -> None:
    assert people_column([4_356_000, 0, 41_100], "人", Voice("zh")) == ("万人", ["435.6", "0.0", "4.1"])
    assert people_column([4_356_000, 0, 41_100], "persons", Voice("en")) == ("thousand", ["4,356", "0", "41"])
    assert people_column([49_900, 0], "households", Voice("en")) == ("thousand households", ["50", "0"])
    assert people_column([12_000, 300], "persons", Voice("en")) == ("people", ["12,000", "300"])


def test_people_are_counted_as_readers_count() -> None:
    assert format_concerned(1_602_279, "人", "zh") == "160.2 万人"
    assert format_concerned(1_602_279, "persons", "en") == "1.60 m people"
    assert format_concerned(283.9, "户", "zh") == "284 户"
    assert format_concerned(283.9, "households", "en") == "284 households"
    assert format_concerned(None, "人", "zh") == ""


def test_households_are_not_called_people(shipped: Indicators) -> None:
    view = read_view(shipped, {"service": "rental_housing", "measure": "coverage"})
    state = read_state(shipped, view.query, theme="light", voice=Voice("zh"))
    assert all(r.concerned_unit("zh") == "户" and r.concerned_unit("en") == "households" for r in state.shown)
    drawn = legend(view, state)
    assert words(parts(drawn, "legend-about")) == "涉及：租房家庭户（常住）"
    assert words(parts(drawn, "legend-heads")[-1]) in ("户", "万户")
    assert all(
        "人 · " not in card and "户 · " in card
        for card in hover_cards(shipped, state.cards, Voice("zh")).values()
    )
    scale = state.scale
    spec = MapSpec(tuple(state.shown), scale.breaks, scale.labels, scale.diverging, "", "")
    assert "人" not in "".join(e.detail for e in legend_of(spec, Voice("zh"), theme()).entries)


@pytest.mark.parametrize(
    ("service", "measure", "basis", "words"),
    [
        ("primary_school", "coverage", "registered", "6–11 岁人口（户籍）"),
        ("primary_school", "parity", "value", "6–11 岁人口（外来常住）"),
        ("clinic", "supply_rate", "resident", "常住人口"),
        ("clinic", "reach", "gap", "外来常住人口"),
        ("population", "registered", "value", "户籍人口"),
    ],
)
def test_the_legend_says_whom_it_counts(
    shipped: Indicators, service: str, measure: str, basis: str, words: str
) -> None:
    assert concerned(shipped.registry[service], shipped.registry.measures[measure], basis).zh == words


def test_compare_offers_the_people_and_what_has_two_sides(shipped: Indicators) -> None:
    offered = catalogue(shipped, Voice("zh"), compared=True)["services"]
    assert "toilet" not in offered and "primary_school" in offered
    for service, entry in offered.items():
        measures = [shipped.registry.measures[m] for m in entry["measures"]["years"]]
        assert (
            [m.id for m in measures] == ["residents"]
            if service == "population"
            else all(m.two_sided for m in measures)
        )
    options = [
        o["value"] for group in service_options(shipped, Voice("zh"), compared=True) for o in group["items"]
    ]
    assert sorted(options) == sorted(offered)


def test_notices_speak_in_names_and_cover_every_argument(shipped: Indicators) -> None:
    view = read_view(
        shipped, read_args("?scenario=wide_radius&layers=zzz,points&zone=999999&measure=residents&tab=1")
    )
    said = {n.parameter: notice_text(shipped.registry, n, "zh") for n in view.notices}
    assert set(said) == {"scenario", "layers", "zone"}
    assert "服务半径放宽一半" in said["scenario"] and "wide_radius" not in said["scenario"]
    assert "zzz" in said["layers"] and view.presentation.layers == ("points",)
    assert read_args(view.corrected()) == {"tab": "1", "measure": "residents", "layers": "points"}
    bar = notice_bar(list(said.values()), Voice("zh"))
    assert bar.children[0].children[0].children == "地址中有 3 项不可用，已换成最接近的视图。"


def test_distance_follows_the_scenario(shipped: Indicators) -> None:
    reach = shipped.registry["clinic"].reach
    assert reach is not None
    for scenario, said in (
        ("wide_radius", f"半径 {1.5 * reach.radius_m:,.0f} 米"),
        ("short_detour", "1.105"),
    ):
        args = {"service": "clinic", "measure": "effective", "scenario": scenario}
        view = read_view(shipped, args)
        assert said in notes_of(shipped, args) and said in shipped.values(view.query)[0].note_zh


def notes_of(shipped: Indicators, args: dict[str, str]) -> str:
    view = read_view(shipped, args)
    state = read_state(shipped, view.query, theme="light", voice=Voice("zh"))
    return words(panel.notes(view, state))


def test_a_total_of_the_city_has_no_line_among_its_divisions(shipped: Indicators) -> None:
    def line(query: Query) -> bool:
        return city_line(read_state(shipped, query, theme="light", voice=Voice("zh")))

    assert not line(Query("population", "residents")) and line(CLINIC) and line(Query())
    assert not [
        c
        for row in table_of(shipped, Query("population", "residents"))["rows"]
        for c in parts(row["cells"], "city-line")
    ]


def test_supply_of_several_years_is_said_to_be(shipped: Indicators) -> None:
    query = Query("primary_school", "enrolment_ratio", "resident")
    found = {r.supply_year for r in shipped.values(query) if r.supply_year}
    said = notes_of(shipped, {"service": "primary_school", "measure": "enrolment_ratio"})
    assert ("供给数据年份" in said) == (len(found) > 0) and "供给数据年份" not in notes_of(shipped, {})


def test_the_note_says_where_the_range_of_ranks_comes_from(shipped: Indicators) -> None:
    assert "可能的范围" in notes_of(shipped, {}) and "其他计算情景" not in notes_of(shipped, {})
    access = {"service": "clinic", "measure": "effective"}
    assert "不含其他情景" in notes_of(shipped, access | {"scenario": "two_step"}) or "scenario" not in access


def test_a_name_in_a_register_is_no_markup_on_its_card(shipped: Indicators) -> None:
    frame = shipped.facilities("clinic").head(2).copy()
    frame["name_zh"] = frame["name_zh"].astype(object)
    frame["name_zh"] = ["<i>甲</i>", None]
    texts = facility_layer(frame, shipped.registry["clinic"], Voice("zh"))["text"]
    assert texts[0].startswith("<b>&lt;i&gt;甲&lt;/i&gt;</b>") and texts[1].startswith("<b></b>")
