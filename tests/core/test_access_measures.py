"""Access measures and the split of the gap on the small world, by hand, and as identities on the shipped data."""

from __future__ import annotations

from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition, RuralReach
from equity.indicators.registry import Registry, registry
from equity.query import GAP, Query
from tests.access.uncertain import rules_known
from tests.conftest import World
from tests.world import facility, lonlat


def value(
    indicators: Indicators, zone: str, measure: str, basis: str, service: str = "clinic"
) -> float | None:
    return indicators.value(Query(service, measure, basis), zone).value


def registers(rows: dict[str, list[dict[str, Any]]]) -> None:
    """C has a register of clinics as well, of one without a place; where a division has none nothing is known of its reach."""
    rows["facilities"].append(facility("c3", "clinic", 0, 0, 0, "530111", lon="", lat=""))


def test_a_division_without_a_register_is_not_out_of_reach(world: World) -> None:
    indicators = world()
    for zone in ("530111", "530100"):
        for measure, basis in (("reach", "local"), ("effective", GAP), ("parity", "value")):
            record = indicators.value(Query("clinic", measure, basis), zone)
            assert (record.status, record.value) == ("no_data", None), (zone, measure)
        assert indicators.split("clinic", zone).status == "no_data"
    assert "台账" in indicators.value(Query("clinic", "reach", "local"), "530111").note_zh
    assert (
        value(indicators, "530102", "reach", "local") == 100
        and value(indicators, "core", "reach", "local") == 100
    )
    assert value(world(registers), "530111", "reach", "local") == 0


def test_reach_adequacy_entitlement_by_hand(world: World) -> None:
    indicators = world(registers)
    # one point in the middle of each square; clinics in the middle of A and B; C is 1,000 m × 1.3 away: out of reach
    assert value(indicators, "530102", "reach", "local") == 100
    assert value(indicators, "530111", "reach", "local") == 0
    assert value(indicators, "530102", "adequacy", "local") == 100  # 2 GPs for 1,000 people, 0.2 needed
    assert value(indicators, "530102", "effective", GAP) == pytest.approx(0)
    # city: local 600 + 500 of 1,600 reached; non-local 400 of 1,900
    assert value(indicators, "530100", "reach", "local") == pytest.approx(100 * 1100 / 1600)
    assert value(indicators, "530100", "reach", GAP) == pytest.approx(100 * (1100 / 1600 - 400 / 1900))


def test_a_rule_without_a_figure_is_applied_only_where_it_is_supposed(world: World) -> None:
    indicators = world()
    for group in ("local", "non_local"):
        record = indicators.value(Query("clinic", "entitlement", group), "530102")
        assert record.status == "no_data" and "没有" in record.note_zh
        effective = indicators.value(Query("clinic", "effective", group), "530102")
        assert effective.value == value(indicators, "530102", "adequacy", group)
    split = indicators.split("clinic", "530102")
    assert (split.entitlement, list(split.parts())) == (None, ["reach", "adequacy"])
    supposed = Query("clinic", "entitlement", "non_local", scenario="assumed_rules")
    assert indicators.value(supposed, "530102").value == pytest.approx(97)
    assert indicators.value(supposed.but(measure="effective", basis=GAP), "530102").value == pytest.approx(3)
    assert indicators.split("clinic", "530102", "assumed_rules").entitlement == pytest.approx(3)
    assert indicators.registry.scenarios["assumed_rules"].label.zh.startswith("假设")


