"""What is hidden stays hidden: no arithmetic on what is shown gives away how many people stand behind a hidden cell."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.indicators.compute import Indicators
from equity.indicators.publishable import hidden_cells, hidden_parts
from equity.plans import Question, suggest
from equity.query import GAP, Query
from equity.say import Voice
from equity.views.children import children_section
from equity.views.tables import Table
from equity.views.view import View
from tests.conftest import World
from tests.world import CODES, ZONES

BELOW = 10
GROUPS = {"resident": ("local", "non_local"), "registered": ("local", "absent")}
INSIDE = {"core": ("a", "b", "c"), "expansion": ("d",), "ecological": ("e", "f"), "city": tuple("abcdef")}

counts = st.sampled_from([0, 1, 3, 6, 9, 10, 14, 40, 300])
divisions = st.fixed_dictionaries(
    {d: st.fixed_dictionaries({g: counts for g in ("local", "non_local", "absent")}) for d in "abcdef"}
)


def cells(world: Mapping[str, Mapping[str, int]]) -> tuple[dict[Any, float], list[Any]]:
    """Every zone's groups, and every sum that anybody can do with them."""
    people: dict[Any, float] = {}
    for zone, members in {**INSIDE, **{d: (d,) for d in "abcdef"}}.items():
        for group in ("local", "non_local", "absent"):
            people[zone, group] = sum(world[d][group] for d in members)
        for whole, parts in GROUPS.items():
            people[zone, whole] = sum(people[zone, part] for part in parts)
    groups = ("local", "non_local", "absent", *GROUPS)
    sums = [((zone, g), tuple((d, g) for d in members)) for zone, members in INSIDE.items() for g in groups]
    sums += [(("city", g), tuple((z, g) for z in INSIDE if z != "city")) for g in groups]
    sums += [
        ((zone, whole), tuple((zone, part) for part in parts))
        for zone in (*INSIDE, *"abcdef")
        for whole, parts in GROUPS.items()
    ]
    return people, sums


def follows(shown: list[Any], wanted: Any) -> bool:
    """Whether a combination of the shown cells is the wanted one: each as a row over the groups of the divisions."""

    def row(cell: Any) -> list[int]:
        zone, group = cell
        return [
            int(d in INSIDE.get(zone, (zone,)) and part in GROUPS.get(group, (group,)))
            for d in "abcdef"
            for part in ("local", "non_local", "absent")
        ]

    known = np.array([row(c) for c in shown]) if shown else np.zeros((1, 18))
    return bool(np.linalg.matrix_rank(np.vstack([known, row(wanted)])) == np.linalg.matrix_rank(known))


@settings(max_examples=150, deadline=None)
@given(world=divisions)
def test_no_combination_of_what_is_shown_gives_a_hidden_cell(world: Mapping[str, Mapping[str, int]]) -> None:
    people, sums = cells(world)
    hidden = hidden_cells(people, sums, BELOW)
    assert {c for c, n in people.items() if 0 < n < BELOW} <= hidden
    # a cell where nobody is tells nobody's secret, whether it is shown or not
    shown = [c for c in people if c not in hidden]
    for cell in hidden:
        assert people[cell] == 0 or not follows(shown, cell), cell
    for total, parts in sums:
        rest = [people[c] for c in parts if c in hidden and people[c] > 0]
        if total not in hidden and rest:
            assert len(rest) > 1 and sum(rest) >= BELOW, (total, "minus what is shown of it")


def test_nothing_is_hidden_without_a_reason() -> None:
    people, sums = cells({d: {"local": 40, "non_local": 0, "absent": 12} for d in "abcdef"})
    assert hidden_cells(people, sums, BELOW) == frozenset()


def test_the_smallest_neighbour_is_hidden_too() -> None:
    people = {"city": 107.0, "a": 7.0, "b": 60.0, "c": 40.0}
    assert hidden_cells(people, [("city", ("a", "b", "c"))], BELOW) == {"a", "c"}
    assert hidden_cells(people, [("city", ("a", "b", "c"))], BELOW, also=["b"]) == {"a", "b"}
    alone = {"zone": 7.0, "a": 7.0}
    assert hidden_cells(alone, [("zone", ("a",))], BELOW) == {"zone", "a"}


