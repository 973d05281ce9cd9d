"""The words for grades, statuses, populations, and domains."""

from typing import Literal, get_args

from equity.say.label import Label

Grade = Literal["observed", "estimated", "illustrative"]
Status = Literal["ok", "no_data", "not_applicable", "suppressed", "unreachable"]

PRODUCT = Label("{city}公共服务均等化看板", "{city} Public-Service Equity Dashboard")
GRADES: dict[str, Label] = {
    "observed": Label("公布", "observed"),
    "estimated": Label("估算", "estimated"),
    "illustrative": Label("示意", "illustrative"),
}
GRADE_ORDER: tuple[Grade, ...] = get_args(Grade)
GRADE_HELP: dict[str, Label] = {
    "observed": Label("公开发布的数字，注明来源", "published figure, source cited"),
    "estimated": Label("按公开方法推算，附区间", "worked out by a published method, with an interval"),
    "illustrative": Label(
        "占位数据，待单位导入台账后替换", "placeholder until the office loads its own register"
    ),
}
STATUSES: dict[str, Label] = {
    "ok": Label("", ""),
    "no_data": Label("无数据", "no data"),
    "not_applicable": Label("不适用", "not applicable"),
    "suppressed": Label("数量过小，不公布", "suppressed (small count)"),
    "unreachable": Label("无人可达", "nobody reached"),
}
BASES: dict[str, Label] = {
    "resident": Label("常住人口", "residents"),
    "registered": Label("户籍人口", "registered population"),
    "local": Label("本地户籍常住人口", "local residents"),
    "non_local": Label("外来常住人口", "non-local residents"),
    "absent": Label("外出户籍人口", "absent registered"),
    "gap": Label("差距", "gap"),
    "value": Label("数值", "value"),
}
BASES_SHORT: dict[str, Label] = {
    "resident": Label("常住", "Resident"),
    "registered": Label("户籍", "Registered"),
    "local": Label("本地户籍", "Local"),
    "non_local": Label("外来常住", "Non-local"),
    "absent": Label("外出户籍", "Absent"),
    "gap": Label("差距", "Gap"),
    "value": Label("数值", "Value"),
}
UNROUNDED = Label(
    "差距按未取整的数计算，各数四舍五入。",
    "Gaps are worked out before rounding; each number is rounded by itself.",
)
DOMAINS: dict[str, Label] = {
    "overall": Label("综合", "Overall"),
    "population": Label("人口", "Population"),
    "education": Label("教育", "Education"),
    "health": Label("医疗卫生", "Health"),
    "housing": Label("住房保障", "Housing"),
    "employment": Label("就业", "Employment"),
    "security": Label("社会保险与公共管理", "Social security"),
}


def worst_grade(*grades: str) -> Grade:
    """The grade of a result: the worst among its inputs."""
    return GRADE_ORDER[max((GRADE_ORDER.index(g) for g in grades), default=0)]
