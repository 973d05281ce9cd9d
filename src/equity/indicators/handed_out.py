"""A table as it may be handed out: the rows of the data folder without what the rule of small numbers hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from equity.indicators.publishable import Publishable

COUNTS = {  # the columns that count people; what else a row says stays
    "division_population": ["persons", "low", "high"],
    "division_shares": ["share"],
    "households": ["family_households"],
    "births": ["births"],
}


def handed_out(name: str, frame: pd.DataFrame, publishable: Publishable) -> pd.DataFrame:
    """The declared table ``name`` with hidden counts left empty; hidden settlement points are left out.

    A table that counts nobody is returned as it is.
    """
    if name == "settlement_points":
        return frame[~frame["point_id"].isin(publishable.hidden_points)].reset_index(drop=True)
    if name not in COUNTS:
        return frame
    hidden = pd.Series([_hidden(name, row, publishable) for row in frame.itertuples()], dtype=bool)
    if not hidden.any():
        return frame
    emptied = frame.copy()
    for column in COUNTS[name]:
        emptied[column] = emptied[column].mask(hidden.to_numpy())
    return emptied


def _hidden(name: str, row: object, publishable: Publishable) -> bool:
    zone, year = str(getattr(row, "adcode", "")), int(getattr(row, "year", 0))
    if name == "division_population":
        return not publishable.people(zone, year, str(getattr(row, "population_group", "")))
    if name == "division_shares":
        return not publishable.people(zone, year, "resident", str(getattr(row, "item", "")))
    count = getattr(row, COUNTS[name][0])
    return publishable.few(count) or not publishable.people(zone, year, "resident")
