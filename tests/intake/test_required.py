"""What a file lacks is said once, in words that help, on the page and on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from equity.checking.findings import iterate
from equity.checking.safe_csv import write_findings
from equity.cli.main import app
from equity.errors import UserError
from tests.intake.conftest import Check, codes


@pytest.mark.parametrize(
    ("text", "dataset", "missing"),
    [
        ("区县,在校生\n官渡区,1\n官渡区,2\n", "primary_school", ("name_zh", "year")),
        ("名称,在校生,年份\n甲,1,2024\n乙,2,2024\n", "primary_school", ("division",)),
        ("区县,备注,年份\n官渡区,1,2024\n", "population", ("resident",)),
        ("区县,数值,年份\n官渡区,1,2024\n", "totals", ("service",)),
        (
            "名称,区县,经度,纬度\n甲,官渡区,102.7436,25.0161\n",
            "settlement_points",
            ("local_persons", "non_local_persons"),
        ),
    ],
)
def test_a_missing_column_is_one_stop_for_the_whole_file(
    text: str, dataset: str, missing: tuple[str, ...], check: Check
) -> None:
    outcome = check(text, dataset, year=None)
    stops = outcome.findings[outcome.findings["severity"] == "stop"]
    about_the_file = stops[stops["code"].isin(["no_column", "no_year"])]
    assert outcome.missing_fields == missing and not outcome.can_commit and not outcome.accepted_rows
    assert list(about_the_file["field"]) == list(missing) and set(about_the_file["row"]) == {0}
    assert not codes(outcome) & {"missing", "missing_year", "missing_division", "unknown_group"}
    assert len(outcome.rejected) == outcome.rows_read
    assert all("没有" in reason for reason in outcome.rejected["原因 reason"])


def test_an_empty_year_names_the_way_to_give_it(check: Check) -> None:
    outcome = check("名称,区县,在校生,年份\n甲,官渡区,1,2024\n乙,官渡区,1,\n", year=None)
    assert outcome.accepted_rows == 1 and outcome.missing_fields == ()
    assert "没有年份的行按" in outcome.rejected["原因 reason"][0]


def test_repeated_keys_are_named_in_words(check: Check, tmp_path: Path) -> None:
    outcome = check("区县,服务,数值,年份\n官渡区,卫生人员,5,2024\n官渡区,卫生人员,6,2024\n", "totals")
    write_findings(tmp_path / "findings.csv", iterate(outcome.findings), outcome.dataset)
    said = (tmp_path / "findings.csv").read_text(encoding="utf-8-sig")
    assert "与第 2 行的区县、服务、指标、年份相同。" in said and "division, service, item, year" in said
    assert "adcode" not in said


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("EQUITY_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("COLUMNS", "200")
    return CliRunner()


def test_the_command_line_names_the_options(told: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("区县,在校生\n官渡区,1\n官渡区,2\n", encoding="utf-8")
    answer = told.invoke(app, ["import", str(file), "-d", "primary_school", "--dry-run"])
    assert "--column name_zh=" in answer.output and "--year 2024" in answer.output
    assert "必填项为空" not in answer.output


def test_the_command_line_cuts_no_list_of_choices_short(
    told: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    file = tmp_path / "totals.csv"
    file.write_text("区县,服务,数值,年份\n官渡区,理发,5,2024\n", encoding="utf-8")
    answer = told.invoke(app, ["import", str(file), "-d", "totals", "--dry-run"])
    assert "没有服务“理发”" in answer.output and "…" not in answer.output


def test_the_command_line_asks_for_the_source_first(told: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"\x00")
    answer = told.invoke(app, ["import", str(file), "-d", "primary_school"])
    assert isinstance(answer.exception, UserError) and "--source" in answer.exception.zh
    with_mark = told.invoke(app, ["import", str(file), "-d", "clinic", "--dry-run", "--delimiter", "x"])
    assert isinstance(with_mark.exception, UserError) and "semicolon" in with_mark.exception.zh
