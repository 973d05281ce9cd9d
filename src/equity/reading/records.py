"""JSON that is a list of records: bare, below some name, one per line, or as a map service answers."""

import json
import re
from pathlib import Path
from typing import Any

from equity.reading import limits
from equity.reading.encoding import detect_encoding
from equity.reading.raw import About, GridBuilder, Progress, RawTable
from equity.say import texts_of

TEXTS = texts_of(__name__)

GEO_TYPES = frozenset(
    {"FeatureCollection", "Feature", "Topology", "GeometryCollection", "Point", "Polygon", "MultiPolygon"}
)
QUOTED = re.compile(r'("coordinates"\s*:\s*)(\[[^{}]*?\])(?=\s*[,}])')
DEPTH = 4


def read_json(path: Path, folder: Path, progress: Progress = None) -> RawTable | Path:
    """The records as a table; for GeoJSON instead the file that GDAL can read: in UTF-8, its coordinates numbers.

    Raises :class:`UserError` for what is no JSON (with the line) or holds no list of records.
    """
    encoding, reason = detect_encoding(path)
    text = path.read_text(encoding=encoding)
    about = About("json", has_header=True)
    about.note(reason)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        content = _lines(text, error)
    if isinstance(content, dict) and (content.get("type") in GEO_TYPES or _is_esri(content)):
        return _for_gdal(content, text, path, folder, encoding)
    records = _records(content)
    if not records:
        raise TEXTS.user_error("no_records")
    return _table(records, about, progress)


def _for_gdal(content: dict[str, Any], text: str, path: Path, folder: Path, encoding: str) -> Path:
    if content.get("type") == "Topology":
        raise TEXTS.user_error("topojson")
    mended = QUOTED.sub(lambda m: m[1] + m[2].replace('"', ""), text)
    if mended == text and encoding in ("utf-8", "utf-8-sig"):
        return path
    copy = folder / "layer.geojson"
    copy.write_text(mended, encoding="utf-8")
    return copy


def _is_esri(content: dict[str, Any]) -> bool:
    features = content.get("features")
    return (
        isinstance(features, list)
        and bool(features)
        and isinstance(features[0], dict)
        and "attributes" in features[0]
    )


def _lines(text: str, error: json.JSONDecodeError) -> Any:
    """One record per line, else the reason why it is no JSON."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line.rstrip().rstrip(",")) for line in lines]
    except json.JSONDecodeError:
        raise TEXTS.user_error("no_json", line=error.lineno, column=error.colno, why=error.msg) from error


def _records(content: Any, depth: int = 0) -> list[dict[str, Any]]:
    """The longest list of objects in it: in a list, below names of their own, or as lists below a list of names."""
    if isinstance(content, list):
        if content and all(isinstance(row, dict) for row in content):
            return content
        named = len(content) > 1 and all(isinstance(row, list) for row in content) and _are_names(content[0])
        return [dict(zip(content[0], row, strict=False)) for row in content[1:]] if named else []
    if not isinstance(content, dict) or depth > DEPTH:
        return []
    values = list(content.values())
    if len(values) > 1 and all(isinstance(v, dict) and v.keys() == values[0].keys() for v in values):
        return values
    names = next((v for v in values if _are_names(v)), None)
    rows = next(
        (v for v in values if isinstance(v, list) and v and all(isinstance(r, list) for r in v)), None
    )
    if names and rows and len(rows[0]) == len(names):
        return [dict(zip(names, row, strict=False)) for row in rows]
    return max((_records(value, depth + 1) for value in content.values()), key=len, default=[])


def _are_names(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) > 1 and all(isinstance(name, str) and name for name in value)
    )


def _table(records: list[dict[str, Any]], about: About, progress: Progress) -> RawTable:
    if len(records) > limits.MAX_ROWS:
        raise TEXTS.user_error("many", most=limits.MAX_ROWS)
    flat = [dict(_flat(record)) for record in records]
    names = list(dict.fromkeys(name for row in flat for name in row))
    about.note(TEXTS.records.format(n=len(flat)))
    builder = GridBuilder(progress, len(flat))
    builder.add(1, list(names))
    for number, row in enumerate(flat, start=2):
        builder.add(number, [row.get(name, "") for name in names])
    return builder.finish(about)


def _flat(record: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    """Cells of a record: objects in it by dotted names, lists as JSON."""
    cells = []
    for name, value in record.items():
        if isinstance(value, dict) and value and before.count(".") < DEPTH:
            cells += _flat(value, f"{before}{name}.")
        else:
            cells.append((f"{before}{name}", _text(value)))
    return cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
