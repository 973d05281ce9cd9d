"""The gap between two groups taken apart, composites of parities."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations
from math import factorial
from random import Random

import numpy as np
from numpy.typing import ArrayLike

from equity.measures._arrays import Floats, amounts, floats

MAX_FACTORS = 8  # all orders are walked: 8 factors are 40,320 of them
MOST_EXACT = 8
Players = frozenset[int]


def shapley_split(local: Sequence[ArrayLike], non_local: Sequence[ArrayLike]) -> tuple[Floats, ...]:
    """What each factor contributes to prod(local) − prod(non_local): the Shapley value of the product.

    ``local`` and ``non_local`` hold the same n factors (reach, adequacy, entitlement) as numbers or arrays that broadcast. Each
    factor is switched from its non-local to its local value in every one of the n! orders and the changes are averaged, so the
    parts do not depend on an order and add up to the difference (to rounding, 1e-12 for fractions). A NaN factor makes the parts
    NaN. Returns n arrays in the order of the factors. Raises ValueError for different numbers of factors, none, or more than 8.
    Formula: Shapley (1953) as applied to decompositions by Shorrocks (2013).
    """
    n = len(local)
    if n != len(non_local) or not 1 <= n <= MAX_FACTORS:
        raise ValueError(f"expected the same 1 to {MAX_FACTORS} factors twice, got {n} and {len(non_local)}")
    arrays = np.broadcast_arrays(*(floats(f) for f in (*local, *non_local)))
    first, second = arrays[:n], arrays[n:]
    parts = [np.zeros(arrays[0].shape) for _ in range(n)]
    orders = list(permutations(range(n)))
    for order in orders:
        current = list(second)
        before = _product(current)
        for i in order:
            current[i] = first[i]
            after = _product(current)
            parts[i] += after - before
            before = after
    return tuple(part / len(orders) for part in parts)


def composite(parities: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted geometric mean along the last axis (one column per service; one weight each, any scale).

    A parity of 0 with a positive weight makes the composite 0, a missing one makes it NaN. ValueError for negative values or
    weights, and where all weights are 0.
    """
    p, w = np.broadcast_arrays(amounts(parities, "parities"), amounts(weights, "weights"))
    if np.isnan(w).any() or bool(np.any(w.sum(axis=-1) == 0)):
        raise ValueError("weights must be given, with at least one above 0")
    with np.errstate(divide="ignore"):
        logs = np.where(w > 0, w * np.log(np.where(w > 0, p, 1.0)), 0.0).sum(axis=-1)
    return floats(np.exp(logs / w.sum(axis=-1)))


def _product(factors: Sequence[Floats]) -> Floats:
    result = factors[0]
    for factor in factors[1:]:
        result = result * factor
    return result


def all_sets(players: Sequence[int]) -> Iterator[Players]:
    """Every set of the players, the empty one first."""
    for size in range(len(players) + 1):
        for chosen in combinations(players, size):
            yield frozenset(chosen)


def shapley_value(players: Sequence[int], value: Callable[[Players], Floats]) -> dict[int, Floats]:
    """The exact Shapley value (1953) of each player: the mean of what it adds over all orders.

    ``value`` gives one or more numbers for every set of players. The shares add up to that of all less that of none (to
    rounding). Needs all 2ⁿ sets; meant for at most ``MOST_EXACT`` players.
    """
    n = len(players)
    shares = {}
    for player in players:
        others = [p for p in players if p != player]
        terms = [
            factorial(len(s)) * factorial(n - len(s) - 1) / factorial(n) * (value(s | {player}) - value(s))
            for s in all_sets(others)
        ]
        shares[player] = np.sum(terms, axis=0)
    return shares


def sampled_shapley_value(
    players: Sequence[int], value: Callable[[Players], Floats], orders: int, seed: int
) -> dict[int, tuple[Floats, Floats]]:
    """The same from ``orders`` random orders (Castro, Gómez & Tejada 2009): the mean of what each adds, and its standard error.

    The shares still add up to the total, because those of every order do. ``orders`` ≥ 2.
    """
    draw = Random(seed)
    added: dict[int, list[Floats]] = {player: [] for player in players}
    for _ in range(orders):
        order, done = list(players), frozenset[int]()
        draw.shuffle(order)
        before = value(done)
        for player in order:
            done |= {player}
            after = value(done)
            added[player].append(after - before)
            before = after
    return {
        player: (np.mean(each, axis=0), np.std(each, axis=0, ddof=1) / np.sqrt(orders))
        for player, each in added.items()
    }
