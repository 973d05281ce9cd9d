"""With roads in the data, the map, the layers and the API ask along them."""

from __future__ import annotations

import shapely.geometry

from equity.app import create_app
from equity.settings import Settings
from tests.conftest import World
from tests.roads.test_built import west_only
from tests.world import lonlat


def test_the_map_the_layers_and_the_api_run_along_the_roads(world: World, world_settings: Settings) -> None:
    version = world(west_only).data_version
    client = create_app(world_settings).server.test_client()
    page = client.get("/?service=clinic&measure=line_only&basis=local").text
    assert "直线可达、沿路不可达" in page and "不可用" not in page
    asked = "/api/v1/values?service=clinic&measure=line_only&basis=local&include=demo"
    values = {r["zone"]: r for r in client.get(asked).get_json()["data"]}
    assert values["530103"]["value"] == 100 and "沿本单位路网步行" in values["530103"]["note_zh"]
    circle = client.get(f"/geo/circles/clinic.{version}.geojson").get_json()["features"][0]["geometry"]
    assert not shapely.geometry.shape(circle).contains(shapely.Point(lonlat(1320, 500)))
    areas = client.get(
        "/api/v1/reach-areas?service=clinic&facility=c1&format=geojson&include=demo"
    ).get_json()["features"]
    assert [round(a["properties"]["metres"]) for a in areas] == [333, 667, 1000]
    assert "road network on foot" in areas[0]["properties"]["distance_en"]
    assert shapely.geometry.shape(areas[2]["geometry"]).contains(shapely.Point(lonlat(700, 500)))
    assert client.get("/api/v1/reach-areas?service=clinic&facility=nothing").status_code == 404
    asked = "/?service=clinic&measure=reach&basis=local&layers=facilities&facility=c1"
    for lang, said in (
        (
            "zh",
            (
                "可达范围：示意 c1（示意），沿本单位路网步行",
                "333 米内",
                "1,000 米内",
                "平方公里",
                "收起可达范围",
            ),
        ),
        (
            "en",
            (
                "Within reach of 示意 c1 (illustrative), along the office",
                "within 667 m",
                "km²",
                "Hide the area",
            ),
        ),
    ):
        page = client.get(f"{asked}&lang={lang}").text
        assert all(words in page for words in said), lang
    one = client.get(f"/geo/circles/clinic.{version}.geojson?facility=c1").get_json()["features"]
    sizes = [shapely.geometry.shape(f["geometry"]).area for f in one]
    assert [f["properties"]["share"] for f in one] == [0.3333, 0.6667, 1.0] and sizes == sorted(sizes)
    assert not shapely.geometry.shape(one[2]["geometry"]).contains(shapely.Point(lonlat(1320, 500)))
    assert "facility" in client.get(asked.replace("c1", "nowhere")).text, (
        "a facility that is not there is told"
    )
    layer = client.get(f"/geo/layers/clinic.{version}.json").get_json()["unreached"]["text"]
    assert any("沿路走不到" in text for text in layer)
    service = client.get("/api/v1/services/clinic").get_json()["data"]
    assert "line_only" in service["measures"] and "along the office's road network" in service["distance_en"]
