"""Provision measures (coverage, gap, shortfall, supply per 1,000) from the sums in ``out_provision``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from equity.indicators.interval import Estimate
from equity.text import worst_grade
from equity.warehouse import Warehouse

Key = tuple[str, str, int, str]
INCOMPLETE = ("部分区县缺数，不作合计。", "Some divisions have no figure, so no total is given.")


def read_provision(warehouse: Warehouse) -> dict[Key, Mapping[str, Any]]:
    """Rows of ``out_provision`` by (service, zone, year, basis)."""
    frame = warehouse.read("SELECT * FROM out_provision")
    return {(r["service"], r["zone_code"], r["year"], r["basis"]): r for r in frame.to_dict("records")}


def provision_estimate(row: Mapping[str, Any] | None, measure: str, suppress_below: int) -> Estimate:
    """One provision measure of one zone and basis, unscaled (shares as fractions).

    no figure: ``no_data``; no demand: ``not_applicable``; fewer persons than ``suppress_below``: ``suppressed``.
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
    if row["persons"] < suppress_below:
        return Estimate.missing("suppressed", **{**known, "persons": None})
    if measure == "demand":
        demand = {**known, "grade": row["demand_grade"], "sources": tuple(row["demand_sources"])}
        return Estimate(row["demand"], row["demand_low"], row["demand_high"], **demand)
    if row["divisions_with_supply"] < row["members"]:
        return Estimate.missing("no_data", **known, note=INCOMPLETE if row["members"] > 1 else ("", ""))
    s, s_low, s_high = row["supply"], row["supply_low"], row["supply_high"]
    d, d_low, d_high, q = row["demand"], row["demand_low"], row["demand_high"], row["q"]
    if measure == "supply_per_1000":
        return Estimate(s / d, s_low / d_high, s_high / d_low, **known)
    if not q or pd.isna(q):
        return Estimate.missing("no_data", **known)
    known["grade"] = worst_grade(row["grade"], row["standard_grade"])
    known["sources"] = tuple(sorted({*row["sources"], *row["standard_sources"]}))
    if measure == "coverage_uncapped":
        return Estimate(s / (q * d), s_low / (q * d_high), s_high / (q * d_low), **known)
    if measure == "coverage":
        return Estimate(
            row["met"] / row["need"],
            row["met_at_low"] / row["need_at_low"],
            row["met_at_high"] / row["need_at_high"],
            **known,
        )
    if measure == "shortfall":
        return Estimate(row["shortfall"], row["shortfall_low"], row["shortfall_high"], **known)
    raise ValueError(f"not a provision measure: {measure}")


RATIOS = {"supply_per_1000", "coverage_uncapped"}


def ratio_gap(
    registered: Mapping[str, Any] | None, resident: Mapping[str, Any] | None, measure: str, gap: Estimate
) -> Estimate:
    """``gap`` with the interval that follows when both ratios share one supply: S · (1/D(registered) − 1/D(resident)).

    The difference of the two intervals would count the uncertainty of S twice. ``gap`` comes back unchanged where it has
    no value.
    """
    if gap.status != "ok" or registered is None or resident is None:
        return gap
    q = registered["q"] if measure == "coverage_uncapped" else 1.0
    per_unit = (
        1 / registered["demand_high"] - 1 / resident["demand_low"],
        1 / registered["demand_low"] - 1 / resident["demand_high"],
    )
    corners = [s * k / q for s in (registered["supply_low"], registered["supply_high"]) for k in per_unit]
    return replace(gap, low=min(corners), high=max(corners))
