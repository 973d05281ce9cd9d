"""What a plan tells beside the numbers of zones: townships, what each change contributes, and whether school places open in time."""

from __future__ import annotations

import pytest

from equity.indicators.compute import Indicators
from equity.plans import AddFacility, Plan, PlanResult, evaluate
from equity.query import Query
from equity.say import Voice
from equity.views.plans import opening_sentences, opening_tables, shares_table, towns_table
from equity.views.view import View

SCHOOL, OPENS, PLACES = "primary_school", 2027, 600.0


@pytest.fixture(scope="module")
def result(shipped: Indicators) -> PlanResult:
    """Two schools at settlement points short of places, each in a division of its own; one opens later."""
    points = shipped.points(SCHOOL).query("reached and adequacy < 0.7").sort_values("point_id")
    here = points.drop_duplicates("zone_code").head(2)
    changes = tuple(
        AddFacility(service=SCHOOL, lon=p.lon, lat=p.lat, capacity=PLACES, year=year)
        for p, year in zip(here.itertuples(), (OPENS, None), strict=True)
    )
    return evaluate(Plan(name="两校", changes=changes), shipped, shares=True)


def view_of(shipped: Indicators, lang: str) -> View:
    return View(shipped, Voice(lang), Query(SCHOOL, "effective", "non_local"))


def test_the_townships_of_a_division_add_up_to_it(result: PlanResult) -> None:
    """Every settlement point of the shipped data names a township, and none here is hidden."""
    towns = [m for m in result.moved if m.level == "township"]
    assert towns and len({m.zone for m in towns}) > 1
    for whole in (m for m in result.moved if m.level == "division" and m.status == "ok"):
        inside = [m for m in towns if (m.within, m.group) == (whole.zone, whole.group)]
        for name in ("reached_new", "served_more", "served_less"):
            assert sum(getattr(m, name) for m in inside) == pytest.approx(getattr(whole, name), abs=1e-6)
        assert all((m.people or 0) <= (whole.people or 0) + 1e-6 for m in inside)


def test_places_of_each_year_against_the_children_of_that_year(
    shipped: Indicators, result: PlanResult
) -> None:
    assert [o.zone for o in result.openings] == [f.division_after for f in result.facilities]
    later, at_once = result.openings
    assert (later.opens, at_once.opens) == (OPENS, None), "a year that nobody stated is not made up"
    for opening in result.openings:
        held = shipped.places(SCHOOL, opening.zone).value
        for y in opening.years:
            children = shipped.children.estimate(opening.zone, "primary", y.year).value
            assert held is not None and children is not None
            then = held + (PLACES if y.year >= (opening.opens or 0) else 0.0)
            assert (y.places_before, y.places_after) == (held, then)
            assert y.spare_before.value == pytest.approx(held - children)
            assert y.spare_after.value == pytest.approx(then - children)
            assert (y.year in opening.short_after) == (then < children), "placeholders have no interval"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_and_sentences_say_so(shipped: Indicators, result: PlanResult, lang: str) -> None:
    view = view_of(shipped, lang)
    said = opening_sentences(view, result, SCHOOL)
    assert len(said) == 2 and all(s.illustrative for s in said) and str(OPENS) in said[0].text
    untold = "没有写启用年份" if lang == "zh" else "does not say when"
    assert (untold in said[1].text) == bool(result.openings[1].short_before)
    word = "示意数据" if lang == "zh" else "illustrative data"
    assert all(word in s.text for s in said)
    table = opening_tables(view, result, SCHOOL)[0]
    assert [c.value for c in table.cells("spare_after")] == [
        y.spare_after.value for y in result.openings[0].years
    ]
    towns = towns_table(view, result, SCHOOL)
    assert towns is not None and len(towns.rows) % 2 == 0


def test_shares_add_up_to_the_last_row(shipped: Indicators, result: PlanResult) -> None:
    table = shares_table(view_of(shipped, "zh"), result, SCHOOL)
    assert table is not None and len(table.rows) == 3
    for total in ("reached", "served", "gap"):
        *each, whole = (c.value or 0.0 for c in table.cells(total))
        assert sum(each) == pytest.approx(whole, abs=1e-6)
