"""What ``measures.toml`` and ``scenarios.toml`` may say: a measure, and a setting of the access engine."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from equity.faults import RuleBroken
from equity.indicators.definition import Reach, RuralReach, Strict
from equity.query import GAP, Basis
from equity.say import Label


class Scenario(Strict):
    """One setting of the access engine; ``radius`` and ``detour`` multiply the definition's own values.

    ``assumed_rules``: with the shares of a rule that nobody has a figure of, as they are supposed.
    """

    label: Label
    variant: Literal["2sfca", "e2sfca", "3sfca"]
    demand_group: Literal["resident", "registered"]
    radius: Annotated[float, Field(gt=0)] = 1.0
    detour: Annotated[float, Field(gt=0)] = 1.0
    assumed_rules: bool = False

    @property
    def decays(self) -> bool:
        """Whether capacity counts for less the further away it is, so that adequacy holds distance as well."""
        return self.variant != "2sfca"

    def applied(self, reach: Reach) -> Reach:
        """Radii and detour as they are in this scenario."""
        wider = {"detour": max(1.0, reach.detour * self.detour), **self._wider(reach)}
        rural = reach.rural.model_copy(update=self._wider(reach.rural)) if reach.rural else None
        return reach.model_copy(update=wider | {"rural": rural})

    def _wider(self, reach: Reach | RuralReach) -> dict[str, float | None]:
        minutes = reach.minutes * self.radius if reach.minutes else None
        return {"radius_m": reach.radius_m * self.radius, "minutes": minutes}


class Measure(Strict):
    """A way of looking at a service. ``sides`` are the populations it compares; ``gap`` says which minus which.

    ``needs``: what a service must offer for it: a stated standard, the city's average for want of one, published enrolment, a
    condition that is a share or an amount, ("roads") network distances in the data at hand, or ("places") to be a school whose
    children are projected. ``unitless``: a plain ratio. ``against``: set against the yardstick of the service
    (:class:`~equity.indicators.yardstick.Yardstick`). ``change``: how a change between two years is said, as a percentage of the
    earlier figure or as the difference; none where it is not asked for. ``years``: its own, where these are not those of the
    service. ``mapped``: map files have a column of it whatever was asked; one for every number would be 400.
    """

    id: str
    family: Literal["provision", "access", "condition", "population", "composite"]
    label: Label
    label_with_decay: Label | None = None
    meaning_with_decay: Label | None = None
    needs: Literal["", "standard", "average", "enrolment", "share", "amount", "roads", "places"] = ""
    unitless: bool = False
    unit: Label | None = None
    gap_unit: Label | None = None
    scale: float = 1.0
    decimals: Annotated[int, Field(ge=0, le=3)] | None = None
    sides: tuple[Literal["resident", "registered", "local", "non_local", "value"], ...]
    gap: tuple[str, str] | None = None
    gap_meaning: Label | None = None
    meaning: Label
    formula: str
    against: bool = False
    change: Literal["", "percent", "difference"] = ""
    years: tuple[int, ...] = ()
    mapped: bool = False
    colour: Literal["sequential", "diverging"] = "sequential"

    @model_validator(mode="after")
    def _gap_is_of_its_sides(self) -> Self:
        if self.gap and (set(self.gap) - set(self.sides) or not self.gap_meaning):
            raise RuleBroken(
                "gap 须为 sides 中的两个，并有 gap_meaning", "gap needs two of the sides and a gap_meaning"
            )
        return self

    def in_scenario(self, scenario: Scenario) -> Self:
        """As it is called and meant there: adequacy with a decay is capacity and nearness."""
        if not scenario.decays or self.label_with_decay is None:
            return self
        words = {"label": self.label_with_decay, "meaning": self.meaning_with_decay or self.meaning}
        return self.model_copy(update=words)

    @property
    def bases(self) -> tuple[Basis, ...]:
        return (*self.sides, GAP) if self.gap else self.sides

    @property
    def two_sided(self) -> bool:
        """Whether it sets two populations against each other."""
        return len(self.sides) == 2
