"""What each table holds and what to bear in mind, in one line each; names of the scattered figures."""

from __future__ import annotations

from equity.say import Label

# table: (what it holds, what to bear in mind)
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
            "139 个法定乡镇街道及托管单位，部分有坐标与人口",
            "139 statutory townships and subdistricts, some with coordinates and people",
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
        Label(
            "坐标取自同名地点，可能偏差 1–1.5 公里",
            "coordinates are those of places of the same name, 1 to 1.5 km off at most",
        ),
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
        Label("2022 年 11 月；不计入任何供给", "November 2022; no supply of any service"),
    ),
    "tertiary_hospitals": (
        Label(
            "部分三级医院的位置，供地图参照", "places of some tertiary hospitals, for orientation on the map"
        ),
        Label(
            "2018–2020 年的名称和院址，不齐全；不计入供给",
            "names and sites of 2018 to 2020, not complete; no supply",
        ),
    ),
    "division_population": (
        Label(
            "按年份和人口组的人数：常住、本地、外来、户籍、外出",
            "persons by year and group: resident, local, non-local, registered, absent",
        ),
        Label(
            "九个县（市）区 2020 年户籍为推算，附界限；外来含户籍在昆明其他区县者",
            "registered population of nine divisions in 2020 is estimated, with bounds; non-local includes "
            "people registered in other Kunming divisions",
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
        Label("八类服务的机构台账：位置与容量", "registers of eight services: place and capacity"),
        Label(
            "示意数据，符合已公布总量，待导入真实台账",
            "illustrative, honouring every published total, until a real register is loaded",
        ),
    ),
    "measures": (
        Label("十八项措施全文、部门与指标", "the 18 measures in full, departments, indicators"),
        Label("条文照录原文", "clauses as printed"),
    ),
    "departments": (
        Label("责任部门中英文名", "departments, Chinese and English"),
        Label("英文名为本看板所译", "English names are this dashboard's translation"),
    ),
    "targets": (Label("2021–2025 年五项目标", "the five targets 2021–2025"), Label("照录原文", "as printed")),
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

# indicator of services/published_figures.csv, without the parts that PARTS below supplies
PUBLISHED: dict[str, Label] = {
    "compulsory_migrant_children_pupils": Label(
        "义务教育随迁子女在校生", "Migrant pupils in compulsory education"
    ),
    "elderly_care_institutions": Label("养老机构", "Care homes for the elderly"),
    "hospital_beds_per_1000_residents": Label("每千常住人口医院床位", "Hospital beds per 1,000 residents"),
    "left_behind_children_compulsory": Label(
        "义务教育留守儿童", "Left-behind children in compulsory education"
    ),
    "licensed_doctors_per_1000_residents": Label(
        "每千常住人口执业（助理）医师", "Licensed doctors per 1,000 residents"
    ),
    "migrant_children_compulsory": Label("义务教育随迁子女", "Migrant children in compulsory education"),
    "public_health_staff_per_10000": Label("每万人公共卫生人员", "Public-health staff per 10,000"),
    "family_doctor_contract_coverage": Label("家庭医生签约率", "Family-doctor contract coverage"),
    "affordable_housing_new_units_13fyp": Label(
        "“十三五”新建保障性住房", "New affordable dwellings 2016–2020"
    ),
    "kindergartens_built_in_affordable_estates": Label(
        "保障房小区配建幼儿园", "Kindergartens built in affordable estates"
    ),
    "medical_space_in_affordable_estates": Label(
        "保障房小区配建医疗用房", "Medical space in affordable estates"
    ),
    "public_rental_units_allocated": Label("公租房分配套数", "Public rental dwellings allocated"),
    "registered_population": Label(
        "户籍人口（未采用的公布数）", "Registered population (published, not used)"
    ),
    "schools_built_in_affordable_estates_middle": Label(
        "保障房小区配建中学", "Middle schools built in affordable estates"
    ),
    "schools_built_in_affordable_estates_primary": Label(
        "保障房小区配建小学", "Primary schools built in affordable estates"
    ),
    "basic_medical_insured": Label("基本医疗保险参保", "Basic medical insurance, insured"),
    "basic_pension_insured": Label("基本养老保险参保", "Basic pension insurance, insured"),
    "covid_vaccination_sites": Label("新冠疫苗接种点", "Covid vaccination sites"),
    "effective_job_posts_offered": Label("提供有效就业岗位", "Effective job posts offered"),
    "graduates_registered_employment_rate": Label(
        "高校毕业生就业率（登记）", "Employment rate of registered graduates"
    ),
    "rural_labour_transfer_employment": Label("农村劳动力转移就业", "Rural workers in jobs elsewhere"),
    "school_buildings_completed": Label("建成校舍", "School buildings completed"),
    "unemployment_insured": Label("失业保险参保", "Unemployment insurance, insured"),
    "urban_new_jobs": Label("城镇新增就业", "New urban jobs"),
    "vocational_training": Label("职业技能培训", "Vocational training"),
    "work_injury_insured": Label("工伤保险参保", "Work-injury insurance, insured"),
    "urban_communities": Label("城市社区", "Urban communities"),
    "health_institutions": Label("医疗卫生机构", "Health institutions"),
    "schools_and_kindergartens": Label("学校与幼儿园", "Schools and kindergartens"),
    "social_security_office": Label("社会保险经办机构", "Social-insurance office"),
    "social_security_stations": Label("社会保障服务站", "Social-security stations"),
    "township_health_centre_beds": Label("乡镇卫生院床位", "Township health-centre beds"),
    "district_hospital_planned_beds": Label("区医院规划床位", "District hospital, planned beds"),
    "community_health_centres": Label("社区卫生服务中心", "Community health centres"),
    "community_health_centres_grade_a": Label("甲级社区卫生服务中心", "Grade A community health centres"),
    "family_doctor_teams": Label("家庭医生团队", "Family-doctor teams"),
    "hospital_beds_increase_2012_2022": Label("2012–2022 年医院床位增加", "Hospital beds added 2012–2022"),
    "medical_staff_increase_2012_2022": Label("2012–2022 年医务人员增加", "Medical staff added 2012–2022"),
    "registered_unemployment_rate": Label("城镇登记失业率", "Registered urban unemployment rate"),
    "urban_new_jobs_2012_2022": Label("2012–2022 年城镇新增就业", "New urban jobs 2012–2022"),
    "urban_new_jobs_2017_2021": Label("2017–2021 年城镇新增就业", "New urban jobs 2017–2021"),
    "schools_all_levels": Label("各级各类学校", "Schools of all levels"),
    "home_care_centres": Label("居家养老服务中心", "Home-care centres"),
    "pension_coverage": Label("养老保险参保率", "Pension coverage"),
    "registered_population_own_administration": Label(
        "户籍人口（实际管辖区）", "Registered population (own administration)"
    ),
    "vaccination_sites": Label("疫苗接种点", "Vaccination sites"),
    "primary_sports_field_compliance": Label(
        "小学运动场馆达标率", "Primary schools meeting the sports-field standard"
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


def published_name(indicator: str) -> Label:
    """The name of a scattered figure; ``level_thing`` names are put together, an unknown id stays."""
    if indicator in PUBLISHED:
        return PUBLISHED[indicator]
    for level, name in LEVELS.items():
        thing = THINGS.get(indicator.removeprefix(f"{level}_"))
        if indicator.startswith(level) and thing:
            return Label(name.zh + thing.zh, f"{name.en} {thing.en}")
    return Label(indicator, indicator)


def unit_name(unit: str, lang: str) -> str:
    return UNITS[unit][lang] if unit in UNITS else unit
