"""The plan: all measures, their indicators, targets and what has been published about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from equity.components.measures_list import NO_INDICATOR
from equity.components.targets import quantity
from equity.draw.lettering import punctuate
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import STATUSES, Voice, format_number
from tests.web_pages.conftest import nodes, with_class, words
from tests.world import CITY_CODE

LANGS = ("zh", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_all_eighteen_measures_with_clause_departments_and_indicators(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    page = draw("/policy", lang=lang)
    articles = with_class(page, "measure")
    rows = shipped.library.policy_measures.to_dict("records")
    assert len(articles) == len(rows) == 18
    chapters = [words(c) for c in with_class(page, "chapter")]
    assert len(chapters) == 4 and all(chapters)
    for article, row in zip(articles, rows, strict=True):
        text = words(article)
        assert punctuate(row["clause_zh"]) in text  # the plan word for word, in full-width punctuation
        assert punctuate(row["title_en" if lang == "en" else "title_zh"]) in text
        assert all(d in text for d in row["departments_en" if lang == "en" else "departments_zh"])
        assert (NO_INDICATOR[lang] in text) == (not row["services"])
        for service in row["services"]:
            assert shipped.registry[service].label[lang] in text


@pytest.mark.parametrize("lang", LANGS)
def test_city_values_are_the_facades_with_their_grade(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    page = draw("/policy", lang=lang, include="demo")
    rows = {
        words(r.children[0]).split("\n")[0]: r
        for t in with_class(page, "indicator-table")
        for r in nodes(t)
        if type(r).__name__ == "Tr"
    }
    for d in shipped.registry.of_kind("total", "facility", "condition"):
        row, measure = rows[d.label[lang]], shipped.registry.measures_of(d.id)[0]
        records = [shipped.value(Query(d.id, measure.id, side), CITY_CODE) for side in measure.sides]
        assert any(r.ok for r in records) == (shipped.standing(d.id) != "waiting")
        for record in records:
            if record.ok:
                assert format_number(record.value, lang, decimals=record.decimals) in words(row)
                assert with_class(row, f"chip-{record.grade}")
            else:
                assert STATUSES[record.status][lang] in words(row) and not with_class(row, "chip")


@pytest.mark.parametrize("lang", LANGS)
def test_demonstration_figures_are_left_out_unless_asked_for(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    articles = with_class(draw("/policy", lang=lang), "measure")
    for article, row in zip(articles, shipped.library.policy_measures.to_dict("records"), strict=True):
        assert not with_class(article, "is-illustrative")
        listed = with_class(article, "indicator-table")
        figures, waiting = words(listed), words(with_class(article, "no-indicator"))
        for service in row["services"]:
            real = shipped.standing(service) == "real"
            assert shipped.registry[service].label[lang] in (figures if real else waiting), service


def test_the_filter_shows_the_measures_of_one_department(
    shipped: Indicators, draw: Callable[..., Any]
) -> None:
    name = "市教育体育局"
    expected = [r for r in shipped.library.policy_measures.to_dict("records") if name in r["departments_zh"]]
    for lang in LANGS:
        page = draw("/policy", lang=lang, department=name)
        assert [a.id for a in with_class(page, "measure")] == [f"measure-{r['number']}" for r in expected]
    assert 0 < len(expected) < 18


def test_an_unknown_department_is_reported_and_ignored(draw: Callable[..., Any]) -> None:
    page = draw("/policy", department="<script>")
    assert len(with_class(page, "measure")) == 18
    assert "<script>" in words(with_class(page, "page-notice"))


@pytest.mark.parametrize("lang", LANGS)
def test_progress_is_shown_with_confidence_and_never_added_up(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    page = draw("/policy", lang=lang)
    progress = shipped.library.progress
    cards = with_class(page, "target-card")
    targets = shipped.library.targets.to_dict("records")
    assert len(cards) == len(targets) == 5
    for card, target in zip(cards, targets, strict=True):
        actual = progress[(progress["target_id"] == target["target_id"]) & (progress["kind"] == "actual")]
        shown = with_class(card, "progress-row")
        assert len(shown) == len(actual)
        for row, line in zip(actual.to_dict("records"), shown, strict=True):
            assert quantity(row["value"], row["unit"], Voice(lang)) in words(line)
            assert with_class(line, f"confidence-{row['confidence']}")
            doubtful = row["confidence"] in {"low", "doubtful"}
            assert bool(with_class(line, "doubtful")) == doubtful
        if len(actual) > 1 and target["unit"] != "1":
            assert quantity(float(actual["value"].sum()), target["unit"], Voice(lang)) not in words(card)
    assert len(with_class(page, "is-doubtful")) == int(progress["confidence"].isin(["low", "doubtful"]).sum())


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["70 万个", "65 万人以上", "5%以内", "5000 人", "50 万人"]),
        ("en", ["700,000 posts", "650,000 persons or more", "within 5%", "5,000 persons", "500,000 persons"]),
    ],
)
def test_targets_say_what_the_plan_says_and_no_more(
    draw: Callable[..., Any], lang: str, said: list[str]
) -> None:
    cards = with_class(draw("/policy", lang=lang), "target-card")
    assert [words(with_class(card, "card-value")[0]) for card in cards] == said
    assert "城镇新增就业65万人以上" in words(cards[1]), "the plan's own words beside the figure"


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (0.0386, "1", "3.86%", "3.86%"),
        (0.05, "1", "5%", "5%"),
        (650000, "person", "65.0 万人", "650,000 persons"),
        (928.16, "hundred_million_yuan", "928.2 亿元", "928.2 hundred million yuan"),
    ],
)
def test_quantities(value: float, unit: str, zh: str, en: str) -> None:
    assert (quantity(value, unit, Voice("zh")), quantity(value, unit, Voice("en"))) == (zh, en)


def test_targets_are_translated_with_the_original_beside(draw: Callable[..., Any]) -> None:
    page = draw("/policy", lang="en")
    notes = [words(n) for n in with_class(page, "card-note")]
    assert any(
        "Part 2, main targets: 650,000 or more new urban jobs" in n and "城镇新增就业" in n for n in notes
    )
