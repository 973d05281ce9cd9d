"""Fixed texts of a snapshot in both languages."""

from __future__ import annotations

from equity.say import PRODUCT, Label

SECTION_TITLES = {
    "population": Label(
        "人口：谁住在这里，谁的户口在这里", "Population: who lives here and who is registered here"
    ),
    "bases": Label("两种口径下的服务供给", "Service provision on both bases"),
    "map": Label("在全市中的位置", "Its place in the city"),
    "split": Label("差距从何而来", "Where the gap comes from"),
    "shortfall": Label("按常住：缺多少，差多少", "Missing or below average, by residents"),
    "inequality": Label("区县之间的差异", "Inequality between divisions"),
    "measures": Label("政策措施与责任单位", "Policy measures and responsible departments"),
    "sources": Label("数据来源与等级", "Sources and grades"),
    "limits": Label("这些数字不能说明什么", "What these numbers cannot tell"),
}
PARTS = {
    "reach": Label("距离（可达）", "Distance (reach)"),
    "adequacy": Label("容量（充足）", "Capacity (adequacy)"),
    "entitlement": Label("规则（资格）", "Rules (entitlement)"),
    "residence": Label("居住分布", "Where they live"),
}
NOTICE = Label(
    "含示意数据：带“示意”标记的数字是占位数据，待单位导入台账后替换，不得作为决策依据。",
    "Contains illustrative data: numbers marked “illustrative 示意” are "
    "placeholders until the office loads its own register; "
    "do not base decisions on them.",
)
LIMITS = (
    Label(
        "常住口径与户籍口径是两个有重叠的人群：本地户籍常住人口同时属于两者，不能相加。",
        "Residents and registered people overlap: local residents "
        "belong to both, so the two must not be added.",
    ),
    Label(
        "按户籍计算的供给水平是规划口径的反事实比较，不是户籍居民实际得到的服务。",
        "Provision by the register shows how planning by the register looks;"
        " it is not what registered people actually receive.",
    ),
    Label(
        "区间来自输入数据的误差范围；没有写区间的数字，误差小于其末位或来源未给出。",
        "Intervals follow from those of the inputs; a number without one "
        "is exact to its last digit, or its source gives none.",
    ),
    Label(
        "供给充足不等于服务质量好；本快照不衡量质量。",
        "Enough provision is not the same as good service; quality is not measured here.",
    ),
)
WORDS = {
    "title": Label("{zone}基本公共服务均等化快照", "{zone}: public-service equity snapshot"),
    "subtitle": Label(
        "常住人口与户籍人口两种口径对比 · 数据发布 {date}",
        "Residents and registered population compared · data released {date}",
    ),
    "group": Label("人群", "Group"),
    "persons": Label("人数", "Persons"),
    "interval": Label("区间", "Interval"),
    "grade": Label("等级", "Grade"),
    "year": Label("年份", "Year"),
    "service": Label("服务", "Service"),
    "unit": Label("单位", "Unit"),
    "resident": Label("按常住", "By residents"),
    "registered": Label("按户籍", "By register"),
    "gap": Label("差距", "Gap"),
    "rank": Label("差距位次", "Gap rank"),
    "division": Label("区县", "Division"),
    "local": Label("本地户籍", "Local"),
    "non_local": Label("外来常住", "Non-local"),
    "demand": Label("需求", "Demand"),
    "coverage": Label("覆盖率", "Coverage"),
    "yardstick": Label("比较标准", "Yardstick"),
    "fixed_standard": Label("固定标准", "fixed"),
    "city_average": Label("全市平均", "city average"),
    "missing_resident": Label("按常住相差", "Below, residents"),
    "missing_registered": Label("按户籍相差", "Below, register"),
    "hidden": Label("被掩盖", "Hidden"),
    "index": Label("指数", "Index"),
    "value": Label("数值", "Value"),
    "note": Label("说明", "Note"),
    "number": Label("措施", "No."),
    "measure": Label("内容", "Measure"),
    "departments": Label("责任单位", "Departments"),
    "services": Label("对应服务", "Services"),
    "source": Label("来源", "Source"),
    "meaning": Label("含义", "Meaning"),
    "id": Label("快照编号", "Snapshot id"),
    "link": Label("看板地址", "On the dashboard"),
    "data_version": Label("数据版本", "Data version"),
    "key_figures": Label("关键数字", "Key figures"),
    "summary": Label("要点", "In short"),
    "share_non_local": Label("外来常住人口占比", "Non-local share"),
    "ratio": Label("常住与户籍之比", "Residents per registered person"),
    "mark": Label("示意", "illustrative 示意"),
    "page": Label("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "figure": Label("图", "Figure"),
    "table": Label("表", "Table"),
    "contents": Label("目录", "Contents"),
    "facilities": Label("设施", "Facilities"),
    "values": Label("全部数值", "All values"),
    "name": Label("名称", "Name"),
    "capacity": Label("容量", "Capacity"),
    "lon": Label("经度", "Longitude"),
    "lat": Label("纬度", "Latitude"),
    "type": Label("类型", "Type"),
    "zone": Label("地区", "Zone"),
    "basis": Label("口径", "Basis"),
    "status": Label("状态", "Status"),
    "low": Label("下限", "Low"),
    "high": Label("上限", "High"),
    "people": Label("涉及人数或户数", "People or households concerned"),
    "concerned_unit": Label("人或户", "Counted in"),
    "code": Label("代码", "Code"),
    "topic": Label("项目", "Topic"),
    "indicator": Label("指标", "Measure"),
    "released": Label("数据发布", "Data released"),
    "city": Label("全市", "City"),
    "product": PRODUCT,
}


def words(lang: str) -> dict[str, str]:
    return {key: label[lang] for key, label in WORDS.items()}
