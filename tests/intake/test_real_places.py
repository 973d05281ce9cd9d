"""Rows without coordinates are placed by the communities and townships they name, with the precision recorded."""

from __future__ import annotations

import pytest

from equity.checking.communities import core
from equity.checking.surroundings import Surroundings
from tests.intake.conftest import Check, codes


@pytest.fixture(scope="module")
def located(around: Surroundings) -> tuple[str, str, str]:
    """(name, division, code) of a community with a point, whose name is the only one of its division."""
    table = around.tables["communities"].dropna(subset=["lon"])
    for row in table.itertuples():
        if len(around.gazetteer.communities.named(row.name_zh, row.adcode)) == 1:
            return row.name_zh, around.gazetteer.names[row.adcode], row.community_code
    raise AssertionError


@pytest.mark.parametrize("header", ["社区", "村(社区)", "地址"])
def test_a_community_places_a_row(
    header: str, located: tuple[str, str, str], check: Check, around: Surroundings
) -> None:
    name, division, code = located
    text = f"{division}{core(name)}社区12号" if header == "地址" else name
    outcome = check(f"名称,区县,{header},在校生数\n一小,{division},{text},9\n")
    row, point = outcome.accepted.iloc[0], around.community_points.loc[code]
    assert (row["lon"], row["lat"]) == (point["lon"], point["lat"]) and "社区" in row["note"]
    assert row["town_code"] == code[:9] and outcome.precision == {"community": 1}
    assert "社区 1 行" in outcome.findings.set_index("code").loc["placed_by", "a"]


def test_a_community_without_a_point_leads_to_its_township(check: Check, around: Surroundings) -> None:
    table = around.tables["communities"]
    known = table[table["lon"].isna() & table["town_code"].isin(around.seats.index)]
    one = next(r for r in known.itertuples() if len(around.gazetteer.communities.named(r.name_zh)) == 1)
    outcome = check(f"名称,社区,在校生数\n一小,{one.name_zh},9\n")
    row = outcome.accepted.iloc[0]
    assert row["adcode"] == one.adcode and row["town_code"] == one.town_code
    assert row["lon"] == around.seats.loc[one.town_code, "lon"] and outcome.precision == {"township": 1}
    assert {"division_from_community", "township_from_community"} <= codes(outcome)


def test_a_code_of_twelve_digits_is_a_community(located: tuple[str, str, str], check: Check) -> None:
    _, division, code = located
    assert check(f"名称,区县,社区,在校生数\n一小,{division},{code},9\n").precision == {"community": 1}


def test_a_name_that_several_have_is_not_guessed(check: Check, around: Surroundings) -> None:
    names = around.gazetteer.communities
    twice = next(n for n, found in names._by_core.items() if len({c.adcode for c in found}) > 1)
    outcome = check(f"名称,社区,在校生数\n一小,{twice}社区,9\n")
    assert outcome.accepted_rows == 0 and "unknown_community" in codes(outcome)


def test_the_official_list_is_whole(around: Surroundings) -> None:
    table = around.tables["communities"]
    assert len(table) == 1738 and table["kind"].value_counts().to_dict() == {
        "village_committee": 917,
        "residents_committee": 820,
        "other": 1,
    }
    located = table.dropna(subset=["lon"])
    found = around.areas.locate(located["lon"].to_numpy(float), located["lat"].to_numpy(float))
    assert len(located) == 276 and (found == located["adcode"].to_numpy()).mean() > 0.99
    assert (table["community_code"].str[:9] == table["town_code"]).all()
