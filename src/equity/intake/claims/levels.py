"""Which level the rows of a table of divisions are: townships are added up with a word or refused whole, never one for all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.intake.body import Body
from equity.intake.claims.questions import Option, Questions
from equity.intake.datasets import TOWNSHIPS, Dataset
from equity.intake.findings import Findings
from equity.intake.gazetteer import Gazetteer
from equity.intake.numbers import to_number
from equity.intake.words import bare, lookup, totals, whole
from equity.say import Label

Mask = NDArray[np.bool_]
EXAMPLES = 3
KEYS = ("year", "population_group", "service", "item")


@dataclass(frozen=True)
class Levels:
    """``body``: one row for each place. ``heads``: for every row that was read into it, the row that stands for it."""

    body: Body
    heads: dict[int, int]


def hear_levels(
    body: Body, dataset: Dataset, gazetteer: Gazetteer, questions: Questions, findings: Findings
) -> Levels:
    """The table with a row for each division, whatever level its rows are of."""
    if not body.has("division") and (body.has("township") or body.has("community")):
        body = body.with_column("division", "")  # its parts tell it
    divisions, towns, is_part = _places(body, gazetteer)
    heads = {int(r): int(r) for r in body.rows}
    if not is_part.any():
        _report_unplaced(body, gazetteer, findings)
        return Levels(body, heads)
    keys = pd.Series(divisions, dtype="str")
    for name in KEYS:
        keys = keys + "|" + body.column(name).reset_index(drop=True)
    whole_keys = set(keys[~is_part & (divisions != "")])
    covered = is_part & keys.isin(whole_keys).to_numpy()
    findings.add("part_of_division", body.rows[covered], "township", np.asarray(towns, dtype=object)[covered])
    rest = is_part & ~covered
    if not rest.any():
        return Levels(body.keep(~covered), heads)
    chosen = _ask(dataset, divisions, towns, rest, gazetteer, questions)
    if "sum" not in chosen:
        if not questions.open:
            findings.add("rows_of_townships", body.rows[rest], "township", towns[rest])
        return Levels(body.keep(~is_part), heads)
    return added_up(
        body, keys, "division", divisions, gazetteer.names, rest, body.keep(~is_part), dataset, findings
    )


def hear_group(body: Body, dataset: Dataset, questions: Questions, findings: Findings) -> Body:
    """The population group of a table that has one number of persons, by its headings, title or remarks; else asked."""
    if not dataset.counts_people or not body.has("persons") or body.has("population_group"):
        return body
    names = lookup("groups")
    found: dict[str, str] = {}
    for text in (*body.headings("persons"), *body.titles):
        word = max((w for w in names if w in whole(text)), key=len, default="")
        if word:
            found.setdefault(names[word], text)
    if len(found) == 1:
        group, where = next(iter(found.items()))
        findings.add("group_from_heading", [0], "population_group", where[:60], a=group)
        return body.with_column("population_group", group)
    field = dataset.field
    options = [Option(g, field(g).label) for g in ("resident", "registered", "local", "non_local", "absent")]
    chosen = questions.ask(
        "population_group",
        Label("表里没有说明这是哪组人口的人数。", "The table does not say whose number of persons it is."),
        options,
        proposed=list(found)[:1],
        first=True,
        field="population_group",
    )
    return body.with_column("population_group", chosen[0] if chosen else "")


def _places(body: Body, gazetteer: Gazetteer) -> tuple[Any, Any, Mask]:
    """(division code, name of the part, whether the row is a part of a division) per row."""
    divisions = np.full(len(body), "", dtype=object)
    names = np.full(len(body), "", dtype=object)
    stated, towns, communities = (body.column(f) for f in ("division", "township", "community"))
    for i, (place, town, community) in enumerate(zip(stated, towns, communities, strict=True)):
        part = next((t for t in (community, town) if t and not totals().fullmatch(bare(t))), "")
        divisions[i] = gazetteer.division(place).code if place else ""
        if not divisions[i] and place and (found := gazetteer.part(place)):
            divisions[i], part = found, part or place
        elif part and not divisions[i] and (found := gazetteer.part(part)):
            divisions[i] = found
        if part and gazetteer.level(part) in ("division", "city"):
            part = ""
        names[i] = part
    return (
        divisions,
        names,
        np.array([bool(n and d) for n, d in zip(names, divisions, strict=True)], dtype=bool),
    )


def _ask(
    dataset: Dataset, divisions: Any, towns: Any, rest: Mask, gazetteer: Gazetteer, questions: Questions
) -> tuple[str, ...]:
    there = pd.DataFrame({"division": divisions[rest], "town": towns[rest]}).drop_duplicates()
    counts = there["division"].value_counts()
    lacking = {c: int(n) for c, n in counts.items() if n < gazetteer.townships_of(str(c))}
    shown = list(counts.items())[:EXAMPLES]
    zh = "、".join(f"{gazetteer.names[str(c)]} {n}/{gazetteer.townships_of(str(c))} 个" for c, n in shown)
    en = ", ".join(f"{gazetteer.names[str(c)]} {n} of {gazetteer.townships_of(str(c))}" for c, n in shown)
    short = (
        Label("不全的，加起来会偏小。", " Where some are missing the sum is too small.")
        if lacking
        else Label("", "")
    )
    kept = (
        Label(
            f"要保留街镇一级，改选“{TOWNSHIPS.label.zh}”（{TOWNSHIPS.id}）。",
            f" To keep them at their level import the file as “{TOWNSHIPS.label.en}” ({TOWNSHIPS.id}).",
        )
        if dataset.counts_people
        else Label("", "")
    )
    return questions.ask(
        "levels",
        Label(
            f"{int(rest.sum()):,} 行是乡镇街道或社区，不是区县（{zh}{'…' if len(counts) > EXAMPLES else ''}）。"
            f"{short.zh}怎么收？{kept.zh}",
            f"{int(rest.sum()):,} rows are townships or communities, not divisions ({en}{' …' if len(counts) > EXAMPLES else ''})."
            f"{short.en} What is to be done with them?{kept.en}",
        ),
        (
            Option("sum", Label("按区县加起来", "add them up by division")),
            Option("refuse", Label("不收这些行", "leave them out")),
        ),
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
    dataset: Dataset,
    findings: Findings,
) -> Levels:
    """``kept``, and of the rows ``parts`` one for each key, its place in ``field``: in decimal arithmetic; empty where a part
    is empty or no number."""
    counted = {str(body.mapping.columns[f.name]) for f in dataset.fields if f.is_counted and body.has(f.name)}
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
        findings.add("added_up", [rows[-1]], field, names[codes[places[0]]], a=f"{len(places):,}")
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


def _report_unplaced(body: Body, gazetteer: Gazetteer, findings: Findings) -> None:
    """A sum for the city that its divisions do not add up to."""
    codes = np.array([gazetteer.division(t).code if t else "" for t in body.column("division")], dtype=object)
    city = ~np.isin(codes, list(gazetteer.names)) & (codes != "")
    if not city.any() or not set(gazetteer.names) <= set(codes):
        return
    for name, column in body.mapping.columns.items():
        if name not in ("resident", "local", "non_local", "registered", "absent", "value", "persons"):
            continue
        values = np.array([to_number(t) for t in body.frame[str(column)]])
        for i in np.flatnonzero(city):
            same = np.logical_and.reduce(
                [(body.column(k) == body.column(k).iloc[i]).to_numpy() for k in KEYS]
            )
            parts = values[same & np.isin(codes, list(gazetteer.names))]
            if (
                len(parts) == len(gazetteer.names)
                and abs(float(np.sum(parts)) - values[i]) > 1e-6 * abs(values[i]) + 0.5
            ):
                findings.add(
                    "city_differs",
                    [int(body.rows[i])],
                    name,
                    f"{values[i]:,.10g}",
                    a=f"{np.sum(parts):,.10g}",
                )
