"""Registers of several years in one list: each place counts once, in its latest year, unless the user wants all of its rows."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.intake.body import Body
from equity.intake.claims.questions import Option, Questions
from equity.intake.findings import Findings
from equity.intake.numbers import to_years
from equity.say import Label


def hear_earlier_years(body: Body, questions: Questions, findings: Findings) -> NDArray[np.bool_]:
    """Rows of a place that has a row of a later year."""
    nothing = np.zeros(len(body), dtype=bool)
    if not body.has("year") or not body.has("name_zh"):
        return nothing
    years, _ = to_years(body.column("year"))
    if len(np.unique(years[np.isfinite(years)])) < 2:
        return nothing
    key: Any = pd.Series("", index=body.frame.index, dtype="str")
    for name in ("name_zh", "division", "township", "address", "lon", "lat", "lonlat"):
        key = key + "|" + body.column(name)
    latest = pd.Series(years).groupby(key.to_numpy()).transform("max").to_numpy()
    earlier = years < latest
    if not earlier.any():
        return nothing
    n = int(earlier.sum())
    chosen = questions.ask(
        "years",
        Label(
            f"{n:,} 行与后面年份的行是同一处；每处只计最近一年。",
            f"{n:,} rows are of places that have a row of a later year; each counts in its latest year only.",
        ),
        (
            Option("latest", Label("只计最近一年", "the latest year only")),
            Option("all", Label("都计入", "all of them")),
        ),
        proposed=["latest"],
        field="year",
    )
    if "latest" not in chosen:
        return nothing
    shown = [f"{year:.0f}" for year in years[earlier]]
    findings.add("earlier_year", body.rows[earlier], "year", shown, a=[f"{y:.0f}" for y in latest[earlier]])
    return np.asarray(earlier, dtype=bool)
