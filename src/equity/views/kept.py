"""A report as JSON, and reading one back whatever layout it was kept in."""

import json
from typing import Any

from pydantic import TypeAdapter

from equity.say import BASES_SHORT, LANGS
from equity.views.model import LAYOUT, Report

ADAPTER: TypeAdapter[Report] = TypeAdapter(Report)
MARKS = ("(示意)", "（示意）")  # layout 2 wrote the mark of illustrative data into the text
COLUMNS = {  # layout 2 had no ids: the columns of its tables in their order
    "population": ("group", "persons", "interval", "year", "grade"),
    "bases": ("service", "resident", "registered", "gap", "rank", "unit", "grade"),
    "conditions": ("topic", "zone", "city", "unit", "grade"),
    "shortfall": ("service", "yardstick", "coverage", "resident", "registered", "gap", "unit", "grade"),
    "inequality": ("index", "value", "interval", "note"),
    "measures": ("number", "measure", "services", "departments"),
    "sources": ("source", "grade"),
    "grades": ("grade", "meaning"),
    "split": ("service", "local", "non_local", "gap", "reach", "adequacy", "entitlement", "grade"),
}
PART_WORDS = {
    "reach": ("距离", "Distance"),
    "adequacy": ("容量", "Capacity"),
    "entitlement": ("规则", "Rules"),
}
QUERY_PARTS = ("service", "measure", "basis", "year")


def to_json(report: Report) -> bytes:
    return ADAPTER.dump_json(report)


def from_json(body: bytes) -> Report:
    """The report; raises ValueError for anything else and for a layout that is newer than this program."""
    kept = json.loads(body)
    if not isinstance(kept, dict):
        raise ValueError("not a report")
    layout = kept.get("layout", 2)
    if layout > LAYOUT:
        raise ValueError(f"layout {layout} is newer than {LAYOUT}")
    return ADAPTER.validate_json(body) if layout == LAYOUT else ADAPTER.validate_python(_from_layout_2(kept))


def _from_layout_2(kept: dict[str, Any]) -> dict[str, Any]:
    """Marks leave the text, columns and series get ids, a record gets its whole query."""
    renamed = {k: v for k, v in kept.items() if k != "illustrative"}
    return renamed | {
        "layout": LAYOUT,
        "released": kept["released"],
        "summary": [{"text": text, "kind": "sentence"} for text in kept["summary"]],
        "key_figures": [
            figure
            | {
                "record": _record(figure["record"], kept),
                "others": [_record(r, kept) for r in figure["others"]],
            }
            for figure in kept["key_figures"]
        ],
        "sections": [
            section | {"blocks": [_block(block, kept) for block in section["blocks"]]}
            for section in kept["sections"]
        ],
        "records": [_record(record, kept) for record in kept["records"]],
    }


def _block(block: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] == "table":
        ids = _column_ids(block)
        columns = [column | {"id": id_} for id_, column in zip(ids, block["columns"], strict=True)]
        rows = [[_cell(cell, kept) for cell in row] for row in block["rows"]]
        return {k: v for k, v in block.items() if k != "illustrative"} | {"columns": columns, "rows": rows}
    if block["kind"] == "bullets":
        return block | {"items": [{"text": text} for text in block["items"]]}
    if block["kind"] == "figure":
        rest = {k: v for k, v in block.items() if k not in {"illustrative", "chart"}}
        return rest | {"marked": block["illustrative"], "chart": _chart(block["chart"])}
    return block


def _column_ids(table: dict[str, Any]) -> tuple[str, ...]:
    titles = [column["title"] for column in table["columns"]]
    if table["id"] == "divisions":
        return ("rank", "division", *(_side(title) for title in titles[2:-1]), "grade")
    known = COLUMNS.get(table["id"], ())
    return known if len(known) == len(titles) else tuple(f"column_{n}" for n in range(len(titles)))


def _side(name: str) -> str:
    """The basis or part of a gap that layout 2 knew by its name only."""
    for side, label in BASES_SHORT.items():
        if any(name.lower().startswith(label[lang].lower()) for lang in LANGS):
            return side
    return next((part for part, words in PART_WORDS.items() if name.startswith(words)), "value")


def _cell(cell: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    text, record = cell["text"], cell["record"]
    for mark in MARKS:
        text = text.removesuffix(mark).rstrip()
    return cell | {"text": text, "record": record and _record(record, kept)}


def _chart(chart: dict[str, Any] | None) -> dict[str, Any] | None:
    if chart is None:
        return None
    series = [{"id": _side(s["name"]), "name": s["name"], "values": s["values"]} for s in chart["series"]]
    return {
        "kind": "stacked" if chart["stacked"] else "bars",
        "categories": chart["categories"],
        "series": series,
        "unit": chart["unit"],
    }


def _record(record: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    if "query" in record:
        return record
    own = record["zone"] == kept["zone"]
    query = {part: record[part] for part in QUERY_PARTS} | {
        "level": kept["zone_level"] if own else "division",
        "scenario": kept["query"].get("scenario", "baseline"),
    }
    return {k: v for k, v in record.items() if k not in QUERY_PARTS} | {"query": query}
