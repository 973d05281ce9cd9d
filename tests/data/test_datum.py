"""Datum conversions: against published points, against themselves, and on the shipped borders."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.world import CRS

from equity import geo

# WGS-84 → GCJ-02 (lat, lon pairs), from the tests of the library eviltransform
KNOWN = [
    (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
    (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
    (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
]
KUNMING_LON, KUNMING_LAT = st.floats(102.1, 103.8), st.floats(24.3, 26.6)
ONE_CM_DEG = 9e-8


@pytest.mark.parametrize(("lat", "lon", "gcj_lat", "gcj_lon"), KNOWN)
def test_known_points(lat, lon, gcj_lat, gcj_lon):
    assert geo.wgs84_to_gcj02(lon, lat) == (
        pytest.approx(gcj_lon, abs=1e-8),
        pytest.approx(gcj_lat, abs=1e-8),
    )


@given(KUNMING_LON, KUNMING_LAT)
def test_inverse_is_within_a_centimetre(lon, lat):
    for forward, inverse in (
        (geo.wgs84_to_gcj02, geo.gcj02_to_wgs84),
        (geo.gcj02_to_bd09, geo.bd09_to_gcj02),
        (partial(geo.project, crs=CRS), partial(geo.unproject, crs=CRS)),
    ):
        back = inverse(*forward(lon, lat))
        assert abs(float(back[0]) - lon) < ONE_CM_DEG and abs(float(back[1]) - lat) < ONE_CM_DEG


def test_baidu_to_wgs84_is_the_two_steps():
    bd09 = geo.gcj02_to_bd09(*geo.wgs84_to_gcj02(102.7, 25.04))
    assert geo.bd09_to_wgs84(*bd09) == (pytest.approx(102.7, abs=1e-9), pytest.approx(25.04, abs=1e-9))


def test_arrays_give_what_single_points_give():
    lon, lat = np.array([102.1, 102.7, 103.5]), np.array([24.4, 25.0, 26.4])
    both = geo.gcj02_to_wgs84(lon, lat)
    for i in range(3):
        assert (both[0][i], both[1][i]) == pytest.approx(geo.gcj02_to_wgs84(lon[i], lat[i]), abs=1e-10)


def test_missing_stays_missing():
    assert all(np.isnan(value) for value in geo.gcj02_to_wgs84(float("nan"), 25.0))


def test_projection_is_metres_about_the_central_meridian():
    east, north = geo.project([102.0, 102.01], [25.0, 25.0], CRS)
    assert east[0] == pytest.approx(500_000, abs=1e-6)
    assert east[1] - east[0] == pytest.approx(1009.6, abs=0.5)  # 0.01° of longitude at 25° N
    assert 2_700_000 < north[0] < 2_800_000
