"""What each table holds and what to bear in mind, in one line each; how scattered figures are called."""

from __future__ import annotations

from collections.abc import Mapping

from equity.say import Label

NOTHING = Label("", "")
# table: (what it holds, what to bear in mind); a city adds its own in words.toml
ABOUT: dict[str, tuple[Label, Label]] = {
    "divisions": (
        Label(
            "代码、中英文名、功能区、公布面积、政府驻地",
            "codes, names, functional zone, published area, seat of government",
        ),
        Label(
            "边界为地图线划，不是勘界成果；公开使用须有审图号",
            "boundaries are map line work, not a survey; public use needs a map approval number",
        ),
    ),
    "townships": (
        Label(
            "法定乡镇街道及托管单位，部分有坐标与人口",
            "statutory townships and subdistricts, some with coordinates and people",
        ),
        Label(
            "没有公开的乡镇边界；人口口径不一，注明类型",
            "no public township boundaries; population figures differ in kind, which is stated",
        ),
    ),
    "communities": (
        Label(
            "全部居委会和村委会的名称与 12 位代码，部分有坐标",
            "names and codes of all communities and villages, some with coordinates",
        ),
        NOTHING,
    ),
    "township_points": (
        Label(
            "乡镇街道的点和外框，供定位与核对",
            "points and boxes of townships, to place rows and to check them",
        ),
        Label("外框不是界线，不画在地图上", "a box is no boundary and is never drawn"),
    ),
    "metro_stations": (
        Label("地铁站，供地图参照", "metro stations, for orientation on the map"),
        Label("不计入任何供给", "no supply of any service"),
    ),
    "tertiary_hospitals": (
        Label(
            "部分三级医院的位置，供地图参照", "places of some tertiary hospitals, for orientation on the map"
        ),
        Label("不计入任何供给", "no supply of any service"),
    ),
    "division_population": (
        Label(
            "按年份和人口组的人数：常住、本地、外来、户籍、外出",
            "persons by year and group: resident, local, non-local, registered, absent",
        ),
        Label(
            "外来含户籍在本市其他区县者",
            "non-local includes people registered in other divisions of the city",
        ),
    ),
    "division_shares": (
        Label("年龄、城镇化、租房、户口登记地的比重", "shares by age, urban, renting, place of registration"),
        Label(
            "学龄人口由五岁组按均匀分布推算",
            "school ages are cut from five-year bands, taking single years as equal",
        ),
    ),
    "households": (
        Label("家庭户数与平均规模", "family households and their size"),
        Label("不含集体户", "without collective households"),
    ),
    "settlement_points": (
        Label(
            "居民点及三个人口组的人数，合计等于区县普查数",
            "settlement points with persons per group, adding up to the census of the division",
        ),
        Label("位置为示意，由乡镇驻地散布生成", "places are illustrative, scattered around township seats"),
    ),
    "totals": (
        Label(
            "从业人员、住房面积、学位、床位等供给总量",
            "totals of supply: staff, floor space, school places, beds",
        ),
        Label("从业人员按居住地统计，不是按工作地", "staff are counted where they live, not where they work"),
    ),
    "conditions": (
        Label(
            "自来水、厨房、厕所、洗澡设施、人均面积等",
            "running water, kitchen, toilet, bath, floor space per person",
        ),
        Label("只有常住口径，不分户籍", "residents only, not split by registration"),
    ),
    "published_figures": (
        Label("各区县公报与报道中的零散数字", "single figures from communiqués and reports of the divisions"),
        Label("口径不一，只供查阅，不参与计算", "scopes differ: for reference, not computed with"),
    ),
    "named_facilities": (
        Label("有公开名称的实有设施", "real facilities with a published name"),
        Label("没有坐标，不上图", "no coordinates, not on the map"),
    ),
    "births": (
        Label(
            "全市各年出生人口，用于推算将来的学龄儿童",
            "births in the city by year, to project children of school age",
        ),
        Label("转引；分摊到区县为估算", "quoted; shared out to divisions they are estimates"),
    ),
    "series_breaks": (
        Label(
            "年度数从哪一年起换了口径；跨过该年的两个数不作比较",
            "the year from which yearly figures follow another method; figures on either side are not compared",
        ),
        Label("估算数从不与公布数比较，不在此列", "estimates are never compared with published figures"),
    ),
    "roads": (
        Label("本单位的路网，单位可选填", "the office's own roads, where it has them"),
        Label(
            "发布时为空；有路网时一切距离沿路计算", "shipped empty; with roads every distance runs along them"
        ),
    ),
    "network_distances": (
        Label("居民点到设施的路网距离，单位可选填", "distances along the roads, where an office has them"),
        Label(
            "发布时为空；有数据的服务不再用直线距离",
            "shipped empty; a service with rows uses no straight lines",
        ),
    ),
    "standards": (
        Label(
            "标准数值及文件、版本、条款、核对标记",
            "standards with document, edition, clause and whether checked",
        ),
        Label("未核对原文者均如此标明", "those not checked against the printed text say so"),
    ),
    "facilities": (
        Label(
            "设施类服务的机构台账：位置与容量", "registers of the services with places: place and capacity"
        ),
        Label(
            "示意数据，符合已公布总量，待导入真实台账",
            "illustrative, honouring every published total, until a real register is loaded",
        ),
    ),
    "measures": (
        Label("各项措施全文、部门与指标", "the measures in full, departments, indicators"),
        Label("条文照录原文", "clauses as printed"),
    ),
    "departments": (
        Label("责任部门中英文名", "departments, Chinese and English"),
        Label("英文名为本看板所译", "English names are this dashboard's translation"),
    ),
    "targets": (Label("方案的各项目标", "the targets of the plan"), Label("照录原文", "as printed")),
    "progress": (
        Label("与目标有关的公开进展数字", "published figures on progress"),
        Label("多为转引，附可信度，不相加", "mostly second-hand, with confidence; not added up"),
    ),
    "rules": (
        Label(
            "公租房、入学等准入规则的公开说法",
            "published rules of entry to public rental housing and schools",
        ),
        Label("以现行文件为准", "check against the document in force"),
    ),
}

