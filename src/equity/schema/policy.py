"""Tables of data/policy."""

from __future__ import annotations

from equity.schema.model import CONFIDENCE, NAME, NOTE, PERIOD, SOURCE, Column, Table, number, text, year

COMPARATORS = (">=", "<=", "=")

MEASURES = Table(
    "measures",
    "policy/measures.csv",
    (
        Column("number", "integer", key=True, minimum=1, title_zh="序号", title_en="Number"),
        text("chapter_zh", "章节", "Chapter"),
        text("title_zh", "标题", "Title"),
        text("title_en", "标题（英）", "Title (English)"),
        text(
            "clause_zh",
            "条文",
            "Clause",
            description="原文，不含责任部门 / as printed, without the departments",
        ),
        text("summary_en", "摘要（英）", "Summary (English)"),
        text("departments_zh", "责任部门", "Departments", description="以分号分隔 / separated by semicolons"),
    ),
    "工作措施",
    "Measures of the plan",
    "policy.md",
)

DEPARTMENTS = Table(
    "departments",
    "policy/departments.csv",
    (
        text("department_zh", "部门", "Department", key=True),
        text("department_en", "部门（英）", "Department (English)"),
    ),
    "责任部门",
    "Departments",
    "policy.md",
)

TARGETS = Table(
    "targets",
    "policy/targets.csv",
    (
        text("target_id", "目标编号", "Target id", key=True, pattern=NAME),
        text("name_zh", "目标", "Target"),
        text("name_en", "目标（英）", "Target (English)"),
        text("period", "时期", "Period", pattern=PERIOD),
        number("value", "数值", "Value"),
        text(
            "comparator",
            "比较",
            "Comparator",
            enum=COMPARATORS,
            description=">= 以上，<= 以内，= 只写数字 / or more, within, the number alone",
        ),
        text("unit", "单位", "Unit"),
        text("clause", "条款", "Clause"),
        text("words_zh", "原文", "The plan's words", description="照录 / as printed"),
        SOURCE,
    ),
    "主要目标",
    "Targets of the plan",
    "policy.md",
)

PROGRESS = Table(
    "progress",
    "policy/progress.csv",
    (
        text("target_id", "目标编号", "Target id", nullable=True, foreign_key="targets.target_id"),
        text("year", "时期", "Period", key=True, pattern=PERIOD),
        text("area", "地区", "Area", key=True),
        text("indicator_zh", "指标", "Indicator", key=True),
        text("comparator", "比较", "Comparator", enum=COMPARATORS),
        number("value", "数值", "Value"),
        text("unit", "单位", "Unit"),
        text("kind", "性质", "Kind", key=True, enum=("actual", "target")),
        SOURCE,
        CONFIDENCE,
    ),
    "进展",
    "Progress",
    "policy.md",
)

RULES = Table(
    "rules",
    "policy/rules.csv",
    (
        text("topic", "事项", "Topic", key=True, pattern=NAME),
        text("item", "规则", "Rule", key=True, pattern=NAME),
        text("value", "内容", "Content"),
        NOTE,
        year(nullable=True),
        SOURCE,
        CONFIDENCE,
    ),
    "准入规则",
    "Eligibility rules",
    "policy.md",
)

TABLES = (MEASURES, DEPARTMENTS, TARGETS, PROGRESS, RULES)
