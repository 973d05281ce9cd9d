"""What taking the best next thing each time comes to: what a proposal is held against, and the order it is told in."""

import numpy as np

from equity.measures._arrays import Floats
from equity.measures.choice_terms import NONE, NOTHING, Choice, Integers


def greedy(choice: Choice) -> float:
    """What a planner gets who takes the best next option each time (per money, where that is limited), without moving or enlarging
    anything: (weighted) people served."""
    c, need, total, money = choice, choice.need.copy(), 0.0, choice.budget
    free = set(np.flatnonzero(c.group < 0).tolist())
    near = {s: c.pair_point[c.pair_site == s] for s in np.unique(c.option_site).tolist()}
    gain_of = c.weight if np.isnan(c.gap) else -np.sign(c.gap) * c.gap_of
    taken = 0
    while free and taken < c.most:
        best, served = -1, (0.0, NOTHING, NONE)  # what it is worth, whom it serves, where
        for option in free:
            if c.cost[option] > money:
                continue
            points = near[int(c.option_site[option])]
            points = points[np.argsort(-gain_of[points], kind="stable")]
            room = c.capacity[option] if c.capacitated else np.inf
            filled: Floats = np.minimum(
                need[points], np.maximum(0.0, room - np.cumsum(need[points]) + need[points])
            )
            filled = np.where(gain_of[points] > 0, filled, 0.0)
            worth = float(gain_of[points] @ filled) / (
                max(c.cost[option], 1e-9) if np.isfinite(c.budget) else 1.0
            )
            if worth > served[0] + 1e-12:
                best, served = option, (worth, filled, points)
        if best < 0:
            break
        free = {o for o in free if c.option_site[o] != c.option_site[best]}
        need[served[2]] -= served[1]
        total += float(c.weight[served[2]] @ served[1])
        money -= c.cost[best]
        taken += 1
    return total


def by_gain(choice: Choice, options: Integers) -> tuple[Integers, tuple[float, ...]]:
    """The chosen options without capacities, each next one adding the most (weighted) people to those before it, and what each adds;
    without those that add nobody."""
    need, left = choice.weight * choice.need, list(options)
    near = {o: choice.pair_point[choice.pair_site == choice.option_site[o]] for o in left}
    ordered, gains = [], []
    while left:
        added = {o: float(need[near[o]].sum()) for o in left}
        best = max(left, key=added.__getitem__)
        if added[best] <= 0:
            break
        ordered.append(best)
        gains.append(added[best])
        left.remove(best)
        need[near[best]] = 0.0
    return np.array(ordered, dtype=np.intp), tuple(gains)
