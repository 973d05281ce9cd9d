"""Answers that other libraries publish, through the product's SQL: their costs go in as network distances."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from tests.access.worlds import Engine, Facility, Point, Run, World
from tests.published import (
    ALL_DOCTORS,
    ALL_TO_ALL,
    HOSPITAL_COSTS,
    HOSPITAL_DOCTORS,
    HOSPITAL_PEOPLE,
    HOSPITALS,
    MINUTES,
    POPULATION,
    SUPPLY,
    WITHIN_45_MINUTES,
)

RADIUS = 1000.0


def five_cells(radius: float) -> World:
    """The five cells of ipeaGIT/accessibility; rows of the table are where people come from."""
    return World(
        [Point(f"o{i}", 0, 0, local=n, registered=n) for i, n in enumerate(POPULATION)],
        [Facility(f"d{j}", 0, 0, n) for j, n in enumerate(SUPPLY)],
        [Run(radius=radius)],
        network=[(f"o{i}", f"d{j}", m) for i, row in enumerate(MINUTES) for j, m in enumerate(row)],
    )


def by_point(run: Engine, world: World) -> list[float]:
    scores = run(world).scores
    return [scores["baseline", p.id] for p in world.points]


def test_2sfca_with_one_pair_exactly_at_the_threshold(run: Engine) -> None:
    assert [round(a, 4) for a in by_point(run, five_cells(45))] == WITHIN_45_MINUTES


def test_all_weights_one(run: Engine) -> None:
    assert by_point(run, five_cells(1000)) == pytest.approx([ALL_TO_ALL] * 5, rel=1e-12)


def metres_of_weight(weight: float) -> float:
    """The distance at which the Gaussian decay of the engine has this weight."""
    return RADIUS * sqrt(-2 * log(exp(-0.5) + weight * (1 - exp(-0.5))))


def hospitals(variant: str) -> World:
    """Hospital example of pysal/access, weight 1/cost up to 60; only proportions matter, so ours mimics it.

    In PySAL pairs beyond the threshold take part in the choice of 3SFCA: empty hospitals stand in for them.
    """
    falling = variant != "2sfca"
    links = [
        (f"p{i}", f"h{j}", metres_of_weight(1 / cost) if falling else 1.0)
        for (i, j), cost in HOSPITAL_COSTS.items()
        if cost < 61
    ]
    doctors = [Facility(f"h{j}", 0, 0, n) for j, n in HOSPITAL_DOCTORS.items()]
    if variant == "3sfca":
        doctors += [Facility("empty for 1", 0, 0, 0), Facility("empty for 2", 0, 0, 0)]
        links += [
            ("p1", "empty for 1", metres_of_weight(1 / 80)),
            ("p2", "empty for 2", metres_of_weight(1 / 80)),
        ]
    return World(
        [Point(f"p{i}", 0, 0, local=n, registered=n) for i, n in HOSPITAL_PEOPLE.items()],
        doctors,
        [Run(variant=variant, radius=RADIUS)],
        network=links,
    )


@HOSPITALS
def test_hospital_example(run: Engine, variant: str, expected: list[float]) -> None:
    access = by_point(run, hospitals(variant))
    assert [round(a, 6) for a in access] == expected
    if variant == "2sfca":
        taken = sum(a * n for a, n in zip(access, HOSPITAL_PEOPLE.values(), strict=True))
        assert taken == pytest.approx(ALL_DOCTORS, rel=1e-12)
