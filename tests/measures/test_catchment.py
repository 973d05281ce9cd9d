"""Floating catchment areas against the naive version and PySAL `access`, and what must always hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures import naive
from tests.measures.floating import binary, floating_catchment, gaussian, step

THRESHOLD = 10.0
cost = st.one_of(st.floats(0, 14), st.just(THRESHOLD))


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    origins, facilities = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    both = [(i, j) for i in range(origins) for j in range(facilities)]
    costs = draw(st.dictionaries(st.sampled_from(both), cost, max_size=len(both)))
    amount = st.one_of(st.just(0.0), st.floats(0.1, 1000))
    return {
        "costs": costs,
        "demand": draw(st.lists(amount, min_size=origins, max_size=origins)),
        "supply": draw(st.lists(amount, min_size=facilities, max_size=facilities)),
    }


def frame(costs: dict[tuple[int, int], float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin": np.array([i for i, _ in costs], dtype=int),
            "facility": np.array([j for _, j in costs], dtype=int),
            "cost": np.array(list(costs.values()), dtype=float),
        }
    )


DECAYS = {"2sfca": binary(THRESHOLD), "e2sfca": gaussian(THRESHOLD), "3sfca": gaussian(THRESHOLD)}


def access(world: dict[str, Any], variant: str) -> np.ndarray:
    return floating_catchment(
        frame(world["costs"]), world["demand"], world["supply"], DECAYS[variant], variant
    )  # type: ignore[arg-type]


@given(worlds())
def test_naive(world: dict[str, Any]) -> None:
    for variant in DECAYS:
        weights = [
            (i, j, float(c <= THRESHOLD) if variant == "2sfca" else naive.gaussian(c, THRESHOLD))
            for (i, j), c in world["costs"].items()
        ]
        expected = naive.catchment(weights, world["demand"], world["supply"], three_steps=variant == "3sfca")
        assert access(world, variant) == pytest.approx(expected, rel=1e-6, abs=1e-9)


# PySAL access 1.1.10 drops columns in place, which pandas 3.1 announces to remove
@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize("seed", range(6))
def test_pysal(seed: int) -> None:
    from access.fca import three_stage_fca, two_stage_fca

    rng = np.random.default_rng(seed)
    n, m = 60, 25
    pairs = pd.DataFrame([(i, j) for i in range(n) for j in range(m)], columns=["origin", "dest"])
    pairs["cost"] = rng.uniform(0, 20, n * m)
    demand, supply = rng.integers(1, 500, n).astype(float), rng.integers(0, 90, m).astype(float)
    ours = pairs.rename(columns={"dest": "facility"})
    limit = 12.0

    def weight(x: Any) -> Any:
        return np.exp(-x / 7)

    common: dict[str, Any] = {
        "demand_df": pd.DataFrame({"demand": demand}, index=range(n)),
        "supply_df": pd.DataFrame({"supply": supply}, index=range(m)),
        "max_cost": limit,
        "demand_index": True,
        "supply_index": True,
        "demand_name": "demand",
        "supply_name": "supply",
    }
    for variant, theirs, decay in (
        ("2sfca", two_stage_fca(cost_df=pairs.copy(), **common), np.ones_like),
        ("e2sfca", two_stage_fca(cost_df=pairs.copy(), weight_fn=weight, **common), weight),
        ("3sfca", three_stage_fca(cost_df=pairs.copy(), weight_fn=weight, **common), weight),
    ):
        got = floating_catchment(ours, demand, supply, decay, variant, max_cost=limit)  # type: ignore[arg-type]
        expected = theirs.reindex(range(n)).fillna(0).to_numpy()
        assert got == pytest.approx(expected, rel=1e-10, abs=1e-12)


@given(worlds())
def test_population_times_access_is_the_supply_that_demand_reaches(world: dict[str, Any]) -> None:
    for variant in DECAYS:
        weight = DECAYS[variant](np.array(list(world["costs"].values())))
        used = {j for (i, j), w in zip(world["costs"], weight, strict=True) if w * world["demand"][i] > 1e-12}
        expected = sum(world["supply"][j] for j in used)
        assert np.dot(world["demand"], access(world, variant)) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@given(worlds(), st.integers(0, 3), st.floats(0, 500))
def test_more_supply_never_lowers_access(world: dict[str, Any], which: int, more: float) -> None:
    for variant in DECAYS:
        before = access(world, variant)
        supply = list(world["supply"])
        supply[which % len(supply)] += more
        assert (access({**world, "supply": supply}, variant) >= before - 1e-9).all()


@given(worlds(), st.integers(0, 4), st.floats(0, 1))
def test_splitting_an_origin_in_two_changes_nothing(world: dict[str, Any], which: int, part: float) -> None:
    n = len(world["demand"])
    i = which % n
    demand = [*world["demand"], world["demand"][i] * part]
    demand[i] *= 1 - part
    costs = world["costs"] | {(n, j): c for (k, j), c in world["costs"].items() if k == i}
    for variant in DECAYS:
        before, after = access(world, variant), access({**world, "demand": demand, "costs": costs}, variant)
        assert after == pytest.approx([*before, before[i]], rel=1e-7, abs=1e-9)


@settings(max_examples=40)
@given(worlds(), st.randoms(use_true_random=False), st.floats(0.01, 100))
def test_order_of_pairs_and_scale_do_not_matter(world: dict[str, Any], random: Any, factor: float) -> None:
    items = list(world["costs"].items())
    random.shuffle(items)
    for variant in DECAYS:
        before = access(world, variant)
        assert access({**world, "costs": dict(items)}, variant) == pytest.approx(before, rel=1e-9, abs=1e-12)
        supply = [s * factor for s in world["supply"]]
        assert access({**world, "supply": supply}, variant) == pytest.approx(
            before * factor, rel=1e-9, abs=1e-12
        )


def test_origins_that_reach_nothing_have_zero() -> None:
    empty = pd.DataFrame({"origin": [], "facility": [], "cost": []})
    assert floating_catchment(empty, [5, 5], [3], binary(1)).tolist() == [0, 0]
    assert floating_catchment(([], [], []), [5, 5], [], binary(1)).tolist() == [0, 0]
    assert floating_catchment(([0], [0], [2.0]), [5, 5], [3], binary(1), "3sfca").tolist() == [0, 0]


def test_a_facility_nobody_demands_serves_nobody() -> None:
    assert floating_catchment(([0], [0], [1.0]), [0.0], [3], binary(1)).tolist() == [0]


def test_series_are_matched_by_id_not_position() -> None:
    pairs = pd.DataFrame({"origin": ["b", "a"], "facility": ["y", "x"], "cost": [1, 1]})
    demand, supply = pd.Series({"a": 10, "b": 20, "c": 5}), pd.Series({"x": 10, "y": 10})
    assert floating_catchment(pairs, demand, supply, binary(1)).tolist() == [1.0, 0.5, 0.0]


def test_decays_at_their_edges() -> None:
    at = np.array([0.0, 5.0, 10.0, np.nextafter(10.0, 11.0)])
    assert binary(10)(at).tolist() == [1, 1, 1, 0]
    falling = gaussian(10)(at)
    assert falling[0] == 1 and falling[2] == 0 and falling[3] == 0 and 0 < falling[1] < 1
    assert gaussian(10)(np.linspace(0, 10, 99)) == pytest.approx(
        [naive.gaussian(d, 10) for d in np.linspace(0, 10, 99)]
    )
    assert step({10: 1.0, 5: 0.5, 20: 0.25})(np.array([0, 5, 5.1, 10, 20, 20.1])).tolist() == [
        0.5,
        0.5,
        1,
        1,
        0.25,
        0,
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pairs": ([0, 0], [0, 0], [1, 1])}, "given twice"),
        ({"pairs": ([2], [0], [1])}, "unknown origin: .*2"),
        ({"pairs": ([0], [-1], [1])}, "unknown facility"),
        ({"pairs": ([0], [0], [np.nan])}, "cost is missing"),
        ({"pairs": ([0, 1], [0], [1])}, "one length"),
        ({"pairs": ([0.5], [0], [1])}, "integer positions"),
        ({"demand": [1, -1]}, "demand must be given"),
        ({"demand": [1, np.nan]}, "demand must be given"),
        ({"supply": [-1]}, "supply must be given"),
        ({"decay": [1, 1]}, "one weight per pair"),
        ({"decay": [-1]}, "not negative"),
        ({"variant": "4sfca"}, "variant must be one of"),
        (
            {"demand": pd.Series([1, 2], index=["a", "a"]), "pairs": (["a"], [0], [1])},
            "origin ids must be unique",
        ),
    ],
)
def test_wrong_inputs_are_refused(change: dict[str, Any], message: str) -> None:
    world: dict[str, Any] = {"pairs": ([0], [0], [1.0]), "demand": [1, 1], "supply": [1], "decay": binary(1)}
    with pytest.raises(ValueError, match=message):
        floating_catchment(**(world | change))


def test_wrong_decays_are_refused() -> None:
    for make in (binary, gaussian):
        with pytest.raises(ValueError, match="above 0"):
            make(0)
    for wrong in ({}, {5: -1.0}):
        with pytest.raises(ValueError, match="steps"):
            step(wrong)


@given(worlds())
def test_all_weights_one_is_all_supply_over_all_demand(world: dict[str, Any]) -> None:
    demand, supply = world["demand"], world["supply"]
    pairs = frame({(i, j): 1.0 for i in range(len(demand)) for j in range(len(supply))})
    got = floating_catchment(pairs, demand, supply, np.ones(len(pairs)))
    expected = sum(supply) / sum(demand) if sum(demand) else 0.0
    assert got == pytest.approx([expected] * len(demand), rel=1e-9)


@given(worlds(), st.randoms(use_true_random=False))
def test_names_of_origins_and_facilities_do_not_matter(world: dict[str, Any], random: Any) -> None:
    demand, supply = world["demand"], world["supply"]
    origins, facilities = list(range(len(demand))), list(range(len(supply)))
    random.shuffle(origins)
    random.shuffle(facilities)
    moved = {
        "costs": {(origins.index(i), facilities.index(j)): c for (i, j), c in world["costs"].items()},
        "demand": [demand[i] for i in origins],
        "supply": [supply[j] for j in facilities],
    }
    for variant in DECAYS:
        before = access(world, variant)
        assert access(moved, variant) == pytest.approx(before[origins], rel=1e-9, abs=1e-12)


@given(worlds(), st.integers(0, 3), st.floats(0, 1))
def test_splitting_a_facility_in_two_changes_nothing(world: dict[str, Any], which: int, part: float) -> None:
    """Not so for 3SFCA, whose choice weighs places: two small ones count for more than one large one."""
    m = len(world["supply"])
    j = which % m
    supply = [*world["supply"], world["supply"][j] * part]
    supply[j] *= 1 - part
    costs = world["costs"] | {(i, m): c for (i, k), c in world["costs"].items() if k == j}
    for variant in ("2sfca", "e2sfca"):
        split = access({**world, "supply": supply, "costs": costs}, variant)
        assert split == pytest.approx(access(world, variant), rel=1e-7, abs=1e-9)


def test_a_facility_exactly_at_the_radius_counts_and_one_just_beyond_does_not() -> None:
    beyond = float(np.nextafter(500.0, 501.0))
    for limited in ({"decay": binary(500)}, {"decay": [1.0], "max_cost": 500.0}):
        at = floating_catchment(([0], [0], [500.0]), [10], [5], **limited)  # type: ignore[arg-type]
        past = floating_catchment(([0], [0], [beyond]), [10], [5], **limited)  # type: ignore[arg-type]
        assert (at.tolist(), past.tolist()) == ([0.5], [0.0])
