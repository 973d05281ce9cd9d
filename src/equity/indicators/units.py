"""Units and decimals of a measure of a service, and whom its numbers are about."""

from equity.indicators.children import LEVEL_OF_MEASURE
from equity.indicators.definition import Definition
from equity.indicators.facts import GROUP_OF_MEASURE, ORIGINS, RATIO_OF_MEASURE, REGISTER_MEASURES
from equity.indicators.measure import Measure
from equity.query import GAP
from equity.say import BASES, BASES_SHORT, Label, texts_of

TEXTS = texts_of(__name__)


def decimals_of(definition: Definition, measure: Measure, since: int = 0) -> int:
    if since and measure.change == "percent":
        return 1
    if measure.decimals is not None:
        return measure.decimals
    return definition.rate_decimals if measure.id == "supply_rate" else definition.decimals


def scale_of(definition: Definition, measure: Measure, since: int = 0) -> float:
    """What a number is multiplied by to be shown: percent, or the number of people a rate is related to."""
    if since and measure.change == "percent":
        return 100.0
    return definition.rate.per if measure.id == "supply_rate" and definition.rate else measure.scale


def units(definition: Definition, measure: Measure, basis: str, since: int = 0) -> tuple[str, str]:
    """Unit of a record (zh, en): the measure's own, or built from the service's; of a change since another year its own."""
    if since and measure.change == "percent":
        return TEXTS.percent.zh, TEXTS.percent.en
    if (basis == GAP or since) and measure.gap_unit:
        return measure.gap_unit.zh, measure.gap_unit.en
    if measure.unitless:
        return "", ""
    if measure.unit:
        return measure.unit.zh, measure.unit.en
    demand = definition.demand.unit if definition.demand else definition.unit
    if measure.id == "supply_rate" and definition.rate:
        base = definition.rate.base
        return f"{definition.unit.zh}/{base.zh}", f"{definition.unit.en} per {base.en}"
    if measure.id == "demand":
        return demand.zh, demand.en
    return definition.unit.zh, definition.unit.en


def concerned_side(measure: Measure, basis: str) -> str:
    """The population a record is about; a gap is about those who live here, or who come from elsewhere."""
    if basis != GAP or not measure.gap:
        return basis
    return next(side for side in measure.gap if side in {"resident", "non_local"})


def concerned_unit(definition: Definition) -> Label:
    """What those concerned are counted in: persons, or households where these need the service."""
    return definition.demand.unit if definition.demand else TEXTS.persons


def concerned(definition: Definition, measure: Measure, basis: str) -> Label:
    """Whom the measure of the service is about: "6–11 岁人口（外来常住）", "常住人口"."""
    if measure.id in LEVEL_OF_MEASURE:
        side = "resident" if basis == "value" else basis
    elif measure.family == "population":
        side = GROUP_OF_MEASURE.get(measure.id) or (
            "resident" if measure.id in REGISTER_MEASURES else RATIO_OF_MEASURE[measure.id][0]
        )
        side = "non_local" if side in ORIGINS else side
    elif measure.family == "composite" or measure.id == "parity":
        side = "non_local"
    else:
        side = "resident" if measure.family == "condition" else concerned_side(measure, basis)
    part = part_in_demand(definition)
    if part is None:
        return BASES[side]
    return Label(f"{part.zh}（{BASES_SHORT[side].zh}）", f"{part.en} ({BASES_SHORT[side].en.lower()})")


def part_in_demand(definition: Definition) -> Label | None:
    """Those who need the service, where these are not everyone: "6–11 岁人口", "租房家庭户"."""
    demand = definition.demand
    return demand.label if demand and demand.rule != "everyone" else None
