"""The area from which a facility is within the radius of its service: along roads where there are any, else a circle."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import shapely

from equity import geo
from equity.indicators.definition import Reach
from equity.indicators.distance import Basis
from equity.indicators.roads import Roads

CIRCLE_TOLERANCE_M = 20.0
DEGREES = 0.00001  # about a metre


def reach_area(
    frame: pd.DataFrame, reach: Reach, basis: Basis, roads: Roads, share: float = 1.0
) -> shapely.Geometry:
    """Within ``share`` of the radius for urban points of any facility of ``frame`` (lon, lat); degrees (EPSG:4326).

    Straight lines are the radius divided by the detour factor; so are those of a service whose distances the office brought as
    a table, which says nothing of other places.
    """
    if frame.empty:
        return shapely.Polygon()
    crs = roads.crs
    xy = np.column_stack(geo.project(frame["lon"].to_numpy(float), frame["lat"].to_numpy(float), crs))
    if basis == "roads":
        area = roads.area(reach, xy, share)
    else:
        circles = shapely.buffer(shapely.points(xy), share * reach.radius_m / reach.detour, quad_segs=6)
        area = shapely.simplify(shapely.union_all(circles), CIRCLE_TOLERANCE_M)
    return shapely.set_precision(geo.map_vertices(partial(geo.unproject, crs=crs), area), DEGREES)
