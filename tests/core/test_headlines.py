"""Generated sentences in both languages, the singular cases written out, and the numbers as readers expect them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from equity.headlines import district_sentences, headline, split_sentence
from equity.indicators.compute import Indicators
from equity.query import GAP, Query
from equity.text import format_number, format_value
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
        (10000, "1 万", "10,000.0"),
        (123456, "12.3 万", "123,456.0"),
        (8460088, "846 万", "8,460,088.0"),
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
    assert format_value(None, "人", "zh", decimals=0) == "—"


def test_headline_of_a_gap(world: World) -> None:
    indicators = world()
    query = Query("health_staff", "coverage", GAP)
    assert headline(indicators, query, "zh") == (
        "卫生和社会工作人员供给覆盖率：全市按常住 72.9%，按户籍 100.0%。差距最大的是丙，按常住 52.5%，按户籍 100.0%。"
    )
    assert headline(indicators, query, "en") == (
        "Health and social-work staff, provision coverage: city-wide 72.9% by residents and 100.0% by registered "
        "population. The gap is largest in Bing: 52.5% by residents and 100.0% by registered population."
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
        "甲区基层医疗（全科医生）（示意数据）：外来常住低 3.0 个百分点，其中规则 3.0，距离 0.0，容量 0.0。"
    )
    assert "no gap between" in split_sentence(indicators, "clinic", "530111", "en")
    assert split_sentence(indicators, "clinic", "530103", "zh").endswith("不适用。")
    assert split_sentence(indicators, "clinic", "530103", "en").endswith("not applicable.")


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
