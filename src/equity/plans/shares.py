"""What each change of a plan contributes to what the plan comes to, whatever their order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.measures.decomposition import MOST_EXACT, Players, all_sets, sampled_shapley_value, shapley_value
from equity.plans.alter import alter
from equity.plans.known import Known
from equity.plans.plan import ChangePeople, Plan
from equity.plans.result import ShareOf, ShareTotal
from equity.warehouse.changed import Alteration, changed_sums

FEWEST_ORDERS = 4
Numbers = NDArray[np.float64]


def shares(plan: Plan, known: Known, most_exact: int = MOST_EXACT) -> Iterator[ShareOf]:
    """Every change's share of people served, people reached, and the gap (percentage points), for each service it can touch.

    A change touches its own service; one of people touches all. Exact to ``most_exact`` changes that touch one another; beyond, sampled
    with as many runs of the engine.
    """
    people = any(isinstance(c, ChangePeople) for c in plan.changes)
    touched = {c.service for c in plan.changes if not isinstance(c, ChangePeople)}
    for service in known.services if people else sorted(touched):
        players = [
            n for n, c in enumerate(plan.changes, 1) if isinstance(c, ChangePeople) or c.service == service
        ]
        yield from _of_service(service, players, plan, known, most_exact)


def _of_service(
    service: str, players: list[int], plan: Plan, known: Known, most_exact: int
) -> Iterator[ShareOf]:
    places = alter(plan, known).alteration.places

    def altered(chosen: Players) -> Alteration:
        found = alter(plan, known, chosen).alteration
        return replace(found, services=(service,), places=places)

    def totals(sets: Iterable[Players]) -> Iterator[Numbers]:
        return map(_totals, changed_sums(known.indicators.warehouse, map(altered, sets)))

    names: tuple[ShareTotal, ...] = get_args(ShareTotal)
    for near in _together(service, players, plan, known):
        for player, (found, error) in _of_neighbours(near, totals, plan.id, most_exact).items():
            for name, value, wrong in zip(names, found, error, strict=True):
                if np.isfinite(value):
                    said = None if np.isnan(wrong) else float(wrong)
                    yield ShareOf(change=player, service=service, total=name, value=float(value), error=said)


def _of_neighbours(
    players: list[int],
    totals: Callable[[Iterable[Players]], Iterator[Numbers]],
    seed: str,
    most_exact: int,
) -> dict[int, tuple[Numbers, Numbers]]:
    """Share and standard error of each of some changes that touch one another; an exact one has no error (NaN)."""
    if len(players) <= most_exact:
        sets = list(all_sets(players))
        values = dict(zip(sets, totals(sets), strict=True))
        exact = shapley_value(players, values.__getitem__)
        return {player: (found, np.full(len(found), np.nan)) for player, found in exact.items()}
    asked: list[Players] = []
    worked_out: dict[Players, Numbers] = {}
    stream = totals(iter(asked.pop, None))

    def value(chosen: Players) -> Numbers:
        if chosen not in worked_out:
            asked.append(chosen)
            worked_out[chosen] = next(stream)
        return worked_out[chosen]

    orders = max(FEWEST_ORDERS, 2**most_exact // len(players))
    return sampled_shapley_value(players, value, orders, int.from_bytes(seed.encode()))


def _together(service: str, players: list[int], plan: Plan, known: Known) -> list[list[int]]:
    """The changes in groups that share no settlement point. What such groups come to adds up, so each is taken apart by itself: in a
    plan of many far places every share is exact."""
    changes = [(n, plan.changes[n - 1]) for n in players]
    apart_m = known.apart_m(service, plan.scenario)
    if apart_m is None or any(c.kind in ("rule", "people") for _, c in changes):
        return [players]
    groups: list[tuple[list[int], Numbers]] = []
    for number, _ in changes:
        here = alter(plan, known, _with_what_it_names(number, plan)).alteration.places.get(service)
        places = here.to_numpy(dtype=float) if here is not None else np.empty((0, 2))
        near = [g for g in groups if _closest(g[1], places) <= apart_m]
        groups = [g for g in groups if not any(g is n for n in near)]
        groups.append(
            ([*(n for g in near for n in g[0]), number], np.concatenate([*(g[1] for g in near), places]))
        )
    return [sorted(numbers) for numbers, _ in groups]


def _with_what_it_names(number: int, plan: Plan) -> set[int]:
    """The change and, where it is about a facility of the plan's own, the one that adds it."""
    named = getattr(plan.changes[number - 1], "facility_id", "")
    return {number, *(n for n in range(1, number) if named == f"plan-{n}")}


def _closest(first: Numbers, second: Numbers) -> float:
    if not len(first) or not len(second):
        return np.inf
    return float(np.sqrt(((first[:, None] - second[None]) ** 2).sum(axis=2)).min())


def _totals(rows: pd.DataFrame) -> Numbers:
    """Served, reached and the gap of the city; the gap is NaN where a group has nobody in demand."""
    sums = rows.groupby("population_group")[["persons", "reached", "served", "entitled"]].sum()
    effective = 100 * sums["entitled"] / sums["persons"].where(sums["persons"] > 0)
    gap = effective["local"] - effective["non_local"]
    return np.array([sums["served"].sum(), sums["reached"].sum(), gap], dtype=np.float64)
