"""Charts: every number in words, missing values with their reason, illustrative rows with their mark."""

from __future__ import annotations

import pytest

from equity.draw.chart import draw_chart
from equity.draw.element import SVG
from equity.draw.frame import Frame
from equity.draw.lettering import punctuate, text_width, wrap
from equity.draw.lines import draw_lines
from equity.draw.people import draw_people
from equity.draw.theme import theme
from equity.views.drawings import Chart, Series

NS = f"{{{SVG}}}"


def texts(drawn) -> list[str]:
    return [node.text for node in drawn.root.iter(f"{NS}text")]


def pairs(**changes) -> Chart:
    return Chart(
        **{
            "kind": "dumbbell",
            "categories": ("甲 <区>", "乙区", "丙区"),
            "series": (
                Series("resident", "常住", (1.0, None, -1.0)),
                Series("registered", "户籍", (2.0, 3.0, 0.5)),
            ),
            "unit": "人",
            "grades": ("observed", "", "illustrative"),
            "missing": ("", "无数据", ""),
            "codes": ("1", "2", "3"),
            "highlight": "丙区",
        }
        | changes
    )


def test_two_populations_as_dots() -> None:
    drawn = draw_chart(pairs(), Frame("zh", title="题"), theme(), label="题", width=640)
    said = texts(drawn)
    assert {"1.0", "2.0", "3.0", "−1.0", "0.5", "甲 <区>", "无数据", "示意", "示意数据"} <= set(said)
    dots = drawn.root.findall(f".//{NS}g/{NS}circle")
    assert len(dots) == 4, "a row without one of its values has no dots"
    rings = [c for c in dots if c.get("fill") == theme()["paper"]]
    assert len(rings) == 2, "the register is a ring"


def test_on_a_phone_names_stand_over_their_bars() -> None:
    long = ("户口在省内其他地方的人", "普查年龄组的拆分")
    ends = (Series("low", "输入取下限", (-12.7, -3.0)), Series("high", "输入取上限", (10.1, 2.0)))
    chart = Chart("tornado", long, ends, "%", 1)
    drawn = draw_chart(chart, Frame("zh"), theme(), label="题", width=348, names_above=True)
    names = {n.text: n for n in drawn.root.iter(f"{NS}text") if n.text in long}
    assert set(names) == set(long), "in full"
    bars = [r for r in drawn.root.iter(f"{NS}rect") if r.get("height") == "14"]
    for name, row in zip(long, (bars[:2], bars[2:]), strict=True):
        assert all(float(names[name].get("y")) < float(bar.get("y")) for bar in row)
        assert float(names[name].get("x")) + text_width(name, 11.5) < 348
    assert all(
        float(bar.get("x")) >= 0 and float(bar.get("x")) + float(bar.get("width")) < 270 for bar in bars
    )


def test_in_a_page_a_row_says_all_of_it() -> None:
    drawn = draw_chart(pairs(), Frame("zh"), theme("page"), label="题", width=400, height=500, is_live=True)
    rows = drawn.root.findall(f"{NS}g[@class='z']")
    assert [r.get("data-code") for r in rows] == ["1", "2", "3"]
    assert rows[2].get("aria-label") == "丙区：常住 −1.0，户籍 0.5，示意"
    assert rows[1].findtext(f"{NS}title") == "乙区：无数据"
    assert drawn.height >= 500


def test_one_population_as_bars_with_intervals() -> None:
    one = pairs(
        kind="bars",
        series=(Series("resident", "常住", (1.0, None, 4.0)),),
        intervals=((0.5, 1.5), None, None),
    )
    drawn = draw_chart(one, Frame("en"), theme(), label="t", width=640)
    bars = [r for r in drawn.root.iter(f"{NS}rect") if r.get("height") == "12"]
    assert len(bars) == 2 and float(bars[1].get("width")) > 3.5 * float(bars[0].get("width"))
    assert bars[1].get("stroke-dasharray"), "an illustrative bar is dotted"
    assert len([p for p in drawn.root.iter(f"{NS}path")]) == 1


def test_parts_lie_on_both_sides_of_zero_and_their_sum_is_said() -> None:
    parts = Chart(
        kind="stacked",
        categories=("甲", "乙"),
        series=(
            Series("reach", "距离", (1.0, None)),
            Series("adequacy", "容量", (-2.0, None)),
            Series("entitlement", "规则", (3.0, None)),
        ),
        unit="个百分点",
        missing=("", "不适用"),
    )
    drawn = draw_chart(parts, Frame("zh"), theme(), label="题", width=640)
    assert {"+2.0", "不适用"} <= set(texts(drawn))
    zero = drawn.root.find(f"{NS}line").get("x1")
    drawn_parts = [r for r in drawn.root.iter(f"{NS}rect") if r.get("height") == "14"]
    left = [r for r in drawn_parts if float(r.get("x")) < float(zero) - 0.1]
    assert [r.get("fill") for r in left] == [theme()["adequacy"]]


