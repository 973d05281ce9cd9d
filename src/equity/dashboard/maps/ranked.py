"""The ranked table: one row per division with a bar for each side, as components and as what it is sorted and found by."""

from collections.abc import Mapping
from typing import Any

from dash import html

from equity.dashboard.maps.catalogue import SHORT_BASES
from equity.dashboard.maps.panel import mark_of
from equity.dashboard.maps.state import MapState
from equity.http.view import sortable
from equity.query import GAP
from equity.say import LANGS, texts_of
from equity.views.map import DIVISION, GRADE, LOWEST_FIRST, RANK, division_table, sides_of
from equity.views.tables import Cell, Table
from equity.views.view import View

TEXTS = texts_of(__name__)
FROM_LOW = frozenset({"rank", "name"})  # read from low to high first; of the others the largest comes first


def ranked_data(view: View, state: MapState) -> dict[str, Any]:
    """The table for the browser: heads, rows in the order of the ranks, and the ways it can be sorted.

    A head is ``{id, label, first, cell}``; a row ``{zone, words, keys, cells}``, where ``keys`` are what each sort goes by
    (None stays last) and ``words`` what a filter may match.
    """
    table = division_table(view, view.query.but(level="division"))
    query = view.query
    measure = view.registry.measures[query.measure]
    sides, gap = sides_of(view, query), bool(measure.gap)
    city = {side: state.city[side].value for side in sides}
    heads = _heads(view, sides, gap, table)
    offered = [h for h in heads if h["id"] in {*sortable(measure)}]
    return {
        "heads": heads,
        "rows": [_row(view, table, row, sides, gap, city) for row in table.rows],
        "none": view.voice(TEXTS.none),
        "sorts": [
            {
                "value": way + h["id"],
                "label": view.voice(TEXTS.sorted_by, column=h["label"], way="↓" if way else "↑"),
            }
            for h in offered
            for way in (("", "-") if h["first"] > 0 else ("-", ""))
        ],
    }


def _heads(view: View, sides: tuple[str, ...], gap: bool, table: Table) -> list[dict[str, Any]]:
    voice, query = view.voice, view.query
    first = next((c.record for row in table.rows for c in row if c.record), None)
    unit = first.unit(voice.lang) if first else ""

    def head(id_: str, label: str, class_name: str) -> dict[str, Any]:
        return {"id": id_, "label": label, "first": 1 if id_ in FROM_LOW else -1, "class": class_name}

    two = len(sides) > 1
    shown = [(s, f"c-num{' on' if query.basis == s else ''}") for s in sides] if two else []
    return [
        head("rank", voice(RANK), "c-rank") | {"falls": query.measure in LOWEST_FIRST},
        head("name", voice(DIVISION), "c-name"),
        {"id": "", "label": unit, "first": 0, "class": "c-bar"},
        *(
            head(n, voice(SHORT_BASES[s]), css)
            for n, (s, css) in zip(("first", "second"), shown, strict=False)
        ),
        *(
            [head("value", voice(TEXTS.gap_word if two else TEXTS.value), "c-value")]
            if gap or not two
            else []
        ),
        {"id": "", "label": voice(GRADE), "first": 0, "class": "c-grade"},
    ]


def _row(
    view: View,
    table: Table,
    row: tuple[Cell, ...],
    sides: tuple[str, ...],
    gap: bool,
    city: Mapping[str, float | None],
) -> dict[str, Any]:
    cell = {column.id: row[n] for n, column in enumerate(table.columns)}
    code = cell["division"].to.rsplit("/", 1)[-1]
    values = {s: cell[s].value for s in sides}
    last = GAP if gap else sides[0]
    rank = cell["rank"]
    cells: list[Any] = [
        html.Td([html.B(rank.text), *([html.Small(rank.sub)] if rank.sub else [])], className="c-rank"),
        html.Th(view.short(code), className="c-name", scope="row", title=cell["division"].text),
        html.Td(_bar(values, city, _axis(table, sides)), className="c-bar"),
    ]
    if len(sides) > 1:
        cells += [
            html.Td(cell[s].text, className="c-num", **{"data-label": view.voice(SHORT_BASES[s])})
            for s in sides
        ]
    if gap or len(sides) == 1:
        word = TEXTS.gap_word if gap else TEXTS.value
        cells.append(html.Td(cell[last].text, className="c-value", **{"data-label": view.voice(word)}))
    grade = cell["grade"].grade if any(cell[s].value is not None for s in sides) else ""
    chip = html.Span(cell["grade"].text, className=f"chip chip-{grade}") if grade else None
    cells.append(html.Td(chip, className="c-grade"))
    return {
        "zone": code,
        "words": _words(view, code),
        "keys": {
            "rank": next(n for n, known in enumerate(table.rows) if known is row),
            "name": code,
            "first": values[sides[0]],
            "second": values[sides[-1]],
            "value": cell[last].value,
        },
        "cells": cells,
    }


def _words(view: View, code: str) -> list[str]:
    """Short name, name and functional zone in both languages: a division is found by any of them."""
    zone = view.indicators.zone(code)
    wider = [view.indicators.zone(zone.functional_zone)] if zone.functional_zone else []
    return [
        word.lower()
        for lang in LANGS
        for word in (zone.short(lang), zone.name(lang), *(z.name(lang) for z in wider))
    ]


def _axis(table: Table, sides: tuple[str, ...]) -> tuple[float, float]:
    values = [c.value for s in sides for c in table.cells(s) if c.value is not None]
    return (min(0.0, *values), max(values)) if values else (0.0, 1.0)


def axis_place(value: float, axis: tuple[float, float]) -> float:
    """Per cent from the left."""
    low, high = axis
    return round(100 * min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0), 2)


def _bar(
    values: Mapping[str, float | None], city: Mapping[str, float | None], axis: tuple[float, float]
) -> html.Span:
    """The numbers of a row on one axis: a bar for one side, two joined points for two, the city as a line."""
    parts: list[Any] = []
    first = next(iter(values))
    mark = city.get(first)
    if mark is not None and axis[0] <= mark <= axis[1]:
        parts.append(html.I(className="city-line", style={"left": f"{axis_place(mark, axis)}%"}))
    known = {side: axis_place(v, axis) for side, v in values.items() if v is not None}
    if len(values) == 1:
        for end in known.values():
            zero = axis_place(0.0, axis)
            span = {"left": f"{min(zero, end)}%", "width": f"{round(abs(end - zero), 2)}%"}
            parts.append(html.I(className="bar", style=span))
    elif known:
        low, high = min(known.values()), max(known.values())
        worse = len(known) == 2 and known[first] == low and low < high
        span = {"left": f"{low}%", "width": f"{round(high - low, 2)}%"}
        parts.append(html.I(className="link worse" if worse else "link", style=span))
        parts += [html.I(className=mark_of(s), style={"left": f"{at}%"}) for s, at in reversed(known.items())]
    return html.Span(parts, className="dumbbell", **{"aria-hidden": "true"})


def ranked_table(data: Mapping[str, Any], chosen: str) -> html.Table:
    """The table in the order of the ranks, as the first answer shows it; the browser sorts and filters it."""
    heads = [html.Th(h["label"], className=h["class"], scope="col") for h in data["heads"]]
    rows = [
        html.Tr(
            row["cells"], className="chosen" if row["zone"] == chosen else "", **{"data-zone": row["zone"]}
        )
        for row in data["rows"]
    ]
    return html.Table(
        [html.Thead(html.Tr(heads)), html.Tbody(rows)],
        id="main-table",
        className="ranked",
        tabIndex=-1,
        **{"aria-labelledby": "table-title"},
    )
