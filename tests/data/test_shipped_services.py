"""Service totals: observed as published, estimated derived again; standards unverified until read."""

import pytest
from tests.data import census_estimates as e

CITY = "530100"
STAFF = {
    "health_staff": "health_social_work_share",
    "education_staff": "education_industry_share",
    "public_service_staff": "public_admin_social_security_share",
}
OBSERVED = [
    ("530114", "primary_school", 23, 37_459),
    ("530114", "junior_school", 6, 18_364),
    ("530113", "primary_school", 27, 18_727),
    ("530113", "junior_school", 10, 9_234),
    ("530113", "senior_school", 3, 6_117),
    ("530124", "primary_school", 22, 8_817),
    ("530124", "junior_school", 6, 6_980),
    ("530124", "senior_school", 2, 4_195),
    (CITY, "senior_school", 145, 142_581),
]


@pytest.fixture(scope="module")
def totals(rows):
    return {(r["adcode"], r["service"], r["item"]): r for r in rows("services/totals.csv")}


@pytest.fixture(scope="module")
def conditions(rows):
    return {(r["adcode"], r["item"]): float(r["value"]) for r in rows("services/conditions.csv")}


@pytest.fixture(scope="module")
def codes(rows):
    return [r["adcode"] for r in rows("geo/divisions.csv")]


def estimate(row):
    return e.Estimate(float(row["value"]), float(row["low"]), float(row["high"]))


@pytest.mark.parametrize("service", STAFF)
def test_staff_derived_again(service, totals, conditions, codes):
    parts = []
    for code in codes:
        again = e.long_form_workers(
            int(conditions[code, "employed_persons"]), conditions[code, STAFF[service]]
        )
        row = totals[code, service, "capacity"]
        assert estimate(row) == again and row["grade"] == "estimated" and "居住地" in row["note"]
        parts.append(again)
    assert estimate(totals[CITY, service, "capacity"]) == e.add_independent(parts)


def test_employed_persons_follow_from_rate_and_ages(conditions, codes, persons, rows):
    share = {(r["adcode"], r["item"]): float(r["share"]) for r in rows("population/division_shares.csv")
             if r["year"] == "2020"}  # fmt: skip
    for code in codes:
        over_16 = 1 - share[code, "age_0_14"] - share[code, "age_15_19"] / 5
        residents = int(persons[code, 2020, "resident"]["persons"])
        expected = residents * over_16 * conditions[code, "employment_rate_16plus"]
        assert conditions[code, "employed_persons"] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    ("code", "per_1000"), [("530111", 8.7), ("530114", 7.2), ("530113", 10.8), ("530112", 24.3), (CITY, 12.6)]
)
def test_health_staff_who_live_there(code, per_1000, totals, persons):
    staff = float(totals[code, "health_staff", "capacity"]["value"])
    assert round(staff / int(persons[code, 2020, "resident"]["persons"]) * 1000, 1) == per_1000


@pytest.mark.parametrize(("code", "service", "schools", "pupils"), OBSERVED)
def test_education_as_published(code, service, schools, pupils, totals):
    for item, value in (("facilities", schools), ("enrolled", pupils)):
        row = totals[code, service, item]
        assert float(row["value"]) == value and row["grade"] == "observed"


def test_city_schools_and_pupils(totals):
    assert float(totals[CITY, "primary_school", "facilities"]["value"]) == 717
    assert float(totals[CITY, "junior_school", "facilities"]["value"]) == 204
    primary, junior = e.pupils_from_intake(77_838, 781_330)
    assert estimate(totals[CITY, "primary_school", "enrolled"]) == primary
    assert estimate(totals[CITY, "junior_school", "enrolled"]) == junior
    assert (primary.value, junior.value) == (547_816, 233_514)


def test_other_totals(totals):
    assert float(totals[CITY, "rental_housing", "capacity"]["value"]) == 117_700
    assert float(totals["530112", "clinic", "facilities"]["value"]) == 11
    beds = totals[CITY, "hospital", "capacity"]
    assert float(beds["value"]) == round(8.27 * 7821) and beds["grade"] == "estimated"


def test_every_standard_is_named_and_none_claims_to_be_verified(rows):
    standards = {r["standard_id"]: r for r in rows("services/standards.csv")}
    assert {
        "compulsory_place",
        "primary_radius",
        "junior_radius",
        "health_centre_radius",
        "gp_per_10000",
    } <= set(standards)
    assert {r["verified"] for r in standards.values()} == {"false"}
    assert (
        float(standards["primary_radius"]["value"]) == 500
        and float(standards["junior_radius"]["value"]) == 1000
    )
    assert (
        float(standards["gp_per_10000"]["value"]) == 2 and float(standards["compulsory_place"]["value"]) == 1
    )
    assert float(standards["difference_coefficient_primary"]["value"]) == 0.5
    assert float(standards["difference_coefficient_junior"]["value"]) == 0.45


def test_named_facilities_carry_no_coordinates(rows):
    named = rows("services/named_facilities.csv")
    assert len(named) == 33 and not {"lon", "lat"} & set(named[0])


def test_townships(rows):
    towns = rows("geo/townships.csv")
    assert len(towns) == 147
    assert sum(r["statutory"] == "true" for r in towns) == 139
    assert sum(bool(r["lon"]) for r in towns) == 49 and sum(bool(r["population"]) for r in towns) == 29
    assert all(bool(r["lon"]) == bool(r["coord_source"]) for r in towns)
    assert all(r["town_code"].startswith(r["adcode"]) for r in towns)
