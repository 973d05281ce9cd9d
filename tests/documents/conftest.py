"""Reports that the tests of this folder share: made once, never changed."""

from __future__ import annotations

import pytest

from equity.documents.identity import Options
from equity.documents.making import make_report, read_shapes
from equity.indicators.compute import Indicators
from equity.settings import Settings
from equity.views.model import Report

GUANDU, XUNDIAN, CITY = "530111", "530129", "530100"


@pytest.fixture(scope="session")
def shapes(shipped_settings: Settings):
    return read_shapes(shipped_settings)


@pytest.fixture(scope="session")
def guandu(shipped: Indicators, shapes) -> Report:
    """With demonstration figures, which it must mark."""
    return make_report(shipped, GUANDU, "zh", Options(demo=True), shapes=shapes)


@pytest.fixture(scope="session")
def xundian(shipped: Indicators, shapes) -> Report:
    """The longest names, in English, with everything that settings may add."""
    options = Options(demo=True, base_url="https://equity.example.gov.cn", approval="云S(2026)001号")
    return make_report(shipped, XUNDIAN, "en", options, shapes=shapes)


@pytest.fixture(scope="session")
def city(shipped: Indicators, shapes) -> Report:
    """As offices get it: without demonstration figures."""
    return make_report(shipped, CITY, "zh", shapes=shapes)
