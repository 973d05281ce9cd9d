"""The database in memory that a plan is worked out in: bounded, used again, never shared by two plans at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from equity.indicators.compute import Indicators
from equity.plans import AddFacility, Plan, evaluate
from equity.plans.alter import alter
from equity.plans.check import check_plan
from equity.settings import Settings
from equity.warehouse import open_warehouse
from equity.warehouse.changed import changed_warehouse
from tests.plans.worlds import DEFINED
from tests.world import lonlat


def plan(x: float) -> Plan:
    lon, lat = lonlat(x, 500)
    return Plan(name="t", changes=(AddFacility(service="clinic", lon=lon, lat=lat, capacity=3),))


def test_it_keeps_to_the_memory_of_the_settings(small_settings: Settings) -> None:
    base = open_warehouse(small_settings.warehouse_path, "300MB")
    indicators = Indicators(base, DEFINED, suppress_below=1)
    altered = alter(plan(700), check_plan(plan(700), indicators))
    with changed_warehouse(base, altered.alteration) as changed:
        limit = changed.rows("SELECT current_setting('memory_limit') AS said")[0]["said"]
    assert limit == "286.1 MiB"
    base.close()
    assert base.beside.empty()


def test_plans_at_once_and_one_after_the_other_come_to_the_same(small: Indicators) -> None:
    plans = [plan(x) for x in (300, 1300, 2300, 700)]
    alone = [evaluate(p, small) for p in plans]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda p: evaluate(p, small), plans * 2)) == alone * 2
    assert small.warehouse.beside.qsize() <= 4
