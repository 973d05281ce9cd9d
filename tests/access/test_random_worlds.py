"""Random worlds: the SQL, a second implementation, the public arithmetic, and laws that always hold."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.access import naive
from tests.access.worlds import ALL_RUNS, VARIANTS, Engine, Facility, Point, Run, World
from tests.measures.floating import binary, floating_catchment, gaussian


def close(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


def random_world(seed: int, points: int = 60, facilities: int = 25) -> World:
    """Two towns and people between them; some points empty, some facilities without capacity or division."""
    rng = random.Random(seed)

    def place() -> tuple[float, float]:
        town = rng.choice([(0, 0), (4000, 300), (2000, 150)])
        return rng.gauss(town[0], 700), rng.gauss(town[1], 700)

    def some(most: int) -> float:
        return float(rng.choice([0, rng.randint(1, most)]))

    return World(
        [
            Point(
                f"p{i:02d}",
                *place(),
                local=some(900),
                non_local=some(900),
                registered=some(900),
                zone=rng.choice("AB"),
                rural=rng.random() < 0.4,
            )
            for i in range(points)
        ],
        [
            Facility(
                f"f{i:02d}",
                *place(),
                some(40),
                rng.choice(["A", "B", "B", None]),
            )
            for i in range(facilities)
        ],
        [
            replace(run, detour=1.2, q=0.02, rural_radius=rural)
            for run, rural in zip(ALL_RUNS, (-1, None, 1500, 400, None, 1500), strict=True)
        ],
        {"A": 0.4, "B": 1.0, "nobody": 1.0},
        ratio={"A": (0.6, 0.5, 1.2), "B": (1.3, 1.0, 1.4)} if seed % 2 else {},
        affected={"B": 0.3},
    )


def assert_same_as_naive(run: Engine, world: World) -> None:
    results = run(world)
    for one in world.runs:
        for point_id, score in naive.scores(world, one).items():
            assert results.scores[one.scenario, point_id] == close(score), (one, point_id)
        for (zone, group), theirs in naive.zone_sums(world, one).items():
            row = results.zone(zone, group, one.scenario)
            assert (row.persons, row.reached, row.served, row.entitled) == close(theirs), (one, zone, group)


@pytest.mark.parametrize("seed", range(6))
def test_second_implementation(run: Engine, seed: int) -> None:
    assert_same_as_naive(run, random_world(seed))


# Whole metres and detour 1: a distance is then clearly inside or outside, and no weight is a hair above 0.
metres = st.integers(-1600, 1600).map(float)
persons = st.integers(0, 500).map(float)
places = st.builds(Facility, st.just(""), metres, metres, persons, st.sampled_from(["A", None]))
people = st.builds(
    Point, st.just(""), metres, metres, persons, persons, persons, st.sampled_from("AB"), st.booleans()
)


@settings(max_examples=25, deadline=None)
@given(
    points=st.lists(people, min_size=1, max_size=8),
    facilities=st.lists(places, max_size=6),
    radius=st.sampled_from([1000.0, 700.0, 3.0]),
    rural=st.sampled_from([-1.0, None, 1400.0, 300.0]),
    ratio=st.sampled_from([1.0, 0.7, 0.0]),
)
def test_second_implementation_on_worlds_made_to_break_it(
    run: Engine,
    points: list[Point],
    facilities: list[Facility],
    radius: float,
    rural: float | None,
    ratio: float,
) -> None:
    world = World(
        [replace(p, id=f"p{i}") for i, p in enumerate(points)],
        [replace(f, id=f"f{i}") for i, f in enumerate(facilities)],
        [replace(one, radius=radius, rural_radius=rural) for one in ALL_RUNS],
        ratio={"A": (ratio, ratio, 1.0)},
    )
    assert_same_as_naive(run, world)


@pytest.mark.parametrize("variant", VARIANTS)
def test_same_as_the_public_arithmetic(run: Engine, variant: str) -> None:
    world = random_world(11).with_(runs=[Run(variant=variant)])
    results = run(world)
    links = naive.in_reach(world, world.runs[0])
    demand = [naive.people(world, world.runs[0], p) for p in world.points]
    pairs = pd.DataFrame(
        [(i, j, min(m, 1000.0)) for (i, j), m in links.items()], columns=["origin", "facility", "cost"]
    )
    decay = binary(1000) if variant == "2sfca" else gaussian(1000)
    expected = floating_catchment(pairs, demand, [f.capacity for f in world.facilities], decay, variant)  # type: ignore[arg-type]
    assert [results.scores["baseline", p.id] for p in world.points] == close(expected.tolist())


def test_splitting_a_point_in_two_changes_nothing(run: Engine) -> None:
    world = random_world(3)
    whole = run(world)
    third = world.points[0]
    parts = [
        replace(third, id="part1", local=third.local * 0.25, non_local=third.non_local, registered=0),
        replace(third, id="part2", local=third.local * 0.75, non_local=0, registered=third.registered),
    ]
    split = run(world.with_(points=[*parts, *world.points[1:]]))
    for (scenario, point_id), score in whole.scores.items():
        for name in ("part1", "part2") if point_id == third.id else (point_id,):
            assert split.scores[scenario, name] == close(score)
    pd.testing.assert_frame_equal(split.zones, whole.zones, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_more_supply_never_lowers_access(run: Engine, seed: int) -> None:
    world = random_world(seed)
    more = [replace(world.facilities[0], capacity=world.facilities[0].capacity + 17), *world.facilities[1:]]
    before, after = run(world).scores, run(world.with_(facilities=more)).scores
    assert all(after[key] >= before[key] for key in before)


@pytest.mark.parametrize("seed", range(4))
def test_a_new_facility_never_lowers_reach(run: Engine, seed: int) -> None:
    world = random_world(seed)
    before = run(world)
    after = run(world.with_(facilities=[*world.facilities, Facility("new", 1000, 100, 5)]))
    assert set(before.nearest) <= set(after.nearest)
    assert (after.zones.reached >= before.zones.reached).all()


def test_all_weights_one_give_total_supply_over_total_demand(run: Engine) -> None:
    world = random_world(5).with_(runs=[Run(radius=1e6)])
    supply = sum(f.capacity for f in world.facilities if f.zone)
    demand = sum(naive.people(world, world.runs[0], p) for p in world.points)
    assert list(run(world).scores.values()) == pytest.approx([supply / demand] * len(world.points), rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_population_times_access_is_the_supply_used(run: Engine, seed: int) -> None:
    world = random_world(seed)
    results = run(world)
    for one in world.runs:
        demand = naive.demand_around(world, one)
        used = sum(f.capacity for f, d in zip(world.facilities, demand, strict=True) if d > 0)
        taken = sum(results.scores[one.scenario, p.id] * naive.people(world, one, p) for p in world.points)
        assert taken == pytest.approx(used, rel=1e-9)


@pytest.mark.parametrize("variant", VARIANTS)
def test_scale_of_people_and_supply(run: Engine, variant: str) -> None:
    world = random_world(8).with_(runs=[Run(variant=variant)])
    doubled = world.with_(facilities=[replace(f, capacity=2 * f.capacity) for f in world.facilities])
    tenfold = world.with_(
        points=[replace(p, local=10 * p.local, non_local=10 * p.non_local) for p in world.points]
    )
    plain, more, crowded = run(world).scores, run(doubled).scores, run(tenfold).scores
    for key, score in plain.items():
        assert more[key] == close(2 * score)
        assert crowded[key] == close(score / 10)


def test_the_order_of_rows_and_the_threads_change_not_one_bit(run: Engine) -> None:
    world = random_world(9, points=2000, facilities=200)
    first = run(world)
    rng = random.Random(1)
    for threads in (1, 2, 3):
        run.con.execute(f"SET threads = {threads}")
        mixed = run(
            world.with_(
                points=rng.sample(world.points, len(world.points)),
                facilities=rng.sample(world.facilities, len(world.facilities)),
                runs=rng.sample(world.runs, len(world.runs)),
            )
        )
        pd.testing.assert_frame_equal(mixed.zones, first.zones, check_exact=True)
        pd.testing.assert_frame_equal(mixed.points, first.points, check_exact=True)
        assert mixed.scores == first.scores
    run.con.execute("SET threads = 2")


def test_moving_the_whole_world_changes_nothing_but_rounding(run: Engine) -> None:
    world = random_world(10)
    moved = world.with_(
        points=[replace(p, x=p.x + 350_000.5, y=p.y - 2_760_000.25) for p in world.points],
        facilities=[replace(f, x=f.x + 350_000.5, y=f.y - 2_760_000.25) for f in world.facilities],
    )
    here, there = run(world).scores, run(moved).scores
    assert np.allclose([here[k] for k in here], [there[k] for k in here], rtol=1e-6, atol=1e-9)
    assert all(math.isfinite(score) for score in there.values())
