"""Tables of numbers: totals of services, people by division or township; what they are compared with."""

from typing import Any

import numpy as np
import pandas as pd

from equity.checking.body import Body
from equity.checking.cells import (
    MAX_NOTE,
    check_divisions,
    check_numbers,
    check_text,
    check_years,
    report_services,
    service_words,
)
from equity.checking.check import Check
from equity.checking.check_facilities import repeats
from equity.checking.claims.heard import Heard
from equity.checking.datasets import POPULATION_COLUMNS, services_with_totals
from equity.checking.findings import Findings
from equity.checking.shapes import indicator_of
from equity.indicators.registry import registry
from equity.reading.words import lookup, plain
from equity.say import listed, texts_of

TEXTS = texts_of(__name__)
BIG_CHANGE = 0.5
KEY_LABELS = TEXTS["keys"]
OTHER_MAGNITUDE = 100
HALF = 0.5  # a person


def check_totals(heard: Heard) -> pd.DataFrame:
    """Rows of table totals plus ``row``; the unit is the service's own."""
    body, check = heard.body, heard.check
    codes = check_divisions(body, check, city=True)
    body.report("missing", (body.column("division") == "").to_numpy(), "division")
    years = check_years(body, check)
    notes = check_text(body, "note", longest=MAX_NOTE).to_numpy()
    services_known = services_with_totals()
    names = service_words(services_known)
    said = body.column("service")
    told = [(names.get(plain(t), ""), "") if plain(t) in names else indicator_of(t) or ("", "") for t in said]
    services = np.array([service for service, _ in told], dtype=object)
    report_services(body, services == "", services_known)
    item_texts = body.column("item")
    items = np.array(
        [
            lookup("items").get(plain(t), "") if t else own or "capacity"
            for t, (_, own) in zip(item_texts, told, strict=True)
        ],
        dtype=object,
    )
    body.report("unknown_item", items == "", "item", item_texts)
    values = check_numbers(body, "value", required=True)
    units = [registry()[s].unit.en if s else "" for s in services]
    frame = pd.DataFrame(
        {
            "adcode": codes,
            "service": services,
            "item": items,
            "value": values,
            "unit": units,
            "low": np.nan,
            "high": np.nan,
            "year": years,
            "grade": heard.grade,
            "source": heard.source,
            "confidence": "official",
            "note": np.where(notes == "", None, notes),
            "row": body.rows,
        }
    )
    check_keys(frame, ["adcode", "service", "item", "year"], body.findings)
    check_changes(
        frame, check.around.tables["totals"], ["adcode", "service", "item", "year"], "value", body.findings
    )
    return frame


def check_keys(frame: pd.DataFrame, keys: list[str], findings: Findings) -> None:
    complete = frame[(frame[keys[0]] != "") & frame["year"].notna()]
    joined = complete[keys].astype(str).agg("|".join, axis=1) if len(complete) else pd.Series([], dtype="str")
    again, first = repeats(joined, complete["row"].to_numpy(dtype=np.int64))
    said = listed([KEY_LABELS[key] for key in keys])
    findings.add("same_key", again, "division", said.zh, a=first.astype(str), b=said.en)


def check_changes(
    frame: pd.DataFrame, present: pd.DataFrame, keys: list[str], value: str, findings: Findings
) -> None:
    now = present[[*keys, value]].rename(columns={value: "now"}).astype({"year": "float64"})
    both = frame.astype({"year": "float64"}).merge(now, on=keys, how="inner")
    both = both[(both["now"] > 0) & ((both[value] / both["now"] - 1).abs() > BIG_CHANGE)]
    change = [f"{c:+.0%}" for c in both[value] / both["now"] - 1]
    findings.add(
        "big_change", both["row"].to_numpy(), value, texts(both[value]), a=texts(both["now"]), b=change
    )


def texts(values: Any) -> list[str]:
    return [f"{v:,.0f}" for v in values]


def check_population(heard: Heard) -> pd.DataFrame:
    """Rows of table division_population plus ``row``. A wide file (one column per group) gives several rows for each."""
    body, check = heard.body, heard.check
    codes = check_divisions(body, check, city=True)
    body.report("missing", (body.column("division") == "").to_numpy(), "division")
    years = check_years(body, check)
    frame = count_people(body, {"adcode": codes, "year": years}, heard).assign(low=np.nan, high=np.nan)
    check_keys(frame, ["adcode", "year", "population_group"], body.findings)
    _check_sums(frame, ["adcode", "year"], body.findings)
    _check_magnitude(frame, check.around.tables["division_population"], body.findings)
    check_changes(
        frame,
        check.around.tables["division_population"],
        ["adcode", "year", "population_group"],
        "persons",
        body.findings,
    )
    return frame


def check_township_population(heard: Heard) -> pd.DataFrame:
    """Rows of table township_population plus ``row``, of a body whose townships are codes."""
    body, check = heard.body, heard.check
    years = check_years(body, check)
    towns = body.column("township").to_numpy(dtype=object)
    frame = count_people(body, {"town_code": towns, "year": years}, heard)
    check_keys(frame, ["town_code", "year", "population_group"], body.findings)
    _check_sums(frame, ["town_code", "year"], body.findings)
    _compare_with_divisions(frame, body.findings, check)
    return frame


def _compare_with_divisions(frame: pd.DataFrame, findings: Findings, check: Check) -> None:
    """Where all townships of a division are there: their sum against its own figure of that year."""
    keys = ["adcode", "year", "population_group"]
    known = check.around.tables["division_population"][[*keys, "persons"]].astype({"year": "float64"})
    divisions = frame["town_code"].map(check.around.gazetteer.division_of_town)
    grouped = frame.assign(adcode=divisions).groupby(keys, as_index=False)
    both = grouped.agg(sum=("persons", "sum"), towns=("town_code", "nunique")).merge(known, on=keys)
    by_law = [check.around.gazetteer.townships_of(code) for code in both["adcode"]]
    both = both[(both["towns"] >= by_law) & ((both["sum"] - both["persons"]).abs() > HALF)]
    names = [check.around.gazetteer.names[c] for c in both["adcode"]]
    findings.add(
        "townships_sum", [0] * len(both), "persons", names, a=texts(both["sum"]), b=texts(both["persons"])
    )


def count_people(body: Body, place: dict[str, Any], heard: Heard) -> pd.DataFrame:
    """A row for each place and population group that has a number; ``place``: the columns that say where and when."""
    notes = check_text(body, "note", longest=MAX_NOTE).to_numpy()
    parts = []
    if body.has("persons"):
        said = body.column("population_group")
        groups = said.map(lambda t: lookup("groups").get(plain(t), "")).to_numpy(dtype=object)
        body.report("missing", (said == "").to_numpy(), "population_group")
        unknown = (groups == "") & (said != "").to_numpy()
        body.report("unknown_group", unknown, "population_group", said)
        parts.append((groups, check_numbers(body, "persons", required=True, whole=True)))
    wide = [c for c in POPULATION_COLUMNS if body.has(c)]
    for column in wide:
        parts.append((np.full(len(body), column, dtype=object), check_numbers(body, column, whole=True)))
    if wide and not body.has("persons"):
        empty = np.logical_and.reduce([(body.column(c) == "").to_numpy() for c in wide])
        body.report("missing", empty, "persons")
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
    """Residents = local + non-local, registered = local + absent (to one person), where all three are given."""
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
            code, rows.loc[wrong].to_numpy(), whole, texts(wide.loc[wrong, whole]), a=texts(total.loc[wrong])
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
