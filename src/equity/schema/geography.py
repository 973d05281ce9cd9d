"""Tables of data/geo."""

from __future__ import annotations

from typing import Literal

from equity.schema.model import (
    COMMUNITY_FORM,
    CONFIDENCE,
    CONFIDENCES,
    DIVISION_CODE,
    GRADE,
    NOTE,
    SOURCE,
    TOWN_FORM,
    Column,
    Table,
    coordinates,
    count,
    degrees,
    division,
    flag,
    number,
    text,
)

# The division polygons, relative to the data folder: to compute with and to hand on, and to draw.
DETAILED_FILE, OVERVIEW_FILE = "geo/districts.geojson", "geo/districts_overview.geojson"

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
            nullable=True,
            of_city="functional_zone",
        ),
        number("area_km2_published", "公布面积", "Published area", "km2", nullable=True, minimum=1),
        degrees("seat_lon", "政府驻地经度", "Longitude of the seat", "lon", nullable=True, description=""),
        degrees("seat_lat", "政府驻地纬度", "Latitude of the seat", "lat", nullable=True, description=""),
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


def _place(what: str) -> Column:
    return number(
        "precision_m",
        "位置精度",
        "Precision",
        "m",
        nullable=True,
        minimum=0,
        description=f"{what}坐标可能偏差的米数",
    )


COMMUNITIES = Table(
    "communities",
    "geo/communities.csv",
    (
        text("community_code", "村级代码", "Community code", key=True, pattern=COMMUNITY_FORM),
        text("name_zh", "名称", "Name"),
        text("kind", "类型", "Kind", enum=("residents_committee", "village_committee", "other")),
        text(
            "town_code",
            "乡级代码",
            "Township code",
            pattern=TOWN_FORM,
            description="2023 年版，有 3 个单位不在乡镇街道表中",
        ),
        text("town_zh", "乡镇街道", "Township"),
        division(),
        *coordinates(nullable=True),
        _place("社区"),
        text(
            "coord_method",
            "坐标由来",
            "Where the coordinates come from",
            nullable=True,
            enum=("weather_station", "metro_station", "named_place"),
        ),
        text("coord_source", "坐标来源", "Source of the coordinates", nullable=True),
        SOURCE,
        CONFIDENCE,
        NOTE,
    ),
    "社区和村",
    "Communities and villages",
    "communities.md",
)

BOX: tuple[tuple[str, str, str, Literal["lon", "lat"]], ...] = (
    ("west", "外框西", "Box, west", "lon"),
    ("south", "外框南", "Box, south", "lat"),
    ("east", "外框东", "Box, east", "lon"),
    ("north", "外框北", "Box, north", "lat"),
)
TOWNSHIP_POINTS = Table(
    "township_points",
    "geo/township_points.csv",
    (
        text("town_code", "乡级代码", "Township code", key=True, foreign_key="townships.town_code"),
        text("name_zh", "名称", "Name"),
        division(),
        *coordinates(nullable=True),
        _place("驻地"),
        text("coord_method", "坐标由来", "Where the coordinates come from", nullable=True),
        text("coord_source", "坐标来源", "Source of the coordinates", nullable=True),
        text("licence", "许可", "Licence", nullable=True),
        *(
            degrees(name, zh, en, axis, nullable=True, description="只作核对，不是界线")
            for name, zh, en, axis in BOX
        ),
        text("box_source", "外框来源", "Source of the box", nullable=True),
        CONFIDENCE,
        NOTE,
    ),
    "乡镇街道位置",
    "Places of townships",
    "communities.md",
)

METRO_STATIONS = Table(
    "metro_stations",
    "geo/metro_stations.csv",
    (
        text("name_zh", "站名", "Station", key=True),
        text("lines", "线路", "Lines"),
        division(),
        *coordinates(),
        text("as_of", "截至", "As of"),
        SOURCE,
        text("licence", "许可", "Licence"),
        CONFIDENCE,
        NOTE,
    ),
    "地铁站",
    "Metro stations",
    "map_layers.md",
)

TERTIARY_HOSPITALS = Table(
    "tertiary_hospitals",
    "geo/tertiary_hospitals.csv",
    (
        text("name_zh", "名称", "Name", key=True),
        text("level", "等级", "Level"),
        text("address", "地址", "Address"),
        division(),
        *coordinates(),
        _place("医院"),
        text("as_of", "截至", "As of"),
        SOURCE,
        text("licence", "许可", "Licence"),
        CONFIDENCE,
        NOTE,
    ),
    "三级医院",
    "Tertiary hospitals",
    "map_layers.md",
)

TABLES = (DIVISIONS, TOWNSHIPS, ROADS, COMMUNITIES, TOWNSHIP_POINTS, METRO_STATIONS, TERTIARY_HOSPITALS)
