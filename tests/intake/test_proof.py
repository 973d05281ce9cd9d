"""The proof: a messy workbook of 2,000 rows goes from upload to changed map in a real browser, and the
same through the
command line gives the same data version."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from typer.testing import CliRunner

from equity.app import create_app
from equity.checking.surroundings import Surroundings
from equity.cli.main import app
from equity.indicators.store import open_indicators
from equity.intake import versions
from equity.intake.audit import AUDIT_FILE, COMMAND_LINE
from equity.intake.versions import registers_folder
from equity.query import Query
from equity.settings import Settings
from tests.browsing import launch
from tests.conftest import as_shipped
from tests.intake import messy
from tests.intake.conftest import Check
from tests.serving import serving

SECRET, SOURCE = "导入口令", "昆明市教育局 2024 年学校名录"
COVERAGE = Query("primary_school", "coverage", "resident", 2020)


@pytest.fixture(scope="module")
def messy_file(around: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("messy") / "小学名录.xlsx"
    path.write_bytes(messy.workbook(around))
    return path


@pytest.fixture
def shipped_copy(shipped_settings: Settings, tmp_path: Path) -> Settings:
    """The shipped data with a folder of its own to write to."""
    settings = replace(shipped_settings, var_dir=tmp_path / "var", admin_secret=SECRET)
    return as_shipped(settings, shipped_settings)


def command(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setenv("EQUITY_VAR_DIR", str(settings.var_dir))
    monkeypatch.setenv("EQUITY_DATA_DIR", str(settings.data_dir))
    outcome = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def by_command_line(settings: Settings, monkeypatch: pytest.MonkeyPatch, file: Path) -> str:
    """Import through the command line, look at history, difference and undo; the data version in between."""
    rejected = settings.var_dir / "rejected.csv"
    said = command(
        settings,
        monkeypatch,
        "import",
        str(file),
        "--dataset",
        "primary_school",
        "--source",
        SOURCE,
        "--yes",
        "--rejected",
        str(rejected),
    )
    assert "GCJ-02" in said and "committed: primary_school 0001" in said
    lines = rejected.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 + sum(messy.TROUBLE[k] for k in messy.REJECTED)
    (act,) = (registers_folder(settings) / AUDIT_FILE).read_text(encoding="utf-8").splitlines()
    assert {"act": "committed", "address": COMMAND_LINE, "version": "0001"}.items() <= json.loads(act).items()
    indicators = open_indicators(settings)
    indicators.warehouse.close()
    return indicators.data_version


def test_the_check_finds_all_the_trouble(messy_file: Path, check: Check) -> None:
    outcome = check(messy_file, datum="gcj02")
    found = outcome.findings["code"].value_counts().to_dict()
    assert {k: found.pop(k) for k in messy.TROUBLE} == messy.TROUBLE
    assert found == {"total_row": 1, "remark_row": 1, "total_agrees": 1, "says_datum": 1}
    assert outcome.rows_read == messy.ROWS + 2
    assert outcome.rejected_rows == 2 + sum(messy.TROUBLE[k] for k in messy.REJECTED)
    best = outcome.trials[0]
    assert best.datum == "gcj02" == outcome.clear_datum and 300 < best.shift_m < 500
    assert best.in_division is not None and best.in_division > 0.98


def test_history_difference_and_undo_on_the_command_line(
    shipped_copy: Settings, messy_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = open_indicators(shipped_copy)
    before.warehouse.close()
    after = by_command_line(shipped_copy, monkeypatch, messy_file)
    assert after != before.data_version
    assert "0001" in command(shipped_copy, monkeypatch, "registers", "history")
    assert "added 1,900" in command(shipped_copy, monkeypatch, "registers", "diff", "0001")
    assert before.data_version in command(shipped_copy, monkeypatch, "registers", "undo", "0001")
    command(
        shipped_copy, monkeypatch, "registers", "template", "clinic", str(shipped_copy.var_dir / "t.xlsx")
    )


@pytest.fixture
def address(shipped_copy: Settings) -> Iterator[str]:
    with serving(create_app(shipped_copy).server) as here:
        yield here


def in_chromium(visit: Callable[[Page], Any]) -> Any:
    """What ``visit(page)`` returns, in a thread of its own: Playwright allows one driver per thread."""

    def run() -> Any:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            try:
                return visit(browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN"))
            finally:
                browser.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def by_browser(
    page: Page, base: str, file: Path, keep: Callable[[Page, str], None] = lambda page, name: None
) -> str:
    """Import through the pages as a person would; the data version that the history page names."""
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on(
        "request",
        lambda r: complaints.append(r.url) if not r.url.startswith((base, "data:", "blob:")) else None,
    )
    page.goto(base + "/data/import/")
    page.fill("#name", "张三")
    page.fill("#secret", SECRET)
    keep(page, "1-sign-in")
    page.click("button:has-text('登录')")
    page.select_option("#dataset", "primary_school")
    page.set_input_files("#file", file)
    page.fill("#source", SOURCE)
    keep(page, "2-upload")
    page.click("#upload")
    page.wait_for_selector("#sum", timeout=120_000)
    assert "请选择坐标系" in page.inner_text("#datum-card") and page.locator("#preview").count() == 0
    keep(page, "3-datum")
    page.check("input[name=datum][value=gcj02]")
    page.click("#recheck")
    assert "接受 1,900 + 退回 102" in page.inner_text("#sum")
    page.locator("#findings").scroll_into_view_if_needed()
    keep(page, "4-findings")
    with page.expect_download() as download:
        page.click("#rejected")
    assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()) == 103
    page.click("#preview")
    page.wait_for_selector(".maps svg", timeout=120_000)
    assert "官渡区" in page.inner_text("main")
    keep(page, "5-preview")
    promised = page.inner_text("#after")
    page.click("#commit")
    page.wait_for_selector("#done", timeout=120_000)
    version = page.inner_text("#data-version")
    keep(page, "6-history")
    assert version == promised and complaints == []
    return version


@pytest.mark.browser
def test_browser_and_command_line_agree(
    shipped_copy: Settings,
    shipped_settings: Settings,
    address: str,
    messy_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    indicators = open_indicators(shipped_copy)
    before = {r.zone: (r.value, r.grade) for r in indicators.values(COVERAGE)}
    indicators.warehouse.close()
    version = in_chromium(lambda page: by_browser(page, address, messy_file))
    indicators = open_indicators(shipped_copy)
    after = {r.zone: (r.value, r.grade) for r in indicators.values(COVERAGE)}
    indicators.warehouse.close()
    assert indicators.data_version == version and after != before
    assert "illustrative" in {g for _, g in before.values()} and "illustrative" not in {
        g for _, g in after.values()
    }
    versions.undo(shipped_copy, "0001", who="张三")
    other = as_shipped(replace(shipped_copy, var_dir=shipped_copy.var_dir / "other"), shipped_settings)
    assert by_command_line(other, monkeypatch, messy_file) == version
