"""The OpenAPI 3.1 document, made from the declared operations, rows and parameters and from the models of plans."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from equity.api.formats import MIMETYPES
from equity.api.operations import OPERATIONS, Operation
from equity.api.parameters import FORMAT
from equity.http.errors import CODES
from equity.indicators.compute import Indicators
from equity.plans import Plan, PlanResult, Proposal, Question
from equity.plans.store import ID_PATTERN
from equity.say import Label, texts_of

BASE = "/api/v1"
TEXTS = texts_of(__name__)
TITLE, DESCRIPTION = TEXTS.title, TEXTS.description
RESPONSES, PLANS, PLAN_FAILURES = TEXTS["responses"], TEXTS["plans"], TEXTS["plan_failures"]
REF = "#/components/schemas/{model}"
PLAN_MODELS: list[tuple[type[BaseModel], Any]] = [
    (Plan, "validation"),
    (Question, "validation"),
    (PlanResult, "serialization"),
    (Proposal, "serialization"),
]
ERROR_FIELDS = {
    "code": {"type": "string", "enum": list(CODES)},
    "message_zh": {"type": "string"},
    "message_en": {"type": "string"},
    "parameter": {"type": ["string", "null"]},
}


def both(label: Label) -> str:
    return f"{label.zh} / {label.en}"


def build_document(indicators: Indicators, *, server: str = "") -> dict[str, Any]:
    """The whole document as JSON data; ``server`` is the public address, empty for the same host."""
    rows = {o.row.__name__: o.row for o in OPERATIONS}
    _, of_plans = models_json_schema(PLAN_MODELS, ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": both(TITLE.format(city=indicators.city.short)),
            "version": "1.0",
            "description": both(DESCRIPTION),
            "x-data-version": indicators.data_version,
        },
        "servers": [{"url": server or "/"}],
        "paths": {BASE + o.path: {"get": _operation(o, indicators)} for o in OPERATIONS} | _plan_paths(),
        "components": {
            "schemas": {n: m.model_json_schema(mode="serialization") for n, m in rows.items()}
            | {"Error": _closed(error=_closed(**ERROR_FIELDS)), "Meta": META}
            | of_plans["$defs"]
        },
    }


def _open(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    """An object with these properties, all of them required unless ``required`` says otherwise."""
    return {"type": "object", "properties": properties, "required": required or list(properties)}


def _closed(**properties: Any) -> dict[str, Any]:
    return _open(**properties) | {"additionalProperties": False}


META = {
    "description": "lists: total, limit, offset, next; values: query, grade, illustrative",
    **_open(
        ["data_version", "released", "total"],
        data_version={"type": "string"},
        released={"type": "string", "format": "date"},
        total={"type": "integer"},
        limit={"type": "integer"},
        offset={"type": "integer"},
        next={"type": ["string", "null"]},
        query={"type": "object"},
        grade={"type": "string"},
        illustrative={"type": "boolean"},
        without={
            "type": "object",
            "description": "sensitivity: zone code -> why its figure is not taken apart: no_figure, placeholder, change, not_apart, exact",
            "additionalProperties": {"type": "string"},
        },
    ),
}


def _ref(model: str) -> dict[str, Any]:
    return {"$ref": REF.format(model=model)}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _failure(said: Label) -> dict[str, Any]:
    return {"description": both(said), "content": _json(_ref("Error"))}


def _operation(operation: Operation, indicators: Indicators) -> dict[str, Any]:
    codes = ["400"] + (["404"] if operation.item or "facility" in operation.parameters else [])
    return {
        "operationId": operation.id,
        "summary": both(operation.summary),
        "parameters": _parameters(operation, indicators),
        "responses": {
            "200": {"description": both(operation.summary), "content": _content(operation)},
            "304": {"description": both(RESPONSES["304"])},
        }
        | {code: _failure(RESPONSES[code]) for code in codes},
    }


def _in_path(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"} | schema}


def _parameters(operation: Operation, indicators: Indicators) -> list[dict[str, Any]]:
    query = [(p.name, p.schema(indicators), p.meaning) for p in operation.declared]
    query.append(("format", {"type": "string", "enum": list(operation.formats)}, FORMAT))
    path = [_in_path(operation.item, minLength=1)] if operation.item else []
    return path + [
        {"name": name, "in": "query", "schema": schema, "description": both(meaning)}
        for name, schema, meaning in query
    ]


def _content(operation: Operation) -> dict[str, Any]:
    record, meta = _ref(operation.row.__name__), _ref("Meta")
    feature = _open(type={"const": "Feature"}, geometry={"type": ["object", "null"]}, properties=record)
    shapes: dict[str, dict[str, Any]] = {
        "json": _open(data=record if operation.item else {"type": "array", "items": record}, meta=meta),
        "csv": {"type": "string"},
        "geojson": _open(
            ["type", "features"],
            type={"const": "FeatureCollection"},
            features={"type": "array", "items": feature},
            meta=meta,
        ),
    }
    return {MIMETYPES[name]: {"schema": shapes[name]} for name in operation.formats}


def _plan_paths() -> dict[str, Any]:
    read = _of_plans("getPlan", "200", "PlanResult", "404", "410")
    read["parameters"] = [_in_path("id", pattern=ID_PATTERN.pattern)]
    read["responses"]["304"] = {"description": "304"}
    return {
        f"{BASE}/plans": {
            "post": _of_plans(
                "createPlan", "201", "PlanResult", "400", "403", "413", "503", "507", body="Plan"
            )
        },
        f"{BASE}/plans/suggest": {
            "post": _of_plans("suggestPlan", "200", "Proposal", "400", "403", "503", body="Question")
        },
        f"{BASE}/plans/{{id}}": {"get": read},
    }


def _of_plans(id: str, code: str, model: str, *failures: str, body: str = "") -> dict[str, Any]:
    """An operation that answers ``code`` with a ``model``, and takes a ``body`` where it is one to post to."""
    said = both(PLANS[id])
    answer = _json(_open(data=_ref(model), meta={"type": "object"}))
    taken = {"requestBody": {"required": True, "content": _json(_ref(body))}} if body else {}
    return {
        "operationId": id,
        "summary": said,
        **taken,
        "responses": {code: {"description": said, "content": answer}}
        | {failure: _failure(PLAN_FAILURES[failure]) for failure in failures},
    }
