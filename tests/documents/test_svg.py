"""Drawings: well-formed, self-contained, escaped, marked, readable by keyboard; labels do not overlap."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from equity.draw.svg_base import text_width, wrap
from equity.draw.svg_chart import svg_dumbbell, svg_parts
from equity.draw.svg_chart_parts import Row
from equity.draw.svg_geometry import fit, place_labels
from equity.draw.svg_map import svg_map
from equity.draw.svg_people import svg_people
from equity.draw.typography import punctuate
from equity.indicators.compute import Indicators
from equity.query import GAP, Query
from tests.documents.conftest import GUANDU

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def records(shipped: Indicators):
    return shipped.values(Query())


def draw(records, shapes, **options):
    return svg_map(records, shapes[0], **({"lang": "zh"} | options))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(900, 640), (480, 700), (320, 380)])
def test_map_is_well_formed_and_self_contained(records, shapes, lang, theme, size) -> None:
    svg = draw(
        records, shapes, lang=lang, theme=theme, width=size[0], height=size[1], tooltips=True, title="T"
    )
    root = ElementTree.fromstring(svg)
    assert root.get("width") == str(size[0])
    assert len(root.findall(f"{SVG}path[@class='z']")) == 14
    assert not re.findall(r"(?:href|src)=|url\((?!#)|<script|<image|<foreignObject", svg)
    assert set(re.findall(r"https?://[^\s\"'<]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_drawing_twice_gives_the_same(records, shapes) -> None:
    assert draw(records, shapes) == draw(records, shapes)


def test_everything_given_is_escaped(records, shapes) -> None:
    evil = '"><script>alert(1)</script>&\x00'
    svg = draw(records, shapes, title=evil, subtitle=evil, source_line=evil, snapshot_id=evil, approval=evil)
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "alert(1)" in "".join(root.itertext())


def test_map_says_scale_source_id_and_approval(records, shapes) -> None:
    text = " ".join(
        ElementTree.fromstring(
            draw(records, shapes, source_line="来源:普查", snapshot_id="abcdefghij", approval="云S(2026)1号")
        ).itertext()
    )
    for part in ("千米", "北", "普查", "abcdefghij", "云S(2026)1号", "单位：人/千人"):
        assert part in text


def test_every_division_has_its_value_as_title(records, shapes, shipped: Indicators) -> None:
    root = ElementTree.fromstring(draw(records, shapes, tooltips=True))
    titles = {p.get("data-code"): p.findtext(f"{SVG}title") for p in root.findall(f"{SVG}path[@class='z']")}
    assert all(p.get("tabindex") == "0" for p in root.findall(f"{SVG}path[@class='z']"))
    for record in records:
        assert shipped.zone(record.zone).name_zh in titles[record.zone]
        assert f"{abs(record.value):.1f}" in titles[record.zone]


def test_no_data_is_hatched_and_never_the_colour_of_zero(records, shapes) -> None:
    some = [replace(r, value=None, status="no_data") if r.zone == GUANDU else r for r in records]
    svg = draw(some, shapes)
    assert "无数据" in svg and 'fill="url(#m-hatch)"' in svg
    assert draw([], shapes).count('fill="url(#m-hatch)"') >= 14


def test_illustrative_areas_carry_the_mark_themselves(shipped: Indicators, shapes) -> None:
    records = shipped.values(Query("primary_school", "effective", GAP))
    assert all(r.grade == "illustrative" for r in records)
    svg = draw(records, shapes, legend=False, title=None)
    assert svg.count('fill="url(#m-mark)"') == 14 and "示意数据" in svg
    pattern = ElementTree.fromstring(svg).find(f".//{SVG}pattern[@id='m-mark']")
    assert pattern is not None and "示意" in "".join(pattern.itertext())
    assert float(pattern.get("width")) < 60, "a crop of a division still shows the mark"
    assert "stroke-dasharray" in svg


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(900, 640), (470, 560), (320, 380)])
def test_labels_do_not_overlap(records, shapes, lang, size) -> None:
    box = (10.0, 10.0, size[0] - 10.0, size[1] - 10.0)
    fitted = fit(shapes[0], box)
    sizes = {s.code: (46.0 if lang == "en" else 30.0, 22.0) for s in fitted.shapes}
    placed = place_labels(fitted.shapes, sizes, box)
    assert len(placed) == 14
    boxes = [(p.x - sizes[c][0] / 2, p.y - 11, p.x + sizes[c][0] / 2, p.y + 11) for c, p in placed.items()]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def test_neighbours_still_share_their_borders(shapes) -> None:
    import shapely

    fitted = fit(shapes[0], (0.0, 0.0, 900.0, 640.0))
    geometries = [s.geometry for s in fitted.shapes]
    assert shapely.coverage_is_valid(geometries)
    assert all(g.is_valid and not g.is_empty for g in geometries)


def test_small_enough_for_an_embed(records, shapes) -> None:
    assert len(draw(records, shapes, width=900, height=640, tooltips=True).encode()) < 120_000


def test_charts(shipped: Indicators) -> None:
    people = svg_people(
        shipped.population(GUANDU), lang="zh", title="官渡", source_line="来源", snapshot_id="abcdefghij"
    )
    rows = [
        Row("甲 <区>", (1.0, 2.0)),
        Row("乙区", (None, 3.0), "无数据"),
        Row("丙区", (-1.0, 0.5), illustrative=True, bold=True),
    ]
    bars = svg_dumbbell(
        rows, sides=("resident", "registered"), names=("常住", "户籍"), unit="人", lang="zh", title="题"
    )
    parts = svg_parts(
        [Row("甲", (1.0, -2.0, 3.0)), Row("乙", (None,) * 3, "不适用", illustrative=True)],
        names={"reach": "距离", "adequacy": "容量", "entitlement": "规则"}, unit="个百分点", lang="zh",
    )  # fmt: skip
    for svg in (people, bars, parts):
        ElementTree.fromstring(svg)
    rows_of_bars = [n.text for n in ElementTree.fromstring(bars).iter(f"{SVG}text")]
    assert {"1.0", "2.0", "3.0", "−1.0", "0.5"} <= set(rows_of_bars), "both numbers of every row"
    assert "甲 &lt;区&gt;" in bars and "无数据" in bars and "示意" in bars
    assert "+2.0" in parts and "不适用" in parts
    assert "160.2 万人" in people


def test_lines_break_between_words_and_before_no_closing_mark() -> None:
    lines = wrap("按常住人口计算的覆盖率，全市平均 12.6 人，最低。", 10, 100)
    assert all(text_width(line, 10) <= 110 for line in lines)
    assert not any(line.startswith(("，", "。")) for line in lines)
    assert wrap("supercalifragilistic word", 10, 20) == ["supercalifragilistic", "word"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("常住 8.7 人,户籍 22.9(估算)", "常住 8.7 人，户籍 22.9（估算）"),
        ("12,345 persons (2020)", "12,345 persons (2020)"),
        ("资料 (2022, ISBN 978)", "资料（2022, ISBN 978）"),
        ("", ""),
    ],
)
def test_punctuation(written: str, printed: str) -> None:
    assert punctuate(written) == printed
