"""The gap between local and non-local residents, said and tabled: parts point the way they say and add up as printed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from equity.indicators.compute import Indicators
from equity.indicators.split import GapSplit
from equity.query import Query
from equity.say import LANGS, Voice
from equity.views.document import _names as words_of_measures
from equity.views.drawings import Figure
from equity.views.headline import headline
from equity.views.split import PARTS, lines, split_blocks, split_section, split_sentence
from equity.views.subject import subject
from equity.views.tables import Table
from equity.views.view import View
from tests.views.facts import Facts, view_of

SPLIT = GapSplit("clinic", "a", "ok", "observed", 80.0, 50.0, 30.0, 30.0, None, 5.0, -3.0, 28.0)


class Split(Facts):
    def __init__(self, split: GapSplit) -> None:
        super().__init__({})
        self._split = split

    def split(self, *_: object) -> GapSplit:
        return self._split


@pytest.mark.parametrize(
    ("split", "zh", "en"),
    [
        (
            SPLIT,
            "甲区基层医疗（全科医生）：外来常住的有效覆盖率低 30.0 个百分点，其中规则拉低 28.0，距离拉低 5.0，容量拉高 3.0。",
            "Jia, Primary care (GPs): effective coverage of non-local residents is 30.0 points lower: the rule lowers it by 28.0, "
            "distance lowers it by 5.0, capacity raises it by 3.0.",
        ),
        (
            replace(
                SPLIT,
                local=50.0,
                non_local=80.0,
                gap=-30.0,
                within=-30.0,
                reach=-30.0,
                adequacy=0.0,
                entitlement=0.0,
            ),
            "甲区基层医疗（全科医生）：外来常住的有效覆盖率高 30.0 个百分点，其中距离拉高 30.0，容量没有影响，规则没有影响。",
            "Jia, Primary care (GPs): effective coverage of non-local residents is 30.0 points higher: distance raises it by 30.0, "
            "capacity changes nothing, the rule changes nothing.",
        ),
        (
            replace(SPLIT, gap=0.01),
            "甲区基层医疗（全科医生）：外来常住与本地户籍常住的有效覆盖率没有差距。",
            "Jia, Primary care (GPs): no gap in effective coverage between non-local and local residents.",
        ),
        (
            replace(SPLIT, gap=-6.0, within=30.0, residence=-36.0),
            "甲区基层医疗（全科医生）：在各区县内部，外来常住的有效覆盖率平均低 30.0 个百分点，其中规则拉低 28.0，距离拉低 5.0，"
            "容量拉高 3.0；两群人住在不同区县，居住分布拉高 36.0，合计高 6.0。",
            "Jia, Primary care (GPs): within divisions effective coverage of non-local residents is 30.0 points lower on average: the "
            "rule lowers it by 28.0, distance lowers it by 5.0, capacity raises it by 3.0; the groups live in different divisions, "
            "which raises it by 36.0: in all 6.0 points higher.",
        ),
        (
            GapSplit("clinic", "a", "suppressed", "observed"),
            "甲区基层医疗（全科医生）：数量过小，不公布。",
            "Jia, Primary care (GPs): suppressed (small count).",
        ),
    ],
)
def test_reviewed_sentences(split: GapSplit, zh: str, en: str) -> None:
    said = [split_sentence(view_of(Split(split), lang, Query(), "a"), "clinic").text for lang in LANGS]
    assert said == [zh, en]


def test_illustrative_splits_are_marked() -> None:
    said = split_sentence(view_of(Split(replace(SPLIT, grade="illustrative")), "zh", Query(), "a"), "clinic")
    assert said.illustrative and "（全科医生，示意数据）：" in said.text


@pytest.mark.parametrize("lang", LANGS)
def test_printed_parts_add_up_to_the_printed_gap(shipped: Indicators, lang: str) -> None:
    for zone in shipped.zones():
        view = View(shipped, Voice(lang)).at(zone.code)
        for placeholders in (True, False):
            for table in split_blocks(view, lines(view, placeholders=placeholders)):
                if isinstance(table, Table):
                    parts = [c.id for c in table.columns if c.id in PARTS]
                    for row in table.rows:
                        gap = row[table.place("gap")]
                        if gap.value is not None:
                            added = sum(_number(row[table.place(part)].text) for part in parts)
                            assert round(added, 1) == _number(gap.text), (zone.code, row[0].text)


def _number(text: str) -> float:
    return float(re.sub("−", "-", text))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("scenario", "decays"), [("baseline", False), ("distance_decay", True), ("three_step", True)]
)
def test_capacity_that_holds_distance_is_called_so_wherever_it_stands(
    shipped: Indicators, lang: str, scenario: str, decays: bool
) -> None:
    """Sentence, columns, series and lead of the split; the map's subject, first sentence and names in a file."""
    name = {"zh": "容量与远近", "en": "apacity and nearness"}[lang]
    view = View(shipped, Voice(lang), Query("clinic", "adequacy", "gap", scenario=scenario)).at("530111")
    blocks = split_blocks(view, lines(view, placeholders=True))
    table = next(b for b in blocks if isinstance(b, Table))
    figure = next(b for b in blocks if isinstance(b, Figure))
    titles = {c.id: c.title for c in table.columns} | {
        s.id: s.name for s in figure.chart.series if figure.chart
    }
    said = [titles["adequacy"], split_sentence(view, "clinic").text, split_section(view).lead]
    said += [subject(view, view.query), headline(view).text, words_of_measures(view)["measure:adequacy"]]
    assert [name in text for text in said] == [decays] * len(said), said
