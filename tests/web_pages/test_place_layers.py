"""Named places that the map can ask for: every row at its place, with sources and licences."""

from __future__ import annotations

import pytest

from equity.checking.surroundings import Areas, Surroundings
from equity.dashboard.maps.layers import PLACE_LAYERS, place_layer
from equity.indicators.compute import Indicators
from equity.say import Voice
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.sources.registers import history_path
from tests.web.conftest import Application


@pytest.mark.parametrize("name", PLACE_LAYERS)
def test_a_layer_of_places_has_every_row_in_its_division(
    name: str, shipped: Indicators, shipped_settings: Settings
) -> None:
    frame = shipped.library.table(name)
    layer = place_layer(frame, name, Voice("zh"))
    assert len(layer["lon"]) == len(layer["lat"]) == len(layer["text"]) == len(frame)
    assert all(layer["sources"]) and all(layer["licences"])
    inputs = read_inputs(shipped_settings.data_dir, history_path(shipped_settings.var_dir))
    areas: Areas = Surroundings(inputs).areas
    assert (
        areas.locate(frame["lon"].to_numpy(float), frame["lat"].to_numpy(float)) == frame["adcode"].to_numpy()
    ).all()


@pytest.mark.parametrize(("lang", "word"), [("zh", "截至"), ("en", "as of")])
def test_the_browser_is_given_the_layers(lang: str, word: str, app: Application, shipped: Indicators) -> None:
    client = app.server.test_client()
    answer = client.get(f"/geo/layers/places/metro_stations.{shipped.data_version}.json?lang={lang}")
    assert answer.status_code == 200 and word in answer.get_json()["text"][0]
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/geo/layers/places/shops.1.json").status_code == 404


def test_markup_in_a_name_stays_text(shipped: Indicators) -> None:
    frame = shipped.library.table("metro_stations").head(1).assign(name_zh="<script>")
    assert "&lt;script&gt;" in place_layer(frame, "metro_stations", Voice("zh"))["text"][0]
