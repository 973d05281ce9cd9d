"""Inequality measures against the naive version and PySAL, and their invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures import (
    coefficient_of_variation,
    concentration_index,
    gini,
    max_min_ratio,
    theil_t,
)
from tests.measures import naive

value, weight = st.floats(0.01, 1e5), st.floats(0.01, 1e5)
worlds = st.lists(st.tuples(value, weight, st.integers(0, 4)), min_size=1, max_size=12)
World = list[tuple[float, float, int]]
NAN = float("nan")
ONE_CELL_MEASURES = [gini, coefficient_of_variation, max_min_ratio, lambda x, w: theil_t(x, w).total]


def columns(world: World) -> tuple[list[float], list[float], list[int]]:
    x, w, z = (list(column) for column in zip(*world, strict=True))
    return x, w, z


def close(expected: float) -> object:
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(worlds)
def test_naive(world: World) -> None:
    x, w, z = columns(world)
    assert gini(x, w) == close(naive.gini(x, w))
    assert theil_t(x, w).total == close(naive.theil(x, w))
    assert coefficient_of_variation(x, w) == close(naive.variation(x, w))
    assert max_min_ratio(x, w) == close(max(x) / min(x))
    absolute = naive.concentration(x, w, z)
    mean = np.average(x, weights=w)
    assert concentration_index(x, w, z) == close(absolute / mean)


@pytest.mark.parametrize("seed", range(20))
def test_pysal(seed: int) -> None:
    from inequality.gini import Gini
    from inequality.theil import TheilD

    rng = np.random.default_rng(seed)
    x = rng.gamma(2.0, 100.0, size=rng.integers(2, 200))
    groups = rng.integers(0, 5, size=x.size)
    assert gini(x) == pytest.approx(Gini(x).g, rel=1e-10)
    theirs, ours = TheilD(x, groups), theil_t(x, groups=groups)
    assert ours.total == pytest.approx(float(theirs.T), rel=1e-10)
    assert ours.between == pytest.approx(float(np.squeeze(theirs.bg)), rel=1e-9, abs=1e-12)
    assert ours.within == pytest.approx(float(np.squeeze(theirs.wg)), rel=1e-9, abs=1e-12)


@given(worlds)
def test_theil_parts_add_up_and_within_is_computed_independently(world: World) -> None:
    x, w, z = columns(world)
    theil = theil_t(x, w, z)
    assert theil.between + theil.within == pytest.approx(theil.total, rel=1e-12, abs=1e-12)
    total = sum(a * b for a, b in zip(x, w, strict=True))
    within = 0.0
    for group in set(z):
        gx = [a for a, _, c in world if c == group]
        gw = [b for _, b, c in world if c == group]
        assert theil.groups[group].theil == close(naive.theil(gx, gw))
        within += sum(a * b for a, b in zip(gx, gw, strict=True)) / total * naive.theil(gx, gw)
    assert theil.within == close(within)
    assert sum(g.population_share for g in theil.groups.values()) == pytest.approx(1)
    assert sum(g.value_share for g in theil.groups.values()) == pytest.approx(1)


@given(worlds, st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_scale_and_order_do_not_matter(world: World, factor: float, random: object) -> None:
    x, w, z = columns(world)
    shuffled = list(world)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    sx, sw, sz = columns(shuffled)
    scaled = [a * factor for a in sx], [b * factor for b in sw]
    for measure in ONE_CELL_MEASURES:
        assert measure(*scaled) == close(measure(x, w))
    assert concentration_index(*scaled, sz) == close(concentration_index(x, w, z))


@given(worlds, st.integers(0, 11))
def test_splitting_a_cell_in_two_changes_nothing(world: World, which: int) -> None:
    x, w, z = columns(world)
    i = which % len(world)
    half = [*w, w[i] / 2]
    half[i] /= 2
    for measure in ONE_CELL_MEASURES:
        assert measure([*x, x[i]], half) == close(measure(x, w))
    assert concentration_index([*x, x[i]], half, [*z, z[i]]) == close(concentration_index(x, w, z))


@given(worlds, st.sampled_from([(1e9, 0.0), (NAN, 5.0), (3.0, NAN), (float("inf"), 0.0)]))
def test_cells_without_people_or_value_change_nothing(world: World, extra: tuple[float, float]) -> None:
    x, w, z = columns(world)
    for measure in ONE_CELL_MEASURES:
        assert measure([extra[0], *x], [extra[1], *w]) == measure(x, w)
    assert concentration_index([extra[0], *x], [extra[1], *w], [9, *z]) == concentration_index(x, w, z)
    assert concentration_index([5, *x], [5, *w], [NAN, *z]) == concentration_index(x, w, z)
    assert theil_t([extra[0], *x], [extra[1], *w], ["none", *z]) == theil_t(x, w, z)


@given(worlds)
def test_ranked_by_itself_the_concentration_index_is_the_gini(world: World) -> None:
    x, w, _ = columns(world)
    assert concentration_index(x, w, x) == close(gini(x, w))
    assert concentration_index(x, w, [-a for a in x]) == close(-gini(x, w))
    assert 0 <= gini(x, w) + 1e-12 < 1
    assert theil_t(x, w).total >= -1e-12


def test_all_equal_is_zero_and_ties_carry_no_concentration() -> None:
    x, w = [7.0] * 4, [1.0, 20.0, 3.0, 4.0]
    assert gini(x, w) == pytest.approx(0, abs=1e-15)
    assert theil_t(x, w).total == 0
    assert coefficient_of_variation(x, w) == 0
    assert max_min_ratio(x, w) == 1
    assert concentration_index([1, 2, 3], None, [5, 5, 5]) == pytest.approx(0, abs=1e-15)


def test_zero_is_a_value() -> None:
    assert gini([0, 1]) == 0.5
    assert theil_t([0, 1]).total == pytest.approx(np.log(2))
    assert max_min_ratio([0, 1]) == float("inf")
    split = theil_t([0, 0, 2, 2], groups=["a", "a", "b", "b"])
    assert (
        split.within == 0 and split.between == pytest.approx(np.log(2)) and np.isnan(split.groups["a"].theil)
    )


@pytest.mark.parametrize("nothing", [([], []), ([1.0], [0.0]), ([NAN], [1.0]), ([0.0, 0.0], [1.0, 1.0])])
def test_nothing_to_compare_is_undefined(nothing: tuple[list[float], list[float]]) -> None:
    for measure in ONE_CELL_MEASURES:
        assert np.isnan(measure(*nothing))
    assert np.isnan(concentration_index(*nothing, [1.0] * len(nothing[0])))


def test_wrong_inputs_are_refused() -> None:
    for measure in ONE_CELL_MEASURES:
        for bad in (-1.0, float("inf")):
            with pytest.raises(ValueError, match="weights must be finite and not negative"):
                measure([1, 2], [1, bad])
        with pytest.raises(ValueError, match="differ in length"):
            measure([1, 2], [1])
        with pytest.raises(ValueError, match="values must be finite"):
            measure([1, float("inf")], [1, 1])
    for measure in (gini, max_min_ratio, theil_t):
        with pytest.raises(ValueError, match="not negative"):
            measure([-1, 2])
    with pytest.raises(ValueError, match="differ in length"):
        theil_t([1, 2], groups=[1])
