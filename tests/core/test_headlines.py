"""Generated sentences in both languages, the singular cases written out, and the numbers as readers expect them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from equity.dashboard.figures.waterfall import waterfall
from equity.headlines import district_sentences, headline, most_hidden, split_sentence
from equity.indicators.compute import Indicators
from equity.query import GAP, Query
from equity.say import format_number, format_range, format_value, round_to_total
from tests.conftest import World
from tests.world import HEALTH_STAFF

Rows = dict[str, list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0.0", "0.0"),
        (-0.04, "0.0", "0.0"),
        (-3.25, "−3.2", "−3.2"),
        (9999, "9999.0", "9,999.0"),
        (10000, "1.0 万", "10,000.0"),
        (123456, "12.3 万", "123,456.0"),
        (8460088, "846.0 万", "8,460,088.0"),
        (-25000, "−2.5 万", "−25,000.0"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
    ],
)
def test_numbers(value: float | None, zh: str, en: str) -> None:
    assert format_number(value, "zh", decimals=1) == zh
    assert format_number(value, "en", decimals=1) == en


def test_units_and_signs() -> None:
    assert format_value(12.34, "%", "zh", decimals=1) == "12.3%"
    assert format_value(31.2, "个百分点", "zh", decimals=1, signed=True) == "+31.2 个百分点"
    assert format_value(0.0, "pp", "en", decimals=1, signed=True) == "0.0 pp"
    assert format_value(1602279, "人", "zh", decimals=0) == "160.2 万人"
    assert format_value(7861671, "m²", "zh", decimals=0) == "786.2 万 m²"
    assert format_value(None, "人", "zh", decimals=0) == "—"


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (8.42, 9.13, "8.4–9.1", "8.4–9.1"),
        (-1.2, 0.4, "−1.2 至 0.4", "−1.2 to 0.4"),
        (263961, 280123, "26.4 万至 28.0 万", "263,961.0–280,123.0"),
        (3.01, 3.04, "3.0", "3.0"),
        (8329, 12057, "8329.0 至 1.2 万", "8,329.0–12,057.0"),
    ],
)
def test_intervals(low: float, high: float, zh: str, en: str) -> None:
    assert (format_range(low, high, "zh", decimals=1), format_range(low, high, "en", decimals=1)) == (zh, en)


def test_round_figures_and_the_edge_of_wan() -> None:
    assert format_number(650_000, "zh", exact=True) == "65 万" and format_number(650_000, "zh") == "65.0 万"
    assert format_number(9999.6, "zh") == "1.0 万" and format_number(9999.4, "zh") == "9999"


def test_a_larger_gap_in_the_other_direction_is_named(shipped: Indicators) -> None:
    """Yiliang has the largest gap; the one of Fumin is larger and points the other way."""
    query = Query("primary_school", "reach", GAP)
    gaps = {r.zone: r.value or 0.0 for r in shipped.values(query)}
    furthest = min(gaps, key=lambda zone: gaps[zone])
    assert -gaps[furthest] > max(gaps.values()) > 0
    name, size = shipped.zone(furthest).short("zh"), format_number(gaps[furthest], "zh", decimals=1)
    assert headline(shipped, query, "zh").endswith(f"反方向最大的是{name}（{size} 个百分点）。")
    assert "In the other direction it is largest in " in headline(shipped, query, "en")


def test_no_gap_is_not_a_gap_the_other_way(world: World) -> None:
    def nobody_came(rows: Rows) -> None:
        persons = {(r["adcode"], r["population_group"]): r for r in rows["division_population"]}
        for (code, group), row in persons.items():
            if group in {"non_local", "resident"}:
                row["persons"] = 0 if group == "non_local" else persons[code, "local"]["persons"]
        for point in rows["settlement_points"]:
            point["non_local_persons"] = 0

    indicators = world(nobody_came)
    assert max(r.value or 0.0 for r in indicators.values(Query())) <= 0
    assert "没有区县按户籍高于按常住。反方向最大的是" in headline(indicators, Query(), "zh")
    assert "In no division is it higher for registered population than for residents." in headline(
        indicators, Query(), "en"
    )


def test_headline_of_a_gap(world: World) -> None:
    indicators = world()
    query = Query("health_staff", "coverage", GAP)
    assert headline(indicators, query, "zh") == (
        "卫生和社会工作人员供给覆盖率：全市按常住 72.9%，按户籍 100.0%。差距最大的是丙，按常住 52.5%，按户籍 100.0%。"
        "比较标准是全市常住平均水平，所以它反映区县之间的高低，不是编制或建设缺口。"
    )
    assert headline(indicators, query, "en") == (
        "Health and social-work staff, provision coverage: city-wide 72.9% by residents and 100.0% by registered "
        "population. The gap is largest in Bing: 52.5% by residents and 100.0% by registered population. "
        "The yardstick is the city's own resident average: this shows who is above and below it, not posts to fill."
    )


def test_headline_without_a_gap(world: World) -> None:
    def everyone_is_local(rows: Rows) -> None:
        for row in rows["division_population"]:
            code = row["adcode"]
            local = next(
                r["persons"]
                for r in rows["division_population"]
                if r["adcode"] == code and r["population_group"] == "local"
            )
            row["persons"] = 0 if row["population_group"] in {"non_local", "absent"} else local
        for point in rows["settlement_points"]:
            point["non_local_persons"] = point["absent_persons"] = 0

    indicators = world(everyone_is_local)
    assert headline(indicators, Query(), "zh").endswith("没有区县存在差距。")
    assert headline(indicators, Query(), "en").endswith("No division has a gap.")


def test_headline_without_data(world: World) -> None:
    indicators = world(lambda rows: rows.update(totals=[]))
    assert headline(indicators, Query(), "zh") == "卫生和社会工作人员每千人供给：没有可用数据。"
    assert headline(indicators, Query(), "en").endswith("no data available.")


def test_headline_of_a_tie(world: World) -> None:
    def same_twice(rows: Rows) -> None:
        for row in rows["totals"]:
            row["value"] = {"530102": 10, "530103": 5, "530111": 20}.get(row["adcode"], 0)

    indicators = world(same_twice)
    assert HEALTH_STAFF["530102"] == 10
    assert headline(indicators, Query(basis="resident"), "zh").endswith("全市 10.0 人/千人。各区县相同。")
    assert headline(indicators, Query(basis="resident"), "en").endswith("All divisions are equal.")


def test_split_sentences(world: World) -> None:
    indicators = world()
    assert split_sentence(indicators, "clinic", "530102", "zh") == (
        "甲区基层医疗（全科医生）（示意数据）：外来常住有效覆盖率低 3.0 个百分点，其中规则拉低 3.0，距离 0.0，容量 0.0。"
    )
    assert "no gap in effective coverage" in split_sentence(indicators, "clinic", "530111", "en")
    assert split_sentence(indicators, "clinic", "530103", "zh").endswith("不适用。")
    assert split_sentence(indicators, "clinic", "530103", "en").endswith("not applicable.")


def test_the_parts_point_the_way_they_say_and_as_their_bars_do(shipped: Indicators) -> None:
    """Lowering less raising is the size of the gap, whichever side is behind; and the waterfall falls where it lowers."""
    directions = set()
    for definition in shipped.registry.of_kind("facility"):
        for zone in shipped.zones():
            sentence = split_sentence(shipped, definition.id, zone.code, "en")
            if "no gap" in sentence:
                continue
            found = re.search(r"is ([\d.]+) points (lower|higher): (.*)\.$", sentence)
            assert found, sentence
            size = float(found[1]) * (1 if found[2] == "lower" else -1)
            parts = re.findall(r"(lower|raise|change) it by ([\d.]+)", found[3])
            assert sum(
                float(n) * {"lower": 1, "raise": -1, "change": 0}[v] for v, n in parts
            ) == pytest.approx(size, abs=1e-9), sentence
            directions.add(found[2])
            bars = {
                bar.id: bar.end - bar.start
                for bar in waterfall(shipped.split(definition.id, zone.code))
                if bar.is_part
            }
            if abs(bars["entitlement"]) >= 0.05:
                assert ("rules lower" in sentence) == (bars["entitlement"] < 0)
    assert directions == {"lower", "higher"}


def test_a_division_says_the_numbers_of_its_table(shipped: Indicators) -> None:
    """The percentages of the sentences are those of the uncapped coverage that page and documents print."""
    for zone in shipped.zones("division"):
        service = most_hidden(shipped, zone.code)
        sentence = district_sentences(shipped, zone.code, "zh")[1]
        if service is None or "无法判断" in sentence or "户籍人口多于" in sentence:
            continue
        for basis in ("resident", "registered"):
            record = shipped.value(Query(service, "coverage_uncapped", basis), zone.code)
            assert f"{record.value:.1f}%" in sentence


def test_a_composite_near_one_says_how_many_divisions_are_below(shipped: Indicators) -> None:
    query = Query("composite", "composite_parity", "value")
    below = sum(round(r.value or 0, 2) < 1 for r in shipped.values(query))
    assert below == 11
    assert "全市 0.97 倍，14 个区县中有 11 个低于 1（均等）。" in headline(shipped, query, "zh")
    assert "11 of 14 divisions are below 1 (parity)." in headline(shipped, query, "en")


def test_one_pair_of_brackets_says_who_and_that_it_is_illustrative(shipped: Indicators) -> None:
    sentence = headline(shipped, Query("rental_housing", "effective", "non_local"), "zh")
    assert sentence.startswith("公共租赁住房有效覆盖率（外来常住，示意数据）：全市 ")
    for definition in shipped.registry.of_kind("facility"):
        for basis in ("local", "non_local"):
            assert (
                "）（" not in headline(shipped, Query(definition.id, "effective", basis), "zh").split("：")[0]
            )


def test_ties_are_ties_at_the_printed_precision(shipped: Indicators) -> None:
    sentence = headline(shipped, Query("rental_housing", "entitlement", GAP), "zh")
    assert sentence.endswith("各区县差距相同，均为 56.0 个百分点。")
    assert "等 11 个区县" in headline(shipped, Query("primary_school", "coverage", "resident"), "zh")


def test_one_illustrative_division_is_enough_for_the_mark(world: World) -> None:
    def one_is_real(rows: Rows) -> None:
        rows["facilities"][0]["grade"] = "observed"

    assert "，示意数据）" in headline(
        world(one_is_real), Query("clinic", "supply_per_1000", "resident"), "zh"
    )


def test_estimates_say_so_and_wide_zones_say_where_people_are_registered(shipped: Indicators) -> None:
    assert "户籍约 26.4 万人（估算，区间" in district_sentences(shipped, "530114", "zh")[0]
    assert "户籍 61.0 万人。" in district_sentences(shipped, "530111", "zh")[0]
    city = district_sentences(shipped, "530100", "zh")
    assert "含户口在昆明其他区县的" in city[0] and "外地" not in city[0]
    assert not any("没有掩盖" in s for s in city), (
        "true of the city by construction, since it is its own yardstick"
    )
    assert "1.45 倍" in city[1] and "显得高 45.2%" in city[1] and city[1].endswith("呈贡、官渡、安宁。")
    assert "无法判断" in district_sentences(shipped, "530124", "zh")[1]


def test_a_profile_names_a_service_once_and_no_private_housing_to_add(shipped: Indicators) -> None:
    """What the register hides most and what is furthest below can be one service: then it is one sentence."""
    guandu = district_sentences(shipped, "530111", "zh")
    assert guandu[1] == (
        "按户籍看不出、按常住低得最多的是公共管理和社会保障人员：按常住只有全市常住平均水平的 68.6%（按户籍 180.2%），"
        "相差 1.0 万人（按居住地统计）。"
    )
    assert len(guandu) == 2
    assert len(district_sentences(shipped, "530115", "zh")) == 3, "two services, two sentences"
    for zone in shipped.zones():
        for sentence in district_sentences(shipped, zone.code, "zh"):
            assert "m²" not in sentence, sentence


def test_parts_are_rounded_to_what_they_add_up_to() -> None:
    assert round_to_total({"a": 13.94, "b": -5.35, "c": -0.79}, 7.8, decimals=1) == {
        "a": 13.9,
        "b": -5.3,
        "c": -0.8,
    }
    assert round_to_total({"a": 0.04, "b": -0.04, "c": 0.0}, 0.0, decimals=1) == {
        "a": 0.0,
        "b": 0.0,
        "c": 0.0,
    }


def test_every_sentence_of_the_shipped_data_is_whole(shipped: Indicators) -> None:
    """No placeholder, no dash for a number, no Chinese in English, marks on everything illustrative."""
    sentences: dict[str, list[str]] = {"zh": [], "en": []}
    for lang, found in sentences.items():
        for definition in shipped.registry.values():
            for measure in shipped.registry.measures_of(definition.id):
                for basis in measure.bases:
                    query, _ = shipped.resolve(
                        {"service": definition.id, "measure": measure.id, "basis": basis}
                    )
                    sentence = headline(shipped, query, lang)
                    found.append(sentence)
                    if shipped.values(query)[0].grade == "illustrative":
                        assert ("示意" if lang == "zh" else "illustrative") in sentence
        for zone in shipped.zones():
            found += district_sentences(shipped, zone.code, lang)
    for sentence in sentences["zh"] + sentences["en"]:
        assert not re.search(r"[{}]|None|nan|—", sentence), sentence
    for sentence in sentences["en"]:
        assert not re.search(r"[\u4e00-\u9fff]", sentence), sentence
    for sentence in sentences["zh"]:
        assert not re.search(r"[\u4e00-\u9fff][,:;?!]", sentence), sentence
