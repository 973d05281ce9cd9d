"""The composite against a plain second computation, and its range of ranks under other weights."""

from __future__ import annotations

import math

import pytest

from equity.indicators.composite import alternative_weights, service_weights
from equity.indicators.compute import Indicators
from equity.query import Query
from tests.conftest import World

QUERY = Query("composite", "composite_parity", "value")


def test_it_is_the_weighted_geometric_mean_of_the_parities(shipped: Indicators) -> None:
    domains: dict[str, list[str]] = {}
    for definition in shipped.registry.of_kind("facility"):
        domains.setdefault(definition.domain, []).append(definition.id)
    for zone in shipped.zones():
        logs = [
            sum(math.log(shipped.value(Query(s, "parity", "value"), zone.code).value or 0) for s in services)
            / len(services)
            for services in domains.values()
        ]
        record = shipped.value(QUERY, zone.code)
        assert record.value == pytest.approx(math.exp(sum(logs) / len(logs)), rel=1e-12)
        assert record.grade == "illustrative" and record.low is not None and record.high is not None


def test_weights_share_a_domain_and_alternatives_change_one_domain_each(shipped: Indicators) -> None:
    definition = shipped.registry["composite"]
    weights = service_weights(shipped.registry, definition.domain_weights or {})
    assert sum(weights.values()) == pytest.approx(5)
    assert weights["primary_school"] == pytest.approx(1 / 3)
    assert len(alternative_weights(shipped.registry, definition)) == 10


def test_the_rank_range_holds_the_rank(shipped: Indicators) -> None:
    for record in shipped.values(QUERY):
        assert record.rank_low is not None and record.rank is not None and record.rank_high is not None
        assert record.rank_low <= record.rank <= record.rank_high


def test_a_missing_parity_gives_no_composite(world: World) -> None:
    record = world().value(QUERY, "530102")
    assert record.status == "no_data" and record.note_zh
