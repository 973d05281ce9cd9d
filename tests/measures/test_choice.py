"""The solver of proposals: against published answers, answers of spopt, every choice tried, and greedy."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from equity.measures.choice import choose
from equity.measures.choice_terms import Choice
from equity.measures.greedy import by_gain, greedy

DATA = Path(__file__).parent / "data"
RADIUS = 5_000


def stores(radius: float, **asked: Any) -> Choice:
    """The 16 stores of San Francisco, as options that may be taken."""
    pairs, people, places = san_francisco()
    near = pairs[pairs.cost <= radius]
    n = len(places)
    return question(
        people.to_numpy(float),
        people.index.get_indexer(near.origin),
        places.index.get_indexer(near.facility),
        **{"option_site": np.arange(n)} | asked,
    )


def san_francisco() -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    people = pd.read_csv(DATA / "san_francisco_tracts.csv", index_col="tract")["population"]
    metres = pd.read_csv(DATA / "san_francisco_metres.csv")
    pairs = metres.set_axis(["origin", "facility", "cost"], axis=1)
    stores = pd.Series(0, index=sorted(pairs.facility.unique()))
    assert (len(people), len(stores)) == (205, 16)
    return pairs, people, stores


def question(need: Any, points: Any, sites: Any, **asked: Any) -> Choice:
    n = len(asked["option_site"])
    usual = {
        "weight": np.ones(len(need)),
        "capacity": np.full(n, np.inf),
        "cost": np.ones(n),
        "group": np.full(n, -1),
        "counted": np.ones(n, dtype=bool),
    }
    return Choice(
        **usual | {"need": np.asarray(need, float), "pair_point": points, "pair_site": sites} | asked
    )


@pytest.mark.parametrize(
    ("sites", "people"), [(1, 448_255), (2, 671_938), (3, 791_499), (4, 875_247), (6, 941_462)]
)
def test_most_people_within_five_kilometres(sites: int, people: int) -> None:
    """Four stores: published by pysal/spopt. The others: answers of its MCLP (0.7.0, CBC)."""
    found = choose(stores(RADIUS, capacitated=False, most=sites))
    assert (found.served, found.optimal, found.within) == (people, True, 0.0)
    assert greedy(stores(RADIUS, capacitated=False, most=sites)) <= found.served
    ordered, gains = by_gain(stores(RADIUS, capacitated=False), found.options)
    assert sum(gains) == people and list(gains) == sorted(gains)[::-1] and set(ordered) <= set(found.options)


@pytest.mark.parametrize(
    ("capacity", "fewest"), [(80_000, 12), (100_000, 10), (130_000, 8), (200_000, 5), (np.inf, 3)]
)
def test_as_few_as_serve_everybody(capacity: float, fewest: int) -> None:
    """Answers of spopt 0.7.0: LSCP with facility_capacity_arr, 8,000 m; without a limit 3."""
    everybody = float(san_francisco()[1].sum())
    room = np.full(16, capacity)
    asked = stores(8_000, capacity=room, capacitated=bool(np.isfinite(capacity)), target=everybody)
    found = choose(asked)
    assert len(found.options) == fewest and found.optimal
    assert found.served == pytest.approx(everybody)


def test_nine_in_ten_with_as_few_as_possible() -> None:
    """The question of AccessMod: no three of the stores have 90 % of the people within 5,000 m, the four found have."""
    pairs, people, places = san_francisco()
    found = choose(stores(RADIUS, capacitated=False, target=0.9 * people.sum()))
    near = pairs[pairs.cost <= RADIUS]

    def reached(chosen: Any) -> float:
        return float(people[near.origin[near.facility.isin(chosen)].unique()].sum())

    assert len(found.options) == 4 and reached(places.index[found.options]) >= 0.9 * people.sum()
    assert max(reached(c) for c in combinations(places.index, 3)) < 0.9 * people.sum()


@st.composite
def small(draw: st.DrawFn) -> dict[str, Any]:
    points, sites = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    whole = st.integers(0, 30)
    near = [(i, j) for i in range(points) for j in range(sites) if draw(st.booleans())]
    moved = draw(st.booleans())
    options = list(range(sites)) + (list(range(sites)) if moved else [])
    n = len(options)
    return {
        "need": np.array(draw(st.lists(whole, min_size=points, max_size=points)), float),
        "weight": np.array(
            draw(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=points, max_size=points))
        ),
        "points": np.array([i for i, _ in near], dtype=np.intp),
        "sites": np.array([j for _, j in near], dtype=np.intp),
        "option_site": np.array(options, dtype=np.intp),
        "capacity": np.array(draw(st.lists(st.integers(1, 40), min_size=n, max_size=n)), float),
        "cost": np.array(draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), float),
        "group": np.array([-1] * sites + [0] * (n - sites)),
        "counted": np.array([True] * sites + [False] * (n - sites)),
        "loss_point": np.array([0] if moved else [], dtype=np.intp),
        "loss_group": np.array([0] if moved else [], dtype=np.intp),
        "loss_people": np.array([draw(whole)] if moved else [], float),
        "most": float(draw(st.integers(0, 3))),
        "budget": float(draw(st.integers(0, 20))),
        "capacitated": draw(st.booleans()),
    }


@settings(max_examples=25, deadline=None)
@given(small())
def test_no_other_choice_serves_more(drawn: dict[str, Any]) -> None:
    need, points, sites = (drawn.pop(n) for n in ("need", "points", "sites"))
    asked = question(need, points, sites, **drawn)
    found = choose(asked)
    every = [
        c
        for size in range(len(asked.option_site) + 1)
        for c in combinations(range(len(asked.option_site)), size)
    ]
    best = max(value for c in every if (value := by_hand(asked, c)) is not None)
    assert found.served == pytest.approx(best, abs=1e-6)
    assert by_hand(asked, tuple(found.options)) == pytest.approx(best, abs=1e-6)


def by_hand(c: Choice, chosen: tuple[int, ...]) -> float | None:
    """What those options serve, net; None where they may not be taken together."""
    free = [c.option_site[o] for o in chosen if c.group[o] < 0]
    if len(free) != len(set(free)) or len(chosen) - len(free) > 1:
        return None
    if sum(c.counted[list(chosen)]) > c.most or sum(c.cost[list(chosen)]) > c.budget:
        return None
    moved = len(chosen) > len(free)
    need, lost = c.need.copy(), np.zeros(len(c.need))
    if moved:
        lost[c.loss_point] = c.loss_people
    if not c.capacitated:
        near = {
            p
            for p, s in zip(c.pair_point, c.pair_site, strict=True)
            if s in {c.option_site[o] for o in chosen}
        }
        return sum(c.weight[p] * (need[p] if p in near else -lost[p]) for p in range(len(need)))
    flows = [(p, s) for p, s in zip(c.pair_point, c.pair_site, strict=True)]
    if not flows:
        return -float(c.weight @ lost)
    rows = [[float(p == i) for p, _ in flows] for i in range(len(need))]
    limits = list(need + lost)
    for site in set(c.pair_site.tolist()):
        rows.append([float(s == site) for _, s in flows])
        limits.append(sum(c.capacity[o] for o in chosen if c.option_site[o] == site))
    served = linprog([-c.weight[p] for p, _ in flows], A_ub=rows, b_ub=limits)
    return -float(served.fun) - float(c.weight @ lost)


def test_the_gap_is_closed_and_not_turned_round() -> None:
    """Non-local residents live at the first point: serving 10 there takes 5 points off the gap of 4."""
    asked = question(
        [10, 10], np.array([0, 1]), np.array([0, 1]), option_site=np.array([0, 1]), capacity=np.array([10.0, 10.0]),
        most=2, gap=4.0, gap_of=np.array([-0.5, 0.5]),
    )  # fmt: skip
    found = choose(asked)
    assert found.gap == pytest.approx(0, abs=1e-6)
    assert found.served == pytest.approx(
        12, abs=0.1
    )  # 10 at the first and 2 at the second point bring it to 0
    only = choose(question([10], np.array([0]), np.array([0]), option_site=np.array([0]), capacity=np.array([4.0]),
                           most=1, gap=4.0, gap_of=np.array([-0.5])))  # fmt: skip
    assert (only.gap, only.served) == (pytest.approx(2), pytest.approx(4))


def test_money_goes_to_what_serves_most_for_it() -> None:
    """Room for one more costs 1 by enlarging, 3 by building: 12 buys 5 places (all there is need for near the old one), then 7 more
    cannot pay for a new one of 10 at 30."""
    asked = question(
        [5, 10], np.array([0, 1]), np.array([1, 0]), option_site=np.array([0]), capacity=np.array([10.0]), cost=np.array([30.0]),
        enlarge_site=np.array([1]), enlarge_most=np.array([8.0]), enlarge_cost=np.array([1.0]), budget=12.0,
    )  # fmt: skip
    found = choose(asked)
    assert (found.served, list(found.options)) == (pytest.approx(5), [])
    more = Choice(**{**asked.__dict__, "budget": 35.0})
    assert choose(more).served == pytest.approx(15)


def test_what_cannot_be_is_said() -> None:
    asked = question(
        [5], np.array([0]), np.array([0]), option_site=np.array([0]), capacity=np.array([1.0]), target=5.0
    )
    assert not choose(asked).feasible
