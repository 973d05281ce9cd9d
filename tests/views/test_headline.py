"""The first sentence of a map over odd worlds: ties, all equal, one division with data, negative, none. Reviewed text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from equity.query import GAP, Query
from equity.views.headline import headline
from tests.views.facts import Facts, view_of

REVIEWED = {
    entry["world"]: entry
    for entry in tomllib.loads(Path(__file__).with_name("headlines.toml").read_text(encoding="utf-8"))[
        "sentence"
    ]
}
REGISTER = Query("population", "register_coverage", "value")
COVERAGE, BY_RESIDENTS = Query("clinic", "coverage", GAP), Query("clinic", "coverage", "resident")
RESIDENTS, EFFECTIVE = Query("population", "residents", "value"), Query("clinic", "effective", GAP)
PARITY = Query("clinic", "parity", "value")


def divisions(*values: float | str) -> dict[str, float | str]:
    return dict(zip("abcde", values, strict=False))


def register(
    *values: float,
    city: float | str = 60.0,
    beyond: float = 1000.0,
    spare: tuple[float, ...] = (),
    ranges: dict[str, tuple[int, int]] | None = None,
) -> Facts:
    given = {("register_coverage", "value"): {**divisions(*values), "city": city}}
    given |= {("spare_share", "value"): divisions(*spare)} if spare else {}
    return Facts(given | {("beyond_register", "value"): {"city": beyond}}, ranges=ranges)


def coverage(resident: tuple[float, ...], registered: tuple[float, ...], grade: str = "observed") -> Facts:
    """Coverage by division on both bases, the last number is the city's."""
    sides = [dict(zip([*"abcde", "city"], side, strict=True)) for side in (resident, registered)]
    gap = {zone: sides[1][zone] - sides[0][zone] for zone in sides[0]}
    given = {("coverage", "resident"): sides[0], ("coverage", "registered"): sides[1], ("coverage", GAP): gap}
    return Facts(given, grade=grade)


def one(measure: str, basis: str, *values: float | str, city: float | str = "no_data") -> Facts:
    return Facts({(measure, basis): {**divisions(*values), "city": city}})


LOW, HIGH = (60.0, 80, 100, 70, 100, 80), (100.0, 100, 100, 90, 100, 95)
WORLDS = {
    "rc": (register(38.1, 50, 100, 100, 80), REGISTER),
    "rc one covered": (register(38.1, 50, 100, 99, 80), REGISTER),
    "rc all covered": (register(100, 100, 100, 100, 100, city=100.0, beyond=0.0), REGISTER),
    "rc one spare": (register(38.1, 50, 100, 99, 80, spare=(0, 0, 21.4, 0, 0)), REGISTER),
    "rc spare": (register(38.1, 50, 100, 100, 80, spare=(0, 0, 21.4, 3.0, 0)), REGISTER),
    "rc spare unsure": (
        register(38.1, 50, 100, 100, 80, spare=(0, 0, 21.4, 20.9, 0), ranges={"c": (1, 2), "d": (1, 2)}),
        REGISTER,
    ),
    "rc tie": (register(38.1, 38.1, 100, 99, 80), REGISTER),
    "rc unsure": (register(38.1, 40, 100, 99, 80, ranges={"a": (4, 5)}), REGISTER),
    "rc some": (register(38.1, 40, city="no_data"), REGISTER),
    "rc none": (register(city="no_data"), REGISTER),
    "cov hidden": (coverage(LOW, HIGH), COVERAGE),
    "cov one hidden": (coverage((60.0, 100, 100, 100, 100, 80), (100.0, 100, 100, 100, 100, 95)), COVERAGE),
    "cov both below": (coverage(LOW, (90.0, 95, 100, 60, 100, 95)), COVERAGE),
    "cov met": (coverage((100.0,) * 6, (100.0,) * 6), COVERAGE),
    "cov illus": (coverage(LOW, HIGH, "illustrative"), COVERAGE),
    "cov standard": (coverage(LOW, HIGH), COVERAGE.but(service="primary_school")),
    "cov standard met": (coverage((100.0,) * 6, (100.0,) * 6), COVERAGE.but(service="primary_school")),
    "cov many": (coverage((60.0, 80, 61, 70, 99.9, 80), (100.0, 100, 100, 100, 100, 95)), COVERAGE),
    "cov level": (coverage((60.0, 80, 100, 60, 100, 80), HIGH), BY_RESIDENTS),
    "cov level one data": (one("coverage", "resident", 60.0), BY_RESIDENTS),
    "residents": (one("residents", "value", 10, 20, 30, 40, 50, city=150), RESIDENTS),
    "residents 3 of 5": (one("residents", "value", 10, 20, 30), RESIDENTS),
    "residents equal": (one("residents", "value", 10, 10, 10, 10, 10, city=50), RESIDENTS),
    "residents none": (Facts({}), RESIDENTS),
    "residents suppressed": (
        one("residents", "value", "suppressed", 10, 10, city="suppressed"),
        RESIDENTS,
    ),
    "eff": (one("effective", GAP, 10.0, -5, 3, 0, 2, city=-5.6), EFFECTIVE),
    "eff none worse": (one("effective", GAP, -10.0, -5, 0.02, 0, -2, city=-5.6), EFFECTIVE),
    "eff one": (one("effective", GAP, -10.0, 5, 0.02, 0, -2, city=-5.6), EFFECTIVE),
    "rc 2023": (register(38.1, 50, 100, 100, 80), REGISTER.but(year=2023)),
    "children 2026": (
        Facts(
            {("children_primary", "value"): {**divisions(10, 20, 30, 40, 50), "city": 150}}, grade="estimated"
        ),
        Query("population", "children_primary", "value", 2026),
    ),
    "parity": (one("parity", "value", 0.8, 1.2, 1, 0.9, 1, city=0.97), PARITY),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("world", WORLDS)
def test_reviewed_sentences(world: str, lang: str) -> None:
    facts, query = WORLDS[world]
    assert headline(view_of(facts, lang, query)).text == REVIEWED[world][lang]


def test_every_reviewed_sentence_has_its_world() -> None:
    assert set(REVIEWED) == set(WORLDS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_placeholders_are_marked_and_neither_ranked_nor_compared(lang: str) -> None:
    facts, query = WORLDS["cov illus"]
    said = headline(view_of(facts, lang, query))
    assert said.illustrative
    for word in ("最", "highest", "lowest", "most"):
        assert word not in said.text
