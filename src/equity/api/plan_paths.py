"""The addresses of plans in the OpenAPI document, from the models that read and write them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from equity.plans import Plan, PlanResult, Proposal, Question
from equity.plans.store import ID_PATTERN
from equity.say import Label

REF = "#/components/schemas/{model}"
MODELS: list[tuple[type[BaseModel], Any]] = [
    (Plan, "validation"),
    (Question, "validation"),
    (PlanResult, "serialization"),
    (Proposal, "serialization"),
]
SUGGEST = Label(
    "建议：建在哪里、扩建或迁移哪一所（混合整数规划）",
    "Where to build, enlarge or move, by mixed-integer programming; a few seconds, one at a time",
)
CREATE = Label(
    "计算并保存一个方案：谁受益、差距怎样变化",
    "Evaluate a plan and keep it: who gains, what becomes of the gap",
)
READ = Label("一个已保存的方案及其结果", "A kept plan with its result")
FAILURES = {
    "400": Label(
        "方案无法执行：指出第几项变动的哪个字段", "The plan cannot be carried out: names change and field"
    ),
    "403": Label("请求来自其他网站", "Sent by another site"),
    "404": Label("没有这个方案", "There is no such plan"),
    "410": Label("本版程序无法读取", "This edition of the program cannot read it"),
    "413": Label("内容过长", "The body is too long"),
    "503": Label("正忙，按 Retry-After 重试", "Busy: come again after Retry-After"),
    "507": Label("没有空间保存", "No room to keep it"),
}


def plan_schemas() -> dict[str, Any]:
    """Component schemas of everything that goes in and comes out."""
    _, found = models_json_schema(MODELS, ref_template=REF)
    return found["$defs"]


def plan_paths(base: str) -> dict[str, Any]:
    shape = {"type": "string", "pattern": ID_PATTERN.pattern}
    number = {"name": "id", "in": "path", "required": True, "schema": shape}
    answer = _answer("PlanResult")
    return {
        f"{base}/plans": {
            "post": {
                "operationId": "createPlan",
                "summary": _both(CREATE),
                "requestBody": {"required": True, "content": _json(_ref("Plan"))},
                "responses": {"201": {"description": _both(CREATE), "content": _json(answer)}}
                | _failures("400", "403", "413", "503", "507"),
            }
        },
        f"{base}/plans/suggest": {
            "post": {
                "operationId": "suggestPlan",
                "summary": _both(SUGGEST),
                "requestBody": {"required": True, "content": _json(_ref("Question"))},
                "responses": {"200": {"description": _both(SUGGEST), "content": _json(_answer("Proposal"))}}
                | _failures("400", "403", "503"),
            }
        },
        f"{base}/plans/{{id}}": {
            "get": {
                "operationId": "getPlan",
                "summary": _both(READ),
                "parameters": [number],
                "responses": {
                    "200": {"description": _both(READ), "content": _json(answer)},
                    "304": {"description": "304"},
                }
                | _failures("404", "410"),
            }
        },
    }


def _answer(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"data": _ref(name), "meta": {"type": "object"}},
        "required": ["data", "meta"],
    }


def _failures(*codes: str) -> dict[str, Any]:
    return {code: {"description": _both(FAILURES[code]), "content": _json(_ref("Error"))} for code in codes}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": REF.format(model=name)}


def _both(label: Label) -> str:
    return f"{label.zh} / {label.en}"
