"""Tables of data/population."""

from __future__ import annotations

from equity.schema.model import (
    GRADE,
    NOTE,
    SOURCE,
    TOWN_FORM,
    Column,
    Table,
    coordinates,
    count,
    division,
    interval,
    number,
    text,
    year,
)

POPULATION_GROUPS = ("resident", "local", "non_local", "registered", "absent")
SHARE_ITEMS = (
    "age_0_4",
    "age_5_9",
    "age_10_14",
    "age_15_19",
    "age_0_14",
    "age_15_59",
    "age_60_plus",
    "age_65_plus",
    "urban",
    "renting_households",
    "registered_elsewhere_same_division",
    "registered_elsewhere_in_province",
    "registered_other_province",
)

DIVISION_POPULATION = Table(
    "division_population",
    "population/division_population.csv",
    (
        division(key=True, city=True),
        year(key=True),
        text(
            "population_group",
            "人口组",
            "Population group",
            key=True,
            enum=POPULATION_GROUPS,
            description="resident 常住，local 本地户籍常住，non_local 外来常住，registered 户籍，absent 外出",
        ),
        count("persons", "人数", "Persons", "person"),
        *interval("person"),
        GRADE,
        SOURCE,
        NOTE,
    ),
    "分区县人口",
    "Population by division",
    "division_population.md",
)

DIVISION_SHARES = Table(
    "division_shares",
    "population/division_shares.csv",
    (
        division(key=True, city=True),
        year(key=True),
        text("item", "指标", "Item", key=True, enum=SHARE_ITEMS),
        number(
            "share",
            "比重",
            "Share",
            "1",
            maximum=1,
            description="占常住人口；renting_households 占家庭户 / of residents; renting: of households",
        ),
        GRADE,
        SOURCE,
    ),
    "人口结构",
    "Population shares",
    "division_shares.md",
)

HOUSEHOLDS = Table(
    "households",
    "population/households.csv",
    (
        division(key=True),
        year(key=True),
        count("family_households", "家庭户", "Family households", "household"),
        number("avg_household_size", "平均家庭户规模", "Average household size", "person"),
        GRADE,
        SOURCE,
    ),
    "家庭户",
    "Households",
    "division_shares.md",
)

BIRTHS = Table(
    "births",
    "population/births.csv",
    (
        division(key=True, city=True),
        year(key=True),
        count("births", "出生人口", "Births", "person"),
        GRADE,
        SOURCE,
    ),
    "出生人口",
    "Births",
    "births.md",
)

SERIES_BREAKS = Table(
    "series_breaks",
    "population/series_breaks.csv",
    (
        division(key=True, city=True),
        text(
            "population_group",
            "人口组",
            "Population group",
            key=True,
            enum=POPULATION_GROUPS,
        ),
        year(key=True),
        SOURCE,
        NOTE,
    ),
    "口径变动",
    "Breaks in method",
    "series_breaks.md",
)

TOWN_CODE = Column(
    "town_code",
    nullable=True,
    pattern=TOWN_FORM,
    of_city="code",
    foreign_key="townships.town_code",
    title_zh="乡级代码",
    title_en="Township code",
)

SETTLEMENT_POINTS = Table(
    "settlement_points",
    "population/settlement_points.csv",
    (
        text("point_id", "居民点编号", "Point id", key=True),
        division(),
        TOWN_CODE,
        text("name_zh", "名称", "Name"),
        text(
            "urban_rural",
            "城乡",
            "Urban or rural",
            nullable=True,
            enum=("urban", "rural"),
            description="城乡分类代码 1 开头为 urban，2 开头为 rural；不填则街道为 urban，镇、乡为 rural / "
            "by the NBS code, 1xx urban, 2xx rural; if empty subdistricts are urban, towns and townships rural",
        ),
        *coordinates(),
        count("local_persons", "本地户籍常住", "Local residents", "person"),
        count("non_local_persons", "外来常住", "Non-local residents", "person"),
        count("absent_persons", "外出户籍", "Absent registered", "person"),
        GRADE,
        SOURCE,
        NOTE,
    ),
    "居民点（示意）",
    "Settlement points (illustrative)",
    "settlement_points.md",
)

TABLES = (DIVISION_POPULATION, DIVISION_SHARES, HOUSEHOLDS, BIRTHS, SERIES_BREAKS, SETTLEMENT_POINTS)
