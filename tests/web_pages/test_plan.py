"""The page of plans without a browser: what it says equals the engine's result; what cannot be carried out is said by change."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from equity.dashboard.pages import plan as page
from equity.dashboard.planning.panel import panel
from equity.dashboard.planning.state import Planning, read_planning
from equity.http.context import Context
from equity.http.plans import taken_apart
from equity.http.view import read_args
from equity.indicators.compute import Indicators
from equity.plans import Plan, evaluate, read_plan
from equity.views.plans import gains_table
from tests.web.conftest import Application

SCHOOLS = {
    "name": "三所学校",
    "changes": [
        {"kind": "add", "service": "primary_school", "lon": 102.72, "lat": 25.06, "capacity": 1200},
        {"kind": "add", "service": "primary_school", "lon": 102.86, "lat": 24.89, "capacity": 900, "cost": 8000},
        {"kind": "add", "service": "primary_school", "lon": 102.49, "lat": 24.93, "capacity": 600},
    ],
}  # fmt: skip


def search(*plans: object, **more: str) -> str:
    names = ("plan", "plan2", "plan3", "plan4")
    said = {n: json.dumps(p, ensure_ascii=False) for n, p in zip(names, plans, strict=False)}
    return "?" + urlencode(said | more)


@pytest.fixture(scope="module")
def ctx(app: Application) -> Context:
    return app.context


def planning(ctx: Context, address: str) -> Planning:
    return read_planning(ctx, page.narrow(ctx, ctx.view(read_args(address))))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_the_engine_works_out(ctx: Context, shipped: Indicators, lang: str) -> None:
    found = planning(ctx, search(SCHOOLS, lang=lang))
    plan = Plan.model_validate(SCHOOLS)
    assert found.result == evaluate(plan, shipped)
    table = gains_table(found.view, found.result, "primary_school")
    city = {m.group: m for m in found.result.moved if m.zone == shipped.city.code}
    assert [c.value for c in table.cells("served_more")[:2]] == [
        city[g].served_more for g in ("non_local", "local")
    ]
    told = str(page.update(ctx, search(SCHOOLS, lang=lang))[3])
    assert ("示意数据" if lang == "zh" else "illustrative data") in told
    assert "三所学校" not in told, "one plan needs no column of its own"


def test_plans_stand_side_by_side_and_one_is_under_the_hand(ctx: Context) -> None:
    fewer = {"name": "一所", "changes": SCHOOLS["changes"][:1]}
    found = planning(ctx, search(SCHOOLS, fewer, edit="plan2"))
    assert found.result is not None and found.result.plan.name == "一所"
    assert [r.plan.name for r in found.results] == ["三所学校", "一所"]
    assert "方案比选" in str(page.layout(ctx, page.narrow(ctx, ctx.view(read_args(search(SCHOOLS, fewer))))))


def test_what_each_change_contributes_is_worked_out_when_its_section_is_opened(ctx: Context) -> None:
    closed, opened = (planning(ctx, search(SCHOOLS, **more)) for more in ({}, {"open": "shares"}))
    assert "Shapley" not in str(panel(closed)) and "Shapley" in str(panel(opened))
    assert opened.result is not None and not opened.result.shares
    shares = taken_apart(ctx, opened.result).shares
    assert {s.change for s in shares} == {1, 2, 3} and all(s.error is None for s in shares)


def test_a_fault_is_named_by_its_change_and_the_list_stays(ctx: Context) -> None:
    wrong = {"name": "海上", "changes": [SCHOOLS["changes"][0], SCHOOLS["changes"][0] | {"lon": 110.0}]}
    state = page.update(ctx, search(wrong))[1]
    assert [p["change"] for p in state["problems"]] == [2]
    assert read_plan(state["texts"]["plan"]) == Plan.model_validate(wrong)
    assert page.update(ctx, "?plan=%7B")[1]["problems"], "no JSON at all"


def test_facilities_can_be_fetched_for_the_map(app: Application, shipped: Indicators) -> None:
    client = app.server.test_client()
    answer = client.get(f"/geo/facilities/clinic.{shipped.data_version}.json").get_json()
    assert len({len(column) for column in answer.values()}) == 1
    assert answer["id"] == list(shipped.facilities("clinic")["facility_id"])
    assert client.get("/geo/facilities/water.1.json").status_code == 404
