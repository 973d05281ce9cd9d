"""Registers as offices write them: totals among the rows, units in the header, merged numbers, odd years and
coordinates."""

from __future__ import annotations

import pandas as pd
import pytest

from equity.intake.numbers import to_numbers
from equity.intake.units import header_unit
from tests.intake.conftest import Check, codes

SCHOOLS = "名称,区县,在校生数\n"


@pytest.mark.parametrize(
    "words",
    [
        "合计", "合    计", "合　计", "合计5所", "合计：5所", "呈贡区合计", "总    计（5所）", "本页小计", "平均",
        "其中：公办", "其中", "呈贡区小计", "呈贡 小计", "公办合计（含九年一贯制）", "全市合计 12 所学校", "Total", "Grand Total",
        "Subtotal (5)",
    ],
)  # fmt: skip
def test_totals_rows_are_no_schools(words: str, check: Check) -> None:
    outcome = check(SCHOOLS + f"一小,官渡区,100\n二小,官渡区,200\n{words},,300\n三小,官渡区,5\n")
    assert outcome.accepted["name_zh"].tolist() and set(outcome.accepted["name_zh"]) == {
        "一小",
        "二小",
        "三小",
    }
    assert outcome.findings.set_index("code").loc["total_row", "row"] == 4


@pytest.mark.parametrize(
    "name",
    [
        "合计小学",
        "小计村完小",
        "总计河小学",
        "和平均安小学",
        "其中村小学",
        "其中小学",
        "太平均小学",
        "Summit School",
    ],
)
def test_a_school_called_like_a_total_stays(name: str, check: Check) -> None:
    outcome = check(SCHOOLS + f"{name},官渡区,100\n一小,官渡区,200\n")
    assert name in set(outcome.accepted["name_zh"]) and "total_row" not in codes(outcome)


def test_subtotals_stay_out_of_the_comparison(check: Check) -> None:
    rows = "一小,官渡区,100\n官渡区小计,,100\n二小,呈贡区,200\n呈贡区小计,,200\n"
    assert "total_agrees" in codes(check(SCHOOLS + rows + "合计,,300\n本页小计,,300\n平均,,150\n"))
    assert "total_agrees" in codes(check(SCHOOLS + rows.replace("官渡区小计", "合计") + "总计,,300\n"))
    unclear = codes(check(SCHOOLS + rows.replace("官渡区小计", "合计") + "合计,,300\n"))
    assert not unclear & {"total_agrees", "total_differs"}


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("常住人口（万人）", 10_000),
        ("常住人口(单位：万人)", 10_000),
        ("常住人口/万人", 10_000),
        ("常住人口 万人", 10_000),
        ("常住人口（千人）", 1_000),
        ("常住人口（万）", 10_000),
        ("床位数（百张）*", 100),
        ("人口（10,000 persons）", 10_000),
        ("在校生数（人）", 1),
        ("建筑面积（万平方米）", None),
        ("每千人床位（%）", None),
        ("医生数（每万人）", None),
        ("规模（单位：斤）", None),
    ],
)
def test_the_unit_of_a_column(header: str, unit: float | None) -> None:
    found = header_unit(header)
    assert found and found.factor == unit


@pytest.mark.parametrize(
    "header", ["在校生数", "在校生数（含附设班）", "常住人口（2024年）", "万寿村人口", "每万人医生"]
)
def test_no_unit_is_no_unit(header: str) -> None:
    assert header_unit(header) is None


def test_population_in_ten_thousands_is_counted_in_persons(check: Check) -> None:
    for text in (
        "区县,年份,常住人口（万人）\n官渡区,2023,160.0234\n五华区,2023,114万\n",
        "2023 年人口,,单位：万人\n区县,年份,常住人口\n官渡区,2023,160.0234\n五华区,2023,114万\n",
    ):
        outcome = check(text, "population")
        assert outcome.accepted["persons"].tolist() == [1_140_000, 1_600_234]
        assert "header_unit" in codes(outcome, "note")


def test_a_column_in_another_kind_of_unit_is_refused(check: Check) -> None:
    outcome = check("名称,区县,规模（万平方米）\n一小,官渡区,2\n")
    assert codes(outcome, "stop") == {"unknown_unit"} and not outcome.accepted_rows


def test_population_of_another_magnitude_than_last_known_is_refused(check: Check) -> None:
    outcome = check(
        "区县,年份,常住人口,户籍人口\n官渡区,2025,82,650000\n五华区,2025,1140000,\n", "population"
    )
    assert codes(outcome, "stop") == {"other_magnitude"} and outcome.accepted["adcode"].tolist() == ["530102"]


def test_thousands_in_a_cell_are_thousands() -> None:
    values, _, loose = to_numbers(pd.Series(["82千人", "1.5万", "3百张", "12床"], dtype="str"))
    assert values.tolist() == [82_000, 15_000, 300, 12] and loose.all()
