"""A request has one version of the data from beginning to end, and nobody waits while new data are opened."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from equity.http import context as context_module
from equity.http.context import Context
from equity.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped_settings: Settings) -> Settings:
    monkeypatch.setattr(context_module, "CHECK_EVERY_S", 0.0)
    found = load({"EQUITY_VAR_DIR": str(tmp_path), "EQUITY_DATA_DIR": str(shipped_settings.data_dir)})
    put(found, b"one")
    return found


def put(settings: Settings, content: bytes) -> None:
    fresh = settings.warehouse_path.with_name("fresh")
    fresh.write_bytes(content)
    fresh.replace(settings.warehouse_path)


def read(settings: Settings) -> Any:
    return SimpleNamespace(data_version=settings.warehouse_path.read_text())


def soon(ctx: Context, version: str) -> bool:
    """Whether the data are served before long: they are opened beside the requests."""
    return any(ctx.indicators.data_version == version or time.sleep(0.01) for _ in range(100))


def test_a_request_keeps_its_data_and_the_next_has_the_new(settings: Settings) -> None:
    ctx, server = Context(settings, read), Flask("test")
    with server.test_request_context():
        assert ctx.indicators.data_version == "one"
        put(settings, b"two")
        assert ctx.indicators.data_version == "one"
        assert not soon(ctx, "two")
    assert soon(ctx, "two")
    with server.test_request_context():
        assert ctx.indicators.data_version == "two"


def test_nobody_waits_for_the_one_who_opens_new_data(settings: Settings) -> None:
    opening, may_end = threading.Event(), threading.Event()

    def slowly(settings: Settings) -> Any:
        if settings.warehouse_path.read_text() == "two":
            opening.set()
            assert may_end.wait(10)
        return read(settings)

    ctx = Context(settings, slowly)
    put(settings, b"two")
    assert ctx.indicators.data_version == "one"  # would hang here if it waited
    assert opening.wait(10)
    assert ctx.indicators.data_version == "one"
    may_end.set()
    assert soon(ctx, "two")


def test_new_data_are_prepared_before_they_serve(settings: Settings) -> None:
    ctx, prepared = Context(settings, read), []
    ctx.prepare = lambda data: prepared.append(
        (data.indicators.data_version, ctx._data.indicators.data_version)
    )
    put(settings, b"two")
    assert soon(ctx, "two") and prepared == [("two", "one")]


def test_data_that_cannot_be_opened_are_tried_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def open_one(settings: Settings) -> Any:
        tried.append(settings.warehouse_path.read_text())
        if tried[-1] == "bad":
            raise ValueError("not a warehouse")
        return read(settings)

    ctx = Context(settings, open_one)
    put(settings, b"bad")
    assert not soon(ctx, "bad")
    assert [ctx.indicators.data_version for _ in range(3)] == ["one"] * 3
    assert tried == ["one", "bad"]
    assert "still serving one" in caplog.text
