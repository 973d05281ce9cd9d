"""The illustrative registers: reproducible to the byte, true to the totals, in the right division, unreal."""

import re
from collections import Counter
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.world import CITY, CITY_CODE

from equity import demo_data
from equity.demo_data import draw
from equity.demo_data.services import SERVICES

IDS = [service.id for service in SERVICES]
FACILITIES = pytest.mark.parametrize("service", IDS)


def facilities(rows, service):
    return rows(f"services/facilities/{service}.csv")


def test_running_it_again_gives_the_shipped_bytes(tmp_path, data_dir):
    written = demo_data.generate(data_dir, out_dir=tmp_path)
    assert len(written) == 1 + len(IDS)
    for path in written:
        assert path.read_bytes() == (data_dir / path.relative_to(tmp_path)).read_bytes(), path.name


def test_another_seed_gives_other_points(tmp_path, data_dir):
    written = demo_data.generate(data_dir, out_dir=tmp_path, seed=7)
    assert all(p.read_bytes() != (data_dir / p.relative_to(tmp_path)).read_bytes() for p in written)


def test_points_add_up_to_the_three_groups(rows, persons):
    sums: Counter[tuple[str, str]] = Counter()
    points = rows("population/settlement_points.csv")
    for r in points:
        for group in ("local", "non_local", "absent"):
            sums[r["adcode"], group] += int(r[f"{group}_persons"])
    codes = {r["adcode"] for r in points}
    assert len(codes) == 14
    for (code, group), value in sums.items():
        assert value == int(persons[code, 2020, group]["persons"])
    per_division = Counter(r["adcode"] for r in points)
    assert min(per_division.values()) >= 40 and 1200 <= len(points) <= 1800


def test_non_local_people_live_more_in_towns(rows):
    share = {}
    for group in ("local", "non_local", "absent"):
        by_kind = Counter()
        for r in rows("population/settlement_points.csv"):
            by_kind[r["urban_rural"]] += int(r[f"{group}_persons"])
        share[group] = by_kind["urban"] / by_kind.total()
    assert share["non_local"] > share["local"] > share["absent"]


@FACILITIES
def test_every_known_total_is_kept(service, rows):
    latest = {}
    for r in sorted(rows("services/totals.csv"), key=lambda r: int(r["year"])):
        if r["service"] == service:
            latest[r["adcode"], r["item"]] = int(r["value"])
    capacity, count = Counter(), Counter()
    for r in facilities(rows, service):
        for code in (r["adcode"], CITY_CODE):
            capacity[code] += int(r["capacity"])
            count[code] += 1
    for (code, item), value in latest.items():
        assert (count if item == "facilities" else capacity)[code] == value, (code, item)
    assert len(count) == 15  # every division has some


@FACILITIES
def test_facilities_lie_inside_their_division(service, rows, polygons):
    check_inside(facilities(rows, service), polygons("districts.geojson"))


def test_points_lie_inside_their_division(rows, polygons):
    check_inside(rows("population/settlement_points.csv"), polygons("districts.geojson"))


def check_inside(table, shapes):
    for r in table:
        assert re.fullmatch(r"\d{3}\.\d{6}", r["lon"]) and re.fullmatch(r"\d{2}\.\d{6}", r["lat"])
        point = shapely.Point(float(r["lon"]), float(r["lat"]))
        assert [code for code, shape in shapes.items() if shape.intersects(point)] == [r["adcode"]], r


@FACILITIES
def test_nothing_illustrative_looks_real(service, rows):
    real = {r["name_zh"] for r in rows("services/named_facilities.csv")}
    table = facilities(rows, service)
    names = {r["name_zh"] for r in table}
    assert len(names) == len(table) and not names & real
    assert all(re.fullmatch(r"示意\D+ \d{6}-\d{3}", name) for name in names)
    assert {r["grade"] for r in table} == {"illustrative"} and min(int(r["capacity"]) for r in table) > 0