def test_a_rule_with_an_estimate_is_applied(world: World) -> None:
    """0.97 (0.9 to 1) of those concerned; none of the non-local residents need be from outside the city, none is counted so."""

    def known(rows: dict[str, list[dict[str, Any]]]) -> None:
        for row in (*rows["facilities"], *rows["settlement_points"]):
            row["grade"] = "observed"

    indicators = world(known, rules_known())
    record = indicators.value(Query("clinic", "entitlement", "non_local"), "530102")
    assert (record.value, record.low, record.high) == pytest.approx((97, 90, 100))
    assert (record.grade, indicators.split("clinic", "530102").entitlement) == ("estimated", pytest.approx(3))

    def census(rows: dict[str, list[dict[str, Any]]]) -> None:
        known(rows)
        for row in list(rows["division_shares"]):
            if row["item"] == "age_5_9":
                rows["division_shares"].append(row | {"item": "registered_other_province", "share": 0.2})

    # A: 200 of 400 from other provinces; for a rule about those from other provinces, half of them are concerned
    shipped = rules_known()
    clinic = shipped["clinic"]
    assert clinic.eligibility
    changed = clinic.eligibility.model_copy(update={"registered_outside": "province"})
    outside = Registry(
        {**shipped, "clinic": clinic.model_copy(update={"eligibility": changed})},
        shipped.measures,
        shipped.scenarios,
    )
    record = world(census, outside).value(Query("clinic", "entitlement", "non_local"), "530102")
    assert (record.value, record.low) == pytest.approx((98.5, 95)) and record.high == pytest.approx(100)


def test_within_and_where_they_live_by_hand(world: World) -> None:
    """A: 600 local, 400 non-local, both served; C: 500 and 1,500, none. All alike within, the groups live apart."""
    indicators = world(registers)
    split = indicators.split("clinic", "530100")
    assert split.gap == pytest.approx(100 * (1100 / 1600 - 400 / 1900))
    assert (split.within, split.residence) == pytest.approx((0, split.gap))
    assert list(split.parts()) == ["reach", "adequacy", "residence"]
    record = indicators.value(Query("clinic", "parity", "value"), "530100")
    assert record.value == pytest.approx(1), "not 0.31, the pooled 21 % of 69 %"
    assert "居住分布" not in indicators.value(Query("clinic", "effective", GAP), "530102").note_zh
    assert "居住分布" in indicators.value(Query("clinic", "effective", GAP), "530100").note_zh


def test_capacity_does_not_hold_distance(world: World) -> None:
    """One school with a seat for each of 200 children; local ones live at its door, the others 450 m (of 500 m) away."""

    def school(rows: dict[str, list[dict[str, Any]]]) -> None:
        template = rows["settlement_points"][0]
        points = []
        for i, (metres, people) in enumerate(
            ((0, {"local_persons": 600}), (450 / 1.3, {"non_local_persons": 400}))
        ):
            lon, lat = lonlat(500 + metres, 500)
            nobody = {"local_persons": 0, "non_local_persons": 0, "absent_persons": 0 if i else 200}
            points.append(template | nobody | people | {"point_id": f"s{i}", "lon": lon, "lat": lat})
        rows["settlement_points"] = points + rows["settlement_points"][1:]
        rows["facilities"].append(facility("s", "primary_school", 500, 500, 60))

    indicators = world(school)  # 6 % of the residents are of that age: 36 and 24
    split = indicators.split("primary_school", "530102")
    assert (split.local, split.non_local, split.reach, split.adequacy) == (100, 100, 0, 0)
    assert indicators.split("primary_school", "530102", "distance_decay").adequacy > 50  # type: ignore[operator]
    adequacy = indicators.registry.measures["adequacy"]
    scenarios = indicators.registry.scenarios
    assert adequacy.in_scenario(scenarios["baseline"]).label.zh == "容量充足度"
    assert {adequacy.in_scenario(scenarios[s]).label.zh for s in ("distance_decay", "three_step")} == {
        "容量与远近"
    }


def test_rural_points_have_a_radius_of_their_own_or_none(world: World) -> None:
    """The clinic's 1,000 m hold in town; a rule of its own makes them hold in the country too."""

    def country(rows: dict[str, list[dict[str, Any]]]) -> None:
        registers(rows)
        rows["settlement_points"][1]["urban_rural"] = "rural"

    indicators = world(country)
    assert indicators.value(Query("clinic", "reach", "local"), "530103").status == "not_applicable"
    city = indicators.value(Query("clinic", "reach", "local"), "530100")
    assert (city.value, city.persons) == (pytest.approx(100 * 600 / 1100), 1100), "B's 500 are not counted"
    assert "乡村居民点没有标准" in city.note_zh and "not counted" in city.note_en
    reach = registry()["clinic"].reach
    assert reach is not None
    rural = RuralReach(radius_m=1000, standard_id="health_centre_radius", note=reach.note)
    stated = registry()["clinic"].model_copy(update={"reach": reach.model_copy(update={"rural": rural})})
    ruled = Registry({**registry(), "clinic": stated}, registry().measures, registry().scenarios)
    assert value(world(country, ruled), "530103", "reach", "local", "clinic") == 100
    points = indicators.points("clinic").set_index("point_id")
    assert points["applies"].to_dict()["p-530103"] is False or not points.loc["p-530103", "applies"]


