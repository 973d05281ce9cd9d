"""Access measures and the split of the gap on the small world, by hand, and as identities on the shipped data."""

from __future__ import annotations

from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.query import GAP, Query
from tests.conftest import World
from tests.world import facility


def value(
    indicators: Indicators, zone: str, measure: str, basis: str, service: str = "clinic"
) -> float | None:
    return indicators.value(Query(service, measure, basis), zone).value


def test_reach_adequacy_entitlement_by_hand(world: World) -> None:
    indicators = world()
    # one point in the middle of each square; clinics in the middle of A and B; C is 1,000 m × 1.3 away: out of reach
    assert value(indicators, "530102", "reach", "local") == 100
    assert value(indicators, "530111", "reach", "local") == 0
    assert value(indicators, "530102", "adequacy", "local") == 100  # 2 GPs for 1,000 people, 0.2 needed
    assert value(indicators, "530102", "entitlement", "non_local") == pytest.approx(97)
    assert value(indicators, "530102", "effective", GAP) == pytest.approx(3)
    # city: local 600 + 500 of 1,600 reached; non-local 400 of 1,900
    assert value(indicators, "530100", "reach", "local") == pytest.approx(100 * 1100 / 1600)
    assert value(indicators, "530100", "reach", GAP) == pytest.approx(100 * (1100 / 1600 - 400 / 1900))


def test_nobody_reached_is_zero_reach_and_unreachable_adequacy(world: World) -> None:
    indicators = world()
    assert indicators.value(Query("clinic", "reach", "non_local"), "530111").status == "ok"
    assert value(indicators, "530111", "effective", "non_local") == 0
    assert indicators.value(Query("clinic", "adequacy", "non_local"), "530111").status == "unreachable"
    assert indicators.value(Query("clinic", "parity", "value"), "530111").status == "unreachable"
    split = indicators.split("clinic", "530111")
    assert (split.status, split.gap, split.reach) == ("ok", 0, 0)


def test_nobody_of_the_group_is_not_applicable(world: World) -> None:
    indicators = world()
    assert indicators.value(Query("clinic", "reach", "non_local"), "530103").status == "not_applicable"
    assert indicators.split("clinic", "530103").status == "not_applicable"
    assert indicators.value(Query("clinic", "effective", GAP), "530112").status == "not_applicable"


def test_a_facility_without_capacity_is_reached_but_serves_nobody(world: World) -> None:
    def empty(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["facilities"] = [
            facility("c0", "clinic", 500, 500, 0),
            facility("c9", "clinic", 3500, 500, 4, "530112"),
        ]

    indicators = world(empty)
    assert value(indicators, "530102", "reach", "local") == 100
    assert value(indicators, "530102", "adequacy", "local") == 0
    assert indicators.value(Query("clinic", "entitlement", "local"), "530102").status == "unreachable"
    assert value(indicators, "530102", "effective", "local") == 0


def test_parts_add_up_to_the_gap_everywhere(shipped: Indicators) -> None:
    for definition in shipped.registry.of_kind("facility"):
        for zone in shipped.zones():
            split = shipped.split(definition.id, zone.code)
            assert split.status == "ok" and split.gap is not None
            assert sum(split.parts().values()) == pytest.approx(split.gap, abs=1e-10)
            assert split.gap == pytest.approx(
                value(shipped, zone.code, "effective", GAP, definition.id), abs=1e-10
            )


def test_effective_coverage_is_the_product_at_every_level(shipped: Indicators) -> None:
    for definition in shipped.registry.of_kind("facility"):
        for zone in shipped.zones():
            for group in ("local", "non_local"):
                product = 1.0
                for factor in ("reach", "adequacy", "entitlement"):
                    product *= (value(shipped, zone.code, factor, group, definition.id) or 0) / 100
                assert value(shipped, zone.code, "effective", group, definition.id) == pytest.approx(
                    100 * product, abs=1e-9
                )


def test_rank_ranges_hold_the_rank_and_show_that_settings_matter(shipped: Indicators) -> None:
    wide = 0
    for definition in shipped.registry.of_kind("facility"):
        for record in shipped.values(Query(definition.id, "effective", "non_local")):
            assert record.rank is not None and record.rank_low is not None and record.rank_high is not None
            assert record.rank_low <= record.rank <= record.rank_high
            wide += record.rank_high > record.rank_low
    assert wide > 50


def test_equal_values_share_a_rank_whatever_their_rounding(shipped: Indicators) -> None:
    """The rule for flats admits the same share everywhere; sums in another order leave 44.00000000000001."""
    for level in ("division", "zone"):
        for record in shipped.values(Query("rental_housing", "entitlement", "non_local", level=level)):
            others = len(shipped.zones(level))
            assert (record.rank, record.rank_low, record.rank_high) == (1, 1, others)


def test_network_distances_replace_the_straight_line_and_say_so(world: World) -> None:
    """C's point reaches B's clinic along the road (900 m), A's own clinic is 2 km by road; other pairs do not count."""

    def by_road(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["network_distances"] = [
            {"point_id": "p-530111", "facility_id": "c2", "metres": 900, "source": "test"},
            {"point_id": "p-530102", "facility_id": "c1", "metres": 2000, "source": "test"},
        ]

    indicators = world(by_road)
    assert value(indicators, "530111", "reach", "local") == 100
    assert value(indicators, "530102", "reach", "local") == 0
    record = indicators.value(Query("clinic", "reach", "local"), "530111")
    assert "路网" in record.note_zh and "road network" in record.note_en


def test_the_basis_of_the_distance_stands_with_every_access_number(world: World) -> None:
    record = world().value(Query("clinic", "effective", GAP), "530102")
    assert record.note_zh == "距离：直线 × 绕行系数 1.3，半径 1,000 米。"
