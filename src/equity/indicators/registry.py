"""What can be measured: services, measures and their rules, read from ``definitions/*.toml`` and checked once at start."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from equity.errors import DataError, Problem
from equity.query import GAP
from equity.text import Label

DEFINITIONS_DIR = Path(__file__).with_name("definitions")
MEASURES_FILE = "measures.toml"
SCENARIOS_FILE = "scenarios.toml"

ModelT = TypeVar("ModelT", bound=BaseModel)
Share = Annotated[float, Field(ge=0, le=1)]
Kind = Literal["total", "facility", "condition", "population", "composite"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Bilingual(_Strict):
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh

    @property
    def label(self) -> Label:
        return Label(self.zh, self.en)


class DemandPart(_Strict):
    """``weight`` times the share ``item`` of the population."""

    item: Literal["age_5_9", "age_10_14", "age_15_19", "age_15_59", "age_60_plus", "age_65_plus", "age_0_4"]
    weight: Share


class Demand(_Strict):
    """Who needs the service: everyone (no parts), age bands, or households that rent."""

    label: Bilingual
    unit: Bilingual
    rule: Literal["everyone", "age_shares", "renting_households"]
    parts: tuple[DemandPart, ...] = ()

    @model_validator(mode="after")
    def _parts_match_rule(self) -> Demand:
        if (self.rule == "age_shares") != bool(self.parts):
            raise ValueError("parts belong to rule 'age_shares' and to no other")
        return self


class Standard(_Strict):
    """``fixed``: units per person of demand, from a document. ``city_resident``: the city's own value on the resident basis."""

    type: Literal["fixed", "city_resident"]
    standard_id: str = ""
    units_per_person: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _fixed_has_source(self) -> Standard:
        if self.type == "fixed" and not (self.standard_id and self.units_per_person):
            raise ValueError("a fixed standard needs standard_id and units_per_person")
        if self.type == "city_resident" and (self.standard_id or self.units_per_person):
            raise ValueError("a city_resident standard takes no standard_id and no units_per_person")
        return self


class Reach(_Strict):
    """Distance within which a facility counts. Straight line times ``detour`` unless a network table is loaded."""

    radius_m: Annotated[float, Field(gt=0)]
    detour: Annotated[float, Field(ge=1, le=3)]
    standard_id: str = ""
    note: Bilingual


class EntitlementFactor(_Strict):
    """One condition of a rule: the share of non-local residents who meet it."""

    id: str
    label: Bilingual
    value: Share
    low: Share
    high: Share
    grade: Literal["observed", "estimated", "illustrative"]
    source: str

    @model_validator(mode="after")
    def _interval_holds_value(self) -> EntitlementFactor:
        if not self.low <= self.value <= self.high:
            raise ValueError("low <= value <= high does not hold")
        return self


class Eligibility(_Strict):
    """Who the rule admits. Local residents always; non-local residents by the product of the factors."""

    rule: Bilingual
    clause: Bilingual
    factors: tuple[EntitlementFactor, ...] = ()

    @property
    def non_local(self) -> tuple[float, float, float]:
        """Share of non-local residents admitted: value, low, high."""
        value = low = high = 1.0
        for factor in self.factors:
            value, low, high = value * factor.value, low * factor.low, high * factor.high
        return value, low, high


