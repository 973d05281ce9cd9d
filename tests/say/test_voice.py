"""A voice words records, intervals and lists in one language; the glossary has one word per concept."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace

import pytest

from equity.indicators.records import ValueRecord
from equity.query import Basis, Query
from equity.say import BASES, Label, Voice
from equity.settings import PROJECT_ROOT

ZH, EN = Voice("zh"), Voice("en")


def record(value: float | None = 12.34, *, basis: Basis = "resident", **changes: object) -> ValueRecord:
    known = ValueRecord("a", Query("clinic", "coverage", basis), value, "名", "doctors", 1, "ok", "observed")
    return replace(known, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({}, "12.3 名", "12.3 doctors"),
        ({"value": 0.0}, "0.0 名", "0.0 doctors"),
        ({"value": 123456.0, "decimals": 0}, "12.3 万名", "123,456 doctors"),
        ({"basis": "gap"}, "+12.3 名", "+12.3 doctors"),
        ({"basis": "gap", "value": -0.04}, "0.0 名", "0.0 doctors"),
        ({"value": None, "status": "no_data"}, "无数据", "no data"),
        ({"value": None, "status": "suppressed"}, "数量过小，不公布", "suppressed (small count)"),
        ({"value": math.nan}, "—", "—"),
    ],
)
def test_a_record_is_a_number_with_unit_or_why_there_is_none(
    changes: dict[str, object], zh: str, en: str
) -> None:
    asked = record(**changes)  # type: ignore[arg-type]
    assert (ZH.record(asked), EN.record(asked)) == (zh, en)


def test_an_estimate_says_so_with_its_interval() -> None:
    estimated = record(grade="estimated", low=11.0, high=13.0)
    assert ZH.estimate(estimated) == "约 12.3 名（估算，区间 11.0–13.0）"
    assert EN.estimate(estimated) == "about 12.3 doctors (estimate, 11.0–13.0)"
    assert EN.estimate(record(grade="estimated", low=12.34, high=12.341)) == "about 12.3 doctors (estimate)"
    assert ZH.estimate(record()) == "12.3 名"


def test_an_interval_that_the_decimals_hide_is_not_shown() -> None:
    assert ZH.interval(record(low=12.31, high=12.34)) == ""
    assert EN.interval(record(low=-1.0, high=2.0)) == "−1.0 to 2.0"


def test_names_in_a_row() -> None:
    assert ZH.and_names(["五华", "西山", "官渡"]) == "五华、西山、官渡"
    assert EN.and_names(["Wuhua", "Xishan", "Guandu"]) == "Wuhua, Xishan and Guandu"
    assert EN.and_names(["Wuhua"]) == "Wuhua"
    assert EN.and_names([]) == ""


def test_labels_fill_each_language_with_its_own_word() -> None:
    text = Label("按{who}", "by {who}").format(who=BASES["resident"])
    assert (text.zh, text.en) == ("按常住人口", "by residents")
    assert EN(Label("按{who}", "by {who}"), who=BASES["resident"]) == "by residents"


def test_the_glossary_has_one_word_per_concept() -> None:
    terms = tomllib.loads((PROJECT_ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))
    for lang in ("zh", "en"):
        words = [t[lang] for t in terms.values()]
        assert len(set(words)) == len(words)
        assert all(t[f"meaning_{lang}"] for t in terms.values())
    used = {t["en"] for t in terms.values()}
    for name, term in terms.items():
        assert not used & set(term.get("instead_of", ())), f"{name} avoids a word that is another concept"
    assert (terms["basis"]["zh"], terms["basis"]["en"]) == ("口径", "basis")
