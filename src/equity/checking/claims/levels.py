"""Which level the rows of a table of divisions are: townships are added up with a word or refused whole, never one for all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.cells import check_communities, check_divisions, check_townships
from equity.checking.check import Check
from equity.checking.claims.questions import Option
from equity.checking.datasets import TOWNSHIPS
from equity.reading.numbers import per_value, to_number
from equity.reading.words import bare, group_word, lookup, totals
from equity.say import texts_of

TEXTS = texts_of(__name__)
Mask = NDArray[np.bool_]
EXAMPLES = 3
KEYS = ("year", "population_group", "service", "item")


@dataclass(frozen=True)
class Levels:
    """``body``: one row for each place. ``heads``: for every row that was read into it, the row that stands for it."""

    body: Body
    heads: dict[int, int]


def hear_levels(body: Body, check: Check) -> Levels:
    """The table with a row for each division, whatever level its rows are of."""
    if not body.has("division") and (body.has("township") or body.has("community")):
        body = body.with_column("division", "")  # its parts tell it
    divisions, towns, is_part = _places(body, check)
    heads = {int(r): int(r) for r in body.rows}
    if not is_part.any():
        _report_unplaced(body, check)
        return Levels(body, heads)
    keys = pd.Series(divisions, dtype="str")
    for name in KEYS:
        keys = keys + "|" + body.column(name).reset_index(drop=True)
    whole_keys = set(keys[~is_part & (divisions != "")])
    covered = is_part & keys.isin(whole_keys).to_numpy()
    body.report("part_of_division", covered, "township", np.asarray(towns, dtype=object))
    rest = is_part & ~covered
    if not rest.any():
        return Levels(body.keep(~covered), heads)
    chosen = _ask(divisions, towns, rest, check)
    if "sum" not in chosen:
        if not check.questions.open:
            body.report("rows_of_townships", rest, "township", towns)
        return Levels(body.keep(~is_part), heads)
    return added_up(
        body, keys, "division", divisions, check.gazetteer.names, rest, body.keep(~is_part), check
    )


def hear_group(body: Body, check: Check) -> Body:
    """The population group of a table that has one number of persons, by its headings, title or remarks; else asked."""
    if not check.dataset.counts_people or not body.has("persons") or body.has("population_group"):
        return body
    names = lookup("groups")
    found: dict[str, str] = {}
    for text in (*body.headings("persons"), *body.titles):
        if word := group_word(text):
            found.setdefault(names[word], text)
    if len(found) == 1:
        group, where = next(iter(found.items()))
        body.note("group_from_heading", "population_group", where[:60], a=group)
        return body.with_column("population_group", group)
    field = check.dataset.field
    options = [Option(g, field(g).label) for g in ("resident", "registered", "local", "non_local", "absent")]
    chosen = check.questions.ask(
        "population_group",
        TEXTS.whose,
        options,
        proposed=list(found)[:1],
        first=True,
        field="population_group",
    )
    return body.with_column("population_group", chosen[0] if chosen else "")


def _places(body: Body, check: Check) -> tuple[Any, Any, Mask]:
    """(division code, name of the part, whether the row is a part of a division) per row."""
    divisions = np.full(len(body), "", dtype=object)
    names = np.full(len(body), "", dtype=object)
    stated, towns, communities = (body.column(f) for f in ("division", "township", "community"))
    for i, (place, town, community) in enumerate(zip(stated, towns, communities, strict=True)):
        part = next((t for t in (community, town) if t and not totals().fullmatch(bare(t))), "")
        divisions[i] = check.gazetteer.division(place).code if place else ""
        if not divisions[i] and place and (found := check.gazetteer.part(place)):
            divisions[i], part = found, part or place
        elif part and not divisions[i] and (found := check.gazetteer.part(part)):
            divisions[i] = found
        if part and check.gazetteer.level(part) in ("division", "city"):
            part = ""
        names[i] = part
    return (
        divisions,
        names,
        np.array([bool(n and d) for n, d in zip(names, divisions, strict=True)], dtype=bool),
    )


def _ask(divisions: Any, towns: Any, rest: Mask, check: Check) -> tuple[str, ...]:
    there = pd.DataFrame({"division": divisions[rest], "town": towns[rest]}).drop_duplicates()
    counts = there["division"].value_counts()
    lacking = {c: int(n) for c, n in counts.items() if n < check.gazetteer.townships_of(str(c))}
    shown = list(counts.items())[:EXAMPLES]
    there_are = [
        TEXTS.some_of.format(
            division=check.gazetteer.names[str(c)], n=n, all=check.gazetteer.townships_of(str(c))
        )
        for c, n in shown
    ]
    more = TEXTS.and_more if len(counts) > EXAMPLES else ""
    short = TEXTS.too_small if lacking else ""
    kept = (
        TEXTS.keep_level.format(label=TOWNSHIPS.label, id=TOWNSHIPS.id) if check.dataset.counts_people else ""
    )
    return check.questions.ask(
        "levels",
        TEXTS.levels.format(n=int(rest.sum()), there=there_are, more=more, short=short, kept=kept),
        (Option("sum", TEXTS.sum), Option("refuse", TEXTS.refuse)),
        proposed=["refuse" if lacking else "sum"],
        first=True,
        field="division",
    )


def added_up(
    body: Body,
    keys: Any,
    field: str,
    codes: Any,
    names: Mapping[str, str],
    parts: Mask,
    kept: Body,
    check: Check,
) -> Levels:
    """``kept``, and of the rows ``parts`` one for each key, its place in ``field``: in decimal arithmetic; empty where a part
    is empty or no number."""
    counted = {
        str(body.mapping.columns[f.name]) for f in check.dataset.fields if f.is_counted and body.has(f.name)
    }
    column = str(body.mapping.columns[field]) if body.has(field) else ""
    rows: list[int] = []
    frames: list[Any] = []
    heads = {int(r): int(r) for r in body.rows}
    for _, index in pd.Series(np.flatnonzero(parts)).groupby(keys[parts].to_numpy()):
        places = index.to_numpy()
        first = body.frame.iloc[places[0]].copy()
        for name in counted:
            first[name] = _sum(body.frame[name].iloc[places])
        if column:
            first[column] = codes[places[0]]
        frames.append(first)
        rows.append(int(body.rows[places[0]]))
        heads |= {int(r): rows[-1] for r in body.rows[places]}
        body.findings.add("added_up", [rows[-1]], field, names[codes[places[0]]], a=f"{len(places):,}")
    summed = pd.DataFrame(frames).reset_index(drop=True)[list(body.frame.columns)]
    frame = pd.concat([kept.frame, summed], ignore_index=True)
    numbers = np.concatenate([kept.rows, np.array(rows, dtype=np.int64)])
    order = np.argsort(numbers, kind="stable")
    merged = replace(kept, frame=frame.iloc[order].reset_index(drop=True), rows=numbers[order])
    return Levels(merged, heads)


def _sum(texts: Any) -> str:
    values = [to_number(t) for t in texts]
    if any(v != v for v in values):
        return next(t for t, v in zip(texts, values, strict=True) if v != v)
    return f"{sum((Decimal(str(v)) for v in values), Decimal(0)):f}"


def _report_unplaced(body: Body, check: Check) -> None:
    """A sum for the city that its divisions do not add up to."""
    codes = np.array(
        [check.gazetteer.division(t).code if t else "" for t in body.column("division")], dtype=object
    )
    city = ~np.isin(codes, list(check.gazetteer.names)) & (codes != "")
    if not city.any() or not set(check.gazetteer.names) <= set(codes):
        return
    for name, column in body.mapping.columns.items():
        if name not in ("resident", "local", "non_local", "registered", "absent", "value", "persons"):
            continue
        values = np.array([to_number(t) for t in body.frame[str(column)]])
        for i in np.flatnonzero(city):
            same = np.logical_and.reduce(
                [(body.column(k) == body.column(k).iloc[i]).to_numpy() for k in KEYS]
            )
            parts = values[same & np.isin(codes, list(check.gazetteer.names))]
            if (
                len(parts) == len(check.gazetteer.names)
                and abs(float(np.sum(parts)) - values[i]) > 1e-6 * abs(values[i]) + 0.5
            ):
                body.findings.add(
                    "city_differs",
                    [int(body.rows[i])],
                    name,
                    f"{values[i]:,.10g}",
                    a=f"{np.sum(parts):,.10g}",
                )


def hear_townships(body: Body, check: Check) -> Levels:
    """The table with the code of a township in every row. Communities are added up to theirs; rows of whole divisions are set
    aside, and tell the division of those below them that state none."""
    if not any(body.has(name) for name in ("division", "township", "community")):
        return Levels(body, {int(r): int(r) for r in body.rows})
    body = _towns_apart(body, check)
    stated, community = (body.column(name).to_numpy(dtype=object) for name in ("township", "community"))
    codes = check_divisions(body, check)
    whole = (codes != "") & (stated == "") & (community == "")
    body.report("row_of_division", whole, "township", [check.gazetteer.names[c] for c in codes[whole]])
    bare = (body.column("division") == "").to_numpy()
    _tell_divisions(codes, np.where(bare, stated, ""), whole, check)
    unclear = bare & (codes == "") & (stated != "")
    body.report("township_of_which", unclear, "township", stated)
    nowhere = (stated == "") & (community == "") & bare
    body.report("missing", nowhere, "township")
    body = body.with_column("township", np.where(codes == "", "", stated))
    none = np.full(len(body), "", dtype=object)
    towns = check_townships(body, codes, none, check)
    check_communities(body, codes, towns, none != "", check)
    shown = np.where(community == "", stated, community)
    lost = (towns == "") & (codes != "") & (shown != "")
    body.report("no_township", lost, "township", shown)
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
    body.report("part_of_township", covered, "community", body.column("community"))
    rest = parts & ~covered
    if not rest.any():
        return Levels(body.keep(~parts), heads)
    return added_up(body, keys, "township", towns, check.gazetteer.town_names, rest, body.keep(~parts), check)


def _towns_apart(body: Body, check: Check) -> Body:
    """Townships that stand in the column of divisions, below them as in statistics, in a column of their own."""
    place, town = (body.column(name).reset_index(drop=True) for name in ("division", "township"))
    inside = (per_value(place, check.gazetteer.level) == "township") & (town == "").to_numpy()
    body = body.with_column("township", town.where(~inside, place))
    return body.with_column("division", place.where(~inside, ""))


def _tell_divisions(codes: Any, stated: Any, whole: Any, check: Check) -> None:
    """Fill in the division of townships: the one that has a row above them where it has such a township, else the only one
    with a township of that name."""
    above = ""
    for i, town in enumerate(stated):
        if whole[i]:
            above = codes[i]
        elif town and not codes[i]:
            here = above and check.gazetteer.township(town, above).code
            codes[i] = above if here else check.gazetteer.part(town)
