"""The parameters of the API, declared once, and their strict reading: a wrong value is refused, never
quietly replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equity.http.arguments import SHOWN, refuse
from equity.http.errors import ApiError
from equity.query import LEVELS, Query, as_dict
from equity.say import Label

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from equity.indicators.compute import Indicators

DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET = 200, 1000, 10**9
QUERY_NAMES = ("service", "measure", "basis", "year", "level", "scenario", "since")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``schema`` makes the JSON Schema from the registry, so that the document lists what there is."""

    name: str
    text: Label
    schema: Callable[[Indicators], dict[str, Any]]


def _enum(values: Callable[[Indicators], Collection[str]]) -> Callable[[Indicators], dict[str, Any]]:
    return lambda indicators: {"type": "string", "enum": list(values(indicators))}


def _years(indicators: Indicators) -> dict[str, Any]:
    registry = indicators.registry
    years = {year for definition in registry.values() for year in definition.years}
    years |= {year for measure in registry.measures.values() for year in measure.years}
    return {"type": "integer", "enum": sorted(years)}


def _integer(low: int, high: int, default: int) -> Callable[[Indicators], dict[str, Any]]:
    return lambda indicators: {"type": "integer", "minimum": low, "maximum": high, "default": default}


def _bases(indicators: Indicators) -> list[str]:
    return list(dict.fromkeys(b for m in indicators.registry.measures.values() for b in m.bases))


def _facility_services(indicators: Indicators) -> list[str]:
    return [d.id for d in indicators.registry.of_kind("facility")]


PARAMETERS = {
    p.name: p
    for p in (
        Parameter("service", Label("服务编号", "service id"), _enum(lambda i: i.registry)),
        Parameter("measure", Label("指标编号", "measure id"), _enum(lambda i: i.registry.measures)),
        Parameter(
            "basis", Label("人口口径；gap 为差距", "population basis; gap is the difference"), _enum(_bases)
        ),
        Parameter("year", Label("年份", "year"), _years),
        Parameter(
            "level",
            Label("层级：区县、功能区、全市", "division, functional zone or city"),
            _enum(lambda i: LEVELS),
        ),
        Parameter(
            "scenario",
            Label("可及性情景（仅用于可及类指标）", "scenario of the access engine (access measures only)"),
            _enum(lambda i: i.registry.scenarios),
        ),
        Parameter(
            "since",
            Label(
                "与哪一年相比：返回从该年到 year 的变化；两年须都有公布数且口径未变",
                "the year to compare with: the change from it to year, where both are published and of one method",
            ),
            _years,
        ),
        Parameter(
            "zone", Label("只要这个地区", "only this zone"), _enum(lambda i: [z.code for z in i.zones()])
        ),
        Parameter(
            "facility",
            Label("只要这处设施的编号", "id of one facility"),
            lambda i: {"type": "string", "maxLength": 200},
        ),
        Parameter("limit", Label("每页条数", "records per page"), _integer(1, MAX_LIMIT, DEFAULT_LIMIT)),
        Parameter("offset", Label("跳过的条数", "records to skip"), _integer(0, MAX_OFFSET, 0)),
    )
}
# Where fewer values make sense than elsewhere, under a key of their own.
NARROWER = {
    "facility_service": Parameter(
        "service", Label("设有设施的服务编号", "id of a service with facilities"), _enum(_facility_services)
    ),
    "division": Parameter(
        "zone",
        Label("只要这个区县", "only this division"),
        _enum(lambda i: [z.code for z in i.zones("division")]),
    ),
}
FORMAT = Label("输出格式，优先于 Accept 请求头", "output format; takes precedence over the Accept header")


def read_arguments(given: MultiDict[str, str], allowed: Collection[str]) -> dict[str, str]:
    """The arguments by name; unknown, repeated and empty ones are refused."""
    for name in given:
        if name not in allowed:
            listed = "、".join(allowed)
            raise ApiError(
                "unknown_parameter",
                f"没有参数“{name[:SHOWN]}”；可用：{listed}。",
                f"There is no parameter “{name[:SHOWN]}”; there are: {', '.join(allowed)}.",
                name[:SHOWN],
            )
        if len(given.getlist(name)) > 1:
            raise ApiError(
                "repeated_parameter",
                f"参数 {name} 只能出现一次。",
                f"Parameter {name} may be given only once.",
                name,
            )
        if not given[name]:
            raise refuse(name, "", "不能为空。", "it must not be empty.")
    return {name: given[name] for name in given}


def read_query(args: Mapping[str, str], indicators: Indicators) -> Query:
    """Exactly the query that was asked for: the page's own reading, with every correction turned into a
    refusal.
    """
    query, notices = indicators.resolve(args)
    for notice in notices:
        raise refuse(
            notice.parameter,
            notice.given,
            f"与所选服务和指标不符，最接近的是“{notice.used}”；见 /api/v1/indicators。",
            f"it does not fit the service and measure; the nearest is “{notice.used}”; see "
            f"/api/v1/indicators.",
        )
    used = as_dict(query)
    for name in QUERY_NAMES:
        if name in args and str(used[name]) != args[name]:
            raise refuse(
                name,
                args[name],
                f"该指标只有“{used[name]}”。",
                f"this measure only has “{used[name]}”.",
            )
    return query
