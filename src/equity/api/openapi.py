"""The OpenAPI 3.1 document, made from the declared operations, columns and parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equity.api.formats import MIMETYPES
from equity.api.operations import OPERATIONS, Operation
from equity.api.parameters import FORMAT
from equity.api.plan_paths import plan_paths, plan_schemas
from equity.http.errors import CODES
from equity.say import Label

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

BASE = "/api/v1"
TITLE = Label("{city}公共服务均等化数据接口", "{city} public-service equity API")
DESCRIPTION = Label(
    "与网页、导出文件和命令行使用同一查询与同一组数值。每条数值记录都带状态、数据等级、区间、来源和数据版本；"
    "等级为 illustrative 的是示意数据，不得作为决策依据。",
    "The same query and the same numbers as the page, the exports and the command line. Every value "
    "carries status, grade, "
    "interval, sources and data version; records graded illustrative are placeholders: do not base "
    "decisions on them.",
)
RESPONSES = {
    "304": Label("自上次以来没有变化（If-None-Match）", "Not changed since (If-None-Match)"),
    "400": Label("参数有误", "A parameter cannot be used"),
    "404": Label("没有这条记录", "There is no such record"),
}


def both(label: Label) -> str:
    return f"{label.zh} / {label.en}"


def build_document(indicators: Indicators, *, server: str = "") -> dict[str, Any]:
    """The whole document as JSON data; ``server`` is the public address, empty for the same host."""
    rows = {o.row.__name__: o.row for o in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": both(TITLE.format(city=indicators.city.short)),
            "version": "1.0",
            "description": both(DESCRIPTION),
            "x-data-version": indicators.data_version,
        },
        "servers": [{"url": server or "/"}],
        "paths": {BASE + o.path: {"get": _operation(o, indicators)} for o in OPERATIONS} | plan_paths(BASE),
        "components": {
            "schemas": {n: m.model_json_schema(mode="serialization") for n, m in rows.items()}
            | {"Error": ERROR, "Meta": META}
            | plan_schemas()
        },
    }


ERROR_FIELDS = {
    "code": {"type": "string", "enum": list(CODES)},
    "message_zh": {"type": "string"},
    "message_en": {"type": "string"},
    "parameter": {"type": ["string", "null"]},
}
ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": ERROR_FIELDS,
            "required": list(ERROR_FIELDS),
            "additionalProperties": False,
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}
META = {
    "type": "object",
    "description": "lists: total, limit, offset, next; values: query, grade, illustrative",
    "properties": {
        "data_version": {"type": "string"},
        "released": {"type": "string", "format": "date"},
        "total": {"type": "integer"},
        "limit": {"type": "integer"},
        "offset": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "query": {"type": "object"},
        "grade": {"type": "string"},
        "illustrative": {"type": "boolean"},
    },
    "required": ["data_version", "released", "total"],
}


def _operation(operation: Operation, indicators: Indicators) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{operation.row.__name__}"}
    codes = ["304", "400"] + (["404"] if operation.item or "facility" in operation.parameters else [])
    return {
        "operationId": operation.id,
        "summary": both(operation.summary),
        "parameters": _parameters(operation, indicators),
        "responses": {"200": {"description": both(operation.summary), "content": _content(operation, schema)}}
        | {code: _failure(code) for code in codes},
    }


def _failure(code: str) -> dict[str, Any]:
    found: dict[str, Any] = {"description": both(RESPONSES[code])}
    if code != "304":
        found["content"] = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return found


def _parameters(operation: Operation, indicators: Indicators) -> list[dict[str, Any]]:
    path = [
        {"name": operation.item, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    ]
    query: list[dict[str, Any]] = [
        {"name": p.name, "in": "query", "schema": p.schema(indicators), "description": both(p.text)}
        for p in operation.declared
    ]
    shape = {"type": "string", "enum": list(operation.formats)}
    query.append({"name": "format", "in": "query", "schema": shape, "description": both(FORMAT)})
    return (path if operation.item else []) + query


def _content(operation: Operation, record: dict[str, Any]) -> dict[str, Any]:
    meta = {"$ref": "#/components/schemas/Meta"}
    data: dict[str, Any] = record if operation.item else {"type": "array", "items": record}
    shapes: dict[str, dict[str, Any]] = {
        "json": {"type": "object", "properties": {"data": data, "meta": meta}, "required": ["data", "meta"]},
        "csv": {"type": "string"},
        "geojson": {
            "type": "object",
            "properties": {
                "type": {"const": "FeatureCollection"},
                "features": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "type": {"const": "Feature"},
                            "geometry": {"type": ["object", "null"]},
                            "properties": record,
                        },
                        "required": ["type", "geometry", "properties"],
                    },
                },
                "meta": meta,
            },
            "required": ["type", "features"],
        },
    }
    return {MIMETYPES[name]: {"schema": shapes[name]} for name in operation.formats}
