"""What can be measured: services, measures and their rules, read from ``definitions/*.toml`` and checked once at start."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from equity.errors import DataError, Problem
from equity.faults import said
from equity.indicators.children import LEVEL_OF_SERVICE
from equity.indicators.definition import Definition, Kind, Reach, Travel
from equity.indicators.measure import Measure, Scenario
from equity.query import Query
from equity.say import texts_of

TEXTS = texts_of(__name__)
DEFINITIONS_DIR = Path(__file__).with_name("definitions")
MEASURES_FILE = "measures.toml"
SCENARIOS_FILE = "scenarios.toml"

ModelT = TypeVar("ModelT", bound=BaseModel)

BASELINE = "baseline"

FAMILIES: dict[Kind, tuple[str, ...]] = {
    "total": ("provision",),
    "facility": ("provision", "access"),
    "condition": ("condition",),
    "population": ("population",),
    "composite": ("composite",),
}


class Registry(Mapping[str, Definition]):
    """All definitions by id in display order, all measures, and the scenarios of the access engine."""

    def __init__(
        self,
        definitions: Mapping[str, Definition],
        measures: Mapping[str, Measure],
        scenarios: Mapping[str, Scenario],
        along_roads: Collection[str] = (),
    ) -> None:
        self._definitions = dict(sorted(definitions.items(), key=lambda item: item[1].order))
        self.measures = dict(measures)
        self.scenarios = dict(scenarios)
        self._along_roads = frozenset(along_roads)

    def for_data(self, bases: Mapping[str, str], travel: Mapping[str, Travel]) -> Registry:
        """The same for data with these distances (service to basis, where they are no straight lines): what needs a network can be
        asked too, and where distances run along roads people get there as the office has chosen (``travel``)."""
        if not bases:
            return self
        chosen = {
            s: self[s].model_copy(update={"reach": t.of(self[s].reach)})
            for s, t in travel.items()
            if bases.get(s) == "roads"
        }
        return Registry(self._definitions | chosen, self.measures, self.scenarios, bases)

    def __getitem__(self, key: str) -> Definition:
        return self._definitions[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._definitions)

    def __len__(self) -> int:
        return len(self._definitions)

    def measures_of(self, service: str) -> tuple[Measure, ...]:
        return self._offered[service]

    @cached_property
    def _offered(self) -> dict[str, tuple[Measure, ...]]:
        return {s: tuple(m for m in self.measures.values() if self.offers(s, m)) for s in self}

    def offers(self, service: str, measure: Measure) -> bool:
        """Whether the measure can be asked of the service."""
        definition = self[service]
        return measure.family in FAMILIES[definition.kind] and (
            not measure.needs
            or measure.needs in definition.offers
            or (measure.needs == "roads" and service in self._along_roads)
            or (measure.needs == "places" and service in LEVEL_OF_SERVICE)
        )

    def measure_of(self, query: Query) -> Measure:
        """The measure of a query in the words of its scenario."""
        return self.measures[query.measure].in_scenario(self.scenarios[query.scenario])

    def reach(self, service: str, scenario: str = BASELINE) -> Reach | None:
        """Radius and detour of a service in a scenario; None where the service has no place to go to."""
        reach = self[service].reach
        return self.scenarios[scenario].applied(reach) if reach else None

    def of_kind(self, *kinds: str) -> tuple[Definition, ...]:
        return tuple(d for d in self.values() if d.kind in kinds)


def read_registry(folder: Path = DEFINITIONS_DIR) -> Registry:
    """Read every TOML file of ``folder``; raises :class:`DataError` with file and field of every fault at once."""
    problems: list[Problem] = []
    definitions: dict[str, Definition] = {}
    measures: dict[str, Measure] = {}
    scenarios: dict[str, Scenario] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(TEXTS.problem("not_toml", path.name, "—", "", error=error))
            continue
        if path.name == MEASURES_FILE:
            for key, value in content.items():
                measure = _parse(Measure, path, {"id": key, **value}, problems, prefix=f"{key}.")
                measures |= {key: measure} if measure else {}
            continue
        if path.name == SCENARIOS_FILE:
            for key, value in content.items():
                scenario = _parse(Scenario, path, value, problems, prefix=f"{key}.")
                scenarios |= {key: scenario} if scenario else {}
            continue
        definition = _parse(Definition, path, content, problems)
        if definition is None:
            continue
        if definition.id != path.stem:
            problems.append(
                _problem(
                    path,
                    "id",
                    definition.id,
                    f"应与文件名一致（{path.stem}）",
                    f"must equal the file name ({path.stem})",
                )
            )
        definitions[definition.id] = definition
    if problems:
        raise DataError(problems)
    return Registry(definitions, measures, scenarios)


def _parse(
    model: type[ModelT], path: Path, content: dict[str, Any], problems: list[Problem], prefix: str = ""
) -> ModelT | None:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        for fault in error.errors():
            where = prefix + ".".join(str(part) for part in fault["loc"]) or "—"
            zh, en = said(fault)
            given = "" if fault["type"] in {"missing", "value_error"} else str(fault["input"])[:80]
            problems.append(
                _problem(path, where, given, f"{zh}；请改正该字段。", f"{en}; correct this field.")
            )
        return None


def _problem(path: Path, field: str, value: str, zh: str, en: str) -> Problem:
    return Problem(path.name, field, value, zh, en)


@cache
def registry() -> Registry:
    """The shipped registry, read once."""
    return read_registry()
