"""Ranks of zones in one measure, each with the range that intervals, scenarios and weights allow."""

from collections.abc import Iterator, Mapping, Sequence

from equity import measures
from equity.indicators import composite
from equity.indicators.estimator import Estimator
from equity.indicators.interval import COMMON, Estimate
from equity.indicators.registry import BASELINE, Registry
from equity.indicators.resolve import SCENARIO_FAMILIES
from equity.query import Query

Ranks = dict[str, tuple[int, int, int]]


def ranks(estimator: Estimator, registry: Registry, query: Query, estimates: Mapping[str, Estimate]) -> Ranks:
    """Rank (1 = highest), best and worst rank of every zone that has a value in ``estimates``, those of ``query``.

    In 95 % of simulated worlds (:func:`~equity.measures.rank_ranges`), over the intervals as far as they are each division's
    own: a common yardstick and the parameters of a rule move all divisions together and decide no rank. Access and composites
    also over every scenario and other weights.
    """
    zones = tuple(zone for zone, e in estimates.items() if e.status == "ok")
    found = _ranked({z: estimator.estimate(query, z, exact=COMMON) for z in zones})
    if registry.measures[query.measure].family not in SCENARIO_FAMILIES or query.scenario != BASELINE:
        return found
    for other in _alternatives(estimator, registry, query, zones):
        for zone, (there, _, _) in _ranked(other, exact=True).items():
            if zone in found:
                rank, best, worst = found[zone]
                found[zone] = (rank, min(best, there), max(worst, there))
    return found


def _ranked(estimates: Mapping[str, Estimate], *, exact: bool = False) -> Ranks:
    """Of those with a value; ``exact``: as if there were no intervals."""
    known = {zone: e for zone, e in estimates.items() if e.status == "ok"}
    ends = ("value",) * 3 if exact else ("value", "low", "high")
    found = measures.rank_ranges(*([getattr(e, end) for e in known.values()] for end in ends))
    return {zone: (int(r), int(b), int(w)) for zone, r, b, w in zip(known, *found, strict=True)}


def _alternatives(
    estimator: Estimator, registry: Registry, query: Query, zones: Sequence[str]
) -> Iterator[dict[str, Estimate]]:
    """The same estimates in every other scenario, and those of a composite under other weights."""
    for scenario, setting in registry.scenarios.items():
        if scenario != BASELINE and not setting.assumed_rules:
            yield {z: estimator.estimate(query.but(scenario=scenario), z) for z in zones}
    if registry.measures[query.measure].family == "composite":
        for weights in composite.alternative_weights(registry, registry[query.service]):
            yield {z: composite.composite_estimate(estimator.parities(query, z), weights) for z in zones}
