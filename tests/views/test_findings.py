"""What a profile says first, in both languages: reviewed text over small worlds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from equity.say import LANGS, Voice
from equity.views.findings import opening
from equity.views.view import View
from tests.conftest import World

REVIEWED = tomllib.loads(Path(__file__).with_name("openings.toml").read_text(encoding="utf-8"))["opening"]
Rows = dict[str, list[dict[str, Any]]]


def register(rows: Rows, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Changed rows of the first division, by population group."""
    for row in rows["division_population"]:
        if row["adcode"] == "530102":
            row.update(changes.get(row["population_group"], {}))


def as_many(rows: Rows) -> None:
    register(rows, {"registered": {"persons": 1000}, "absent": {"persons": 400}})


def undecided(rows: Rows) -> None:
    estimate = {"grade": "estimated"}
    registered = {"persons": 990, "low": 900, "high": 1100, **estimate}
    register(
        rows, {"registered": registered, "absent": {"persons": 390, "low": 300, "high": 500, **estimate}}
    )


@pytest.mark.parametrize(
    ("name", "change"), [("plain", None), ("as many", as_many), ("undecided", undecided)]
)
def test_reviewed_openings(name: str, change: Any, world: World) -> None:
    indicators = world(change)
    entries = [entry for entry in REVIEWED if entry["world"] == name]
    assert entries
    for entry in entries:
        for lang in LANGS:
            said = opening(View(indicators, Voice(lang)).at(entry["zone"]))
            assert [s.text for s in said] == entry[lang]
