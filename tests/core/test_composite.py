"""The composite against a plain second computation, and its range of ranks under other weights."""

from __future__ import annotations

import math
from typing import Any

import pytest

from equity.indicators.composite import alternative_weights, service_weights
from equity.indicators.compute import Indicators
from equity.indicators.registry import registry
from equity.query import Query
from tests.conftest import World
from tests.world import facility

QUERY = Query("composite", "composite_parity", "value")


def every_register(rows: dict[str, list[dict[str, Any]]]) -> None:
    """A facility of every service in A and C, and settlement points, all from registers."""
    services = [d.id for d in registry().of_kind("facility")]
    rows["facilities"] = [
        facility(f"{service}-{code}", service, x, 500, 3 + n, code, grade="observed")
        for n, service in enumerate(services)
        for x, code in ((500, "530102"), (1500, "530103"), (2500, "530111"), (3500, "530112"))
    ]
    for point in rows["settlement_points"]:
        point["grade"] = "observed"
    ages = [r for r in rows["division_shares"] if r["item"] == "age_5_9"]
    rows["division_shares"] += [
        r | {"item": item} for r in ages for item in ("age_0_4", "age_60_plus", "age_65_plus")
    ]


def test_it_waits_until_every_service_has_a_register(shipped: Indicators, world: World) -> None:
    for level in ("division", "functional_zone", "city"):
        for record in shipped.values(QUERY.but(level=level)):
            assert (record.status, record.value, record.rank) == ("no_data", None, None)
            assert "台账" in record.note_zh and "register" in record.note_en
    assert shipped.standing("composite") == "waiting"

    def but_one(rows: dict[str, list[dict[str, Any]]]) -> None:
        every_register(rows)
        rows["facilities"][0]["grade"] = "illustrative"

    assert world(but_one).value(QUERY, "530102").status == "no_data"
    indicators = world(every_register)
    assert indicators.value(QUERY, "530102").ok and indicators.standing("composite") == "real"


def test_it_is_the_weighted_geometric_mean_of_the_parities(world: World) -> None:
    indicators = world(every_register)
    domains: dict[str, list[str]] = {}
    for definition in indicators.registry.of_kind("facility"):
        domains.setdefault(definition.domain, []).append(definition.id)
    for zone in ("530102", "530111", "530100"):
        logs = [
            sum(math.log(indicators.value(Query(s, "parity", "value"), zone).value or 0) for s in services)
            / len(services)
            for services in domains.values()
        ]
        record = indicators.value(QUERY, zone)
        assert record.value == pytest.approx(math.exp(sum(logs) / len(logs)), rel=1e-12)
        assert record.grade == "estimated", "the demand of the groups is"


def test_weights_share_a_domain_and_alternatives_change_one_domain_each(shipped: Indicators) -> None:
    definition = shipped.registry["composite"]
    weights = service_weights(shipped.registry, definition.domain_weights or {})
    assert sum(weights.values()) == pytest.approx(5)
    assert weights["primary_school"] == pytest.approx(1 / 4)
    assert len(alternative_weights(shipped.registry, definition)) == 10


def test_a_missing_parity_gives_no_composite(world: World) -> None:
    record = world(every_register).value(QUERY, "530103")  # no non-local resident there
    assert record.status == "no_data" and "均等指数无法计算" in record.note_zh
