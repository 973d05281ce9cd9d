"""Answers that other libraries publish, through the product's SQL: their costs go in as network distances."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from tests.access.worlds import Engine, Facility, Point, Run, World

POPULATION = [852, 394, 1969, 2189, 0]
SUPPLY = [82, 308, 100, 109, 0]
MINUTES = [
    [5.8, 47, 48, 47, 64],
    [45, 5.8, 13, 41, 70],
    [44, 13, 5.8, 42, 67],
    [43, 43, 49, 5.8, 58],
    [60, 70, 68, 64, 5.8],
]
HOSPITAL_COSTS = {
    (1, 1): 1,
    (2, 2): 1,
    (3, 3): 1,
    (1, 3): 40,
    (3, 1): 40,
    (2, 3): 40,
    (3, 2): 40,
    (1, 2): 80,
    (2, 1): 80,
}
HOSPITAL_PEOPLE, HOSPITAL_DOCTORS = {1: 100, 2: 50, 3: 10}, {1: 15, 2: 20, 3: 100}
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
    assert [round(a, 4) for a in by_point(run, five_cells(45))] == [0.0152, 0.1491, 0.1491, 0.1068, 0]


def test_all_weights_one(run: Engine) -> None:
    assert by_point(run, five_cells(1000)) == pytest.approx([599 / 5404] * 5, rel=1e-12)


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


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("e2sfca", [0.331444, 0.579828, 7.286418]),
        ("3sfca", [0.156257, 0.406216, 9.906352]),
        ("2sfca", [0.761364, 0.958333, 1.094697]),
    ],
)
def test_hospital_example(run: Engine, variant: str, expected: list[float]) -> None:
    access = by_point(run, hospitals(variant))
    assert [round(a, 6) for a in access] == expected
    if variant == "2sfca":
        taken = sum(a * n for a, n in zip(access, HOSPITAL_PEOPLE.values(), strict=True))
        assert taken == pytest.approx(135, rel=1e-12)
