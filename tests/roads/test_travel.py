"""On foot, by bicycle or by car, in metres or minutes: chosen by the office, from the road file to the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from equity.app import create_app
from equity.checking.roads import examine_roads
from equity.errors import UserError
from equity.intake import versions
from equity.intake.desk import surroundings
from equity.query import Query
from equity.say import Voice
from equity.settings import Settings
from equity.views.distances import distance_line
from equity.views.view import View
from tests.conftest import World
from tests.intake.test_web import sign_in
from tests.roads.test_built import layer, no_place_in_c, office, road, run
from tests.roads.test_import import client, settings
from tests.world import facility, lonlat

__all__ = ["client", "office", "settings"]
LONG = [(0, 500), (4000, 500)]  # C's people at 2,500, the clinic of B at 1,501: 999 m
AT_50 = road("r", LONG, "primary", speed_kmh=50)


def uphill(metres: float) -> dict[str, Any]:
    """The same road, rising from its eastern end to its western by so many metres in a hundred."""
    ends = [(*lonlat(x, y), (4000 - x) * metres / 100) for x, y in LONG]
    return AT_50 | {"wkt": f"LINESTRING Z ({', '.join('{:.9f} {:.9f} {:.3f}'.format(*end) for end in ends)})"}


def along(world: World, travel: dict[str, tuple[str, float | None]], *roads: dict[str, Any]) -> Any:
    """Services with one place each, that of the clinic of B, reached as ``travel`` says."""

    def changed(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["facilities"] = [
            facility(
                f"{service}-{code}",
                service,
                1501,
                500,
                1,
                code,
                **({} if code == "530103" else {"lon": "", "lat": ""}),
            )
            for service in travel
            for code in ("530103", "530111")  # that of C is at an unknown place
        ]
        rows["roads"] = list(roads)
        rows["travel"] = [
            {"service": service, "mode": mode, "minutes": minutes, "source": "急救规划 2024"}
            for service, (mode, minutes) in travel.items()
        ]

    return world(changed)


def reached(indicators: Any) -> list[str]:
    """The services that C's people reach."""
    asked = (
        s
        for s in indicators.bases or ("clinic",)
        if indicators.value(Query(s, "reach", "local"), "530111").value == 100
    )
    return sorted(asked)


def test_minutes_are_those_of_the_way(world: World) -> None:
    """999 m take 1.1988 minutes at 50 km/h, 3.996 at 15 and 12.4875 at 4.8."""
    enough = {"clinic": ("driving", 1.2), "hospital": ("cycling", 4.0), "job_centre": ("walking", 12.5)}
    assert reached(along(world, enough, AT_50)) == sorted(enough)
    too_few = {"clinic": ("driving", 1.19), "hospital": ("cycling", 3.99), "job_centre": ("walking", 12.48)}
    assert reached(along(world, too_few, AT_50)) == []


def test_a_slope_slows_people_on_foot_only(world: World) -> None:
    """Up a tenth: exp(3.5 · 0.1) times as long (Tobler), 17.72 minutes."""
    travel = {"clinic": ("walking", 17.7), "hospital": ("walking", 17.8), "job_centre": ("cycling", 4.0)}
    assert reached(along(world, travel, uphill(10))) == ["hospital", "job_centre"]


def test_minutes_for_the_country_are_a_standard_where_the_definition_has_none(world: World) -> None:
    def in_the_country(rows: dict[str, list[dict[str, Any]]]) -> None:
        no_place_in_c(rows)
        rows["settlement_points"] = [r | {"urban_rural": "rural"} for r in rows["settlement_points"]]
        rows["roads"] = [AT_50]
        rows["travel"] = [
            {"service": "clinic", "mode": "driving", "minutes": 9, "rural_minutes": 1.2, "source": "x"}
        ]

    indicators = world(in_the_country)
    assert reached(indicators) == ["clinic"]
    assert "城镇居民点半径 9 分钟，乡村居民点 1.2 分钟" in indicators.distance_basis("clinic").zh
    straight = world(lambda rows: (in_the_country(rows), rows.update(roads=[]))[1])
    assert straight.value(Query("clinic", "reach", "local"), "530111").value is None


def test_without_minutes_the_metres_stay_and_without_roads_the_straight_line(world: World) -> None:
    by_car = along(world, {"clinic": ("driving", None)}, road("m", LONG, "motorway"))
    assert (
        reached(by_car) == ["clinic"]
        and "驾车，城镇居民点半径 1,000 米" in by_car.distance_basis("clinic").zh
    )
    straight = along(world, {"clinic": ("driving", 30)})
    assert reached(straight) == [] and "直线 × 绕行系数" in straight.distance_basis("clinic").zh


def test_a_table_that_cannot_be_meant_stops_the_build(world: World) -> None:
    wrong = [{"service": "toilet", "minutes": 5}, {"service": "clinic", "rural_minutes": 9}]
    with pytest.raises(UserError, match=r"(?s)travel_known.*clinic.*toilet"):
        world(lambda rows: rows.update(travel=[{"mode": "walking", "source": "x"} | row for row in wrong]))