def test_each_township_has_a_health_centre_and_a_job_centre(rows):
    towns = Counter(r["adcode"] for r in rows("geo/townships.csv") if r["statutory"] == "true")
    for service in ("clinic", "job_centre"):
        count = Counter(r["adcode"] for r in facilities(rows, service))
        assert all(count[code] >= n for code, n in towns.items())


def test_points_are_the_official_committees_and_say_where_they_stand(rows):
    official = {r["community_code"]: r for r in rows("geo/communities.csv")}
    townships = {r["town_code"] for r in rows("geo/townships.csv")}
    points = {r["town_code"]: r for r in rows("geo/township_points.csv") if r["lon"]}
    table = rows("population/settlement_points.csv")
    assert {r["point_id"] for r in table} == set(official)
    own = 0
    for r in table:
        committee = official[r["point_id"]]
        town = committee["town_code"]
        assert (r["name_zh"], r["adcode"]) == (committee["name_zh"], committee["adcode"])
        assert r["town_code"] == (town if town in townships else "")
        assert r["grade"] == "illustrative" and "人数为示意" in r["note"]
        if r["note"].startswith("坐标取自同名地点"):
            own += (float(r["lon"]), float(r["lat"])) == (float(committee["lon"]), float(committee["lat"]))
            continue
        assert r["note"].startswith("位于街镇点" if town in points else "街镇位置不明")
        if town in points:
            at = (float(points[town]["lon"]), float(points[town]["lat"]))
            assert draw.distance_m((float(r["lon"]), float(r["lat"])), at) < 12_500, "a township away"
    assert own >= 270, "committees with a place of their own stand there"


def test_a_core_division_is_reached_in_part(rows):
    """Primary schools within 500 m, straight line: 40-95 % of the residents of 西山, fewer in 禄劝."""
    reach = {code: share_reached(rows, code, "primary_school", 500) for code in ("530112", "530128")}
    assert 0.4 < reach["530112"] < 0.95 and reach["530128"] < reach["530112"]


def share_reached(rows, code, service, radius_m):
    sites = [(float(r["lon"]), float(r["lat"])) for r in facilities(rows, service) if r["adcode"] == code]
    reached = total = 0
    for r in rows("population/settlement_points.csv"):
        if r["adcode"] == code:
            people = int(r["local_persons"]) + int(r["non_local_persons"])
            here = (float(r["lon"]), float(r["lat"]))
            total += people
            reached += people * (min(draw.distance_m(here, site) for site in sites) <= radius_m)
    return reached / total


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.integers(0, 5))
def test_split_is_exact(total, weights, minimum):
    if total < minimum * len(weights) or sum(weights) == 0:
        return
    parts = draw.split(total, weights, minimum=minimum)
    assert sum(parts) == total and min(parts) >= minimum


def test_split_refuses_the_impossible():
    with pytest.raises(ValueError, match="cannot split"):
        draw.split(3, [1, 1], minimum=2)


def test_the_datasheets_name_the_right_numbers(rows, data_dir):
    docs = data_dir.parent / "docs" / "data"
    sheet = (docs / "facilities.md").read_text(encoding="utf-8")
    for service in IDS:
        assert re.search(rf"\b{len(facilities(rows, service))}\b", sheet), service
    points = (docs / "settlement_points.md").read_text(encoding="utf-8")
    assert f"{len(rows('population/settlement_points.csv')):,}" in points
    assert f"{demo_data.SEED}" in sheet and f"{demo_data.SEED}" in points


def test_no_point_stands_in_the_lake(rows):
    (lake,) = CITY.water
    for path in ["population/settlement_points.csv", *(f"services/facilities/{s}.csv" for s in IDS)]:
        for r in rows(path):
            if r["note"].startswith("坐标取自同名地点"):
                continue  # a known place; the ellipse is a rough lake
            x = (float(r["lon"]) - lake.lon) / lake.half_lon
            y = (float(r["lat"]) - lake.lat) / lake.half_lat
            assert x * x + y * y > 1, Path(path).stem
