"""Sources in words: every source of the shipped data, in both languages, copies marked as such."""

from __future__ import annotations

import re

from equity.indicators.citations import Citations, grade_words, parts_of
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import Voice
from tests.world import CITY

VALUES = (
    "division_population",
    "division_shares",
    "households",
    "births",
    "series_breaks",
    "settlement_points",
    "totals",
    "conditions",
    "facilities",
)
QUOTED = ("progress", "published_figures")  # figures of other sites, shown but not computed with
OWN_SITE = re.compile(r"gov\.cn")
CITED = Citations(CITY.citations)
SITE = re.compile(r"[a-z0-9]+\.(com|cn|org|net)")


def test_every_source_of_a_value_has_words(shipped: Indicators) -> None:
    for name in VALUES + QUOTED:
        for source in shipped.library.table(name)["source"].dropna().unique():
            assert all(CITED.has_words(part) for part in parts_of(source)), (name, source)
            english = CITED.cite(source, Voice("en"))
            assert not re.search(r"[\u4e00-\u9fff]", english), english
            chinese = CITED.cite(source, Voice("zh"))
            assert "equity.estimates" not in english + chinese
            assert not re.search(r"content farm|mirror|baike copy|secondary|\bvia\b|copy of", chinese), (
                chinese
            )


def test_figures_seen_on_other_sites_are_cited_as_quoted(shipped: Indicators) -> None:
    for name in VALUES:
        for source in shipped.library.table(name)["source"].dropna().unique():
            for part in parts_of(source):
                if SITE.search(part) and not OWN_SITE.search(part):
                    assert "转引自 " in CITED.cite(part, Voice("zh")) and "original not seen" in CITED.cite(
                        part, Voice("en")
                    ), part


def test_an_observed_copy_says_so_and_an_original_does_not(shipped: Indicators) -> None:
    people = shipped.population("530111")
    assert grade_words([people["resident"]], Voice("zh")) == "公布"
    assert grade_words([people["registered"]], Voice("zh")) == "公布（转引）"
    assert grade_words([people["resident"], people["registered"]], Voice("en")) == "observed (quoted)"
    assert (
        grade_words([shipped.value(Query("health_staff", "supply_rate", "resident"), "530111")], Voice("zh"))
        == "估算"
    )


def test_an_unknown_source_stays_as_it_is() -> None:
    assert CITED.cite("某局 2025 年台账; hfbida", Voice("zh")) == (
        "某局 2025 年台账；昆明市统计局数据（转引自 hfbida.com/news/688414，未见原件）"
    )
    assert CITED.cite_all(["hfbida", "hfbida.com"], Voice("en")) == [
        "figures of the Kunming Statistics Bureau (as quoted by hfbida.com/news/688414; original not seen)"
    ]


def test_the_line_under_a_figure_names_each_source_once_and_own_estimates_last() -> None:
    census = "国家统计局《中国人口普查分县资料—2020》(2022, ISBN 978-7-5037-9772-9)"
    sources = [
        "由普查与统计公报推算 (equity.estimates.difference)",
        f"{census}; equity.estimates.floor_space",
        "hfbida",
        "某局",
    ]
    assert CITED.cite_briefly(sources, Voice("zh")) == [
        "国家统计局《中国人口普查分县资料—2020》",
        "昆明市统计局数据（转引）",
        "某局",
        "本看板推算",
    ]
    assert CITED.cite(census, Voice("en")).endswith("2020 (2022, ISBN 978-7-5037-9772-9)")
