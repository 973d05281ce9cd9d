"""Reading tables: every kind of bad cell is named with file, row, field and value, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from equity.errors import DataError
from equity.schema import TABLES, tables_of
from equity.schema.model import FORMS
from equity.sources.tables import read_table, read_tables
from tests.world import CITY, lonlat, write_world

FACILITIES = tables_of(CITY)["facilities"]
HEADER = ",".join(FACILITIES.column_names)
LON, LAT = lonlat(500, 500)


def row(**changes: object) -> str:
    cells = {
        "facility_id": "c1",
        "service": "clinic",
        "name_zh": "示意",
        "adcode": "530102",
        "lon": LON,
        "lat": LAT,
        "capacity": 3,
        "year": 2023,
        "grade": "illustrative",
        "source": "test",
    } | changes
    return ",".join(str(cells.get(name, "")) for name in FACILITIES.column_names)


def problems(tmp_path: Path, *lines: str, header: str = HEADER) -> list[tuple[int | None, str, str]]:
    path = tmp_path / "clinic.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_table(FACILITIES, path)
    for problem in caught.value.problems:
        assert problem.zh and problem.en and problem.file == "clinic.csv"
    assert caught.value.exit_code == 2
    return [(p.row, p.field, p.value) for p in caught.value.problems]


def test_a_missing_column(tmp_path: Path) -> None:
    assert problems(tmp_path, header=HEADER.replace(",capacity", "")) == [(1, "capacity", "")]


def test_an_unknown_column(tmp_path: Path) -> None:
    assert problems(tmp_path, header=HEADER + ",colour") == [(1, "colour", "colour")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("adcode", "999999"),
        ("capacity", "-1"),
        ("capacity", "many"),
        ("year", "2020.5"),
        ("grade", "good"),
        ("name_zh", ""),
        ("capacity", "nan"),
        ("capacity", "inf"),
    ],
)
def test_a_bad_cell(tmp_path: Path, field: str, value: str) -> None:
    assert problems(tmp_path, row(), row(facility_id="c2", **{field: value})) == [(3, field, value)]


def test_latitude_in_the_longitude_column_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text(f"{HEADER}\n{row(lon=LAT, lat=LON)}\n", encoding="utf-8")
    with pytest.raises(DataError, match="是否填反") as caught:
        read_table(FACILITIES, path)
    assert "swapped" in caught.value.en and len(caught.value.problems) == 2


def test_a_repeated_id(tmp_path: Path) -> None:
    assert problems(tmp_path, row(), row()) == [(3, "facility_id", "c1")]


def test_a_row_with_too_many_cells(tmp_path: Path) -> None:
    assert problems(tmp_path, row() + ",more")[0][0] == 2


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path, row(capacity=-1), row(facility_id="c2", year="x"), row(facility_id="c3", grade="?")
    )
    assert [(r, f) for r, f, _ in found] == [(2, "capacity"), (3, "year"), (4, "grade")]


@pytest.mark.parametrize(
    ("content", "message"), [(b"\xff\xfe\x00", "UTF-8"), (b"a\x00b", "空字节"), (b"", "空的")]
)
def test_unreadable_files(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "clinic.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_table(FACILITIES, path)


def test_codes_keep_their_form_and_missing_stays_missing(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text(f"{HEADER}\n{row()}\n", encoding="utf-8-sig")
    frame = read_table(FACILITIES, path)
    assert frame.loc[0, "adcode"] == "530102"
    assert frame["note"].isna().all() and frame["town_code"].isna().all()


def test_an_unknown_code_across_tables(tmp_path: Path) -> None:
    def stray(rows: dict[str, list[dict[str, object]]]) -> None:
        rows["totals"][0]["adcode"] = "530199"

    with pytest.raises(DataError, match=r"totals\.csv 第 2 行，字段 adcode，值 '530199'"):
        read_tables(write_world(tmp_path, stray), CITY)


def test_a_wrong_code_in_a_register_names_its_file(tmp_path: Path) -> None:
    def stray(rows: dict[str, list[dict[str, object]]]) -> None:
        rows["facilities"][0]["adcode"] = "530199"

    service = write_world(tmp_path) and sorted(p.stem for p in (tmp_path / "services/facilities").iterdir())
    with pytest.raises(DataError) as caught:
        read_tables(write_world(tmp_path, stray), CITY)
    (problem,) = caught.value.problems
    assert problem.file.removesuffix(".csv") in service and (problem.field, problem.value) == (
        "adcode",
        "530199",
    )


def test_a_facility_of_another_service_than_its_file(tmp_path: Path) -> None:
    assert problems(tmp_path, row(), row(facility_id="c2", service="clnic")) == [(3, "service", "clnic")]


@pytest.mark.parametrize(("low", "high"), [(900, 1000), (0, 10), ("", 99), (9, "")])
def test_a_value_outside_of_its_bounds(tmp_path: Path, low: object, high: object) -> None:
    def wide(rows: dict[str, list[dict[str, object]]]) -> None:
        rows["division_population"][1] |= {"persons": 60, "low": low, "high": high}

    with pytest.raises(DataError, match=r"division_population\.csv 第 3 行，字段 persons，值 '60'：应在下限"):
        read_tables(write_world(tmp_path, wide), CITY)


def test_every_pattern_is_said_in_words() -> None:
    patterns = {c.pattern for table in TABLES.values() for c in table.columns if c.pattern}
    assert patterns <= set(FORMS)


def test_a_missing_file(tmp_path: Path) -> None:
    write_world(tmp_path)
    (tmp_path / "services" / "totals.csv").unlink()
    with pytest.raises(DataError, match=r"totals\.csv"):
        read_tables(tmp_path, CITY)
