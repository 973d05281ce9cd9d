"""What each of several things done together contributes to what they come to: the Shapley value of sets."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import factorial
from random import Random

import numpy as np

from equity.measures._arrays import Floats

MOST_EXACT = 8
Players = frozenset[int]


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
