"""Population by division and service totals: rows with a division, a year and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from equity.indicators.registry import registry
from equity.intake.body import Body
from equity.intake.cells import MAX_NOTE, check_divisions, check_numbers, check_text, check_years
from equity.intake.claims.heard import Heard
from equity.intake.datasets import POPULATION_COLUMNS, services_with_totals
from equity.intake.duplicates import repeats
from equity.intake.findings import Findings
from equity.intake.options import Options, Surroundings
from equity.intake.words import lookup, plain
from equity.say import Label

BIG_CHANGE = 0.5
OTHER_MAGNITUDE = 100
KEY_LABELS = {
    "adcode": Label("区县", "division"),
    "year": Label("年份", "year"),
    "population_group": Label("人口组", "population group"),
    "service": Label("服务", "service"),
    "item": Label("指标", "item"),
}


def check_population(
    body: Body, options: Options, around: Surroundings, heard: Heard, findings: Findings
) -> pd.DataFrame:
    """Rows of table division_population plus ``row``. A wide file (one column per group) gives several
    rows for each."""
    codes = check_divisions(body, around.gazetteer, findings, city=True)
    findings.add("missing", body.rows[(body.column("division") == "").to_numpy()], "division")
    years = check_years(body, findings, default=options.year, latest=options.this_year)
    notes = check_text(body, "note", findings, longest=MAX_NOTE).to_numpy()
    parts = []
    if body.has("persons"):
        texts = body.column("population_group")
        groups = texts.map(lambda t: lookup("groups").get(plain(t), "")).to_numpy(dtype=object)
        findings.add("missing", body.rows[(texts == "").to_numpy()], "population_group")
        unknown = (groups == "") & (texts != "").to_numpy()
        findings.add("unknown_group", body.rows[unknown], "population_group", texts[unknown])
        parts.append((groups, check_numbers(body, "persons", findings, required=True, whole=True)))
    wide = [c for c in POPULATION_COLUMNS if body.has(c)]
    for column in wide:
        parts.append(
            (np.full(len(body), column, dtype=object), check_numbers(body, column, findings, whole=True))
        )
    if wide and not body.has("persons"):
        empty = np.logical_and.reduce([np.isnan(values) for _, values in parts])
        findings.add("missing", body.rows[empty], "persons")
    if not parts:  # said once for the file, not here for every row
        parts.append((np.full(len(body), "", dtype=object), np.full(len(body), np.nan)))
    frames = [
        pd.DataFrame(
            {
                "adcode": codes,
                "year": years,
                "population_group": groups,
                "persons": values,
                "low": np.nan,
                "high": np.nan,
                "grade": heard.grade,
                "source": heard.source,
                "note": np.where(notes == "", None, notes),
                "row": body.rows,
            }
        )
        for groups, values in parts
    ]
    frame = (
        pd.concat(frames, ignore_index=True)
        .dropna(subset=["persons"])
        .sort_values("row", kind="stable", ignore_index=True)
    )
    _check_keys(frame, ["adcode", "year", "population_group"], findings)
    _check_sums(frame, findings)
    _check_magnitude(frame, around.tables["division_population"], findings)
    _check_changes(
        frame,
        around.tables["division_population"],
        ["adcode", "year", "population_group"],
        "persons",
        findings,
    )
    return frame


def check_totals(
    body: Body, options: Options, around: Surroundings, heard: Heard, findings: Findings
) -> pd.DataFrame:
    """Rows of table totals plus ``row``; the unit is the service's own."""
    codes = check_divisions(body, around.gazetteer, findings, city=True)
    findings.add("missing", body.rows[(body.column("division") == "").to_numpy()], "division")
    years = check_years(body, findings, default=options.year, latest=options.this_year)
    notes = check_text(body, "note", findings, longest=MAX_NOTE).to_numpy()
    services_known = services_with_totals()
    names = lookup("services") | {
        plain(w): d.id for d in services_known for w in (d.id, d.label.zh, d.label.en)
    }
    texts = body.column("service")
    services = texts.map(lambda t: names.get(plain(t), "")).to_numpy(dtype=object)
    unknown = services == ""
    findings.add(
        "unknown_service",
        body.rows[unknown],
        "service",
        texts[unknown],
        a=f"可选 {'、'.join(d.label.zh for d in services_known)}。",
        b=f"one of {', '.join(d.label.en for d in services_known)}.",
    )
    item_texts = body.column("item")
    items = item_texts.map(lambda t: lookup("items").get(plain(t), "") if t else "capacity").to_numpy(
        dtype=object
    )
    findings.add("unknown_item", body.rows[items == ""], "item", item_texts[items == ""])
    values = check_numbers(body, "value", findings, required=True)
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
    _check_keys(frame, ["adcode", "service", "item", "year"], findings)
    _check_changes(frame, around.tables["totals"], ["adcode", "service", "item", "year"], "value", findings)
    return frame


def _check_keys(frame: pd.DataFrame, keys: list[str], findings: Findings) -> None:
    complete = frame[(frame["adcode"] != "") & frame["year"].notna()]
    joined = complete[keys].astype(str).agg("|".join, axis=1) if len(complete) else pd.Series([], dtype="str")
    again, first = repeats(joined, complete["row"].to_numpy(dtype=np.int64))
    labels = [KEY_LABELS[key] for key in keys]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    findings.add("same_key", again, "division", zh, a=first.astype(str), b=en)


def _check_sums(frame: pd.DataFrame, findings: Findings) -> None:
    """Residents = local + non-local, registered = local + absent (to one person), where all three are
    given."""
    wide = frame.drop_duplicates(["adcode", "year", "population_group"]).pivot(
        index=["adcode", "year"], columns="population_group", values="persons"
    )
    rows = frame.groupby(["adcode", "year"])["row"].first()
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
            _texts(wide.loc[wrong, whole]),
            a=_texts(total.loc[wrong]),
        )


def _check_changes(
    frame: pd.DataFrame, present: pd.DataFrame, keys: list[str], value: str, findings: Findings
) -> None:
    now = present[[*keys, value]].rename(columns={value: "now"}).astype({"year": "float64"})
    both = frame.astype({"year": "float64"}).merge(now, on=keys, how="inner")
    both = both[(both["now"] > 0) & ((both[value] / both["now"] - 1).abs() > BIG_CHANGE)]
    change = [f"{c:+.0%}" for c in both[value] / both["now"] - 1]
    findings.add(
        "big_change", both["row"].to_numpy(), value, _texts(both[value]), a=_texts(both["now"]), b=change
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
        _texts(both["persons"]),
        a=_texts(both["persons_then"]),
        b=[f"{y:.0f}" for y in both["year_then"]],
    )


def _texts(values: Any) -> list[str]:
    return [f"{v:,.0f}" for v in values]
