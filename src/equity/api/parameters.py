"""The parameters of the API, declared once, and their strict reading: a wrong value is refused, never quietly replaced."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from equity.http.errors import ApiError
from equity.http.request import SHOWN, refuse
from equity.http.view import DEMO, INCLUDE
from equity.indicators.compute import Indicators
from equity.query import LEVELS, Query, as_dict
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET = 200, 1000, 10**9
MEANINGS = TEXTS["meanings"]
QUERY_NAMES = ("service", "measure", "basis", "year", "level", "scenario", "since")
Schema = Callable[[Indicators], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """``schema`` makes the JSON Schema from the registry, so that the document lists what there is."""

    name: str
    meaning: Label
    schema: Schema


def _enum(values: Callable[[Indicators], Collection[str]]) -> Schema:
    return lambda indicators: {"type": "string", "enum": list(values(indicators))}


def _integer(low: int, high: int, default: int) -> Schema:
    return lambda indicators: {"type": "integer", "minimum": low, "maximum": high, "default": default}


def _years(indicators: Indicators) -> dict[str, Any]:
    registry = indicators.registry
    years = {year for definition in registry.values() for year in definition.years}
    years |= {year for measure in registry.measures.values() for year in measure.years}
    return {"type": "integer", "enum": sorted(years)}


def _bases(indicators: Indicators) -> list[str]:
    return list(dict.fromkeys(b for m in indicators.registry.measures.values() for b in m.bases))


SCHEMAS: dict[str, Schema] = {
    "service": _enum(lambda i: i.registry),
    "facility_service": _enum(lambda i: [d.id for d in i.registry.of_kind("facility")]),
    "measure": _enum(lambda i: i.registry.measures),
    "basis": _enum(_bases),
    "year": _years,
    "since": _years,
    "level": _enum(lambda i: LEVELS),
    "scenario": _enum(lambda i: i.registry.scenarios),
    "zone": _enum(lambda i: [z.code for z in i.zones()]),
    "division": _enum(lambda i: [z.code for z in i.zones("division")]),
    INCLUDE: _enum(lambda i: (DEMO,)),
    "facility": lambda i: {"type": "string", "minLength": 1, "maxLength": 200},
    "limit": _integer(1, MAX_LIMIT, DEFAULT_LIMIT),
    "offset": _integer(0, MAX_OFFSET, 0),
}
NARROWER = {"facility_service": "service", "division": "zone"}  # fewer values of a parameter than elsewhere
PARAMETERS = {
    key: Parameter(NARROWER.get(key, key), MEANINGS[key], schema) for key, schema in SCHEMAS.items()
}
FORMAT = MEANINGS["format"]


def read_arguments(given: MultiDict[str, str], allowed: Collection[str]) -> dict[str, str]:
    """The arguments by name; unknown, repeated and empty ones are refused."""
    for name in given:
        if name not in allowed:
            raise ApiError(
                "unknown_parameter",
                TEXTS.no_parameter.format(name=name[:SHOWN], known=list(allowed)),
                name[:SHOWN],
            )
        if len(given.getlist(name)) > 1:
            raise ApiError("repeated_parameter", TEXTS.repeated.format(name=name), name)
        if not given[name]:
            raise refuse(name, "", TEXTS.empty)
    return {name: given[name] for name in given}


def read_query(args: Mapping[str, str], indicators: Indicators) -> Query:
    """Exactly the query that was asked for: the page's own reading, with every correction turned into a refusal."""
    query, notices = indicators.resolve(args)
    for notice in notices:
        raise refuse(notice.parameter, notice.given, TEXTS.does_not_fit.format(used=notice.used))
    used = as_dict(query)
    for name in QUERY_NAMES:
        if name in args and str(used[name]) != args[name]:
            raise refuse(name, args[name], TEXTS.has_only.format(used=used[name]))
    return query
