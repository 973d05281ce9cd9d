"""The plan: 18 measures with text and departments, five targets, progress with its confidence."""

import re

import pytest

from equity.schema import TABLES


@pytest.fixture(scope="module")
def measures(rows):
    return {int(r["number"]): r for r in rows("policy/measures.csv")}


def test_eighteen_measures_in_four_chapters(measures):
    assert list(measures) == list(range(1, 19))
    chapters = [m["chapter_zh"] for m in measures.values()]
    assert [chapters.count(c) for c in dict.fromkeys(chapters)] == [5, 6, 3, 4]


def test_clauses_hold_the_sentences_the_dashboard_rests_on(measures):
    assert measures[7]["title_zh"] == "健全基本公共服务体系服务流动"
    assert "保障常住人口享有与户籍人口同等的基本公共服务" in measures[7]["clause_zh"]
    assert "并在当地工作满1年(含)以上,缴纳社会保险的" in measures[9]["clause_zh"]
    assert "建立以居住证为主的随迁子女义务教育入学政策" in measures[16]["clause_zh"]
    assert "养老保险政策" in measures[8]["clause_zh"]
    for m in measures.values():
        assert m["clause_zh"].endswith("。") and "负责)" not in m["clause_zh"]
        assert len(m["clause_zh"]) > 80 and m["summary_en"].endswith(".")


def test_departments_are_translated_once(measures, rows):
    names = {d for m in measures.values() for d in m["departments_zh"].split(";")}
    table = {r["department_zh"]: r["department_en"] for r in rows("policy/departments.csv")}
    assert names == set(table) and len(set(table.values())) == len(table)
    assert measures[18]["departments_zh"] == "市民政局;市人力资源社会保障局;市医保局;市妇联"
    assert all(re.fullmatch(r"[^等、()]+", name) for name in names)


def test_the_five_targets(rows):
    targets = {
        r["target_id"]: (float(r["value"]), r["comparator"], r["unit"]) for r in rows("policy/targets.csv")
    }
    assert targets == {
        "effective_job_posts": (700_000, "=", "post"),
        "urban_new_jobs": (650_000, ">=", "person"),
        "registered_unemployment_rate": (0.05, "<=", "1"),
        "high_level_talent": (5_000, "=", "person"),
        "graduates": (500_000, "=", "person"),
    }
    assert {r["period"] for r in rows("policy/targets.csv")} == {"2021-2025"}


def test_a_target_is_at_least_or_at_most_only_where_the_plan_says_so(rows):
    said = {"以上": ">=", "以内": "<="}
    for row in rows("policy/targets.csv"):
        found = [sign for word, sign in said.items() if row["words_zh"].endswith(word)]
        assert row["comparator"] == (found or ["="])[0], row
        number = float(row["value"])
        assert any(
            f"{shown}" in row["words_zh"]
            for shown in (f"{number:.0f}", f"{number / 10_000:.0f}万", f"{100 * number:.0f}%")
        )


def test_progress_counts_towards_a_target_only_inside_its_period(rows):
    targets = {r["target_id"]: r for r in rows("policy/targets.csv")}
    units = {t: r["unit"] for t, r in targets.items()}
    linked = [r for r in rows("policy/progress.csv") if r["target_id"]]
    assert {r["target_id"] for r in linked} == {
        "effective_job_posts",
        "urban_new_jobs",
        "registered_unemployment_rate",
    }
    for row in linked:
        assert 2021 <= int(row["year"]) <= 2025 and row["kind"] == "actual"
        assert (
            row["unit"] == units[row["target_id"]]
            and row["confidence"] in TABLES["progress"].column("confidence").enum
        )
    value = {(r["year"], r["indicator_zh"], r["kind"]): float(r["value"]) for r in rows("policy/progress.csv")
             if r["area"] == "昆明市"}  # fmt: skip
    assert value["2021", "城镇新增就业", "actual"] == 171_900
    assert value["2021", "城镇登记失业率", "actual"] == 0.0386
    assert value["2011-2015", "城镇新增就业（“十二五”合计）", "actual"] == 616_400


def test_rules_are_kept_with_their_confidence(rows):
    rules = {(r["topic"], r["item"]): r for r in rows("policy/rules.csv")}
    assert ("public_rental_housing", "non_local_hukou_rule") in rules
    assert all(r["confidence"] for r in rules.values())
    assert "NOT FOUND" not in {r["value"] for r in rules.values()}
