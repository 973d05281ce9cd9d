"""A file with a row for each township or community: kept at its level, checked against its divisions, shown with its results."""

from __future__ import annotations

import pytest

from equity.checking.surroundings import Surroundings
from tests.intake.conftest import Check, codes
from tests.intake.test_cases import book, said

ROWS = "区县,街道,年份,常住人口,户籍人口\n盘龙区,拓东街道,2024,39035,21000\n盘龙区,鼓楼街道,2024,44820,50000\n五华区,华山街道,2024,50000,20000\n"


def people(outcome) -> dict[tuple[str, str], int]:  # type: ignore[no-untyped-def]
    frame = outcome.accepted
    return {
        (t, g): int(n)
        for t, g, n in zip(frame["town_code"], frame["population_group"], frame["persons"], strict=True)
    }


def town(around: Surroundings, division: str, name: str) -> str:
    return around.gazetteer.township(name, around.gazetteer.division(division).code).code


def test_a_row_for_each_township(check: Check, around: Surroundings) -> None:
    outcome = check(ROWS, "township_population")
    assert (outcome.rows_read, outcome.accepted_rows) == (3, 3) and not codes(outcome, "stop")
    assert people(outcome)[town(around, "盘龙区", "拓东街道"), "registered"] == 21_000


def test_townships_below_their_division_as_in_statistics(check: Check, around: Surroundings) -> None:
    rows = [
        ["地区", "常住人口（万人）", "户籍人口（万人）"],
        ["昆明市", 868.7, 600],
        ["盘龙区", 99.2, 61.6],
        ["拓东街道", 3.9035, 2.1],
        ["鼓楼街道", 4.482, 5],
        ["五华区", 114.9, 67.3],
        ["华山街道", 5, 2],
    ]
    outcome = check(book(rows), "township_population")
    assert {"row_of_division", "city_not_allowed"} == codes(outcome, "stop") and outcome.accepted_rows == 3
    assert people(outcome)[town(around, "五华区", "华山街道"), "resident"] == 50_000


def test_merged_divisions_and_their_sums(check: Check, around: Surroundings) -> None:
    rows = [
        ["区县", "街道", "常住人口"],
        ["盘龙区", "拓东街道", 39035],
        ["", "鼓楼街道", 44820],
        ["", "小计", 83855],
    ]
    outcome = check(book(rows), "township_population")
    assert codes(outcome, "stop") == {"total_row"} and sorted(people(outcome).values()) == [39_035, 44_820]


def test_communities_are_added_up_to_their_township(check: Check, around: Surroundings) -> None:
    table = around.tables["communities"]
    code, first, second = next(
        (str(code), *group["name_zh"].head(2))
        for code, group in table.groupby("town_code")
        if len(group) > 1
        and code in around.gazetteer.town_names
        and all(
            len(around.gazetteer.communities.named(n, str(code)[:6])) == 1 for n in group["name_zh"].head(2)
        )
    )
    division = around.gazetteer.names[around.gazetteer.division_of_town(code)]
    rows = f"区县,社区,常住人口\n{division},{first},1.2万\n{division},{second},8000\n"
    outcome = check(rows, "township_population")
    assert people(outcome) == {(code, "resident"): 20_000} and outcome.accepted_rows == 2
    assert "added_up" in codes(outcome)
    with_whole = rows.replace("区县,社区", "区县,街道,社区").replace(f"{division},", f"{division},,")
    whole = f"{division},{around.gazetteer.town_names[code]},,20100\n"
    outcome = check(with_whole + whole, "township_population")
    assert people(outcome) == {(code, "resident"): 20_100} and "part_of_township" in codes(outcome, "stop")


def test_a_township_of_nowhere_is_sent_back(check: Check) -> None:
    rows = "区县,街道,常住人口\n盘龙区,不存在街道,9\n盘龙区,,8\n没有区,拓东街道,7\n盘龙区,拓东街道,39035\n盘龙区,拓东街道,39035\n"
    outcome = check(rows, "township_population")
    assert {"no_township", "row_of_division", "unknown_division", "same_key"} <= codes(outcome, "stop")
    assert outcome.accepted_rows == 1
    assert check("备注,常住人口\n甲,9\n", "township_population").missing_fields == ("township",)


def test_a_whole_division_is_compared_with_its_own_figure(check: Check, around: Surroundings) -> None:
    towns = around.tables["townships"]
    statutory = towns[towns["statutory"].fillna(True) & (towns["adcode"] == "530103")]["name_zh"]
    rows = "区县,街道,年份,常住人口\n" + "".join(f"盘龙区,{name},2020,1000\n" for name in statutory)
    outcome = check(rows, "township_population")
    assert "盘龙区" in said(outcome, "townships_sum") and "987,955" in said(outcome, "townships_sum")
    assert "townships_sum" not in codes(
        check(rows.replace(f"盘龙区,{statutory.iloc[0]},2020,1000\n", ""), "township_population")
    )


def test_the_other_dataset_names_this_one(check: Check) -> None:
    assert "township_population" in said(check(ROWS, "population"), "asked_first")


@pytest.mark.parametrize("group", ["常住人口", "户籍人口"])
def test_one_number_with_its_group_in_the_title(group: str, check: Check) -> None:
    rows = [[f"2023年末各街道{group}"], ["区县", "街道", "人数"], ["盘龙区", "拓东街道", 39035]]
    outcome = check(book(rows), "township_population", year=None)
    assert set(outcome.accepted["year"]) == {2023} and len(outcome.accepted) == 1
