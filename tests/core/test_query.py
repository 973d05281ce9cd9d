"""Query and presentation: round trip through the URL, and no parameter that can break a page."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given, settings
from hypothesis import strategies as st

from equity.indicators.registry import registry
from equity.indicators.resolve import resolve, years_of
from equity.query import (
    LAYERS,
    LONGEST_Q,
    PRESENTATION_CHOICES,
    Presentation,
    Query,
    read_presentation,
    to_url,
)

ALL_QUERIES = [
    Query(d.id, m.id, basis, year)
    for d in registry().values()
    for m in registry().measures_of(d.id)
    for basis in m.bases
    for year in years_of(d, m)
]


def test_every_valid_query_survives_the_url() -> None:
    for query in ALL_QUERIES:
        for level in ("division", "functional_zone", "city"):
            asked = query.but(level=level)
            assert resolve(dict(parse_qsl(to_url(asked))), registry(), years_of) == (asked, []), asked


@given(
    lang=st.sampled_from(["zh", "en"]),
    theme=st.sampled_from(["light", "dark"]),
    zone=st.sampled_from(["", "530111"]),
    layers=st.sets(st.sampled_from(LAYERS)),
    sort=st.sampled_from(PRESENTATION_CHOICES["sort"]),
    q=st.text(max_size=LONGEST_Q).map(str.strip),
)
def test_every_presentation_survives_the_url(
    lang: str, theme: str, zone: str, layers: set[str], sort: str, q: str
) -> None:
    shown = Presentation(lang, theme, zone, tuple(name for name in LAYERS if name in layers), sort=sort, q=q)
    assert read_presentation(dict(parse_qsl(to_url(Query(), shown))), {"530111"}) == (shown, [])


def test_sorting_that_does_not_exist_and_an_endless_filter_are_replaced_with_a_notice() -> None:
    shown, notices = read_presentation({"sort": "size", "q": "x" * 200}, set())
    assert (shown.sort, shown.q) == ("rank", "x" * LONGEST_Q)
    assert [n.parameter for n in notices] == ["sort", "q"]


@settings(max_examples=300)
@given(
    args=st.dictionaries(
        st.sampled_from(["service", "measure", "basis", "year", "level", "scenario", "x"]),
        st.text(max_size=12),
    )
)
def test_any_arguments_give_a_valid_query_and_say_what_changed(args: dict[str, str]) -> None:
    query, notices = resolve(args, registry(), years_of)
    assert resolve(dict(parse_qsl(to_url(query))), registry(), years_of) == (query, [])
    for notice in notices:
        assert notice.parameter in args and notice.message("zh") != notice.message("en")


def test_the_nearest_year_is_taken() -> None:
    query, notices = resolve({"service": "clinic", "year": "2035"}, registry(), years_of)
    assert query.year == 2023 and [n.parameter for n in notices] == ["year"]


def test_a_basis_of_another_measure_is_replaced_with_a_notice() -> None:
    query, notices = resolve(
        {"service": "clinic", "measure": "reach", "basis": "resident"}, registry(), years_of
    )
    assert query.basis == "gap" and [n.parameter for n in notices] == ["basis"]
