"""What moves a figure of the dashboard: its uncertain inputs, each one's share, and what would be left if one were known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from equity.indicators.children import LEVEL_OF_MEASURE
from equity.indicators.estimator import Estimator
from equity.indicators.facts import RATIO_OF_MEASURE, REGISTER_MEASURES
from equity.indicators.interval import ROUNDING, Estimate, Exact
from equity.measures.cohorts import Range
from equity.measures.sensitivity import Figure, Interval, one_at_a_time, shapley_parts, span
from equity.query import GAP, Query
from equity.say import Grade, worst_grade

SUPPLY, ACCESS = ("supply", "demand"), ("people", "rule", "concerned")
BOUNDED = {  # measures whose interval the product works out with some inputs exact, and these inputs
    **dict.fromkeys(
        ("supply_rate", "coverage", "coverage_uncapped", "shortfall", "percent_of_average"), SUPPLY
    ),
    "enrolment_ratio": ("pupils", "children"),
    "spare_places": ("supply", "children"),
    **dict.fromkeys(("reach", "adequacy", "entitlement", "effective", "parity"), ACCESS),
}
RISING = frozenset({"supply", "pupils", "rule"})  # the figure rises with these and falls with the others
MEASURES = frozenset({*REGISTER_MEASURES, *RATIO_OF_MEASURE, *LEVEL_OF_MEASURE, *BOUNDED})
Inputs = Sequence[tuple[str, Estimate]]
Without = Literal["no_figure", "placeholder", "change", "not_apart", "exact"]
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Swing:
    """One input: its interval, the figure at both ends of it, its part of the width of the whole interval (a fraction), and the
    interval of the figure that would be left if the input were known.

    ``directed``: whether the figure goes one way with the input; where it does not (a gap of two sides that share it) ``at_low`` and
    ``at_high`` are the least and the most that it alone makes of the figure.
    """

    input: str
    low: float
    value: float
    high: float
    at_low: float
    at_high: float
    share: float
    left: Ends
    grade: str
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The figure with its interval, in the unit of its record, and its ``swings``, the largest share first; none where exact."""

    value: float
    low: float
    high: float
    swings: tuple[Swing, ...]


class Swings:
    """Takes figures apart. People and cohorts are functions of their inputs; for supply and access, of one division or of several
    pooled, and for gaps, the interval is worked out again with some of the inputs exact.
    """

    def __init__(self, estimator: Estimator) -> None:
        self._estimator = estimator

    def of(self, query: Query, zone: str, scale: float) -> Sensitivity | None:
        """None for a figure whose inputs are not kept apart, without a number, or that rests on placeholders."""
        own = self._estimator.estimate(query, zone)
        if query.measure not in MEASURES or query.since or own.value is None or own.grade == "illustrative":
            return None
        if query.measure in BOUNDED:
            return self._of_bounds(query, zone, own.value, scale)
        if query.measure in LEVEL_OF_MEASURE:
            inputs, figure = self._of_cohorts(query, zone)
        else:
            inputs, figure = self._of_people(query, zone)
        return apart(inputs, figure, scale) if inputs else None

    def without(self, query: Query, zone: str) -> Without:
        """Why a figure is not taken apart, of one that is not: it has no number, rests on placeholders, is a change, has inputs that
        are not kept apart (overall indices), or is exact."""
        own = self._estimator.estimate(query, zone)
        if own.value is None:
            return "no_figure"
        if own.grade == "illustrative":
            return "placeholder"
        if query.since:
            return "change"
        return "exact" if query.measure in MEASURES and own.is_exact else "not_apart"

    def _of_people(self, query: Query, zone: str) -> tuple[Inputs, Figure]:
        groups = RATIO_OF_MEASURE.get(query.measure, ("resident", "registered"))
        inputs = [(g, self._estimator.persons(zone, query.year, g)) for g in groups]
        if query.measure in REGISTER_MEASURES:
            number = REGISTER_MEASURES[query.measure]
            by_name = {name: n for n, (name, _) in enumerate(inputs)}
            return inputs, lambda v: number(v[by_name["resident"]], v[by_name["registered"]])
        return inputs, lambda v: v[0] / v[1]

    def _of_cohorts(self, query: Query, zone: str) -> tuple[Inputs, Figure]:
        """How census bands split, how births are shared out, who moves, and of one group its part: all divisions of the zone at the
        same end."""
        level, e = LEVEL_OF_MEASURE[query.measure], self._estimator
        made = [
            (e.children.parts(code, level, query.year), self._group_part(query, code, level))
            for code in e.members(zone)
        ]
        known = [(m, part) for m, part in made if m is not None and part is not None]
        if len(known) < len(made):
            return (), lambda v: 0.0

        def total(bands: str, births: str, moves: str, group: str) -> float:
            return sum(
                (getattr(m.bands, bands) + getattr(m.births, births))
                * getattr(m.moves, moves)
                * getattr(part, group)
                for m, part in known
            )

        everyone = total("value", "value", "value", "value") or 1.0
        shown = {
            "census_bands": {end: sum(getattr(m.bands, end) for m, _ in known) for end in ENDS},
            "births": {end: sum(getattr(m.births, end) for m, _ in known) for end in ENDS},
            "moves": {end: total("value", "value", end, "value") / everyone for end in ENDS},
        }
        if query.basis != "value":
            shown["group_ratio"] = {end: total("value", "value", "value", end) / everyone for end in ENDS}
        names = [{number: end for end, number in values.items()} for values in shown.values()]
        inputs = [(n, Estimate(v["value"], v["low"], v["high"], grade="estimated")) for n, v in shown.items()]

        def figure(values: Sequence[float]) -> float:
            chosen = [ends[number] for ends, number in zip(names, values, strict=True)]
            return total(*chosen, *["value"] * (4 - len(chosen)))

        return inputs, figure

    def _group_part(self, query: Query, code: str, level: str) -> Range | None:
        if query.basis == "value":
            return Range(1.0, 1.0, 1.0)
        return self._estimator.children.group_part(code, query.basis, self._estimator.by_group(level))

    def _of_bounds(self, query: Query, zone: str, value: float, scale: float) -> Sensitivity | None:
        names = BOUNDED[query.measure]

        @lru_cache
        def bounds(free: frozenset[int]) -> Ends:
            exact: Exact = frozenset(name for n, name in enumerate(names) if n not in free)
            found = self._estimator.estimate(query, zone, exact=exact)
            low, high = (value if end is None else end for end in (found.low, found.high))
            return scale * low, scale * high

        ends, ways = [], []
        for n, name in enumerate(names):
            way = _way(query, name)
            ways.append(way is not None)
            ends.append(bounds(frozenset({n}))[:: -1 if way is False else 1])
        inputs = [(name, self._shown(query, zone, name)) for name in names]
        return swings_of(inputs, scale * value, bounds, ends, ways)

    def _shown(self, query: Query, zone: str, name: str) -> Estimate:
        """The interval of an input as it is told beside its swing."""
        e = self._estimator
        if name == "supply":
            return e.provision.held(query.service, e.members(zone))
        if name == "demand":
            basis = "registered" if query.basis == GAP else query.basis  # the one that is less well known
            return e.estimate(query.but(measure="demand", basis=basis), zone)
        if query.measure == "enrolment_ratio":
            return dict(e.provision.enrolment_inputs(query, zone))[name]
        if name == "children":
            return e.spare_children(query, zone)
        found = {"people": self._sharing, "rule": self._rule, "concerned": self._concerned}[name](query, zone)
        return Estimate(found[1], found[0], found[2], grade=self._grade(query, name))

    def _sharing(self, query: Query, zone: str) -> tuple[float, float, float]:
        group = query.basis if query.basis in ("local", "non_local") else "non_local"
        return self._estimator.in_demand(query, zone, group)

    def _rule(self, query: Query, zone: str) -> tuple[float, float, float]:
        found = self._estimator.rule(query)
        return (found[1], found[0], found[2]) if found else (1.0, 1.0, 1.0)

    def _concerned(self, query: Query, zone: str) -> tuple[float, float, float]:
        return self._estimator.concerned(query, zone)

    def _grade(self, query: Query, name: str) -> Grade:
        factors = self._estimator.applied_factors(query) if name == "rule" else ()
        return worst_grade(*(f.grade for f in factors)) if factors else "estimated"


