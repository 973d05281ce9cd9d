"""The build: determinism, border rule, points outside, failure and kill safety, locked-down readers."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from equity.errors import DataError, UserError
from equity.indicators.store import build_warehouse, check_inputs, is_current, open_indicators
from equity.query import Query
from equity.settings import Settings
from equity.warehouse import open_warehouse
from tests.world import facility, lonlat, write_world

Rows = dict[str, list[dict[str, Any]]]


def test_building_twice_gives_the_same_version_and_numbers(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    first = build_warehouse(world_settings)
    indicators = open_indicators(world_settings)
    before = indicators.values(Query())
    indicators.warehouse.close()
    second = build_warehouse(world_settings)
    again = open_indicators(world_settings)
    assert first.data_version == second.data_version and again.values(Query()) == before
    assert is_current(world_settings)
    again.warehouse.close()


def test_any_changed_byte_changes_the_version(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    first = build_warehouse(world_settings).data_version
    path = world_settings.data_dir / "services" / "totals.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",10,", ",11,"), encoding="utf-8")
    assert not is_current(world_settings)
    assert build_warehouse(world_settings).data_version != first


def test_a_point_on_a_shared_border_belongs_to_exactly_one_division(world_settings: Settings) -> None:
    def on_the_corner(rows: Rows) -> None:
        rows["facilities"] = [facility("edge", "clinic", 1000, 1000, 5, "530103")]

    write_world(world_settings.data_dir, on_the_corner)
    build_warehouse(world_settings)
    indicators = open_indicators(world_settings)
    assert list(indicators.facilities("clinic")["adcode"]) == ["530102"]
    supply = [
        indicators.value(Query("clinic", "supply_rate", "resident"), z).value for z in ("530102", "530103")
    ]
    assert supply == [pytest.approx(50.0), None]
    indicators.warehouse.close()


def test_a_point_in_no_division_is_reported_and_kept(world_settings: Settings) -> None:
    def outside(rows: Rows) -> None:
        rows["facilities"].append(facility("lost", "clinic", -500, 500, 9))

    write_world(world_settings.data_dir, outside)
    report = build_warehouse(world_settings)
    assert [(w.name, w.rows[0][0]) for w in report.warnings] == [("facilities_outside", "lost")]
    indicators = open_indicators(world_settings)
    assert "lost" in set(indicators.facilities("clinic")["facility_id"])
    indicators.warehouse.close()


def test_a_failed_check_names_its_rows_and_keeps_the_old_warehouse(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    old = build_warehouse(world_settings).data_version

    def one_too_many(rows: Rows) -> None:
        rows["settlement_points"][0]["local_persons"] += 1

    write_world(world_settings.data_dir, one_too_many)
    with pytest.raises(UserError, match="points_add_up_to_division") as caught:
        build_warehouse(world_settings)
    assert "530102" in str(caught.value) and caught.value.exit_code == 2
    warehouse = open_warehouse(world_settings.warehouse_path)
    assert warehouse.data_version == old
    warehouse.close()
    assert [c.name for c in check_inputs(world_settings) if not c.passed] == ["points_add_up_to_division"]


def _build_and_die_at_the_swap(settings: Settings) -> None:
    Path.replace = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment,method-assign]
    build_warehouse(settings)


def test_killed_before_the_swap_the_old_warehouse_keeps_serving(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    old = build_warehouse(world_settings).data_version
    (world_settings.data_dir / "release.toml").write_text("released = 2026-02-03\n", encoding="utf-8")
    process = multiprocessing.get_context("spawn").Process(
        target=_build_and_die_at_the_swap, args=(world_settings,)
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert list(world_settings.var_dir.glob("build-*")), "the killed build leaves its workspace"
    warehouse = open_warehouse(world_settings.warehouse_path)
    assert warehouse.data_version == old
    warehouse.close()
    assert build_warehouse(world_settings).data_version != old
    assert not list(world_settings.var_dir.glob("build-*")), "the next build sweeps it up"


def test_two_builds_at_once_take_turns(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    command = [sys.executable, "-m", "equity.cli", "build"]
    env = os.environ | {
        "EQUITY_DATA_DIR": str(world_settings.data_dir),
        "EQUITY_VAR_DIR": str(world_settings.var_dir),
    }
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [p.communicate(timeout=120)[0] for p in running]
    assert [p.returncode for p in running] == [0, 0]
    assert len({o.split("data version ")[1].split()[0] for o in outputs}) == 1


def test_readers_cannot_write_or_reach_files(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    build_warehouse(world_settings)
    warehouse = open_warehouse(world_settings.warehouse_path)
    with pytest.raises(duckdb.Error, match="read-only"):
        warehouse.read("CREATE TABLE x AS SELECT 1")
    with pytest.raises(duckdb.Error, match="disabled"):
        warehouse.read(f"SELECT * FROM read_csv('{world_settings.data_dir}/release.toml')")
    with pytest.raises(duckdb.Error, match="locked"):
        warehouse.read("SET enable_external_access = true")
    with pytest.raises(UserError):
        warehouse.table("core_zones; DROP TABLE core_zones")
    warehouse.close()


def test_a_rebuild_does_not_disturb_an_open_reader(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    build_warehouse(world_settings)
    reader = open_indicators(world_settings)
    build_warehouse(world_settings)
    assert len(reader.facilities("clinic")) == 2
    reader.warehouse.close()


def test_bad_input_stops_before_anything_is_written(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    (world_settings.data_dir / "geo" / "districts.geojson").write_text("{not json", encoding="utf-8")
    with pytest.raises(DataError, match=r"districts\.geojson"):
        build_warehouse(world_settings)
    assert not world_settings.warehouse_path.exists()


def test_the_clock_does_not_enter_the_version(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    first = build_warehouse(world_settings).data_version
    time.sleep(0.01)
    os.utime(world_settings.data_dir / "release.toml")
    assert build_warehouse(world_settings).data_version == first


def test_a_warehouse_of_another_program_version_is_built_anew(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    build_warehouse(world_settings)
    con = duckdb.connect(str(world_settings.warehouse_path.resolve()))
    con.execute("UPDATE stg_run SET program_version = 'older'")
    con.execute("ALTER TABLE core_standard DROP COLUMN standard_type")
    con.close()
    indicators = open_indicators(world_settings)
    assert indicators.value(Query(), "530111").value == pytest.approx(30.0)
    indicators.warehouse.close()


def test_absent_people_of_the_points_that_do_not_add_up_are_reported_but_stop_nothing(
    world_settings: Settings,
) -> None:
    def change(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["settlement_points"][0]["absent_persons"] += 7

    write_world(world_settings.data_dir, change)
    (warning,) = build_warehouse(world_settings).warnings
    assert (warning.name, warning.severity, warning.count) == ("points_absent_add_up", "warn", 1)
    assert warning.rows[0] == ("530102", 200.0, 207.0)


def overlap(features: list[dict[str, Any]]) -> None:
    features[0]["geometry"] = features[2]["geometry"]


def swap(features: list[dict[str, Any]]) -> None:
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[lat, lon] for lon, lat in ring]]


def shuffle(features: list[dict[str, Any]]) -> None:
    codes = [f["properties"]["code"] for f in features]
    for feature, code in zip(features, reversed(codes), strict=True):
        feature["properties"]["code"] = code


def cut(features: list[dict[str, Any]]) -> None:
    features.pop()


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("districts.geojson", swap, r"第 1 行，字段 geometry，值 '530102'：不在昆明.*填反"),
        ("districts.geojson", overlap, r"值 '530111'：与 530102 的面重叠"),
        ("districts_overview.geojson", swap, "填反"),
        ("districts_overview.geojson", cut, r"overview\.geojson，字段 code，值 '530112'"),
        ("districts_overview.geojson", shuffle, r"值 '530103'：与 districts\.geojson 中同一区县的位置不符"),
    ],
)
def test_boundaries_that_cannot_be_meant_stop_the_build(
    file: str, change: Callable[[list[dict[str, Any]]], None], message: str, world_settings: Settings
) -> None:
    path = write_world(world_settings.data_dir) / "geo" / file
    collection = json.loads(path.read_text(encoding="utf-8"))
    change(collection["features"])
    path.write_text(json.dumps(collection), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        build_warehouse(world_settings)
    assert not world_settings.warehouse_path.exists()


def test_an_overview_cut_short_stops_the_build(world_settings: Settings) -> None:
    path = write_world(world_settings.data_dir) / "geo" / "districts_overview.geojson"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DataError, match=r"districts_overview\.geojson"):
        build_warehouse(world_settings)


def test_a_service_that_nothing_defines_stops_the_build(world_settings: Settings) -> None:
    def misspelt(rows: Rows) -> None:
        rows["totals"][1]["service"] = "helth_staff"

    write_world(world_settings.data_dir, misspelt)
    with pytest.raises(
        UserError, match=r"services_defined[^\n]*\n[^\n]*\n\s*services/totals\.csv, helth_staff, 530103, 1"
    ):
        build_warehouse(world_settings)


def test_a_standard_that_a_definition_cites_and_nobody_has_stops_the_build(world_settings: Settings) -> None:
    def without(rows: Rows) -> None:
        rows["standards"] = [r for r in rows["standards"] if r["standard_id"] != "gp_country_2023"]

    write_world(world_settings.data_dir, without)
    with pytest.raises(UserError, match=r"clinic\.toml, standard\.standard_id, gp_country_2023"):
        build_warehouse(world_settings)


def test_a_settlement_point_elsewhere_is_reported_and_counts_where_it_says(world_settings: Settings) -> None:
    def moved(rows: Rows) -> None:
        for row, place in zip(rows["settlement_points"], ((2500, 500), (1500, 5000)), strict=False):
            row["lon"], row["lat"] = lonlat(*place)

    write_world(world_settings.data_dir, moved)
    found = {c.name: c for c in build_warehouse(world_settings).warnings}["points_elsewhere"]
    assert [row[:3] for row in found.rows] == [("p-530102", "530102", "530111"), ("p-530103", "530103", "—")]
    indicators = open_indicators(world_settings)
    assert indicators.population("530102")["resident"].value == 1000
    indicators.warehouse.close()
