"""What must hold of every plan, and of what its changes are said to contribute."""

from __future__ import annotations

import random
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.errors import DataError
from equity.indicators.compute import Indicators
from equity.plans import (
    AddFacility,
    Change,
    ChangeCapacity,
    ChangePeople,
    ChangeRule,
    CloseFacility,
    Compared,
    Figure,
    MoveFacility,
    Plan,
    PlanResult,
    evaluate,
    read_plan,
    with_shares,
)
from equity.plans import shares as shares_module
from equity.plans.evaluate import _less_equal
from equity.plans.known import locate
from tests.plans.worlds import LIVED_IN, place
from tests.world import lonlat


def adds(seed: int, count: int, **more: Any) -> list[Change]:
    draw = random.Random(seed)
    places = [lonlat(*place(draw.randrange(3), draw)) for _ in range(count)]
    return [
        AddFacility(service="clinic", lon=x, lat=y, **{"capacity": draw.choice([1, 4, 30])} | more)
        for x, y in places
    ]


def come_to(small: Indicators, *changes: Change, **more: Any) -> PlanResult:
    return evaluate(Plan(name="test", changes=changes), small, **more)


PARTS = ("reach_part", "adequacy_part", "entitlement_part", "residence")


@settings(max_examples=4, derandomize=True, deadline=None, database=None)
@given(
    places=st.lists(st.tuples(st.integers(20, 2980), st.integers(20, 980)), min_size=1, max_size=3),
    capacity=st.sampled_from([1, 4, 30]),
)
def test_adding_never_lowers_reach_nor_takes_from_anybody(
    small: Indicators, places: list[tuple[int, int]], capacity: float
) -> None:
    spots = [lonlat(x + 0.5, y) for x, y in places]
    result = come_to(small, *(AddFacility(service="clinic", lon=x, lat=y, capacity=capacity) for x, y in spots))  # fmt: skip
    for row in result.compared:
        if row.measure == "reach" and row.basis != "gap":
            assert row.change is None or row.change >= 0
    assert all((m.reached_lost, m.served_less) == (0, 0) for m in result.moved if m.status == "ok")
    for gap in (r for r in result.compared if (r.measure, r.basis) == ("effective", "gap")):
        found = [r for r in result.compared if (r.zone, r.service) == (gap.zone, gap.service) and r.measure in PARTS]  # fmt: skip
        for state in ("before", "after"):
            if (whole := getattr(gap, state).value) is not None:
                parts = [getattr(part, state).value or 0.0 for part in found]
                assert sum(parts) == pytest.approx(whole, abs=1e-9), (gap.zone, state)


def test_closing_what_was_added_restores(small: Indicators) -> None:
    added = adds(5, 2)
    undone = [CloseFacility(service="clinic", facility_id=f"plan-{n}") for n in (1, 2)]
    assert any(r.change for r in come_to(small, *added).compared)
    result = come_to(small, *added, *undone)
    assert all(r.before == r.after for r in result.compared)
    assert result.points == () and result.facilities == ()


def test_capacity_beyond_demand_changes_nothing(small: Indicators) -> None:
    """A facility that has room for all its people already: ten times of it serves nobody more."""
    facility_id = small.facilities("clinic").facility_id.iloc[0]
    plenty = ChangeCapacity(service="clinic", facility_id=facility_id, capacity=5_000)
    more = ChangeCapacity(service="clinic", facility_id=facility_id, capacity=50_000)
    first, second = (come_to(small, change) for change in (plenty, more))
    kept = ("reach", "adequacy", "effective")
    assert [r.after for r in first.compared if r.measure in kept] == [
        r.after for r in second.compared if r.measure in kept
    ]
    assert [m for m in first.moved] == [m for m in second.moved]


def test_the_order_of_the_changes_changes_no_total(small: Indicators) -> None:
    facilities = small.facilities("clinic").facility_id
    changes: list[Change] = [
        *adds(7, 2),
        ChangeCapacity(service="clinic", facility_id=facilities.iloc[1], capacity=9),
        ChangeRule(service="clinic", admitted=0.6, who="office", why="test"),
        ChangePeople(group="non_local", division="530111", growth=0.1, source="test"),
    ]
    results = [come_to(small, *order) for order in (changes, changes[::-1], [*changes[2:], *changes[:2]])]
    assert results[0].compared == results[1].compared == results[2].compared
    assert results[0].moved == results[1].moved
    assert len({r.id for r in results}) == 3


def test_a_rule_speaks_of_whom_the_plan_says(small: Indicators) -> None:
    """A: 200 of 400 non-local residents are registered in another province, C: 600 of 1,500; half of those concerned are admitted."""
    admitted = {}
    for whom in ("division", "city", "province"):
        rule = ChangeRule(
            service="senior_school", admitted=0.5, registered_outside=whom, who="office", why="test"
        )  # type: ignore[arg-type]
        rows = come_to(small, rule).rows("senior_school", "entitlement", "non_local")
        admitted[whom] = {r.zone: r.after for r in rows}
    for zone, outside in (("530102", 200 / 400), ("530111", 600 / 1500)):
        assert admitted["division"][zone].value == pytest.approx(50)
        assert admitted["province"][zone].value == pytest.approx(100 * (1 - outside / 2))
        # the census does not part movers within the city from others of the province
        assert admitted["city"][zone].value == pytest.approx(50)


def near_and_far() -> list[Change]:
    """Two that share their people, and one far from both."""
    lon, lat = lonlat(700, 500)
    return [
        AddFacility(service="clinic", lon=lon, lat=lat, capacity=1),
        AddFacility(service="clinic", lon=lon + 0.0005, lat=lat, capacity=2),
        AddFacility(service="clinic", lon=lonlat(2700, 500)[0], lat=lat, capacity=3),
    ]


