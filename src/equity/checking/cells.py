"""Checks of single columns: text, numbers, years, divisions, townships. Each returns values and records what it found."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.check import Check
from equity.checking.findings import Findings
from equity.checking.gazetteer import Answer
from equity.indicators.definition import Definition
from equity.reading.columns import contains
from equity.reading.numbers import FIRST_YEAR, TWO_YEARS, per_value, to_numbers, to_years
from equity.reading.units import header_unit
from equity.reading.words import lookup, plain, whole, words
from equity.say import Label

Floats = NDArray[np.float64]
Codes = NDArray[np.object_]
MAX_NAME = 200
MAX_NOTE = 2000
MAX_SPREAD_YEARS = 5
NUMBER_WORDS = "[十百千万亿]"
NOTHING = Label("", "")
EXAMPLE = "<示例，请删除>"  # marks the examples of a template; the check sends such rows back
FORMULA = r"^[+\-][^\d.]|^[=@]"


def check_text(body: Body, name: str, *, required: bool = False, longest: int = MAX_NAME) -> Any:
    """Text of a field; refuses page code, formulas and texts that are too long."""
    texts = body.column(name)
    if required:
        body.report("missing", (texts == "").to_numpy(), name)
    long = (texts.str.len() > longest).to_numpy(dtype=bool)
    body.report("long_text", long, name, texts, a=texts[long].str.len().astype(str))
    example = texts.str.startswith(EXAMPLE).to_numpy(dtype=bool)
    body.report("example", example, name, texts)
    for code, pattern in (("markup", r"[<>]"), ("formula", FORMULA)):
        hit = contains(texts, pattern) & ~example
        body.report(code, hit, name, texts)
    return texts


def check_ids(body: Body, name: str) -> Any:
    """Ids as text. One that a spreadsheet kept as a number beyond 15 digits has lost its end: it is left out, and said."""
    texts = check_text(body, name)
    lost = contains(texts, r"^\d(\.\d+)?[eE]\+?\d+$")
    long = contains(texts, r"^\d{16,}$")
    rounded = contains(texts, r"^\d{15}0+$") & long
    if rounded.any() and rounded.sum() == long.sum():
        lost |= rounded
    if lost.any():
        body.note("ids_lost", name, texts[lost].iloc[0], a=f"{int(lost.sum()):,}")
        texts = texts.where(~lost, "")
    return texts


def check_numbers(body: Body, name: str, *, required: bool = False, whole: bool = False) -> Floats:
    """Numbers of a field, not negative, times the unit of its column; NaN where empty or refused."""
    texts = body.column(name)
    texts = texts.where(~texts.str.lower().isin(words()["cells"]["nothing"]), "")
    values, bad, loose = to_numbers(texts)
    values = _in_units(values, texts, body, name)
    if required:
        body.report("missing", (texts == "").to_numpy(), name)
    body.report("not_number", bad, name, texts)
    body.report("unit_removed", loose, name, texts, a=[f"{v:.10g}" for v in values[loose]])
    negative = values < 0
    body.report("negative", negative, name, texts)
    if whole:  # a spreadsheet works with 15 digits: 214200.00000000003 is a whole number
        near = np.isfinite(values) & (
            np.abs(values - np.round(values)) <= 1e-9 * np.maximum(np.abs(values), 1)
        )
        values[near] = np.round(values[near])
        broken = np.isfinite(values) & (values != np.floor(values))
        body.report("not_whole", broken, name, texts)
    return values


def _in_units(values: Floats, texts: Any, body: Body, name: str) -> Floats:
    """Numbers times the unit that stands above them. A cell with a number word of its own has said it."""
    if (column := unit_column(body)) and name in ("value", "persons"):
        return _by_row(values, texts, body.frame[column], body, name)
    unit = body.unit(name)
    if unit is None or unit.factor == 1 or (name == "value" and unit.factor is None):  # totals: in any unit
        return values
    if unit.factor is None:
        body.report("unknown_unit", np.isfinite(values), name, unit.text)
        return values
    body.note("header_unit", name, unit.text, a=f"{unit.factor:.0f}")
    return np.where(contains(texts, NUMBER_WORDS), values, np.round(values * unit.factor, 6))


def unit_column(body: Body) -> str:
    """The column that states the unit of each row; "" where there is none."""
    for i, name in enumerate(body.names):
        if i in body.mapping.columns.values() or not re.search(
            r"^(计量|数据|统计)?单位$|^units?$", whole(name)
        ):
            continue
        cells = body.frame[str(i)]
        if (cells != "").any() and all(header_unit(f"({c})") for c in cells[cells != ""].unique()):
            return str(i)
    return ""


def _by_row(values: Floats, texts: Any, units: Any, body: Body, name: str) -> Floats:
    """Numbers times the unit that their row states; one that counts nothing is refused for persons, and kept for totals."""
    found = per_value(units, lambda text: header_unit(f"({text})") if text else None)
    factors = np.array([u.factor if u is not None else 1.0 for u in found], dtype=np.float64)
    foreign = np.isnan(factors) & np.isfinite(values)
    if name == "persons":
        body.report("unknown_unit", foreign, name, units)
    factors[np.isnan(factors) | contains(texts, NUMBER_WORDS)] = 1.0
    for text in dict.fromkeys(units[factors != 1.0]):
        unit = header_unit(f"({text})")
        body.note("header_unit", name, text, a=f"{unit.factor:.0f}" if unit and unit.factor else "1")
    return np.round(values * factors, 6)


def check_years(body: Body, check: Check) -> Floats:
    """Years of the rows; the one that the user gave where the cell is empty."""
    texts, default, latest = body.column("year"), check.options.year, check.options.this_year
    years, bad = to_years(texts)
    body.report("bad_year", bad, "year", texts)
    future = years > latest
    body.report("future_year", future, "year", texts)
    two = contains(texts, TWO_YEARS) & ~bad
    body.report("two_years", two, "year", texts, a=[f"{y:.0f}" for y in years[two]])
    empty = (texts == "").to_numpy()
    if default is None:
        body.report("missing_year", empty, "year")
    elif default < FIRST_YEAR or default > latest:
        code = "bad_year" if default < FIRST_YEAR else "future_year"
        body.report(code, empty, "year", str(default))
    else:
        years[empty] = default
    usable = years[years <= latest]
    if len(usable) and np.ptp(usable) > MAX_SPREAD_YEARS:
        body.note("years_spread", "year", a=f"{usable.min():.0f}", b=f"{usable.max():.0f}")
    return years


def check_divisions(body: Body, check: Check, *, city: bool = False) -> Codes:
    """Division codes as stated; "" where none is stated or it is unknown."""
    texts = body.column("division")
    answers = per_value(texts, lambda t: check.gazetteer.division(t) if t else Answer())
    codes = np.array([a.code for a in answers], dtype=object)
    _report(answers, texts, body.rows, "division", body.findings)
    if not city:
        whole = codes == check.gazetteer.city.code
        body.report("city_not_allowed", whole, "division", texts)
        codes[whole] = ""
    return codes


def check_addresses(body: Body, codes: Codes, check: Check) -> tuple[NDArray[np.bool_], Codes]:
    """Fill ``codes`` where no division is stated but the address names one: (those rows, township codes named)."""
    if not body.has("address"):
        return np.zeros(len(body), dtype=bool), np.full(len(body), "", dtype=object)
    texts = body.column("address")
    found = per_value(texts, check.gazetteer.in_address)
    divisions, towns = (np.array([pair[i] for pair in found], dtype=object) for i in (0, 1))
    taken = (body.column("division") == "").to_numpy() & (codes == "") & (divisions != "")
    codes[taken] = divisions[taken]
    elsewhere = (divisions != "") & (codes != "") & (divisions != codes)
    pairs = [[check.gazetteer.names[c] for c in which[elsewhere]] for which in (divisions, codes)]
    body.report("address_elsewhere", elsewhere, "address", texts, a=pairs[0], b=pairs[1])
    names = [check.gazetteer.names[c] for c in codes[taken]]
    body.report("division_from_address", taken, "division", texts, a=names)
    return taken, np.where(divisions == codes, towns, "")


def check_townships(body: Body, codes: Codes, in_address: Codes, check: Check) -> Codes:
    """Township codes as stated, else those of the address; "" where neither fits the division."""
    texts = body.column("township")
    joined = pd.Series(codes, dtype="str") + "|" + texts.reset_index(drop=True)
    answers = per_value(
        joined,
        lambda t: (
            check.gazetteer.township(t.partition("|")[2], t.partition("|")[0])
            if t.partition("|")[2]
            else Answer()
        ),
    )
    _report(answers, texts, body.rows, "township", body.findings)
    towns = np.array([a.code for a in answers], dtype=object)
    taken = (texts == "").to_numpy() & (in_address != "")
    towns[taken] = in_address[taken]
    names = [check.gazetteer.town_names[t] for t in towns[taken]]
    body.report("township_from_address", taken, "township", a=names)
    return towns


def check_communities(
    body: Body, codes: Codes, towns: Codes, needed: NDArray[np.bool_], check: Check
) -> Codes:
    """Codes of the communities that rows name, in a column of their own or in their address; "" for none or several.

    Fills ``codes`` and ``towns`` where the community tells them. An address is read only where ``needed``.
    """
    found = np.full(len(body), "", dtype=object)
    stated, address = body.column("community"), body.column("address")
    look = (stated != "").to_numpy() | ((address != "").to_numpy() & needed)
    if not look.any():
        return found
    keys = (
        pd.Series(codes, dtype="str")
        + "|"
        + pd.Series(towns, dtype="str")
        + "|"
        + stated.reset_index(drop=True)
    )
    keys = (keys + "|" + address.where(needed, "").reset_index(drop=True))[look]
    known = check.gazetteer.communities

    def place(key: str) -> Any:
        code, town, name, street = key.split("|", 3)
        hits = known.named(name, code, town) if name else known.in_address(street, code, town)
        return hits[0] if len(hits) == 1 else None

    hits = np.full(len(body), None, dtype=object)
    hits[look] = per_value(keys, place)
    some = np.array([h is not None for h in hits], dtype=bool)
    found[some] = [h.code for h in hits[some]]
    unknown = (stated != "").to_numpy() & ~some
    body.report("unknown_community", unknown, "community", stated)
    for column, what, code in (
        (codes, "adcode", "division_from_community"),
        (towns, "town_code", "township_from_community"),
    ):
        names = check.gazetteer.names if what == "adcode" else check.gazetteer.town_names
        told = (
            some
            & (column == "")
            & np.array([h is not None and getattr(h, what) in names for h in hits], dtype=bool)
        )
        column[told] = [getattr(h, what) for h in hits[told]]
        shown = [known.names[c] for c in found[told]]
        body.report(
            code,
            told,
            "division" if what == "adcode" else "township",
            shown,
            a=[names[c] for c in column[told]],
        )
    return found


def _report(answers: Codes, texts: Any, rows: NDArray[np.int64], name: str, findings: Findings) -> None:
    kinds = np.array([a.kind for a in answers], dtype=object)
    for kind in {k for k in kinds if k}:
        hit = kinds == kind
        findings.add(
            str(kind),
            rows[hit],
            name,
            texts[hit],
            a=[x.a for x in answers[hit]],
            b=[x.b for x in answers[hit]],
        )


def service_words(offered: Sequence[Definition]) -> dict[str, str]:
    """The service by the plain form of its id, its names and the usual words for it."""
    return lookup("services") | {plain(w): d.id for d in offered for w in (d.id, d.label.zh, d.label.en)}


def report_services(
    body: Body, unknown: NDArray[np.bool_], offered: Sequence[Definition], tail: Label = NOTHING
) -> None:
    """Rows whose service is none of those ``offered``; ``tail`` is added to the list of these."""
    body.report(
        "unknown_service",
        unknown,
        "service",
        body.column("service"),
        a=f"可选 {'、'.join(d.label.zh for d in offered)}{tail.zh}。",
        b=f"one of {', '.join(d.label.en for d in offered)}{tail.en}.",
    )
