"""Tables of data/services."""

from __future__ import annotations

from equity.schema.model import (
    CONFIDENCE,
    GRADE,
    NAME,
    NOTE,
    SOURCE,
    Column,
    Table,
    coordinates,
    division,
    flag,
    interval,
    number,
    text,
    year,
)
from equity.schema.population import TOWN_CODE

CONDITION_ITEMS = (
    "m2_per_person",
    "rooms_per_household",
    "running_water_share",
    "kitchen_share",
    "toilet_share",
    "bath_share",
    "elevator_share",
    "renting_share",
    "avg_years_schooling",
    "illiteracy_15plus_share",
    "employment_rate_16plus",
    "employed_persons",
    "education_industry_share",
    "health_social_work_share",
    "public_admin_social_security_share",
)

TOTALS = Table(
    "totals",
    "services/totals.csv",
    (
        division(key=True, city=True),
        text("service", "服务", "Service", key=True, pattern=NAME),
        text("item", "指标", "Item", key=True, enum=("capacity", "enrolled", "facilities")),
        number("value", "数值", "Value"),
        text("unit", "单位", "Unit"),
        *interval(),
        year(key=True),
        GRADE,
        SOURCE,
        CONFIDENCE,
        NOTE,
    ),
    "服务供给总量",
    "Service totals",
    "service_totals.md",
)

CONDITIONS = Table(
    "conditions",
    "services/conditions.csv",
    (
        division(key=True),
        year(key=True),
        text("item", "指标", "Item", key=True, enum=CONDITION_ITEMS),
        number("value", "数值", "Value"),
        text("unit", "单位", "Unit"),
        *interval(),
        GRADE,
        SOURCE,
    ),
    "住房与就业状况",
    "Housing and employment conditions",
    "conditions.md",
)

PUBLISHED_FIGURES = Table(
    "published_figures",
    "services/published_figures.csv",
    (
        division(key=True, city=True),
        year(key=True),
        text("indicator", "指标", "Indicator", key=True, pattern=NAME),
        number("value", "数值", "Value"),
        text("unit", "单位", "Unit"),
        text("scope_note", "口径说明", "Scope", nullable=True),
        SOURCE,
        CONFIDENCE,
    ),
    "零散公布数",
    "Scattered published figures",
    "published_figures.md",
)

NAMED_FACILITIES = Table(
    "named_facilities",
    "services/named_facilities.csv",
    (
        text("name_zh", "名称", "Name", key=True),
        text("service_type", "类型", "Type", pattern=NAME),
        division(nullable=True),
        text("township_zh", "乡镇街道", "Township", nullable=True),
        text("address_zh", "地址", "Address", nullable=True),
        text("capacity_note", "规模（原文）", "Capacity as printed", nullable=True),
        SOURCE,
        CONFIDENCE,
        NOTE,
    ),
    "实有设施名录（无坐标）",
    "Named real facilities (no coordinates)",
    "named_facilities.md",
)

STANDARDS = Table(
    "standards",
    "services/standards.csv",
    (
        text("standard_id", "标准编号", "Standard id", key=True, pattern=NAME),
        text("item_zh", "项目", "Item"),
        text("item_en", "项目（英）", "Item (English)"),
        number("value", "数值", "Value"),
        text("unit", "单位", "Unit"),
        text("document", "文件", "Document"),
        year(),
        text("edition", "版本", "Edition", nullable=True),
        text("clause", "条款", "Clause", nullable=True),
        flag(
            "verified",
            "已核对原文",
            "Verified",
            "true 表示已对照印刷文本 / true once read in the printed text",
        ),
        NOTE,
    ),
    "标准",
    "Standards",
    "standards.md",
)

FACILITIES = Table(
    "facilities",
    "services/facilities/*.csv",
    (
        text("facility_id", "设施编号", "Facility id", key=True),
        Column(
            "service",
            pattern=NAME,
            names_file=True,
            title_zh="服务",
            title_en="Service",
            description="与文件名相同 / equals the file name",
        ),
        text("name_zh", "名称", "Name"),
        division(),
        TOWN_CODE,
        *coordinates(nullable=True),
        number(
            "capacity",
            "规模",
            "Capacity",
            description="单位由服务定义：学位、全科医生、床位、套、窗口 / unit as the service defines it",
        ),
        text("facility_type", "设施类型", "Facility type", nullable=True),
        year(),
        GRADE,
        SOURCE,
        NOTE,
    ),
    "服务设施",
    "Service facilities",
    "facilities.md",
)

NETWORK_DISTANCES = Table(
    "network_distances",
    "services/network_distances.csv",
    (
        Column(
            "point_id",
            key=True,
            foreign_key="settlement_points.point_id",
            title_zh="居民点编号",
            title_en="Point id",
        ),
        text("facility_id", "设施编号", "Facility id", key=True),
        number("metres", "路网距离", "Distance along the network", "m"),
        SOURCE,
    ),
    "路网距离（可选）",
    "Network distances (optional)",
    "network_distances.md",
)

CANDIDATE_PLOTS = Table(
    "candidate_plots",
    "services/candidate_plots.csv",
    (
        text("plot_id", "地块编号", "Plot id", key=True),
        text("name_zh", "名称", "Name"),
        division(),
        Column(
            "service",
            nullable=True,
            pattern=NAME,
            title_zh="服务",
            title_en="Service",
            description="只可建这项服务；空为不限 / only this service may stand there; empty: any",
        ),
        *coordinates(),
        number("area_m2", "用地面积", "Area", "m2", nullable=True),
        number(
            "most_capacity",
            "规模上限",
            "Most capacity",
            nullable=True,
            description="单位由服务定义；空为不限 / unit as the service defines it; empty: no limit",
        ),
        number(
            "cost",
            "造价",
            "Cost",
            nullable=True,
            description="一所的固定费用，币种自定 / fixed cost of building there, in a currency of your own",
        ),
        SOURCE,
        NOTE,
    ),
    "候选地块（可选）",
    "Candidate plots (optional)",
    "candidate_plots.md",
)

TABLES = (
    TOTALS,
    CONDITIONS,
    PUBLISHED_FIGURES,
    NAMED_FACILITIES,
    STANDARDS,
    FACILITIES,
    NETWORK_DISTANCES,
    CANDIDATE_PLOTS,
)
