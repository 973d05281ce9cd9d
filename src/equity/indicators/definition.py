"""What a definition file may say: a service with its demand, standard, reach and rule; a measure; a scenario."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from equity.indicators.faults import RuleBroken
from equity.query import GAP, Basis
from equity.say import Label

Share = Annotated[float, Field(ge=0, le=1)]
Kind = Literal["total", "facility", "condition", "population", "composite"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class DemandPart(_Strict):
    """``weight`` times the share ``item`` of the population."""

    item: Literal["age_5_9", "age_10_14", "age_15_19", "age_15_59", "age_60_plus", "age_65_plus", "age_0_4"]
    weight: Share


class Demand(_Strict):
    """Who needs the service: everyone (no parts), age bands, or households that rent."""

    label: Label
    unit: Label
    rule: Literal["everyone", "age_shares", "renting_households"]
    parts: tuple[DemandPart, ...] = ()

    @model_validator(mode="after")
    def _parts_match_rule(self) -> Demand:
        if (self.rule == "age_shares") != bool(self.parts):
            raise RuleBroken(
                "parts 只用于 age_shares，且不可缺", "parts belong to rule 'age_shares' and to no other"
            )
        return self


class Standard(_Strict):
    """``fixed``: units per person of demand, from a document. ``city_resident``: the city's own value on the resident basis."""

    type: Literal["fixed", "city_resident"]
    standard_id: str = ""
    units_per_person: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _fixed_has_source(self) -> Standard:
        if self.type == "fixed" and not (self.standard_id and self.units_per_person):
            raise RuleBroken(
                "fixed 标准须有 standard_id 和 units_per_person",
                "a fixed standard needs standard_id and units_per_person",
            )
        if self.type == "city_resident" and (self.standard_id or self.units_per_person):
            raise RuleBroken(
                "city_resident 标准不能有 standard_id 和 units_per_person",
                "a city_resident standard takes no standard_id and no units_per_person",
            )
        return self


class Reach(_Strict):
    """Distance within which a facility counts. Straight line times ``detour`` unless a network table is loaded."""

    radius_m: Annotated[float, Field(gt=0)]
    detour: Annotated[float, Field(ge=1, le=3)]
    standard_id: str = ""
    note: Label


class EntitlementFactor(_Strict):
    """One condition of a rule: the share of non-local residents who meet it."""

    id: str
    label: Label
    value: Share
    low: Share
    high: Share
    grade: Literal["observed", "estimated", "illustrative"]
    source: str

    @model_validator(mode="after")
    def _interval_holds_value(self) -> EntitlementFactor:
        if not self.low <= self.value <= self.high:
            raise RuleBroken("应满足 low ≤ value ≤ high", "low <= value <= high does not hold")
        return self


class Eligibility(_Strict):
    """Who the rule admits. Local residents always; non-local residents by the product of the factors."""

    rule: Label
    clause: Label
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
    label: Label
    unit: Label
    supply: Label | None = None
    description: Label
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
    caveats: tuple[Label, ...] = ()
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
            raise RuleBroken(
                f"{self.kind} 类须有 {'、'.join(missing)}", f"kind '{self.kind}' needs {', '.join(missing)}"
            )
        return self

    @field_validator("years")
    @classmethod
    def _years_are_given(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if not years or len(set(years)) != len(years):
            raise RuleBroken("年份须填写，且不重复", "years must be given, each once")
        return years


class Measure(_Strict):
    """A way of looking at a service. ``sides`` are the populations it compares; ``gap`` says which minus which."""

    id: str
    family: Literal["provision", "access", "condition", "population", "composite"]
    label: Label
    unit: Label | None = None
    gap_unit: Label | None = None
    scale: float = 1.0
    decimals: Annotated[int, Field(ge=0, le=3)] | None = None
    sides: tuple[Literal["resident", "registered", "local", "non_local", "value"], ...]
    gap: tuple[str, str] | None = None
    gap_meaning: Label | None = None
    meaning: Label
    formula: str
    colour: Literal["sequential", "diverging"] = "sequential"

    @model_validator(mode="after")
    def _gap_is_of_its_sides(self) -> Measure:
        if self.gap and (set(self.gap) - set(self.sides) or not self.gap_meaning):
            raise RuleBroken(
                "gap 须为 sides 中的两个，并有 gap_meaning", "gap needs two of the sides and a gap_meaning"
            )
        return self

    @property
    def bases(self) -> tuple[Basis, ...]:
        return (*self.sides, GAP) if self.gap else self.sides

    @property
    def two_sided(self) -> bool:
        """Whether it sets two populations against each other."""
        return len(self.sides) == 2


class Scenario(_Strict):
    """One setting of the access engine; ``radius`` and ``detour`` multiply the definition's own values."""

    label: Label
    variant: Literal["2sfca", "e2sfca", "3sfca"]
    demand_group: Literal["resident", "registered"]
    radius: Annotated[float, Field(gt=0)] = 1.0
    detour: Annotated[float, Field(gt=0)] = 1.0

    def applied(self, reach: Reach) -> Reach:
        """Radius and detour as they are in this scenario."""
        return reach.model_copy(
            update={"radius_m": reach.radius_m * self.radius, "detour": reach.detour * self.detour}
        )
