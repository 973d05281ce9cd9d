"""Which column means what: proposed, corrected, remembered."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from equity.checking.cells import EXAMPLE
from equity.checking.datasets import datasets, find_dataset, services_with_totals
from equity.checking.findings import REASONS
from equity.checking.mapping import Mapping, correct, recall, remember
from equity.checking.propose import propose
from equity.checking.surroundings import Surroundings
from equity.documents.register_form import choices_of, write_template
from equity.errors import UserError
from equity.reading.words import plain
from equity.say import Label
from tests.intake.conftest import Check
from tests.world import CITY

NAMES = ("序号", "学校名称", "所属区县", "百度经度", "百度纬度", "设计规模", "在校生数(人)", "办学类型")


def columns(mapping: Mapping, names: tuple[str, ...]) -> dict[str, str]:
    return {field: names[i] for field, i in mapping.columns.items()}


def test_names_are_understood_with_their_reasons() -> None:
    mapping = propose(find_dataset("primary_school"), NAMES, [], CITY)
    assert columns(mapping, NAMES) == {
        "name_zh": "学校名称",
        "division": "所属区县",
        "lon": "百度经度",
        "lat": "百度纬度",
        "facility_type": "办学类型",
    }
    assert mapping.open == {"capacity": (5, 6)} and mapping.proposed == {"capacity": "在校生数(人)"}
    assert all(why.zh and why.en for why in mapping.reasons.values())


def test_coordinates_are_found_by_their_values() -> None:
    sample = [["甲", "102.7", "25.0"], ["乙", "102.8", "25.1"], ["丙", "102.6", "24.9"]]
    assert propose(find_dataset("clinic"), ("名称", "A", "B"), sample, CITY).columns == {
        "name_zh": 0,
        "lon": 1,
        "lat": 2,
    }


def test_corrections_move_a_column_and_drop_another() -> None:
    dataset = find_dataset("primary_school")
    mapping = correct(
        propose(dataset, NAMES, [], CITY),
        dataset,
        NAMES,
        {"capacity": "设计规模", "facility_type": "-", "note": "8"},
    )
    assert mapping.columns["capacity"] == 5 and mapping.columns["note"] == 7
    assert "facility_type" not in mapping.columns
    for wrong in ({"nothing": "序号"}, {"note": "没有这列"}, {"note": "99"}):
        with pytest.raises(UserError):
            correct(mapping, dataset, NAMES, wrong)


def test_a_column_chosen_again_keeps_its_reason() -> None:
    dataset = find_dataset("primary_school")
    before = propose(dataset, NAMES, [], CITY)
    chosen = {name: str(column + 1) for name, column in before.columns.items()} | {"capacity": "6"}
    after = correct(propose(dataset, NAMES, [], CITY), dataset, NAMES, chosen)
    assert after.reasons.pop("capacity") == Label("由您指定", "chosen by you")
    assert after.reasons == {k: v for k, v in before.reasons.items() if k != "capacity"}


def test_a_mapping_is_remembered_for_the_same_shape_of_file(tmp_path: Path) -> None:
    dataset = find_dataset("primary_school")
    assert recall(tmp_path, dataset, NAMES) is None
    mapping = correct(propose(dataset, NAMES, [], CITY), dataset, NAMES, {"capacity": "设计规模"})
    remember(tmp_path, dataset, NAMES, mapping, "bd09")
    again = recall(tmp_path, dataset, tuple(f" {n} " for n in NAMES))
    assert again and again.columns == mapping.columns and again.datum == "bd09" and again.remembered
    assert recall(tmp_path, find_dataset("hospital"), NAMES) is None
    (tmp_path / "mappings.json").write_text("{broken", encoding="utf-8")
    assert recall(tmp_path, dataset, NAMES) is None


@pytest.mark.parametrize("name", list(datasets()))
def test_a_template_is_understood_by_its_own_import(
    name: str, around: Surroundings, tmp_path: Path, check: Check
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(write_template(name, around))
    assert path.read_bytes() == write_template(name, around)
    outcome = check(path, name)
    assert outcome.missing_fields == () and outcome.accepted_rows == 0  # the examples are told and rejected


@pytest.mark.parametrize("name", list(datasets()))
def test_the_example_of_a_template_can_be_imported(name: str, around: Surroundings, check: Check) -> None:
    with CalamineWorkbook.from_filelike(io.BytesIO(write_template(name, around))) as book:
        head, *examples = book.get_sheet_by_name("填报").to_python()
    lines = [",".join(str(cell).replace(EXAMPLE, "").strip() for cell in row) for row in [head, *examples]]
    outcome = check("\n".join(lines), name)
    of_rows = outcome.findings[outcome.findings["row"] > 0]
    assert outcome.accepted_rows == len(examples) and set(of_rows["code"]) <= {"placed_at_township"}


@pytest.mark.parametrize("name", list(datasets()))
def test_a_template_offers_every_choice_and_only_notes_that_apply(name: str, around: Surroundings) -> None:
    dataset, content = find_dataset(name), write_template(name, around)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        rules = archive.read("xl/worksheets/sheet1.xml").decode()
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        notes = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
    choices = choices_of(dataset, around)
    assert rules.count('type="list"') == len(choices) and "division" in choices
    assert ("坐标系" in notes) == ("没有坐标" in notes) == dataset.has_places
    if name == "totals":
        assert choices["item"] == ["规模", "设施数"] and "小学" in choices["service"]


@pytest.mark.parametrize(
    "word", ["卫生人员", "小学", "初中", "高中", "社保窗口", *(d.label.zh for d in services_with_totals())]
)
def test_services_are_known_by_the_words_of_offices(word: str, check: Check) -> None:
    assert check(f"区县,服务,数值,年份\n官渡区,{word},5,2024\n", "totals").accepted_rows == 1


@pytest.mark.parametrize(
    ("name", "as_compared"),
    [("在校生数(人)*", "在校生数"), (" Name ", "name"), ("经度(度)", "经度"), ("县(市、区)", "县")],
)
def test_names_are_compared_without_marks_and_units(name: str, as_compared: str) -> None:
    assert plain(name) == as_compared


def test_every_reason_is_said_in_both_languages_with_the_same_blanks() -> None:
    for code, reason in REASONS.items():
        assert reason.severity in ("stop", "warn", "note") and reason.why.zh and reason.why.en, code
        assert bool(reason.fix.zh) == bool(reason.fix.en), code
        reason.why.zh.format(value="", a="", b="", c="")
        reason.why.en.format(value="", a="", b="", c="")
