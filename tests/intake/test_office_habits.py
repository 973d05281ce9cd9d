"""Registers as offices write them: totals among the rows, units in the header, merged numbers, odd years and
coordinates."""

from __future__ import annotations

import pytest

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
