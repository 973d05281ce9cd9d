"""Shared worlds: `world` builds a small one for one test, `shipped` opens the shipped data once for the session."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from equity.app import create_app
from equity.dashboard.index import Application
from equity.indicators.compute import Indicators
from equity.indicators.registry import Registry, registry
from equity.indicators.rules import rule_tables
from equity.indicators.store import build_warehouse, open_indicators
from equity.settings import Settings
from equity.warehouse import build, open_warehouse
from equity.warehouse.loading import data_version
from tests.world import Change, write_world

signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # a suite in the background has Ctrl-C ignored, and so its children

SECRET = "a secret for the import pages"
World = Callable[..., Indicators]
AppWith = Callable[..., Application]


@pytest.fixture
def world_settings(tmp_path: Path) -> Settings:
    """One thread: for four divisions a second one only waits."""
    return Settings(data_dir=tmp_path / "data", var_dir=tmp_path / "var", threads=1)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Warehouses of worlds that a test of this session built before, under their data version."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def world(world_settings: Settings, built: Path) -> Iterator[World]:
    """``world(change)``: write the small world (changed first), build it with production code, open the facade.

    ``world(change, defined)``: with other definitions than those that ship.
    """
    opened: list[Indicators] = []

    def make(change: Change | None = None, defined: Registry | None = None) -> Indicators:
        write_world(world_settings.data_dir, change)
        rules = rule_tables(defined or registry())
        kept, again = built / data_version(world_settings, rules), built / "again.duckdb"
        if kept.exists():
            copyfile(kept, again)
        build(world_settings, rules, prepared=again)
        if not kept.exists():
            copyfile(world_settings.warehouse_path, kept)
        opened.append(Indicators(open_warehouse(world_settings.warehouse_path), defined or registry()))
        return opened[-1]

    yield make
    for indicators in opened:
        indicators.warehouse.close()


@pytest.fixture(scope="session")
def shipped_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(var_dir=tmp_path_factory.mktemp("shipped"))
    build_warehouse(settings)
    return settings


def as_shipped(settings: Settings, built: Settings) -> Settings:
    """The warehouse of the shipped data, built before, as that of other settings too."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    again = copyfile(built.warehouse_path, settings.var_dir / "again.duckdb")
    build(settings, rule_tables(registry()), prepared=again)
    assert not again.exists(), "taken as it is"
    return settings


@pytest.fixture(scope="session")
def shipped(shipped_settings: Settings) -> Iterator[Indicators]:
    indicators = open_indicators(shipped_settings)
    yield indicators
    indicators.warehouse.close()


@pytest.fixture(scope="session")
def app_with(shipped_settings: Settings, shipped: Indicators) -> AppWith:
    """``app_with(base_url=...)``: the application over the shipped data under other settings, one for each.

    What a test made the data work out is there for the next.
    """

    @cache
    def make(**changed: Any) -> Application:
        return create_app(replace(shipped_settings, **changed), open_with=lambda _: shipped)

    return make


@pytest.fixture(scope="session")
def app(app_with: AppWith) -> Application:
    """The application over the shipped data with every page that there is."""
    return app_with(admin_secret=SECRET)


@pytest.fixture
def client(app: Application) -> FlaskClient:
    return app.server.test_client()