def test_a_way_that_no_road_allows_stops_the_build(world: World) -> None:
    """Minutes by car up the stairs: not counted as if they were a straight line."""
    stairs = road("f", LONG, "steps")
    with pytest.raises(UserError, match=r"(?s)travel_has_roads.*clinic.*driving"):
        along(world, {"clinic": ("driving", 30)}, stairs)
    assert reached(along(world, {"clinic": ("walking", 30)}, stairs)) == ["clinic"]


def test_places_far_from_the_roads_are_told_beside_every_number(world: World) -> None:
    travel: dict[str, tuple[str, float | None]] = {"clinic": ("walking", None)}
    indicators = along(world, travel, road("r", [(0, 750), (4000, 750)]))
    said = "居民点 4 个，设施 1 处"
    assert said in indicators.distance_basis("clinic").zh
    assert said in indicators.value(Query("clinic", "reach", "local"), "530111").note_zh
    view = View(indicators, Voice("en"), Query("clinic", "reach", "local")).at("530103")
    line = distance_line(view, [view.registry["clinic"]])
    assert line.endswith(
        "with a straight line to it: settlement points 4, facilities 1 (Primary care (GPs))."
    )
    assert "200" not in along(world, travel, AT_50).distance_basis("clinic").zh


def clinics(client: FlaskClient) -> tuple[float, str]:
    asked = "/api/v1/values?service=clinic&measure=reach&basis=local&include=demo"
    row = next(r for r in client.get(asked).get_json()["data"] if r["zone"] == "530111")
    return row["value"], row["note_zh"]


def test_an_office_chooses_on_the_page_and_sees_what_changes(client: FlaskClient, settings: Settings) -> None:
    roads = layer(settings.var_dir / "roads.geojson", LONG)
    examination, _ = examine_roads(roads, surroundings(settings), source="测绘院", datum="cgcs2000")
    versions.commit(settings, examination, who="test", file=roads.name)
    client = create_app(settings).server.test_client()  # the new data from the start, not in a moment
    csrf = sign_in(client)
    value, note = clinics(client)
    assert value == 100 and "步行，城镇居民点半径 1,000 米" in note
    page = client.get("/data/import/travel").text
    assert "现在沿路网计算的：" in page and 'name="minutes-clinic"' in page
    form = dict.fromkeys(re.findall(r'name="(mode-\w+)"', page), "walking") | {
        "csrf": csrf,
        "source": "急救规划 2024",
    }
    for bad, said in (
        ({"minutes-clinic": "quick"}, "分钟应为 1–240 的数"),
        ({"source": " "}, "依据"),
        ({}, "没有改动"),
    ):
        answer = client.post("/data/import/travel", data=form | bad)
        assert answer.status_code == 400 and said in answer.text
    chosen = form | {"mode-clinic": "driving", "minutes-clinic": "1.1"}
    shown = client.post("/data/import/travel", data=chosen).headers["Location"]
    preview = client.get(shown).text
    assert "到达方式" in preview and "丙" in preview and 'id="commit"' in preview
    done = client.post(shown.replace("/preview", "/commit"), data={"csrf": csrf})
    assert "done=" in done.headers["Location"]
    client = create_app(settings).server.test_client()
    sign_in(client)
    value, note = clinics(client)
    assert value == 0 and "驾车，城镇居民点半径 1.1 分钟" in note
    methods = client.get("/methods?lang=en").text
    assert "1.1 minutes" in methods and "by car" in methods and "急救规划 2024" in methods
    assert 'value="1.1"' in client.get("/data/import/travel").text
    version = versions.history(settings)[0]["version"]
    assert "driving" in client.get(f"/data/import/history/{version}").text


def test_the_same_on_the_command_line(office: Path) -> None:
    file = layer(office / "roads.geojson", LONG)
    assert run("network", "add", str(file), "--source", "test")[0] == 0
    code, said = run("network", "by", "clinic", "cycling", "--minutes", "3.9", "--source", "x")
    assert code == 0 and "recorded: travel" in said
    values = ("compute", "-s", "clinic", "-m", "reach", "-b", "local", "--format", "json")
    assert {r["zone"]: r["value"] for r in json.loads(run(*values)[1])}["530111"] == 0
    assert run("registers", "undo", said.split("recorded: travel ")[1].split(" ")[0])[0] == 0
    for wrong, named in (
        (("flat", "walking"), "service with places"),
        (("clinic", "flying"), "walking, cycling, driving"),
        (("clinic", "walking", "--minutes", "0"), "from 1 to 240"),
        (("clinic", "walking", "--rural-minutes", "9"), "minutes for the town"),
    ):
        code, said = run("network", "by", *wrong, "--source", "x")
        assert code != 0 and named in said, said
