"""The shipped data, built twice with different threads: the access tables are the same to the last bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.warehouse.access import build_access
from equity.warehouse.build import BEFORE_ACCESS
from equity.warehouse.connect import connect_for_build
from equity.warehouse.loading import load_inputs, run_sql

TABLES = ("out_access__point_service", "out_access__zone_service_scenario_group")


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with everything the engine reads."""
    path = tmp_path_factory.mktemp("staged") / "staged.duckdb"
    settings = Settings()
    con = connect_for_build(path, settings)
    load_inputs(con, read_inputs(settings.data_dir), rule_tables(registry()), "test")
    run_sql(con, BEFORE_ACCESS)
    con.close()
    return path


def access_tables(staged: Path, threads: int) -> list[pd.DataFrame]:
    con: duckdb.DuckDBPyConnection = connect_for_build(":memory:", replace(Settings(), threads=threads))
    try:
        con.execute(f"ATTACH '{staged}' AS staged (READ_ONLY)")
        for name in (
            "core_points",
            "core_facilities",
            "core_zones",
            "core_demand_share",
            "core_access_params",
        ):
            con.execute(f"CREATE TABLE {name} AS FROM staged.{name}")
        build_access(con)
        return [con.execute(f"SELECT * FROM {name} ORDER BY ALL").df() for name in TABLES]
    finally:
        con.close()


def test_two_builds_are_bit_identical(staged: Path) -> None:
    first = access_tables(staged, 1)
    for threads in (2, 4):
        for one, other in zip(first, access_tables(staged, threads), strict=True):
            assert len(one) > 0
            pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_every_point_and_every_division_has_a_row_without_gaps(staged: Path) -> None:
    points, zones = access_tables(staged, 2)
    assert not points.drop(columns="nearest_m").isna().any().any()
    assert (points.nearest_m.isna() == ~points.reached).all()
    assert points.adequacy.between(0, 1).all()
    assert not zones.isna().any().any()
    assert len(zones) == zones.zone_code.nunique() * zones.service.nunique() * zones.scenario.nunique() * 2
    assert (zones.entitled <= zones.served + 1e-9).all()
    assert (zones.served <= zones.reached + 1e-6).all()
    assert (zones.reached <= zones.persons + 1e-6).all()
