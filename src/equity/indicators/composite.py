"""The composite: weighted geometric mean of the services' parities, and the weights it is tried with for its rank range."""

from collections.abc import Mapping

import numpy as np

from equity import measures
from equity.indicators.definition import Definition
from equity.indicators.interval import Estimate
from equity.indicators.registry import Registry
from equity.say import texts_of, worst_grade

Weights = dict[str, float]
TEXTS = texts_of(__name__)


def service_weights(registry: Registry, domain_weights: Mapping[str, float]) -> Weights:
    """Weight of each service with facilities: its domain's weight, shared equally within the domain; 0 where none is given."""
    services = registry.of_kind("facility")
    sizes = {domain: sum(d.domain == domain for d in services) for domain in {d.domain for d in services}}
    return {d.id: domain_weights.get(d.domain, 0.0) / sizes[d.domain] for d in services}


def alternative_weights(registry: Registry, definition: Definition) -> list[Weights]:
    """Each domain doubled, and each left out, in turn."""
    base = definition.domain_weights or {}
    return [
        service_weights(registry, base | {domain: weight * factor})
        for domain, weight in base.items()
        for factor in (2.0, 0.0)
    ]


def composite_estimate(parities: Mapping[str, Estimate], weights: Weights) -> Estimate:
    """Geometric mean of the parities of the services with weight, as a ratio; interval from the ends of theirs.

    ``no_data`` with a note while one of them rests on placeholders, and where one is missing: leaving it out would compare
    divisions by different services.
    """
    used = {service: estimate for service, estimate in parities.items() if weights.get(service, 0.0) > 0}
    grade = worst_grade(*(e.grade for e in used.values()))
    if grade == "illustrative":
        return Estimate.missing("no_data", grade=grade, note=TEXTS.waiting)
    if any(e.status != "ok" for e in used.values()):
        return Estimate.missing("no_data", grade=grade, note=TEXTS.partly)
    share = np.array([weights[service] for service in used])
    ends = np.array([(e.value, e.low, e.high) for e in used.values()], dtype=float).T
    value, low, high = measures.composite(np.ascontiguousarray(ends), share).tolist()
    people = [e.persons for e in used.values() if e.persons is not None]
    return Estimate(value, low, high, grade=grade, persons=max(people, default=None))
