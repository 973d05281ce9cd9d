"""Results by township: added up by hand on the small world, and over the shipped points in a second way."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import Voice
from equity.views.tables import Table
from equity.views.townships import townships_section
from equity.views.view import View
from tests.conftest import World
from tests.world import facility, lonlat


def two_towns(rows: dict[str, list[dict[str, Any]]], few: int = 100) -> None:
    """A has two townships: X with a clinic beside its 400 + 300 people, Y 900 m off with 200 + ``few``."""
    common = {"adcode": "530102", "statutory": "true", "kind": "subdistrict"}
    rows["townships"] = [
        {"town_code": f"53010200{i}", "name_zh": name, **common} for i, name in ((1, "X街道"), (2, "Y街道"))
    ]
    point = next(p for p in rows["settlement_points"] if p["adcode"] == "530102")
    rows["settlement_points"].remove(point)
    for town, x, local, non_local in ((1, 50, 400, 300), (2, 950, 200, few)):
        lon, lat = lonlat(x, 500)
        rows["settlement_points"].append(
            point
            | {"point_id": f"t{town}", "town_code": f"53010200{town}", "lon": lon, "lat": lat}
            | {"local_persons": local, "non_local_persons": non_local, "absent_persons": 100}
        )
    rows["division_population"] = [
        r | {"persons": 600 + 300 + few if r["population_group"] == "resident" else 300 + few}
        if r["adcode"] == "530102" and r["population_group"] in {"resident", "non_local"}
        else r
        for r in rows["division_population"]
    ]
    rows["facilities"] = [facility("c", "clinic", 60, 500, 3, town_code="530102001")]


def test_a_township_by_hand(world: World) -> None:
    frame = world(two_towns).townships("clinic").set_index("town_code")
    x, y = frame.loc["530102001"], frame.loc["530102002"]
    assert (x["local"], x["non_local"], x["facilities"], x["capacity"]) == (400, 300, 1, 3)
    assert (x["local_reach"], x["non_local_reach"]) == (100, 100)
    assert (y["local"], y["non_local"], y["facilities"], y["local_reach"]) == (200, 100, 0, 0)
    assert (x["lon"], x["lat"]) == pytest.approx(lonlat(50, 500))
    assert set(frame["grade"]) == {"illustrative"}


def test_a_township_of_few_people_is_not_listed(world: World) -> None:
    frame = world(lambda rows: two_towns(rows, 7)).townships("clinic")
    assert "530102002" not in set(frame["town_code"]), "7 non-local residents"
    assert len(frame) == 0, "and X would give them away"


def test_shipped_townships_add_up_from_their_points(shipped: Indicators) -> None:
    names = shipped.library.table("settlement_points").set_index("point_id")["town_code"]
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for p in shipped.points("clinic").itertuples():
        town = names[p.point_id]
        if isinstance(town, str):
            sums[town][0] += p.local
            sums[town][1] += p.local * bool(p.applies)
            sums[town][2] += p.local * bool(p.applies and p.reached)
    frame = shipped.townships("clinic").set_index("town_code")
    assert set(frame.index) == set(sums) and len(frame) > 140
    for town, (local, counted, reached) in sums.items():
        assert frame.loc[town, "local"] == local
        found = frame.loc[town, "local_reach"]
        assert found == pytest.approx(100 * reached / counted) if counted else found != found


def counted(rows: dict[str, list[dict[str, Any]]], few: int = 500) -> None:
    """What an office has counted in A: X 1,000 residents and 600 registered, Y 400 and 500, Z of which only residents are known."""
    two_towns(rows)
    rows["townships"].append({**rows["townships"][0], "town_code": "530102003", "name_zh": "Z街道"})
    rows["townships"][0] |= {"lon": lonlat(50, 500)[0], "lat": lonlat(50, 500)[1]}
    known = {1: (1000, 600), 2: (400, few), 3: (300, None)}
    rows["township_population"] = [
        {"town_code": f"53010200{t}", "year": year, "population_group": group, "persons": n, "grade": "observed", "source": "office"}
        for t, both in known.items()
        for year, group, n in ((2024, "resident", both[0]), (2024, "registered", both[1]), (2022, "resident", 9000))
        if n is not None
    ]  # fmt: skip


def test_register_and_residents_of_a_township_by_hand(world: World) -> None:
    frame = world(counted).township_people.set_index("name_zh")
    x, y, z = (frame.loc[f"{name}街道"] for name in "XYZ")
    assert (x["year"], x["register_coverage"], x["beyond_register"], x["status"]) == (2024, 60, 400, "ok")
    assert (y["register_coverage"], y["beyond_register"]) == (100, 0)
    assert (
        z["resident"] == 300 and z["register_coverage"] != z["register_coverage"] and z["status"] == "no_data"
    )
    assert (x["lon"], x["lat"]) == pytest.approx(lonlat(50, 500)) and frame["grade"].eq("observed").all()


def test_few_registered_of_a_township_are_hidden_and_not_left_over(world: World) -> None:
    frame = world(lambda rows: counted(rows, 7)).township_people.set_index("name_zh")
    assert frame.loc["Y街道", "status"] == "suppressed" and frame["registered"].isna().all(), (
        "X would give Y away"
    )
    assert frame.loc["X街道", "resident"] == 1000


def test_townships_counted_by_an_office_are_shown(world: World) -> None:
    view = View(world(counted), Voice("zh"), Query()).at("530102")
    section = townships_section(view)
    assert section is not None
    table = section.blocks[0]
    assert isinstance(table, Table) and table.id == "township_people"
    assert next(c.text for c in table.cells("register_coverage")) == "60.0"