@pytest.mark.parametrize(
    ("kind", "stated", "rural"),
    [
        ("subdistrict", "", False),
        ("town", "", True),
        ("ethnic_township", "", True),
        ("town", "urban", False),
        (None, "", False),
    ],
)
def test_what_a_point_does_not_state_its_township_tells(
    world: World, kind: str | None, stated: str, rural: bool
) -> None:
    def change(rows: dict[str, list[dict[str, Any]]]) -> None:
        point = rows["settlement_points"][0]
        point["urban_rural"] = stated
        if kind:
            point["town_code"] = "530102999"
            town = {
                "town_code": "530102999",
                "name_zh": "示意",
                "kind": kind,
                "adcode": "530102",
                "statutory": "true",
            }
            rows["townships"] = [town]

    points = world(change).points("clinic").set_index("point_id")
    assert bool(points.loc["p-530102", "applies"]) is not rural


def test_nobody_reached_is_zero_reach_and_unreachable_adequacy(world: World) -> None:
    indicators = world(registers)
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
    supposed = Query("clinic", "entitlement", "local", scenario="assumed_rules")
    assert indicators.value(supposed, "530102").status == "unreachable"
    assert value(indicators, "530102", "effective", "local") == 0


def _loaded(shipped: Indicators) -> list[Definition]:
    return [d for d in shipped.registry.of_kind("facility") if shipped.standing(d.id) != "waiting"]


def test_parts_add_up_to_the_gap_everywhere(shipped: Indicators) -> None:
    for definition in _loaded(shipped):
        for zone in shipped.zones():
            split = shipped.split(definition.id, zone.code)
            assert split.status == "ok" and split.gap is not None
            assert sum(split.parts().values()) == pytest.approx(split.gap, abs=1e-10)
            assert split.within is not None and (split.residence is None) == (zone.level == "division")
            assert split.within + (split.residence or 0) == pytest.approx(split.gap, abs=1e-10)
            assert split.entitlement is None and split.intervals == {}
            assert split.gap == pytest.approx(
                value(shipped, zone.code, "effective", GAP, definition.id), abs=1e-10
            )


def test_effective_coverage_is_the_product_at_every_level(shipped: Indicators) -> None:
    for definition in _loaded(shipped):
        for zone in shipped.zones():
            for group in ("local", "non_local"):
                product = 1.0
                for factor in ("reach", "adequacy"):
                    product *= (value(shipped, zone.code, factor, group, definition.id) or 0) / 100
                assert value(shipped, zone.code, "effective", group, definition.id) == pytest.approx(
                    100 * product, abs=1e-9
                )


def test_placeholders_have_no_interval_and_no_rank(shipped: Indicators) -> None:
    for definition in shipped.registry.of_kind("facility"):
        for measure in shipped.registry.measures_of(definition.id):
            for basis in measure.bases:
                for record in shipped.values(Query(definition.id, measure.id, basis, 2020)):
                    if record.grade == "illustrative":
                        assert (record.low, record.high, record.rank, record.rank_low) == (None,) * 4


def test_network_distances_replace_the_straight_line_and_say_so(world: World) -> None:
    """C's point reaches B's clinic along the road (900 m), A's own clinic is 2 km by road; other pairs do not count."""

    def by_road(rows: dict[str, list[dict[str, Any]]]) -> None:
        registers(rows)
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
    assert (
        record.note_zh == "距离：直线 × 绕行系数 1.3，城镇居民点半径 1,000 米；乡村居民点没有标准，不计入。"
    )
