"""The same facility twice: same id, or same name within 100 m."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.intake.columns import replaced
from equity.intake.words import NOISE

NEAR_M = 100.0
CELL_M = 70.0  # its diagonal is 99 m: two points of one cell are near each other
REACH_CELLS = 2
Ints = NDArray[np.int64]


def comparable(names: pd.Series[Any]) -> pd.Series[Any]:
    """Names without spaces and marks, so that 第一 小学 and 第一小学 are one."""
    return replaced(names, NOISE.pattern, "")


def repeats(keys: pd.Series[Any], rows: Ints) -> tuple[Ints, Ints]:
    """(row, first row) of every value that stood in an earlier row; empty values repeat nothing."""
    frame = pd.DataFrame({"key": keys.to_numpy(), "row": rows})
    frame = frame[frame["key"].astype(str) != ""]
    frame["first"] = frame.groupby("key", sort=False)["row"].transform("first")
    again = frame[frame["row"] != frame["first"]]
    return again["row"].to_numpy(dtype=np.int64), again["first"].to_numpy(dtype=np.int64)


def same_place(
    names: pd.Series[Any], x: NDArray[np.float64], y: NDArray[np.float64], rows: Ints
) -> tuple[Ints, Ints]:
    """(row, earlier row) of rows with the same name within 100 m (x, y in metres; NaN rows take no part).

    A row is compared with earlier rows that are themselves no repetition, so a chain of three keeps its
    first.
    """
    frame = pd.DataFrame({"name": comparable(names).to_numpy(), "x": x, "y": y, "row": rows})
    frame = frame[np.isfinite(x) & np.isfinite(y) & (frame["name"] != "").to_numpy()]
    frame = frame[frame.duplicated("name", keep=False)].sort_values("row")
    if frame.empty:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    frame["cx"], frame["cy"] = (frame["x"] // CELL_M).astype("int64"), (frame["y"] // CELL_M).astype("int64")
    frame["first"] = frame.groupby(["name", "cx", "cy"], sort=False)["row"].transform("first")
    again = {int(r): int(f) for r, f in zip(frame["row"], frame["first"], strict=True) if r != f}
    kept = frame[frame["row"] == frame["first"]]
    pairs = []
    for dx in range(-REACH_CELLS, REACH_CELLS + 1):
        for dy in range(-REACH_CELLS, REACH_CELLS + 1):
            if (dx, dy) == (0, 0):
                continue
            moved = kept.assign(cx=kept["cx"] + dx, cy=kept["cy"] + dy)
            both = kept.merge(moved, on=["name", "cx", "cy"], suffixes=("", "_b"))
            near = both[
                (both["row_b"] < both["row"])
                & (np.hypot(both["x"] - both["x_b"], both["y"] - both["y_b"]) <= NEAR_M)
            ]
            pairs.append(near[["row", "row_b"]])
    for row, earlier in pd.concat(pairs).sort_values(["row", "row_b"]).itertuples(index=False, name=None):
        if int(row) not in again and int(earlier) not in again:
            again[int(row)] = int(earlier)
    ordered = sorted(again)
    return np.array(ordered, dtype=np.int64), np.array([again[r] for r in ordered], dtype=np.int64)
