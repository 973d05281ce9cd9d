"""Proposed sites: built where proposed, they bring the reach that was promised; the command line says the same."""

from __future__ import annotations

from typing import Any

import pytest

from equity.errors import UserError
from equity.query import Query
from tests.conftest import World
from tests.world import facility, lonlat

CITY, HERE = "530100", "530102"


def town(rows: dict[str, list[dict[str, Any]]], *clinics: tuple[float, float]) -> None:
    """Four settlement points of 100 to 400 people on a line, 600 m apart, and clinics at some places."""
    template = rows["settlement_points"][0]
    points = []
    for i in range(4):
        lon, lat = lonlat(100 + 600 * i, 100)
        people = {
            "local_persons": 60 * (i + 1),
            "non_local_persons": 40 * (i + 1),
            "absent_persons": 0 if i else template["absent_persons"],
        }
        points.append(
            template | people | {"point_id": f"p{i}", "name_zh": f"示意 {i}", "lon": lon, "lat": lat}
        )
    rows["settlement_points"] = points + [p for p in rows["settlement_points"] if p["adcode"] != HERE]
    rows["facilities"] = [f for f in rows["facilities"] if f["service"] != "clinic"] + [
        facility(f"c{i}", "clinic", x, y, 5) for i, (x, y) in enumerate(clinics)
    ]
    rows["facilities"].append(
        facility("c-nowhere", "clinic", 0, 0, 0, HERE, lon="", lat="")
    )  # a register of its own


def test_a_site_built_where_proposed_brings_the_reach_it_promised(world: World) -> None:
    """600 m apart with 1,000 / 1.3 = 769 m of reach: one place serves its neighbours on both sides."""
    asked = Query("clinic", "reach", "local", 2020)
    before = world(lambda rows: town(rows, (-20_000, 0)))
    found = before.siting("clinic", HERE, "local", 1)
    assert [s.point_id for s in found.sites] == [
        "p2"
    ]  # p1, p2, p3: 900 of 1,000 people, six of ten of them local
    assert (found.demand, found.reach) == (pytest.approx(600), 0)
    assert (found.sites[0].gain, found.sites[0].reach) == (pytest.approx(540), pytest.approx(90))
    assert before.value(asked, HERE).value == found.reach
    after = world(lambda rows: town(rows, (-20_000, 0), (100 + 600 * 2, 100)))
    assert after.value(asked, HERE).value == pytest.approx(found.sites[0].reach)
    again = after.siting("clinic", HERE, "local", 5)
    assert [s.gain for s in again.sites] == [pytest.approx(60)] and again.sites[0].reach == pytest.approx(100)
    assert after.siting("clinic", CITY, "non_local", 3).grade == "illustrative"


def test_what_cannot_be_sited_is_said(world: World) -> None:
    indicators = world(lambda rows: town(rows, (-20_000, 0)))
    for service, group, count, words in (
        ("health_staff", "resident", 1, "没有服务半径"),
        ("clinic", "registered", 1, "人群应为"),
        ("clinic", "resident", 0, "新址数"),
    ):
        with pytest.raises(UserError, match=words):
            indicators.siting(service, HERE, group, count)
    with pytest.raises(UserError, match="居民点太密"):
        indicators.siting("clinic", HERE, "resident", 1, most_pairs=3)
