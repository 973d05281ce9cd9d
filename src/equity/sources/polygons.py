"""Division polygons from GeoJSON."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from equity.errors import DataError, Problem
from equity.settings import CRS_GEOGRAPHIC

PROPERTIES = ("code", "name_zh", "short_zh", "name_en", "functional_zone")


def read_polygons(path: Path) -> gpd.GeoDataFrame:
    """Division polygons (WGS-84 lon-lat, EPSG:4326), one row per division, sorted by ``code``.

    Raises :class:`DataError` for an unreadable file, a missing property, a repeated code or an invalid polygon.
    """
    try:
        frame = gpd.read_file(path, engine="pyogrio")
    except Exception as error:
        raise DataError(
            [
                Problem(
                    path.name,
                    "—",
                    "",
                    f"无法读取 GeoJSON:{error}；请恢复该文件。",
                    f"cannot read the GeoJSON: {error}; restore the file.",
                )
            ]
        ) from error
    problems = [
        Problem(path.name, name, "", "要素缺少该属性。", "the features lack this property.")
        for name in PROPERTIES
        if name not in frame.columns
    ]
    if problems:
        raise DataError(problems)
    for row, (code, geometry) in enumerate(zip(frame["code"], frame.geometry, strict=True), start=1):
        if geometry is None or geometry.is_empty or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
            problems.append(
                Problem(
                    path.name,
                    "geometry",
                    str(code),
                    "不是面要素；请检查边界文件。",
                    "is not a polygon; check the boundary file.",
                    row=row,
                )
            )
        elif not shapely.is_valid(geometry):
            problems.append(
                Problem(
                    path.name,
                    "geometry",
                    str(code),
                    f"面无效：{shapely.is_valid_reason(geometry)}。",
                    f"invalid polygon: {shapely.is_valid_reason(geometry)}.",
                    row=row,
                )
            )
    repeated = frame["code"][frame["code"].duplicated()]
    problems += [
        Problem(path.name, "code", str(code), "代码重复。", "the code is repeated.") for code in repeated
    ]
    if problems:
        raise DataError(problems)
    return (
        frame[[*PROPERTIES, "geometry"]]
        .set_crs(CRS_GEOGRAPHIC, allow_override=True)
        .sort_values("code", ignore_index=True)
    )
