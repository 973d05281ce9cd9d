"""Every shipped file is declared, and the declaration, the descriptor and the datasheet agree."""

import csv
import json
import re
import runpy
from pathlib import Path

import pytest
from frictionless import Package
from tests.world import CITY

from equity.schema import facility_path, tables_of
from equity.settings import PROJECT_ROOT

TABLES = tables_of(CITY)
datapackage = runpy.run_path(str(PROJECT_ROOT / "tools" / "datapackages.py"))["datapackage"]
FOLDERS = ("geo", "population", "services", "policy")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "data"


def files(table, data_dir):
    return sorted(data_dir.glob(table.path))


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_header_is_the_declaration(name, data_dir):
    table = TABLES[name]
    assert files(table, data_dir), f"{table.path} is missing"
    for path in files(table, data_dir):
        with path.open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == table.column_names, path.name


@pytest.mark.parametrize("name", TABLES)
def test_plain_utf8_with_lf_and_no_bom(name, data_dir):
    for path in files(TABLES[name], data_dir):
        raw = path.read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n")
        raw.decode("utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_unique_and_references_resolve(name, data_dir):
    table = TABLES[name]
    rows = [r for path in files(table, data_dir) for r in read(path)]
    keys = [tuple(row[k] for k in table.primary_key) for row in rows]
    assert len(keys) == len(set(keys))
    for column in table.columns:
        if not column.foreign_key:
            continue
        target, field = column.foreign_key.split(".")
        known = {row[field] for row in read(data_dir / TABLES[target].path)} | set(column.also)
        assert {row[column.name] for row in rows} - {""} <= known


@pytest.mark.parametrize("folder", FOLDERS)
def test_datapackage_is_what_the_schema_generates(folder, data_dir):
    shipped = json.loads((data_dir / folder / "datapackage.json").read_text(encoding="utf-8"))
    assert shipped == datapackage(data_dir / folder, CITY)


@pytest.mark.parametrize("folder", FOLDERS)
def test_frictionless_accepts_descriptor_and_data(folder, data_dir):
    report = Package(str(data_dir / folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])


def test_every_csv_and_geojson_is_in_a_package(data_dir):
    listed = set()
    for folder in FOLDERS:
        for resource in datapackage(data_dir / folder, CITY)["resources"]:
            listed.add(f"{folder}/{resource['path']}")
    found = {
        p.relative_to(data_dir).as_posix() for p in data_dir.rglob("*") if p.suffix in (".csv", ".geojson")
    }
    assert found == listed


def test_the_descriptor_carries_types_units_and_constraints(data_dir):
    resource = next(
        r
        for r in datapackage(data_dir / "population", CITY)["resources"]
        if r["name"] == "division-population"
    )
    fields = {f["name"]: f for f in resource["schema"]["fields"]}
    assert fields["persons"] == {
        "name": "persons", "type": "integer", "title": "人数", "title_en": "Persons", "unit": "person",
        "constraints": {"required": True, "minimum": 0},
    }  # fmt: skip
    assert fields["low"]["constraints"]["required"] is False
    assert fields["population_group"]["constraints"]["enum"] == [
        "resident", "local", "non_local", "registered", "absent",
    ]  # fmt: skip
    assert resource["schema"]["primaryKey"] == ["adcode", "year", "population_group"]


def test_each_table_has_a_datasheet_that_the_index_lists():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        assert (DOCS / table.datasheet).is_file(), table.datasheet
        assert f"({table.datasheet})" in index
        assert table.path.replace("*", "<服务>") in index


def test_facility_files_are_named_after_their_service(data_dir, rows):
    for path in files(TABLES["facilities"], data_dir):
        assert facility_path(data_dir, path.stem) == path
        assert {r["service"] for r in rows(path.relative_to(data_dir).as_posix())} == {path.stem}


def test_no_row_is_without_grade_or_source(data_dir):
    for table in TABLES.values():
        wanted = {"grade", "source", "document", "population_source"} & set(table.column_names)
        for path in files(table, data_dir):
            for row in read(path):
                for name in wanted - {"population_source"}:
                    assert row[name], (path.name, row)
                if "population_source" in wanted:
                    assert bool(row["population"]) == bool(row["population_source"])


def test_intervals_contain_their_value(data_dir):
    seen = 0
    for table in TABLES.values():
        if "low" not in table.column_names:
            continue
        value = "persons" if "persons" in table.column_names else "value"
        for row in read(data_dir / table.path):
            assert bool(row["low"]) == bool(row["high"])
            if row["low"]:
                seen += 1
                assert float(row["low"]) <= float(row[value]) <= float(row["high"]), row
            else:
                assert row["grade"] == "observed" or row.get("item") in ("rooms_per_household",), row
    assert seen > 300


def test_no_trace_of_a_machine_in_the_data(data_dir):
    for path in [*data_dir.rglob("*.csv"), *data_dir.rglob("*.json"), *DOCS.glob("*.md")]:
        assert not re.search(r"/work/|/tmp/|find_string|page store", path.read_text(encoding="utf-8")), path
