"""GeoJSON and GeoPackage: divisions with their values, facilities as points, all values as a table. EPSG:4326."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.geometry import Point, shape

from equity.documents.identity import stamp
from equity.documents.tables import facility_rows, mark, plan_rows, value_rows
from equity.indicators.fields import Row
from equity.indicators.registry import registry
from equity.settings import CRS_GEOGRAPHIC
from equity.views.model import Place, Report


def division_properties(report: Report, place: Place) -> dict[str, Any]:
    """Attributes of one division: names, then of the measures that are ``mapped`` and that of the map ``service.measure.basis`` = value, and
    ``service.grade``; a change since 2020 as ``measure.since_2020``. ``mark`` says 示意 if any is.
    """
    properties: dict[str, Any] = {
        "code": place.code,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "functional_zone": place.functional_zone,
        "snapshot_id": report.id,
        "released": report.released.isoformat(),
        "mark": "",
    }
    mapped = {m.id for m in registry().measures.values() if m.mapped} | {report.query["measure"]}
    for record in report.records:
        if record.zone == place.code and record.measure in mapped:
            stem = record.measure if record.service == "population" else f"{record.service}.{record.measure}"
            stem += f".since_{record.query.since}" if record.query.since else ""
            if (name := stem if record.basis == "value" else f"{stem}.{record.basis}") in properties:
                continue  # of another year: the first is of the year that was asked for
            properties[name] = record.value
            properties[f"{stem}.grade"] = record.grade
            properties["mark"] = properties["mark"] or mark(record.grade)
    return properties


def write_geojson(report: Report) -> bytes:
    """The divisions of the zone with their values (RFC 7946, WGS-84, coordinates as in the data)."""
    collection = {
        "type": "FeatureCollection",
        "name": f"equity-{report.zone}",
        "title": report.title,
        "notice": report.notice,
        "snapshot_id": report.id,
        "features": [
            {
                "type": "Feature",
                "id": p.code,
                "properties": division_properties(report, p),
                "geometry": p.geometry,
            }
            for p in report.places
        ]
        + [
            {
                "type": "Feature",
                "properties": {"layer": layer, **row},
                "geometry": {"type": "Point", "coordinates": where},
            }
            for layer, row, where in plan_places(report)
        ],
    }
    return (json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def plan_places(report: Report) -> list[tuple[str, dict[str, Any], tuple[float, float]]]:
    """Facilities that plans change, where they are then (one that closes: where it was), and settlement points that change:
    layer, attributes, longitude and latitude.
    """
    rows = plan_rows(report)
    found = []
    for facility in rows.get("plan-facilities", ()):
        known = facility.model_dump()
        state = "before" if known["lon_after"] is None else "after"
        if known[f"lon_{state}"] is not None:
            found.append(("plan-facilities", known, (known[f"lon_{state}"], known[f"lat_{state}"])))
    for point in rows.get("plan-points", ()):
        known = point.model_dump()
        found.append(("plan-points", known, (known["lon"], known["lat"])))
    return found


def write_gpkg(report: Report) -> bytes:
    """Layers ``divisions``, ``facilities`` and the tables ``values`` and ``snapshot``; of plans also ``plan_facilities``,
    ``plan_points`` and the tables ``plan_numbers`` and ``plan_people``.
    """
    # GDAL writes the time of writing into the file unless told another one
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp(report).strftime("%Y-%m-%dT%H:%M:%S.000Z")})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.gpkg"
        _write(path, "divisions", _divisions(report), "MultiPolygon")
        if report.facilities:
            _write(path, "facilities", _facilities(report), "Point")
        for layer in ("plan-facilities", "plan-points"):
            if placed := [place for place in plan_places(report) if place[0] == layer]:
                _write(
                    path, layer.replace("-", "_"), _placed([(p, where) for _, p, where in placed]), "Point"
                )
        for table in ("plan-numbers", "plan-people"):
            if rows := plan_rows(report).get(table):
                _write(path, table.replace("-", "_"), _frame(rows), None)
        _write(path, "values", _frame(value_rows(report)), None)
        about = {
            "id": report.id,
            "title": report.title,
            "notice": report.notice,
            "data_version": report.data_version,
            "link": report.link,
        }
        _write(path, "snapshot", pd.DataFrame([about]), None)
        return path.read_bytes()


def _divisions(report: Report) -> gpd.GeoDataFrame:
    rows = [
        {k.replace(".", "_"): v for k, v in division_properties(report, p).items()} for p in report.places
    ]
    frame = pd.DataFrame(rows)
    for column in frame.columns:
        if frame[column].isna().all():
            frame[column] = frame[column].astype("float64")
    return gpd.GeoDataFrame(frame, geometry=[shape(p.geometry) for p in report.places], crs=CRS_GEOGRAPHIC)


def _facilities(report: Report) -> gpd.GeoDataFrame:
    frame = _frame(facility_rows(report))
    return gpd.GeoDataFrame(
        frame, geometry=[Point(f.lon, f.lat) for f in report.facilities], crs=CRS_GEOGRAPHIC
    )


def _placed(places: Sequence[tuple[dict[str, Any], tuple[float, float]]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame([attributes for attributes, _ in places])
    return gpd.GeoDataFrame(frame, geometry=[Point(*where) for _, where in places], crs=CRS_GEOGRAPHIC)


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame([row.model_dump() for row in rows])


def _write(path: Path, layer: str, frame: pd.DataFrame, geometry_type: str | None) -> None:
    pyogrio.write_dataframe(
        frame,
        path,
        layer=layer,
        driver="GPKG",
        geometry_type=geometry_type,
        promote_to_multi=geometry_type == "MultiPolygon" or None,
        append=path.exists(),
    )
