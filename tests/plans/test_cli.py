"""``equity plan``: the numbers of the facade, in table, CSV and JSON; a proposal is a plan that can be evaluated."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from equity.cli.main import app
from equity.errors import UserError
from equity.indicators.compute import Indicators
from equity.indicators.store import open_indicators
from equity.plans import AddFacility, Plan, Proposal, evaluate, find_result, read_plan
from equity.settings import Settings
from tests.world import lonlat

LON, LAT = lonlat(2500, 300)
PLAN = Plan(name="甲方案", changes=(AddFacility(service="clinic", lon=LON, lat=LAT, capacity=20, cost=300),))


def run(settings: Settings, *args: object) -> str:
    env = {
        "EQUITY_DATA_DIR": str(settings.data_dir),
        "EQUITY_VAR_DIR": str(settings.var_dir),
        "COLUMNS": "160",
    }
    done = CliRunner().invoke(app, [str(a) for a in args], env=env)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout


@pytest.fixture(scope="module")
def opened(small_settings: Settings) -> Iterator[Indicators]:
    indicators = open_indicators(small_settings)
    yield indicators
    indicators.warehouse.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.json"
    path.write_text(PLAN.to_json(), encoding="utf-8")
    return path


def test_a_plan_in_every_format(file: Path, opened: Indicators, small_settings: Settings) -> None:
    expected = evaluate(PLAN, opened)
    told = json.loads(run(small_settings, "plan", "evaluate", file, "--format", "json", "--keep"))
    assert told == expected.model_dump(mode="json")
    assert find_result(expected.id, small_settings) == expected
    rows = list(csv.DictReader(io.StringIO(run(small_settings, "plan", "evaluate", file, "-f", "csv"))))
    assert [r["change"] for r in rows] == [
        "" if c.change is None else str(c.change) for c in expected.compared
    ]
    table = run(small_settings, "plan", "evaluate", file, "--lang", "en")
    city = expected.service("clinic")
    assert (
        f"{city.reached_new:,.0f}" in table and "demonstration" in table and "illustrative" in table.lower()
    )


def test_plans_stand_side_by_side(file: Path, tmp_path: Path, small_settings: Settings) -> None:
    other = tmp_path / "b.json"
    other.write_text(PLAN.model_copy(update={"name": "乙方案"}).to_json(), encoding="utf-8")
    table = run(small_settings, "plan", "compare", file, other)
    assert "甲方案" in table and "乙方案" in table
    with pytest.raises(UserError, match="at most 4"):
        run(small_settings, "plan", "compare", *[file] * 5)


def test_a_proposal_is_written_as_a_plan(
    tmp_path: Path, opened: Indicators, small_settings: Settings
) -> None:
    out = tmp_path / "out.json"
    said = run(
        small_settings,
        "plan",
        "suggest",
        out,
        "-s",
        "clinic",
        "-z",
        "530111",
        "-n",
        2,
        "-c",
        20,
        "--lang",
        "en",
    )
    assert "proved to be the best" in said
    plan = read_plan(out.read_bytes())
    assert len(plan.changes) == 2 and evaluate(plan, opened).service("clinic").reached_new
    asked = ("plan", "suggest", out, "-s", "clinic", "-z", "530111", "-n", 2, "-c", 20)
    found = Proposal.model_validate_json(run(small_settings, *asked, "--format", "json"))
    assert found.plan == plan and len(found.gains) == 2
    rows = list(csv.DictReader(run(small_settings, *asked, "--format", "csv").splitlines()))
    assert [float(r["gain"]) for r in rows] == list(found.gains) and rows[0]["plan_id"] == plan.id
    assert f"{found.gains[0]:,.0f}" in said


def test_what_cannot_be_read_is_said(tmp_path: Path, small_settings: Settings) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"name": "x", "changes": [{"kind": "add"}]}', encoding="utf-8")
    with pytest.raises(UserError, match=r"broken.json changes\[1\], field service"):
        run(small_settings, "plan", "evaluate", broken)
    with pytest.raises(UserError, match=r"cannot read none\.json"):
        run(small_settings, "plan", "evaluate", tmp_path / "none.json")
