"""Pairs of origin and facility, as the measures of access take them."""

from __future__ import annotations

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
