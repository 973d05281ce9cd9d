"""Maps: well-formed, self-contained, escaped, marked, readable by keyboard; labels do not overlap."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import shapely

from equity.draw.element import SVG
from equity.draw.labels import place_labels
from equity.draw.shapes import fit
from equity.indicators.compute import Indicators
from equity.query import GAP, Query

NS = f"{{{SVG}}}"


@pytest.fixture(scope="module")
def records(shipped: Indicators):
    return shipped.values(Query())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark", "page"])
@pytest.mark.parametrize("size", [(900, 640), (480, 700), (320, 380)])
def test_a_map_is_well_formed_and_self_contained(records, draw, lang, theme, size) -> None:
    drawn = draw(records, lang=lang, theme=theme, width=size[0], height=size[1], is_live=True, title="T")
    assert drawn.root.get("width") == str(size[0])
    assert len(drawn.root.findall(f"{NS}use[@class='z']")) == 14
    assert not re.findall(r"(?:href|src)=\"(?!#)|url\((?!#)|<script|<image|<foreignObject", drawn.svg)
    assert set(re.findall(r"https?://[^\s\"'<]+", drawn.svg)) == {SVG}


def test_in_a_page_the_theme_colours_the_map_and_the_page_its_size(records, draw, shipped) -> None:
    gaps = shipped.values(Query("clinic", "reach", GAP))
    for shown, ends in ((records, ("level-1", "level-5")), (gaps, ("gap-1", "gap-7"))):
        drawn = draw(shown, theme="page", is_live=True)
        assert not re.findall(r"#[0-9a-f]{6}", drawn.svg)
        assert all(f'fill="var(--{token})"' in drawn.svg for token in ends), ends
    assert "width" not in drawn.inline.split(">", 1)[0] and 'viewBox="0 0 900 640"' in drawn.inline


def test_drawing_twice_gives_the_same(records, draw) -> None:
    assert draw(records).svg == draw(records).svg


def test_everything_given_is_escaped(records, draw) -> None:
    evil = '"><script>alert(1)</script>&\x00'
    root = draw(records, title=evil, subtitle=evil, source=evil, number=evil, approval=evil).root
    assert not list(root.iter(f"{NS}script"))
    assert "alert(1)" in "".join(root.itertext())


def test_a_map_says_scale_source_id_and_approval(records, draw) -> None:
    said = " ".join(
        draw(records, source="来源：普查", number="abcdefghij", approval="云S(2026)1号").root.itertext()
    )
    for part in ("千米", "北", "普查", "abcdefghij", "云S(2026)1号", "单位：%"):
        assert part in said


def test_in_a_page_every_division_says_its_value(records, draw, shipped: Indicators) -> None:
    shapes = draw(records, is_live=True).root.findall(f"{NS}use[@class='z']")
    titles = {s.get("data-code"): s.findtext(f"{NS}title") for s in shapes}
    assert all(s.get("tabindex") == "0" and s.get("id") == f"m-{s.get('data-code')}" for s in shapes)
    for record in records:
        assert shipped.zone(record.zone).name_zh in titles[record.zone]
        assert f"{abs(record.value):.1f}" in titles[record.zone]


def test_no_data_is_hatched_and_never_the_colour_of_zero(records, draw) -> None:
    some = [replace(r, value=None, status="no_data") if r.zone == "530111" else r for r in records]
    svg = draw(some).svg
    assert "无数据" in svg and 'fill="url(#m-hatch)"' in svg
    assert draw([]).svg.count('fill="url(#m-hatch)"') >= 14


def test_illustrative_areas_carry_the_mark_themselves(shipped: Indicators, draw) -> None:
    records = shipped.values(Query("primary_school", "effective", GAP))
    assert all(r.grade == "illustrative" for r in records)
    drawn = draw(records, legend=False)
    assert drawn.svg.count('fill="url(#m-mark)"') == 14 and "示意数据" in drawn.svg
    pattern = drawn.root.find(f".//{NS}pattern[@id='m-mark']")
    assert pattern is not None and "示意" in "".join(pattern.itertext())
    assert float(pattern.get("width")) < 60, "a crop of a division still shows the mark"
    assert "stroke-dasharray" in drawn.svg


@pytest.mark.parametrize("wide", [46.0, 30.0])
@pytest.mark.parametrize("size", [(900, 640), (470, 560), (320, 380)])
def test_labels_do_not_overlap(features, wide, size) -> None:
    box = (10.0, 10.0, size[0] - 10.0, size[1] - 10.0)
    fitted = fit(features, box)
    placed = place_labels(fitted.shapes, {s.code: (wide, 22.0) for s in fitted.shapes}, box)
    assert len(placed) == 14
    boxes = [shapely.box(p.x - wide / 2, p.y - 11, p.x + wide / 2, p.y + 11) for p in placed.values()]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_neighbours_still_share_their_borders(features) -> None:
    geometries = [s.geometry for s in fit(features, (0.0, 0.0, 900.0, 640.0)).shapes]
    assert shapely.coverage_is_valid(geometries)
    assert all(g.is_valid and not g.is_empty for g in geometries)


def test_a_map_can_be_fitted_around_some_divisions(features) -> None:
    box = (0.0, 0.0, 400.0, 400.0)
    fitted = fit(features, box, around={"530111"})
    chosen = next(s.geometry for s in fitted.shapes if s.code == "530111")
    assert max(chosen.bounds[2] - chosen.bounds[0], chosen.bounds[3] - chosen.bounds[1]) > 395
    inside = next(
        shapely.geometry.shape(f["geometry"]) for f in features if f["properties"]["code"] == "530111"
    ).representative_point()
    assert chosen.contains(shapely.Point(fitted.place([inside.x], [inside.y])[0]))


def test_small_enough_for_an_embed(records, draw, shipped: Indicators) -> None:
    assert len(draw(records, is_live=True).svg.encode()) < 75_000
    marked = shipped.values(Query("primary_school", "effective", GAP))
    assert len(draw(marked, is_live=True).svg.encode()) < 85_000
