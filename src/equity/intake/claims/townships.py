"""Rows of townships and communities kept at their own level: a row for each township, whatever way it is named."""

from typing import Any

import numpy as np
import pandas as pd

from equity.intake.body import Body
from equity.intake.cells import check_communities, check_divisions, check_townships
from equity.intake.claims.levels import KEYS, Levels, added_up
from equity.intake.datasets import Dataset
from equity.intake.findings import Findings
from equity.intake.gazetteer import Gazetteer
from equity.intake.numbers import per_value


def hear_townships(body: Body, dataset: Dataset, gazetteer: Gazetteer, findings: Findings) -> Levels:
    """The table with the code of a township in every row. Communities are added up to theirs; rows of whole divisions are set
    aside, and tell the division of those below them that state none."""
    if not any(body.has(name) for name in ("division", "township", "community")):
        return Levels(body, {int(r): int(r) for r in body.rows})
    body = _towns_apart(body, gazetteer)
    stated, community = (body.column(name).to_numpy(dtype=object) for name in ("township", "community"))
    codes = check_divisions(body, gazetteer, findings)
    whole = (codes != "") & (stated == "") & (community == "")
    findings.add("row_of_division", body.rows[whole], "township", [gazetteer.names[c] for c in codes[whole]])
    bare = (body.column("division") == "").to_numpy()
    _tell_divisions(codes, np.where(bare, stated, ""), whole, gazetteer)
    unclear = bare & (codes == "") & (stated != "")
    findings.add("township_of_which", body.rows[unclear], "township", stated[unclear])
    nowhere = (stated == "") & (community == "") & bare
    findings.add("missing", body.rows[nowhere], "township")
    body = body.with_column("township", np.where(codes == "", "", stated))
    none = np.full(len(body), "", dtype=object)
    towns = check_townships(body, codes, none, gazetteer, findings)
    check_communities(body, codes, towns, none != "", gazetteer, findings)
    shown = np.where(community == "", stated, community)
    lost = (towns == "") & (codes != "") & (shown != "")
    findings.add("no_township", body.rows[lost], "township", shown[lost])
    body = body.with_column("township", towns)
    known = towns != ""
    body, towns, parts = body.keep(known), towns[known], (community != "")[known]
    heads = {int(r): int(r) for r in body.rows}
    if not parts.any():
        return Levels(body, heads)
    keys = pd.Series(towns, dtype="str")
    for name in KEYS:
        keys = keys + "|" + body.column(name).reset_index(drop=True)
    covered = parts & keys.isin(set(keys[~parts])).to_numpy()
    findings.add("part_of_township", body.rows[covered], "community", body.column("community")[covered])
    rest = parts & ~covered
    if not rest.any():
        return Levels(body.keep(~parts), heads)
    return added_up(
        body, keys, "township", towns, gazetteer.town_names, rest, body.keep(~parts), dataset, findings
    )


def _towns_apart(body: Body, gazetteer: Gazetteer) -> Body:
    """Townships that stand in the column of divisions, below them as in statistics, in a column of their own."""
    place, town = (body.column(name).reset_index(drop=True) for name in ("division", "township"))
    inside = (per_value(place, gazetteer.level) == "township") & (town == "").to_numpy()
    body = body.with_column("township", town.where(~inside, place))
    return body.with_column("division", place.where(~inside, ""))


def _tell_divisions(codes: Any, stated: Any, whole: Any, gazetteer: Gazetteer) -> None:
    """Fill in the division of townships: the one that has a row above them where it has such a township, else the only one
    with a township of that name."""
    above = ""
    for i, town in enumerate(stated):
        if whole[i]:
            above = codes[i]
        elif town and not codes[i]:
            here = above and gazetteer.township(town, above).code
            codes[i] = above if here else gazetteer.part(town)
