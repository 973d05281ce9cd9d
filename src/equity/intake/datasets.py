"""What can be brought in: facilities of each service, population, settlement points, totals, candidate plots; and the
fields of each."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from equity.errors import UserError
from equity.indicators.definition import Definition
from equity.indicators.registry import registry
from equity.say import Label

FieldKind = Literal[
    "text", "number", "whole", "year", "division", "township", "address", "lon", "lat", "lonlat", "choice"
]
POPULATION_COLUMNS = ("resident", "local", "non_local", "registered", "absent")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can mean. ``required``: the row is rejected without it."""

    name: str
    label: Label
    kind: FieldKind = "text"
    required: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether its numbers add up: capacities and persons."""
        return self.kind in ("number", "whole")


@dataclass(frozen=True, slots=True)
class Dataset:
    """One importable dataset. ``table`` is the declared table it becomes rows of; ``service`` only for
    facilities."""

    id: str
    label: Label
    table: str
    fields: tuple[Field, ...]
    service: str = ""

    def field(self, name: str) -> Field:
        return next(f for f in self.fields if f.name == name)

    def has(self, name: str) -> bool:
        return any(f.name == name for f in self.fields)

    def label_of(self, name: str) -> Label:
        """The words for a field; anything else, such as a column of the file, is its own label."""
        name = "division" if name == "adcode" else name
        return self.field(name).label if self.has(name) else Label(name, name)

    @property
    def counts_people(self) -> bool:
        """Whether its rows are population groups of a place."""
        return self.has("population_group")

    @property
    def has_places(self) -> bool:
        return any(f.kind == "lon" for f in self.fields)


TOWNSHIP = Field("township", Label("乡镇街道", "township"), "township")
COMMUNITY = Field("community", Label("社区（村）", "community"))
PLACE = (
    Field("division", Label("区县", "division"), "division"),
    TOWNSHIP,
    COMMUNITY,
    Field("address", Label("地址", "address"), "address"),
    Field("lon", Label("经度", "longitude"), "lon"),
    Field("lat", Label("纬度", "latitude"), "lat"),
    Field("lonlat", Label("经纬度（一列）", "coordinates in one column"), "lonlat"),
)
NAME = Field("name_zh", Label("名称", "name"), required=True)
NOTE = Field("note", Label("备注", "note"))
SAYS_ITSELF = (
    Field("grade", Label("数据等级", "data grade")),
    Field("row_source", Label("各行来源", "source of each row")),
)
STATUS = Field("status", Label("运营状态", "status"))
YEAR = Field("year", Label("年份", "year"), "year")


def _facilities(service: str) -> Dataset:
    definition = registry()[service]
    supply = definition.supply or definition.unit
    fields = (
        Field("facility_id", Label("编号", "id")),
        NAME,
        *PLACE,
        Field("capacity", Label(f"规模：{supply.zh}", f"capacity: {supply.en}"), "whole", required=True),
        Field("facility_type", Label("类型", "type")),
        YEAR,
        STATUS,
        *SAYS_ITSELF,
        NOTE,
    )
    return Dataset(
        service,
        Label(f"{definition.label.zh}台账", f"{definition.label.en}: register"),
        "facilities",
        fields,
        service,
    )


COUNTED = (
    YEAR,
    Field("population_group", Label("人口组", "population group"), "choice"),
    Field("persons", Label("人数", "persons"), "whole"),
    Field("resident", Label("常住人口", "residents"), "whole"),
    Field("local", Label("本地户籍常住", "local residents"), "whole"),
    Field("non_local", Label("外来常住", "non-local residents"), "whole"),
    Field("registered", Label("户籍人口", "registered"), "whole"),
    Field("absent", Label("外出户籍", "absent registered"), "whole"),
    *SAYS_ITSELF,
    NOTE,
)
POPULATION = Dataset(
    "population",
    Label("分区县人口", "population by division"),
    "division_population",
    (Field("division", Label("区县", "division"), "division", required=True), TOWNSHIP, COMMUNITY, *COUNTED),
)
TOWNSHIPS = Dataset(
    "township_population",
    Label("分街镇人口", "population by township"),
    "township_population",
    (Field("division", Label("区县", "division"), "division"), TOWNSHIP, COMMUNITY, *COUNTED),
)
POINTS = Dataset(
    "settlement_points",
    Label("居民点", "settlement points"),
    "settlement_points",
    (
        Field("point_id", Label("编号", "id")),
        NAME,
        *PLACE,
        Field("urban_rural", Label("城乡", "urban or rural")),
        Field("local_persons", Label("本地户籍常住", "local residents"), "whole", required=True),
        Field("non_local_persons", Label("外来常住", "non-local residents"), "whole", required=True),
        Field("absent_persons", Label("外出户籍", "absent registered"), "whole"),
        *SAYS_ITSELF,
        NOTE,
    ),
)
TOTALS = Dataset(
    "totals",
    Label("分区县供给总量", "totals by division"),
    "totals",
    (
        Field("division", Label("区县", "division"), "division", required=True),
        TOWNSHIP,
        COMMUNITY,
        Field("service", Label("服务", "service"), "choice", required=True),
        Field("item", Label("指标", "item"), "choice"),
        Field("value", Label("数值", "value"), "number", required=True),
        YEAR,
        *SAYS_ITSELF,
        NOTE,
    ),
)


PLOTS = Dataset(
    "candidate_plots",
    Label("候选地块", "candidate plots"),
    "candidate_plots",
    (
        Field("plot_id", Label("地块编号", "plot id")),
        NAME,
        *PLACE,
        Field("service", Label("可建服务", "service it may carry"), "choice"),
        Field("area_m2", Label("用地面积（平方米）", "area (m²)"), "number"),
        Field("most_capacity", Label("规模上限", "most capacity"), "number"),
        Field("cost", Label("造价（万元）", "cost of building (10,000 yuan)"), "number"),
        Field("row_source", Label("各行来源", "source of each row")),
        NOTE,
    ),
)
ROADS = Dataset(
    "roads",
    Label("路网", "Road network"),
    "roads",
    (
        Field("road_class", Label("道路等级", "class of road"), required=True),
        Field("oneway", Label("单行", "one-way")),
        Field("speed_kmh", Label("限速", "speed limit"), "number"),
        Field("bridge", Label("桥梁、隧道", "bridge or tunnel")),
        Field("geometry", Label("线", "line")),
    ),
)

TRAVEL = Dataset(
    "travel",
    Label("到达方式", "Ways of travel"),
    "travel",
    (
        Field("service", Label("服务", "service"), "choice", required=True),
        Field("mode", Label("方式", "mode"), "choice", required=True),
        Field(
            "minutes",
            Label("城镇居民点的半径（分钟）", "radius of urban settlement points (minutes)"),
            "number",
        ),
        Field(
            "rural_minutes",
            Label("乡村居民点的半径（分钟）", "radius of rural settlement points (minutes)"),
            "number",
        ),
    ),
)


def services_with_facilities() -> list[Definition]:
    """Services that are offered at places, in the order of the registry."""
    return [d for d in sorted(registry().values(), key=lambda d: d.order) if d.kind == "facility"]


def services_with_totals() -> list[Definition]:
    """Services whose totals can be stated, in the order of the registry."""
    return [d for d in sorted(registry().values(), key=lambda d: d.order) if d.kind in ("total", "facility")]


@cache
def datasets() -> dict[str, Dataset]:
    """All datasets by id, facilities first, in the order of the registry."""
    facilities = [_facilities(d.id) for d in services_with_facilities()]
    return {d.id: d for d in (*facilities, POPULATION, TOWNSHIPS, POINTS, TOTALS, PLOTS)}


def uploads() -> dict[str, Dataset]:
    """What comes as a file: tables (:func:`datasets`), and the road network as lines."""
    return datasets() | {ROADS.id: ROADS}


def every_dataset() -> dict[str, Dataset]:
    """Files, and ways of travel, which are chosen on a page or by a command."""
    return uploads() | {TRAVEL.id: TRAVEL}


@cache
def counted_fields() -> frozenset[str]:
    """Fields whose numbers add up: capacities and persons."""
    return frozenset(f.name for d in datasets().values() for f in d.fields if f.is_counted)


def find_dataset(name: str) -> Dataset:
    """The dataset of that id; raises :class:`UserError` listing what there is."""
    return _among(every_dataset(), name)


def find_upload(name: str) -> Dataset:
    """The same, of those that come as a file."""
    return _among(uploads(), name)


def find_table(name: str) -> Dataset:
    """The same, of those that come as a table."""
    return _among(datasets(), name)


def _among(offered: dict[str, Dataset], name: str) -> Dataset:
    if name not in offered:
        known = "、".join(f"{d.id}（{d.label.zh}）" for d in offered.values())
        raise UserError(
            f"没有数据集 {name}；可选 {known}。", f"no dataset {name}; there are {', '.join(offered)}."
        )
    return offered[name]