@settings(max_examples=200, deadline=None)
@given(
    people=st.lists(counts, min_size=1, max_size=8),
    also=st.sets(st.integers(0, 7)),
    total_hidden=st.booleans(),
)
def test_the_parts_of_one_sum_are_hidden_as_any_cells_are(
    people: list[int], also: set[int], total_hidden: bool
) -> None:
    """The rule for a million points of one division is the rule for all cells."""
    inside = {n for n in also if n < len(people)}
    cells = {**{n: float(p) for n, p in enumerate(people)}, None: float(sum(people))}
    beforehand = {*inside, None} if total_hidden else inside
    expected = hidden_cells(cells, [(None, tuple(range(len(people))))], BELOW, also=beforehand) - {None}
    mask = np.isin(np.arange(len(people)), list(inside))
    found = hidden_parts(np.array(people, dtype=float), mask, BELOW, total_hidden=total_hidden)
    assert set(np.flatnonzero(found)) == expected


def few_from_elsewhere(rows: dict[str, list[dict[str, Any]]], count: int = 7) -> None:
    """Seven non-local residents in B; its settlement point has them."""
    for row in rows["division_population"]:
        if row["adcode"] == "530103" and row["population_group"] in {"non_local", "local"}:
            row["persons"] = count if row["population_group"] == "non_local" else 500 - count
        if row["adcode"] == "530103" and row["population_group"] == "registered":
            row["persons"] = 700 - count
    for point in rows["settlement_points"]:
        if point["adcode"] == "530103":
            point |= {"local_persons": 500 - count, "non_local_persons": count}


def test_every_outlet_hides_the_same_seven_people(world: World) -> None:
    """B has 7 non-local residents: A, its only neighbour in the core, would give them away, and so would the sums of both."""
    indicators = world(few_from_elsewhere)
    hidden = ("530103", "530102")
    for zone in hidden:
        people = indicators.population(zone)
        assert {g: r.status for g, r in people.items()}["non_local"] == "suppressed"
        assert {g: r.status for g, r in people.items()}["local"] == "suppressed", "residents − local"
        assert people["resident"].ok and people["non_local"].persons is None
        share = indicators.value(Query("population", "non_local_share", "value"), zone)
        assert (share.status, share.persons) == ("suppressed", None)
        for measure, basis in (
            ("reach", "non_local"),
            ("effective", GAP),
            ("adequacy", "local"),
            ("parity", "value"),
        ):
            record = indicators.value(Query("clinic", measure, basis), zone)
            assert (record.status, record.value, record.persons) == ("suppressed", None, None), (
                zone,
                measure,
            )
        split = indicators.split("clinic", zone)
        assert (split.status, split.parts(), split.local) == ("suppressed", {}, None)
    core = indicators.population("core")
    assert (core["non_local"].value, core["resident"].value) == (407, 1500)
    assert indicators.value(Query("clinic", "reach", "non_local"), "core").persons == 407
    assert "p-530103" not in set(indicators.points("clinic")["point_id"])
    assert indicators.population("530111")["non_local"].ok
    table = indicators.library.table("division_population").set_index(["adcode", "population_group"])[
        "persons"
    ]
    empty = {key for key in table.index if pd.isna(table[key])}
    assert empty >= {(zone, group) for zone in hidden for group in ("local", "non_local")}
    assert table["530103", "resident"] == 500
    assert "p-530103" not in set(indicators.library.table("settlement_points")["point_id"])


