"""The questions of a file, asked alike on the page, on the command line and in the findings."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from equity.cli.main import app
from equity.settings import Settings
from tests.intake.test_web import client, patient, settings, sign_in, upload

__all__ = ["client", "patient", "settings"]

CLOSED = "名称,区县,全科医生,年份,状态\n甲,甲区,3,2024,正常\n乙,甲区,4,2024,停业\n丙,甲区,5,2024,在建\n"
GROUPS = "名称,全科医生,年份\n甲区,,\n一,3,2024\n乙区,,\n二,4,2024\n"


FIXES = ("建议", "suggested fix")  # what to do differs: on a page it is another field, here another option


def answer(client: FlaskClient, where: str, csrf: str, **fields: str | list[str]) -> str:
    client.post(where + "/choices", data={"csrf": csrf, "columns": "1"} | fields)
    return client.get(where).text


def test_a_question_with_a_default_is_shown_and_can_be_answered(client: FlaskClient) -> None:
    csrf = sign_in(client)
    where = upload(client, csrf, CLOSED).headers["Location"]
    page = client.get(where).text
    assert 'id="question-status"' in page and "接受 <strong>1</strong>" in page and 'id="preview"' in page
    columns = {
        f"column-{f}": str(i)
        for i, f in enumerate(("name_zh", "division", "capacity", "year", "status"), start=1)
    }
    page = answer(client, where, csrf, **columns, **{"answer-status": ["停业"]})
    assert "接受 <strong>2</strong>" in page and 'value="停业" checked' in page
    assert "接受 <strong>1</strong>" in answer(client, where, csrf, **columns, asked="status")


def test_a_question_that_comes_first_stops_everything(client: FlaskClient) -> None:
    csrf = sign_in(client)
    where = upload(client, csrf, GROUPS).headers["Location"]
    page = client.get(where).text
    assert "question-open" in page and 'id="preview"' not in page and "请先在“请您决定”一节" in page
    assert "<th>区县</th>" in page and "<td>乙区</td>" in page, "the table as it would be read"
    columns = {
        f"column-{f}": str(i) for i, f in enumerate(("name_zh", "capacity", "year", "division"), start=1)
    }
    page = answer(client, where, csrf, **columns, **{"answer-shape": "as_shown"})
    assert "接受 <strong>2</strong>" in page and 'id="preview"' in page


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("EQUITY_VAR_DIR", str(settings.var_dir))
    monkeypatch.setenv("EQUITY_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("COLUMNS", "200")
    return CliRunner()


def run(told: CliRunner, path: Path, *more: str) -> tuple[int, str]:
    words = ["import", str(path), "-d", "clinic", "-s", "卫健委", "--dry-run", "--no-preview", "--yes", *more]
    result = told.invoke(app, words)
    return result.exit_code, result.output + (str(result.exception) if result.exception else "")


def test_the_command_line_asks_the_same(told: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "closed.csv").write_text(CLOSED, encoding="utf-8")
    code, output = run(told, tmp_path / "closed.csv", "--findings", str(tmp_path / "said.json"))
    assert code == 0 and "--answer status=停业" in output
    said = json.loads((tmp_path / "said.json").read_text(encoding="utf-8"))
    assert [q["id"] for q in said["questions"]] == ["status"] and said["accepted_rows"] == 1
    assert {f["code"] for f in said["findings"]} >= {"asked", "not_in_service"} and said["reading"]
    run(told, tmp_path / "closed.csv", "--findings", str(tmp_path / "said.json"), "--answer", "status=停业")
    assert json.loads((tmp_path / "said.json").read_text(encoding="utf-8"))["accepted_rows"] == 2
    (tmp_path / "groups.csv").write_text(GROUPS, encoding="utf-8")
    code, output = run(told, tmp_path / "groups.csv")
    assert code != 0 and "--answer shape=as_shown" in output
    assert run(told, tmp_path / "groups.csv", "--answer", "shape=as_shown")[0] == 0


UNDECIDED = "机构名称,区县,全科医生数,经度,纬度,电话\n甲,甲区,9,102.99,24.94,1\n乙,没有区,x,102.98,24.94,2\n"


@pytest.mark.parametrize("content", [CLOSED, GROUPS, UNDECIDED, "机构名称,区县\n甲,甲区\n"])
def test_findings_say_what_the_page_says(
    content: str, client: FlaskClient, told: CliRunner, tmp_path: Path
) -> None:
    """Also where nothing can be taken before a datum is chosen, a question answered, or a column given."""
    (tmp_path / "file.csv").write_text(content, encoding="utf-8")
    run(told, tmp_path / "file.csv", "--findings", str(tmp_path / "said.csv"))
    where = upload(client, sign_in(client), content).headers["Location"]
    page = client.get(where + "/findings.csv").text.removeprefix("\ufeff")

    def said(text: str) -> list[list[str]]:
        return [[v for k, v in row.items() if k not in FIXES] for row in csv.DictReader(io.StringIO(text))]

    assert said((tmp_path / "said.csv").read_text(encoding="utf-8-sig")) == said(page)


def test_a_file_that_cannot_be_read_leaves_its_reason(told: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('[{"a": 1},\n{"b"', encoding="utf-8")
    code, _ = run(told, tmp_path / "broken.json", "--findings", str(tmp_path / "said.csv"))
    assert code != 0 and "JSON 第 2 行" in (tmp_path / "said.csv").read_text(encoding="utf-8-sig")
    run(told, tmp_path / "broken.json", "--findings", str(tmp_path / "said.json"))
    assert "JSON 第 2 行" in json.loads((tmp_path / "said.json").read_text(encoding="utf-8"))["error"]["zh"]
