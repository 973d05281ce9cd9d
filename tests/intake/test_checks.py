"""What the check says about rows: every rule once, and the account of rows always balances."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from equity import geo
from equity.checking.census_fit import apportion
from equity.checking.findings import iterate
from equity.checking.safe_csv import safe_cell
from equity.checking.surroundings import Surroundings
from equity.city import read_city
from equity.errors import DataError
from equity.reading.numbers import one_coordinate, to_numbers, to_years
from tests.intake.conftest import Check, codes
from tests.world import CRS, write_world

HEADER = "编号,名称,区县,乡镇街道,经度,纬度,在校生数,年份\n"
GOOD = "1,第一小学,官渡区,,102.7436,25.0161,800,2024\n"


@pytest.mark.parametrize(
    ("line", "severity", "code"),
    [
        ("2,,官渡区,,102.75,25.02,80,2024", "stop", "missing"),
        ("2,二小,官渡区,,102.75,25.02,,2024", "stop", "missing"),
        ("2,二小,官渡区,,102.75,25.02,许多,2024", "stop", "not_number"),
        ("2,二小,官渡区,,102.75,25.02,-5,2024", "stop", "negative"),
        ("2,二小,官渡区,,102.75,25.02,0,2024", "warn", "zero_capacity"),
        ("2,二小,官渡区,,102.75,25.02,80000,2024", "stop", "impossible_capacity"),
        ("2,二小,官渡区,,102.75,25.02,80人,2024", "note", "unit_removed"),
        ("2,二小,官渡区,,102.75,25.02,80,去年", "stop", "bad_year"),
        ("2,二小,官渡区,,102.75,25.02,80,2099", "stop", "future_year"),
        ("2,二小,关渡区,,102.75,25.02,80,2024", "stop", "unknown_division"),
        ("2,二小,经开区,,102.75,25.02,80,2024", "stop", "unknown_division"),
        ("2,二小,晋宁县,,102.59449,24.66862,80,2024", "note", "renamed_division"),
        ("2,二小,昆明市,,102.75,25.02,80,2024", "stop", "city_not_allowed"),
        ("2,二小,官渡区,没有街道,102.75,25.02,80,2024", "warn", "unknown_township"),
        ("2,二小,官渡区,华山街道,102.75,25.02,80,2024", "warn", "other_township"),
        ("2,二小,官渡区,大板桥镇,102.75,25.02,80,2024", "note", "renamed_township"),
        ("2,二小,官渡区,,一百,25.02,80,2024", "stop", "bad_coordinate"),
        ("2,二小,官渡区,,102.75,,80,2024", "stop", "half_coordinate"),
        ("2,二小,官渡区,,25.02,102.75,80,2024", "warn", "swapped"),
        ("2,二小,官渡区,,116.4,39.9,80,2024", "stop", "outside_city"),
        ("2,二小,东川区,,102.75,25.02,80,2024", "stop", "other_division"),
        ("2,二小,,,102.75,25.02,80,2024", "note", "division_from_point"),
        ("2,二小,,,,,80,2024", "stop", "missing_division"),
        ("2,二小,官渡区,小板桥街道,,,80,2024", "note", "placed_at_township"),
        ("2,二小,官渡区,,,,80,2024", "note", "placed_at_division"),
        ("1,二小,官渡区,,102.75,25.02,80,2024", "stop", "same_id"),
        ("2,第一 小学,官渡区,,102.7437,25.0162,80,2024", "stop", "same_place"),
        ("2,第一小学,官渡区,,102.7536,25.0161,80,2024", "", ""),
    ],
)
def test_one_rule(line: str, severity: str, code: str, check: Check) -> None:
    outcome = check(HEADER + GOOD + line + "\n")
    assert outcome.rows_read == 2 == outcome.accepted_rows + outcome.rejected_rows
    counted = {"placed_by"} if code.startswith("placed_at_") else set()
    assert codes(outcome) == ({code} if code else set()) | counted
    assert outcome.accepted_rows == (1 if severity == "stop" else 2)
    if code:
        found = outcome.findings[outcome.findings["code"] == code].iloc[0]
        assert (found["severity"], found["row"]) == (severity, 3)
    if severity == "stop":
        assert outcome.rejected["行号 row"].tolist() == [3]
        assert outcome.rejected["原因 reason"].str.len().min() > 10


def test_rows_near_the_border_are_kept_with_a_warning(check: Check, around: Surroundings) -> None:
    polygons = dict(zip(around.inputs.polygons["code"], around.inputs.polygons.geometry, strict=True))
    corner = (
        polygons["530111"].exterior.coords
        if polygons["530111"].geom_type == "Polygon"
        else max(polygons["530111"].geoms, key=lambda g: g.area).exterior.coords
    )
    lon, lat = np.array(corner).T
    found = around.areas.locate(lon + 0.001, lat)
    i = int(np.flatnonzero((found != "530111") & (found != ""))[0])
    outcome = check(HEADER + f"9,边界小学,官渡区,,{lon[i] + 0.001:.6f},{lat[i]:.6f},80,2024\n")
    assert codes(outcome) == {"near_border"} and outcome.accepted_rows == 1


def test_an_address_gives_the_division(check: Check) -> None:
    outcome = check("名称,地址,在校生数\n二小,云南省昆明市官渡区春城路1号,80\n")
    assert outcome.accepted["adcode"].tolist() == ["530111"]
    assert {"division_from_address", "placed_at_division", "placed_by"} == codes(outcome)
    assert outcome.accepted["lon"].isna().all()


def test_nothing_is_taken_before_the_datum_is_named(check: Check) -> None:
    outcome = check(HEADER + GOOD, datum="")
    assert outcome.datum_needed and not outcome.can_commit
    assert outcome.accepted_rows == 0 and outcome.rejected_rows == 1
    assert {t.datum for t in outcome.trials} == {"wgs84", "cgcs2000", "gcj02", "bd09"}


@pytest.mark.parametrize(
    "datum", ["wgs84", "gcj02", "bd09", "epsg4543", "epsg4543 with zone", "epsg4543 north first", "degrees"]
)
def test_one_place_in_every_datum(datum: str, check: Check) -> None:
    lon, lat = 102.7436, 25.0161
    gcj = geo.wgs84_to_gcj02(lon, lat)
    east, north = (float(v) for v in geo.project(lon, lat, CRS))
    x, y = {
        "gcj02": gcj,
        "bd09": geo.gcj02_to_bd09(*gcj),
        "epsg4543": (east, north),
        "epsg4543 with zone": (34e6 + east, north),
        "epsg4543 north first": (north, east),
        "degrees": ("东经102°44′36.96″", "25度00分57.96秒"),
    }.get(datum, (lon, lat))
    outcome = check(
        f"名称,区县,X,Y,在校生数\n一小,官渡区,{x},{y},800\n",
        datum=datum.split()[0].replace("degrees", "wgs84"),
    )
    assert outcome.accepted["lon"].tolist() == pytest.approx([lon], abs=1e-7)
    assert outcome.accepted["lat"].tolist() == pytest.approx([lat], abs=1e-7)


def test_coordinates_in_one_column(check: Check) -> None:
    outcome = check(
        '名称,区县,坐标,在校生数\n一小,官渡区,"102.7436,25.0161",800\n二小,官渡区,(102.75 25.02),80\n'
    )
    assert sorted(outcome.accepted["lon"]) == [102.7436, 102.75]


def test_population_long_and_wide_are_the_same(check: Check) -> None:
    wide = check(
        "区县,年份,常住人口,户籍人口\n官渡区,2024,1600000,650000\n全市,2024,8690000,5700000\n", "population"
    )
    long = check(
        "区县,年份,人口组,人数\n官渡,2024,常住,1600000\n530111,2024,户籍,650000\n昆明市,2024,常住,869万\n昆明,2024,户籍,570万\n",
        "population",
    )
    assert wide.accepted.equals(long.accepted) and len(wide.accepted) == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("区县,年份,常住人口,本地户籍常住,外来常住\n官渡区,2024,100,60,50\n", "residents_sum"),
        ("区县,年份,户籍人口,本地户籍常住,外出户籍\n官渡区,2024,100,60,50\n", "registered_sum"),
        ("区县,年份,人口组,人数\n官渡区,2024,火星,5\n", "unknown_group"),
        ("区县,年份,人口组,人数\n官渡区,2024,常住,5.5\n", "not_whole"),
        ("区县,年份,人口组,人数\n官渡区,2024,常住,5\n官渡,2024,常住,6\n", "same_key"),
    ],
)
def test_population_rules(text: str, code: str, check: Check) -> None:
    assert code in codes(check(text, "population"), "stop")


def test_totals(check: Check) -> None:
    outcome = check("区县,服务,数值\n官渡区,医院床位,9000\n五华区,hospital,8000\n东川区,动物园,1\n", "totals")
    assert outcome.accepted[["adcode", "service", "value"]].to_numpy().tolist() == [
        ["530102", "hospital", 8000],
        ["530111", "hospital", 9000],
    ]
    assert codes(outcome, "stop") == {"unknown_service"}


def test_points_must_add_up_to_the_census_or_be_fitted(check: Check) -> None:
    text = "名称,区县,经度,纬度,本地户籍常住,外来常住\n"
    text += "甲村,官渡区,102.7436,25.0161,30,40\n乙村,官渡区,102.75,25.02,10,60\n"
    outcome = check(text, "settlement_points")
    assert not outcome.can_commit and "points_sum" in codes(outcome)
    fitted = check(text, "settlement_points", fit_census=True)
    assert fitted.can_commit and set(fitted.accepted["grade"]) == {"estimated"}
    assert "scaled_far" in codes(fitted, "warn")  # 140 people made a million and a half
    assert set(outcome.findings[outcome.findings["code"] == "points_sum"]["value"]) == {"官渡区"}


def test_the_point_without_a_place_is_the_one_that_is_sent_back(check: Check) -> None:
    text = "名称,区县,经度,纬度,本地户籍常住,外来常住\n"
    text += "甲村,官渡区,102.7436,25.0161,30,40\n乙村,官渡区,102.75,25.02,10,60\n丙村,官渡区,,,5,5\n"
    outcome = check(text, "settlement_points")
    sent_back = outcome.findings[outcome.findings["severity"] == "stop"]
    assert sent_back[["row", "code", "value"]].to_numpy().tolist() == [[4, "point_without_place", "丙村"]]
    assert outcome.accepted["name_zh"].tolist() == ["甲村", "乙村"] and outcome.rejected_rows == 1


@pytest.mark.parametrize(
    ("weights", "total"), [([1, 1, 1], 10), ([5, 0, 1], 7), ([1e9, 1], 3), ([0.1] * 7, 1000)]
)
def test_apportion_adds_up(weights: list[float], total: int) -> None:
    parts = apportion(np.array(weights, dtype=float), total)
    assert parts.sum() == total and (parts >= 0).all()


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("102.5", 102.5),
        ("102°30′", 102.5),
        ("102°30'0\"", 102.5),
        ("102度30分00秒", 102.5),
        ("E102°30′00″", 102.5),
        ("东经102.5", 102.5),
        ("102.5°E", 102.5),
        ("102.5", 102.5),
        ("102°61′", np.nan),
        ("一百", np.nan),
        ("", np.nan),
        ("1e400", np.nan),
    ],
)
def test_coordinates_as_offices_write_them(text: str, degrees: float) -> None:
    assert one_coordinate(text) == pytest.approx(degrees, nan_ok=True) or np.isinf(one_coordinate(text))


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-cmd", "@SUM(A1)", "\t=1", "=1"])
def test_nothing_in_a_csv_runs_as_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


def test_plain_numbers_stay_numbers() -> None:
    assert [safe_cell(v) for v in (-1.5, "+3", "2024", None, float("nan"))] == ["-1.5", "+3", "2024", "", ""]


def test_numbers_and_years_in_whole_columns() -> None:
    import pandas as pd

    values, bad, loose = to_numbers(
        pd.Series(["1", "1,200", "1.5万", "12床", "", "x", "1e3", "inf"], dtype="str")
    )
    assert values.tolist() == pytest.approx([1, 1200, 15000, 12, np.nan, np.nan, 1000, np.nan], nan_ok=True)
    assert (
        bad.tolist() == [False] * 5 + [True, False, True]
        and loose.tolist() == [False, True, True, True] + [False] * 4
    )
    years, bad = to_years(
        pd.Series(["2024", "2024年", "2024-09-01", "2024/9/1", "2024年9月", "24", ""], dtype="str")
    )
    assert years.tolist() == pytest.approx([2024] * 5 + [np.nan] * 2, nan_ok=True) and bad.tolist() == [
        False
    ] * 5 + [True, False]


@pytest.mark.parametrize(
    ("address", "division", "township"),
    [
        ("云南省昆明市官渡区大板桥街道长水村 3 号", "530111", "530111009"),
        ("昆明市官渡大板桥镇", "530111", "530111009"),  # short, and a township under its former name
        ("呈贡县斗南镇花卉市场", "530114", "530114003"),
        ("晋宁县昆阳镇", "530115", ""),  # split since: no township can be told
        ("则黑乡中心小学", "530128", "530128211"),  # the township alone tells the division
        ("西山路 5 号", "", ""),  # a street called after a division
        ("官渡区华山街道", "530111", ""),  # a township of another division
        ("", "", ""),
    ],
)
def test_what_an_address_names(address: str, division: str, township: str, around: Surroundings) -> None:
    assert around.gazetteer.in_address(address) == (division, township)


def test_former_townships_are_told_with_year_and_source(check: Check) -> None:
    text = HEADER + "1,一小,寻甸县,仁德镇,,,80,2024\n2,二小,寻甸县,塘子镇,,,80,2024\n"
    found = {f.row: f for f in iterate(check(text).findings) if f.field == "township"}
    assert (found[2].code, found[2].severity, found[3].code) == ("split_township", "warn", "renamed_township")
    assert "仁德街道、塘子街道、金所街道" in found[2].fix("zh") and "2017年1月" in found[2].message("zh")
    assert "改为塘子街道" in found[3].fix("zh") and "tcmap.com.cn" in found[3].message("en")


def test_every_former_township_leads_to_present_ones(around: Surroundings) -> None:
    townships = around.tables["townships"]
    present = set(zip(townships["adcode"], townships["name_zh"], strict=True))
    for former in around.inputs.city.places.townships:
        division, old = former.division, former.old
        assert all((division, name) in present for name in former.new), former
        assert (division, old) not in present and former.source and 1980 < former.year < 2100
        answer = around.gazetteer.township(old, division)
        assert answer.kind == ("split_township" if len(former.new) > 1 else "renamed_township")
        assert bool(answer.code) == (len(former.new) == 1)


def test_an_entry_that_lacks_its_source_is_named(tmp_path: Path) -> None:
    write_world(tmp_path)
    (tmp_path / "geo" / "renamed_townships.toml").write_text(
        '[[townships]]\ndivision = "530102"\nold = "甲镇"\nnew = ["乙街道"]\nyear = 2010\nhow = "改"\n'
    )
    with pytest.raises(DataError, match=r"renamed_townships\.toml，字段 townships\.1\.source"):
        read_city(tmp_path)
