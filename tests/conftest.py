"""Shared worlds: `world` builds a small one for one test, `shipped` opens the shipped data once for the session."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from equity.indicators.compute import Indicators
from equity.indicators.registry import Registry
from equity.indicators.rules import rule_tables
from equity.indicators.store import build_warehouse, open_indicators
from equity.settings import Settings
from equity.warehouse import build, open_warehouse
from tests.world import Change, write_world

signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # a suite in the background has Ctrl-C ignored, and so its children

World = Callable[..., Indicators]


@pytest.fixture
def world_settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", var_dir=tmp_path / "var")


@pytest.fixture
def world(world_settings: Settings) -> Iterator[World]:
    """``world(change)``: write the small world (changed first), build it with production code, open the facade.

    ``world(change, defined)``: with other definitions than those that ship.
    """
    opened: list[Indicators] = []

    def make(change: Change | None = None, defined: Registry | None = None) -> Indicators:
        write_world(world_settings.data_dir, change)
        if defined is None:
            build_warehouse(world_settings)
            opened.append(open_indicators(world_settings))
        else:
            build(world_settings, rule_tables(defined))
            opened.append(Indicators(open_warehouse(world_settings.warehouse_path), defined))
        return opened[-1]

    yield make
    for indicators in opened:
        indicators.warehouse.close()


@pytest.fixture(scope="session")
def shipped_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(var_dir=tmp_path_factory.mktemp("shipped"))
    build_warehouse(settings)
    return settings


@pytest.fixture(scope="session")
def shipped(shipped_settings: Settings) -> Iterator[Indicators]:
    indicators = open_indicators(shipped_settings)
    yield indicators
    indicators.warehouse.close()
