"""The template for a road layer: two example lines with the fields that are read, as GeoJSON that any GIS opens."""

import json

from equity.schema import TABLES
from equity.settings import Settings
from equity.sources.tables import read_table

EXAMPLES = (
    {
        "road_class": "主干路",
        "oneway": "no",
        "speed_kmh": 50,
        "bridge": "no",
        "说明": "示例，请删除 example, delete it",
    },
    {
        "road_class": "支路",
        "oneway": "yes",
        "speed_kmh": None,
        "bridge": "no",
        "说明": "按画线方向单行 one-way as drawn",
    },
)
STEP = 0.002  # degrees, some 200 m


def write_road_template(settings: Settings) -> str:
    """Two lines that meet at the seat of the first division; WGS-84 (CGCS2000) degrees."""
    divisions = TABLES["divisions"]
    seat = read_table(divisions, settings.data_dir / divisions.path).iloc[0]
    lon, lat = float(seat["seat_lon"]), float(seat["seat_lat"])
    ends = [[(lon - STEP, lat), (lon, lat), (lon + STEP, lat)], [(lon, lat), (lon, lat + STEP)]]
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "LineString", "coordinates": [[round(x, 6), round(y, 6)] for x, y in line]},
        }
        for properties, line in zip(EXAMPLES, ends, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
