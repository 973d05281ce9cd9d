"""The command line: the same numbers as the facade, in table, CSV and JSON; errors with exit code 2 in both languages."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from equity.cli import main
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.settings import Settings
from tests.world import write_world

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def surroundings(settings: Settings) -> dict[str, str]:
    return {
        "EQUITY_DATA_DIR": str(settings.data_dir),
        "EQUITY_VAR_DIR": str(settings.var_dir),
        "COLUMNS": "200",
        "TERM": "dumb",
    }


def started(settings: Settings, *args: str) -> Done:
    """The command in a process of its own, as an office starts it."""
    return subprocess.run(
        [sys.executable, "-m", "equity.cli", *args],
        env=os.environ | surroundings(settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run(settings, "list")``: what the entry point of the command says, in this process."""

    def called(settings: Settings, *args: str) -> Done:
        for name, value in surroundings(settings).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["equity", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        return subprocess.CompletedProcess(args, int(ended.value.code or 0), *capsys.readouterr())

    return called


def test_compute_says_what_the_page_says(run: Run, shipped: Indicators, shipped_settings: Settings) -> None:
    records = {r.zone: r for r in shipped.values(Query())}
    as_json = json.loads(run(shipped_settings, "compute", "--format", "json").stdout)
    assert {r["zone"]: r["value"] for r in as_json} == {z: r.value for z, r in records.items()}
    as_csv = list(csv.DictReader(io.StringIO(run(shipped_settings, "compute", "--format", "csv").stdout)))
    assert {r["zone"]: float(r["value"]) for r in as_csv} == {z: r.value for z, r in records.items()}
    table = run(shipped_settings, "compute", "--lang", "en").stdout
    assert "Guandu" in table and "38.1%" in table and shipped.data_version in table


def test_list_names_every_measure(run: Run, shipped: Indicators, shipped_settings: Settings) -> None:
    rows = json.loads(run(shipped_settings, "list", "--format", "json").stdout)
    assert {r["service"] for r in rows} == set(shipped.registry)
    lines = run(
        shipped_settings, "list"
    ).stdout.splitlines()  # ids are there to be copied: never cut or broken
    for row in rows:
        assert any(f" {row['service']} " in line and f" {row['measure']} " in line for line in lines)


@pytest.mark.parametrize(
    "args", [("--service", "schools"), ("--measure", "nothing"), ("--year", "1999"), ("--basis", "everyone")]
)
def test_a_wrong_name_is_an_error_in_both_languages(
    run: Run, shipped_settings: Settings, args: tuple[str, str]
) -> None:
    done = run(shipped_settings, "compute", *args)
    assert done.returncode == 2 and args[1] in done.stderr
    assert "equity list" in done.stderr and "Traceback" not in done.stderr


def test_build_stops_with_file_row_field_value(world_settings: Settings) -> None:
    write_world(world_settings.data_dir)
    path = world_settings.data_dir / "services" / "facilities" / "clinic.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2,", ",-2,"), encoding="utf-8")
    done = started(world_settings, "build")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert (
        "clinic.csv 第 2 行，字段 capacity，值 '-2'" in done.stderr and "must not be below 0" in done.stderr
    )
    assert not Path(world_settings.warehouse_path).exists()


def test_check_prints_every_check(shipped_settings: Settings) -> None:
    done = started(shipped_settings, "check")
    assert done.returncode == 0 and "points_add_up_to_division" in done.stdout
