"""Definitions: all load, agree with the shipped data, and every broken rule is named with file and field."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from equity.documents.making import make_report, read_shapes
from equity.errors import DataError
from equity.indicators.compute import Indicators
from equity.indicators.registry import DEFINITIONS_DIR, read_registry, registry
from equity.settings import Settings

INVALID = {
    "not_toml": ("id = clinic", "id = = clinic", "—"),
    "id_not_file_name": ('id = "clinic"', 'id = "clinics"', "id"),
    "unknown_field": ('kind = "facility"', 'kind = "facility"\ncolour = "red"', "colour"),
    "unknown_kind": ('kind = "facility"', 'kind = "building"', "kind"),
    "missing_label": (r"label = \{[^\n]*\n", "", "label"),
    "empty_english": (r'(label = \{ zh = "[^"]*", en = )"[^"]*"', r'\1""', "label.en"),
    "fixed_standard_without_source": ('standard_id = "gp_country_2023"\n', "", "standard"),
    "negative_standard": (
        "units_per_person = 0.000399",
        "units_per_person = -1",
        "standard.units_per_person",
    ),
    "radius_zero": ("radius_m = 1000", "radius_m = 0", "reach.radius_m"),
    "detour_below_one": ("detour = 1.3", "detour = 0.5", "reach.detour"),
    "share_above_one": ("value = 0.97", "value = 1.97", "eligibility.factors.0.value"),
    "interval_misses_value": ("low = 0.9", "low = 0.99", "eligibility.factors.0"),
    "year_twice": (r"years = \[2020, 2023\]", "years = [2020, 2020]", "years"),
    "facility_without_reach": (r"\[reach\][^\[]*", "", "—"),
    "parts_with_everyone": (
        'rule = "everyone"',
        'rule = "everyone"\nparts = [{ item = "age_5_9", weight = 1.0 }]',
        "demand",
    ),
    "ages_with_everyone": ('rule = "everyone"', 'rule = "everyone"\nages = [6, 11]', "demand"),
    "facility_without_rate": (r"rate = [^\n]*\n", "", "—"),
    "no_review_date": (r"review_date = [^\n]*\n", "", "review_date"),
}


@pytest.mark.parametrize("name", list(INVALID))
def test_every_broken_rule_names_file_and_field(tmp_path: Path, name: str) -> None:
    pattern, replacement, field = INVALID[name]
    text = (DEFINITIONS_DIR / "clinic.toml").read_text(encoding="utf-8")
    broken = (
        text.replace(pattern, replacement) if pattern in text else re.sub(pattern, replacement, text, count=1)
    )
    if name == "not_toml":
        broken = "id = = clinic"
    assert broken != text
    (tmp_path / "clinic.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_registry(tmp_path)
    assert ("clinic.toml", field) in {(p.file, p.field) for p in caught.value.problems}
    assert "clinic.toml" in caught.value.zh and "clinic.toml" in caught.value.en
    if name != "not_toml":  # the parser's own words
        assert all(re.search(r"[\u4e00-\u9fff]", p.zh) for p in caught.value.problems)
        assert not re.search(
            r"Field|Input|Value error|should|needs", " ".join(p.zh for p in caught.value.problems)
        )


def test_a_new_service_needs_no_code(tmp_path: Path) -> None:
    shutil.copytree(DEFINITIONS_DIR, tmp_path / "d")
    text = (
        (DEFINITIONS_DIR / "clinic.toml")
        .read_text(encoding="utf-8")
        .replace('id = "clinic"', 'id = "kindergarten"')
    )
    (tmp_path / "d" / "kindergarten.toml").write_text(text, encoding="utf-8")
    assert "kindergarten" in read_registry(tmp_path / "d")


def test_the_sign_of_a_gap_is_stated_once_for_each_family() -> None:
    for measure in registry().measures.values():
        if measure.gap:
            assert measure.gap in {("registered", "resident"), ("local", "non_local")}
    provision = [m.id for m in registry().measures.values() if m.family == "provision" and m.gap]
    assert provision == ["coverage"], "capped coverage of a stated standard is the only gap by basis"


def test_what_is_said_of_a_service_follows_from_what_it_offers() -> None:
    """Staff where they live and housing have no coverage, shortfall or gap; without a standard there is no coverage."""
    found = {
        d: [m.id for m in registry().measures_of(d) if m.family in {"provision", "condition"}]
        for d in registry()
    }
    against = ["coverage", "coverage_uncapped", "shortfall"]
    assert found["clinic"] == [*against, "supply_rate", "demand"]
    assert (
        found["primary_school"]
        == found["junior_school"]
        == [*against, "supply_rate", "enrolment_ratio", "spare_places", "demand"]
    )
    assert found["senior_school"] == [
        "supply_rate",
        "percent_of_average",
        "enrolment_ratio",
        "spare_places",
        "demand",
    ]
    for service in (
        "hospital",
        "rental_housing",
        "job_centre",
        "insurance_office",
        "health_staff",
        "education_staff",
    ):
        assert found[service] == ["supply_rate", "percent_of_average", "demand"]
    assert found["housing_space"] == ["amount"] and found["toilet"] == ["condition"]
    assert all(registry().measures[m].unitless for m in ("parity", "composite_parity"))


def test_definitions_agree_with_the_shipped_tables(shipped: Indicators) -> None:
    standards = shipped.library.standards.set_index("standard_id")
    measures = set(shipped.library.policy_measures["number"])
    for definition in shipped.registry.values():
        assert set(shipped.library.measures_judged(definition.id)) <= measures
        for standard_id in filter(
            None,
            (
                definition.standard and definition.standard.standard_id,
                definition.reach and definition.reach.standard_id,
            ),
        ):
            assert standard_id in standards.index, (definition.id, standard_id)
        if definition.reach and definition.reach.standard_id:
            assert standards.loc[definition.reach.standard_id, "value"] == definition.reach.radius_m


def test_every_service_answers_to_a_measure_of_the_plan_and_pages_and_documents_agree(
    shipped: Indicators,
) -> None:
    """The words of the city are the only place that says so; the snapshot's table is drawn from the same list as the pages."""
    rows = shipped.library.policy_measures.to_dict("records")
    listed = {int(r["number"]): list(r["services"]) for r in rows}
    assert set().union(*listed.values()) == set(shipped.registry)
    assert set(listed[7]) == set(shipped.registry) and listed[6] == ["population"]
    assert listed[8] == ["hospital", "insurance_office"]
    snapshot = make_report(shipped, "530111", "zh", shapes=read_shapes(Settings()))
    section = snapshot.section("measures")
    assert section is not None
    shown = {int(row[0].value): row[2].text.split("、") for row in section.blocks[0].rows}
    labels = {d.id: d.label.zh for d in shipped.registry.values()}
    assert shown.pop(7) == ["所列全部服务"]
    assert shown == {
        n: [labels[s] for s in services] for n, services in listed.items() if services and n != 7
    }


