"""Plans over HTTP: bounded, kept under an address that reproduces everything, clear about what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from equity.indicators.compute import Indicators
from equity.plans import evaluate, read_plan
from equity.turns import Busy, Turns
from tests.api.conftest import Get

GUANDU = {"lon": 102.75, "lat": 25.02}
PLAN: dict[str, Any] = {
    "name": "三所诊所",
    "changes": [{"kind": "add", "service": "clinic", "capacity": 20, "cost": 300, **GUANDU}],
}


def test_a_plan_is_kept_and_its_address_gives_it_back(
    client: FlaskClient, get: Get, shipped: Indicators
) -> None:
    answer = client.post("/api/v1/plans", json=PLAN)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    body = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/plans/{body['data']['id']}"
    assert get(f"/plans/{body['data']['id']}") == body
    plan = read_plan(str(PLAN).replace("'", '"'))
    assert body["data"] == evaluate(plan, shipped, shares=True).model_dump(mode="json")
    assert client.post("/api/v1/plans", json=PLAN).get_json() == body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lon": 25.0, "lat": 102.0}, "changes[1], field lat"),
        ({"lon": 90.0}, "changes[1], field lon, lat"),
        ({"capacity": 0}, "changes[1], field capacity"),
        ({"division": "530102", "lon": 102.9, "lat": 24.88}, "changes[1], field division"),
        ({"service": "no_such"}, "changes[1], field service"),
        ({"kind": "close", "facility_id": "x"}, "changes[1], field"),
        ({"colour": "red"}, "changes[1], field colour"),
    ],
)
def test_a_wrong_change_is_named(client: FlaskClient, change: dict[str, Any], said: str) -> None:
    answer = client.post("/api/v1/plans", json=PLAN | {"changes": [PLAN["changes"][0] | change]})
    assert answer.status_code == 400
    assert said in answer.get_json()["error"]["message_en"]


def test_what_is_too_much_is_refused(client: FlaskClient) -> None:
    many = PLAN | {"changes": PLAN["changes"] * 51}
    assert client.post("/api/v1/plans", json=many).status_code == 400
    long = PLAN | {"name": "x" * 120, "changes": [PLAN["changes"][0] | {"note": "x" * 120_000}]}
    assert client.post("/api/v1/plans", json=long).status_code == 400
    assert client.post("/api/v1/plans", data="{", content_type="application/json").status_code == 400
    assert client.post("/api/v1/plans", data="{}", content_type="text/plain").status_code == 400
    assert client.get("/api/v1/plans/aaaaaaaaaa").status_code == 404


def test_another_site_may_not_post(client: FlaskClient) -> None:
    answer = client.post("/api/v1/plans", json=PLAN, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_who_comes_while_others_are_served_is_told_when_to_come_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Turns, "turn", lambda self: (_ for _ in ()).throw(busy()))
    answer = client.post("/api/v1/plans", json=PLAN | {"name": "another"})
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "7"


def busy() -> Exception:
    return Busy(7)


def test_a_proposal_is_a_plan_that_can_be_posted(client: FlaskClient) -> None:
    asked = {"service": "clinic", "zone": "530111", "count": 1, "capacity": 20}
    answer = client.post("/api/v1/plans/suggest", json=asked)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = answer.get_json()["data"]
    assert found["optimal"] and found["promised"] == pytest.approx(
        found["result"]["services"][0]["reached_new"]
    )
    posted = client.post("/api/v1/plans", json=found["plan"]).get_json()["data"]
    assert posted["shares"] and posted | {"shares": []} == found["result"]
    assert client.post("/api/v1/plans/suggest", json=asked | {"capacity": -1}).status_code == 400
