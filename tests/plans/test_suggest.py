"""Proposals: what they promise is what the engine finds, within their bounds; they can be watched and stopped."""

from __future__ import annotations

from typing import Any

import pytest

from equity.errors import UserError
from equity.indicators.compute import Indicators
from equity.plans import AddFacility, Plan, Question, evaluate, suggest
from equity.plans.solving import Cancelled
from equity.query import GAP, Query
from equity.say import Voice
from equity.views.sites import sites_table
from equity.views.view import View
from tests.conftest import World
from tests.world import facility, lonlat

CLINICS: dict[str, Any] = {"service": "clinic", "capacity": 4}


def test_who_comes_within_reach_is_who_was_promised(small: Indicators) -> None:
    found = suggest(Question(**CLINICS, objective="reach", count=2), small)
    assert found.result is not None
    assert found.promised == pytest.approx(found.result.service("clinic").reached_new)
    assert found.optimal and found.greedy is not None and found.greedy <= found.promised + 1e-6
    assert all(isinstance(c, AddFacility) and c.capacity == 4 for c in found.plan.changes)
    assert len(found.plan.changes) <= 2
    assert (
        sum(found.gains) == pytest.approx(found.promised) and list(found.gains) == sorted(found.gains)[::-1]
    )


def test_no_point_reaches_more(small: Indicators) -> None:
    """Some settlement points, one after the other, through the engine."""
    found = suggest(Question(**CLINICS, objective="reach", count=1), small, evaluated=False)
    points = small.warehouse.table("core_points")
    each = [
        evaluate(
            Plan(name="t", changes=(AddFacility(service="clinic", lon=p.lon, lat=p.lat, capacity=4),)), small
        )
        for p in points.iloc[::6].itertuples()
    ]
    assert found.promised >= max(r.service("clinic").reached_new or 0 for r in each) - 1e-6


def line_of_points(rows: dict[str, list[dict[str, Any]]], *clinics: tuple[float, float]) -> None:
    """Four settlement points of 100 to 400 people on a line, 600 m apart, and clinics at some places."""
    template = rows["settlement_points"][0]
    points = []
    for i in range(4):
        lon, lat = lonlat(100 + 600 * i, 100)
        people = {"local_persons": 60 * (i + 1), "non_local_persons": 40 * (i + 1), "absent_persons": 0 if i else template["absent_persons"]}  # fmt: skip
        points.append(
            template | people | {"point_id": f"p{i}", "name_zh": f"示意 {i}", "lon": lon, "lat": lat}
        )
    rows["settlement_points"] = points + [p for p in rows["settlement_points"] if p["adcode"] != "530102"]
    rows["facilities"] = [f for f in rows["facilities"] if f["service"] != "clinic"]
    rows["facilities"] += [facility(f"c{i}", "clinic", x, y, 5) for i, (x, y) in enumerate(clinics)]
    rows["facilities"].append(facility("c-nowhere", "clinic", 0, 0, 0, "530102", lon="", lat=""))


def test_a_site_built_where_proposed_brings_the_reach_it_promised(world: World) -> None:
    """600 m apart with 1,000 / 1.3 = 769 m of reach: one place serves its neighbours on both sides."""
    asked = Question(**CLINICS, zone="530102", group="local", count=1)
    before = world(lambda rows: line_of_points(rows, (-20_000, 0)))
    found = suggest(asked, before, evaluated=False)
    (built,) = found.plan.changes
    # p1, p2, p3: 900 of 1,000 people, six of ten of them local
    assert isinstance(built, AddFacility) and built.name == "示意 2"
    assert (found.people, found.before, found.gains) == (pytest.approx(600), 0, (pytest.approx(540),))
    after = world(lambda rows: line_of_points(rows, (-20_000, 0), (100 + 600 * 2, 100)))
    assert after.value(Query("clinic", "reach", "local"), "530102").value == pytest.approx(90)
    again = suggest(asked.model_copy(update={"count": 5}), after, evaluated=False)
    assert again.gains == (pytest.approx(60),) and again.before + sum(again.gains) == pytest.approx(
        again.people
    )
    with pytest.raises(UserError, match="too many"):
        suggest(asked, before, most_pairs=3)
    table = sites_table(View(before, Voice("zh")).at("530102"), placeholders=True)
    assert table is not None and "示意 2（+900 人）" in table.cells("places")[0].text
    assert [table.cells(c)[0].value for c in ("now", "then")] == pytest.approx([0, 100])


@pytest.mark.parametrize("objective", ["served", "worst", "gap", "fewest"])
def test_each_aim_has_an_answer(small: Indicators, objective: str) -> None:
    asked = Question(**CLINICS, objective=objective, count=None if objective == "fewest" else 2, share=0.9)  # type: ignore[arg-type]
    found = suggest(asked, small)
    assert found.optimal and found.result is not None
    if objective == "gap":
        before = small.value(Query("clinic", "effective", GAP, 2020, "city"), small.city.code).value
        assert before is not None and abs(found.promised) <= abs(before) and found.before == before
    if objective == "fewest":
        reached = found.before + found.promised
        assert reached >= 0.9 * found.people - 1e-6


def test_money_is_kept_to(small: Indicators) -> None:
    facility = small.facilities("clinic").facility_id.iloc[0]
    asked = Question(
        **CLINICS, objective="served", budget=100, build_cost=40, unit_cost=5, enlarge_most=1, movable=(facility,), move_cost=10
    )  # fmt: skip
    found = suggest(asked, small)
    assert sum(c.cost or 0 for c in found.plan.changes) <= 100 + 1e-6
    assert found.result is not None and found.result.cost == pytest.approx(
        sum(c.cost or 0 for c in found.plan.changes)
    )
    assert found.promised >= 0


def test_it_can_be_watched_and_stopped(small: Indicators) -> None:
    heard: list[tuple[float, float]] = []
    asked = Question(**CLINICS, objective="served", count=2, seconds=20)
    found = suggest(asked, small, evaluated=False, progress=lambda gone, of: heard.append((gone, of)))
    assert heard and heard[0][1] == 20
    assert found.plan == suggest(asked, small, evaluated=False).plan
    with pytest.raises(Cancelled):
        suggest(asked, small, cancelled=lambda: True)


def test_what_cannot_be_asked_is_said(small: Indicators) -> None:
    for changed, words in (
        ({"service": "hospital"}, "register"),
        ({"zone": "530199"}, "zone"),
        ({"candidates": "plots", "zone": "530103"}, "plots"),
        ({"movable": ("none",)}, "none"),
    ):
        with pytest.raises(UserError, match=words):
            suggest(Question(**CLINICS | {"count": 1} | changed), small)


def test_only_plots_of_the_register_are_built_on_within_their_limits(small: Indicators) -> None:
    """Two of the three plots may carry a clinic: one of them three doctors at most."""
    found = suggest(
        Question(service="clinic", objective="served", count=3, capacity=9, unit_cost=1, candidates="plots"),
        small,
    )
    assert found.candidates == 2
    plots = {
        c.plot: (c.capacity, c.cost, c.division) for c in found.plan.changes if isinstance(c, AddFacility)
    }
    expected = {"plot-0": (3, 23, "530102"), "plot-1": (9, 39, "530111")}
    assert plots and all(plots[plot] == expected[plot] for plot in plots)
