"""The numbers of the API are those of the facade, of the CLI, and of the world that can be added up by
hand.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from equity.app import create_app
from equity.cli.main import app as cli
from equity.indicators.compute import Indicators
from equity.indicators.published import ValueRecord
from equity.query import LEVELS, Query
from equity.settings import Settings
from tests.api.conftest import Get
from tests.conftest import World

QUERIES = [
    Query(),
    Query("primary_school", "effective", "gap"),
    Query("clinic", "reach", "non_local", scenario="wide_radius"),
    Query("rental_housing", "supply_rate", "resident", level="functional_zone"),
    Query("toilet", "condition", "resident"),
    Query("population", "non_local_share", "value", level="city"),
]


def arguments(query: Query) -> dict[str, object]:
    return {name: getattr(query, name) for name in Query.__dataclass_fields__}


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: f"{q.service}.{q.measure}.{q.basis}")
def test_every_field_of_every_record_is_the_facades(get: Get, shipped: Indicators, query: Query) -> None:
    assert shipped.resolve({name: str(value) for name, value in arguments(query).items()}) == (query, [])
    answer = get("/values", **arguments(query), include="demo")
    records = shipped.values(query)
    assert [row["zone"] for row in answer["data"]] == [r.zone for r in records]
    for row, record in zip(answer["data"], records, strict=True):
        expected = record.as_dict() | {"sources": list(record.sources)}
        assert {name: row[name] for name in expected} == expected
        assert row["data_version"] == shipped.data_version
        assert row["scenario"] == query.scenario
    assert answer["meta"]["query"] == arguments(query)


def test_every_declared_indicator_can_be_asked(get: Get, shipped: Indicators) -> None:
    """Every combination that /indicators lists answers, on every basis, and is complete."""
    listed = get("/indicators", limit=1000)["data"]
    assert {row["id"] for row in listed} == {
        f"{d.id}.{m.id}" for d in shipped.registry.values() for m in shipped.registry.measures_of(d.id)
    }
    for row in listed:
        for basis in row["bases"]:
            answer = get("/values", service=row["service"], measure=row["measure"], basis=basis)
            assert set(answer["data"][0]) == set(ValueRecord.model_fields)
            unit = row["gap_unit_zh"] if basis == "gap" else row["unit_zh"]
            assert {r["unit_zh"] for r in answer["data"]} == {unit}


def test_the_same_numbers_as_the_command_line(
    get: Get, shipped: Indicators, shipped_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EQUITY_VAR_DIR", str(shipped_settings.var_dir))
    said = CliRunner().invoke(
        cli, ["compute", "-s", "clinic", "-m", "effective", "-b", "gap", "--format", "json"]
    )
    assert said.exit_code == 0, said.output
    from_cli = {row["zone"]: row for row in json.loads(said.stdout)}
    for row in get("/values", service="clinic", measure="effective", basis="gap", include="demo")["data"]:
        other = from_cli[row["zone"]]
        assert {k: row[k] for k in other if k in row} == {k: other[k] for k in other if k in row}


def test_csv_has_the_numbers_of_json_and_opens_in_excel(client: FlaskClient, get: Get) -> None:
    answer = client.get(
        "/api/v1/values?service=clinic&measure=coverage&basis=resident&include=demo&format=csv"
    )
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8")
    assert text.startswith("\ufeff") and "\r\n" in text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    expected = get("/values", service="clinic", measure="coverage", basis="resident", include="demo")["data"]
    assert [r["zone_name_zh"] for r in rows] == [e["zone_name_zh"] for e in expected]
    assert [float(r["value"]) for r in rows] == [e["value"] for e in expected]
    assert [r["sources"].split(";") for r in rows] == [";".join(e["sources"]).split(";") for e in expected]


@pytest.mark.parametrize("level", LEVELS)
def test_geojson_has_a_shape_for_every_zone(client: FlaskClient, shipped: Indicators, level: str) -> None:
    answer = client.get(f"/api/v1/values?level={level}", headers={"Accept": "application/geo+json"})
    assert answer.mimetype == "application/geo+json"
    features = json.loads(answer.get_data())["features"]
    assert [f["properties"]["zone"] for f in features] == [z.code for z in shipped.zones(level)]
    for feature in features:
        assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}


def test_one_zone_is_the_same_at_any_level(get: Get, shipped: Indicators) -> None:
    for code in ("530111", "core", "530100"):
        (row,) = get("/values", zone=code)["data"]
        assert row["value"] == shipped.value(Query(), code).value


def test_the_parts_of_the_gap_add_up(get: Get, shipped: Indicators) -> None:
    for row in get("/splits", service="primary_school", include="demo")["data"]:
        assert row["status"] == "ok"
        assert row["entitlement"] is None, "nobody has a figure of who meets the rule"
        assert row["reach"] + row["adequacy"] == pytest.approx(row["gap"], abs=1e-9)
        split = shipped.split("primary_school", row["zone"])
        assert (row["gap"], row["reach"], row["adequacy"]) == (split.gap, split.reach, split.adequacy)
        assert row["grade"] == "illustrative" and not split.intervals
        for name in ("gap", "reach", "entitlement"):
            assert row[f"{name}_low"] is None and row[f"{name}_high"] is None, "nothing invented has a range"


def test_placeholders_have_no_interval(get: Get, shipped: Indicators) -> None:
    asked = {"service": "rental_housing", "measure": "adequacy", "basis": "local"}
    for row in get("/values", **asked, include="demo")["data"]:
        record = shipped.value(Query("rental_housing", "adequacy", "local"), row["zone"])
        assert (row["low"], row["high"]) == (record.low, record.high)
        assert row["grade"] == "illustrative" and (row["low"], row["high"]) == (None, None)
    for row in get("/values", service="health_staff", measure="supply_rate", basis="resident")["data"]:
        record = shipped.value(Query("health_staff", "supply_rate", "resident"), row["zone"])
        assert (row["low"], row["high"]) == (record.low, record.high)
        assert row["low"] < row["value"] < row["high"]


def test_inequality_is_the_facades(get: Get, shipped: Indicators) -> None:
    query = Query("health_staff", "supply_rate", "resident")
    rows = get("/inequality", service=query.service, measure=query.measure, basis=query.basis)["data"]
    assert [(r["id"], r["value"]) for r in rows] == [(i.id, i.value) for i in shipped.inequality(query)]


def test_the_small_world_by_hand(world: World, world_settings: Settings) -> None:
    """Places by the register: A has 800 for 1000 residents, C 600 for 2000; D has nobody (not applicable,
    not 0).
    """
    world()
    client = create_app(world_settings).server.test_client()
    rows = {r["zone"]: r for r in client.get("/api/v1/values").get_json()["data"]}
    assert rows["530102"]["value"] == pytest.approx(80)
    assert rows["530111"]["value"] == pytest.approx(30)
    assert (rows["530112"]["value"], rows["530112"]["status"]) == (None, "not_applicable")


def test_illustrative_numbers_say_so(get: Get) -> None:
    answer = get("/values", service="primary_school", measure="effective", include="demo")
    assert answer["meta"]["illustrative"] is True
    assert {r["grade"] for r in answer["data"]} == {"illustrative"}


@pytest.mark.parametrize(
    "path", ["/values", "/splits", "/inequality", "/facilities", "/townships", "/reach-areas"]
)
def test_placeholders_are_left_out_unless_asked_for(get: Get, client: FlaskClient, path: str) -> None:
    """The rule of documents and embeds, as JSON and as CSV."""
    asked = {"service": "primary_school"}
    asked |= {"measure": "effective", "basis": "gap"} if path == "/values" else {}
    asked |= {"measure": "effective", "basis": "local"} if path == "/inequality" else {}
    shown, left = get(path, **asked, include="demo"), get(path, **asked)
    assert (shown["meta"]["withheld"], left["meta"]["withheld"]) == (False, True)
    assert {r.get("grade", "illustrative") for r in shown["data"]} == {"illustrative"}
    for row in left["data"]:
        assert row["grade"] == "observed" and row["status"] == "no_data"
        assert row.get("value") is row.get("gap") is row.get("low") is None
    text = client.get(f"/api/v1{path}", query_string=asked | {"format": "csv"}).get_data(as_text=True)
    assert ("illustrative" not in text and "no_data" in text) or text.count("\r\n") == 1
    real = get("/values", service="health_staff", measure="supply_rate", basis="resident")
    assert real["meta"]["withheld"] is False and all(r["value"] for r in real["data"])


def test_what_a_value_is_set_against_is_said_with_its_year(get: Get) -> None:
    def said(service: str, measure: str, basis: str) -> tuple[object, ...]:
        row = get("/values", service=service, measure=measure, basis=basis)["data"][0]
        return tuple(row[f"yardstick_{name}"] for name in ("kind", "year", "zh", "en"))

    average = ("national_average", 2023, "2023 年全国平均水平", "the national average of 2023")
    assert said("clinic", "coverage", "resident") == average == said("clinic", "adequacy", "local")
    standard = ("standard", 2018, "2018 年标准", "the standard of 2018")
    assert said("primary_school", "shortfall", "resident") == standard
    assert said("hospital", "adequacy", "local") == (
        "city_average", None, "全市平均水平", "the city's average",
    )  # fmt: skip
    assert said("hospital", "supply_rate", "resident") == (None, None, None, None)
    services = {s["id"]: s for s in get("/services")["data"]}
    assert (services["clinic"]["yardstick_kind"], services["clinic"]["yardstick_year"]) == average[:2]
    assert services["population"]["yardstick_kind"] is None


@pytest.mark.parametrize("scenario", ["baseline", "distance_decay", "three_step", "long_detour"])
def test_a_capacity_that_holds_distance_has_a_name_of_its_own(get: Get, scenario: str) -> None:
    named = {
        (r["adequacy_name_zh"], r["adequacy_name_en"])
        for r in get("/splits", service="clinic", scenario=scenario)["data"]
    }
    decays = scenario in {"distance_decay", "three_step"}
    assert named == {("容量与远近", "Capacity and nearness") if decays else ("容量充足度", "Adequacy")}
    listed = {r["measure"]: r["measure_with_decay_zh"] for r in get("/indicators", service="clinic")["data"]}
    assert {m for m, name in listed.items() if name} == {"adequacy"}


def test_a_name_with_markup_or_a_formula_does_no_harm(
    world: World, world_settings: Settings, tmp_path: Path
) -> None:
    nasty = ['=HYPERLINK("http://x")', "<script>alert(1)</script>"]

    def change(rows: dict[str, list[dict[str, object]]]) -> None:
        for row, name in zip(rows["facilities"], nasty, strict=True):
            row["name_zh"] = name

    world(change)
    client = create_app(world_settings).server.test_client()
    assert [
        r["name_zh"] for r in client.get("/api/v1/facilities?service=clinic&include=demo").get_json()["data"]
    ] == nasty
    text = client.get("/api/v1/facilities?service=clinic&include=demo&format=csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [r["name_zh"] for r in rows] == ["'" + nasty[0], nasty[1]]
    assert client.get("/api/v1/facilities").headers["X-Content-Type-Options"] == "nosniff"


def test_a_change_since_another_year(client, get) -> None:
    rows = get("/values", measure="residents", year=2023, since=2020)["data"]
    assert len(rows) == 14 and {r["since"] for r in rows} == {2020} and {r["unit_zh"] for r in rows} == {"%"}
    table = client.get("/api/v1/values?measure=residents&since=2020&format=csv").get_data(as_text=True)
    assert [r["value"] for r in rows if r["zone"] == "530113"] == [pytest.approx(-1.6276, abs=1e-4)]
    assert len(table.splitlines()) == 15
    refused = client.get("/api/v1/values?service=clinic&measure=coverage&since=2020")
    assert refused.status_code == 400


def test_what_moves_a_figure(get, shipped) -> None:
    rows = get("/sensitivity", measure="children_primary", year=2030, zone="530100")["data"]
    assert [r["input"] for r in rows] == ["census_bands", "moves", "births"]
    assert sum(r["share"] for r in rows) == pytest.approx(1)
    record = shipped.value(Query("population", "children_primary", "value", 2030), "530100")
    assert {(r["value"], r["low"], r["high"]) for r in rows} == {(record.value, record.low, record.high)}
    assert get("/sensitivity", service="clinic", measure="coverage", basis="resident")["data"] == []
