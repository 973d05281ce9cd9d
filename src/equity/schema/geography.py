"""Tables of data/geo."""

from __future__ import annotations

from equity.schema.model import (
    CONFIDENCES,
    DIVISION_CODE,
    GRADE,
    NOTE,
    SOURCE,
    TOWN_FORM,
    Table,
    coordinates,
    count,
    division,
    flag,
    number,
    text,
)

# The division polygons, relative to the data folder: to compute with and to hand on, and to draw.
DETAILED_FILE, OVERVIEW_FILE = "geo/districts.geojson", "geo/districts_overview.geojson"
ZONES = ("core", "expansion", "ecological")

DIVISIONS = Table(
    "divisions",
    "geo/divisions.csv",
    (
        text("adcode", "行政区划代码", "Division code", key=True, pattern=DIVISION_CODE),
        text("name_zh", "名称", "Name"),
        text("short_zh", "简称", "Short name"),
        text("name_en", "英文名", "English name"),
        text(
            "functional_zone",
            "功能区",
            "Functional zone",
            enum=ZONES,
            description="core 核心区，expansion 拓展区，ecological 生态涵养区",
        ),
        number("area_km2_published", "公布面积", "Published area", "km2", nullable=True, minimum=1),
        number("seat_lon", "政府驻地经度", "Longitude of the seat", "degree", minimum=101.5, maximum=104.5),
        number("seat_lat", "政府驻地纬度", "Latitude of the seat", "degree", minimum=24, maximum=27),
        GRADE,
        SOURCE,
    ),
    "县级政区",
    "County-level divisions",
    "divisions.md",
)

TOWNSHIPS = Table(
    "townships",
    "geo/townships.csv",
    (
        text("town_code", "乡级代码", "Township code", key=True, pattern=TOWN_FORM),
        text("name_zh", "名称", "Name"),
        text(
            "kind",
            "类型",
            "Kind",
            enum=("subdistrict", "town", "township", "ethnic_township", "special_zone"),
        ),
        division(),
        flag("statutory", "法定乡级政区", "Statutory unit"),
        *coordinates(nullable=True),
        text("coord_source", "坐标来源", "Source of the coordinates", nullable=True),
        count("population", "人口", "Population", "person", nullable=True),
        text("population_year", "人口年份", "Year of the population", nullable=True),
        text(
            "population_type",
            "人口口径",
            "Kind of population",
            nullable=True,
            description="口径不一，不可相加或比较 / different kinds: do not add or compare",
        ),
        text("population_source", "人口来源", "Source of the population", nullable=True),
        text("confidence", "可信度", "Confidence", nullable=True, enum=CONFIDENCES),
        NOTE,
    ),
    "乡镇街道",
    "Townships and subdistricts",
    "townships.md",
)

ROADS = Table(
    "roads",
    "geo/roads.csv",
    (
        text("road_id", "路段编号", "Road id", key=True),
        text(
            "road_class",
            "道路等级",
            "Class of road",
            description="OpenStreetMap highway 的取值，见 roads/classes.toml / values of highway in OpenStreetMap",
        ),
        text(
            "oneway",
            "单行",
            "One-way",
            enum=("no", "forward", "backward"),
            description="以画线方向为准 / by drawing direction",
        ),
        number("speed_kmh", "限速", "Stated speed", "km/h", nullable=True),
        flag(
            "through",
            "只在两端相接",
            "Meets others only at its ends",
            "图层中的桥梁和隧道 / bridges and tunnels of a layer",
        ),
        text("wkt", "线", "Line", description="WKT LINESTRING，经纬度 WGS-84 / lon-lat"),
        SOURCE,
    ),
    "路网（可选）",
    "Road network (optional)",
    "roads.md",
)

TABLES = (DIVISIONS, TOWNSHIPS, ROADS)
