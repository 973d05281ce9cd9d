"""Attacks and accidents while reading: a clear message in both languages, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from equity.checking.surroundings import Surroundings
from equity.errors import UserError
from equity.intake import desk, staging
from equity.intake.desk import Choices
from equity.reading.isolate import read_isolated
from equity.reading.raw import Progress, RawTable, read_raw
from equity.settings import Settings
from tests.intake.conftest import Check, codes
from tests.intake.hostile import GOOD_LINE, REFUSED, csv_text, far_cell

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_gets_a_clear_message(name: str, check: Check) -> None:
    content, words = REFUSED[name]
    with pytest.raises(UserError) as caught:
        check(content)
    assert words in caught.value.en
    assert caught.value.zh and any("\u4e00" <= c <= "\u9fff" for c in caught.value.zh)
    assert "Traceback" not in str(caught.value) and "/tmp" not in str(caught.value)


def staged(settings: Settings, upload: Path, progress: Progress = None) -> RawTable:
    with staging.held_folder(settings) as folder:
        return read_isolated(upload, folder, progress=progress)


def test_two_cells_that_span_a_whole_sheet_do_not_take_the_server_down(tmp_path: Path) -> None:
    upload = tmp_path / "far.xlsx"
    upload.write_bytes(far_cell())
    settings = Settings(var_dir=tmp_path / "var")
    with pytest.raises(UserError) as caught:
        staged(settings, upload)
    assert "too large a table" in caught.value.en or "columns" in caught.value.en
    assert list((settings.var_dir / staging.STAGING_DIR).iterdir()) == []


def test_the_child_process_reads_what_this_one_reads(tmp_path: Path, around: Surroundings) -> None:
    upload = tmp_path / "x.csv"
    upload.write_bytes(csv_text(GOOD_LINE))
    steps: list[int] = []
    with staging.held_folder(Settings(var_dir=tmp_path / "var")) as folder:
        raw = read_isolated(upload, folder, progress=lambda done, total: steps.append(done))
        assert steps == [2]
        assert read_raw(folder).grid.equals(raw.grid)
    plan = desk.make_plan(Settings(var_dir=tmp_path / "var"), raw, Choices("primary_school"))
    assert desk.check(plan, Choices("primary_school", datum="wgs84", year=2024), around).accepted_rows == 1


def test_a_killed_reader_leaves_no_staging_folder(tmp_path: Path) -> None:
    upload = tmp_path / "x.csv"
    upload.write_bytes(csv_text(GOOD_LINE))
    settings = Settings(var_dir=tmp_path / "var")

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        staged(settings, upload, cancel)
    assert list((settings.var_dir / staging.STAGING_DIR).iterdir()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("=cmd|'/c calc'!A1", "formula"),
        ("@SUM(A1)", "formula"),
        ("+cmd", "formula"),
        ("<script>alert(1)</script>", "markup"),
        ("<img src=x onerror=alert(1)>", "markup"),
        ("长" * 201, "long_text"),
    ],
)
def test_names_that_would_run_somewhere_are_rejected(name: str, reason: str, check: Check) -> None:
    outcome = check(csv_text(f'"{name}",官渡区,102.7436,25.0161,800', GOOD_LINE))
    assert (outcome.rows_read, outcome.accepted_rows, outcome.rejected_rows) == (2, 1, 1)
    assert codes(outcome, "stop") == {reason}


def test_sql_in_a_field_is_only_text(check: Check) -> None:
    name = "Robert'); DROP TABLE stg_facilities;--"
    outcome = check(csv_text(f'"{name}",官渡区,102.7436,25.0161,800'))
    assert outcome.accepted["name_zh"].tolist() == [name]


@pytest.mark.parametrize("token", ["", "..", "../../etc", "a" * 32 + "/..", "A" * 32, "0" * 31, "0" * 32])
def test_a_token_leads_nowhere_else(token: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        staging.staged_folder(Settings(var_dir=tmp_path), token)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.xlsx", "b.xlsx"),
        ("\0\r\n名单.csv", "名单.csv"),
        ("", "—"),
        ("x" * 500, "x" * 120),
    ],
)
def test_file_names_are_shown_harmlessly(given: str, shown: str) -> None:
    assert staging.display_name(given) == shown