LEVELS: dict[str, Label] = {
    "kindergarten": Label("幼儿园", "Kindergarten"),
    "primary": Label("小学", "Primary"),
    "junior_high": Label("初中", "Junior secondary"),
    "senior_high_general": Label("普通高中", "General senior secondary"),
    "compulsory_total": Label("义务教育", "Compulsory education"),
    "special_education": Label("特殊教育", "Special education"),
    "secondary_vocational": Label("中等职业", "Secondary vocational"),
    "basic_education": Label("基础教育", "Basic education"),
}
THINGS: dict[str, Label] = {
    "pupils": Label("在校生", "pupils"),
    "schools": Label("学校数", "schools"),
    "full_time_teachers": Label("专任教师", "full-time teachers"),
    "teachers": Label("教师", "teachers"),
}
UNITS: dict[str, Label] = {
    "pupil": Label("人", "pupils"),
    "person": Label("人", "persons"),
    "school": Label("所", "schools"),
    "institution": Label("个", "institutions"),
    "bed": Label("张", "beds"),
    "percent": Label("%", "%"),
    "unit": Label("个", "units"),
    "m2": Label("m²", "m²"),
    "site": Label("个", "sites"),
    "post": Label("个", "posts"),
    "person-times": Label("人次", "person-times"),
    "office": Label("个", "office"),
    "station": Label("个", "stations"),
    "centre": Label("个", "centres"),
    "team": Label("个", "teams"),
    "place/person": Label("个/人", "places per person"),
    "m": Label("m", "m"),
    "person/10000": Label("人/万人", "per 10,000"),
    "person/1000": Label("人/千人", "per 1,000"),
    "person/100": Label("人/百人", "per 100"),
    "m2/person": Label("m²/人", "m² per person"),
    "minute": Label("分钟", "minutes"),
    "month": Label("个月", "months"),
    "year": Label("年", "year(s)"),
    "mm": Label("mm", "mm"),
    "line": Label("行", "lines"),
    "character": Label("字", "characters"),
    "1": Label("", ""),
}


def published_name(indicator: str, known: Mapping[str, Label]) -> Label:
    """The name of a scattered figure, as the city's words have it; ``level_thing`` names are put together, an unknown id stays."""
    if indicator in known:
        return known[indicator]
    for level, name in LEVELS.items():
        thing = THINGS.get(indicator.removeprefix(f"{level}_"))
        if indicator.startswith(level) and thing:
            return Label(name.zh + thing.zh, f"{name.en} {thing.en}")
    return Label(indicator, indicator)


def unit_name(unit: str, lang: str) -> str:
    return UNITS[unit][lang] if unit in UNITS else unit
