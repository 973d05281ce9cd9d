"""Service totals: rows with a division, a year and a number; what tables of numbers are compared with."""

from typing import Any

import numpy as np
import pandas as pd

from equity.indicators.registry import registry
from equity.intake.across import indicator_of
from equity.intake.body import Body
from equity.intake.cells import (
    MAX_NOTE,
    check_divisions,
    check_numbers,
    check_text,
    check_years,
    report_services,
    service_words,
)
from equity.intake.claims.heard import Heard
from equity.intake.datasets import services_with_totals
from equity.intake.duplicates import repeats
from equity.intake.findings import Findings
from equity.intake.options import Options, Surroundings
from equity.intake.words import lookup, plain
from equity.say import Label

BIG_CHANGE = 0.5
KEY_LABELS = {
    "adcode": Label("区县", "division"),
    "town_code": Label("街镇", "township"),
    "year": Label("年份", "year"),
    "population_group": Label("人口组", "population group"),
    "service": Label("服务", "service"),
    "item": Label("指标", "item"),
}


def check_totals(
    body: Body, options: Options, around: Surroundings, heard: Heard, findings: Findings
) -> pd.DataFrame:
    """Rows of table totals plus ``row``; the unit is the service's own."""
    codes = check_divisions(body, around.gazetteer, findings, city=True)
    findings.add("missing", body.rows[(body.column("division") == "").to_numpy()], "division")
    years = check_years(body, findings, default=options.year, latest=options.this_year)
    notes = check_text(body, "note", findings, longest=MAX_NOTE).to_numpy()
    services_known = services_with_totals()
    names = service_words(services_known)
    said = body.column("service")
    told = [(names.get(plain(t), ""), "") if plain(t) in names else indicator_of(t) or ("", "") for t in said]
    services = np.array([service for service, _ in told], dtype=object)
    report_services(body, services == "", services_known, findings)
    item_texts = body.column("item")
    items = np.array(
        [
            lookup("items").get(plain(t), "") if t else own or "capacity"
            for t, (_, own) in zip(item_texts, told, strict=True)
        ],
        dtype=object,
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
    check_keys(frame, ["adcode", "service", "item", "year"], findings)
    check_changes(frame, around.tables["totals"], ["adcode", "service", "item", "year"], "value", findings)
    return frame


def check_keys(frame: pd.DataFrame, keys: list[str], findings: Findings) -> None:
    complete = frame[(frame[keys[0]] != "") & frame["year"].notna()]
    joined = complete[keys].astype(str).agg("|".join, axis=1) if len(complete) else pd.Series([], dtype="str")
    again, first = repeats(joined, complete["row"].to_numpy(dtype=np.int64))
    labels = [KEY_LABELS[key] for key in keys]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    findings.add("same_key", again, "division", zh, a=first.astype(str), b=en)


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
