"""Provision measures (coverage, gap, shortfall, supply per 1,000) from the sums in ``out_provision``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from equity.indicators.interval import Estimate, bounded, over
from equity.measures import pooled_coverage_bounds, weighted_mean_bounds
from equity.say import worst_grade
from equity.warehouse import Warehouse

Key = tuple[str, str, int, str]
INCOMPLETE = ("部分区县缺数，不作合计。", "Some divisions have no figure, so no total is given.")


def read_provision(warehouse: Warehouse) -> dict[Key, Mapping[str, Any]]:
    """Rows of ``out_provision`` with their bounds by (service, zone, year, basis)."""
    frame = warehouse.read(
        "SELECT * FROM out_provision JOIN out_provision_bounds USING (service, zone_code, year, basis)"
    )
    return {(r["service"], r["zone_code"], r["year"], r["basis"]): r for r in frame.to_dict("records")}


def provision_estimate(row: Mapping[str, Any] | None, measure: str) -> Estimate:
    """One provision measure of one zone and basis, unscaled (shares as fractions).

    no figure: ``no_data``; no demand: ``not_applicable``.
    """
    if row is None:
        return Estimate.missing("no_data")
    known: dict[str, Any] = {
        "grade": row["grade"],
        "persons": row["demand"],
        "supply_year": None if pd.isna(row["supply_year"]) else int(row["supply_year"]),
        "sources": tuple(row["sources"]),
    }
    if row["divisions"] < row["members"]:
        return Estimate.missing("no_data", **known, note=INCOMPLETE)
    if row["demand"] == 0:
        return Estimate.missing("not_applicable", **known)
    if measure == "demand":
        demand = {**known, "grade": row["demand_grade"], "sources": tuple(row["demand_sources"])}
        return bounded(row["demand"], row["demand_low"], row["demand_high"], **demand)
    if row["divisions_with_supply"] < row["members"]:
        return Estimate.missing("no_data", **known, note=INCOMPLETE if row["members"] > 1 else ("", ""))
    s, d, q = row["supply"], row["demand"], row["q"]
    if measure == "supply_per_1000":
        return bounded(s / d, *_rate_bounds(row), **known)
    if not q or pd.isna(q):
        return Estimate.missing("no_data", **known)
    known["grade"] = worst_grade(row["grade"], row["standard_grade"])
    known["sources"] = tuple(sorted({*row["sources"], *row["standard_sources"]}))
    if measure == "coverage_uncapped":
        return bounded(s / (q * d), *_uncapped_bounds(row), **known)
    if measure == "coverage":
        return bounded(row["met"] / row["need"], *_capped_bounds(row), **known)
    if measure == "shortfall":
        return bounded(row["shortfall"], row["shortfall_low"], row["shortfall_high"], **known)
    raise ValueError(f"not a provision measure: {measure}")


def _rate_bounds(row: Mapping[str, Any]) -> tuple[float, float]:
    """Bounds of S / D."""
    return over(row["supply_low"], row["demand_high"]), over(row["supply_high"], row["demand_low"])


def _uncapped_bounds(row: Mapping[str, Any]) -> tuple[float, float]:
    """Bounds of S / (q·D), with the yardstick q at the end that belongs to the end of S and D (``core_yardstick``)."""
    return (
        over(row["supply_low"], row["q_high"] * row["demand_high"]),
        over(row["supply_high"], row["q_low"] * row["demand_low"]),
    )


def _capped_bounds(row: Mapping[str, Any]) -> tuple[float, float]:
    """Bounds of coverage with its cap: of the division's own ratio, of several divisions pooled."""
    if row["members"] == 1:
        low, high = _uncapped_bounds(row)
        return min(1.0, low), min(1.0, high)
    return pooled_coverage_bounds(
        row["served_low_each"], row["served_high_each"], row["demand_low_each"], row["demand_high_each"]
    )


SHARED_SUPPLY = {"supply_per_1000", "coverage_uncapped", "coverage"}