ENDS = ("low", "high", "value")


def _way(query: Query, name: str) -> bool | None:
    """Whether the figure rises with an input; None where both sides of a gap share it."""
    rising = name in RISING
    if query.basis == GAP or query.measure == "parity":
        if name in ("rule", "concerned"):  # of non-local residents alone
            return rising != (query.basis == GAP)
        return None
    return rising != (query.measure == "shortfall")


def apart(inputs: Inputs, figure: Figure, scale: float) -> Sensitivity | None:
    """``figure`` of ``inputs`` times ``scale``, taken apart; None where an input has no number."""
    known = [_interval(e) for _, e in inputs]
    found = [i for i in known if i is not None]
    if len(found) < len(inputs):
        return None

    def scaled(values: Sequence[float]) -> float:
        return scale * float(figure(values))

    value = scaled([i.value for i in found])
    return swings_of(
        inputs,
        value,
        lambda free: span(scaled, found, free),
        one_at_a_time(scaled, found),
        [True] * len(found),
    )


def swings_of(
    inputs: Inputs,
    value: float,
    bounds: Callable[[frozenset[int]], Ends],
    ends: Sequence[Sequence[float]],
    directed: Sequence[bool],
) -> Sensitivity:
    """``bounds``: the interval of the figure where the inputs of these numbers are free. ``ends``: the figure at both ends of each."""
    every = frozenset(range(len(inputs)))
    low, high = bounds(every)
    parts = shapley_parts(lambda free: bounds(free)[1] - bounds(free)[0], len(inputs))
    known = [_interval(e) for _, e in inputs]
    swings = [
        Swing(
            name,
            i.low,
            i.value,
            i.high,
            ends[n][0],
            ends[n][1],
            share=parts[n] / (high - low),
            left=bounds(every - {n}),
            grade=estimate.grade,
            directed=directed[n],
        )
        for n, ((name, estimate), i) in enumerate(zip(inputs, known, strict=True))
        if i is not None and high > low and (i.low < i.high or parts[n] > ROUNDING * (high - low))
    ]
    return Sensitivity(value, low, high, tuple(sorted(swings, key=lambda s: -s.share)))


def _interval(estimate: Estimate) -> Interval | None:
    if estimate.value is None:
        return None
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    return Interval(float(low), float(estimate.value), float(high))