def test_a_rural_radius_is_one_that_a_document_states(shipped: Indicators) -> None:
    """The urban one taken for the country is none: where nothing is stated, rural points have no standard."""
    standards = shipped.library.standards.set_index("standard_id")
    for definition in shipped.registry.of_kind("facility"):
        rural = definition.reach.rural if definition.reach else None
        if rural:
            assert rural.standard_id in standards.index, (
                f"{definition.id} has a rural radius without a source"
            )
            assert standards.loc[rural.standard_id]["verified"] in (True, False)
            assert (
                rural.radius_m != definition.reach.radius_m
                or rural.standard_id != definition.reach.standard_id
            )
        else:
            said = shipped.distance_basis(definition.id)
            assert said is not None and "乡村居民点没有标准，不计入" in said.zh


def test_every_stated_yardstick_has_kind_year_and_document(shipped: Indicators) -> None:
    found = {d.id: shipped.library.yardstick(d.id) for d in shipped.registry.values()}
    stated = {id_: y for id_, y in found.items() if y is not None and y.item is not None}
    kinds = {id_: y.kind for id_, y in stated.items()}
    assert kinds.pop("clinic") == "national_average", "3.99 GPs of 2023 are no norm"
    assert set(kinds) >= {"primary_school", "junior_school"} and set(kinds.values()) == {"standard"}
    for y in stated.values():
        assert y.year and y.document and str(y.year) in y.dated.zh and str(y.year) in y.dated.en