def basis_gap(
    registered: Mapping[str, Any] | None, resident: Mapping[str, Any] | None, measure: str, gap: Estimate
) -> Estimate:
    """``gap`` (registered − resident) of one of ``SHARED_SUPPLY`` with the interval that follows.

    Both sides share supply, yardstick and demand share, so the difference of their intervals would count these twice.
    With c the ratio on the resident basis and m = D(resident) / D(registered), the uncapped gap is c · (m − 1) and the
    capped one min(1, c·m) − min(1, c): for the city against its own value, where c is 1 by definition, nothing of the
    supply is left. Comes back unchanged where it has no value.
    """
    if gap.status != "ok" or gap.value is None or gap.low is None or gap.high is None:
        return gap
    assert registered is not None and resident is not None
    m = _ratio_of_demands(registered, resident)
    if measure != "coverage":
        c = _uncapped_bounds(resident) if measure == "coverage_uncapped" else _rate_bounds(resident)
        corners = [share * (ratio - 1) for share in c for ratio in m]
        ends = (max(gap.low, min(corners)), min(gap.high, max(corners)))
    elif resident["members"] == 1:
        ends = _capped_gap_bounds(_uncapped_bounds(resident), m)
    else:
        found = _pooled_gap_bounds(registered, resident)
        ends = (max(gap.low, found[0]), min(gap.high, found[1]))
    known = {f.name: getattr(gap, f.name) for f in fields(gap) if f.name not in {"value", "low", "high"}}
    return bounded(gap.value, *ends, **known)


def _ratio_of_demands(registered: Mapping[str, Any], resident: Mapping[str, Any]) -> tuple[float, float]:
    """Bounds of D(resident) / D(registered): of the two totals, and as mean of the divisions' ratios of persons; the tighter."""
    direct = (
        over(resident["demand_low"], registered["demand_high"]),
        over(resident["demand_high"], registered["demand_low"]),
    )
    mean = weighted_mean_bounds(
        registered["ratio_low_each"],
        registered["ratio_high_each"],
        registered["demand_low_each"],
        registered["demand_high_each"],
    )
    return (max(direct[0], mean[0]), min(direct[1], mean[1])) if isfinite(sum(mean)) else direct


def _capped_gap_bounds(c: tuple[float, float], m: tuple[float, float]) -> tuple[float, float]:
    """Bounds of min(1, c·m) − min(1, c), which rises with m and turns, over c, at 1 and at 1/m only."""
    gaps = [
        min(1.0, share * ratio) - min(1.0, share)
        for ratio in m
        if isfinite(ratio)
        for share in (*c, *(max(c[0], min(c[1], turn)) for turn in (1.0, over(1.0, ratio))))
        if isfinite(share)
    ]
    return (min(gaps), max(gaps)) if isfinite(m[1]) and isfinite(c[1]) else (-1.0, 1.0)


def _pooled_gap_bounds(registered: Mapping[str, Any], resident: Mapping[str, Any]) -> tuple[float, float]:
    """Bounds of Σ min(x, H) / ΣH − Σ min(x, R) / ΣR over the divisions, x being the same people served on both sides.

    Each division's term is largest (smallest) at an end of x or where x meets H or R; the two totals stand at the end
    that is worse, whatever the divisions are.
    """
    x_low, x_high = np.array(resident["served_low_each"]), np.array(resident["served_high_each"])

    def total(h_end: str, r_end: str, extreme: Any) -> float:
        h, r = np.array(registered[f"demand_{h_end}_each"]), np.array(resident[f"demand_{r_end}_each"])
        h_other, r_other = ({"low": "high", "high": "low"}[end] for end in (h_end, r_end))
        x = np.array([x_low, x_high, np.clip(h, x_low, x_high), np.clip(r, x_low, x_high)])
        terms = (
            np.minimum(x, h) / registered[f"demand_{h_other}"]
            - np.minimum(x, r) / resident[f"demand_{r_other}"]
        )
        return float(extreme(terms, axis=0).sum())

    if not (registered["demand_low"] > 0 and resident["demand_low"] > 0):
        return -1.0, 1.0
    return total("low", "high", np.min), total("high", "low", np.max)
