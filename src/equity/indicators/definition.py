"""What the definition file of a service may say: its demand, standard, reach and rule."""

from datetime import date
from math import prod
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from equity.city import Caveat
from equity.faults import RuleBroken
from equity.roads.classes import Mode
from equity.say import Label

Share = Annotated[float, Field(ge=0, le=1)]
RegisteredOutside = Literal["division", "city", "province"]
Kind = Literal["total", "facility", "condition", "population", "composite"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class DemandPart(Strict):
    """``weight`` times the share ``item`` of the population."""

    item: Literal["age_5_9", "age_10_14", "age_15_19", "age_15_59", "age_60_plus", "age_65_plus", "age_0_4"]
    weight: Share


class GroupDemand(Strict):
    """How often a non-local resident needs the service, for one time that a resident does: ``ratio`` and its ends. The demand of all
    residents together does not depend on it.
    """

    ratio: Annotated[float, Field(ge=0)]
    low: Annotated[float, Field(ge=0)]
    high: Annotated[float, Field(ge=0)]
    grade: Literal["observed", "estimated"]
    source: str

    @model_validator(mode="after")
    def _interval_holds_ratio(self) -> Self:
        if not self.low <= self.ratio <= self.high:
            raise RuleBroken("应满足 low ≤ ratio ≤ high", "low <= ratio <= high does not hold")
        return self


ALIKE = GroupDemand(ratio=1, low=1, high=1, grade="observed", source="everyone needs it")
UNKNOWN = GroupDemand(ratio=1, low=0.5, high=2, grade="estimated", source="no figure: half to twice as often")


class Demand(Strict):
    """Who needs the service: everyone, those between two ages (both included), whole age bands, or households that rent.

    ``non_local``: what is known of how it differs between local and non-local residents.
    """

    label: Label
    unit: Label
    rule: Literal["everyone", "ages", "age_shares", "renting_households"]
    ages: tuple[int, int] | None = None
    parts: tuple[DemandPart, ...] = ()
    non_local: GroupDemand | None = None

    @model_validator(mode="after")
    def _parts_match_rule(self) -> Self:
        if (self.rule == "age_shares") != bool(self.parts):
            raise RuleBroken(
                "parts 只用于 age_shares，且不可缺", "parts belong to rule 'age_shares' and to no other"
            )
        if (self.rule == "ages") != (self.ages is not None) or (
            self.ages and not 0 <= self.ages[0] <= self.ages[1]
        ):
            raise RuleBroken(
                "ages 只用于 ages 规则，写首末两个周岁",
                "ages belong to rule 'ages': the first and the last age",
            )
        return self

    @property
    def by_group(self) -> GroupDemand:
        """Where nobody knows, the same share with an interval, graded estimated; everyone needs what everyone needs."""
        return self.non_local or (ALIKE if self.rule == "everyone" else UNKNOWN)


class Rate(Strict):
    """How the supply is related to people: ``per`` of them, whom ``base`` names ("万人", "10,000 people")."""

    per: Literal[1, 100, 1000, 10_000]
    base: Label


class Standard(Strict):
    """``fixed``: units per person of demand, from a document. ``city_resident``: the city's own value on the resident basis."""

    type: Literal["fixed", "city_resident"]
    standard_id: str = ""
    units_per_person: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _fixed_has_source(self) -> Self:
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


class RuralReach(Strict):
    """The distance that counts for rural settlement points."""

    radius_m: Annotated[float, Field(gt=0)]
    minutes: Annotated[float, Field(gt=0)] | None = None
    standard_id: str = ""
    note: Label


class Reach(Strict):
    """Distance within which a facility counts. Straight line times ``detour``, or where roads are loaded the way
    along those that ``mode`` may use.

    ``minutes``: for a standard that is stated in time; along roads it counts instead of ``radius_m``, at the speeds of
    ``roads/classes.toml``. Without roads nothing says how long a way takes, and ``radius_m`` counts.
    ``radius_m`` is that of urban settlement points. ``rural``: that of rural ones; without it no standard holds for them,
    and they are left out of who is in reach and who is not.
    """

    radius_m: Annotated[float, Field(gt=0)]
    minutes: Annotated[float, Field(gt=0)] | None = None
    detour: Annotated[float, Field(ge=1, le=3)]
    mode: Mode = "walking"
    standard_id: str = ""
    note: Label
    rural: RuralReach | None = None

    def part(self, share: float) -> Self:
        """The same with a share of the radius of urban points."""
        minutes = self.minutes * share if self.minutes else None
        return self.model_copy(update={"radius_m": self.radius_m * share, "minutes": minutes})

    @model_validator(mode="after")
    def _minutes_everywhere_or_nowhere(self) -> Self:
        if self.rural and (self.minutes is None) != (self.rural.minutes is None):
            raise RuleBroken(
                "城镇与乡村的 minutes 须同时填写，或都不填",
                "minutes are given for town and country alike, or for neither",
            )
        return self


class Travel(Strict):
    """How people get to a service along the roads, and in how many minutes, in place of what its definition says.

    ``minutes`` None: the metres of the definition stay. ``rural_minutes`` None: as in town where the definition has a standard for
    the country, else none. ``source``: what the choice rests on.
    """

    mode: Mode
    minutes: Annotated[float, Field(ge=1, le=240)] | None = None
    rural_minutes: Annotated[float, Field(ge=1, le=240)] | None = None
    source: str = ""

    def same_as(self, other: Self) -> bool:
        """Whether both choose the same, whatever they rest on."""
        return self.model_copy(update={"source": other.source}) == other

    def of(self, reach: Reach | None) -> Reach | None:
        """The reach of the definition, travelled so; a service without a place to go to has none."""
        if reach is None:
            return None
        rural = reach.rural
        if rural is None and self.rural_minutes:  # a standard that the office has and the definition has not
            rural = RuralReach(radius_m=reach.radius_m, note=reach.note)
        rural = rural and rural.model_copy(update=self._radius(self.rural_minutes or self.minutes))
        return reach.model_copy(update={"mode": self.mode, "rural": rural, **self._radius(self.minutes)})

    def _radius(self, minutes: float | None) -> dict[str, Any]:
        """What takes the place of the metres, and of where these come from."""
        if minutes is None:
            return {"minutes": None}
        note = Label(f"本单位选定：{self.source}", f"chosen by the office: {self.source}")
        return {"minutes": minutes, "standard_id": "", "note": note}


class EntitlementFactor(Strict):
    """One condition of a rule: the share of non-local residents who meet it."""

    id: str
    label: Label
    value: Share
    low: Share
    high: Share
    grade: Literal["observed", "estimated", "illustrative"]
    source: str

    @model_validator(mode="after")
    def _interval_holds_value(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise RuleBroken("应满足 low ≤ value ≤ high", "low <= value <= high does not hold")
        return self


class Eligibility(Strict):
    """Who the rule admits. Local residents always; non-local residents by the product of the factors.

    ``clause``: where that is laid down for the whole country. ``registered_outside``: whom it concerns, those registered outside
    the division, the city or the province.
    """

    rule: Label
    clause: Label | None = None
    registered_outside: RegisteredOutside = "division"
    factors: tuple[EntitlementFactor, ...] = ()

    def applied(self, *, assumed: bool = False) -> tuple[EntitlementFactor, ...]:
        """The factors that have a figure; with ``assumed`` those that are only supposed as well."""
        return tuple(f for f in self.factors if assumed or f.grade != "illustrative")

    def admitted(self, *, assumed: bool = False) -> tuple[float, float, float] | None:
        """Share of those concerned that is admitted: value, low, high. None where no factor has a figure."""
        factors = self.applied(assumed=assumed)
        if not factors:
            return None
        return prod(f.value for f in factors), prod(f.low for f in factors), prod(f.high for f in factors)


class Definition(Strict):
    """One service or fact as an official would describe it; one TOML file each.

    ``counts``: what the supply is. "residence": people who live here and work in it, wherever that is, so nothing is covered by
    them. ``enrolment``: the name of those enrolled, where their published numbers can be set against those of that age.
    ``drawn_from``: what the demonstration data of the service were drawn from.
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
    counts: Literal["capacity", "residence"] = "capacity"
    rate: Rate | None = None
    enrolment: Label | None = None
    drawn_from: Label | None = None
    years: tuple[int, ...] = (2020,)
    condition_item: str = ""
    condition_is: Literal["share", "amount"] = "share"
    domain_weights: dict[str, Annotated[float, Field(ge=0)]] | None = None
    caveats: tuple[Caveat, ...] = ()
    review_date: date

    @model_validator(mode="after")
    def _kind_is_complete(self) -> Self:
        needs = {
            "total": ("supply", "demand", "standard", "rate"),
            "facility": ("supply", "demand", "standard", "rate", "reach", "eligibility"),
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

    @property
    def offers(self) -> frozenset[str]:
        """What a measure may need of the service: see :attr:`~equity.indicators.measure.Measure.needs`."""
        stated = self.standard is not None and self.standard.type == "fixed" and self.counts == "capacity"
        found = {
            "standard": stated,
            "average": self.standard is not None and self.standard.type == "city_resident",
            "enrolment": self.enrolment is not None,
            "share": self.kind == "condition" and self.condition_is == "share",
            "amount": self.kind == "condition" and self.condition_is == "amount",
        }
        return frozenset(name for name, given in found.items() if given)

    @field_validator("years")
    @classmethod
    def _years_are_given(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if not years or len(set(years)) != len(years):
            raise RuleBroken("年份须填写，且不重复", "years must be given, each once")
        return years
