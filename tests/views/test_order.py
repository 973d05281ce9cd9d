"""No chart puts placeholders in an order: that would rank what was invented."""

from __future__ import annotations

import pytest

from equity.embeds.drawings import chart_of
from equity.embeds.images import read_material
from equity.http.context import Context
from equity.indicators.compute import Indicators
from equity.indicators.store import open_indicators
from equity.query import GAP, Presentation, Query
from equity.say import Voice
from equity.settings import Settings
from equity.views.map import sides_figure
from equity.views.sites import sites_table
from equity.views.split import lines
from equity.views.standing import in_chart
from equity.views.view import View


@pytest.mark.parametrize(
    "query", [Query("primary_school", "effective", GAP), Query("clinic", "coverage", GAP)]
)
def test_placeholders_stand_in_code_order(shipped: Indicators, query: Query) -> None:
    view = View(shipped, Voice("zh"), query, Presentation())
    chart = sides_figure(view, query).chart
    assert chart is not None and set(chart.grades) == {"illustrative"}
    assert chart.categories == tuple(view.short(z.code) for z in shipped.zones("division"))


def test_an_embed_keeps_the_order_of_the_codes_too(shipped_settings: Settings) -> None:
    ctx = Context(shipped_settings, open_indicators)
    drawn = chart_of(read_material(ctx, {"service": "primary_school", "measure": "effective"}))
    assert list(drawn.codes) == sorted(drawn.codes) and len(drawn.codes) > 10


def test_services_whose_figures_are_placeholders_keep_their_order(shipped: Indicators) -> None:
    view = View(shipped, Voice("zh"), Query(), Presentation(zone="530111"), demo=True)
    shown = [line.definition.id for line in lines(view, placeholders=True)]
    assert len(shown) > 3 and shown == [d.id for d in view.of_kind("facility") if d.id in shown]
    table = sites_table(view, placeholders=True)
    assert table is not None
    named = [row[0].text for row in table.rows]
    services = [view.voice(d.label) for d in view.of_kind("facility")]
    assert len(named) > 3 and named == [name for name in services if name in named]


def test_what_is_real_comes_first_and_what_is_missing_last() -> None:
    zones = [
        ("1", "illustrative", 9.0),
        ("2", "observed", 1.0),
        ("3", "observed", None),
        ("4", "estimated", 5.0),
    ]
    ordered = sorted(zones, key=lambda z: in_chart(z[0], (z[1],), z[2]))
    assert [z[0] for z in ordered] == ["4", "2", "1", "3"]