def test_shares_are_the_mean_over_all_orders_and_add_up(
    small: Indicators, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By definition, one evaluation per set; the same where changes that are far apart are taken by themselves."""
    changes = near_and_far()
    result = come_to(small, *changes, shares=True)
    served = {(): 0.0}
    for size in (1, 2, 3):
        for chosen in combinations(range(3), size):
            found = come_to(small, *(changes[i] for i in chosen)).service("clinic")
            served[chosen] = (found.served_more or 0) - (found.served_less or 0)
    for player in range(3):
        marginal = [
            served[tuple(sorted(order[: order.index(player) + 1]))]
            - served[tuple(sorted(order[: order.index(player)]))]
            for order in permutations(range(3))
        ]
        share = next(s for s in result.shares if s.total == "served" and s.change == player + 1)
        assert share.value == pytest.approx(sum(marginal) / 6, abs=1e-6) and share.error is None
    city = result.service("clinic")
    gap = sum(s.value for s in result.shares if s.total == "gap")
    assert city.gap_after.value is not None and city.gap_before.value is not None
    assert gap == pytest.approx(city.gap_after.value - city.gap_before.value, abs=1e-9)
    monkeypatch.setattr(shares_module, "_together", lambda service, players, *_: [players])
    again = come_to(small, *changes, shares=True)
    found = {(s.change, s.total): s.value for s in again.shares}
    assert found == {(s.change, s.total): pytest.approx(s.value, abs=1e-9) for s in result.shares}


def test_many_changes_in_one_place_are_sampled_and_still_add_up(small: Indicators) -> None:
    result = with_shares(come_to(small, *near_and_far()[:2]), small, most_exact=1)
    found = [s for s in result.shares if s.total == "served"]
    assert len(found) == 2 and all(s.error is not None for s in found)
    total = result.service("clinic")
    assert sum(s.value for s in found) == pytest.approx(
        (total.served_more or 0) - (total.served_less or 0), abs=1e-6
    )


@pytest.mark.parametrize(
    ("gap", "covered", "said"),
    [
        ((5, 6), (40, 41), True),
        ((-5, -6), (40, 41), True),
        ((5, 4), (40, 41), False),
        ((5, 6), (40, 39), False),
        ((None, 6), (40, 41), None),
    ],
)
def test_a_better_average_that_leaves_the_groups_further_apart_is_said(
    gap: tuple[float | None, float], covered: tuple[float, float], said: bool | None
) -> None:
    def figure(value: float | None) -> Figure:
        return Figure(value=value, status="no_data" if value is None else "ok", grade="observed")

    row = Compared(
        service="clinic", zone="530100", level="city", measure="effective", basis="gap", unit="", change=None,
        before=figure(gap[0]), after=figure(gap[1]),
    )  # fmt: skip
    assert _less_equal(row, figure(covered[0]), figure(covered[1])) is said


def test_a_plan_is_the_same_file_and_the_same_id(small: Indicators) -> None:
    plan = Plan(name="甲", changes=tuple(adds(1, 2)))
    assert read_plan(plan.to_json()) == plan
    assert plan.on("a1").id == read_plan(plan.to_json()).on("a1").id != plan.on("a2").id
    assert plan.id != plan.model_copy(update={"name": "乙"}).id


def test_the_division_of_a_place_is_the_engines(small: Indicators) -> None:
    """On a shared border the smaller code, outside of all none; every facility where the spatial SQL has put it."""
    polygons = small.warehouse.table("stg_polygons_wkb")
    border, outside = lonlat(1000, 500), lonlat(-500, 500)
    assert locate(polygons, [border[0], outside[0]], [border[1], outside[1]]) == ["530102", None]
    facilities = small.facilities("clinic")
    assert locate(polygons, list(facilities.lon), list(facilities.lat)) == list(facilities.adcode)


FACILITY = "clinic-530102-0"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([MoveFacility(service="clinic", facility_id=FACILITY, lon=102.0, lat=20.0)], "changes[1], field lon, lat"),
        ([ChangeCapacity(service="clinic", facility_id="none", capacity=1)], "changes[1], field facility_id"),
        ([CloseFacility(service="clinic", facility_id="plan-2"), *adds(1, 1)], "changes[1], field facility_id"),
        ([ChangeCapacity(service="clinic", facility_id=FACILITY, capacity=c) for c in (1, 2)], "changes[2], field facility_id"),
        (
            [
                CloseFacility(service="clinic", facility_id=FACILITY),
                ChangeCapacity(service="clinic", facility_id=FACILITY, capacity=2),
            ],
            "changes[2], field facility_id",
        ),
        ([ChangePeople(group="local", division="530112", persons=5, source="x")], "changes[1], field division"),
        ([ChangePeople(group="local", point_id="nowhere", persons=5, source="x")], "changes[1], field point_id"),
        (
            [
                ChangePeople(group="local", division="530102", growth=0.1, source="x"),
                ChangePeople(group="local", point_id="530102-1", persons=5, source="x"),
            ],
            "changes[2], field point_id",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_out_names_the_change(
    small: Indicators, changes: list[Change], said: str
) -> None:
    with pytest.raises(DataError) as error:
        come_to(small, *changes)
    assert said in error.value.en


def test_the_last_of_a_division_may_not_close(small: Indicators) -> None:
    """Nothing left and no register would look the same."""
    ids = small.facilities("clinic")
    here = ids[ids.adcode == LIVED_IN[0]].facility_id
    changes = [CloseFacility(service="clinic", facility_id=f) for f in here]
    with pytest.raises(DataError, match="nothing of the service would be left"):
        come_to(small, *changes)
    lon, lat = lonlat(500, 500)
    come_to(small, *changes, AddFacility(service="clinic", lon=lon, lat=lat, capacity=1))
