"""Snapshots that the tests of this folder share: made once, never changed."""

from __future__ import annotations

import pytest

from equity.indicators.compute import Indicators
from equity.settings import Settings
from equity.snapshot import Options, Snapshot, build_snapshot, read_shapes

GUANDU, XUNDIAN, CITY = "530111", "530129", "530100"


@pytest.fixture(scope="session")
def shapes(shipped_settings: Settings):
    return read_shapes(shipped_settings)


@pytest.fixture(scope="session")
def guandu(shipped: Indicators, shapes) -> Snapshot:
    return build_snapshot(shipped, GUANDU, "zh", shapes=shapes)


@pytest.fixture(scope="session")
def xundian(shipped: Indicators, shapes) -> Snapshot:
    """The longest names, in English, with everything that settings may add."""
    options = Options(base_url="https://equity.example.gov.cn", approval="云S(2026)001号")
    return build_snapshot(shipped, XUNDIAN, "en", options, shapes=shapes)


@pytest.fixture(scope="session")
def city(shipped: Indicators, shapes) -> Snapshot:
    return build_snapshot(shipped, CITY, "zh", shapes=shapes)
