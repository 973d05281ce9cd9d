"""A road network as a register: the lines near the city as rows of the table `roads`."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import shapely

from equity import geo
from equity.errors import UserError
from equity.intake.datasets import Dataset
from equity.intake.examine import Examination
from equity.intake.options import Options
from equity.roads.graph import RoadLines
from equity.say import Label

DATASET = Dataset("roads", Label("路网", "Road network"), "roads", ())
AROUND_M = 5_000.0  # people near the border walk on roads beyond it
ONEWAY = {0: "no", 1: "forward", -1: "backward"}


def examine_roads(lines: RoadLines, area: shapely.Geometry, source: str, crs: str) -> Examination:
    """The lines within 5 km of ``area``, both in metres of ``crs``, ready to be committed. Raises :class:`UserError` without a source."""
    if not source.strip():
        raise UserError("请用 --source 写明路网来源。", "state the source of the network with --source.")
    around = shapely.buffer(area, AROUND_M)
    shapely.prepare(around)
    near = np.flatnonzero(shapely.intersects(around, lines.geometry))
    to_degrees = partial(geo.unproject, crs=crs)
    degrees = [geo.map_vertices(to_degrees, line) for line in lines.geometry[near]]
    accepted = pd.DataFrame(
        {
            "road_id": [f"r{i:07d}" for i in near],
            "road_class": lines.road_class[near],
            "oneway": [ONEWAY[int(o)] for o in lines.oneway[near]],
            "speed_kmh": lines.speed_kmh[near],
            "through": lines.through[near],
            "wkt": shapely.to_wkt(degrees, rounding_precision=8),
            "source": source.strip(),
        }
    )
    nothing = pd.DataFrame()
    return Examination(
        dataset=DATASET,
        options=Options(source=source.strip()),
        rows_read=len(accepted),
        accepted_rows=len(accepted),
        severities={},
        scope=(),
        accepted=accepted,
        rejected=nothing,
        findings=nothing,
    )