class Definition(_Strict):
    """One service or fact as an official would describe it; one TOML file each.

    ``public`` is false for what nobody plans (private housing): it can be below a yardstick, but lacks nothing to be built.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    kind: Kind
    domain: Literal["overall", "population", "education", "health", "housing", "employment", "security"]
    order: int
    label: Bilingual
    unit: Bilingual
    supply: Bilingual | None = None
    description: Bilingual
    decimals: Annotated[int, Field(ge=0, le=3)] = 1
    rate_decimals: Annotated[int, Field(ge=0, le=3)] = 1
    demand: Demand | None = None
    standard: Standard | None = None
    reach: Reach | None = None
    eligibility: Eligibility | None = None
    higher_is_better: bool = True
    public: bool = True
    years: tuple[int, ...] = (2020,)
    condition_item: str = ""
    domain_weights: dict[str, Annotated[float, Field(ge=0)]] | None = None
    policy_measures: tuple[Annotated[int, Field(ge=1, le=18)], ...]
    caveats: tuple[Bilingual, ...] = ()
    review_date: date

    @model_validator(mode="after")
    def _kind_is_complete(self) -> Definition:
        needs = {
            "total": ("supply", "demand", "standard"),
            "facility": ("supply", "demand", "standard", "reach", "eligibility"),
            "condition": ("condition_item",),
            "population": (),
            "composite": ("domain_weights",),
        }[self.kind]
        missing = [name for name in needs if not getattr(self, name)]
        if missing:
            raise ValueError(f"kind '{self.kind}' needs {', '.join(missing)}")
        return self

    @field_validator("years")
    @classmethod
    def _years_are_given(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if not years or len(set(years)) != len(years):
            raise ValueError("years must be given, each once")
        return years


class Measure(_Strict):
    """A way of looking at a service. ``sides`` are the populations it compares; ``gap`` says which minus which."""

    id: str
    family: Literal["provision", "access", "condition", "population", "composite"]
    label: Bilingual
    unit: Bilingual | None = None
    gap_unit: Bilingual | None = None
    scale: float = 1.0
    decimals: Annotated[int, Field(ge=0, le=3)] | None = None
    sides: tuple[Literal["resident", "registered", "local", "non_local", "value"], ...]
    gap: tuple[str, str] | None = None
    gap_meaning: Bilingual | None = None
    meaning: Bilingual
    formula: str
    colour: Literal["sequential", "diverging"] = "sequential"

    @model_validator(mode="after")
    def _gap_is_of_its_sides(self) -> Measure:
        if self.gap and (set(self.gap) - set(self.sides) or not self.gap_meaning):
            raise ValueError("gap needs two of the sides and a gap_meaning")
        return self

    @property
    def bases(self) -> tuple[str, ...]:
        return (*self.sides, GAP) if self.gap else self.sides

    @property
    def two_sided(self) -> bool:
        """Whether it sets two populations against each other."""
        return len(self.sides) == 2


class Scenario(_Strict):
    """One setting of the access engine; ``radius`` and ``detour`` multiply the definition's own values."""

    label: Bilingual
    variant: Literal["2sfca", "e2sfca", "3sfca"]
    demand_group: Literal["resident", "registered"]
    radius: Annotated[float, Field(gt=0)] = 1.0
    detour: Annotated[float, Field(gt=0)] = 1.0

    def applied(self, reach: Reach) -> Reach:
        """Radius and detour as they are in this scenario."""
        return reach.model_copy(
            update={"radius_m": reach.radius_m * self.radius, "detour": reach.detour * self.detour}
        )


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
    ) -> None:
        self._definitions = dict(sorted(definitions.items(), key=lambda item: item[1].order))
        self.measures = dict(measures)
        self.scenarios = dict(scenarios)

    def __getitem__(self, key: str) -> Definition:
        return self._definitions[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._definitions)

    def __len__(self) -> int:
        return len(self._definitions)

    def measures_of(self, service: str) -> tuple[Measure, ...]:
        families = FAMILIES[self[service].kind]
        return tuple(m for m in self.measures.values() if m.family in families)

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
            problems.append(
                Problem(
                    path.name,
                    "—",
                    "",
                    f"不是有效的 TOML 文件：{error}；请改正后重试。",
                    f"not valid TOML: {error}; correct the file and try again.",
                )
            )
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
            given = "" if fault["type"] in {"missing", "value_error"} else str(fault["input"])[:80]
            problems.append(
                _problem(
                    path,
                    where,
                    given,
                    f"{fault['msg']}；请改正该字段。",
                    f"{fault['msg']}; correct this field.",
                )
            )
        return None


def _problem(path: Path, field: str, value: str, zh: str, en: str) -> Problem:
    return Problem(path.name, field, value, zh, en)


@cache
def registry() -> Registry:
    """The shipped registry, read once."""
    return read_registry()
