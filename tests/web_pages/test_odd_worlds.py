"""A world with nobody in one division, nothing in reach in another and facilities without capacity: no hole on any page.

Every status is a word of its own; no page, card, layer or answer of the API shows a number that is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from equity.app import create_app
from equity.dashboard.index import Application
from equity.dashboard.maps.figure import hover_cards
from equity.dashboard.pages.overview import Shown
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import STATUSES, Voice
from equity.settings import Settings
from tests.conftest import World
from tests.web_pages.conftest import words
from tests.world import facility, lonlat

BROKEN = re.compile(r"\b(?:nan|none|inf|infinity|undefined)\b", re.IGNORECASE)
PATHS = (
    "/district",
    "/district/530102",
    "/district/530111",
    "/district/530112",
    "/policy",
    "/methods",
    "/data",
)
NOBODY, UNREACHED, EMPTY = "530112", "530111", "530103"


def odd(rows: dict[str, list[dict[str, Any]]]) -> None:
    """A is served, B has facilities without capacity, those of C lie beyond the radius of its people, in D lives nobody."""
    rows["facilities"] = []
    for service in ("clinic", "primary_school", "rental_housing"):
        rows["facilities"] += [
            facility(f"{service}-1", service, 400, 500, 2 if service == "clinic" else 30),
            facility(f"{service}-2", service, 1010, 990, 0, EMPTY),
            facility(f"{service}-3", service, 2990, 990, 2, UNREACHED),
        ]
    people = next(point for point in rows["settlement_points"] if point["adcode"] == UNREACHED)
    people["lon"], people["lat"] = lonlat(2010, 10)


@pytest.fixture
def odd_world(world: World) -> Indicators:
    return world(odd)


@pytest.fixture
def odd_app(odd_world: Indicators, world_settings: Settings) -> Application:
    return create_app(world_settings)


def test_every_status_is_what_it_says(odd_world: Indicators) -> None:
    def status(measure: str, basis: str, zone: str) -> str:
        return odd_world.value(Query("clinic", measure, basis), zone).status

    assert status("reach", "local", NOBODY) == status("parity", "value", NOBODY) == "not_applicable"
    assert status("coverage", "resident", NOBODY) == "not_applicable"
    assert (
        status("reach", "local", UNREACHED) == "ok"
        and status("adequacy", "local", UNREACHED) == "unreachable"
    )
    assert status("reach", "local", EMPTY) == status("adequacy", "local", EMPTY) == "ok"
    assert status("entitlement", "local", EMPTY) == "no_data", "no rule is applied"
    supposed = Query("primary_school", "entitlement", "local", scenario="assumed_rules")
    assert odd_world.value(supposed, EMPTY).status == "unreachable"
    assert status("parity", "value", UNREACHED) == "unreachable"
    assert (status("effective", "local", EMPTY), status("effective", "local", UNREACHED)) == ("ok", "ok")
    values = {z: odd_world.value(Query("clinic", "adequacy", "local"), z).value for z in (EMPTY, "530102")}
    assert values == {EMPTY: 0.0, "530102": 100.0}
    assert status("demand", "resident", "530102") == "ok"
    for service in ("hospital", "junior_school"):  # compared with the city, with a fixed standard
        nothing = odd_world.value(Query(service, "reach", "local"), "530102")
        assert nothing.status == "no_data", "a service without a register is not known, not out of reach"


def test_no_record_and_no_view_of_the_map_shows_a_hole(odd_world: Indicators, odd_app: Application) -> None:
    for definition in odd_world.registry.values():
        for measure in odd_world.registry.measures_of(definition.id):
            for basis in measure.bases:
                view = odd_app.context.view({"service": definition.id, "measure": measure.id, "basis": basis})
                shown = Shown.of(odd_app.context, view)
                cards = hover_cards(odd_world, shown.state.cards, Voice("zh"))
                kept = shown.data()
                rows = kept.pop("table")["rows"]
                numbers = [kept, cards, [row["keys"] for row in rows]]
                said = json.dumps(numbers, ensure_ascii=False, allow_nan=False).replace("null", "")
                read = words([*shown.panel(), shown.banner(), *(row["cells"] for row in rows)])
                assert BROKEN.findall(said + read) == [], (definition.id, measure.id, basis)
                for record in shown.state.shown:
                    assert record.ok == (record.value is not None)
                    if not record.ok:
                        assert STATUSES[record.status].zh in cards[record.zone]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_shows_a_hole(odd_app: Application, draw: Callable[..., Any], lang: str) -> None:
    for path in PATHS:
        shown = [line for line in words(draw(path, of=odd_app.context, lang=lang)).splitlines()]
        assert [line for line in shown if re.search(r"\b(nan|inf|undefined)\b|\bNone\b", line)] == [], path


def test_no_answer_of_the_api_or_a_layer_holds_what_is_no_number(
    odd_app: Application, odd_world: Indicators
) -> None:
    client, version = odd_app.server.test_client(), odd_world.data_version
    queries = [
        f"/api/v1/{kind}?service=clinic&measure={measure}&basis={basis}"
        for measure, basis in (("effective", "gap"), ("adequacy", "local"), ("parity", "value"))
        for kind in ("values", "inequality")
    ]
    layers = [f"/geo/layers/{service}.{version}.json" for service in ("clinic", "rental_housing", "hospital")]
    circles = [f"/geo/circles/{service}.{version}.geojson" for service in ("clinic", "hospital")]
    for address in (*queries, "/api/v1/splits?service=clinic", *layers, *circles):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:200])
        assert not re.search(r"\b(NaN|Infinity)\b", answer.text), address
