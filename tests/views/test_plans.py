"""What is said of a plan: every way in which a gap can move, who loses, better but less equal, money, and the mark."""

from __future__ import annotations

import json
from typing import Any

import pytest

from equity.documents.tables import plan_rows
from equity.indicators.compute import Indicators
from equity.plans import AddFacility, CloseFacility, Figure, Plan, PlanResult, evaluate
from equity.query import Query
from equity.say import Voice
from equity.views.plans import change_records, gains_table, plan_report, sentences_of, side_by_side
from equity.views.plans.words import gap_moves, money
from equity.views.view import View
from tests.plans.worlds import along_roads, crowded


def gap(value: float | None, status: str = "ok") -> Figure:
    return Figure(value=value, status=status, grade="observed")


def view_of(indicators: Indicators, lang: str = "zh") -> View:
    return View(indicators, Voice(lang), Query())


@pytest.mark.parametrize(
    ("before", "after", "zh", "en"),
    [
        (12.4, 8.1, "由 12.4 降到 8.1 个百分点（外来较低）", "falls from 12.4 to 8.1"),
        (-3.3, -4.1, "由 3.3 升到 4.1 个百分点（外来较高）", "grows from 3.3 to 4.1"),
        (5.01, 4.99, "仍为 5.0 个百分点", "stays at 5.0"),
        (
            2.0,
            -1.0,
            "由比本地低 2.0 个百分点变为比本地高 1.0 个百分点",
            "2.0 percentage points behind before",
        ),
        (0.0, 3.0, "由 0.0 升到 3.0 个百分点（外来较低）", "grows from 0.0 to 3.0"),
        (0.0, 0.0, "仍为 0.0 个百分点", "stays at 0.0"),
    ],
)
def test_a_gap_moves_in_words_without_a_sign(
    shipped: Indicators, before: float, after: float, zh: str, en: str
) -> None:
    assert zh in gap_moves(view_of(shipped), gap(before), gap(after))
    assert en in gap_moves(view_of(shipped, "en"), gap(before), gap(after))


def test_a_gap_without_a_value_says_why(shipped: Indicators) -> None:
    said = gap_moves(view_of(shipped), gap(2.0), gap(None, "suppressed"))
    assert Voice("zh").status("suppressed") in said


@pytest.mark.parametrize(
    ("amount", "currency", "zh", "en"),
    [
        (27_000, "万元", "27000 万元", "270,000,000 yuan"),
        (11.14, "万元", "11.1 万元", "111,400 yuan"),
        (5, "EUR", "5 EUR", "5 EUR"),
        (None, "万元", "—", "—"),
    ],
)
def test_money_has_one_unit(shipped: Indicators, amount, currency: str, zh: str, en: str) -> None:
    assert money(view_of(shipped), amount, currency) == zh
    assert money(view_of(shipped, "en"), amount, currency) == en


@pytest.fixture
def small(world) -> tuple[Indicators, PlanResult]:
    """A clinic closes and a large one opens beside a settlement point: some gain, some lose."""
    indicators = world(crowded(4))
    place = indicators.points("clinic").iloc[0]
    closing = indicators.facilities("clinic")["facility_id"].iloc[-1]
    built = AddFacility(service="clinic", lon=place.lon, lat=place.lat, capacity=30, cost=100)
    plan = Plan(name="一建一关", changes=(built, CloseFacility(service="clinic", facility_id=closing)))
    return indicators, evaluate(plan, indicators)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_loses_and_who_is_left_is_said_and_adds_up(
    small: tuple[Indicators, PlanResult], lang: str
) -> None:
    indicators, result = small
    view, of = view_of(indicators, lang), result.service("clinic")
    said = [s.text for s in sentences_of(view, result, "clinic")]
    loses = max(of.reached_lost or 0.0, of.served_less or 0.0) > 0.5
    assert any(("受损" in s) or ("Some lose" in s) for s in said) == loses
    word = "示意数据" if lang == "zh" else "illustrative data"
    assert all((word in s) == result.illustrative for s in said)
    assert any("更不均" in s or "less equal" in s for s in said) == bool(of.less_equal)
    table = gains_table(view, result, "clinic")
    served = [c.value or 0.0 for c in table.cells("served_more")]
    assert sum(served[:2]) == pytest.approx(of.served_more)
    assert sum(served[2:]) == pytest.approx(sum(served[:2])), "divisions add up to the city"


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (crowded, "距离：直线 × 绕行系数 1.3，", "Distance: straight line × detour factor 1.3, "),
        (along_roads, "距离：沿本单位路网步行，", "Distance: along the office's road network on foot, "),
    ],
)
def test_a_plan_says_how_distance_was_measured(world, change: Any, zh: str, en: str) -> None:
    """In a sentence, in the rows of its files, and in what the API hands out."""
    indicators = world(change(4))
    place = indicators.points("clinic").iloc[0]
    built = AddFacility(service="clinic", lon=place.lon, lat=place.lat, capacity=30)
    result = evaluate(Plan(name="一建", changes=(built,)), indicators)
    of = result.service("clinic")
    assert of.distance_zh == indicators.distance_basis("clinic").zh and of.distance_zh.startswith(zh)
    assert json.loads(result.model_dump_json())["services"][0]["distance_en"].startswith(en)
    for lang, said in (("zh", zh), ("en", en)):
        assert sentences_of(view_of(indicators, lang), result, "clinic")[-1].text.startswith(said)
    rows = plan_rows(plan_report(view_of(indicators), [result]))
    for name in ("plan-numbers", "plan-people"):
        assert rows[name] and all(row.distance_zh == of.distance_zh for row in rows[name])


def test_the_map_of_change_is_after_less_before(small: tuple[Indicators, PlanResult]) -> None:
    indicators, result = small
    for record in change_records(view_of(indicators), result, "clinic", "local"):
        row = next(r for r in result.rows("clinic", "effective", "local") if r.zone == record.zone)
        assert record.value == row.change
        assert (record.value is None) == (record.status != "ok")


def test_a_plan_that_leaves_a_service_alone_has_a_dash(small: tuple[Indicators, PlanResult]) -> None:
    indicators, clinic = small
    place = indicators.points("senior_school").iloc[0]
    other = Plan(name="学校", changes=(AddFacility(service="senior_school", lon=place.lon, lat=place.lat, capacity=9),))  # fmt: skip
    table = side_by_side(view_of(indicators), [clinic, evaluate(other, indicators)])
    first = next(row for row in table.rows if "学校" not in row[0].text)
    assert first[2].text == "—" and first[1].text != "—"
    report = plan_report(view_of(indicators), [clinic])
    assert report.section("compared") is None and report.plans == (clinic,)
