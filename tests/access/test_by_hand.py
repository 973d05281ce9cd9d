"""Small worlds whose answers can be worked out on paper."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from equity.errors import DataError
from tests.access.worlds import VARIANTS, Engine, Facility, Point, Run, World

EDGE = exp(-0.5)


def test_at_the_radius_counts_just_outside_does_not(run: Engine) -> None:
    # 600-800-1000 triangle: exactly 1,000 m; the other one a millimetre further east
    world = World([Point("at", 600, 800), Point("out", 600.002, 800)], [Facility("f", 0, 0, 5)])
    results = run(world)
    assert bool(results.point("at").reached) and not bool(results.point("out").reached)
    assert results.point("at").nearest_m == 1000
    assert results.point("at").access_score == 5 / 100
    assert (results.point("out").access_score, results.point("out").adequacy) == (0, 0)
    assert results.zone("A").reached == 100


def test_at_the_radius_with_a_detour_counts(run: Engine) -> None:
    world = World(
        [Point("at", 1000 / 1.3, 0), Point("out", 1000 / 1.3 + 0.002, 0)],
        [Facility("f", 0, 0)],
        [Run(detour=1.3)],
    )
    results = run(world)
    assert bool(results.point("at").reached) and not bool(results.point("out").reached)
    assert results.point("at").nearest_m == 1000


@pytest.mark.parametrize("x", [-1e6, -1000, 0, 499.999999, 500, 1500, 4_543_210.5])
def test_the_grid_of_the_search_shows_nowhere(run: Engine, x: float) -> None:
    around = [(1000, 0), (-1000, 0), (0, 1000), (0, -1000), (600, -800), (-800, 600), (0, 0), (500, 500)]
    points = [Point(f"p{i}", x + dx, 2 * x + dy) for i, (dx, dy) in enumerate(around)]
    results = run(World(points, [Facility("f", x, 2 * x, 8)]))
    assert results.points.reached.all()
    assert results.points.access_score.to_list() == [8 / 800] * 8


def test_zone_with_nobody(run: Engine) -> None:
    results = run(
        World([Point("p", 0, 0, local=100, non_local=0)], [Facility("f", 0, 0)], share={"empty": 1.0})
    )
    nobody = results.zone("empty")
    assert (nobody.persons, nobody.reached, nobody.served, nobody.entitled) == (0, 0, 0, 0)
    assert results.zone("A", "non_local").persons == 0
    assert len(results.zones) == 4
    assert not results.zones.isna().any().any()


def test_zone_without_a_facility_uses_the_neighbours(run: Engine) -> None:
    points = [Point("near", 900, 0, zone="B"), Point("far", 2000, 0, zone="B"), Point("home", 0, 0)]
    results = run(World(points, [Facility("f", 0, 0, 1)]))
    assert results.zone("B").reached == 100
    assert results.zone("B").served == pytest.approx(100 * (1 / 200) / 0.01)


def test_zero_capacity_is_reached_but_serves_nobody(run: Engine) -> None:
    results = run(World([Point("p", 0, 0)], [Facility("f", 0, 0, 0)]))
    assert bool(results.point("p").reached)
    assert (results.zone("A").reached, results.zone("A").served) == (100, 0)


@pytest.mark.parametrize("variant", VARIANTS)
def test_everybody_unreached(run: Engine, variant: str) -> None:
    results = run(World([Point("p", 5000, 5000)], [Facility("f", 0, 0)], [Run(variant=variant)]))
    assert not results.points.reached.any()
    assert results.points.nearest_m.isna().all()
    assert (results.zone("A").persons, results.zone("A").reached, results.zone("A").served) == (100, 0, 0)


def test_no_facility_at_all(run: Engine) -> None:
    results = run(World([Point("p", 0, 0)], []))
    assert (results.zone("A").persons, results.zone("A").reached, results.zone("A").entitled) == (100, 0, 0)


def test_a_facility_in_no_division_counts_nowhere(run: Engine) -> None:
    assert not run(World([Point("p", 0, 0)], [Facility("f", 0, 0, zone=None)])).points.reached.any()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_point_where_nobody_lives_has_a_score_and_takes_nothing(run: Engine, variant: str) -> None:
    people = [Point("p", 300, 0), Point("empty", 300, 0, local=0, registered=0)]
    results = run(World(people, [Facility("f", 0, 0, 7)], [Run(variant=variant)]))
    assert results.scores["baseline", "p"] == pytest.approx(7 / 100, rel=1e-12)
    assert results.scores["baseline", "empty"] == pytest.approx(results.scores["baseline", "p"], rel=1e-12)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_facility_that_only_empty_points_reach_gives_nothing(run: Engine, variant: str) -> None:
    results = run(
        World([Point("p", 0, 0, local=0, registered=0)], [Facility("f", 0, 0)], [Run(variant=variant)])
    )
    assert bool(results.point("p").reached)
    assert results.point("p").access_score == 0


def test_gaussian_decay_by_hand(run: Engine) -> None:
    # weight 1 at the facility and (by the distance chosen) 1/2 at the other point: 4 / (100 + 50)
    half = 1000 * sqrt(-2 * log((1 + EDGE) / 2))
    results = run(
        World(
            [Point("here", 0, 0), Point("half", half, 0)], [Facility("f", 0, 0, 3)], [Run(variant="e2sfca")]
        )
    )
    assert results.scores["baseline", "here"] == pytest.approx(3 / 150, rel=1e-12)
    assert results.scores["baseline", "half"] == pytest.approx(1.5 / 150, rel=1e-12)


def test_adequacy_is_capped_at_the_standard(run: Engine) -> None:
    results = run(World([Point("p", 0, 0)], [Facility("f", 0, 0, 50)], [Run(q=0.1)]))
    assert results.point("p").access_score == 0.5
    assert results.point("p").adequacy == 1
    assert results.zone("A").served == 100


def test_demand_share_and_entitlement_by_hand(run: Engine) -> None:
    world = World(
        [Point("p", 0, 0, local=100, non_local=300)],
        [Facility("f", 0, 0, 1)],
        [Run(q=0.02, entitlement=0.7)],
        share={"A": 0.25},
    )
    results = run(world)
    assert results.point("p").access_score == 1 / 100  # 400 residents, a quarter of them in demand
    local, non_local = results.zone("A", "local"), results.zone("A", "non_local")
    assert (local.persons, local.reached, local.served, local.entitled) == (25, 25, 12.5, 12.5)
    assert (non_local.persons, non_local.served) == (75, 37.5)
    assert non_local.entitled == pytest.approx(37.5 * 0.7)


def test_demand_as_planned_counts_the_register(run: Engine) -> None:
    world = World([Point("p", 0, 0, local=100, non_local=300, registered=200)], [Facility("f", 0, 0, 2)])
    assert run(world).point("p").access_score == 2 / 400
    assert run(world.with_(runs=[Run(demand_group="registered")])).point("p").access_score == 2 / 200


def test_services_do_not_mix(run: Engine) -> None:
    world = World(
        [Point("p", 0, 0)],
        [Facility("f", 0, 0, 1), Facility("f", 50, 0, 5, service="school")],  # ids may repeat across services
        [Run(), Run(service="school", radius=40)],
    )
    results = run(world)
    assert results.point("p").access_score == 0.01
    assert not bool(results.point("p", "school").reached)


def test_network_distances_replace_the_straight_line(run: Engine) -> None:
    world = World(
        [Point("p", 0, 0), Point("q", 0, 900), Point("cut off", 0, 10)],
        [Facility("river", 100, 0, 2), Facility("bridge", 900, 0, 3), Facility("t", 5, 0, service="school")],
        [Run(detour=1.5), Run(service="school", detour=1.5)],
        network=[
            ("p", "river", 1000.5),
            ("p", "bridge", 1000.0),
            ("q", "river", 950.0),
            ("p", "unknown", 3.0),
            ("unknown", "s", 3.0),
        ],
    )
    results = run(world)
    # p: the near one lies across the river; q gets there by road although 905 m x 1.5 would be too far
    assert (results.point("p").nearest_m, results.point("q").nearest_m) == (1000, 950)
    assert results.point("p").access_score == 3 / 100
    assert results.point("q").access_score == 2 / 100
    # a pair the network does not have is out of reach; a service without a network keeps the straight line
    assert not bool(results.point("cut off").reached)
    assert results.point("p", "school").nearest_m == 7.5
    without = run(world.with_(network=[]))
    assert without.point("p").nearest_m == 150
    assert not bool(without.point("q").reached)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Run(radius=0), "radius_m"),
        (Run(radius=float("inf")), "radius_m"),
        (Run(detour=0.9), "detour"),
        (Run(q=-1), "standard_q"),
        (Run(variant="4sfca"), "variant"),
        (Run(demand_group="absent"), "demand_group"),
        (Run(entitlement=1.2), "entitlement_non_local"),
    ],
)
def test_settings_that_cannot_be_run_are_named(run: Engine, wrong: Run, field: str) -> None:
    with pytest.raises(DataError) as raised:
        run(World([Point("p", 0, 0)], [Facility("f", 0, 0)], [wrong]))
    assert field in str(raised.value)


def test_a_standard_of_nothing_is_met_only_where_there_is_something(run: Engine) -> None:
    world = World(
        [Point("p", 0, 0), Point("r", 9000, 0)], [Facility("f", 0, 0), Facility("g", 9000, 0, 0)], [Run(q=0)]
    )
    results = run(world)
    assert (results.point("p").adequacy, results.point("r").adequacy) == (1, 0)
    assert not results.zones.isna().any().any()