def test_tables_hide_small_shares_births_and_households(world: World) -> None:
    def few(rows: dict[str, list[dict[str, Any]]]) -> None:
        """3 of the 500 residents of B are of ages 5 to 9; 4 households; 7 births."""
        for row in rows["division_shares"]:
            if (row["adcode"], row["item"]) == ("530103", "age_5_9"):
                row["share"] = 0.006
        for row in rows["households"]:
            if row["adcode"] == "530103":
                row["family_households"] = 4
        common = {"year": 2021, "grade": "observed", "source": "test"}
        rows["births"] = [{"adcode": c, "births": n, **common} for c, n in (("530103", 7), ("530111", 40))]

    library = world(few).library
    shares = library.table("division_shares").set_index(["adcode", "item"])["share"]
    assert pd.isna(shares["530103", "age_5_9"])
    assert shares["530111", "age_5_9"] == 0.05
    homes = library.table("households").set_index("adcode")["family_households"]
    assert pd.isna(homes["530103"])
    assert homes["530102"] == 500
    births = library.table("births").set_index("adcode")["births"]
    assert pd.isna(births["530103"])
    assert births["530111"] == 40


def test_the_threshold_is_met_by_those_who_need_the_service(world: World) -> None:
    """100 non-local residents of B are shown; the 6 children of primary age among them are not."""
    indicators = world(lambda rows: (few_from_elsewhere(rows, 100), _school(rows)))
    assert indicators.population("530103")["non_local"].value == 100
    for zone in ("530103", "530102"):
        assert indicators.value(Query("primary_school", "reach", "non_local"), zone).status == "suppressed"
    assert indicators.value(Query("primary_school", "reach", "non_local"), "core").ok
    assert indicators.value(Query("clinic", "reach", "non_local"), "530103").ok


def _school(rows: dict[str, list[dict[str, Any]]]) -> None:
    from tests.world import facility

    rows["facilities"] += [facility(f"s{x}", "primary_school", x, 500, 60) for x in (500, 1500)]


def test_sites_tell_of_no_hidden_point(world: World) -> None:
    indicators = world(few_from_elsewhere)
    for group in ("resident", "local"):
        asked = Question(service="clinic", group=group, count=3, capacity=1)  # type: ignore[arg-type]
        found = suggest(asked, indicators, evaluated=False)
        assert all("530103" not in change.name for change in found.plan.changes if change.kind == "add")


@pytest.mark.parametrize("seed", range(5))
def test_random_worlds_give_no_hidden_cell_away(world: World, seed: int) -> None:
    """Through the facade: what is printed of all zones and groups, and the people in demand with the access figures."""
    rng = random.Random(seed)
    made = {
        c: {g: rng.choice([0, 2, 5, 9, 15, 80, 400]) for g in ("local", "non_local", "absent")} for c in CODES
    }

    def change(rows: dict[str, list[dict[str, Any]]]) -> None:
        for row in rows["division_population"]:
            parts = GROUPS.get(row["population_group"], (row["population_group"],))
            row["persons"] = sum(made[row["adcode"]][p] for p in parts)
        for point in rows["settlement_points"]:
            point |= {f"{g}_persons": made[point["adcode"]][g] for g in ("local", "non_local", "absent")}

    indicators = world(change)
    _assert_nothing_follows(indicators, made)


def _assert_nothing_follows(indicators: Indicators, made: Mapping[str, Mapping[str, int]]) -> None:
    members = {z.code: [c for c in CODES if z.code in (c, ZONES[c], "530100")] for z in indicators.zones()}

    def row(zone: str, group: str) -> list[int]:
        parts = GROUPS.get(group, (group,))
        return [
            int(c in members[zone] and p in parts) for c in CODES for p in ("local", "non_local", "absent")
        ]

    shown = []
    for zone in members:
        for group, record in indicators.population(zone).items():
            if record.value is not None:
                shown.append(row(zone, group))
        for group in ("local", "non_local"):
            reach = indicators.value(Query("clinic", "reach", group), zone)
            if reach.persons is not None:
                shown.append(row(zone, group))
    raw = indicators.library.table("division_population")
    shown += [row(r.adcode, r.population_group) for r in raw.itertuples() if not pd.isna(r.persons)]
    for point in indicators.library.table("settlement_points").itertuples():  # one in each division
        shown += [row(point.adcode, g) for g in ("local", "non_local", "absent")]
    known = np.array(shown) if shown else np.zeros((1, 12))
    rank = np.linalg.matrix_rank(known)
    for zone in members:
        for group in ("local", "non_local", "absent", *GROUPS):
            people = sum(made[c][p] for c in members[zone] for p in GROUPS.get(group, (group,)))
            if 0 < people < BELOW:
                assert np.linalg.matrix_rank(np.vstack([known, row(zone, group)])) > rank, (zone, group)


