"""Settlement points and the census: compared, and on request scaled so that they add up to it person by person."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.findings import Findings
from equity.settings import CENSUS_YEAR

GROUPS = {"local_persons": "local", "non_local_persons": "non_local", "absent_persons": "absent"}
FAR = 1.5
REQUIRED = ("local", "non_local")  # the warehouse insists that these agree


def census_counts(population: pd.DataFrame) -> dict[tuple[str, str], int]:
    """(division, group) → persons in the census year."""
    now = population[population["year"] == CENSUS_YEAR]
    return {
        (str(a), str(g)): int(p)
        for a, g, p in zip(now["adcode"], now["population_group"], now["persons"], strict=True)
    }


def compare_with_census(
    frame: pd.DataFrame, population: pd.DataFrame, names: Mapping[str, str], findings: Findings
) -> bool:
    """Whether the points of every division in ``frame`` add up to its census counts; differences become findings."""
    counts, agrees = census_counts(population), True
    for code, points in frame[["adcode", *GROUPS]].groupby("adcode"):
        for column, group in GROUPS.items():
            census = counts.get((str(code), group))
            total = int(points[column].sum())
            if group in REQUIRED and census is not None and census != total:
                agrees = False
                findings.add("points_sum", [0], column, names[str(code)], a=f"{total:,}", b=f"{census:,}")
    return agrees


def fit_to_census(
    frame: pd.DataFrame, population: pd.DataFrame, names: Mapping[str, str], findings: Findings
) -> pd.DataFrame:
    """The points with whole persons that add up to the census (largest remainder); graded estimated.

    A group that the points have nobody in while the census does is spread like all other people of the
    division. Says by how much each division was scaled.
    """
    counts, frame = census_counts(population), frame.copy()
    for code, where in frame.groupby("adcode").indices.items():
        everybody = frame[list(GROUPS)].iloc[where].sum(axis=1).to_numpy(dtype=float)
        for column, group in GROUPS.items():
            census = counts.get((str(code), group))
            if census is None:
                continue
            weights = frame[column].to_numpy(dtype=float)[where]
            if weights.sum() == 0:
                weights = everybody if everybody.sum() else np.ones(len(where))
            fitted = apportion(weights, census)
            frame.iloc[where, frame.columns.get_loc(column)] = fitted
        before, after = float(everybody.sum()), float(frame[list(GROUPS)].iloc[where].sum().sum())
        if before != after:
            far = not 1 / FAR <= after / max(before, 1) <= FAR
            findings.add(
                "scaled_far" if far else "scaled",
                [0],
                "adcode",
                names[str(code)],
                a=f"{before:,.0f}",
                b=f"{after:,.0f}",
            )
    return frame.assign(grade="estimated")


def apportion(weights: NDArray[np.float64], total: int) -> NDArray[np.float64]:
    """Whole numbers in proportion to ``weights`` that add up to ``total``: rounded down, the largest
    remainders get one more.

    >>> apportion(np.array([1.0, 1.0, 1.0]), 10).tolist()
    [4.0, 3.0, 3.0]
    """
    exact = weights / weights.sum() * total
    whole = np.floor(exact)
    rest = round(total - float(whole.sum()))
    whole[np.argsort(-(exact - whole), kind="stable")[:rest]] += 1
    return whole
