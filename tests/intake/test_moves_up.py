"""After an office loads a register its service moves up by itself, everywhere; what is said of placeholders goes with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from equity.app import create_app
from equity.dashboard.maps.catalogue import STANDINGS, service_options
from equity.indicators.compute import Indicators
from equity.indicators.store import open_indicators
from equity.query import GAP, Query
from equity.say import LANGS, Voice
from equity.settings import Settings
from equity.views.headline import headline
from equity.views.model import Report
from equity.views.report import build_report
from equity.views.tables import Table
from equity.views.view import View
from tests.intake.test_versions import built, commit, small
from tests.world import CITY_CODE, lonlat

A, COVERAGE = "530102", Query("clinic", "coverage", GAP)
__all__ = ["built", "small"]


def everywhere() -> str:
    """One register of the three divisions where people live: 1, 1 and 1 doctors."""
    rows = []
    for division, dx in (("甲区", 300), ("乙区", 1300), ("丙区", 2300)):
        lon, lat = lonlat(dx, 500)
        rows.append(f"{division}社区卫生服务中心,{division},{lon},{lat},1,2024")
    return "\n".join(("名称,区县,经度,纬度,全科医生,年份", *rows)) + "\n"


@pytest.fixture(scope="module")
def states(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Settings]:
    """The small world before and after the register is in force."""
    import shutil

    folder = tmp_path_factory.mktemp("moves") / "copy"
    shutil.copytree(built, folder, symlinks=True)
    after = Settings(data_dir=folder / "data", var_dir=folder / "var", threads=1)
    commit(after, everywhere())
    return {"before": Settings(data_dir=built / "data", var_dir=built / "var"), "after": after}


@pytest.fixture(params=["before", "after"])
def state(request: pytest.FixtureRequest, states: dict[str, Settings]):  # type: ignore[no-untyped-def]
    indicators = open_indicators(states[request.param])
    yield request.param == "after", indicators, states[request.param]
    indicators.warehouse.close()


State = tuple[bool, Indicators, Settings]


def said_of(report: Report, lang: str) -> str:
    return " ".join(s.text for s in report.summary)


@pytest.mark.parametrize("lang", LANGS)
def test_the_chooser_groups_it_by_what_is_loaded(state: State, lang: str) -> None:
    loaded, indicators, _ = state
    groups = {g["group"]: {o["value"] for o in g["items"]} for g in service_options(indicators, Voice(lang))}
    here = STANDINGS["real" if loaded else "demonstration"][lang]
    assert "clinic" in groups[here]
    assert sum("clinic" in members for members in groups.values()) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_sentence_speaks_of_it_as_of_a_finding(state: State, lang: str) -> None:
    """A needs 0.399 doctors, B 0.2, C 0.8 by residents: 1 each reaches the national average."""
    loaded, indicators, _ = state
    said = headline(View(indicators, Voice(lang), COVERAGE))
    mark = {"zh": "示意", "en": "illustrative"}[lang]
    assert (mark in said.text) == (not loaded) == said.illustrative
    average = {"zh": "各区县都达到全国平均水平", "en": "is at or above the national average"}[lang]
    assert (average in said.text) == loaded


@pytest.mark.parametrize("demo", [True, False])
@pytest.mark.parametrize("lang", LANGS)
def test_profile_and_document_have_it_among_the_findings(state: State, lang: str, demo: bool) -> None:
    loaded, indicators, _ = state
    report = build_report(View(indicators, Voice(lang), demo=demo).at(A))
    name = Voice(lang)(indicators.registry["clinic"].label)
    services = report.section("services")
    assert services is not None
    tables = {t.id: t for t in services.blocks if isinstance(t, Table)}
    rows = {c.text for c in tables["coverage"].cells("service")} if "coverage" in tables else set()
    assert (name in rows) == loaded
    assert ({"zh": "基层医疗", "en": "Primary care"}[lang] in said_of(report, lang)) == loaded
    apart = report.section("demonstration")
    told = {"coverage", "shortfall", "rates"}  # what rests on settlement points as well stays apart
    folded = {
        c.text
        for b in (apart.blocks if apart else ())
        if isinstance(b, Table) and b.id in told
        for c in b.cells("service")
    }
    assert (name in folded) == (demo and not loaded)
    waiting = report.section("registers")
    listed = {r[0].text for b in waiting.blocks if isinstance(b, Table) for r in b.rows} if waiting else set()
    assert (name in listed) == (not loaded)


def test_caveats_and_origin_follow_the_grade(state: State) -> None:
    loaded, indicators, settings = state
    standing = "real" if loaded else "demonstration"
    assert indicators.standing("clinic") == indicators.standing("clinic", A) == standing
    assert (indicators.drawn_from("clinic") is None) == loaded
    for label in indicators.caveats("clinic"):
        assert not loaded or ("示意" not in label.zh and "illustrative" not in label.en)
    assert any("全国平均" in label.zh for label in indicators.caveats("clinic")), "that one is always true"
    client = create_app(settings).server.test_client()
    row = client.get("/api/v1/services/clinic").get_json()["data"]
    assert row["standing"] == standing
    assert any("示意" in c for c in row["caveats_zh"]) == (not loaded)
    for path in ("/", f"/district/{A}"):
        page = client.get(f"{path}?service=clinic&measure=coverage&basis=gap").get_data(as_text=True)
        assert ("没有公开的机构台账" in page or "每万常住人口 2.2 名" in page) == (not loaded), path


def test_embeds_and_the_api_show_it_without_being_asked_for_a_demonstration(state: State) -> None:
    loaded, _, settings = state
    client = create_app(settings).server.test_client()
    asked = "service=clinic&measure=coverage&basis=resident"
    answer = client.get(f"/api/v1/values?{asked}&zone={A}").get_json()
    assert (answer["data"][0]["value"] is not None) == loaded
    assert answer["meta"]["withheld"] == (not loaded)
    card = client.get(f"/embed/card?{asked}&zone={A}").get_data(as_text=True)
    assert ("<dd>100.0" in card) == loaded and ("include=demo" in card) == (not loaded)


def test_access_waits_for_the_settlement_points(states: dict[str, Settings]) -> None:
    """A register of places alone makes no finding of what rests on invented people as well."""
    indicators = open_indicators(states["after"])
    try:
        assert indicators.standing("clinic", A, "access") == "demonstration"
        assert indicators.value(Query("clinic", "reach", "local"), CITY_CODE).grade == "illustrative"
    finally:
        indicators.warehouse.close()
