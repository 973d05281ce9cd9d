"""The city is data: nothing of it stands in the code, and what its folder says wrongly is named."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from equity.city import CITY_FILE, read_city
from equity.errors import DataError
from equity.settings import ASSETS, PACKAGE, shipped

WRITTEN = {".py", ".html", ".toml", ".js", ".css", ".sql", ".typ"}
DISTRIBUTION = "kunming-equity["  # what pip knows the program as
COUNTED = (
    r"\b(?:14|[Ff]ourteen|[Nn]ine)\b (?:county-level )?(?:divisions|counties)|(?:14|十四|九) ?个(?:县|区)"
)
OF_THE_PLAN = r"方案第 ?\d|[Pp]lan, measure"


def names_of_the_city() -> re.Pattern[str]:
    city = read_city(shipped("data"))
    names = {
        city.prefix,
        city.short.zh,
        city.short.en,
        city.short.en.lower(),
        city.province.zh,
        city.province.en,
    }
    names |= {lake.name[lang] for lake in city.water for lang in ("zh", "en")}
    with (shipped("data") / "geo/divisions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names |= {row["name_zh"], row["short_zh"], row["name_en"]}
    return re.compile("|".join([*map(re.escape, sorted(names)), COUNTED, OF_THE_PLAN]))


def written() -> Iterator[tuple[Path, int, str]]:
    for folder in (PACKAGE, ASSETS):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in WRITTEN):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield path, number, line


def test_no_module_template_or_script_names_the_city() -> None:
    named = names_of_the_city()
    found = [
        f"{path.name}:{number}: {line.strip()[:120]}"
        for path, number, line in written()
        if named.search(line.replace(DISTRIBUTION, ""))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ('code = "530100"', 'code = "530102"', "—"),
        ('code = "530100"', 'code = "5301"', "code"),
        ('level = "prefecture"', 'level = "province"', "level"),
        ('crs = "EPSG:4543"', 'crs = "102E"', "crs"),
        ("west = 101.5", "west = 105.5", "bounds"),
        ('file_prefix = "kunming"', 'file_prefix = "昆明"', "file_prefix"),
        ('example_division = "530111"', 'example_division = "110101"', "—"),
        ('name = { zh = "昆明市", en = "Kunming" }', 'name = { zh = "昆明市" }', "name.en"),
        ('id = "core"', 'id = "Core"', "functional_zones.1.id"),
        ("half_lat = 0.126", "half_lat = 0", "water.1.half_lat"),
        ('level = "prefecture"', 'level = "prefecture"\nmayor = "?"', "mayor"),
    ],
)
def test_a_wrong_field_is_named(right: str, wrong: str, field: str, tmp_path: Path) -> None:
    text = (shipped("data") / CITY_FILE).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / CITY_FILE).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_city(tmp_path)
    assert (CITY_FILE, field) in {(p.file, p.field) for p in caught.value.problems}
    assert all(re.search("[一-鿿]", p.zh) for p in caught.value.problems)


def test_without_the_file_the_error_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"city\.toml.*equity new-city"):
        read_city(tmp_path)


def test_words_are_said_to_stand_in_their_own_file(tmp_path: Path) -> None:
    text = (shipped("data") / CITY_FILE).read_text(encoding="utf-8")
    (tmp_path / CITY_FILE).write_text(text, encoding="utf-8")
    (tmp_path / "words.toml").write_text('[tables]\ntotals = { zh = "x" }\n', encoding="utf-8")
    (tmp_path / "citations.toml").write_text('["某书"]\nzh = "某书"\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_city(tmp_path)
    places = {(p.file, p.field) for p in caught.value.problems}
    assert places == {("words.toml", "tables.totals.en"), ("citations.toml", "某书.en")}
