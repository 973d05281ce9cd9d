"""The figure dicts: fixed order of traces, geometry by address, marks for illustrative data."""

from __future__ import annotations

from dataclasses import replace

import shapely

from equity.dashboard.figures.choropleth import (
    DIVISIONS,
    ILLUSTRATIVE,
    SELECTION,
    changes,
    choropleth,
    label_points,
    outline_url,
    steps,
)
from equity.dashboard.figures.dumbbell import by_gap, dumbbell
from equity.draw.scales import classes
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import Voice

A = ValueRecord("530102", Query("s", "m", "resident"), 8.0, "人/千人", "per 1,000", 1, "ok", "estimated")
B = replace(A, zone="530111", value=2.0)
MISSING = replace(A, zone="530112", value=None, status="no_data")
URL = "/geo/overview.abc.geojson"


def figure(*records: ValueRecord, **options: str) -> dict:
    names = {"530102": ("五华", (102.6, 25.1)), "530111": ("官渡", (102.9, 25.0))}
    return choropleth(
        records, classes(records), {r.zone: "card" for r in records}, shapes_url=URL, names=names, **options
    )


def test_geometry_travels_by_address_only() -> None:
    drawn = figure(A, B)
    assert drawn["data"][DIVISIONS]["geojson"] == URL
    assert "coordinates" not in str(drawn["data"])


def test_labels_are_drawn_without_asking_for_glyphs() -> None:
    style = figure(A, B)["layout"]["map"]["style"]
    assert "glyphs" not in style and "sprite" not in style
    names = [f["properties"]["name"] for f in style["sources"]["labels"]["data"]["features"]]
    assert names == ["五华", "官渡"]


def test_an_intranet_basemap_takes_the_place_of_the_plain_style() -> None:
    drawn = figure(A, B, basemap="https://maps.intranet/style.json")
    assert drawn["layout"]["map"]["style"] == "https://maps.intranet/style.json"
    assert drawn["data"][DIVISIONS]["marker"]["opacity"] < 1


def test_missing_values_have_the_class_of_no_data() -> None:
    drawn = figure(A, B, MISSING)["data"][DIVISIONS]
    assert drawn["z"][2] == 0 and min(drawn["z"][:2]) >= 1
    assert drawn["colorscale"][0][1] == classes([A, B]).no_data_colour


def test_selection_is_an_outline_of_its_own() -> None:
    assert figure(A, B, selected="530111")["data"][SELECTION]["locations"] == ["530111"]
    assert figure(A, B)["data"][SELECTION]["locations"] == []


def test_illustrative_divisions_get_a_dotted_outline() -> None:
    marked = replace(B, grade="illustrative")
    layer = figure(A, marked)["layout"]["map"]["layers"][ILLUSTRATIVE]
    assert layer["visible"] and layer["source"] == f"{URL}?codes=530111" and layer["line"]["dash"]
    assert not figure(A, B)["layout"]["map"]["layers"][ILLUSTRATIVE]["visible"]
    assert outline_url(URL, ["a", "b"], 2) == URL


def test_changes_lead_to_the_same_figure_as_drawing_it_anew() -> None:
    before, after = figure(A, B), figure(replace(A, value=3.0), replace(B, value=9.0, grade="illustrative"))
    records = (replace(A, value=3.0), replace(B, value=9.0, grade="illustrative"))
    for path, value in changes(records, classes(records), {r.zone: "card" for r in records}, shapes_url=URL):
        target = before
        for part in path[:-1]:
            target = target[part]
        target[path[-1]] = value
    assert before == after


def test_steps_are_flat_and_cover_the_range() -> None:
    assert steps(("#a", "#b")) == [[0, "#a"], [0.5, "#a"], [0.5, "#b"], [1, "#b"]]


def test_a_label_lies_inside_its_division() -> None:
    ring = [(102, 25), (103, 25), (103, 25.1), (102.1, 25.1), (102.1, 26), (102, 26), (102, 25)]
    feature = {"properties": {"code": "x"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    assert shapely.Polygon(ring).contains(shapely.Point(label_points([feature])["x"]))


def test_dumbbell_puts_real_differences_on_top_and_marks_illustrative_values() -> None:
    registered = [
        replace(A, query=A.query.but(basis="registered"), value=9.0),
        replace(B, query=B.query.but(basis="registered"), value=20.0, grade="illustrative"),
        replace(MISSING, query=MISSING.query.but(basis="registered")),
    ]
    drawn = dumbbell(
        {"resident": [A, B, MISSING], "registered": registered},
        {"530102": "五华", "530111": "官渡", "530112": "西山"},
        {"resident": "常住", "registered": "户籍"},
        voice=Voice("zh"),
    )
    order = drawn["layout"]["yaxis"]["categoryarray"]
    assert order[::-1] == ["五华", "官渡", "西山"], "a placeholder stands below what is real, however large"
    lines = [t for t in drawn["data"] if t["mode"] == "lines"]
    assert len(lines) == 2 and {line["line"]["dash"] for line in lines} == {"dot", "solid"}


def test_charts_are_in_the_order_of_the_ranked_table(shipped: Indicators) -> None:
    """Signed, as everywhere: a gap that points the other way comes last, however large; placeholders are in no order."""
    for query in (Query("primary_school", "reach", GAP), Query("clinic", "coverage", GAP)):
        sides = sorted(
            shipped.registry.measures[query.measure].sides, key=("resident", "non_local").__contains__
        )
        for order in (sides, sides[::-1]):
            pairs = by_gap({side: shipped.values(query.but(basis=side)) for side in order})
            assert [a.zone for a, _ in pairs] == sorted(a.zone for a, _ in pairs), "placeholders are ranked"
            real = {
                side: [replace(r, grade="observed") for r in shipped.values(query.but(basis=side))]
                for side in order
            }
            ranked = sorted(shipped.values(query), key=lambda r: -(r.value or 0.0))
            assert [a.zone for a, _ in by_gap(real)] == [r.zone for r in ranked]
