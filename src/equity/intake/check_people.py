"""Population by division or township: rows with a place, a year and numbers of persons."""

from typing import Any

import numpy as np
import pandas as pd

from equity.intake.body import Body
from equity.intake.cells import MAX_NOTE, check_divisions, check_numbers, check_text, check_years
from equity.intake.check_numbers import check_changes, check_keys, texts
from equity.intake.claims.heard import Heard
from equity.intake.datasets import POPULATION_COLUMNS
from equity.intake.findings import Findings
from equity.intake.options import Options, Surroundings
from equity.intake.words import lookup, plain

OTHER_MAGNITUDE = 100
HALF = 0.5  # a person


def check_population(
    body: Body, options: Options, around: Surroundings, heard: Heard, findings: Findings
) -> pd.DataFrame:
    """Rows of table division_population plus ``row``. A wide file (one column per group) gives several
    rows for each."""
    codes = check_divisions(body, around.gazetteer, findings, city=True)
    findings.add("missing", body.rows[(body.column("division") == "").to_numpy()], "division")
    years = check_years(body, findings, default=options.year, latest=options.this_year)
    frame = count_people(body, {"adcode": codes, "year": years}, heard, findings).assign(
        low=np.nan, high=np.nan
    )
    check_keys(frame, ["adcode", "year", "population_group"], findings)
    _check_sums(frame, ["adcode", "year"], findings)
    _check_magnitude(frame, around.tables["division_population"], findings)
    check_changes(
        frame,
        around.tables["division_population"],
        ["adcode", "year", "population_group"],
        "persons",
        findings,
    )
    return frame


def check_township_population(
    body: Body, options: Options, around: Surroundings, heard: Heard, findings: Findings
) -> pd.DataFrame:
    """Rows of table township_population plus ``row``, of a body whose townships are codes."""
    years = check_years(body, findings, default=options.year, latest=options.this_year)
    towns = body.column("township").to_numpy(dtype=object)
    frame = count_people(body, {"town_code": towns, "year": years}, heard, findings)
    check_keys(frame, ["town_code", "year", "population_group"], findings)
    _check_sums(frame, ["town_code", "year"], findings)
    _compare_with_divisions(frame, around, findings)
    return frame


def _compare_with_divisions(frame: pd.DataFrame, around: Surroundings, findings: Findings) -> None:
    """Where all townships of a division are there: their sum against its own figure of that year."""
    keys = ["adcode", "year", "population_group"]
    known = around.tables["division_population"][[*keys, "persons"]].astype({"year": "float64"})
    divisions = frame["town_code"].map(around.gazetteer.division_of_town)
    grouped = frame.assign(adcode=divisions).groupby(keys, as_index=False)
    both = grouped.agg(sum=("persons", "sum"), towns=("town_code", "nunique")).merge(known, on=keys)
    by_law = [around.gazetteer.townships_of(code) for code in both["adcode"]]
    both = both[(both["towns"] >= by_law) & ((both["sum"] - both["persons"]).abs() > HALF)]
    names = [around.gazetteer.names[c] for c in both["adcode"]]
    findings.add(
        "townships_sum", [0] * len(both), "persons", names, a=texts(both["sum"]), b=texts(both["persons"])
    )


def count_people(body: Body, place: dict[str, Any], heard: Heard, findings: Findings) -> pd.DataFrame:
    """A row for each place and population group that has a number; ``place``: the columns that say where and when."""
    notes = check_text(body, "note", findings, longest=MAX_NOTE).to_numpy()
    parts = []
    if body.has("persons"):
        said = body.column("population_group")
        groups = said.map(lambda t: lookup("groups").get(plain(t), "")).to_numpy(dtype=object)
        findings.add("missing", body.rows[(said == "").to_numpy()], "population_group")
        unknown = (groups == "") & (said != "").to_numpy()
        findings.add("unknown_group", body.rows[unknown], "population_group", said[unknown])
        parts.append((groups, check_numbers(body, "persons", findings, required=True, whole=True)))
    wide = [c for c in POPULATION_COLUMNS if body.has(c)]
    for column in wide:
        parts.append(
            (np.full(len(body), column, dtype=object), check_numbers(body, column, findings, whole=True))
        )
    if wide and not body.has("persons"):
        empty = np.logical_and.reduce([(body.column(c) == "").to_numpy() for c in wide])
        findings.add("missing", body.rows[empty], "persons")
    if not parts:  # said once for the file, not here for every row
        parts.append((np.full(len(body), "", dtype=object), np.full(len(body), np.nan)))
    frames = [
        pd.DataFrame(
            {
                **place,
                "population_group": groups,
                "persons": values,
                "grade": heard.grade,
                "source": heard.source,
                "note": np.where(notes == "", None, notes),
                "row": body.rows,
            }
        )
        for groups, values in parts
    ]
    frame = pd.concat(frames, ignore_index=True).dropna(subset=["persons"])
    return frame.sort_values("row", kind="stable", ignore_index=True)


def _check_sums(frame: pd.DataFrame, place: list[str], findings: Findings) -> None:
    """Residents = local + non-local, registered = local + absent (to one person), where all three are
    given."""
    wide = frame.drop_duplicates([*place, "population_group"]).pivot(
        index=place, columns="population_group", values="persons"
    )
    rows = frame.groupby(place)["row"].first()
    for code, whole, parts, slack in (
        ("residents_sum", "resident", ("local", "non_local"), 0.0),
        ("registered_sum", "registered", ("local", "absent"), 1.0),
    ):
        if not {whole, *parts} <= set(wide.columns):
            continue
        total = wide[parts[0]] + wide[parts[1]]
        wrong = wide[(wide[whole] - total).abs() > slack].index
        findings.add(
            code,
            rows.loc[wrong].to_numpy(),
            whole,
            texts(wide.loc[wrong, whole]),
            a=texts(total.loc[wrong]),
        )


def _check_magnitude(frame: pd.DataFrame, present: pd.DataFrame, findings: Findings) -> None:
    """Against the nearest year that is known: a hundredfold change is a mistaken unit."""
    keys = ["adcode", "population_group"]
    now = present[[*keys, "year", "persons"]].astype({"year": "float64"})
    both = frame.astype({"year": "float64"}).merge(now, on=keys, suffixes=("", "_then"))
    both = both[both["persons_then"] > 0].assign(apart=lambda b: (b["year_then"] - b["year"]).abs())
    both = both.sort_values("apart", kind="stable").drop_duplicates(["row", *keys])
    share = both["persons"] / both["persons_then"]
    both = both[(share < 1 / OTHER_MAGNITUDE) | (share > OTHER_MAGNITUDE)]
    findings.add(
        "other_magnitude",
        both["row"].to_numpy(),
        "persons",
        texts(both["persons"]),
        a=texts(both["persons_then"]),
        b=[f"{y:.0f}" for y in both["year_then"]],
    )
