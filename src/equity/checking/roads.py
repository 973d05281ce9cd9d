"""A road network as a register: the lines near the city as rows of the table `roads`, with what is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from equity import geo
from equity.checking.check import Options
from equity.checking.datasets import ROADS
from equity.checking.findings import Findings
from equity.checking.outcome import Examination
from equity.checking.progress import Report, unheard
from equity.checking.surroundings import Surroundings
from equity.roads.graph import RoadGraph, RoadLines, build_graph
from equity.roads.quality import NetworkReport, Spots, report_on
from equity.roads.reading import ReadRoads, Unmapped, read_roads, wgs84
from equity.roads.search import ModeNetwork
from equity.say import Label, texts_of
from equity.stored import store, stored

TEXTS = texts_of(__name__)

AROUND_M = 5_000.0  # people near the border walk on roads beyond it
ONEWAY = {0: "no", 1: "forward", -1: "backward"}
DATUMS = {"wgs84": wgs84, "cgcs2000": wgs84, "gcj02": geo.gcj02_to_wgs84, "bd09": geo.bd09_to_wgs84}
SUMMARY_FILE = "roads.json"
SHOWN_PARTS = 200
EFFECT = ("primary_school", "clinic", "hospital")  # whose numbers the preview shows before and after
FEW_INSIDE = 0.01


@dataclass(kw_only=True, frozen=True)
class Summary:
    """What the page and the command line show of a network before it counts.

    ``fields``: the column each field was read from; ``columns``: all of the layer, none for OpenStreetMap. ``far``: of settlement
    points and of facilities, how many there are and how many lie farther than 200 m from a road people can walk on;
    ``leg_m``: half of the settlement points lie no farther from it.
    """

    lines: int
    edges: int = 0
    nodes: int = 0
    length_km: dict[str, float] = field(default_factory=dict)
    parts: int = 0
    largest_part: float = 0.0
    dangling: int = 0
    crossings: int = 0
    bridges: int = 0
    inside: float = 0.0
    sloped: float = 0.0
    passed_over: dict[str, int]
    fields: dict[str, str]
    columns: tuple[str, ...]
    far: dict[str, tuple[int, int]] = field(default_factory=dict)
    leg_m: float | None = None

    def in_words(self) -> list[tuple[Label, str]]:
        """What is said of the network, and its figure."""
        figures = {
            "edges": f"{self.edges:,} / {self.nodes:,}",
            "inside": f"{self.inside:.1%}",
            "parts": f"{self.parts:,}",
            "largest_part": f"{self.largest_part:.1%}",
            "dangling": f"{self.dangling:,}",
            "crossings": f"{self.crossings:,}",
            "bridges": f"{self.bridges:,}",
            "sloped": f"{self.sloped:.1%}",
            **{kind: f"{far:,} / {number:,}" for kind, (number, far) in self.far.items()},
        }
        if self.leg_m is not None:
            figures["leg"] = f"{self.leg_m:,.0f} m"
        return [(TEXTS["summary"][name], figure) for name, figure in figures.items()]

    def keep(self, folder: Path) -> None:
        store(folder / SUMMARY_FILE, self)

    @classmethod
    def of(cls, folder: Path) -> Summary:
        return stored(folder / SUMMARY_FILE, cls)


def examine_roads(
    file: Path,
    around: Surroundings,
    *,
    source: str,
    datum: str = "",
    columns: Mapping[str, str] | None = None,
    layer: str | None = None,
    report: Report = unheard,
) -> tuple[Examination, Summary]:
    """The lines within 5 km of the city, ready to be committed, with findings and a summary.

    ``columns``: field to column of the layer where its name is unusual. A layer in degrees needs a ``datum``: nothing can be
    committed without. Raises :class:`UserError` for a file that is no road layer, as :func:`read_roads` does.
    """
    report("read", 0, 0)
    crs = around.inputs.city.crs
    read = read_roads(
        file,
        columns=columns,
        datum=DATUMS[datum or "wgs84"],
        layer=layer,
        to_metres=partial(geo.project, crs=crs),
    )
    report("check", 0, 2)
    graph = build_graph(read.lines)
    area = geo.project_geometry(shapely.union_all(around.inputs.polygons.geometry.to_numpy()), crs)
    network = report_on(graph, area)
    report("check", 1, 2)
    near = _near(read.lines, area) if network.inside else np.empty(0, np.int64)
    summary = _summary(read, graph, network, around)
    found = _findings(read, network, summary, len(near), crs).frame()
    lost = sum(read.passed_over.values())
    examination = Examination(
        dataset=ROADS,
        options=Options(source=source.strip(), datum=datum),
        rows_read=len(read.row) + lost,
        accepted_rows=len(near),
        severities=found["severity"].value_counts().to_dict(),
        scope=(),
        services=EFFECT,
        datum_needed=read.in_degrees and not datum,
        accepted=_rows(read.lines, near, source.strip(), crs),
        rejected=pd.DataFrame(
            {"道路等级 road_class": list(read.passed_over), "条数 lines": list(read.passed_over.values())}
        ),
        findings=found,
    )
    report("check", 2, 2)
    return examination, summary


def examine_unmapped(error: Unmapped, *, source: str, datum: str) -> tuple[Examination, Summary]:
    """The same for a layer whose class of road was not found: nothing can be committed until its column is chosen."""
    nothing = pd.DataFrame()
    found = Findings()
    for word, lines in error.words.items():
        found.add("road_class_unknown", 0, "road_class", word, a=str(lines))
    examination = Examination(
        dataset=ROADS,
        options=Options(source=source.strip(), datum=datum),
        rows_read=error.lines,
        accepted_rows=0,
        severities={},
        scope=(),
        missing_fields=("road_class",),
        accepted=nothing,
        rejected=nothing,
        findings=found.frame(),
    )
    summary = Summary(
        lines=error.lines, passed_over=dict(error.words), fields=dict(error.fields), columns=error.columns
    )
    return examination, summary


def refuse_elsewhere(summary: Summary) -> None:
    """Raises :class:`UserError` for a network outside the city."""
    if not summary.inside:
        raise TEXTS.user_error("elsewhere")


def _near(lines: RoadLines, area: shapely.Geometry) -> np.ndarray:
    around = shapely.buffer(area, AROUND_M)
    shapely.prepare(around)
    return np.flatnonzero(shapely.intersects(around, lines.geometry))


def _rows(lines: RoadLines, near: np.ndarray, source: str, crs: str) -> pd.DataFrame:
    """Rows of the table `roads`. Heights stay where the layer has them."""
    chosen = lines.geometry[near]
    flat = shapely.get_coordinates(chosen, include_z=True)[:, 2]
    metres = chosen if np.any(flat != 0) else shapely.force_2d(chosen)
    degrees = shapely.transform(
        metres,
        lambda at: np.column_stack([*geo.unproject(at[:, 0], at[:, 1], crs), at[:, 2:]]),
        include_z=bool(np.any(flat != 0)),
    )
    return pd.DataFrame(
        {
            "road_id": [f"r{i:07d}" for i in near],
            "road_class": lines.road_class[near],
            "oneway": [ONEWAY[int(o)] for o in lines.oneway[near]],
            "speed_kmh": lines.speed_kmh[near],
            "through": lines.through[near],
            "wkt": shapely.to_wkt(degrees, rounding_precision=8, output_dimension=3),
            "source": source,
        }
    )


def _summary(read: ReadRoads, graph: RoadGraph, network: NetworkReport, around: Surroundings) -> Summary:
    walking = ModeNetwork(graph, "walking")
    far, leg, crs = {}, None, around.inputs.city.crs
    for kind in ("settlement_points", "facilities"):
        places = around.tables[kind].dropna(subset=["lon", "lat"])
        legs = np.empty(0)
        if len(places) and len(walking.length):
            xy = np.column_stack(
                geo.project(places["lon"].to_numpy(float), places["lat"].to_numpy(float), crs)
            )
            placed = walking.put(xy)
            far[kind], legs = (len(places), int(placed.far.sum())), placed.leg_m
        if kind == "settlement_points" and len(legs):
            leg = float(np.median(legs))
    return Summary(
        lines=len(read.row),
        edges=network.edges,
        nodes=network.nodes,
        length_km=network.length_km,
        parts=len(network.parts),
        largest_part=network.largest_part,
        dangling=len(network.dangling),
        crossings=len(network.crossings),
        bridges=len(network.bridges),
        inside=network.inside,
        sloped=network.sloped,
        passed_over=dict(read.passed_over),
        fields=dict(read.fields),
        columns=read.columns,
        far=far,
        leg_m=leg,
    )


def _findings(read: ReadRoads, network: NetworkReport, summary: Summary, near: int, crs: str) -> Findings:
    """What to look at, with the record of the file and the place (longitude, latitude in WGS-84)."""
    found = Findings()
    for word, lines in read.passed_over.items():
        found.add("road_class_unknown", 0, "road_class", word, a=str(lines))
    for name, code in (("oneway", "road_oneway_unread"), ("speed_kmh", "road_speed_unread")):
        odd = read.odd[read.odd["field"] == name]
        found.add(code, odd["row"].to_numpy(), name, odd["value"].to_numpy())
    spots: list[tuple[str, Spots]] = [
        ("road_dangling", network.dangling),
        ("road_crossing", network.crossings),
        ("road_part", network.parts.part(slice(1, SHOWN_PARTS + 1))),
    ]
    for code, there in spots:
        lon, lat = geo.unproject(there.xy[:, 0], there.xy[:, 1], crs)
        where = np.array([f"{x:.6f}, {y:.6f}" for x, y in zip(lon, lat, strict=True)], dtype=object)
        amounts = np.array([f"{m:.2f}" for m in there.amount], dtype=object)
        found.add(code, read.row[there.line], "geometry", where, a=amounts)
    if near < len(read.row):
        found.add("road_elsewhere", 0, "geometry", a=str(len(read.row) - near))
    if summary.inside < FEW_INSIDE:
        found.add("road_outside", 0, "geometry", a=f"{summary.inside:.1%}")
    for kind, (_, far) in summary.far.items():
        if far:
            found.add(f"road_far_{kind}", 0, "geometry", str(far))
    return found
