"""What moves a figure of the dashboard: its uncertain inputs, each one's share, and what would be left if one were known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from equity.indicators.children import LEVEL_OF_MEASURE
from equity.indicators.estimator import Estimator
from equity.indicators.facts import RATIO_OF_MEASURE, REGISTER_MEASURES
from equity.indicators.interval import Estimate
from equity.measures.sensitivity import Figure, Interval, one_at_a_time, shapley_widths, span
from equity.query import Query

PROVISION = frozenset({"supply_rate", "coverage", "coverage_uncapped"})
MEASURES = frozenset({*REGISTER_MEASURES, *RATIO_OF_MEASURE, *LEVEL_OF_MEASURE, *PROVISION})
COHORTS = ("census_bands", "births", "moves")
Inputs = Sequence[tuple[str, Estimate]]
Without = Literal["no_figure", "placeholder", "change", "not_apart", "exact"]


@dataclass(frozen=True, slots=True)
class Swing:
    """One input: its interval, the figure at both ends of it, its part of the width of the whole interval (a fraction), and the
    interval of the figure that would be left if the input were known.
    """

    input: str
    low: float
    value: float
    high: float
    at_low: float
    at_high: float
    share: float
    left: tuple[float, float]
    grade: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The figure with its interval, in the unit of its record, and its ``swings``, the largest share first; none where exact."""

    value: float
    low: float
    high: float
    swings: tuple[Swing, ...]


class Swings:
    """Which inputs a figure has. Register and residents, supply and demand, and cohorts are kept apart; others are not."""

    def __init__(self, estimator: Estimator) -> None:
        self._estimator = estimator

    def of(self, query: Query, zone: str, scale: float) -> Sensitivity | None:
        """None for a figure whose inputs are not kept apart, without a number, or that rests on placeholders."""
        own = self._estimator.estimate(query, zone)
        if query.measure not in MEASURES or query.since or own.value is None or own.grade == "illustrative":
            return None
        if query.measure in LEVEL_OF_MEASURE:
            inputs, figure = self._of_cohorts(query, zone)
        elif query.measure in PROVISION:
            inputs, figure = self._of_provision(query, zone)
        else:
            inputs, figure = self._of_people(query, zone)
        return apart(inputs, figure, scale) if inputs else None

    def without(self, query: Query, zone: str) -> Without:
        """Why a figure is not taken apart, of one that is not: it has no number, rests on placeholders, is a change, has inputs that
        are not kept apart (access, overall indices, several divisions pooled), or is exact."""
        own = self._estimator.estimate(query, zone)
        if own.value is None:
            return "no_figure"
        if own.grade == "illustrative":
            return "placeholder"
        if query.since:
            return "change"
        return "exact" if query.measure in MEASURES and own.low is None else "not_apart"

    def _of_people(self, query: Query, zone: str) -> tuple[Inputs, Figure]:
        groups = RATIO_OF_MEASURE.get(query.measure, ("resident", "registered"))
        inputs = [(g, self._estimator.persons(zone, query.year, g)) for g in groups]
        if query.measure in REGISTER_MEASURES:
            number = REGISTER_MEASURES[query.measure]
            by_name = {name: n for n, (name, _) in enumerate(inputs)}
            return inputs, lambda v: number(v[by_name["resident"]], v[by_name["registered"]])
        return inputs, lambda v: v[0] / v[1]

    def _of_provision(self, query: Query, zone: str) -> tuple[Inputs, Figure]:
        """Of one division: several pool what each has."""
        provision = self._estimator.provision
        supply = provision.capacity(query.service, (zone,))
        demand = self._estimator.estimate(query.but(measure="demand"), zone)
        q = 1.0 if query.measure == "supply_rate" else provision.units_per_person(query.service, query.year)
        if supply.value is None or not demand.low or not q:
            return (), lambda v: 0.0
        most = 1.0 if query.measure == "coverage" else float("inf")
        return [("supply", supply), ("demand", demand)], lambda v: min(most, v[0] / (q * v[1]))

    def _of_cohorts(self, query: Query, zone: str) -> tuple[Inputs, Figure]:
        """How census bands split, how births are shared out, who moves: all divisions of the zone at the same end."""
        level = LEVEL_OF_MEASURE[query.measure]
        made = [
            self._estimator.children.parts(code, level, query.year) for code in self._estimator.members(zone)
        ]
        known = [m for m in made if m is not None]
        if len(known) < len(made):
            return (), lambda v: 0.0

        def total(bands: str, births: str, moves: str) -> float:
            return sum(
                (getattr(m.bands, bands) + getattr(m.births, births)) * getattr(m.moves, moves) for m in known
            )

        everyone = sum(m.bands.value + m.births.value for m in known) or 1.0
        shown = {
            "census_bands": {e: sum(getattr(m.bands, e) for m in known) for e in ENDS},
            "births": {e: sum(getattr(m.births, e) for m in known) for e in ENDS},
            "moves": {e: total("value", "value", e) / everyone for e in ENDS},
        }
        inputs = [
            (name, Estimate(v["value"], v["low"], v["high"], grade="estimated")) for name, v in shown.items()
        ]
        names = [{number: end for end, number in shown[name].items()} for name in COHORTS]
        return inputs, lambda v: total(*(ends[number] for ends, number in zip(names, v, strict=True)))


ENDS = ("low", "high", "value")


def apart(inputs: Inputs, figure: Figure, scale: float) -> Sensitivity | None:
    """``figure`` of ``inputs`` times ``scale``, taken apart; None where an input has no number."""
    known = [_interval(e) for _, e in inputs]
    found = [i for i in known if i is not None]
    if len(found) < len(inputs):
        return None

    def scaled(values: Sequence[float]) -> float:
        return scale * float(figure(values))

    every = range(len(found))
    low, high = span(scaled, found, every)
    parts, ends = shapley_widths(scaled, found), one_at_a_time(scaled, found)
    swings = [
        Swing(
            name,
            i.low,
            i.value,
            i.high,
            *ends[n],
            share=parts[n] / (high - low),
            left=span(scaled, found, [other for other in every if other != n]),
            grade=estimate.grade,
        )
        for n, ((name, estimate), i) in enumerate(zip(inputs, found, strict=True))
        if i.low < i.high and high > low
    ]
    value = scaled([i.value for i in found])
    return Sensitivity(value, low, high, tuple(sorted(swings, key=lambda s: -s.share)))


def _interval(estimate: Estimate) -> Interval | None:
    if estimate.value is None:
        return None
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    return Interval(float(low), float(estimate.value), float(high))