@pytest.mark.parametrize(("lang", "words"), [("zh", "常住人口 160.2 万人"), ("en", "常住人口 1,602,279 人")])
def test_people_as_one_bar(lang: str, words: str) -> None:
    people = Chart(
        kind="people",
        categories=("官渡",),
        series=(
            Series("absent", "外出", (65_000.0,)),
            Series("local", "本地户籍", (550_000.0,)),
            Series("non_local", "外来", (1_052_279.0,)),
        ),
        wholes=(
            Series("resident", "常住人口", (1_602_279.0,)),
            Series("registered", "户籍人口", (615_000.0,)),
        ),
        unit="人",
        decimals=0,
    )
    drawn = draw_people(people, Frame(lang, number="abcdefghij"), theme(), label="人口")
    assert words in texts(drawn) and any("abcdefghij" in t for t in texts(drawn))
    bars = [float(r.get("width")) for r in drawn.root.iter(f"{NS}rect") if r.get("height") == "30"]
    assert bars[2] / bars[1] == pytest.approx(1_052_279 / 550_000, rel=1e-3)


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


def over_years(**changes) -> Chart:
    values = {
        "values": (10.0, None, 30.0, 20.0, 40.0),
        "grades": ("observed", "", "observed", "observed", "estimated"),
        "intervals": (None, None, None, None, (35.0, 50.0)),
        "runs": (0, 0, 0, 1, 2),
    }
    return Chart(
        "lines",
        ("2010", "2015", "2020", "2021", "2024"),
        (Series("resident", "常住", **(values | changes)),),
        "人",
        0,
    )


def test_lines_break_where_the_method_or_the_grade_does() -> None:
    drawn = draw_lines(over_years(), Frame("zh"), theme(), label="题", width=640)
    paths = drawn.root.findall(f"{NS}path")
    lines = [p for p in paths if p.get("stroke-width") == "2"]
    assert len(lines) == 1, "only the years of one method are joined"
    assert lines[0].get("d").count("L") == 1
    assert sum(p.get("class") == "break" for p in paths) == 3, "two on the chart, one in the key"
    dots = [float(c.get("cx")) for c in drawn.root.findall(f"{NS}circle") if c.get("transform") is None]
    assert len(dots) == 3 and (dots[1] - dots[0]) / (dots[2] - dots[1]) == pytest.approx(10, rel=0.01)
    assert "常住：2010 10 人，2020 30 人" in drawn.root.findtext(f"{NS}desc")
    assert {"菱形：估算", "断开：口径或等级不同", "2010", "2024"} <= set(texts(drawn))


@pytest.mark.parametrize("width", [348, 640])
@pytest.mark.parametrize(
    "ends", [(1.0, 2.0), (8_679_500.0, 8_680_500.0), (-3.0, 0.0), (5.0, 5.0), (0.0, 0.0)]
)
def test_lines_stay_inside_their_drawing(width, ends) -> None:
    low, high = ends
    series = Series("registered", "户籍", (low, high), ("estimated",) * 2, ((low, high), None))
    drawn = draw_lines(
        Chart("lines", ("2020", "2023"), (series,), "人", 0),
        Frame("en"),
        theme("page"),
        label="t",
        width=width,
    )
    for node in drawn.root.iter(f"{NS}text", f"{NS}line"):
        for name in ("x", "x1", "x2"):
            assert 0 <= float(node.get(name, "0")) <= width
        for name in ("y", "y1", "y2"):
            assert 0 <= float(node.get(name, "0")) <= drawn.height


def test_the_lowest_of_a_year_has_its_number_below_and_the_others_above() -> None:
    """Series that cross: who is lowest at the end need not be lowest at the beginning."""
    values = {"a": (50.0, 50.0), "b": (30.0, 22.0), "c": (20.0, 28.0)}
    series = tuple(Series(name, name, ends, ("observed",) * 2) for name, ends in values.items())
    chart = Chart("lines", ("2020", "2021"), series, "人", 0)
    drawn = draw_lines(chart, Frame("zh"), theme(), label="题", width=640)
    dots = {
        c.get("cy"): float(c.get("cy")) for c in drawn.root.findall(f"{NS}circle") if not c.get("transform")
    }
    at = {t.text: float(t.get("y")) for t in drawn.root.iter(f"{NS}text") if t.get("font-weight") == "bold"}
    heights = sorted(dots.values())
    assert len(at) == 5 and len(heights) >= 5
    assert at["30"] < at["20"] and at["28"] < at["22"], "numbers stand in the order of their points"
    assert at["20"] > heights[-1] and at["22"] > heights[-2], "the lowest below its point"


def test_a_run_of_estimates_has_a_band() -> None:
    values = (1.0, 2.0, 3.0)
    series = Series("resident", "a", values, ("estimated",) * 3, tuple((v - 0.5, v + 0.5) for v in values))
    drawn = draw_lines(
        Chart("lines", ("2020", "2021", "2022"), (series,), "人", 1),
        Frame("zh"),
        theme(),
        label="t",
        width=640,
    )
    bands = [p for p in drawn.root.findall(f"{NS}path") if p.get("fill-opacity")]
    assert len(bands) == 1 and bands[0].get("d").count("L") == 5
