"""A small city, built once: what plans are set against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from equity.indicators.compute import Indicators
from equity.indicators.rules import rule_tables
from equity.settings import Settings
from equity.warehouse import build, open_warehouse
from tests.plans.worlds import DEFINED, crowded
from tests.world import write_world


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(**{name: tmp_path_factory.mktemp(name) for name in ("data_dir", "var_dir")})
    write_world(settings.data_dir, crowded(1))
    build(settings, rule_tables(DEFINED))
    return settings


@pytest.fixture(scope="session")
def small(small_settings: Settings) -> Iterator[Indicators]:
    indicators = Indicators(open_warehouse(small_settings.warehouse_path), DEFINED, suppress_below=1)
    yield indicators
    indicators.warehouse.close()
