"""Schools as published: every number against the raw table, what is worked out said so, nothing where nothing is published."""

from __future__ import annotations

import pandas as pd
import pytest

from equity.indicators.schooling import schooling
from equity.say import Voice
from equity.views.schooling import schooling_section
from equity.views.view import View
from tests.world import CITY_CODE

COLUMNS = ["adcode", "year", "indicator", "value", "unit", "scope_note", "source", "confidence"]


def figures(*rows: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [("1", 2023, name, value, "pupil", None, "s", "official") for name, value in rows], columns=COLUMNS
    )


def level(found, name, year=2023):
    return next(s for s in found if (s.level, s.year) == (name, year))


def test_the_third_of_whole_and_parts_is_worked_out() -> None:
    found = schooling(
        figures(("compulsory_total_pupils", 100), ("primary_pupils", 60), ("primary_schools", 3)), "1"
    )
    assert [(s.level, s.pupils) for s in found] == [
        ("primary", 60),
        ("junior_high", 40),
        ("compulsory_total", 100),
    ]
    junior = level(found, "junior_high")
    assert (junior.worked_out, junior.schools, junior.pupils_per_school) == (
        frozenset({"pupils"}),
        None,
        None,
    )
    assert level(found, "primary").pupils_per_school == 20
    assert schooling(figures(("primary_pupils", 60)), "2") == []


def test_published_figures_of_every_area(shipped) -> None:
    table = shipped.library.published_figures
    chenggong = level(schooling(table, "530114"), "junior_high")
    assert (chenggong.schools, chenggong.pupils, chenggong.teachers) == (6, 18_364, 1_548)
    dongchuan = level(schooling(table, "530113"), "primary")
    assert dongchuan.pupils_per_teacher == pytest.approx(18_727 / 1_414) and not dongchuan.quoted
    city = schooling(table, CITY_CODE)
    assert level(city, "compulsory_total", 2022).pupils_per_teacher == pytest.approx(781_330 / 52_053)
    assert level(city, "compulsory_total", 2017).migrant_share == pytest.approx(0.2236, abs=5e-5)
    assert level(city, "primary", 2022).pupils_per_teacher is None, (
        "pupils of 2022 are published for both levels together"
    )
    assert level(schooling(table, "530124"), "primary", 2022).scopes == ("只计公办 / public schools only",)


@pytest.mark.parametrize(
    ("lang", "share"), [("zh", "随迁子女占 22.4%"), ("en", "22.4% of the city's pupils")]
)
def test_the_section_says_what_the_figures_are(shipped, lang, share) -> None:
    section = schooling_section(View(shipped, Voice(lang)).at("530114"))
    said = " ".join(b.text for b in section.blocks if b.kind == "sentence")
    assert share in said and "15.2" in said and "15.0" in said
    table = section.blocks[-1]
    assert {c.text for c in table.cells("zone")} == (
        {"呈贡", "全市"} if lang == "zh" else {"Chenggong", "Kunming"}
    )
    assert all(c.grade == "observed" for c in table.cells("grade"))
    assert schooling_section(View(shipped, Voice(lang)).at("530111")) is None
