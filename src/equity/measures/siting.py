"""Where new facilities would bring the most people within reach."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from equity.measures._arrays import Floats, floats

Pairs: TypeAlias = pd.DataFrame | tuple[ArrayLike, ArrayLike, ArrayLike]
Positions: TypeAlias = NDArray[np.intp]


def finite(values: ArrayLike, name: str) -> Floats:
    array = floats(values).ravel()
    if not bool(np.all(np.isfinite(array) & (array >= 0))):
        raise ValueError(f"{name} must be given everywhere and must not be negative")
    return array


def columns(pairs: Pairs) -> tuple[NDArray[np.generic], NDArray[np.generic], Floats]:
    given: list[ArrayLike] = (
        [pairs["origin"], pairs["facility"], pairs["cost"]]
        if isinstance(pairs, pd.DataFrame)
        else list(pairs)
    )
    origin, facility, cost = np.asarray(given[0]), np.asarray(given[1]), floats(given[2])
    if not origin.shape == facility.shape == cost.shape or cost.ndim != 1:
        raise ValueError("origin, facility and cost must be flat and of one length")
    if bool(np.any(np.isnan(cost))):
        raise ValueError("a cost is missing")
    return origin, facility, cost


def positions(ids: NDArray[np.generic], named: ArrayLike, size: int, kind: str) -> Positions:
    if isinstance(named, pd.Series):
        if not named.index.is_unique:
            raise ValueError(f"{kind} ids must be unique")
        position = named.index.get_indexer(pd.Index(ids))
    elif ids.size and not np.issubdtype(ids.dtype, np.integer):
        raise ValueError(f"{kind}s must be integer positions where demand and supply are plain arrays")
    else:
        position = ids.astype(np.intp)
    unknown = (position < 0) | (position >= size)
    if bool(np.any(unknown)):
        raise ValueError(f"pairs name an unknown {kind}: {ids[unknown][0]!r}")
    return position.astype(np.intp)


@dataclass(frozen=True, slots=True)
class Covering:
    """``sites``: positions of the chosen candidates, the one that covers most first, then by what each adds.

    ``gains``: the demand that each adds to those before it. ``covered``: their sum, the greatest that any choice of so many
    candidates covers. ``total``: all demand, covered or not.
    """

    sites: Positions
    gains: Floats
    covered: float
    total: float


def maximal_covering(
    pairs: Pairs,
    demand: ArrayLike,
    candidates: ArrayLike,
    sites: int,
    *,
    max_cost: float,
    time_limit: float | None = None,
) -> Covering:
    """The ``sites`` candidates that together have the most demand within ``max_cost`` (≤ counts as inside).

    ``pairs``: origin, candidate and cost of every pair, as a DataFrame (columns origin, facility, cost) or three arrays. Origins are
    named by the index of ``demand`` where it is a pandas Series, else by position; candidates by the index of
    ``candidates`` where it is one, else by position in it (its values are not used). Demand within reach of several
    sites counts once.

    The maximal covering location problem of Church & ReVelle (1974), solved exactly as a mixed-integer programme: maximise
    Σ D_i y_i with y_i ≤ Σ_j x_j over the candidates j within reach of i, Σ x_j ≤ p and x_j 0 or 1. Candidates that would add
    nothing are left out, so fewer than ``sites`` may come back. Several choices can cover the same demand; the same input
    gives the same one.

    Raises ValueError for a pair that names an unknown origin or candidate, for a missing cost, for negative or missing
    demand, and for a number of sites below 1; RuntimeError where the solver does not prove the optimum, within ``time_limit``
    seconds where given.
    """
    if sites < 1:
        raise ValueError(f"the number of sites must be 1 or more, not {sites!r}")
    people, places = finite(demand, "demand"), len(np.asarray(candidates))
    origin_ids, candidate_ids, costs = columns(pairs)
    origin = positions(origin_ids, demand, people.size, "origin")
    candidate = positions(candidate_ids, candidates, places, "candidate")
    within = (costs <= max_cost) & (people[origin] > 0)
    near = pd.DataFrame({"origin": origin[within], "candidate": candidate[within]}).drop_duplicates()
    chosen, gains = _by_gain(near, people, _optimal(near, people, sites, time_limit))
    return Covering(chosen, gains, float(gains.sum()), float(people.sum()))


def _optimal(near: pd.DataFrame, people: Floats, sites: int, time_limit: float | None) -> Positions:
    """Positions of the candidates of an optimal choice."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array, eye_array, hstack

    places, column = np.unique(near["candidate"].to_numpy(np.intp), return_inverse=True)
    if places.size <= sites:
        return places
    served, row = np.unique(near["origin"].to_numpy(np.intp), return_inverse=True)
    reaches = coo_array((np.ones(len(near)), (row, column)), shape=(served.size, places.size))
    result = milp(
        np.concatenate([np.zeros(places.size), -people[served]]),
        integrality=np.concatenate([np.ones(places.size), np.zeros(served.size)]),
        bounds=Bounds(0, 1),
        options={} if time_limit is None else {"time_limit": time_limit},
        constraints=[
            LinearConstraint(hstack([-reaches, eye_array(served.size)], format="csr"), ub=0),
            LinearConstraint(
                np.concatenate([np.ones(places.size), np.zeros(served.size)])[None, :], ub=sites
            ),
        ],
    )
    if not result.success:
        raise RuntimeError(f"no optimal choice of sites: {result.message}")
    return places[result.x[: places.size] > 0.5]


def _by_gain(near: pd.DataFrame, people: Floats, chosen: Positions) -> tuple[Positions, Floats]:
    """The chosen candidates, each next one adding the most to those before it, and what each adds."""
    left = near[near["candidate"].isin(chosen)]
    left = left.assign(demand=people[left["origin"]])
    ordered, gains = [], []
    while len(left):
        added = left.groupby("candidate")["demand"].sum()
        best = added.idxmax()
        ordered.append(best)
        gains.append(added[best])
        left = left[~left["origin"].isin(left.loc[left["candidate"] == best, "origin"])]
    return np.array(ordered, dtype=np.intp), np.array(gains, dtype=np.float64)