def test_nothing_shipped_is_hidden(shipped: Indicators) -> None:
    for zone in shipped.zones():
        assert all(r.ok for r in shipped.population(zone.code).values())
        assert all(r.ok for r in shipped.ages(zone.code).values())
    assert len(shipped.points("clinic")) == len(shipped.warehouse.table("core_points"))


def small_classes(rows: dict[str, list[dict[str, Any]]]) -> None:
    """12 residents of B in each age band: 7.2 of them of junior secondary age, too few to be shown though each band is shown.

    Pupils are published for 2020 and for a year that no definition lists.
    """
    for row in rows["division_shares"]:
        if row["adcode"] == "530103" and str(row["item"]) in {"age_5_9", "age_10_14", "age_15_19"}:
            row["share"] = 0.024
    common = {
        "service": "junior_school",
        "item": "enrolled",
        "unit": "pupil",
        "grade": "observed",
        "source": "t",
    }
    rows["totals"] += [
        {"adcode": code, "value": 20, "year": year, **common}
        for code in ("530102", "530103", "530111")
        for year in (2020, 2022)
    ]


def test_children_too_few_are_hidden_in_every_year_with_what_gives_them_away(world: World) -> None:
    """B's 7.2 children: A is hidden beside them, because the core (A and B) is shown; C and the city are."""
    indicators = world(small_classes)
    assert indicators.ages("530103")["age_10_14"].ok, "the band itself is no secret"
    asked = [
        (Query("population", "children_junior", "value", year), year) for year in (2020, 2021, 2022, 2024)
    ]
    asked += [(Query("junior_school", "enrolment_ratio", "resident", year), year) for year in (2020, 2022)]
    asked += [(Query("junior_school", "demand", "resident", 2020), 2020)]
    for query, _ in asked:
        found = {zone: indicators.value(query, zone) for zone in (*CODES, "core", "530100")}
        for zone in ("530102", "530103"):
            record = found[zone]
            assert (record.status, record.value, record.persons) == ("suppressed", None, None), (query, zone)
        assert found["530111"].ok, query
        if query.service == "population":
            assert found["core"].ok and found["530100"].ok
            rest = (found["530100"].value or 0) - (found["530111"].value or 0)
            assert rest == pytest.approx(found["core"].value), "of A and B together, no more"
    assert indicators.value(Query("population", "children_primary", "value", 2020), "530103").ok, (
        "14.4 are shown"
    )


def test_children_of_a_group_are_hidden_with_the_other(world: World) -> None:
    """A tenth of B's residents come from elsewhere, and so 1.5 of its 15 children of junior age; A would give them away."""
    indicators = world(lambda rows: few_from_elsewhere(rows, 50))
    assert indicators.population("530103")["non_local"].value == 50
    for zone in ("530103", "530102"):
        for group in ("local", "non_local"):
            record = indicators.value(Query("population", "children_junior", group, 2022), zone)
            assert (record.status, record.value) == ("suppressed", None), (zone, group)
        assert indicators.value(Query("population", "children_junior", "value", 2022), zone).ok
    assert indicators.value(Query("population", "children_junior", "non_local", 2022), "core").ok


def test_every_outlet_hides_the_same_children(world: World) -> None:
    indicators = world(small_classes)
    for zone in ("530102", "530103"):
        section = children_section(View(indicators, Voice("zh")).at(zone))
        for table in (b for b in section.blocks if isinstance(b, Table)):
            if table.has("junior"):
                assert all(c.value is None for c in table.cells("junior")), zone
