"""Geometry of the small figures."""

from __future__ import annotations

from itertools import pairwise

import pytest

from equity.dashboard.figures.proportions import proportions
from equity.dashboard.figures.service_bars import axis_end, marks
from equity.dashboard.figures.waterfall import axis_limit, waterfall
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.split import GapSplit
from equity.query import Query


def record(value: float | None) -> ValueRecord:
    status = "ok" if value is not None else "no_data"
    return ValueRecord("z", Query("s", "m", "resident"), value, "%", "%", 1, status, "observed")


SPLIT = GapSplit("s", "z", "ok", "observed", 80.0, 50.0, 30.0, 30.0, None, 5.0, -3.0, 28.0)
NONE = GapSplit("s", "z", "not_applicable", "observed")


def test_each_part_of_a_waterfall_begins_where_the_one_before_ends() -> None:
    bars = waterfall(SPLIT)
    assert [b.id for b in bars] == ["local", "reach", "adequacy", "entitlement", "non_local"]
    assert [b.end for b in bars[:-1]] == [80.0, 75.0, 78.0, 50.0]
    assert all(after.start == before.end for before, after in pairwise(bars[:4]))
    assert bars[-1].end == pytest.approx(bars[-2].end)


def test_a_part_that_helps_goes_up() -> None:
    helping = waterfall(SPLIT)[2]
    assert (helping.low, helping.high, helping.value) == (75.0, 78.0, -3.0)


def test_no_waterfall_where_the_gap_is_not_defined() -> None:
    assert waterfall(NONE) == ()
    assert axis_limit((NONE,)) == 20.0


@pytest.mark.parametrize(("local", "limit"), [(12.0, 20.0), (20.0, 20.0), (20.1, 40.0), (99.0, 100.0)])
def test_the_axis_of_waterfalls_is_round(local: float, limit: float) -> None:
    assert (
        axis_limit((GapSplit("s", "z", "ok", "observed", local, local, 0.0, 0.0, None, 0.0, 0.0, 0.0),))
        == limit
    )


def test_waterfalls_of_the_shipped_data_end_at_the_other_group(shipped: Indicators) -> None:
    for zone in shipped.zones():
        for definition in shipped.registry.of_kind("facility"):
            bars = waterfall(shipped.split(definition.id, zone.code))
            if bars:
                assert bars[-2].end == pytest.approx(bars[-1].end, abs=1e-9), (zone.code, definition.id)


def test_proportions_fill_the_bar() -> None:
    parts = proportions([("a", 1.0), ("b", 3.0), ("c", 0.0)])
    assert [(p.start, p.width) for p in parts] == [(0.0, 25.0), (25.0, 75.0), (100.0, 0.0)]
    assert proportions([("a", 0.0)]) == ()


def test_marks_past_the_end_are_cut_and_say_so() -> None:
    found = marks([("resident", record(50.0)), ("registered", record(400.0)), ("gone", record(None))], 200.0)
    assert found["resident"].position == 25.0 and not found["resident"].beyond
    assert found["registered"].position == 100.0 and found["registered"].beyond
    assert "gone" not in found


def test_the_axis_ends_at_a_round_value() -> None:
    assert axis_end([record(None)]) == 160.0
    assert axis_end([record(90.0)] * 20) == 120.0
    assert axis_end([record(90.0)] * 30 + [record(5000.0)]) == 120.0
